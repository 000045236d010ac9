"""An exhibit or a table as CSV, XLSX, Parquet or JSON, and the addresses below /data and /x."""

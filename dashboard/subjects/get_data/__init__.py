"""Get the data: rows of the published tables, as files and by address."""

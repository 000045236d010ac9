"""Steps that the sources' readers share: a publisher's file in, cells with one meaning out.

`raw_files` refuses what is no file of its kind, `raw_tables` reads files as they are, `large_sheets`
workbooks too large for that, row by row, `convert` turns their cells into labels, numbers and dates,
`geography` knows London's places. `survey` is what the survey's publishers have in common, `respondents` a
file of single answers, `met_dashboard` the Met's monthly dashboard, `met_tables` its open data as workbook
or Parquet, `home_office` what the Home Office's tables have in common, `officers_by_ethnicity` its officers
as third parties cut them out, `ripeness` the ages of outcomes.
`figures` is a table of figures read out of documents, whose notes `figure_notes` and `caveats` read.
"""

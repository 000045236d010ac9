"""Steps that the sources' readers share: a publisher's file in, cells with one meaning out.

`raw_tables` reads files as they are, `convert` turns their cells into labels, numbers and dates,
`geography` knows London's places. `survey` is what the survey's publishers have in common,
`respondents` a file of single answers, `figures` a table of figures read out of documents.
"""

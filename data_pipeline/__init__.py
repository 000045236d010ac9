"""From the publishers' files to the published tables. Here is what does what, in the order of the work.

`__main__` runs the commands, `options` are what may be said on the command line, `registry` finds the sources,
`errors` is how a problem is told.

Fetching: `fetch/` asks the publishers and keeps what changed in the folder of downloads; `kept` are tables
that are fetched and not read yet.

Reading: `locate` finds a source's files, `source_files` reads them all by the source's own
`sources/<id>.py`, whose shared steps are in `steps/`. `corrections` mends what is declared to be
wrong; `editions` says which edition serves a period, `apart` what stands beside editions that lie in a
folder of their own, `periods` which periods rows are of.

Building: `build` runs it; `assemble` puts a dataset's sources together in one table; `derived/`
computes datasets from others.

Checking: `checks` looks at one table, `continuity` at what it loses against the published one,
`crosschecks` at independent sources side by side. `plausible` looks for figures that move beyond what
their source declares, in `plausible_grids` of series and periods, and with `plausible_patterns` for periods
repeated or exchanged; `accepted` is what was let through all the same, and the log of corrections.

Publishing: `publish` writes the tables and swaps them in, `published_folder` reads them, `changelog`
and `docs` tell the readers, `status` says how old everything is, `send` puts a published folder into an object store.
"""

"""From the publishers to the folder of downloads: what is newest is asked for, what changed is kept.

A file is judged by its content: it is read by the source's own reader before it is kept, and an
edition older than the one held is refused. What fails leaves the folder of downloads as it was.

`client` is one request, the only code that speaks to the network. `datastore`, `police_uk` and `gov_uk`
know the publishers, `listing` which of the files on offer are wanted; `keeping` looks at what came,
`rawstore` is the folder, and `publishers` goes through the sources.
"""

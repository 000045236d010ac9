"""Datasets computed from what the sources hold, not read from one publisher's table.

`tables` gathers what they are made from and hands them to a build. `revisions` compares editions.
`success_measures` judges what `declarations` reads: `figures_held` and `printed_figures` find the
two figures of an indicator, `charges` those of charges per 100 offences, `found` is what such a search
gives, `reasons` says why; `early_signs` is what the boroughs' newer figures say of London's. `signs` are
the nearest figures where none can decide. `ripening` measures how far outcomes were revised.
"""

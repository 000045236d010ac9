"""London's places: the spellings that publishers use, the code and the name of each."""

from __future__ import annotations

import functools

import pandas as pd

from datasets.schema import REFERENCE

CITY = "E09000001"
"""The City of London, which another force polices."""


@functools.cache
def places() -> pd.DataFrame:
    """The 32 boroughs and the City: area_code, area_name, spellings met, tile column and row."""
    return pd.read_csv(REFERENCE / "places.csv", dtype=str, keep_default_na=False)


@functools.cache
def area_codes() -> dict[str, str]:
    """Every spelling met -> GSS code."""
    table = places()
    spellings = table["area_name"] + "|" + table["spellings"]
    pairs = zip(spellings, table["area_code"], strict=True)
    return {name: code for names, code in pairs for name in names.split("|") if name}


def area_names() -> dict[str, str]:
    """GSS code -> the name we write."""
    return dict(zip(places()["area_code"], places()["area_name"], strict=True))

"""Invented respondents in the layout of the survey's licensed files: from a seed, of no person.

Both label sets (to 2019-20, from 2020-21), both weight regimes (a column a quarter to 2017-18,
WT_Discrete after), as an SPSS file with codes and value labels or as a tab-separated one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat

SERIAL = "Serial"
FIRST_SERIAL = 770_077_001
ETHNICITIES = ["White British", "White Other", "Black", "Asian", "Mixed", "Other"]
AGES_OLD = ["16-24", "25-34", "35-44", "45-54", "55-64", "65 or over"]
AGES_NEW = ["16 to 24", "25 to 34", "35 to 44", "45 to 54", "55 to 64", "65+"]
BOROUGHS = ["Lambeth", "Hammersmith & Fulham", "Kingston upon Thames", "City of Westminster"]
AGREE = [1, 2, 3, 4, 5, 97, 98]
SCALES: dict[str, list[int]] = {
    "NQ135BD": AGREE, "Q60": AGREE, "Q61": AGREE, "Q62A": AGREE, "Q62C": AGREE, "Q62F": AGREE,
    "Q62TG": AGREE, "A121": [1, 2, 3, 4, 97, 98], "Q131": [1, 2, 3, 97, 98],
    "Q148": [1, 2, 97, 98], "Q150": [1, 2, 3, 4, 97, 98, 99],
}  # fmt: skip
LABELS = {
    "NQ135BD": {1: "Strongly agree", 2: "Tend to agree", 3: "Neither agree nor disagree"},
    "Q60": {1: "Excellent", 2: "Good", 3: "Fair"},
    "Q131": {1: "Very well informed", 2: "Fairly well informed", 3: "Not at all"},
}


def columns_of(year: str) -> dict[str, str]:
    """What stands where: dimension -> column of the year."""
    if year <= "2019-20":
        return {"ethnicity": "NQ147r", "age": "Q136r", "sex": "XQ135r", "sexual_orientation": "Q150r",
                "borough": "C2"}  # fmt: skip
    return {
        "ethnicity": "ReNQ147" if year == "2020-21" else "ReNNQ147",
        "age": "ReQ136",
        "sex": "ReXQ135",
        "sexual_orientation": "ReQ150",
        "borough": "Borough",
    }


def respondents(seed: int, year: str, count: int, boroughs: list[str] = BOROUGHS) -> pd.DataFrame:
    """Invented people of a year: questions in codes, groups in the year's labels, one row each."""
    chance = np.random.default_rng(seed)
    is_old = year <= "2019-20"

    def draw(options: list[Any], odds: list[float] | None = None) -> Any:
        return chance.choice(options, count, p=None if odds is None else np.array(odds) / sum(odds))

    scales = {**SCALES, **({"Q62E": AGREE} if is_old else {})}
    people = pd.DataFrame({SERIAL: FIRST_SERIAL + np.arange(count), "FinancialYear": year})
    for question, codes in scales.items():
        people[question] = draw(codes, [8, 9, *[4] * (len(codes) - 3), 1])
    where = columns_of(year)
    people[where["ethnicity"]] = draw(
        ETHNICITIES + ([] if is_old else ["Refused"]), [40, 20, 14, 16, 6, 4] + [3] * (not is_old)
    )
    people[where["age"]] = draw(AGES_OLD if is_old else AGES_NEW)
    people[where["sex"]] = draw(["Male", "Female"])
    people[where["sexual_orientation"]] = draw(["Heterosexual", "Non-Heterosexual"], [9, 1])
    people[where["borough"]] = draw(boroughs)
    people["Free text"] = "SENTINEL words of one person"
    return add_weights(people, year, chance)


def add_weights(people: pd.DataFrame, year: str, chance: np.random.Generator) -> pd.DataFrame:
    """Weights as the year has them; quarters are of unequal size and unequal mean weight."""
    weights = chance.uniform(0.3, 3.0, len(people)).round(4)
    if year >= "2018-19":
        return people.assign(WT_Discrete=weights)
    quarters = chance.choice([1, 2, 3, 4], len(people), p=[0.1, 0.2, 0.3, 0.4])
    own = {
        f"WT_Q{number}": np.where(quarters == number, weights * number, np.nan)
        for number in (1, 2, 3, 4)
    }
    return people.assign(**own)


def write_tab(people: pd.DataFrame, path: Path) -> Path:
    """A tab-separated file: codes of questions, labels of groups, blank where nothing stands."""
    people.to_csv(path, sep="\t", index=False, lineterminator="\r\n")
    return path


def write_sav(people: pd.DataFrame, path: Path, labels: dict[str, Any] | None = None) -> Path:
    """An SPSS file: every label column as codes from 1 with value labels, don't know as missing."""
    coded, named = people.copy(), {**LABELS, **(labels or {})}
    for column in people.columns:
        if not pd.api.types.is_numeric_dtype(people[column]) and column != "Free text":
            found = sorted(set(people[column]) - {""})
            named[column] = {float(code): label for code, label in enumerate(found, 1)}
            coded[column] = people[column].map({v: k for k, v in named[column].items()})
    coded = coded.rename(columns={"Free text": "FreeText"})
    pyreadstat.write_sav(
        coded,
        str(path),
        variable_value_labels=named,
        missing_ranges={name: [96, 97, 98] for name in SCALES if name in coded},
    )
    return path

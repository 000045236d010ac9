"""What must be known about the figures of a gap that are on screen, and how far each carries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from dashboard.subjects.gaps.words.names import pair
from dashboard.words.capitals import first_large
from dashboard.words.numbers import count, listed

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.subjects.gaps.figures.series import GapSeries


class Thresholds(Protocol):
    """Interviews below which a share is hidden, and below which it is shown with a flag."""

    @property
    def hidden_below(self) -> int:
        """The first that is shown."""

    @property
    def flagged_below(self) -> int:
        """The first that bears no flag."""


_BASIS = {
    "quarter": "Each figure covers three months, and is not comparable with the 12-month figures of other pages.",
    "financial_year": "Each figure covers a financial year, April to March, and is not comparable with the 12-month "
    "figures of other pages.",
    "rolling_12_months": "Each figure covers the 12 months to its date, so neighbouring figures share interviews.",
    "poll": "A poll is one moment: its figures stand alone and are joined to no other.",
    "not_stated": "The source leaves open what period its figures cover, so they are compared with no other.",
}


def caveats(
    series: GapSeries, why_reference: str, limits: Thresholds, broken: Sequence[str] = ()
) -> list[str]:
    """What must be known about one series, and nothing else.

    Args:
        series: on screen.
        why_reference: why this reference group, a sentence.
        limits: interviews below which a share is hidden, and below which it is flagged.
        broken: sentences on the breaks that lie between two figures being compared.
    """
    group, reference = pair(series)
    found = [f"Source of these figures: {series.survey['name']}. {_BASIS[series.basis]}"]
    if not series.survey.get("is_pas"):
        found.append(
            "This is not MOPAC's Public Attitude Survey: another question put to other people, so its "
            "level says nothing about that survey's."
        )
    return [
        *found,
        *_hidden(series, limits),
        *broken,
        _base(series, limits),
        f"The gap is the share of {group} less the share of {reference}. Below 0 means that fewer of them "
        f"{series.says}. {why_reference}",
        *_own_copy(series),
        *_labels(series),
        *_notes(series),
    ]


def _base(series: GapSeries, limits: Thresholds) -> str:
    bases = series.figures.dropna(subset=["base_n"]).drop_duplicates("group")
    if bases.empty:
        return (
            "No interval can be given: the number of interviews with each group is not published."
        )
    if series.survey.get("bases_source"):
        pairs = zip(bases["base_n"].astype(float), bases["group"], strict=True)
        named = listed([f"{count(base)} ({group})" for base, group in pairs])
        missing = series.reference not in set(bases["group"])
        return (
            f"Intervals of single shares stand on the interviews printed: {named}. "
            f"{first_large(series.survey['bases_source'])}. "
            "Weighting, which is not published, makes them wider."
            + (
                " The gap has no interval: the number of interviews with the other group is not printed."
                if missing
                else ""
            )
        )
    smallest = float(bases_of(series).min())
    text = (
        "Intervals stand on the interviews with each group and on the design effect of its weights; the smallest "
        f"number of interviews here is {count(smallest)}."
    )
    if series.figures["is_flagged"].any():
        few = f"{limits.hidden_below} to {limits.flagged_below - 1}"
        text += f" Shares marked † stand on {few} interviews: read them with care."
    return text


def bases_of(series: GapSeries) -> pd.Series:
    """Interviews behind the shares of a series, where known."""
    return series.figures["base_n"].dropna().astype(float)


def _hidden(series: GapSeries, limits: Thresholds) -> list[str]:
    if not series.figures["is_hidden"].any():
        return []
    return [
        f"Shares on fewer than {limits.hidden_below} interviews are not shown; their periods have no gap."
    ]


def _own_copy(series: GapSeries) -> list[str]:
    found = []
    if "mopac_pas_microdata" in set(series.figures["source_id"]):
        found.append(
            "Made on this machine from your own licensed copy of the answers (SN 7048); it is no part of "
            "what this site publishes. The design effect leaves out the clustering of addresses, so "
            "intervals are a little narrow."
        )
        if series.dimension == "lgbt":
            found.append(
                "LGBT+ here is from a question on sexual orientation; it does not ask about gender identity."
            )
    return found


def _labels(series: GapSeries) -> list[str]:
    """Where the source names a group otherwise than the page does."""
    shown = series.figures[["group", "published_group"]].drop_duplicates()
    other = shown[shown["group"].str.lower() != shown["published_group"].str.lower()]
    if series.dimension in ("age", "sex"):
        return []
    return [
        f"The source calls the group “{row.published_group}”; it is listed here as {row.group}."
        for row in other.itertuples()
    ]


def _notes(series: GapSeries) -> list[str]:
    notes = [note for note in series.figures["caveat"].unique() if note]
    return [f"Note on the figures: {note.rstrip('.')}." for note in notes]

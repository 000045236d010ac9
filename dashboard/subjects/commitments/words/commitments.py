"""Sentences on promises: how many are past their date, and what is held about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from dashboard.words.capitals import first_large, first_small
from dashboard.words.left_out import without_brackets
from dashboard.words.numbers import count, listed
from dashboard.words.passages import DOCUMENTS
from dashboard.words.periods import day_words, month_year
from dashboard.words.standings import STANDINGS

OWNERS = {
    "met": "The Met",
    "met-and-mayor": "The Met with the Mayor",
    "government": "The Government",
    "city": "City of London Police",
    "not-named": "Not named",
}
PARTIES = {
    "met": "promise{} of the Met",
    "government": "promise{} of the Government",
    "city": "promise{} of the City of London Police",
    "asked": "request{} of the Review",
}
"""What is counted together, and never with another."""
ASKED = "Asked by the Review, with a date"
ASKED_BASIS = (
    "Parts of its recommendations that the Review dated. It asked and nobody has promised, so they are not "
    "counted with the promises."
)
UNDATED = ("op-leven", "city-answer", "rebuilding-trust")
"""Documents that bear no date."""

KINDS = {
    "commitment": ("Promises", "undated promise"),
    "request": ("Dated requests of the Review", "request"),
    "recommendation": ("Recommendations", "recommendation"),
    "answer": ("Answers", "answer"),
}
"""What a row is: as a reader chooses it, and one of those that are counted."""

NOT_HELD_NOTE = (
    "“No figure held” does not mean that nothing was done. It means that this site has found no "
    "published figure or fact that would show it."
)
DATED_NOTES = (
    "A promise is met or missed only by a figure of the very thing promised, of its date or later. Or by "
    "an act known to be done. Nobody enters it: it follows from the figure.",
    "A date is read in favour of who gave it: “by March 2026” lasts to 31 March 2026, “by 2024” to "
    "the end of 2024. Days are counted from there.",
)
NOTED = "a note on what had to be judged: what was meant, by when, or how near the figure is to the promise"
RECOMMENDATIONS = (
    "What the Review asked for, in our own words. It set no number to reach, so none of these is met or "
    "missed. What it gave a date stands apart."
)
CITY = (
    "The City of London has its own police. Its promises and answers are its own and are never "
    "counted with the Met's."
)
ORDER = "Those with a figure or an act that bears on them closely, then the newest dates first."
COMMAND = (
    "“The command” in the Op Leven review is the Met's Parliamentary and Diplomatic Protection "
    "command (PaDP)."
)
ADVICE = "Use fewer or other words, or choose any owner, document, state, kind and measure above."


def headline(party: str, tally: Mapping[str, int], is_part: bool) -> str:
    """How many dated promises of a party are past their date, and what became of these.

    Args:
        party: a key of PARTIES.
        tally: as `queries.commitments.tally`; at least one dated promise.
        is_part: the reader has chosen some of them.
    """
    dated, past = tally["dated"], tally["past"]
    if dated == 1:
        fits = " fits this choice" if is_part else ""
        return f"1 dated {noun(party, 1)}{fits}: {_alone(tally)}"
    which = " shown" if is_part else ""
    if not past:
        return f"None of {count(dated)} dated {noun(party, dated)}{which} is past due"
    whole = "All" if past == dated else f"{count(past)} of"
    verb = "is" if past == 1 else "are"
    passed = f"{whole} {count(dated)} dated {noun(party, dated)}{which} {verb} past due"
    if open_ones(tally) == past:
        return f"{passed}; {'no figure settles it' if past == 1 else 'figures settle none'}"
    return f"{passed}: {listed(_outcomes(tally))}"


def noun(party: str, number: int) -> str:
    """What is counted: `promises of the Met`, `request of the Review`."""
    return PARTIES[party].format(_s(number))


def _alone(tally: Mapping[str, int]) -> str:
    """What became of a single promise."""
    if not tally["past"]:
        return "it is not past due"
    if open_ones(tally):
        return "it is past due; no figure settles it"
    return "it was met" if tally["met"] else "it was missed"


def _outcomes(tally: Mapping[str, int]) -> list[str]:
    parts = [f"{count(tally[one])} {one}" for one in ("met", "missed") if tally[one]]
    if open_ones(tally):
        parts.append(f"{count(open_ones(tally))} undecided")
    return parts


def open_ones(tally: Mapping[str, int]) -> int:
    """How many promises past their date are neither met nor missed."""
    return tally["undecided"] + tally["no_figure"]


def nothing_dated(kinds: Mapping[str, int]) -> str:
    """The headline where no dated promise fits the choice, and other rows do.

    Args:
        kinds: kind -> how many rows of it fit.
    """
    parts = [
        f"{count(kinds[one])} {name}{_s(kinds[one])}"
        for one, (_, name) in KINDS.items()
        if kinds.get(one)
    ]
    verb = "fits" if sum(kinds.values()) == 1 else "fit"
    return f"{listed(parts)} {verb} this choice, none with a date"


def lede(nearest: Sequence[Mapping[str, Any]], tally: Mapping[str, int], on: date) -> str:
    """Under the headline: what comes nearest to settling a promise; else what is held, and of which day.

    Args:
        nearest: as `figures.strongest`; the first two are named.
    """
    named = [_nearest(row) for row in nearest[:_NAMED]]
    if not named:
        return " ".join(filter(None, [held_or_not(tally), f"As of {day_words(on)}."]))
    return " ".join([f"{count(tally['undecided'])} have a figure that bears on them.", *named])


_NAMED = 2


def _nearest(row: Mapping[str, Any]) -> str:
    """A promise in its first clause, and the figure held without what it is made of.

    Where that is the number promised, why it does not count all the same.
    """
    promise = row["promise"].split(",")[0].rstrip(".")
    held = without_brackets(row["evidence"])
    said = f"{promise}: {first_small(held)}"
    note = row["confidence_note"]
    if row["evidence_value"] != row["target_value"] or not isinstance(note, str):
        return said
    return f"{said.rstrip('.')}, but {first_small(note)}"


def counted(party: str, tallies: Mapping[str, Mapping[str, int]], undated: int) -> str:
    """Which promises the headline counts and which it does not.

    Args:
        party: whose the headline speaks of.
        tallies: party -> its dated promises on screen.
        undated: that party's promises on screen without a date.
    """
    others = [
        f"{count(tally['dated'])} dated {noun(one, tally['dated'])}"
        for one, tally in tallies.items()
        if one != party and tally["dated"]
    ]
    parts = [
        _with_the_mayor(tallies[party]) if party == "met" else "",
        f"{count(undated)} more {'has' if undated == 1 else 'have'} no date." if undated else "",
        f"Counted apart: {listed(others)}." if others else "",
    ]
    return " ".join(part for part in parts if part)


def held_or_not(tally: Mapping[str, int]) -> str:
    """What is held about the promises that nothing decides."""
    parts = [
        f"on {count(tally[one])} {words}"
        for one, words in (
            ("undecided", "the figure held is too early or about something else"),
            ("no_figure", "none is held"),
        )
        if tally[one]
    ]
    return f"{first_large('; '.join(parts))}." if parts else ""


def _with_the_mayor(tally: Mapping[str, int]) -> str:
    shared = tally["with_mayor"]
    if not shared:
        return ""
    return (
        f"{count(shared)} of the {count(tally['dated'])} {'is' if shared == 1 else 'are'} asked of the "
        "Met together with the Mayor of London."
    )


def chart_title(party: str, tally: Mapping[str, int]) -> str:
    """The chart's finding."""
    unheld, past = tally["no_figure"], tally["past"]
    if not unheld or past == 1:
        return f"When the {noun(party, 2)} fall due"
    return f"{'All' if unheld == past else f'{count(unheld)} of'} {count(past)} past due have no figure at all"


def chart_subtitle(party: str, on: date) -> str:
    """What the marks are."""
    return f"Dated {noun(party, 2)}: a mark on the last day to keep each, by how it stands on {day_words(on)}"


def chart_alt(party: str, standings: Mapping[str, int], first: date, last: date) -> str:
    """The chart for who cannot see it: how many marks stand in each strip."""
    said = "; ".join(strip(one, number) for one, number in standings.items())
    return f"Timeline of the dated {noun(party, 2)}, due from {month_year(first)} to {month_year(last)}. {said}."


def strip(standing: str, number: int) -> str:
    """A strip's name in the chart: how promises stand, and how many do."""
    return f"{STANDINGS[standing].title} ({count(number)})"


def rest(dues: pd.Series) -> str:
    """What stands on the fold over the end of a table.

    Args:
        dues: the due dates of the promises beneath, newest first; missing ones last.
    """
    dated, undated = dues.dropna(), int(dues.isna().sum())
    spans = (
        [f"{count(len(dated))} due {month_year(dated.min())} to {month_year(dated.max())}"]
        if len(dated)
        else []
    )
    spans += [f"{count(undated)} without a date"] if undated else []
    return f"{count(len(dues))} more: {listed(spans)}"


def notes(rows: pd.DataFrame, on: date, today: date) -> list[str]:
    """What must be known of the rows on screen.

    Args:
        rows: of `queries.commitments.promises`.
        on, today: the day to judge by, and the day it is.
    """
    documents = [one for one in DOCUMENTS if one in set(rows["document_id"])]
    unheld = rows["evidence"].isna() & rows["commitment_kind"].ne("answer")
    noted = int(rows["caveat"].notna().sum())
    found = [NOT_HELD_NOTE] if unheld.any() else []
    found += DATED_NOTES if rows["due"].notna().any() else ()
    found += [COMMAND] if "op-leven" in documents else []
    found += _undated([DOCUMENTS[one] for one in documents if one in UNDATED])
    if noted:
        found.append(
            f"{count(noted)} row{_s(noted)} below {'has' if noted == 1 else 'have'} {NOTED}."
        )
    if on != today:
        found.append(
            f"This link shows how things stood on {day_words(on)}. Figures of a later day are left out. "
            "One that was published later for an earlier day is not."
        )
    return found


def _undated(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    their, each = ("its", "it") if len(names) == 1 else ("their", "each")
    return [
        f"Without a date of {their} own: {listed(names)}. When {each} was written, and the date of its "
        "figures, is read from its text."
    ]


def _s(number: int) -> str:
    return "" if number == 1 else "s"

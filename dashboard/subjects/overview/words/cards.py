"""What the Overview's cards say of the seven measures: a figure at a glance, and the whole sentence.

Pure: every figure comes in as an argument, with its date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.words.capitals import first_large
from dashboard.words.numbers import MINUS, listed
from dashboard.words.periods import month_year, year_to
from dashboard.words.verdicts import NOTHING_SINCE, Held

NOT_HELD = "Nothing comparable held"
"""Stands where the newest figure of a measure would."""

NOTHING_SINCE_BY_KIND: Mapping[str, str] = {
    "not_published": "Nothing comparable published",
    "not_loaded": "Not yet checked",
}
"""The same where it is known why: kind of "cannot be judged" -> words."""

PRINTED = "Printed by the Review; no table held here has it."
"""Under a question's figure at the Review that no published file holds."""

_NO_NEWER = " No newer figure."

TRIALS = "trials of all sexual offences, against 2014-15"
"""What the Review printed beside rape cases that reach court."""

NO_GROUPS = "Worse for: no figure by group since the Review."
"""Stands where nobody can say whom a measure is worse for."""
NO_GROUPS_OF_OTHERS = (
    "“Worse for” stands where a figure by group is held; its date says how old it is."
)


@dataclass(frozen=True)
class Side:
    """One of a card's two sides: a figure with its date, or that none is held."""

    figure: str
    dated: str = ""


@dataclass(frozen=True)
class Face:
    """A card at a glance.

    Attributes:
        words: what its figures are of.
        then, since: at the Review, and since.
        reason: why the verdict is what it is, where the sides do not say it; may be empty.
        change: its size and its interval; empty where none is judged.
        signs: what speaks to it and decides nothing; may be empty.
        worse: for whom it is worse, with the date.
        is_short: it has no verdict, so its two sides stand in a line.
    """

    words: str
    then: Side
    since: Side
    reason: str = ""
    change: str = ""
    signs: str = ""
    worse: str = NO_GROUPS
    is_short: bool = False


NOTHING = Side("None")
"""Since the Review, beside a verdict that says why."""


def side(one: Held | None, kind: object = "") -> Side:
    """A figure with its date; that none is held, and why.

    Args:
        kind: of `NOTHING_SINCE_BY_KIND`, or another.
    """
    if one is None:
        return Side(NOTHING_SINCE_BY_KIND.get(str(kind), NOT_HELD))
    return Side(one.marked, one.dated)


def face(words: str, before: Held | None, after: Held | None, reason: str = "") -> Face:
    """A card of one indicator: its figure at the Review beside the newest.

    Args:
        words: what the figure is of. before, after: at the Review and newest. reason: as in `Face`.
    """
    return Face(words, side(before), side(after), reason)


def misconduct_face(before: Held | None, after: Held | None) -> Face:
    """Action on misconduct."""
    return face("Finalised internal allegations with a case to answer", before, after)


def disparity_face(before: Held | None, after: Held | None) -> Face:
    """Racial disparity in misconduct: Black colleagues, who differ most."""
    return face(
        "How much likelier Black than White officers and staff are to face an allegation",
        before,
        after,
    )


def charged_face(before: Held | None, after: Held | None) -> Face:
    """Charge rates, where charges themselves are held."""
    return face("Share of recorded offences that were charged", before, after)


def charge_face(
    before: Held | None, after: Held | None, crossed: date | None = None, recent: str = ""
) -> Face:
    """Charge rates: the nearest figure, named as what it is.

    Args:
        before, after: at the Review and newest.
        crossed: when recording changed between the two, which are then not set against each other.
        recent: how far figures as recent as the newest were revised; empty where that is not said.
    """
    changed = "; recording has changed" if before and after and crossed else ""
    reason = f"No charge rate is held{changed}. {recent}".rstrip()
    return face("Offences with a positive outcome (cautions count too)", before, after, reason)


def recording_changed(crossed: date) -> str:
    """Why two figures stand apart."""
    return f"Recording changed in {month_year(crossed)}: not compared."


def rape_face(trials: Held | None) -> Face:
    """Rape cases reaching court: the change since 2014-15 that the Review printed, of more than rape."""
    return Face(
        first_large(TRIALS),
        Side(NOT_HELD) if trials is None else Side(fewer(trials), trials.dated),
        Side(NOT_HELD),
        "No count of adult rape cases is held.",
    )


def response_face(before: Held | None, after: Held | None) -> Face:
    """Response times: the most urgent calls."""
    return face("Average time to reach an immediate call", before, after)


def workforce_face(before: Held | None, after: Held | None) -> Face:
    """The workforce's gap to residents: women among officers."""
    return face(
        "How far women's share of officers is below their share of residents", before, after
    )


def worse_trust(group: str, other: str, topic: str, gap: Held, is_newest: bool) -> str:
    """Trust, confidence and fairness: the widest gap that is held.

    Args:
        group, other: who is lower, and than whom. topic: `trust in the Met`.
        gap: of the two shares. is_newest: it is of a time since the Review.
    """
    since = "" if is_newest else " No newer figure from this survey."
    return (
        f"Worse for {group} Londoners{_when(gap, is_newest)}: {topic} {_size(gap)} lower than for "
        f"{other} Londoners.{since}"
    )


def _when(one: Held, is_newest: bool) -> str:
    """Of when a figure by group is, said right there: it may be from before the Review."""
    return f" ({one.dated})" if is_newest else f", before the Review ({one.dated})"


def worse_disparity(named: Sequence[tuple[str, Held]], is_newest: bool) -> str:
    """Racial disparity in misconduct: each group of which a ratio is held.

    Args:
        named: group and how much more likely than White colleagues. is_newest: as in `worse_trust`.
    """
    if not named:
        return NO_GROUPS
    since = "" if is_newest else _NO_NEWER
    return (
        f"Worse for {listed([name for name, _ in named])} officers and staff"
        f"{_when(named[0][1], is_newest)}: {listed([one.words for _, one in named])} likelier than White "
        f"ones.{since}"
    )


def worse_workforce(senior: Held | None, is_newest: bool) -> str:
    """The workforce: women among senior officers, where their share falls short by most."""
    if senior is None:
        return NO_GROUPS
    since = "" if is_newest else _NO_NEWER
    return (
        f"Worse for women in senior ranks{_when(senior, is_newest)}: {_size(senior)} below "
        f"residents.{since}"
    )


def _size(gap: Held) -> str:
    return gap.words.lstrip(MINUS)


def fewer(change: Held) -> str:
    """`57% fewer`."""
    return f"{change.words.lstrip(f'+{MINUS}')} {'fewer' if change.value < 0 else 'more'}"


def trust_card(improved: Sequence[str], worsened: Sequence[str], first: date, last: date) -> str:
    """The first card: which of its questions rose and which fell, and between when."""
    parts = [
        f"{listed([f'“{name}”' for name in names])} {verb}"
        for names, verb in ((improved, "rose"), (worsened, "fell"))
        if names
    ]
    moved = "; ".join(parts) if parts else "No share rose or fell clearly"
    return (
        f"{moved}, from the {year_to(first)} to the {year_to(last)}. "
        "We hold no gap between groups from the same survey for a time since."
    )


def misconduct_card(case_to_answer: Held | None) -> str:
    """Action on misconduct, where nothing since can be compared."""
    if case_to_answer is None:
        return "No share of cases with action is in the published files held here."
    return (
        f"{case_to_answer.words} of finalised internal allegations had a case to answer "
        f"({case_to_answer.dated}). {NOTHING_SINCE}"
    )


def disparity_card(black: Held | None, asian: Held | None) -> str:
    """Racial disparity in misconduct, where nothing since can be compared."""
    pairs = [(name, one) for name, one in (("Black", black), ("Asian", asian)) if one is not None]
    if not pairs:
        return "No ratio between ethnic groups is in the published files held here."
    named = listed([f"{name} officers and staff {one.words}" for name, one in pairs])
    return (
        f"Against White colleagues, {named} more likely to face an allegation ({pairs[0][1].dated}). "
        f"{NOTHING_SINCE}"
    )


def charge_card(
    before: Held | None,
    after: Held | None,
    detections: Held | None,
    crossed: date | None = None,
    recent: str = "",
) -> str:
    """Charge rates: what the nearest figure is, and that it is not one; arguments as `charge_face`."""
    parts = ["We hold no charge rate for all offences."]
    if before is not None and after is not None:
        parts.append(
            f"Nearest: positive outcomes, which also count cautions: {before.words} of offences "
            f"({before.dated}), {after.words} ({after.dated})."
        )
        if crossed is not None:
            parts.append(recording_changed(crossed))
        if recent:
            parts.append(recent)
    if detections is not None:
        parts.append(
            f"The Review's {detections.words} is of sanction detections: not of charges alone either."
        )
    return " ".join(parts)


def rape_card(trials_change: Held | None) -> str:
    """Rape cases reaching court, where no count is held."""
    start = "We hold no count of adult rape cases reaching court."
    if trials_change is None:
        return start
    return (
        f"{start} The Review printed {fewer(trials_change)} trials of all sexual offences in the "
        f"{trials_change.period} than in 2014-15."
    )


def response_card(immediate: Held | None, significant: Held | None) -> str:
    """Response times, where nothing since can be compared."""
    pairs = [
        f"{name} calls took {one.words} on average ({one.dated})"
        for name, one in (("immediate", immediate), ("significant", significant))
        if one is not None
    ]
    if not pairs:
        return "No response time is in the published files held here."
    said = listed(pairs)
    return f"{first_large(said)}. {NOTHING_SINCE}"


def workforce_card(officers: Held | None, senior: Held | None, minority: Held | None) -> str:
    """The workforce's gap to residents, where no later date is held."""
    if officers is None:
        return "No count of officers by sex is in the published files held here."
    of_senior = "" if senior is None else f", {senior.words} among senior officers"
    of_minority = (
        ""
        if minority is None
        else f" {minority.words} of officers were of an ethnic minority ({minority.dated})."
    )
    return (
        f"The share of women was {officers.words} lower among officers than among residents{of_senior} "
        f"({officers.dated}).{of_minority} {NOTHING_SINCE}"
    )

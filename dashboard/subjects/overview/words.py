"""What the Overview's cards say of the seven measures: a figure at a glance, and the whole sentence.

Pure: every figure comes in as an argument, with its date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.words.capitals import first_large
from dashboard.words.numbers import MINUS, listed
from dashboard.words.periods import month_year, year_to
from dashboard.words.verdicts import NOTHING_SINCE, Held

NOT_HELD = "no comparable figure held"
"""Stands where the newest figure of a measure would."""


@dataclass(frozen=True)
class Face:
    """A card at a glance.

    Attributes:
        figure: the number, or the two that are set against each other: `33%`, `9.7% to 10.2%`.
        words: what it is of, to follow it.
        then, since: its date at the Review, and since; or that nothing is held.
        reason: why the verdict is what it is, where `since` does not say it; may be empty.
        change: its size and its interval; empty where none is judged.
        signs: what speaks to it and decides nothing, a line each.
    """

    figure: str
    words: str
    then: str
    since: str
    reason: str = ""
    change: str = ""
    signs: tuple[str, ...] = ()


def face(words: str, before: Held | None, after: Held | None, reason: str = "") -> Face:
    """A card of one indicator: its figure at the Review and, where one is held, the newest.

    Args:
        words: what the figure is of. before, after: at the Review and newest. reason: as in `Face`.
    """
    held = [one for one in (before, after) if one is not None]
    return Face(
        figure=" to ".join(one.marked for one in held) or "No figure",
        words=words if held else "is held",
        then=before.dated if before is not None else NOT_HELD,
        since=after.dated if after is not None else NOT_HELD,
        reason=reason,
    )


def misconduct_face(before: Held | None, after: Held | None) -> Face:
    """Action on misconduct."""
    return face("of finalised internal allegations had a case to answer", before, after)


def disparity_face(before: Held | None, after: Held | None) -> Face:
    """Racial disparity in misconduct: Black colleagues, who differ most."""
    return face(
        "more likely for Black than for White officers and staff to face an allegation",
        before,
        after,
    )


def charged_face(before: Held | None, after: Held | None) -> Face:
    """Charge rates, where charges themselves are held."""
    return face("of all offences recorded in the year were charged", before, after)


def charge_face(
    before: Held | None, after: Held | None, crossed: date | None = None, recent: str = ""
) -> Face:
    """Charge rates: the nearest figure, named as what it is.

    Args:
        before, after: at the Review and newest.
        crossed: when recording changed between the two, which are then not set against each other.
        recent: how far figures as recent as the newest were revised; empty where that is not said.
    """
    found = face(
        "of offences had a positive outcome (cautions count too)",
        before,
        after,
        f"No charge rate is held. {recent}".rstrip(),
    )
    if before is None or after is None or crossed is None:
        return found
    apart = f"{before.marked} and {after.marked}"
    reason = f"No charge rate is held; recording has changed. {recent}".rstrip()
    return replace(found, figure=apart, reason=reason)


def recording_changed(crossed: date) -> str:
    """Why two figures stand apart."""
    return f"Recording changed in {month_year(crossed)}: not compared."


def rape_face(trials: Held | None) -> Face:
    """Rape cases reaching court: the change since 2014-15 that the Review printed, of more than rape."""
    reason = "No count of adult rape cases is held."
    if trials is None:
        return Face("No count", "of adult rape cases reaching court is held", NOT_HELD, NOT_HELD)
    return Face(
        _fewer(trials),
        "trials of all sexual offences than in 2014-15",
        trials.dated,
        NOT_HELD,
        reason,
    )


def response_face(before: Held | None, after: Held | None) -> Face:
    """Response times: the most urgent calls."""
    return face("on average to reach an immediate call", before, after)


def workforce_face(before: Held | None, after: Held | None) -> Face:
    """The workforce's gap to residents: women among officers."""
    return face("lower share of women among officers than among residents", before, after)


def trust_face(first: date, last: date) -> str:
    """The first card, whose four questions stand beside it: between when, and what is missing."""
    return (
        f"From the {year_to(first)} to the {year_to(last)}. We hold no gap between "
        "groups for a time since."
    )


def _fewer(change: Held) -> str:
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
        f"{start} The Review printed {_fewer(trials_change)} trials of all sexual offences in the "
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

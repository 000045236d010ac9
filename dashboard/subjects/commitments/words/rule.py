"""The rule by which the state of a promise is worked out, in words."""

from __future__ import annotations

from datetime import date

from dashboard.words.periods import day_words

WHY_OPEN = {
    "early": "What is held is from before the date.",
    "other": "What is held measures something else than what was promised.",
    "read_as": "What is held is near to what was promised, not that itself: see the note.",
    "judged": "No figure could decide it.",
}
"""Why what is held decides nothing."""

RULE = "How the state of a promise is worked out"
RULES = (
    (
        "Met",
        "A figure of the very thing promised, of its date or later, reaches the number promised. Or an act "
        "is known to have been done by the date.",
    ),
    ("Missed", "Such a figure does not reach the number; or the act was done after the date."),
    (
        "Undecided",
        "The date is past and a figure is held that does not decide. It is from before the date, of "
        "something else, or near to it and would count only by our reading.",
    ),
    ("No figure held", "The date is past and no published figure or fact held here bears on it."),
    ("Due now, not yet due", "Today is within the month, quarter or year named; or before it."),
)


def rule_steps(on: date) -> list[tuple[str, str] | str]:
    """The rule by which every state is worked out, and from which day days are counted."""
    return [
        *RULES,
        f"Days past a date are counted from its last day to {day_words(on)}.",
        "Nobody enters a state: it follows from the date, the number and the figure of the row.",
    ]

"""Stop and search, use of force: how often, against whom, by ethnic group."""

from __future__ import annotations

from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.subjects.powers import choice, force, months, outcomes, ratios, years
from dashboard.subjects.powers.figures import disproportion
from datasets import catalogue

CENSUS = "Residents by ethnic group"


def build(draft: Draft) -> None:
    """Write the page: searches by group, month and outcome, uses of force, what was looked for, earlier years."""
    draft.need("stop_and_search", "population", "review_figures")
    held_residents = ask(disproportion.denominators)
    if not held_residents:
        draft.not_loaded(CENSUS)
        return
    chosen = choice.choose(draft, held_residents)
    shown = months.choose(draft)
    outcome = outcomes.choose(draft, chosen)
    used = force.choose(draft, chosen) if catalogue.is_readable("use_of_force") else None
    longer = years.choose(draft)
    link = {
        **chosen.link,
        "show": shown,
        **(outcome.link if outcome else {}),
        **(used.link if used else {}),
        **longer,
    }
    ratios.show(draft, chosen, link)
    months.show(draft, chosen, shown, link)
    outcomes.show_outcomes(draft, chosen, outcome, link)
    if used:
        force.show(draft, used, link)
        years.show_records(draft, link)
    outcomes.show_objects(draft, chosen, link)
    years.show_searches(draft, longer, link)
    draft.need("use_of_force")  # where it is not there, the page ends by saying so

"""Promises: the Review's recommendations, what was promised by when, and what the figures say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import Look
from dashboard.charts.duedates import due_dates
from dashboard.draft import Draft
from dashboard.figures.places import ALL
from dashboard.sourcing import source_line
from dashboard.subjects.commitments import figures as commitments
from dashboard.subjects.commitments.days import as_of
from dashboard.subjects.commitments.words import commitments as words
from dashboard.subjects.commitments.words import rule as promise_rule
from dashboard.subjects.commitments.words import tables
from dashboard.subjects.pages import TITLES
from dashboard.words.measures import BEARING_ON
from dashboard.words.passages import DOCUMENTS, EXACT_PLACES
from dashboard.words.periods import day_words
from dashboard.words.standings import STANDINGS

DATASET = "commitments"
AT_ONCE = 5
"""Promises, and recommendations, that stand open where there are many."""

CHOICES = {
    "owner": ("Who", "Anyone", words.OWNERS),
    "document": ("Document", "Any document", DOCUMENTS),
    "state": ("State", "Any state", {one: standing.title for one, standing in STANDINGS.items()}),
    "kind": ("Kind", "Every kind", {one: title for one, (title, _) in words.KINDS.items()}),
    "measure": ("Bears on", "Any measure", BEARING_ON),
}
"""Key in the address -> label, words for no choice, and what there is to choose."""


@dataclass(frozen=True)
class Shown:
    """The rows on screen, and how the dated promises among them stand.

    Attributes:
        chosen: search words and each choice, in the order of `queries.commitments.promises`.
        rows: what fits.
        on: the day they are judged by. today: the newest that there is.
    """

    chosen: Mapping[str, str]
    rows: pd.DataFrame
    on: date
    today: date

    @property
    def is_part(self) -> bool:
        """Whether a choice may leave some rows out."""
        return any(value not in ("", ALL) for value in self.chosen.values())

    @property
    def promises(self) -> pd.DataFrame:
        """The rows that are promises."""
        return self.of_kind("commitment")

    def of_kind(self, kind: str) -> pd.DataFrame:
        """The rows of a kind: one of `queries.commitments.KINDS`."""
        return self.rows[self.rows["kind"] == kind]

    @cached_property
    def tallies(self) -> dict[str, dict[str, int]]:
        """How the dated promises of each party stand."""
        return {one: commitments.tally(self.rows, one, self.on) for one in words.PARTIES}

    @cached_property
    def lead(self) -> str | None:
        """The party that the headline is of; None where nothing has a date."""
        parties = ("met", "city", "government", "asked")
        return next((one for one in parties if self.tallies[one]["dated"]), None)

    @cached_property
    def caveats(self) -> list[str]:
        """What must be known of the rows."""
        of_lead = self.promises[self.promises["party"] == self.lead]
        undated = int(of_lead["due"].isna().sum())
        counted = words.counted(self.lead, self.tallies, undated) if self.lead else ""
        held = words.held_or_not(self.tallies[self.lead]) if self.lead else ""
        first, *others = words.notes(self.rows, self.on, self.today) or [""]
        return [one for one in (held, first, counted, *others) if one]


def build(draft: Draft) -> None:
    """Write the page: the promises that fit, party by party, and the recommendations."""
    draft.need(DATASET)
    shown = choices(draft)
    if shown.rows.empty:
        draft.headline("Nothing fits this choice")
        draft.no_rows("these words and choices", words.ADVICE)
        return
    draft.headline(*headline(shown))
    if shown.lead:
        chart(draft, shown, shown.lead)
        draft.need_to_know(shown.caveats)
        draft.worked_out(promise_rule.rule_steps(shown.on), promise_rule.RULE)
    promises(draft, shown, "met", "Promises of the Met")
    requests(draft, shown)
    recommendations(draft, shown)
    promises(draft, shown, "government", "A promise of the Government")
    city(draft, shown)
    if not shown.lead:
        draft.need_to_know(shown.caveats)
    files(draft, shown)


def choices(draft: Draft) -> Shown:
    """Search words, whose, from which document, how it stands, of which kind, on which measure, when."""
    today = date.today()
    with draft.controls_row():
        chosen = {"q": draft.text_search("Search", placeholder="PaDP, vetting …")}
        for key, (label, nothing, named) in CHOICES.items():
            chosen[key] = draft.select(label, key, {ALL: nothing, **named}, ALL)
        on = as_of(draft, "As of", "on", commitments.FIRST_DAY, today)
    return Shown(chosen, ask(commitments.promises, on, *chosen.values()), on, today)


def headline(shown: Shown) -> tuple[str, str]:
    """What became of the dated promises on screen, and whose are counted apart."""
    if shown.lead is None:
        kinds = Counter(shown.rows["kind"])
        return words.nothing_dated(kinds), f"As of {day_words(shown.on)}."
    said = words.headline(shown.lead, shown.tallies[shown.lead], shown.is_part)
    nearest = commitments.strongest(shown.promises, shown.lead)
    return said, words.lede(nearest, shown.tallies[shown.lead], shown.on)


def chart(draft: Draft, shown: Shown, party: str) -> None:
    """When each dated promise of a party falls due, by how it stands."""
    found = commitments.dated(shown.rows, party)
    standings = found["standing"].value_counts()
    counts = {one: int(standings[one]) for one in commitments.STANDINGS if one in standings}
    marks = pd.concat([found[found["standing"] == one] for one in counts])
    drawn = pd.DataFrame(
        {
            "label": [words.strip(one, counts[one]) for one in marks["standing"]],
            "date": marks["due"],
            "shape": [STANDINGS[one].shape for one in marks["standing"]],
            "detail": [
                f"{due_text}: {promise}"
                for due_text, promise in zip(marks["due_text"], marks["promise"], strict=True)
            ],
        }
    )
    draft.section(
        words.chart_title(party, shown.tallies[party]), words.chart_subtitle(party, shown.on)
    )
    draft.chart(
        lambda narrow: due_dates(
            drawn,
            look=Look(narrow=narrow),
            today=pd.Timestamp(shown.on),
            today_words="Today" if shown.on == shown.today else day_words(shown.on),
        ),
        alt=words.chart_alt(party, counts, found["due"].min(), found["due"].max()),
        source_line=source_line(DATASET),
        key="due-dates",
        rows="promises",
        figures=as_file(marks, shown.on),
    )


def promises(draft: Draft, shown: Shown, party: str, heading: str) -> None:
    """The promises of a party, a part of the page."""
    own = shown.promises[shown.promises["party"] == party]
    if not own.empty:
        draft.section(heading, words.ORDER if len(own) > 1 else None)
        _table(draft, own, f"{heading}, and where each stands", party)


def requests(draft: Draft, shown: Shown) -> None:
    """What the Review asked for with a date."""
    found = shown.of_kind("request")
    if not found.empty:
        draft.section(words.ASKED, words.ASKED_BASIS)
        _table(draft, found, "Dated requests of the Review, and where each stands", "asked")


def _table(draft: Draft, found: pd.DataFrame, alt: str, key: str) -> None:
    """A table of promises; a long one's end, of the oldest dates, is folded away."""
    first = found if len(found) < 1.5 * AT_ONCE else found.iloc[:AT_ONCE]
    rest = found.iloc[len(first) :]
    rows = tables.promise_rows(first, TITLES)
    draft.card_table(tables.PROMISE_HEADINGS, rows, alt, "promises")
    if not rest.empty:
        with draft.fold(words.rest(rest["due"]), f"rest-{key}"):
            rows = tables.promise_rows(rest, TITLES)
            draft.card_table(tables.PROMISE_HEADINGS, rows, alt, "promises")


def recommendations(draft: Draft, shown: Shown) -> None:
    """A table of the Review's recommendations."""
    found = shown.of_kind("recommendation")
    if found.empty:
        return
    draft.section("The Review's recommendations", words.RECOMMENDATIONS)
    promised = ask(commitments.promised_under, "met")
    rows = tables.recommendation_rows(found, promised, TITLES)
    alt = "The recommendations, what would show each, and the newest figure or fact held"
    first, rest = rows[:AT_ONCE], rows[AT_ONCE:]
    draft.card_table(tables.RECOMMENDATION_HEADINGS, first, alt, "recommendations")
    if rest:
        with draft.fold(f"{len(rest)} more recommendations", "rest-recommendations"):
            draft.card_table(tables.RECOMMENDATION_HEADINGS, rest, alt, "recommendations")


def city(draft: Draft, shown: Shown) -> None:
    """The City of London Police: its promises and its answers, folded away beside the Met's."""
    found = shown.rows[shown.rows["party"] == "city"]
    if found.empty:
        return
    draft.section("City of London Police: another force", words.CITY)
    tally = shown.tallies["city"]
    if tally["dated"] and shown.lead != "city":
        draft.text(f"{words.headline('city', tally, shown.is_part)}.")
    own = found[found["kind"] == "commitment"]
    if not own.empty:
        with draft.fold(f"Its promises ({len(own)})", "city", is_open=shown.lead != "met"):
            alt = "Promises of the City of London Police, and where each stands"
            _table(draft, own, alt, "city")
    answers = found[found["kind"] == "answer"]
    if not answers.empty:
        title = f"Its answers to the recommendations ({len(answers)})"
        with draft.fold(title, "answers", is_open=len(answers) == len(shown.rows)):
            draft.card_table(
                tables.ANSWER_HEADINGS,
                tables.answer_rows(answers),
                "Answers of the City of London Police to the recommendations",
                "answers",
            )


def as_file(rows: pd.DataFrame, on: date) -> pd.DataFrame:
    """Rows of `commitments.promises` as the files have them."""
    return rows.drop(columns=["document_id", "party", "why_open"]).assign(as_of=on.isoformat())


def files(draft: Draft, shown: Shown) -> None:
    """The rows as files."""
    chosen, on = shown.chosen, shown.on.isoformat()
    draft.caption(EXACT_PLACES)
    said = {
        label: named[chosen[key]]
        for key, (label, _, named) in CHOICES.items()
        if chosen[key] != ALL
    }
    draft.downloads_of(
        as_file(shown.rows, shown.on),
        name="promises",
        title="What was promised by when, and where it stands",
        dataset=DATASET,
        filters={**({"Search": chosen["q"]} if chosen["q"] else {}), **said, "As of": on},
        link={**chosen, "on": on},
        notes=shown.caveats,
    )

"""Promises: the Review's recommendations, what was promised by when, and what the figures say."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pandas as pd
import streamlit as st

from dashboard import controls, queries, server
from dashboard.charts import Look
from dashboard.charts.duedates import due_dates
from dashboard.controls.cards import card_table
from dashboard.controls.days import as_of, days_asked
from dashboard.controls.printed import LINES
from dashboard.queries import commitments
from dashboard.wording import commitment_tables as tables
from dashboard.wording import commitments as words
from dashboard.wording import promise_rule

DATASET = "commitments"
SHAPES = {
    "met": "disc",
    "missed": "cross",
    "undecided": "target",
    "no_figure": "ring",
    "due": "diamond",
    "not_yet_due": "arrow",
}
MEASURES = {**queries.SUCCESS_MEASURES, "context": "None of the seven"}
AT_ONCE = 8
"""Promises that stand open where there are many."""

CHOICES = {
    "owner": ("Who", "Anyone", words.OWNERS),
    "document": ("Document", "Any document", words.DOCUMENTS),
    "state": ("State", "Any state", words.STANDINGS),
    "kind": ("Kind", "Every kind", words.KINDS),
    "measure": ("Bears on", "Any measure", MEASURES),
}
"""Key in the address bar -> label, words for no choice, and what there is to choose."""


def choices() -> tuple[dict[str, str], date]:
    """Search words, whose, from which document, how it stands, of which kind, on which measure, when."""
    days = days_asked("on", commitments.FIRST_DAY, today)
    options = {key: {queries.ALL: nothing, **named} for key, (_, nothing, named) in CHOICES.items()}
    controls.note_ignored_parameters({**options, "on": days})
    with controls.controls_row():
        found = {"q": controls.text_search("Search", placeholder="PaDP, vetting …")}
        for key, (label, _, _) in CHOICES.items():
            found[key] = controls.select(label, key, options[key], queries.ALL)
        return found, as_of("As of", "on", days)


def ask(
    words_sought: str, owner: str, document: str, state: str, kind: str, measure: str
) -> pd.DataFrame:
    """The rows that fit a choice."""
    return controls.ask(
        commitments.promises, on, words_sought, owner, document, state, kind, measure
    )


def headline() -> tuple[str, str]:
    """What became of the dated promises on screen, and whose are counted apart."""
    if lead is None:
        kinds = Counter(rows["kind"])
        return words.nothing_dated(kinds), f"As of {words.day_words(on)}."
    return words.headline(lead, tallies[lead], is_part), words.lede(tallies[lead], on)


def caveats() -> list[str]:
    """What must be known of the rows on screen."""
    undated = promises[(promises["party"] == lead) & promises["due"].isna()]
    counted = words.counted(lead, tallies, len(undated)) if lead else ""
    return [*filter(None, [counted]), *words.notes(rows, on, today)]


def show_chart(party: str) -> None:
    """When each dated promise of a party falls due, by how it stands."""
    found = commitments.dated(rows, party)
    standings = found["standing"].value_counts()
    counts = {one: int(standings[one]) for one in commitments.STANDINGS if one in standings}
    marks = pd.concat([found[found["standing"] == one] for one in counts])
    drawn = pd.DataFrame(
        {
            "label": [words.strip(one, counts[one]) for one in marks["standing"]],
            "date": marks["due"],
            "shape": marks["standing"].map(SHAPES),
            "detail": [
                f"{due_text}: {promise}"
                for due_text, promise in zip(marks["due_text"], marks["promise"], strict=True)
            ],
        }
    )
    controls.section(words.chart_title(party, tallies[party]), words.chart_subtitle(party, on))
    controls.chart(
        lambda narrow: due_dates(
            drawn,
            look=Look(narrow=narrow),
            today=pd.Timestamp(on),
            today_words="Today" if on == today else words.day_words(on),
        ),
        alt=words.chart_alt(party, counts, found["due"].min(), found["due"].max()),
        source_line=controls.source_line(DATASET),
        key="due-dates",
    )


def show_promises(found: pd.DataFrame, alt: str) -> None:
    """A table of promises; a long one's end, of the oldest dates, is folded away."""
    first = found if len(found) < 1.5 * AT_ONCE else found.iloc[:AT_ONCE]
    rest = found.iloc[len(first) :]
    card_table(tables.PROMISE_HEADINGS, tables.promise_rows(first, PAGES), alt, "promises")
    if not rest.empty:
        with st.expander(words.rest(rest["due"])):
            card_table(tables.PROMISE_HEADINGS, tables.promise_rows(rest, PAGES), alt, "promises")


def show_recommendations(found: pd.DataFrame) -> None:
    """A table of the Review's recommendations."""
    controls.section("The Review's recommendations", words.RECOMMENDATIONS)
    promised = controls.ask(commitments.promised_under, "met")
    card_table(
        tables.RECOMMENDATION_HEADINGS,
        tables.recommendation_rows(found, promised, PAGES),
        "The recommendations, what would show each, and the newest figure or fact held",
        "recommendations",
    )


def show_city(found: pd.DataFrame) -> None:
    """The City of London Police: its promises and its answers, folded away beside the Met's."""
    controls.section("City of London Police: another force", words.CITY)
    own = found[found["commitment_kind"] == "commitment"]
    if tallies["city"]["dated"] and lead != "city":
        st.markdown(f"{words.headline('city', tallies['city'], is_part)}.")
    if not own.empty:
        with st.expander(f"Its promises ({len(own)})", expanded=lead != "met"):
            show_promises(own, "Promises of the City of London Police, and where each stands")
    answers = found[found["commitment_kind"] == "answer"]
    if not answers.empty:
        with st.expander(
            f"Its answers to the recommendations ({len(answers)})",
            expanded=len(answers) == len(rows),
        ):
            card_table(
                tables.ANSWER_HEADINGS,
                tables.answer_rows(answers),
                "Answers of the City of London Police to the recommendations",
                "answers",
            )


controls.stop_unless_loaded(DATASET)
today = date.today()
PAGES = {page.path: page.title for page in server.PAGES}
top = st.container()
chosen, on = choices()
rows = ask(*chosen.values())
is_part = any(value not in ("", queries.ALL) for value in chosen.values())
promises = rows[rows["kind"] == "commitment"]
tallies = {one: commitments.tally(rows, one, on) for one in words.PARTIES}
lead = next((one for one in ("met", "city", "government", "asked") if tallies[one]["dated"]), None)
if rows.empty:
    with top:
        controls.headline("Nothing fits this choice")
    controls.no_rows("these words and choices", words.ADVICE)
    controls.end_page()
with top:
    controls.headline(*headline())
if lead:
    show_chart(lead)
    controls.need_to_know(caveats())
    controls.worked_out(promise_rule.rule_steps(on), promise_rule.RULE)
for party, heading in (
    ("met", "Promises of the Met"),
    ("government", "A promise of the Government"),
):
    own = promises[promises["party"] == party]
    if not own.empty:
        controls.section(heading, words.ORDER if len(own) > 1 else None)
        show_promises(own, f"{heading}, and where each stands")
requests = rows[rows["kind"] == "request"]
if not requests.empty:
    controls.section(words.ASKED, words.ASKED_BASIS)
    show_promises(requests, "Dated requests of the Review, and where each stands")
recommendations = rows[rows["commitment_kind"] == "recommendation"]
if not recommendations.empty:
    show_recommendations(recommendations)
city = rows[rows["party"] == "city"]
if not city.empty:
    show_city(city)
if not lead:
    controls.need_to_know(caveats())
with st.expander("The exact place of each in its document", key="fold-places"):
    st.caption(LINES)
    card_table(
        tables.PLACE_HEADINGS, tables.place_rows(rows), "Where each was read, by lines", "places"
    )
controls.downloads_of(
    rows.drop(columns=["document_id", "party", "why_open"]).assign(as_of=on.isoformat()),
    name="promises",
    title="What was promised by when, and where it stands",
    dataset=DATASET,
    filters={
        **({"Search": chosen["q"]} if chosen["q"] else {}),
        **{
            label: named[chosen[key]]
            for key, (label, _, named) in CHOICES.items()
            if chosen[key] != queries.ALL
        },
        "As of": on.isoformat(),
    },
    link={**chosen, "on": on.isoformat()},
    notes=caveats(),
)

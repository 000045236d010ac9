"""Overview: the Review's seven measures, a verdict card each, and how each verdict was reached."""

from __future__ import annotations

from dashboard.answers import ask
from dashboard.draft import WORKED_OUT, Draft
from dashboard.subjects.overview import arrival, cards, files, paper, sentences, workings
from dashboard.subjects.overview.figures import success
from dashboard.subjects.overview.figures.indicators import COLUMNS, figures_of
from dashboard.subjects.overview.words.cards import NO_GROUPS_OF_OTHERS
from dashboard.subjects.overview.words.news import NEWS
from dashboard.words import verdicts

CAN_BE_SEEN = "“No clear change” is not “no change”: the table says what size of change the figures could have shown."
CANNOT = (
    "“Cannot be judged”: we hold no comparable figure from since the Review. Nobody published one, one "
    "may exist and is not yet checked, it does not compare, or it will still be revised: the verdict says which."
)
HOW_SURE = "In brackets after a change: its 95% interval; for counts of everyone, what an ordinary year moves it by."
CAVEATS = (
    f"{verdicts.MEASURES_OF} A verdict compares the figure nearest that month with the newest one held on the "
    "same basis. The Review set no targets, and this site sets none.",
    CANNOT,
    NO_GROUPS_OF_OTHERS,
    HOW_SURE,
    verdicts.TRANSCRIBED,
    CAN_BE_SEEN,
    NEWS,
    verdicts.SUMMARY_RULE,
    "Survey intervals are approximate: the number of interviews is assumed, as no file gives it.",
    verdicts.SPARKS_DASHED,
)

_OF_PAGE = {CANNOT, CAN_BE_SEEN, NEWS, verdicts.SUMMARY_RULE, verdicts.SPARKS_DASHED}
ON_PAPER = (*(one for one in CAVEATS if one not in _OF_PAGE), verdicts.SUMMARY_SHORT)
"""What must be known of the briefing's table, without what is of the page's other figures."""


def build(draft: Draft) -> None:
    """Write the page: the cards, every indicator's figures, then how each verdict was reached."""
    draft.need("success_measures")
    measures = ask(success.measures)
    against = sentences.against(measures)
    unjudged = [one.cannot_kind for one in measures if one.verdict == "cannot_be_judged"]
    draft.headline(
        verdicts.overview_headline([(one.id, one.verdict) for one in measures]),
        f"{verdicts.OVERVIEW_LEDE} {verdicts.unjudged_sentence(unjudged)}".rstrip(),
    )
    draft.paper = paper.of(
        measures,
        " ".join(against),
        caveats=ON_PAPER,
    )
    arrival.show(draft, measures)
    cards.show(draft, measures)
    draft.need_to_know(CAVEATS)
    draft.section("The figures", "At the Review, since, the change, and how sure that is")
    draft.card_table(
        COLUMNS,
        figures_of(measures),
        alt="Every indicator of the seven measures, its figures and its verdict",
        key="indicators",
        is_noted_whole=True,
    )
    files.show(draft, measures, against)
    draft.section(WORKED_OUT, "Figures, formula and result for each measure")
    for measure in measures:
        workings.show(draft, measure)

"""Overview: the Review's seven measures, a verdict card each, and how each verdict was reached."""

from __future__ import annotations

from dashboard.answers import ask
from dashboard.draft import WORKED_OUT, Draft
from dashboard.subjects.overview import cards, files, paper, sentences, workings
from dashboard.subjects.overview.figures import success
from dashboard.subjects.overview.figures.indicators import figures_table
from dashboard.words import verdicts

CAN_BE_SEEN = (
    "“No clear change” is not “no change”: the smallest change that the figures could have shown (95% "
    "interval, seen in four cases of five) stands in the table."
)
CAVEATS = (
    verdicts.OVERVIEW_LEDE,
    "Verdicts compare the figure nearest the Review's publication (March 2023) with the newest one "
    "held on the same basis. The Review set no targets, and this site sets none.",
    "“Cannot be judged” means that no comparable figure from since the Review is in the published "
    "files that this site holds: nobody has published one, it is published and not loaded here, what is "
    "held does not compare, or it will still be revised. Which, and what would be needed, is said under "
    "each measure below.",
    CAN_BE_SEEN,
    verdicts.SUMMARY_RULE,
    "Survey intervals are approximate: the number of interviews is assumed, as no file gives it.",
    verdicts.TRANSCRIBED,
    verdicts.SPARKS,
)


def build(draft: Draft) -> None:
    """Write the page: the cards, every indicator's figures, then how each verdict was reached."""
    draft.need("success_measures")
    measures = ask(success.measures)
    against = sentences.against(measures)
    counts = success.tally(measures)
    draft.headline(verdicts.overview_headline(counts), " ".join(against) or verdicts.OVERVIEW_LEDE)
    draft.paper = paper.of(measures, unsaid=(CAN_BE_SEEN, verdicts.SPARKS))
    cards.show(draft, measures)
    draft.need_to_know(CAVEATS)
    draft.section(
        "The figures",
        "The figure nearest the Review, the newest since, and the change with its 95% interval",
    )
    draft.table(
        figures_table(measures),
        alt="Every indicator of the seven measures, its figures and its verdict",
    )
    draft.section(WORKED_OUT, "Figures, formula and result for each measure")
    for measure in measures:
        workings.show(draft, measure)
    files.show(draft, measures, against)

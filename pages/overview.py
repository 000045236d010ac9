"""Overview: the Review's seven measures, a verdict card each, and how each verdict was reached."""

from __future__ import annotations

import pandas as pd

from dashboard import controls, downloads, queries
from dashboard.controls.overview import cards, files, workings
from dashboard.controls.overview.figures import figures_table
from dashboard.queries import success
from dashboard.wording import verdicts

controls.stop_unless_loaded("success_measures")
measures = controls.ask(success.measures)
counts = success.tally(measures)
controls.headline(verdicts.overview_headline(counts), verdicts.OVERVIEW_LEDE)
controls.tally(verdicts.tally_words(counts))
cards.show(measures)

controls.need_to_know(
    [
        "Verdicts compare the figure nearest the Review's publication (March 2023) with the newest one "
        "held on the same basis. The Review set no targets, and this site sets none.",
        "“Cannot be judged” means that no comparable figure from since the Review is in the published "
        "files that this site holds: nobody has published one, it is published and not loaded here, what is "
        "held does not compare, or it will still be revised. Which, and what would be needed, is said under "
        "each measure below.",
        "“No clear change” is not “no change”: the smallest change that the figures could have shown (95% "
        "interval, seen in four cases of five) stands in the table.",
        verdicts.SUMMARY_RULE,
        "Survey intervals are approximate: the number of interviews is assumed, as no file gives it.",
        verdicts.TRANSCRIBED,
        verdicts.SPARKS,
    ]
)
controls.section(
    "The figures",
    "The figure nearest the Review, the newest since, and the change with its 95% interval",
)
controls.table(
    figures_table(measures),
    alt="Every indicator of the seven measures, its figures and its verdict",
)
controls.section("How this was worked out", "Figures, formula and result for each measure")
for measure in measures:
    workings.show(measure)

rows = pd.concat([one.indicators for one in measures]).drop(columns="order")
sources = controls.ask(queries.sources)
sources = sources[sources["dataset"] == "success_measures"]
controls.download_row(
    rows,
    name="overview",
    meta=downloads.DownloadMeta(
        title="The seven success measures since the Review",
        source="; ".join(dict.fromkeys(sources["citation"])),
        licence="; ".join(dict.fromkeys(sources["licence"])),
        filters={"Place": queries.MPS_NAME},
        link=controls.fixed_link({}),
        data_version=controls.data_version(),
        notes=(verdicts.SUMMARY_RULE,),
    ),
    dataset="success_measures",
)
controls.other_files(files.other_figures(measures), {})

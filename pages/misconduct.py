"""Misconduct: what the Review printed, what has been printed since, and what cannot be judged."""

from __future__ import annotations

import pandas as pd

from dashboard import controls
from dashboard.charts import PER_CENT, Look, bars, ratio_dots
from dashboard.controls import measures, printed
from dashboard.controls.cards import card_table
from dashboard.queries import misconduct as queries
from dashboard.queries.printed import without_second_hand
from dashboard.wording import misconduct as words
from dashboard.wording import printed as printed_words

FIRST_COUNT = "officers_dismissed_gross_misconduct"


def choices() -> bool:
    """Whether figures read at second hand are shown; what is counted is chosen further down."""
    controls.note_ignored_parameters({"count": words.COUNTS})
    with controls.controls_row():
        return printed.with_second_hand()


def choose_count() -> str:
    """Which kind of count to draw."""
    with controls.controls_row("count"):
        return controls.select("What is counted", "count", words.COUNTS, FIRST_COUNT)


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that the reader wants to see."""
    return rows if second_hand else without_second_hand(rows)


def show_action() -> None:
    """How internal misconduct cases end."""
    rows = controls.ask(queries.case_to_answer)
    whole = rows.iloc[0]
    when = printed_words.when_words(whole["period_start"], whole["period_end"])
    labels = rows["group"].replace({queries.EVERY_ALLEGATION: "All allegations"})
    said = [printed_words.row_value(row) for row in rows.to_dict("records")]
    drawn = pd.DataFrame({"label": labels, "value": rows["value"], "said": said})
    controls.section(
        words.action_heading(said[0]),
        f"Share of finalised internal allegations with a case to answer, by kind, {when}",
    )
    measures.measure_verdict("misconduct_action_rate")
    controls.chart(
        lambda narrow: bars(drawn, unit=PER_CENT, look=Look(narrow=narrow)),
        alt="Bar chart of allegations with a case to answer: "
        + ", ".join(f"{one.label} {one.said}" for one in drawn.itertuples())
        + ".",
        source_line=controls.source_line("review_figures"),
        key="action",
    )
    others = controls.ask(queries.other_internal)
    none = others[others["measure_id"] == queries.NO_CASE].sort_values("value")
    least, most = (printed_words.row_value(none.iloc[place].to_dict()) for place in (0, -1))
    controls.need_to_know(
        [
            *words.ACTION_NOTES,
            words.no_case_sentence(least, most, said[0]),
        ]
    )
    printed.figures(rows, "Internal misconduct allegations with a case to answer", "action")
    printed.folded(others, "What else the Review says of how internal cases end", "endings")


def show_disparity() -> None:
    """Who faces a case, against White colleagues."""
    rows = shown(controls.ask(queries.disparity))
    lead = rows.iloc[0]
    when = printed_words.when_words(lead["period_start"], lead["period_end"])
    controls.section(words.disparity_heading(lead.to_dict(), when), words.DISPARITY_BASIS)
    measures.measure_verdict("misconduct_racial_disparity")
    sets = queries.disparity_sets(rows)
    for number, found in enumerate(one for one in sets if len(one) > 1):
        draw_disparity(found, f"disparity-{number}")
    lone = [one.iloc[0].to_dict() for one in sets if len(one) == 1]
    if lone:
        controls.bullets(words.lone_disparity(row) for row in lone)
    controls.need_to_know(words.DISPARITY_NOTES, "disparity")
    card_table(
        words.DISPARITY_HEADINGS,
        words.disparity_cells(rows),
        "Disparity in misconduct cases, as printed",
        "figures",
    )
    printed.exact_places(rows, "Disparity in misconduct cases", "disparity")
    elsewhere = shown(controls.ask(queries.disparity_elsewhere))
    printed.folded(elsewhere, "England and Wales, not the Met", "disparity-elsewhere")


def draw_disparity(rows: pd.DataFrame, key: str) -> None:
    """One kind of case in one time: a dot for each group."""
    one = rows.iloc[0]
    when = printed_words.when_words(one["period_start"], one["period_end"])
    heading = words.disparity_set_heading(one["kind"], when)
    times = [words.times_words(row) for row in rows.to_dict("records")]
    dots = pd.DataFrame({"label": rows["group"], "value": rows["ratio"], "said": times})
    said = ", ".join(f"{group} {one}" for group, one in zip(rows["group"], times, strict=True))
    controls.subsection(heading)
    controls.chart(
        lambda narrow: ratio_dots(
            dots, look=Look(narrow=narrow), reference="White colleagues", unit=printed.TIMES
        ),
        alt=f"Dot chart of how likely the Met's people are to face a case, against White colleagues. "
        f"{heading}: {said}.",
        source_line=printed.sources_of(rows),
        key=key,
        subtitle=words.DISPARITY_SAYS,
    )


def show_counts() -> str:
    """One kind of count as bars, then all of them; returns the kind."""
    controls.section("Counts before and since the Review", words.COUNT_BASIS)
    count = choose_count()
    rows = shown(controls.ask(queries.counts, count))
    controls.subsection(words.count_heading(queries.COUNTS[count], rows))
    printed.figure_bars(rows, queries.COUNTS[count], printed.COUNT, "counts")
    notes = printed_words.explained_marks(rows)
    controls.need_to_know([*words.COUNT_NOTES, *notes], "counts")
    if not rows.empty:
        printed.figures(rows, f"{queries.COUNTS[count]}, as printed", "counts")
    everything = shown(controls.ask(queries.counts))
    printed.folded(everything, f"Every count: {len(everything)} figures", "every-count")
    printed.folded(
        shown(controls.ask(queries.counts_elsewhere)),
        "Barred from policing: other forces, and the Met's rate",
        "counts-elsewhere",
    )
    return count


controls.stop_unless_loaded("review_figures", "published_figures")
since = [len(controls.ask(ask)) for ask in (queries.action_since, queries.disparity_since)]
controls.headline(words.headline(*since), words.lede(*since))
second_hand = choices()
show_action()
show_disparity()
count = show_counts()
complaints = controls.ask(queries.public_complaints)
controls.section("Complaints by the public", words.COMPLAINTS)
printed.figures(complaints, "How complaints by the public end", "complaints")
printed.files(
    shown(controls.ask(queries.everything)),
    "misconduct",
    "Misconduct at the Met, as printed in the Review and elsewhere",
    {"count": count, printed.SECOND_HAND: "yes" if second_hand else "no"},
    [*words.ACTION_NOTES, *words.DISPARITY_NOTES, *words.COUNT_NOTES],
    filters={"Second-hand figures": "yes" if second_hand else "no"},
)

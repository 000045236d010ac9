"""Misconduct: what the Review printed, what has been printed since, and what cannot be judged."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.answers import ask
from dashboard.blocks import measures, printed
from dashboard.charts import PER_CENT, Look, bars, ratio_dots
from dashboard.draft import Draft
from dashboard.page import Paper, Table
from dashboard.sourcing import source_line
from dashboard.subjects.misconduct import figures as queries
from dashboard.subjects.misconduct import words
from dashboard.words import printed as printed_words
from dashboard.words.periods import when_words

FIRST_COUNT = "officers_dismissed_gross_misconduct"


def build(draft: Draft) -> None:
    """Write the page: how cases end, who faces one, counts of one kind, complaints by the public."""
    draft.need("review_figures", "published_figures")
    names = {key: kind.brief or kind.title for key, kind in words.COUNTS.items()}
    count = draft.select("What is counted", "count", names, FIRST_COUNT)
    second_hand = printed.with_second_hand(draft)
    since = [len(ask(query)) for query in (queries.action_since, queries.disparity_since)]
    rows = ask(queries.case_to_answer)
    whole = rows.iloc[0].to_dict()
    share = printed_words.row_value(whole)
    when = when_words(whole["period_start"], whole["period_end"])
    complaints = ask(queries.public_complaints)
    public = printed_words.row_value(queries.every_complaint_to_answer(complaints))
    years = f"{whole['period_start']:%Y} to {whole['period_end']:%Y}"
    draft.headline(words.headline(share, years, *since), words.lede(public, *since))
    draft.choice_row(printed.SECOND_HAND)
    show_action(draft, rows, share, when, is_newest=not since[0])
    show_disparity(draft, second_hand)
    show_counts(draft, count, second_hand)
    measures.show_signs(draft, ["misconduct_action_rate", "misconduct_racial_disparity"])
    draft.section("Complaints by the public", words.COMPLAINTS)
    printed.figures(draft, complaints, "How complaints by the public end", "complaints")
    printed.files(
        draft,
        printed.as_read(ask(queries.everything), second_hand),
        "misconduct",
        "Misconduct at the Met, as printed in the Review and elsewhere",
        {"count": count, printed.SECOND_HAND: printed.YES_OR_NO[second_hand]},
        [*words.ACTION_NOTES, *words.DISPARITY_NOTES, *words.COUNT_NOTES],
        filters={"Second-hand figures": printed.YES_OR_NO[second_hand]},
    )


def show_action(draft: Draft, rows: pd.DataFrame, share: str, when: str, is_newest: bool) -> None:
    """How internal misconduct cases end.

    Args:
        rows: of `queries.case_to_answer`. share, when: of all allegations, in words.
        is_newest: nothing is held for a time since the Review.
    """
    labels = rows["group"].replace({queries.EVERY_ALLEGATION: "All allegations"})
    said = [printed_words.row_value(row) for row in rows.to_dict("records")]
    role = rows["group"].eq(queries.EVERY_ALLEGATION).map({True: "whole", False: "main"})
    drawn = pd.DataFrame({"label": labels, "value": rows["value"], "said": said, "role": role})
    draft.section(
        words.action_heading(share),
        f"Share of finalised internal allegations with a case to answer, by kind, {when}",
    )
    draft.chart(
        lambda narrow: bars(drawn, unit=PER_CENT, look=Look(narrow=narrow)),
        alt="Bar chart of allegations with a case to answer: "
        + ", ".join(f"{one.label} {one.said}" for one in drawn.itertuples())
        + ".",
        source_line=source_line("review_figures"),
        key="action",
        rows="misconduct",
        figures=printed.as_data(rows),
    )
    measures.measure_verdict(draft, "misconduct_action_rate")
    others = ask(queries.other_internal)
    none = others[others["measure_id"] == queries.NO_CASE].sort_values("value")
    least, most = (printed_words.row_value(none.iloc[place].to_dict()) for place in (0, -1))
    newer = [words.WHY_NOT] if is_newest else []
    no_case = words.no_case_sentence(least, most, share)
    first, *others_to_know = words.ACTION_NOTES
    draft.need_to_know([first, *newer, *others_to_know, no_case])
    shares = pd.DataFrame({"Internal allegations": labels, "Case to answer": said, "Period": when})
    draft.paper = (
        Paper(  # one side of A4 has no room for the statements, nor for more of what to know
            tables=(
                Table(
                    shares, "Internal allegations with a case to answer, by kind", "Shares by kind"
                ),
            ),
            unsaid=(words.ACTION_NOTES[-1], no_case),
        )
    )
    printed.figures(draft, rows, "Internal misconduct allegations with a case to answer", "action")
    printed.folded(draft, others, "What else the Review says of how internal cases end", "endings")


def show_disparity(draft: Draft, second_hand: bool) -> None:
    """Who faces a case, against White colleagues."""
    rows = printed.as_read(ask(queries.disparity), second_hand)
    lead = rows.iloc[0]
    when = when_words(lead["period_start"], lead["period_end"])
    draft.section(words.disparity_heading(lead.to_dict(), when), words.DISPARITY_BASIS)
    sets = queries.disparity_sets(rows)
    drawn = [one for one in sets if len(one) > 1]
    for number, found in enumerate(drawn):
        draw_disparity(draft, found, f"disparity-{number}", drawn)
    lone = [one.iloc[0].to_dict() for one in sets if len(one) == 1]
    draft.bullets(words.lone_disparity(row) for row in lone)
    measures.measure_verdict(draft, "misconduct_racial_disparity")
    draft.need_to_know(words.DISPARITY_NOTES, "disparity")
    draft.card_table(
        words.DISPARITY_HEADINGS,
        words.disparity_cells(rows),
        "Disparity in misconduct cases, as printed",
        "figures",
    )
    printed.exact_places(draft, rows, "Disparity in misconduct cases", "disparity")
    others = printed.as_read(ask(queries.disparity_with_others), second_hand)
    printed.folded(draft, others, words.WITH_OTHERS, "disparity-others")
    elsewhere = printed.as_read(ask(queries.disparity_elsewhere), second_hand)
    printed.folded(draft, elsewhere, "England and Wales, not the Met", "disparity-elsewhere")


def draw_disparity(
    draft: Draft, rows: pd.DataFrame, key: str, others: Sequence[pd.DataFrame]
) -> None:
    """One kind of case in one time: a dot for each group, on the scale of all of them."""
    first = rows.iloc[0]
    when = when_words(first["period_start"], first["period_end"])
    heading = words.disparity_set_heading(first["kind"], when)
    dots, *among = map(_dots, [rows, *others])
    said = ", ".join(
        f"{group} {one}" for group, one in zip(dots["label"], dots["said"], strict=True)
    )
    draft.subsection(heading)
    draft.chart(
        lambda narrow: ratio_dots(
            dots,
            look=Look(narrow=narrow),
            reference="White colleagues",
            unit=printed.TIMES,
            among=among,
        ),
        alt=f"Dot chart of how likely the Met's people are to face a case, against White colleagues. "
        f"{heading}: {said}.",
        source_line=printed.sources_of(rows),
        key=key,
        rows="misconduct",
        figures=printed.as_data(rows),
        subtitle=words.DISPARITY_SAYS,
    )


def _dots(rows: pd.DataFrame) -> pd.DataFrame:
    said = [words.times_words(row) for row in rows.to_dict("records")]
    return pd.DataFrame({"label": rows["group"], "value": rows["ratio"], "said": said})


def show_counts(draft: Draft, count: str, second_hand: bool) -> None:
    """One kind of count as bars, then all of them.

    Args:
        count: the kind, a key of `words.COUNTS`. second_hand: whether such figures are shown.
    """
    draft.section("Counts before and since the Review", words.COUNT_BASIS)
    draft.choice_row("count", name="count")
    rows, name = printed.as_read(ask(queries.counts, count), second_hand), words.COUNTS[count].title
    draft.subsection(words.count_heading(name, rows))
    printed.figure_bars(draft, rows, name, printed.COUNT, "counts", "misconduct")
    notes = printed_words.explained_marks(rows)
    draft.need_to_know([*words.COUNT_NOTES, *notes], "counts")
    printed.figures(draft, rows, f"{name}, as printed", "counts")
    every = printed.as_read(ask(queries.counts), second_hand)
    printed.folded(draft, every, f"Every count: {len(every)} figures", "every-count")
    printed.folded(
        draft,
        printed.as_read(ask(queries.counts_elsewhere), second_hand),
        words.OTHER_FORCES,
        "counts-elsewhere",
    )

"""The longer series of searches, and the Met's own records of force: each on a basis of its own."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import COUNT, Look, bars, trend
from dashboard.draft import Draft
from dashboard.page import Params
from dashboard.sourcing import source_line
from dashboard.subjects.powers.figures import years
from dashboard.subjects.powers.figures.disproportion import GROUPS
from dashboard.subjects.powers.months import SLOTS
from dashboard.subjects.powers.words import powers as of_searches
from dashboard.subjects.powers.words import years as words
from dashboard.words.numbers import percent
from dashboard.words.periods import AT_POINTER, month_year, year_to

KEY = "years"
DRAWN = ("Black", "White", "Asian", "Mixed", "Other", years.NOT_STATED)
"""The first four stand out."""


def choose(draft: Draft) -> dict[str, str]:
    """Declare up to when a fixed link wants the years; nothing where none is held."""
    ends = [f"{end:%Y-%m}" for end in ask(years.year_ends)]
    return {KEY: draft.asked.hidden(KEY, ends, "") or ends[0]} if ends else {}


def show_searches(draft: Draft, chosen: Params, link: Params) -> None:
    """Draw each group's searches by financial year; nothing where none is held.

    Args:
        chosen: of `choose`. link: every choice of the page.
    """
    if KEY not in chosen:
        return
    last = pd.Timestamp(str(chosen[KEY])) + pd.offsets.MonthEnd(0)
    found, totals = ask(years.searches_by_year, last), ask(years.totals, last)
    heading = _heading(totals)
    draft.section(heading, words.years_subtitle(totals.index[0], totals.index[-1]))
    drawn = found[found["group"].isin(DRAWN)]
    rows = drawn.loc[drawn["group"].map(DRAWN.index).sort_values(kind="stable").index]
    lines = pd.DataFrame(
        {
            "date": rows["period_end"],
            "series": rows["group"],
            "value": rows["searches_count"].astype("float64"),
            "slot": rows["group"].map(SLOTS).fillna(5).astype(int),
            "role": rows["group"].eq(years.NOT_STATED).map({True: "context", False: "main"}),
        }
    )
    draft.chart(
        lambda narrow: trend(
            lines, unit=COUNT, look=Look(narrow=narrow), zero=True, when=AT_POINTER["year"]
        ),
        alt=f"Line chart, a line for each ethnic group. {heading}.",
        source_line=source_line("stop_and_search", years.YEARLY),
        key="powers-years",
    )
    notes = _notes(found, totals, last)
    draft.need_to_know(notes, about="years")
    draft.table(
        words.years_table(found, totals),
        alt="Searches by ethnic group in each financial year",
        point="All searches",
    )
    draft.downloads_of(
        found.rename(columns={"group": "ethnicity"}).assign(ethnicity_basis="self_defined"),
        name="powers-years",
        title="Stop and search by financial year and ethnic group",
        dataset="stop_and_search",
        filters={"Ethnicity": "As people said", "Years to": month_year(last)},
        link=link,
        notes=notes,
        source_ids=years.YEARLY,
    )


def _heading(totals: pd.Series) -> str:
    most = pd.Timestamp(totals.index[int(totals.argmax())])
    since = totals[totals.index >= most]
    least = pd.Timestamp(since.index[int(since.argmin())])
    last = pd.Timestamp(totals.index[-1])
    return words.years_heading(totals.max(), most, since.min(), least, float(totals.iloc[-1]), last)


def _notes(found: pd.DataFrame, totals: pd.Series, last: pd.Timestamp) -> list[str]:
    unknown = found[found["group"] == years.NOT_STATED].set_index("period_end")["searches_count"]
    shares = (100 * unknown.astype("float64") / totals).dropna()
    suspicionless = ask(years.against_terrorism, last)
    return [
        words.OWN_BASIS,
        words.AS_PEOPLE_SAID,
        *([words.not_stated_sentence(shares.min(), shares.max())] if len(shares) else []),
        *(
            [
                words.terrorism_sentence(
                    suspicionless.max(),
                    pd.Timestamp(suspicionless.index[int(suspicionless.argmax())]),
                )
            ]
            if len(suspicionless)
            else []
        ),
        words.NO_RATE,
        *([of_searches.MASKED] if found["is_masked"].any() else []),
    ]


def show_records(draft: Draft, link: Params) -> None:
    """Show the Met's own records of force by group, marked as unofficial; nothing where none is held."""
    found = ask(years.records)
    if found is None:
        return
    by_group = found.groups.set_index("group")
    shares = [(one, by_group["share_pct"].get(one, float("nan"))) for one in ("White", "Black")]
    heading = words.records_heading(shares, found.year_end)
    unknown = by_group["uses_count"].get(years.NOT_KNOWN, 0)
    known = found.total - (0 if pd.isna(unknown) else int(unknown))
    draft.section(heading, words.records_subtitle(found.total, known))
    rows = pd.DataFrame(
        {
            "label": found.groups["group"],
            "value": found.groups["uses_count"].astype("float64"),
            "note": ["" if pd.isna(one) else percent(one, 1) for one in found.groups["share_pct"]],
            "role": [("main" if one in GROUPS else "context") for one in found.groups["group"]],
        }
    )
    draft.chart(
        lambda narrow: bars(rows, unit=COUNT, look=Look(narrow=narrow)),
        alt=f"Bar chart, a bar for each ethnic group. {heading}.",
        source_line=source_line("use_of_force", years.RECORDS),
        key="powers-force-records",
    )
    tactics = words.tactics_sentence(found.taser, found.aimed)
    notes = [
        *(words.UNOFFICIAL, words.NOT_COMPARED, words.AS_OFFICERS_SAW),
        *([tactics] if tactics else []),
        *([of_searches.MASKED] if by_group["uses_count"].isna().any() else []),
    ]
    draft.need_to_know(notes, about="records")
    draft.table(
        words.records_table(found.groups),
        alt=f"Records of force by ethnic group, {year_to(found.year_end)}, unofficial copy",
    )
    draft.downloads_of(
        found.groups.rename(columns={"group": "ethnicity"}).assign(
            year_end=found.year_end, count_basis="met_records", is_transcription=True
        ),
        name="powers-force-records",
        title=f"The Met's own records of force by ethnic group, {year_to(found.year_end)}",
        dataset="use_of_force",
        filters={"Year to": month_year(found.year_end)},
        link=link,
        notes=notes,
        source_ids=years.RECORDS,
    )

"""Inside the Met: who works there against London's people, who joins and who leaves."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import controls
from dashboard.charts import (
    COUNT,
    PER_CENT,
    Look,
    bars,
    gap_chart,
    marks,
    trend,
)
from dashboard.controls import measures, printed, shares, workforce
from dashboard.queries import events
from dashboard.queries import workforce as queries
from dashboard.queries import workforce_printed as documents
from dashboard.wording import printed as printed_words
from dashboard.wording import workforce as words
from dashboard.wording import workforce_tables as tables

MINORITY = "Officers from an ethnic minority"
MINORITY_WINDOWS = (5, 9)


def choices() -> dict[str, str]:
    """Whom, how counted, from and to which 31 March, the rate's years, and the monthly count's end."""
    days = {f"{day:%Y-%m}": f"{day:%B %Y}" for day in dates}
    months = {f"{month:%Y-%m}": f"{month:%B %Y}" for month in reversed(counted_months)}
    rates = {str(years): words.rate_choice(years) for years in queries.WINDOWS}
    controls.note_ignored_parameters(
        {
            "who": words.WHO,
            "count": words.BASES,
            "from": days,
            "to": days,
            "rate": rates,
            "until": months,
        }
    )
    newest_first = dict(reversed(days.items()))
    with controls.controls_row():
        return {
            "who": controls.select("Who", "who", words.WHO, "officers"),
            "count": controls.select("Counted as", "count", words.BASES, "headcount"),
            "from": controls.select("From", "from", days, next(iter(days))),
            "to": controls.select("To", "to", newest_first, next(iter(newest_first))),
            "rate": controls.select(words.RATE, "rate", rates, "5"),
            "until": controls.select(words.UNTIL, "until", months, next(iter(months))),
        }


def show_women() -> None:
    """Women over the years, what must be known, and the figures."""
    controls.section(
        f"Women among {words.noun(who)} and among Londoners",
        f"Share of women, {basis}, each 31 March; gap in percentage points. {words.DASHED}",
    )
    rows = series.assign(value=series["share_pct"])
    lines, gaps = queries.beside(rows, f"Women, {words.noun(who)}", shares.LONDONERS, london)
    controls.chart(
        lambda narrow: gap_chart(
            lines,
            gaps,
            look=Look(narrow=narrow),
            unit=shares.TENTHS,
            gap_unit=shares.points_of(shares.TENTHS),
            gap_label="Gap to Londoners",
            events=happened,
        ),
        alt=f"Two line charts, the lower one of the gap to Londoners. {top_line}.",
        source_line=counted_sources,
        key="women",
    )
    controls.need_to_know(caveats)
    controls.section("The figures", f"{words.WHO[who]}, {basis}")
    controls.table(tables.women_table(series, london), alt=f"Women among {words.noun(who)} by year")
    controls.downloads_of(
        queries.as_data(series, who, chosen["count"], london),
        name="workforce",
        title=f"Women among {words.noun(who)} and among Londoners",
        dataset="workforce",
        source_ids={"home_office_workforce"},
        filters={
            "Who": words.WHO[who],
            "Counted as": words.BASES[chosen["count"]],
            "From": f"{first:%B %Y}",
            "To": f"{last:%B %Y}",
        },
        link=chosen,
        notes=[*caveats, words.ASSUMPTION],
    )


def show_closing() -> None:
    """The year at which each rate would close the gap, and what the Review says."""
    controls.section(f"When would the gap close? {words.WHO[who]}", words.ASSUMPTION)
    if closings:
        controls.table(
            tables.closing_table(closings, last), alt="Year in which the gap would close"
        )
        st.caption(counted_sources)
    elif people < queries.LEAST_FOR_RATE:
        controls.bullets([words.too_few_for_rate(words.WHO[who], people, queries.LEAST_FOR_RATE)])
    else:
        controls.no_rows("a rate of change in so few years", "Choose a later last year above.")
    years = controls.ask(documents.years_printed).to_dict("records")
    said = [
        list(
            {
                row["value"]: printed_words.row_value(row) for row in years if row["group"] == group
            }.values()
        )
        for group in documents.GROUPS
    ]
    controls.bullets([words.years_sentence(*said)])
    printed.folded(
        controls.ask(documents.review_projections), "What the Review says of it", "projections"
    )


def show_ranks() -> None:
    """Women in every rank against Londoners."""
    controls.section(
        "Women by rank",
        f"Share of women, {basis}, {printed_words.day_words(last)}; gap to Londoners in percentage points. "
        f"{words.SENIOR} "
        f"{tables.ranks_words(words.years_words(window, last), queries.LEAST_FOR_RATE)}",
    )
    rows = controls.ask(queries.by_rank, chosen["count"], last)
    shown = pd.DataFrame({"label": rows["who"].map(words.WHO), "first": rows["share_pct"]})
    shown = shown.assign(
        second=london, role=rows["who"].eq(who).map({True: "chosen", False: "main"})
    )
    shares.beside_londoners(
        shown, "Met officers", "women by rank", shares.TENTHS, counted_sources, "ranks"
    )
    ends = controls.ask(queries.rank_closings, chosen["count"], last, window)
    controls.table(
        tables.rank_table(rows, london, ends, last, queries.LEAST_FOR_RATE),
        alt=f"Women by rank on {printed_words.day_words(last)}, and when the gap would close",
    )
    elsewhere = controls.ask(documents.women_elsewhere)
    controls.subsection("Women, printed elsewhere on other bases")
    printed.cards(elsewhere[elsewhere["is_whole"]], "Women, printed elsewhere")
    printed.folded(
        elsewhere[~elsewhere["is_whole"]], "Parts of the Met, and England and Wales", "elsewhere"
    )


def show_ethnicity() -> None:
    """Ethnic minority officers: the Review's yearly figures, and others as points."""
    share = controls.ask(queries.minorities_of_london)
    yearly, points = controls.ask(documents.minority_lines)
    newest = yearly.iloc[-1]
    heading = words.minority_heading(newest["value"], newest["date"], share)
    controls.section(heading, f"{words.ETHNICITY_BASIS} {words.DASHED}")
    lines, _ = queries.beside(yearly, MINORITY, shares.LONDONERS, share)
    marked = points.rename(columns={"period_end": "date"}).assign(series="Printed elsewhere")
    controls.chart(
        lambda narrow: trend(
            lines, unit=PER_CENT, look=Look(narrow=narrow), points=marked, zero=True
        ),
        alt=f"Line chart with points of other sources. {heading}.",
        source_line=f"{printed.sources()} {census}",
        key="ethnicity",
    )
    controls.need_to_know(words.ETHNICITY_NOTES, "ethnicity")
    ends = queries.closings(yearly["date"], yearly["value"], share, MINORITY_WINDOWS)
    controls.table(
        tables.closing_table(ends, newest["date"]),
        alt="Year in which the gap for ethnic minority officers would close",
    )
    controls.table(
        tables.minority_years(yearly, points, share), alt="Ethnic minority officers over time"
    )
    printed.folded(
        controls.ask(documents.minority_elsewhere),
        "Each figure printed elsewhere, Black officers among them, and its source",
        "ethnicity",
    )
    show_minority_ranks(share)


def show_minority_ranks(share: float) -> None:
    """Ethnic minority officers by rank, and officers and staff by group, as the Review has them."""
    rows = controls.ask(documents.minority_ranks)
    controls.section(
        "Ethnic minority officers by rank",
        f"Share of officers, year to {rows['last_end'].iloc[0]:%B %Y}, as the Review prints it; "
        "Londoners at the Census of 2021",
    )
    shown = pd.DataFrame({"label": rows["rank"], "first": rows["last_pct"], "second": share})
    what, source = "ethnic minority officers by rank", f"{review_source} {census}"
    shares.beside_londoners(shown, "Met officers", what, shares.WHOLE, source, "minority-ranks")
    controls.table(tables.minority_table(rows, share), alt="Ethnic minority officers by rank")
    groups = controls.ask(documents.groups_at_the_met)
    controls.section("Officers and staff by ethnic group", words.GROUPS_BASIS)
    shown = groups.rename(columns={"group": "label", "met_pct": "first", "london_pct": "second"})
    what = "officers and staff by ethnic group"
    shares.beside_londoners(shown, "Officers and staff", what, shares.WHOLE, source, "groups")
    controls.table(tables.group_table(groups), alt="Officers and staff by ethnic group")


def show_joining() -> None:
    """Recruits and probationers, as the Review prints them."""
    leavers = controls.ask(documents.probationers)
    rates = leavers["resigned_pct"]
    ends = [f"Year to {end:%B %Y}" for end in leavers.index]
    rows = pd.DataFrame({"label": ends, "value": rates.to_numpy()})
    controls.section(
        words.probation_heading(rates.iloc[0], leavers.index[0], rates.iloc[-1], leavers.index[-1]),
        "Share of constables on probation who resigned in the year, whole per cents as printed",
    )
    controls.chart(
        lambda narrow: bars(rows, unit=PER_CENT, look=Look(narrow=narrow)),
        alt="Bar chart of the share of probationers who resigned, by year.",
        source_line=review_source,
        key="probationers",
    )
    refused = controls.ask(documents.refused_on_leaving)
    controls.need_to_know(words.leaving_notes(list(refused["figure_id"])), "leaving")
    controls.table(tables.leaver_table(leavers), alt="Probationers who resigned, by year")
    controls.section(
        "Who joins", "Share of new officers, whole per cents as the Review prints them"
    )
    controls.table(
        tables.recruit_table(controls.ask(documents.recruits)), alt="Recruits by financial year"
    )
    st.caption(review_source)


def show_strength() -> None:
    """How many people the Met has, by its own monthly count."""
    rows = controls.ask(queries.strength)
    rows = rows[rows["date"] <= until]
    officers = rows[rows["role"] == queries.OFFICERS]
    peak, now = officers.sort_values("people").iloc[-1], officers.iloc[-1]
    heading = words.strength_heading(now["people"], now["date"], peak["people"], peak["date"])
    controls.section(heading, words.STRENGTH_BASIS)
    lines = rows.rename(columns={"role": "series", "people": "value"})
    controls.chart(
        lambda narrow: trend(
            lines, unit=COUNT, look=Look(narrow=narrow), zero=True, events=happened
        ),
        alt=f"Line chart of officers, staff and community support officers by month. {heading}.",
        source_line=controls.source_line("workforce", {"mps_strength"}),
        key="strength",
    )
    controls.table(tables.strength_table(rows), alt="People by role on each 31 March")


controls.stop_unless_loaded("workforce", "population", "review_figures", "published_figures")
top = st.container()
dates = controls.ask(queries.women_dates)
counted_months = sorted(controls.ask(queries.strength)["date"].unique())
happened = marks(controls.ask(events, "workforce"))
chosen = choices()
who, window = chosen["who"], int(chosen["rate"])
basis = f"counted as {words.BASES[chosen['count']].lower()}"
first, last = (pd.Timestamp(chosen[key]) + pd.offsets.MonthEnd(0) for key in ("from", "to"))
until = pd.Timestamp(chosen["until"]) + pd.offsets.MonthEnd(0)
london = controls.ask(queries.women_of_london)
census = printed.joined_sources(controls.source_line("population", {"census_2021_ethnicity"}))
review_source = printed.joined_sources(controls.source_line("review_figures"))
counted_sources = printed.joined_sources(
    controls.source_line("workforce", {"home_office_workforce"}), census
)
counted = controls.ask(queries.women_by_year, who, chosen["count"])
counted = counted[counted["date"] <= last]
series = counted[counted["date"] >= first]
closings = queries.closings_of(counted, london)
with top:
    controls.headline(
        *words.headlines(
            who,
            chosen["count"],
            series,
            london,
            window,
            closings.get(window),
            queries.LEAST_FOR_RATE,
        )
    )
    measures.measure_verdict("workforce_representation")
if series.empty:
    controls.no_rows(
        f"{words.noun(who)}, {basis}, {first:%B %Y} to {last:%B %Y}",
        "Choose other people, another count or another period above.",
    )
else:
    top_line = words.headline(
        who, chosen["count"], series["share_pct"].iloc[-1], series["date"].iloc[-1], london
    )
    ranks = controls.ask(queries.by_rank, chosen["count"], last)
    is_hidden = bool(series["women"].isna().any() or ranks["women"].isna().any())
    people = series["people"].iloc[-1]
    caveats = words.women_notes(who, chosen["count"], dates[-1], people, is_hidden)
    show_women()
    show_closing()
    show_ranks()
show_ethnicity()
show_joining()
show_strength()
printed.files(
    controls.ask(documents.everything),
    "workforce-printed",
    "Who works for the Met, as printed in the Review and elsewhere",
    chosen,
    words.ETHNICITY_NOTES,
)
controls.other_files(workforce.parts(chosen["count"], last, until, not series.empty), chosen)
controls.section("Misconduct and response times", words.OTHERS)
controls.page_link("misconduct", "Misconduct")
controls.page_link("response", "Response times")

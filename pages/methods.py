"""Methods and sources: where every figure comes from; made from the sources' own metadata."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import controls, downloads, queries, wording
from dashboard.briefing.rules import RULES
from dashboard.charts import Look, coverage
from dashboard.queries import profile, renewals
from dashboard.queries.ripening import CARRIES_ITS_REVISION_BELOW, revision_table
from dashboard.wording import ripening


def overview_table(sources: pd.DataFrame) -> pd.DataFrame:
    """A row per source: title, publisher and licence, edition and period."""
    return pd.DataFrame(
        {
            "Source": sources["title"],
            "Publisher; licence": sources["publisher"] + "; " + sources["licence"],
            "Edition: period": [
                _editions(source) + (f": {_period(source)}" if source["newest"] else "")
                for _, source in sources.iterrows()
            ],
        }
    )


def _editions(source: pd.Series) -> str:
    return wording.listed([wording.edition(name) for name in source["editions"]])


def _period(source: pd.Series) -> str:
    return f"{wording.period_words(source['first'])} to {wording.period_words(source['newest'])}"


def show_chart(sources: pd.DataFrame) -> None:
    """Which period each source covers, and how old its newest figure is."""
    dated = sources[sources["newest"] != ""]
    rows = pd.DataFrame(
        {
            "label": dated["title"],
            "start": [pd.Period(first).start_time for first in dated["first"]],
            "end": [pd.Period(newest).end_time.normalize() for newest in dated["newest"]],
            "newest": dated["newest"].map(wording.period_words),
        }
    )
    controls.section(
        "What period each source covers", "Rows used on this site, first to newest period"
    )
    controls.chart(
        lambda narrow: coverage(rows, look=Look(narrow=narrow), today=pd.Timestamp(date.today())),
        alt="Bar chart of the period each source covers: "
        + "; ".join(f"{row.label}, {row.start:%Y} to {row.newest}" for row in rows.itertuples())
        + ".",
        source_line="Made from the sources' own metadata.",
        key="methods",
    )


def show_source(source: pd.Series) -> None:
    """Everything said of one source."""
    controls.subsection(source["title"])
    facts = {
        "Publisher": source["publisher"],
        "Licence": source["licence"],
        "Cite as": source["citation"],
        "Address": source["url"],
        "Published": source["cadence"],
        "Editions used": _editions(source),
        "Period used": f"{source['first']} to {source['newest']}"
        if source["newest"]
        else "no period",
        "File held since": source["retrieved"],
    }
    notes = [
        *source["caveats"],
        *(one["detail"] for one in source["breaks"]),
        *source["corrections"],
    ]
    with controls.folded_on_phones("Publisher, licence, address, what to know", source["id"]):
        controls.facts(facts)
        controls.bullets(notes)


def sensitivity() -> pd.DataFrame:
    """The newest change in trust with other design effects, to show how much they matter."""
    return pd.DataFrame(
        [
            {
                "Design effect": f"{one['design_effect']:.1f}",
                "Share, interval": f"{one['share'].estimate:.0f}% ({one['share'].low:.0f} to {one['share'].high:.0f})",
                "Change since the Review": wording.change_words(
                    one["change"].estimate, one["change"].low, one["change"].high
                ),
            }
            for one in controls.ask(queries.trust_sensitivity, queries.MPS)
        ]
    )


def calendar_table(sources: pd.DataFrame, today: date) -> pd.DataFrame:
    """A row per source: its newest period, when newer figures are usual, and how that stands."""
    found = [(source, renewals.renewal(source, today)) for source in sources.to_dict("records")]
    return pd.DataFrame(
        [
            {
                "Source": source["title"],
                "Newest period": wording.period_words(source["newest"]),
                "Usually renewed by": "–" if one is None else f"{one.by.day} {one.by:%B %Y}",
                "Status": "Not expected" if one is None else _status(one),
            }
            for source, one in found
            if source["newest"]
        ]
    )


def _status(one: renewals.Renewal) -> str:
    if one.status == "fresh":
        return "Fresh"
    days = f"{wording.count(one.days_late)} day{'' if one.days_late == 1 else 's'}"
    return f"Due for {days}" if one.status == "due" else f"Overdue by {days}"


def show_corrections() -> None:
    """Figures that were wrong or looked wrong, and what stands there now."""
    controls.section(
        "Corrections",
        "Faults of publishers' files that are mended here, figures that moved further than is plausible and "
        "were found to be true, and errors of this site",
    )
    found = controls.corrections()
    headings = {
        "date": "Since",
        "correction_kind": "Kind",
        "what": "What",
        "was": "Was",
        "is": "Is now",
        "reason": "Why",
    }
    shown = found.assign(
        date=[f"{day.day} {day:%B %Y}" for day in found["date"]],
        correction_kind=found["correction_kind"].map(wording.CORRECTION_KINDS),
    )
    controls.table(shown[list(headings)].rename(columns=headings), alt="Corrections, oldest first")
    if not (found["correction_kind"] == "site").any():
        st.markdown("No error of this site's own is known.")


def show_ripening() -> None:
    """How outcomes ripen, and how far they were revised at each age."""
    controls.section(ripening.TITLE, "How far positive outcomes were revised between two editions")
    st.markdown(ripening.METHOD.format(below=CARRIES_ITS_REVISION_BELOW))
    declared = controls.ask(revision_table, "declared")
    controls.table(
        pd.DataFrame(
            {
                "Outcomes of": declared["series"].map(ripening.SERIES),
                "Age in the older": [
                    ripening.ages(int(first), None if pd.isna(last) else int(last))
                    for first, last in zip(
                        declared["age_from_months"], declared["age_to_months"], strict=True
                    )
                ],
                "Older count": declared["old_count"].map(wording.count),
                "Newer count": declared["new_count"].map(wording.count),
                "Change": [f"{wording.signed(one, 1)}%" for one in declared["change_pct"]],
                "Single months": [
                    ripening.rounded_span(low, high)
                    for low, high in zip(declared["low_pct"], declared["high_pct"], strict=True)
                ],
            }
        ),
        alt="Revisions of positive outcomes by age, for all offences and knife crime",
    )
    st.caption(ripening.compared_tables(declared.drop_duplicates("series").to_dict("records")))


controls.stop_unless_loaded("public_attitudes")
controls.stop_unless_loaded()
today = date.today()
sources = (
    controls.ask(queries.sources)
    .sort_values("newest", kind="stable")
    .drop_duplicates("id", keep="last")
    .sort_values(["dataset", "id"], ignore_index=True)
)
controls.headline(
    f"{len(sources)} sources, every figure with its publisher and date",
    "Where each figure comes from, how old it is, and what is wrong with it. This page is made from "
    "the metadata that the data is built with.",
)
show_chart(sources)
controls.need_to_know(
    [
        "Where publishers are silent, this site is too: it says that a figure is not published.",
        "Figures of different time bases or kinds are never joined on one line; where one edition "
        "gives way to another, the line breaks and says so.",
        "Boroughs' survey figures run on to a later quarter than London's: compare them at the same date.",
    ]
)
controls.section(
    "Release calendar",
    f"When newer figures are usually out, judged on {today.day} {today:%B %Y} by each source's own lag",
)
controls.table(
    calendar_table(sources, today),
    alt="Newest period of each source, when it is usually renewed, and whether that is overdue",
)
show_corrections()
controls.section("All sources")
controls.table(
    overview_table(sources), alt="Every source with publisher, licence, edition, period and rows"
)
for _, source in sources.iterrows():
    show_source(source)
tried = sensitivity()
_, assumed = queries.survey_base(queries.MPS)
controls.section("How much the survey's assumed design matters", "Trust in the Met, London")
st.markdown(
    "No file gives the number of interviews or the effect of the survey's design. The site assumes a "
    f"design effect of {assumed:.1f}. These are the same figures with others:"
)
controls.table(
    tried,
    alt=f"Interval of trust in the Met with design effects of {wording.listed(list(tried.iloc[:, 0]))}",
)
trusted = controls.ask(profile.survey_lines, (queries.MPS,), "trust")
st.caption(controls.source_line("public_attitudes", set(trusted["source_id"].dropna())))
show_ripening()
controls.section(
    "How a briefing's questions are chosen",
    "From these rules alone, in this order: three to five questions, at most two of a rule",
)
controls.bullets(f"A question is asked where {rule.when}." for rule in RULES)
controls.download_row(
    sources.assign(
        editions=sources["editions"].map(", ".join),
        caveats=sources["caveats"].map(" ".join),
        breaks=[" ".join(one["detail"] for one in found) for found in sources["breaks"]],
        spans=[" ".join(one["detail"] for one in found) for found in sources["spans"]],
        corrections=sources["corrections"].map(" ".join),
        joins=[
            " ".join(wording.join_sentence(**join) for join in found) for found in sources["joins"]
        ],
    ),
    name="sources",
    meta=downloads.DownloadMeta(
        title="sources of the data",
        source=downloads.SITE,
        licence="Licences differ by source, see the column “licence”",
        link=controls.fixed_link({}),
        data_version=controls.data_version(),
    ),
)

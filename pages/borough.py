"""My borough: everything for one place, beside London, in one view that prints on one page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import controls, downloads, queries, wording
from dashboard.charts import PER_1000, PER_CENT, Look, marks, trend
from dashboard.queries import profile
from dashboard.queries.profile import Interval
from dashboard.wording import profile as words

NONE = ""

SOURCES = (
    "mopac_dashboard_transcription",
    "mopac_pas_workbook",
    "mps_recorded_crime",
    "mps_monthly_dashboard",
    "ons_population",
)
"""Whose figures the page holds."""


def choice() -> str:
    """The place, by its id; empty where none is chosen yet."""
    options = {NONE: "Choose a place"} | {
        place.id: place.name for place in controls.ask(profile.profile_places).values()
    }
    controls.note_ignored_parameters({"area": options})
    with controls.controls_row():
        return controls.select("Borough or command", "area", options, NONE)


def pick_on_map(area_codes: tuple[str, ...]) -> None:
    """The boroughs as tiles that are links."""
    controls.tile_links(controls.ask(profile.tiles), "borough", area_codes)


def survey_table(lines: list[profile.SurveyLine]) -> pd.DataFrame:
    """A row a question: the place, London, the difference, the change since the Review."""
    return pd.DataFrame(
        [
            {
                "Share who agree": f"{queries.SURVEY_MEASURES[line.measure]}"
                f"{' *' if line.is_transcription else ''} ({line.end:%b %Y})",
                "Here": f"{line.share_pct:.0f}%",
                "London": f"{line.london_pct:.0f}%",
                "Difference": difference(line),
                "Since the Review": (
                    "not given"
                    if line.change is None
                    else wording.change_words(
                        line.change.estimate, line.change.low, line.change.high
                    )
                ),
            }
            for line in lines
        ]
    )


def difference(line: profile.SurveyLine) -> str:
    """The difference from London; said to stand out where it lies outside the funnel's outer limits."""
    gap = line.difference
    text = wording.change_words(gap.estimate, gap.low, gap.high)
    return f"{text}; {words.standing_words(line.standing)}" if "998" in line.standing else text


def crime_table(lines: list[profile.CrimeLine]) -> pd.DataFrame:
    """A row an offence group: count, rate with interval, London's, change on the year before."""
    return pd.DataFrame(
        [
            {
                "Offences recorded": "All offences" if line.group == queries.ALL else line.group,
                "Number": wording.count(line.count),
                "Per 1,000": f"{line.rate.estimate:.1f} ({line.rate.low:.1f} to {line.rate.high:.1f})",
                "London": f"{line.london_rate.estimate:.1f}",
                "On the year before": change_of(line.change),
                "London's": change_of(line.london_change),
            }
            for line in lines
        ]
    )


def change_of(change: Interval | None) -> str:
    """A change of a count in words."""
    if change is None:
        return words.change_line(None, None, None)
    return words.change_line(change.estimate, change.low, change.high)


def sentences(
    survey: list[profile.SurveyLine], crime: list[profile.CrimeLine], last: pd.Timestamp
) -> list[str]:
    """A sentence a line, each beside London."""
    found = [
        words.survey_line(
            line.measure,
            line.share_pct,
            line.london_pct,
            line.difference.low,
            line.difference.high,
            line.end,
        )
        for line in survey[:3]
    ]
    whole, *groups = crime
    shown = [("offences", whole)] + [
        (wording.offences_noun(line.group, queries.ALL), line)
        for line in groups
        if line.group in ("Burglary", "Robbery")
    ]
    found += [
        words.crime_line(noun, line.rate.estimate, line.london_rate.estimate, last)
        for noun, line in shown
    ]
    outcome = controls.ask(profile.outcome_profile, place.area_codes)
    here, london = outcome["value"]
    return [*found, words.outcome_line(_known(here), _known(london), outcome["end"].max())]


def _known(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def show_trends() -> None:
    """Trust and recorded crime over time, London in grey; a command has no survey share."""
    names = (place.name, queries.MPS_NAME)
    if not place.is_command:
        quarters = controls.ask(queries.survey_quarters)
        lines = [
            controls.ask(queries.survey_series, code, ("trust",), quarters[0], quarters[-1]).assign(
                series=name, role=role
            )
            for code, name, role in zip(
                (place.id, queries.MPS), names, ("main", "context"), strict=True
            )
        ]
        rows = pd.concat(lines).rename(columns={"period_end": "date", "share_pct": "value"})
        rows = rows.assign(is_dashed=rows["is_transcription"])
        controls.section("Trust the Met", "Share who agree, 12 months to each quarter")
        controls.chart(
            lambda narrow: trend(
                rows[["date", "value", "series", "role", "is_dashed"]],
                unit=PER_CENT,
                look=Look(narrow=narrow),
                breaks=marks(controls.ask(queries.breaks, "public_attitudes")),
                when="Year to %B %Y",
            ),
            alt=f"Line chart: share who trust the Met, {place.name} and London",
            source_line=controls.source_line("public_attitudes", set(rows["source_id"])),
            key="borough-trust",
        )
    rates = [
        controls.ask(profile.monthly_rates, codes).assign(series=name, role=role)
        for codes, name, role in zip(
            (place.area_codes, None), names, ("main", "context"), strict=True
        )
    ]
    controls.section("Recorded crime", "Offences per 1,000 residents, 12 months to each month")
    controls.chart(
        lambda narrow: trend(
            pd.concat(rates),
            unit=PER_1000,
            look=Look(narrow=narrow),
            breaks=marks(controls.ask(queries.breaks, "recorded_offences")),
            zero=True,
        ),
        alt=f"Line chart: offences recorded per 1,000 residents, {place.name} and London",
        source_line=controls.source_line("recorded_offences"),
        key="borough-crime",
    )


def as_data(
    survey: list[profile.SurveyLine], crime: list[profile.CrimeLine], last: pd.Timestamp
) -> pd.DataFrame:
    """The figures on screen, a row each."""
    rows = [
        {
            "indicator": line.measure,
            "value": line.share_pct,
            "london_value": line.london_pct,
            "unit": "percent",
            "period_end": line.end,
            "source_id": "mopac_dashboard_transcription"
            if line.is_transcription
            else "mopac_pas_workbook",
        }
        for line in survey
    ]
    rows += [
        {
            "indicator": f"offences, {line.group}",
            "value": line.rate.estimate,
            "london_value": line.london_rate.estimate,
            "unit": "rate_per_1000",
            "period_end": last + pd.offsets.MonthEnd(0),
            "source_id": "mps_recorded_crime",
        }
        for line in crime
    ]
    return pd.DataFrame(rows).assign(area_id=place.id, area_name=place.name)


def links() -> None:
    """The same place on the pages that show more."""
    if place.is_command:
        return
    for path, label in (
        ("trust", "Trust and confidence"),
        ("crime", "Crime trends"),
        ("outcomes", "Solved crime"),
    ):
        controls.page_link(path, f"{label}: {place.name}", {"area": place.id})


controls.stop_unless_loaded("public_attitudes", "recorded_offences", "population", "crime_outcomes")
top = st.container()
chosen = choice()
if chosen == NONE:
    with top:
        controls.headline("My borough", "Choose a borough from the list or on the map.")
    pick_on_map(())
    st.stop()

place = controls.ask(profile.profile_places)[chosen]
survey = [] if place.is_command else controls.ask(profile.survey_profile, place.id)
last, crime = controls.ask(profile.crime_profile, place.area_codes)
lead = next((line for line in survey if line.measure == "trust"), None)
whole = crime[0]
trust = (
    words.beside_london(lead.share_pct, lead.newest_pct, lead.london_pct, lead.end, lead.newest_end)
    if lead
    else ""
)
change = whole.change
sentence = words.share_sentence(
    place.name,
    trust,
    whole.rate.estimate,
    whole.london_rate.estimate,
    (change.estimate, change.low, change.high) if change else None,
    last,
)
with top:
    controls.headline(
        words.headline(
            place.name,
            lead.newest_pct if lead else None,
            lead.newest_end if lead else None,
            whole.rate.estimate,
            whole.london_rate.estimate,
        )
    )
members = [controls.ask(queries.places)[code] for code in place.area_codes]
facts, side = st.columns(2)
with facts:
    controls.bullets(sentences(survey, crime, last))
    st.markdown("**A sentence to pass on**")
    controls.copyable(f"{sentence}. {controls.fixed_link({'area': place.id})}")
    links()
with side:
    pick_on_map(place.area_codes)
caveats = [*words.CAVEATS]
if place.is_command:
    caveats.insert(0, words.no_survey_for_command(members))
if "Westminster" in members:
    caveats.append("Westminster's victims are visitors, not only residents.")
show_trends()
controls.need_to_know(caveats)
if survey:
    controls.section(
        "What people say", "Share who agree, beside London. * read off MOPAC's dashboard"
    )
    controls.table(survey_table(survey), alt=f"Survey answers in {place.name} beside London")
    st.caption(controls.source_line("public_attitudes"))
controls.section(
    "Recorded crime by kind",
    f"12 months to {wording.month_year(last)}; rates per 1,000 residents of mid-"
    f"{whole.population_year}, with 95% intervals",
)
controls.table(crime_table(crime), alt=f"Offences recorded in {place.name} beside London")
st.caption(controls.source_line("recorded_offences"))
sources = controls.ask(queries.sources)
used = sources[
    sources["id"].isin(
        {
            "mopac_dashboard_transcription",
            "mopac_pas_workbook",
            "mps_recorded_crime",
            "ons_population",
        }
    )
]
controls.download_row(
    as_data(survey, crime, last),
    name="borough",
    meta=downloads.DownloadMeta(
        title=f"{place.name} beside London",
        source="; ".join(dict.fromkeys(used["citation"])),
        licence="; ".join(dict.fromkeys(used["licence"])),
        filters={"Place": place.name},
        link=controls.fixed_link({"area": place.id}),
        data_version=controls.data_version(),
        notes=tuple(caveats),
    ),
)

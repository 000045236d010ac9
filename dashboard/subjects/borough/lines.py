"""Trust, recorded crime and positive outcomes of one place over time, London in grey."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import PER_1000, PER_CENT, TENTHS, Look, change_dots, marks, trend
from dashboard.charts.page_theme import Figure
from dashboard.charts.units import PER_CENT_CHANGE
from dashboard.draft import Draft, OtherFiles
from dashboard.figures.places import MPS, MPS_NAME
from dashboard.figures.sources import breaks
from dashboard.sourcing import source_line
from dashboard.subjects.borough import tables
from dashboard.subjects.borough.figures import crime as profile_crime
from dashboard.subjects.borough.figures import profile
from dashboard.subjects.borough.figures.crime import CountLine
from dashboard.subjects.borough.figures.place import Figures, crime_source, trust_source
from dashboard.subjects.borough.words import profile as words
from dashboard.subjects.borough.words import titles
from dashboard.subjects.outcomes.figures import outcomes
from dashboard.subjects.outcomes.figures.ripening import SOURCE
from dashboard.subjects.trust.figures import places as survey_places
from dashboard.subjects.trust.figures.survey import survey_quarters
from dashboard.words import early_signs, intervals
from dashboard.words import outcomes as outcome_words
from dashboard.words import survey as survey_words
from dashboard.words.capitals import first_small
from dashboard.words.numbers import count
from dashboard.words.periods import AT_POINTER, month_year, year_to


def _show(
    draft: Draft,
    key: str,
    title: str,
    said: str,
    draw: Callable[[bool], Figure],
    alt: str,
    source_line: str,
    rows: str = "",
) -> None:
    """Add a chart under a heading of its own within its part."""
    with draft.group("place-lines"):
        draft.subsection(title)
        draft.caption(said)
        draft.chart(draw, alt, source_line, f"borough-{key}", subtitle=said, rows=rows)


def _joined(found: Figures, here: pd.DataFrame, london: pd.DataFrame) -> pd.DataFrame:
    """Both lines in one frame, London's in grey."""
    named = (found.place.title, "main", here), (MPS_NAME, "context", london)
    return pd.concat(
        [rows.assign(series=name, role=role) for name, role, rows in named], ignore_index=True
    )


def parts(found: Figures) -> list[OtherFiles]:
    """The rows of the charts, for files of their own."""
    made = []
    to = {"Place": found.place.name, "Beside it": MPS_NAME}
    if not (rows := _trust(found)).empty:
        columns = {"date": "period_end", "value": "share_pct", "is_dashed": "is_transcription"}
        made.append(
            OtherFiles(
                name="borough-trust",
                title=f"Trust in the Met, {found.place.title} and London, by quarter",
                frame=_as_data(_with_sign(found, rows.dropna(subset="value")), columns).assign(
                    time_basis="rolling_12_months"
                ),
                sources={
                    "public_attitudes": set(rows["source_id"].dropna()),
                    **({"population": {"ons_population"}} if found.sign else {}),
                },
                filters=to,
            )
        )
    if found.crime is not None:
        columns = {"date": "last_month", "value": "rate_per_1000"}
        made.append(
            OtherFiles(
                name="borough-crime",
                title=f"Recorded crime per 1,000 residents, {found.place.title} and London, by month",
                frame=_as_data(_crime(found).dropna(subset="value"), columns).assign(
                    period="12_months"
                ),
                sources={"recorded_offences": (), "population": {"ons_population"}},
                filters=to,
            )
        )
    if found.outcomes is not None:
        columns = {"date": "last_month", "value": "rate_pct"}
        made.append(
            OtherFiles(
                name="borough-outcomes",
                title=f"Positive outcomes per 100 offences, {found.place.title} and London, by month",
                frame=_as_data(_outcomes(found).dropna(subset="value"), columns).assign(
                    outcome_kind=outcomes.KIND, period="12_months"
                ),
                sources={"crime_outcomes": {SOURCE}},
                filters=to,
                notes=(outcome_words.FOUR_KINDS, outcome_words.TWO_FLOWS),
            )
        )
    return made


def _as_data(rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    return rows.rename(columns={**names, "series": "area_name"}).drop(columns="role")


def _trust(found: Figures) -> pd.DataFrame:
    """Rows of the chart of trust; none where either line has none."""
    if not found.survey:
        return pd.DataFrame()
    here = ask(profile.survey_lines, found.place.area_codes, "trust", found.known)
    london = ask(profile.survey_lines, (MPS,), "trust", found.known)
    if here.empty or london.empty:
        return pd.DataFrame()
    return _joined(found, here, london)


def _signs(found: Figures) -> pd.DataFrame | None:
    """The early sign for London as the chart draws it; None without one."""
    one = found.sign
    if one is None:
        return None
    name = early_signs.SERIES.format(name=MPS_NAME)
    return pd.DataFrame(
        {"date": [one.end], "value": [one.pct], "series": [MPS_NAME], "name": [name]}
    )


def _with_sign(found: Figures, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the chart, and a row of its early sign, told apart by its kind."""
    lines = rows.assign(figure_kind=survey_words.LINE_KIND)
    if (signs := _signs(found)) is None:
        return lines
    marked = signs.drop(columns="name").assign(figure_kind=early_signs.KIND, role="context")
    return pd.concat([lines, marked], ignore_index=True)


def _crime(found: Figures) -> pd.DataFrame:
    """Rows of the chart of crime."""
    here = ask(profile_crime.monthly_rates, found.place.area_codes, found.known)
    return _joined(found, here, ask(profile_crime.monthly_rates, None, found.known))


def _outcomes(found: Figures) -> pd.DataFrame:
    """Rows of the chart of positive outcomes: 12 months to each month, none with a provisional one."""
    return _joined(found, found.years_of_outcomes, found.london_years_of_outcomes)


def _on_one_scale(found: Figures) -> list[pd.DataFrame]:
    """The lines beside which the page of the survey draws the same one, so that both have one scale."""
    if found.place.is_command:
        return []
    areas = [*found.place.area_codes, MPS]
    first, last = ask(survey_quarters)[0], found.known.here or ask(survey_quarters)[-1]
    rows = ask(survey_places.survey_of_places, areas, survey_places.TOGETHER, first, last)
    return [survey_places.as_lines(part, "area_name") for _, part in rows.groupby("measure")]


def show_trust(draft: Draft, found: Figures) -> bool:
    """Show trust by quarter in a part of its own; nothing where there is none.

    Returns:
        Whether it is shown.
    """
    rows = _trust(found)
    if rows.empty:
        return False
    basis = "Share of people, 12 months to each quarter"
    marked = [words.DASHED] if rows["is_dashed"].any() else []
    marked += [early_signs.KEY] if found.sign else []
    draft.section(titles.TRUST)
    draft.chart(
        lambda narrow: trend(
            rows[["date", "value", "series", "role", "is_dashed"]],
            unit=PER_CENT,
            look=Look(narrow=narrow),
            breaks=marks(ask(breaks, "public_attitudes")),
            signs=_signs(found),
            when=AT_POINTER["year"],
            among=_on_one_scale(found),
            hollow=("", early_signs.MARK),
        ),
        alt=f"Line chart: share who trust the Met, {found.place.name} and London, by quarter.",
        source_line=trust_source(found, set(rows["source_id"].dropna())),
        key="borough-trust",
        subtitle=" ".join(
            [
                f"{found.place.title} and London: {first_small(basis)}, the newest to "
                f"{month_year(rows['date'].max())}.",
                *marked,
            ]
        ).rstrip("."),
    )
    draft.caption(" ".join([f"{basis}.", *marked]))
    return True


def show_kinds(draft: Draft, found: Figures) -> None:
    """Show how much each kind of crime changed on the year before; nothing where no change is given."""
    rows = kinds(found)
    if rows.empty or found.crime is None:
        return
    year = year_to(found.crime.end)
    said = f"Change in crimes recorded, {year}, on the year before, with 95% intervals of chance"
    _show(
        draft,
        "kinds",
        f"Kinds of crime, {found.place.title}",
        said,
        lambda narrow: change_dots(
            rows,
            look=Look(narrow=narrow),
            unit=PER_CENT_CHANGE,
            when=year.capitalize(),
            sort=False,
            words=("fewer", "more"),
        ),
        alt=f"Dot chart: change in crimes recorded by kind, {found.place.name}, {year}.",
        source_line=source_line("recorded_offences"),
        rows="borough",
    )


def kinds(found: Figures) -> pd.DataFrame:
    """The change of all crimes, then of each kind, the largest rise first.

    Returns:
        label, value, low, high (per cent), is_clear, detail, printed (as the table has it), role.
    """
    lines = [one for one in (found.crime.lines if found.crime else []) if one.change]
    whole, others = lines[:1], lines[1:]
    others.sort(key=lambda one: -(one.change.estimate if one.change else 0))
    return pd.DataFrame([_kind(one) for one in (*whole, *others)])


def _kind(line: CountLine) -> dict[str, object]:
    change = line.change
    if change is None:
        raise ValueError(f"{line.group} has no change")
    return {
        "label": tables.kind_name(line.group),
        "value": change.estimate,
        "low": change.low,
        "high": change.high,
        "is_clear": change.excludes_zero,
        "detail": f"{count(line.count)} recorded",
        "printed": intervals.per_cent_change((change.estimate, change.low, change.high)),
        "role": "main",
    }


def show_crime(draft: Draft, found: Figures) -> None:
    """Show crimes per resident by month."""
    rows = _crime(found)
    said = (
        "Crimes per 1,000 residents, 12 months to each month, the newest to "
        f"{month_year(rows['date'].max())}. Lines break where recording or edition changed. 12 "
        "months on both sides of a break add months of both."
    )
    _show(
        draft,
        "crime",
        titles.over_time("Recorded crime", found.place.title),
        said,
        lambda narrow: trend(
            rows,
            unit=PER_1000,
            look=Look(narrow=narrow),
            breaks=marks(ask(breaks, "recorded_offences")),
            zero=True,
            when=AT_POINTER["year"],
        ),
        alt=f"Line chart: crimes recorded per 1,000 residents, {found.place.name} and London.",
        source_line=crime_source(),
    )


def show_outcomes(draft: Draft, found: Figures) -> None:
    """Show positive outcomes of 12 months, to the newest that rests on no provisional month."""
    rows = _outcomes(found)
    unripe, held = rows.loc[rows["is_provisional"], "date"], rows.dropna(subset="value")
    if held.empty:
        return
    end = held["date"].max()
    said = outcome_words.outcomes_subtitle(True, end, False)
    _show(
        draft,
        "outcomes",
        titles.over_time("Positive outcomes", found.place.title),
        f"{said}.{'' if unripe.empty else f' {words.ends_before(unripe.min(), unripe.max())}'}",
        lambda narrow: trend(
            rows.loc[rows["date"] <= end, ["date", "value", "series", "role"]],
            unit=TENTHS,
            look=Look(narrow=narrow),
            breaks=marks(ask(breaks, "crime_outcomes")),
            zero=True,
            when=AT_POINTER["year"],
        ),
        alt=(
            f"Line chart: positive outcomes per 100 offences, {found.place.name} and London, 12 months to "
            "each month."
        ),
        source_line=source_line("crime_outcomes", {SOURCE}),
    )

"""The figures of one place as rows of its files."""

from __future__ import annotations

import pandas as pd

from dashboard.draft import Draft
from dashboard.files.about import DownloadMeta
from dashboard.subjects.borough import flagged, lines, sentences
from dashboard.subjects.borough.figures import place as figures
from dashboard.subjects.borough.figures.crime import CountLine
from dashboard.subjects.borough.figures.place import Figures
from dashboard.subjects.borough.figures.profile import Interval, SurveyLine
from datasets import catalogue


def show(draft: Draft, found: Figures) -> None:
    """Add the figures on screen as files, with every source that they come from; then the lines'."""
    draft.download_row(
        as_data(found),
        name="borough",
        meta=DownloadMeta(
            title=f"{found.place.name} beside London",
            source="; ".join(figures.cited(found, "citation")),
            licence="; ".join(figures.cited(found, "licence")),
            filters={"Place": found.place.name},
            link=draft.fixed_link(figures.link(found)),
            data_version=catalogue.version(),
            notes=tuple(sentences.caveats(found)),
        ),
        dataset=figures.TABLES,
    )
    draft.other_files([*lines.parts(found), *flagged.files(found)], figures.link(found))


def as_data(found: Figures) -> pd.DataFrame:
    """The figures on screen, a row each, for the files."""
    rows = [_survey_data(line) for line in found.survey]
    for counts, unit, source in (
        (found.crime, "rate_per_1000", "mps_recorded_crime"),
        (found.outcomes, "rate_pct", "mps_monthly_dashboard"),
    ):
        if counts is not None:
            what = "offences" if unit == "rate_per_1000" else "positive outcomes"
            end = counts.end + pd.offsets.MonthEnd(0)
            rows += [_count_data(line, what, unit, end, source) for line in counts.lines]
    data = pd.DataFrame(rows).assign(area_id=found.place.id, area_name=found.place.name)
    return _with_index(data)


def _with_index(data: pd.DataFrame) -> pd.DataFrame:
    """As the small chart draws them: each figure where London's of the same year is 100."""
    if data.empty:
        return data
    names = [f"{part}{end}" for end in ("", "_low", "_high") for part in ("value", "london")]
    same_year = {
        name: data[f"common_{name}"].astype("float64").fillna(data[name].astype("float64"))
        if f"common_{name}" in data
        else data[name].astype("float64")
        for name in names
    }
    london = same_year["london"].replace(0, float("nan"))
    return data.assign(**{f"{name}_index": same_year[name] / london * 100 for name in names})


def _survey_data(line: SurveyLine) -> dict[str, object]:
    """Each place's newest figure, with its date; then both in the newest year that they share."""
    own, london = line.own, line.london_own
    return {
        "indicator": line.measure,
        "unit": "share_pct",
        "period_end": own.end,
        **_spread("value", own.share),
        **_spread("change", own.change),
        "london_period_end": london.end,
        **_spread("london", london.share),
        **_spread("london_change", london.change),
        "common_period_end": line.end,
        **_spread("common_value", line.here),
        **_spread("common_london", line.london),
        **_spread("difference", line.difference),
        "standing": line.standing,
        "source_id": "; ".join(sorted(line.source_ids)),
    }


def _count_data(
    line: CountLine, what: str, unit: str, end: pd.Timestamp, source: str
) -> dict[str, object]:
    return {
        "indicator": f"{what}, {line.group}",
        "unit": unit,
        "period_end": end,
        "count": line.count,
        **_spread("value", line.rate),
        **_spread("london", line.london_rate),
        "standing": line.standing,
        **_spread("change", line.change),
        **_spread("london_change", line.london_change),
        "source_id": source,
    }


def _spread(name: str, one: Interval | None) -> dict[str, float | None]:
    return {
        name: one.estimate if one else None,
        f"{name}_low": one.low if one else None,
        f"{name}_high": one.high if one else None,
    }

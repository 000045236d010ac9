"""The part of a page on all boroughs: one measure's change to its newest year, and beside London."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard import charts
from dashboard.answers import ask
from dashboard.draft import Draft
from dashboard.figures.places import MPS, MPS_NAME, SURVEY_MEASURES
from dashboard.page import Params
from dashboard.sourcing import source_line
from dashboard.subjects.trust.choice import Choice
from dashboard.subjects.trust.figures import boroughs as survey_boroughs
from dashboard.subjects.trust.figures import places as survey_places
from dashboard.subjects.trust.figures.boroughs import BoroughChanges, BoroughShares
from dashboard.subjects.trust.figures.early_signs import Sign, sign_of
from dashboard.subjects.trust.figures.interviews import survey_base
from dashboard.subjects.trust.figures.survey import survey_measures
from dashboard.subjects.trust.words import boroughs as says
from dashboard.subjects.trust.words import tables
from dashboard.words import early_signs
from dashboard.words import survey as says_lines
from dashboard.words.numbers import percent
from dashboard.words.periods import month_year, short_month_year, year_to
from dashboard.words.survey import unusual


@dataclass(frozen=True)
class Comparison:
    """The measure in which all boroughs are compared, and the end of their year.

    Attributes:
        common: end of the newest year up to it that London has too, and may be shown.
    """

    measure: str
    at: pd.Timestamp
    common: pd.Timestamp

    @property
    def link(self) -> dict[str, str | list[str]]:
        """The same as the address bar says it."""
        return {"compare": self.measure, "at": f"{self.at:%Y-%m}"}


def choose(draft: Draft, london: pd.Timestamp) -> Comparison | None:
    """Declare the two choices of the part; None where nothing can be compared.

    Args:
        london: later years of London are left out.
    """
    held = {
        measure: name
        for measure, name in ask(survey_measures).items()
        if ask(survey_places.common_quarters, measure)
    }
    if not held:
        return None
    measure = draft.select("Measure compared", "compare", held, next(iter(held)))
    ends = ask(survey_places.borough_quarters, measure)
    years = {f"{end:%Y-%m}": month_year(end) for end in reversed(ends)}
    at = draft.select("In the year to", "at", years, next(iter(years)))
    end = pd.Timestamp(at) + pd.offsets.MonthEnd(0)
    first = ask(survey_places.common_quarters, measure)[0]
    common = ask(survey_places.common_quarter, measure, min(end, london)) or first
    return Comparison(measure, end, common)


def show(
    draft: Draft, asked: Comparison, page: Choice, link: Params, *, is_star_said: bool
) -> None:
    """Show which boroughs have changed, and where each stands beside London.

    Args:
        asked: of `choose`. page: the choices above, whose places are pointed out.
        link: every choice of the page. is_star_said: whether the page has said what “*” means.
    """
    chosen = page.boroughs
    shares = ask(survey_boroughs.borough_shares, asked.measure, asked.common)
    changes = ask(survey_boroughs.borough_changes, asked.measure, asked.at, page.london)
    notes = _notes_on_changes(shares, changes, page.london, is_star_said)
    steps = [] if changes.why_none else _steps(changes)
    _show_changes(draft, changes, chosen, notes, steps)
    beside = _notes_on_shares(shares)
    _show_shares(draft, shares, chosen, beside)
    name = SURVEY_MEASURES[asked.measure]
    since = month_year(changes.start)
    draft.downloads_of(
        _as_data(shares, changes),
        name="trust-boroughs",
        title=f"{name}: all boroughs beside London, and their change since {since}",
        dataset="public_attitudes",
        source_ids=changes.source_ids,
        filters={"Measure": name, "Year to": month_year(asked.at)},
        link=link,
        notes=[*notes, *beside, *(one for one in steps if isinstance(one, str))],
    )


def _show_shares(
    draft: Draft, shares: BoroughShares, chosen: Collection[str], notes: Sequence[str]
) -> None:
    held, rows = shares.held, shares.rows
    named = {
        standing: list(held.loc[held["standing"] == standing, "area_name"])
        for standing in says.STANDINGS
    }
    higher, lower = named["above_998"], named["below_998"]
    title = says.funnel_title(
        shares.measure, shares.london_pct, len(higher) + len(lower), len(held), shares.end
    )
    sentence = says.funnel_sentence(
        shares.end,
        higher,
        lower,
        len(named["above_95"]) + len(named["below_95"]),
        len(held),
        survey_boroughs.LIMIT_LEVELS,
    )
    draft.section(
        title,
        f"Share of each borough, {year_to(shares.end)}; limits of chance around London's. By name.",
    )
    draft.text(sentence)
    drawn = rows.rename(columns={"area_name": "label", "share_pct": "value"})
    drawn = drawn.assign(role=_roles(rows, chosen))
    draft.chart(
        lambda narrow: charts.funnel(
            drawn,
            unit=charts.PER_CENT,
            look=charts.Look(narrow=narrow),
            centre=shares.london_pct,
            when=f"Year to {month_year(shares.end)}",
        ),
        alt=f"Each borough's share within the limits of chance around London's. {sentence}",
        source_line=source_line("public_attitudes", set(held["source_id"])),
        key="trust-funnel",
        rows="trust-boroughs",
    )
    draft.need_to_know(notes, about="boroughs beside London")
    with draft.fold("Each borough's share"):
        draft.table(
            tables.borough_share_table(rows, shares.end), alt=f"Share of each borough. {sentence}"
        )


def _show_changes(
    draft: Draft,
    changes: BoroughChanges,
    chosen: Collection[str],
    notes: Sequence[str],
    steps: Sequence[tuple[str, str] | str],
) -> None:
    """The change of each borough since the Review, or why none is given, under the part's choices."""
    if changes.why_none:
        draft.section(says.no_changes_title(changes.measure))
        draft.choice_row("compare", "at", name="choices-compare")
        draft.text(says.no_changes_sentence(changes.measure, changes.why_none))
        draft.need_to_know(notes, about="boroughs")
        return
    sentence = _changes_sentence(changes)
    when = f"Years to {month_year(changes.start)} and {month_year(changes.end)}"
    held = changes.boroughs
    draft.section(
        says.changes_title(changes.measure, len(held), int(held["is_clear"].sum()), changes.end),
        f"Change in percentage points with its 95% interval. {when}. By name: no league table.",
    )
    draft.choice_row("compare", "at", name="choices-compare")
    draft.text(sentence)
    rows = _dated_london(changes)
    drawn = rows.rename(columns={"area_name": "label", "change": "value"}).assign(
        role=_roles(rows, chosen),
        is_of_another_year=rows["end"].notna() & rows["end"].ne(changes.end),
        detail=[
            "" if pd.isna(before) or pd.isna(after) else f"{percent(before)} to {percent(after)}"
            for before, after in zip(rows["before_pct"], rows["after_pct"], strict=True)
        ],
    )
    draft.chart(
        lambda narrow: charts.change_dots(
            drawn, look=charts.Look(narrow=narrow), when=when, words=("down", "up")
        ),
        alt=f"Each borough's change with its 95% interval. {sentence}",
        source_line=source_line("public_attitudes", changes.source_ids),
        key="trust-changes",
        rows="trust-boroughs",
    )
    draft.need_to_know(notes, about="boroughs")
    with draft.fold("Each borough's change"):
        draft.table(
            tables.borough_change_table(rows, changes.start, changes.end),
            alt=f"Change of each borough since the Review. {sentence}",
            point=tables.CHANGE,
        )
    draft.worked_out(steps, key="borough-changes")


def _dated_london(changes: BoroughChanges) -> pd.DataFrame:
    """The rows; London's name says its year where that is another than the boroughs'."""
    rows, end = changes.rows, changes.london_end
    if end is None or end == changes.end:
        return rows
    dated = f"{MPS_NAME}, to {short_month_year(end)}"
    names = rows["area_name"].astype("str").mask(rows["area_code"] == MPS, dated)
    return rows.assign(area_name=names)


def _changes_sentence(changes: BoroughChanges) -> str:
    held = changes.boroughs
    clear = held[held["is_clear"]]
    return says.changes_sentence(
        changes.start,
        changes.end,
        list(clear.loc[clear["change"] > 0, "area_name"]),
        list(clear.loc[clear["change"] < 0, "area_name"]),
        len(held),
        int(held["is_clear_alone"].sum()),
    )


def _steps(changes: BoroughChanges) -> list[tuple[str, str] | str]:
    """How it was found which changes are clear: each with its interval and p value, then the rule."""
    held = changes.boroughs
    alone, clear = int(held["is_clear_alone"].sum()), int(held["is_clear"].sum())
    rate = survey_boroughs.FALSE_DISCOVERY_RATE
    rule = says.one_at_a_time(alone, clear, len(held), rate)
    return [*tables.tested_changes(changes.rows), *rule, says.P_VALUE]


def _roles(rows: pd.DataFrame, chosen: Collection[str]) -> list[str]:
    return [
        "context" if area == MPS else "chosen" if area in chosen else "main"
        for area in rows["area_code"]
    ]


def _notes_on_changes(
    shares: BoroughShares, changes: BoroughChanges, london: pd.Timestamp, is_star_said: bool
) -> list[str]:
    base, _ = survey_base(str(shares.rows["area_code"].iloc[0]))
    steps = changes.boroughs[changes.boroughs["unusual_from"].notna()]
    named = zip(steps["area_name"], steps["unusual_from"], strict=True)
    found = [unusual([(str(name), float(before)) for name, before in named])]
    found.append(says.few_interviews(base))
    if not changes.why_none:
        found += [says.SHARED_BY_LONDON, _against_london(changes, london)]
    read_off = {shares.end} if shares.held["is_transcription"].any() else set()
    read_off |= {changes.end} if changes.boroughs["is_transcription"].any() else set()
    if read_off:
        found.append(says.transcribed_boroughs(sorted(read_off), is_star_said))
    return [sentence for sentence in found if sentence]


def _notes_on_shares(shares: BoroughShares) -> list[str]:
    base, design_effect = survey_base(str(shares.rows["area_code"].iloc[0]))
    limits = shares.rows.iloc[0][["low_998", "low_95", "high_95", "high_998"]]
    missing = shares.rows.loc[shares.rows["share_pct"].isna(), "area_name"]
    found = [
        says_lines.missing_sentence(list(missing), shares.end),
        says.borough_base_sentence(
            base, design_effect, list(limits), survey_boroughs.LIMIT_LEVELS, shares.london_reach
        ),
    ]
    return [sentence for sentence in found if sentence]


def _against_london(changes: BoroughChanges, london: pd.Timestamp) -> str:
    """What the boroughs' newer figures say against London's change to its newest year; may be empty."""
    sign: Sign | None = ask(sign_of, changes.measure, pd.Timestamp.max, london)
    if sign is None or sign.since != changes.london_end:
        return ""
    return early_signs.against(sign, "London's change")


def _as_data(shares: BoroughShares, changes: BoroughChanges) -> pd.DataFrame:
    """Both tables as one, with their whole key, for the files; London's change has a row of its own.

    `period_end` and `share_pct` are a place's own newest, `common_end` and `common_pct` those of the
    year in which it is set against London.
    """
    renamed = {
        **{"low": "change_low", "high": "change_high", "is_clear": "change_is_clear"},
        **{"end": "period_end", "after_pct": "share_pct"},
    }
    moved = changes.rows.rename(columns=renamed).assign(baseline_end=changes.start)
    beside = shares.rows.rename(columns={"share_pct": "common_pct"})
    beside = beside.drop(columns=["is_transcription", "source_id"] if not moved.empty else [])
    both = beside.merge(
        moved, on=["area_code", "area_name"], how="outer" if not moved.empty else "left"
    )
    both = both.reindex(columns=both.columns.union(["period_end", "share_pct"], sort=False))
    has_own = both["period_end"].notna()
    return both.assign(
        survey="PAS",
        measure=shares.measure,
        time_basis="rolling_12_months",
        period_end=both["period_end"].where(has_own, shares.end),
        share_pct=both["share_pct"].where(has_own, both["common_pct"]),
        common_end=shares.end,
        london_pct=shares.london_pct,
    ).drop(columns=["is_clear_alone", "unusual_from"], errors="ignore")

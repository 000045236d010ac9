"""Use of force: each tactic by ethnic group, against White people."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.answers import ask
from dashboard.draft import Draft, OtherFiles
from dashboard.figures.places import ALL
from dashboard.page import Params
from dashboard.subjects.powers.choice import Choice
from dashboard.subjects.powers.compared import (
    Compared,
    printed_files,
    ratio_of,
    show_compared,
    shows_masked,
    with_census,
)
from dashboard.subjects.powers.figures import disproportion, force
from dashboard.subjects.powers.words import force as says
from dashboard.subjects.powers.words import powers as words
from dashboard.subjects.powers.words import tables
from dashboard.words.periods import month_year, year_to
from dashboard.words.printed import row_value

COUNTS = ["uses_count", "group_count", "white_count"]
PRINTED = "The Review: ages 11 to 61, in round figures"


@dataclass(frozen=True)
class Chosen:
    """A year and a tactic, set against residents, and the group compared with White people."""

    year_end: pd.Timestamp
    tactic: str
    name: str
    residents: str
    group: str

    @property
    def when(self) -> str:
        """The year in words."""
        return year_to(self.year_end)

    @property
    def denominator(self) -> str:
        """The residents by name."""
        return disproportion.DENOMINATORS[self.residents]

    @property
    def link(self) -> dict[str, str]:
        """The year and the tactic as the address says them."""
        return {"year": f"{self.year_end:%Y-%m}", "tactic": self.tactic}


def choose(draft: Draft, of_searches: Choice) -> Chosen:
    """Declare the year and the tactic; group and residents are those of the searches."""
    years = {f"{end:%Y-%m}": month_year(end) for end in ask(force.force_years)}
    year = draft.select("Year to", "year", years, next(iter(years)))
    year_end = pd.Timestamp(year) + pd.offsets.MonthEnd(0)
    held = ask(force.force_tactics, year_end)
    names = {tactic: says.tactic_name(tactic, is_sum) for tactic, is_sum in held.items()}
    tactic = draft.select("Tactic", "tactic", names, ALL)
    return Chosen(year_end, tactic, names[tactic], of_searches.residents, of_searches.group)


def show(draft: Draft, chosen: Chosen, link: Params) -> None:
    """Draw each group's ratio for a tactic, and list every tactic.

    Args:
        chosen: of `choose`. link: every choice of the page.
    """
    rates = ask(force.force_by_group, chosen.year_end, chosen.tactic, chosen.residents)
    printed = ask(force.review_force_ratios)
    printed = printed[printed["tactic"] == chosen.tactic]
    headline = says.force_headline(
        chosen.group, chosen.name, chosen.year_end, ratio_of(rates, chosen.group)
    )
    draft.section(
        headline,
        f"Uses of force per resident over those per White resident, {chosen.when}. "
        f"Ethnicity as officers saw it; {words.residents_words(chosen.denominator)}."
        + (f" {says.MIXED_SEEN}" if chosen.group == "Mixed" else ""),
    )
    draft.choice_row("year", "tactic", name="choices-force")
    notes = caveats(chosen, rates, printed)
    show_compared(
        draft,
        Compared(
            rates=rates,
            group=chosen.group,
            residents=chosen.residents,
            noun="Uses of force",
            column="Uses",
            headline=headline,
            when=chosen.when,
            alt=f"{chosen.name}: uses by group, {chosen.when}",
            printed=None if printed.empty else printed,
            printed_label=PRINTED,
            source=with_census("use_of_force", force.HOME_OFFICE),
            key="powers-force",
            name="force",
            notes=notes,
        ),
    )
    show_tactics(draft, chosen, said=words.MASKED in notes)
    draft.downloads_of(
        data_of(chosen, rates),
        name="force",
        title=f"Use of force by ethnic group, {chosen.name}, {chosen.when}",
        dataset="use_of_force",
        filters={"Year to": month_year(chosen.year_end), "Tactic": chosen.name},
        link=link,
        notes=notes,
        source_ids=force.HOME_OFFICE,
        beside={"population": {disproportion.CENSUS}},
    )
    draft.other_files(
        [_tactics_files(chosen), printed_files("force-review", "uses of force", printed)], link
    )


def caveats(chosen: Chosen, rates: pd.DataFrame, printed: pd.DataFrame) -> list[str]:
    """What must be known about the uses of force on screen, and nothing else."""
    outside = rates[~rates["ethnicity"].isin(disproportion.GROUPS)]
    unknown = dict(zip(outside["ethnicity"], outside["events_count"].fillna(0), strict=True))
    found = [
        says.years_sentence([end.year for end in ask(force.force_years)]),
        says.forms_sentence(ask(force.met_coverage_pct)),
        says.ethnicity_sentence(unknown, ask(force.has_chinese, chosen.year_end)),
        says.mixed_sentence(
            ask(force.ratio_black_and_mixed, chosen.year_end, chosen.tactic, chosen.residents)
        ),
    ]
    if chosen.tactic == ALL:
        found.append(says.outside_sentence(ask(force.not_counted, chosen.year_end)))
    if not printed.empty:
        both = [
            (str(row["group"]), row_value(row), float(row["value"]), ratio[0] if ratio else None)
            for row in printed.to_dict("records")
            for ratio in [ratio_of(rates, str(row["group"]))]
        ]
        first = printed.iloc[0]
        found.append(says.printed_sentence(both, first["period_start"], first["period_end"]))
    if shows_masked(rates):
        found.append(words.MASKED)
    return found


def show_tactics(draft: Draft, chosen: Chosen, said: bool) -> None:
    """List every tactic of the year with the chosen group's ratio, folded away.

    Args:
        said: whether the part has said already what a masked count is.
    """
    found = ask(force.force_by_tactic, chosen.year_end, chosen.group, chosen.residents)
    names = [
        says.tactic_name(tactic, is_sum)
        for tactic, is_sum in zip(found["tactic"], found["is_sum"], strict=True)
    ]
    who = words.people_of_group(chosen.group)
    with draft.fold(f"Every tactic, {who} and White people", "tactics"):
        draft.table(
            tables.tactic_table(found.assign(name=names), chosen.group),
            alt=f"Uses of each tactic on {who} and White people, {chosen.when}, and the ratio of rates",
            point="Ratio",
        )
        if not said and found[COUNTS].isna().any(axis=None):
            draft.bullets([words.MASKED])


def _tactics_files(chosen: Chosen) -> OtherFiles:
    """Every tactic of the year, as rows for files of their own."""
    found = ask(force.force_by_tactic, chosen.year_end, chosen.group, chosen.residents)
    who = words.people_of_group(chosen.group)
    return OtherFiles(
        name="force-tactics",
        title=f"Uses of each tactic on {who} and White people, {chosen.when}",
        frame=found.assign(
            year_end=chosen.year_end, group=chosen.group, residents_age_band=chosen.residents
        ),
        sources={"use_of_force": force.HOME_OFFICE, "population": {disproportion.CENSUS}},
        filters={"Year to": month_year(chosen.year_end), "Group": chosen.group},
        notes=[words.MASKED] if found[COUNTS].isna().any(axis=None) else [],
    )


def data_of(chosen: Chosen, rates: pd.DataFrame) -> pd.DataFrame:
    """The rows on screen with their whole key, for the files."""
    rows = rates.rename(columns={"events_count": "uses_count"})
    names = list(rows.columns)
    rows = rows.assign(
        year_end=chosen.year_end, tactic=chosen.tactic, residents_age_band=chosen.residents
    )
    return rows[["year_end", "tactic", "residents_age_band", *names]]

"""Parts of the Solved crime page that few come for, folded: flagged crime, custody, what is positive."""

from __future__ import annotations

import pandas as pd

from dashboard.answers import ask
from dashboard.charts import COUNT, TENTHS, Look, bars, funnel, marks, trend
from dashboard.draft import Draft
from dashboard.figures import sources as sources_figures
from dashboard.figures.places import MPS, in_a_sentence
from dashboard.figures.sources import breaks_within
from dashboard.sourcing import source_line
from dashboard.subjects.outcomes.choice import Choice, rate_or_none
from dashboard.subjects.outcomes.figures import counted_positive, custody, flagged
from dashboard.subjects.outcomes.figures.outcomes import KIND, SMALL_BASE
from dashboard.subjects.outcomes.words import beside as words
from dashboard.subjects.outcomes.words.charges import of_counts as count_of
from dashboard.words.numbers import count
from dashboard.words.outcomes import too_few
from dashboard.words.periods import short_month_year, twelve_months_to


def show_flagged(draft: Draft, chosen: Choice) -> None:
    """Domestic abuse, hate crime and its strands: one of them in every borough, and all in the place."""
    if not chosen.flag:
        return
    name, end = flagged.SERIES[chosen.flag], flagged.BEFORE[-1]
    place = ask(flagged.of_place, chosen.area)
    own = place[(place["series"] == chosen.flag) & (place["last_month"] == end)]
    if own.empty:
        return
    newest = own.iloc[0]
    notes = [words.FLAGGED, words.OVERLAP, too_few(SMALL_BASE)]
    with draft.fold(words.FLAGGED_FOLD, "flagged"):
        draft.subsection(
            words.flagged_title(
                name,
                in_a_sentence(chosen.area),
                newest["outcomes_count"],
                newest["offences_count"],
                rate_or_none(newest["rate_pct"]),
                end,
            )
        )
        _boroughs(draft, chosen, name)
        draft.need_to_know(notes, about="flagged")
        draft.table(_every_series(place), alt=f"Each series, {in_a_sentence(chosen.area)}")
        draft.caption(words.NEW_RECORDING)
        _flagged_files(draft, chosen, place, notes)


def _boroughs(draft: Draft, chosen: Choice, name: str) -> None:
    end = flagged.BEFORE[-1]
    rows = ask(flagged.by_borough, chosen.flag, end)
    held = rows.dropna(subset="rate_pct")
    if held.empty:
        draft.info(words.no_funnel(name, SMALL_BASE))
        return
    london = ask(flagged.of_place, MPS).set_index(["series", "last_month"])["rate_pct"]
    centre = float(london[(chosen.flag, end)])
    said = words.funnel_words(
        name,
        centre,
        int((held["rate_pct"] > held["high_998"]).sum()),
        int((held["rate_pct"] < held["low_998"]).sum()),
        len(held),
        end,
    )
    draft.text(said)
    drawn = rows.rename(
        columns={"area_name": "label", "rate_pct": "value", "offences_count": "base_n"}
    )
    drawn = drawn.assign(
        role=drawn["area_code"].eq(chosen.area).map({True: "chosen", False: "main"})
    )
    draft.chart(
        lambda narrow: funnel(
            drawn,
            unit=TENTHS,
            look=Look(narrow=narrow),
            centre=centre,
            base_words="offences",
            when=twelve_months_to(end),
        ),
        alt=f"Each borough's rate within the limits of chance around London's. {said}",
        source_line=source_line(flagged.DATASET, {flagged.SOURCE}),
        key="flagged",
        subtitle=words.FLAGGED_SUBTITLE,
    )
    with draft.fold("Each borough's figures", "flagged-boroughs"):
        draft.table(
            pd.DataFrame(
                {
                    "Borough": rows["area_name"],
                    "Offences": rows["offences_count"].map(count),
                    "Positive outcomes per 100": rows["rate_pct"].map(words.rate_cell),
                }
            ),
            alt=f"{name} in each borough, {twelve_months_to(end)}",
        )


def _every_series(place: pd.DataFrame) -> pd.DataFrame:
    """Each series: the two years before the new recording system, then offences since."""
    table: dict[str, list[str]] = {}
    for end in sorted(place["last_month"].unique()):
        rows = place[place["last_month"] == end].set_index("series")
        table.setdefault("Kind of crime", [flagged.SERIES[one] for one in rows.index])
        if end > flagged.BEFORE[-1]:
            table[f"Offences to {short_month_year(end)} *"] = list(
                rows["offences_count"].map(count)
            )
        else:
            counts = zip(
                rows["rate_pct"], rows["outcomes_count"], rows["offences_count"], strict=True
            )
            table[f"To {short_month_year(end)}"] = [words.rate_of(*one) for one in counts]
    return pd.DataFrame(table)


def _flagged_files(draft: Draft, chosen: Choice, place: pd.DataFrame, notes: list[str]) -> None:
    labels = {"outcome_kind": KIND, "period": "12_months", "source_id": flagged.SOURCE}
    boroughs = ask(flagged.by_borough, chosen.flag, flagged.BEFORE[-1])
    name = flagged.SERIES[chosen.flag]
    if not boroughs.empty:
        draft.downloads_of(
            boroughs.assign(series=chosen.flag, last_month=flagged.BEFORE[-1], **labels),
            name="flagged",
            title=f"{name} by borough, {twelve_months_to(flagged.BEFORE[-1])}",
            dataset=flagged.DATASET,
            source_ids={flagged.SOURCE},
            filters={"Kind of crime": name},
            link=chosen.link,
            notes=notes,
        )
    draft.downloads_of(
        place.assign(area_code=chosen.area, area_name=chosen.name, **labels),
        name="flagged-series",
        title=f"Domestic abuse, hate crime and its strands, {chosen.name}",
        dataset=flagged.DATASET,
        source_ids={flagged.SOURCE},
        filters={"Place": chosen.name},
        link=chosen.link,
        notes=[*notes, words.NEW_RECORDING],
    )


def show_custody(draft: Draft, chosen: Choice) -> None:
    """Sexual offences prosecuted or sent to court from custody: a lower bound, no verdict."""
    years = ask(custody.sexual_offences)
    if years.empty:
        return
    last = years.iloc[-1]
    then = years[years["date"] == _REVIEW_YEAR]
    before = years.iloc[0] if then.empty else then.iloc[0]
    notes = [words.CUSTODY, words.CUSTODY_RAPE]
    with draft.fold(words.CUSTODY_FOLD, "custody"):
        draft.subsection(
            words.custody_title(
                before["to_court_count"], before["date"], last["to_court_count"], last["date"]
            )
        )
        rows = years.rename(columns={"to_court_count": "value"}).assign(
            date=years["date"] - _HALF_A_YEAR,
            series="Prosecuted or to court",
            is_dashed=years["date"] == last["date"],
        )
        found = ask(sources_figures.breaks, custody.DATASET)
        moved = marks(breaks_within(found, years["date"].min(), years["date"].max()))
        draft.chart(
            lambda narrow: trend(
                rows[["date", "series", "value", "is_dashed"]],
                unit=COUNT,
                look=Look(narrow=narrow),
                breaks=moved,
                zero=True,
                when="%Y",
                dashed=words.LOWER_BOUND,
                at_end=words.LOWER_BOUND,
            ),
            alt="Line chart: sexual offences prosecuted or sent to court from custody, by year",
            source_line=source_line(custody.DATASET),
            key="custody",
            subtitle=words.CUSTODY_SUBTITLE,
        )
        draft.need_to_know(notes, about="custody")
        newest_first = years.iloc[::-1]
        draft.table(
            pd.DataFrame(
                {
                    "Year": newest_first["date"].dt.year.astype(str),
                    "Prosecuted or to court, of all": [
                        count_of(*one)
                        for one in zip(
                            newest_first["to_court_count"],
                            newest_first["offences_count"],
                            strict=True,
                        )
                    ],
                    "Bail or investigation": newest_first["pending_count"].map(count),
                }
            ),
            alt="Sexual offences by what was decided of them in custody, by year",
        )
        draft.downloads_of(
            years.assign(year=years["date"].dt.year, offence_group=custody.GROUP).drop(
                columns="date"
            ),
            name="custody",
            title="Sexual offences prosecuted or sent to court from custody, by year",
            dataset=custody.DATASET,
            filters={"Offence": custody.GROUP},
            link=chosen.link,
            notes=notes,
        )


_REVIEW_YEAR = pd.Timestamp("2022-12-31")
_HALF_A_YEAR = pd.Timedelta(days=183)
"""A calendar year's figure stands over the middle of it."""


def show_positive(draft: Draft, chosen: Choice) -> None:
    """What the Met counts as positive, of business crime: each kind's share."""
    kinds = ask(counted_positive.kinds, chosen.kinds)
    shares = kinds.set_index("outcome_kind")["share_pct"]
    if not {"charged", "community_resolution"} <= set(shares.index):
        return
    first, last = kinds["first_month"].iloc[0], kinds["last_month"].iloc[0]
    names = kinds["outcome_kind"].map(words.KINDS)
    with draft.fold(words.POSITIVE_FOLD, "what-is-positive"):
        draft.subsection(words.positive_title(shares["charged"], shares["community_resolution"]))
        drawn = pd.DataFrame({"label": names, "value": kinds["share_pct"]})
        draft.chart(
            lambda narrow: bars(drawn, unit=TENTHS, look=Look(narrow=narrow)),
            alt="Bar chart: positive outcomes of business crime by kind",
            source_line=source_line(counted_positive.DATASET, {counted_positive.SOURCE}),
            key="what-is-positive",
            subtitle=words.positive_subtitle(first, last),
        )
        notes = [words.POSITIVE]
        draft.need_to_know(notes, about="positive")
        draft.table(
            pd.DataFrame(
                {
                    "Kind": names,
                    "Outcomes": kinds["outcomes_count"].map(count),
                    "Share": kinds["share_pct"].map(TENTHS.value),
                }
            ),
            alt="Positive outcomes of business crime by kind",
        )
        draft.downloads_of(
            kinds.assign(
                series="business_crime",
                area_code=MPS,
                source_id=counted_positive.SOURCE,
            ),
            name="what-is-positive",
            title="Positive outcomes of business crime by kind",
            dataset=counted_positive.DATASET,
            source_ids={counted_positive.SOURCE},
            filters={"Months": words.months(first, last)},
            link=chosen.link,
            notes=notes,
        )


def not_loaded(draft: Draft, has_charges: bool, chosen: Choice) -> None:
    """Say which of these tables are not among the data, in one box."""
    held = {
        "charges": has_charges,
        "flagged": bool(chosen.flag),
        "custody": not ask(custody.sexual_offences).empty,
        "positive": not ask(counted_positive.kinds, chosen.kinds).empty,
    }
    if missing := [words.NOT_LOADED[one] for one, is_held in held.items() if not is_held]:
        draft.info(words.not_loaded(missing))

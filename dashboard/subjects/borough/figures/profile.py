"""One place and what its people say: its newest figure, and beside London's at the newest common date.

A place is a borough, or one of the Met's 12 Basic Command Units, made of its boroughs.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.answers import ask
from dashboard.figures.places import EVERYONE, MPS, places
from dashboard.figures.sources import breaks, breaks_within
from dashboard.subjects.trust.figures.boroughs import FALSE_DISCOVERY_RATE, clear_alone
from dashboard.subjects.trust.figures.interviews import survey_bases, too_few
from dashboard.subjects.trust.figures.survey import (
    REVIEW_QUARTER,
    SURVEY,
    half_a_year_before,
    no_change_because,
    unusual_step,
)
from datasets import catalogue
from stats.compare import false_discoveries, p_of_difference
from stats.funnel import funnel_limits, funnel_standing
from stats.intervals import Interval as Interval
from stats.intervals import Share, difference_of_shares, wilson_share
from stats.pooled import pooled_share

_SURVEY = "public_attitudes"

CITY = "E09000001"
"""The City of London, which has a police force of its own."""

SURVEY_SHOWN = ("trust", "good_job_local", "treat_fairly", "listen_to_concerns", "relied_on")

_COMMAND = "command-"


@dataclass(frozen=True)
class Place:
    """A place that has a page.

    Attributes:
        id: GSS code of a borough; `command-` and a name for a command.
        name: `Lambeth`, or `Central South command (Lambeth and Southwark)`.
        short_name: `Lambeth`, or `Central South`; `title` says that the latter is a command.
        area_codes: of its boroughs.
    """

    id: str
    name: str
    short_name: str
    area_codes: tuple[str, ...]

    @property
    def is_command(self) -> bool:
        """Whether it is a Basic Command Unit."""
        return self.id.startswith(_COMMAND)

    @property
    def title(self) -> str:
        """`Lambeth`, or `Central South command`."""
        return f"{self.short_name} command" if self.is_command else self.name


def profile_places() -> dict[str, Place]:
    """Every place that has a page, by id: boroughs by name, then commands by name."""
    names = {code: name for code, name in places().items() if code != MPS}
    codes = {name: code for code, name in names.items()}
    boroughs = {code: Place(code, name, name, (code,)) for code, name in names.items()}
    table = catalogue.reference("commands")
    commands = {}
    for command, listed in zip(table["command"], table["boroughs"], strict=True):
        members = listed.split(";")
        of_names = f"{', '.join(members[:-1])} and {members[-1]}"
        id_ = f"{_COMMAND}{command.lower().replace(' ', '-')}"
        members_codes = tuple(codes[member] for member in members)
        commands[id_] = Place(id_, f"{command} command ({of_names})", command, members_codes)
    return boroughs | commands


def peers(area_codes: tuple[str, ...]) -> tuple[int, list[tuple[str, ...]]]:
    """Places of the same kind, each as the codes of its boroughs, and which of them this one is.

    A borough's are the 32 boroughs, a command's the 12 commands.
    """
    kind = len(area_codes) > 1
    alike = [one.area_codes for one in profile_places().values() if one.is_command == kind]
    return alike.index(area_codes), alike


@catalogue.kept("population", most=128)
def residents_of(area_codes: tuple[str, ...]) -> pd.Series:
    """Residents by mid-year, indexed by year; shared."""
    rows = catalogue.load("population", ["area_code", "year", "residents_count"], EVERYONE)
    rows = rows[rows["area_code"].isin(area_codes)]
    return rows.groupby("year")["residents_count"].sum()


@dataclass(frozen=True)
class Known:
    """Up to when figures count as held, so that an old link shows what it showed; None: all of them.

    Attributes:
        london, here: ends of the survey's newest year, of London and of the place's boroughs.
        crime, outcomes: first day of the newest month.
        ripe: first day of the newest month of outcomes that a rate may rest on.
        flags: first day of the newest month of domestic abuse and hate crime.
    """

    london: pd.Timestamp | None = None
    here: pd.Timestamp | None = None
    crime: pd.Timestamp | None = None
    outcomes: pd.Timestamp | None = None
    ripe: pd.Timestamp | None = None
    flags: pd.Timestamp | None = None

    def survey(self, rows: pd.DataFrame) -> pd.Series:
        """Whether each row counts; columns area_code and period_end."""
        latest = pd.Timestamp.max
        is_london = rows["area_code"] == MPS
        until = is_london.map({True: self.london or latest, False: self.here or latest})
        return rows["period_end"] <= pd.to_datetime(until)


NEWEST = Known()


@dataclass(frozen=True)
class Newest:
    """A place's newest share of one measure, and its change since the Review.

    Attributes:
        share: with its approximate 95% interval, per cent.
        change: since the year to March 2023, points; None where it cannot be given.
        why_no_change: why it cannot; empty where it can.
        is_transcription: whether the share was read off a dashboard by a third party.
        on_year: change on the 12 months before, with which the year shares no interview, points; None
            where these are not held, or a break lies between.
        unusual_from: share half a year before, where the newest lies unusually far from it
            (`unusual_step`); else None.
    """

    share: Interval
    end: pd.Timestamp
    change: Interval | None
    why_no_change: str
    is_transcription: bool
    on_year: Interval | None = None
    unusual_from: float | None = None


@dataclass(frozen=True)
class SurveyLine:
    """One survey measure in a place and in London, each in its newest year and both in a common one.

    Attributes:
        own, london_own: the place's newest, and London's.
        not_among, on_year_not_among: a borough's change (since the Review; on the year before) that is
            clear alone and not among all: how many are compared.
        end: of the newest year that both have.
        here, london: shares in that year with approximate 95% intervals, per cent.
        difference: place less London, points, 95% interval; London's people include the place's.
        standing: of `stats.funnel`: whether the place lies outside what chance would give.
        is_transcription: whether either share of the common year was read off a dashboard.
        source_ids: whose shares these are, in all the years named.
    """

    measure: str
    own: Newest
    london_own: Newest
    not_among: int
    end: pd.Timestamp
    here: Interval
    london: Interval
    difference: Interval
    standing: str
    is_transcription: bool
    source_ids: frozenset[str]
    on_year_not_among: int = 0


def survey_profile(area_codes: tuple[str, ...], known: Known = NEWEST) -> list[SurveyLine]:
    """Survey measures of a place, newest and beside London; none where no year is common to both.

    Args:
        area_codes: of the place's boroughs.
        known: later figures are left out, as though they were not held.

    A command's share is the mean of its boroughs', each counting by its residents of the newest
    mid-year: the survey is published for boroughs only.
    """
    lines = [_survey_line(one, area_codes, known) for one in SURVEY_SHOWN]
    return [line for line in lines if line is not None]


@dataclass(frozen=True)
class Held:
    """What is held of one survey measure in every place: worked out once for all of them.

    Attributes:
        measure: its id.
        wide: whole per cents, a row a quarter (end of the 12 months), a column a place.
        read_off: places and quarters whose share was read off a dashboard.
        sources: whose share it is, by place and quarter.
    """

    measure: str
    wide: pd.DataFrame
    read_off: frozenset[tuple[str, pd.Timestamp]]
    sources: dict[tuple[str, pd.Timestamp], str]

    def is_read_off(self, area_codes: tuple[str, ...], end: pd.Timestamp) -> bool:
        """Whether any of some places' shares of a quarter was read off a dashboard."""
        return any((code, end) in self.read_off for code in area_codes)

    def sources_of(self, area_codes: tuple[str, ...], ends: set[pd.Timestamp]) -> frozenset[str]:
        """Whose shares of some places and quarters these are."""
        keys = ((code, end) for code in area_codes for end in ends)
        return frozenset(self.sources[key] for key in keys if key in self.sources)

    def shares(self, area_codes: tuple[str, ...]) -> dict[pd.Timestamp, Share]:
        """The share of places together in each quarter that all of them have."""
        return _shares(self.wide.reindex(columns=list(area_codes)).dropna(), area_codes)


def _held(measure: str, known: Known) -> Held:
    rows = catalogue.load(
        "public_attitudes",
        ["area_code", "period_end", "share_pct", "base_n", "is_transcription", "source_id"],
        {**SURVEY, "measure": measure},
    )
    rows = rows[~too_few(rows["base_n"]) & known.survey(rows)]
    keys = list(zip(rows["area_code"], rows["period_end"], strict=True))
    return Held(
        measure=measure,
        wide=rows.pivot_table(index="period_end", columns="area_code", values="share_pct"),
        read_off=frozenset(
            key for key, is_one in zip(keys, rows["is_transcription"], strict=True) if is_one
        ),
        sources=dict(zip(keys, rows["source_id"], strict=True)),
    )


def _london(measure: str, known: Known) -> tuple[dict[pd.Timestamp, Share], Newest | None]:
    """London's shares by quarter, and its newest."""
    held = ask(_held, measure, known)
    shares = held.shares((MPS,))
    return shares, _newest(shares, held, (MPS,)) if shares else None


def _survey_line(measure: str, area_codes: tuple[str, ...], known: Known) -> SurveyLine | None:
    held = ask(_held, measure, known)
    here = held.shares(area_codes)
    london, of_london = ask(_london, measure, known)
    if of_london is None or not here.keys() & london.keys():
        return None
    end = max(here.keys() & london.keys())
    share, whole = here[end], london[end]
    newest = _newest(here, held, area_codes)
    limits = funnel_limits(whole.pct, share.base_n, share.design_effect, rounded=True)
    years = {end, newest.end, of_london.end, REVIEW_QUARTER}
    return SurveyLine(
        measure=measure,
        own=newest,
        london_own=of_london,
        not_among=_not_among(measure, newest.end, area_codes),
        end=end,
        here=_interval(share),
        london=_interval(whole),
        difference=difference_of_shares(whole, share, rounded=True),
        standing=str(funnel_standing(share.pct, limits)),
        is_transcription=held.is_read_off((*area_codes, MPS), end),
        source_ids=held.sources_of((*area_codes, MPS), years),
        on_year_not_among=(
            ask(_clear_alone_on_year, measure, known).get(area_codes[0], 0)
            if len(area_codes) == 1
            else 0
        ),
    )


def _newest(shares: dict[pd.Timestamp, Share], held: Held, area_codes: tuple[str, ...]) -> Newest:
    end = max(shares)
    before = shares.get(REVIEW_QUARTER)
    why_not = no_change_because(None if before is None else before.pct, end)
    change = (
        None
        if why_not or before is None
        else difference_of_shares(before, shares[end], rounded=True)
    )
    is_read_off = held.is_read_off(area_codes, end)
    on_year = _on_year(shares, held.measure)
    half = shares.get(half_a_year_before(end))
    unusual = unusual_step(half, shares[end], is_transcription=is_read_off)
    return Newest(_interval(shares[end]), end, change, why_not, is_read_off, on_year, unusual)


def _on_year(shares: dict[pd.Timestamp, Share], measure: str) -> Interval | None:
    """The change from the 12 months before the newest ones; None across a break, or without them."""
    end = max(shares)
    before = end - pd.DateOffset(years=1) + pd.offsets.MonthEnd(0)
    first = before - pd.DateOffset(years=1) + pd.Timedelta(days=1)
    if before not in shares or len(breaks_within(ask(breaks, _SURVEY, measure), first, end)):
        return None
    return difference_of_shares(shares[before], shares[end], rounded=True)


def _clear_alone_on_year(measure: str, known: Known) -> dict[str, int]:
    """Boroughs whose change on the year before is clear by itself and not among all, as `clear_alone`."""
    held = ask(_held, measure, known)
    found = {}
    for place in profile_places().values():
        shares = {} if place.is_command else held.shares(place.area_codes)
        if shares and (change := _on_year(shares, measure)) is not None:
            found[place.id] = change
    clear = false_discoveries(
        [p_of_difference(one) for one in found.values()], FALSE_DISCOVERY_RATE
    )
    return {
        code: len(found)
        for (code, change), is_clear in zip(found.items(), clear, strict=True)
        if change.excludes_zero and not is_clear
    }


def _interval(share: Share) -> Interval:
    return wilson_share(share.pct, share.base_n, share.design_effect, rounded=True)


def _shares(wide: pd.DataFrame, area_codes: tuple[str, ...]) -> dict[pd.Timestamp, Share]:
    """The share of places together, by the end of the year."""
    bases = survey_bases(area_codes)
    people = [1.0] if len(area_codes) == 1 else [_newest_residents(code) for code in area_codes]
    rows = wide[list(area_codes)].to_numpy("float64").tolist()
    pairs = zip(pd.DatetimeIndex(wide.index), rows, strict=True)
    return {
        end: pooled_share(
            [Share(pct, *bases[code]) for code, pct in zip(area_codes, row, strict=True)], people
        )
        for end, row in pairs
    }


def _newest_residents(area_code: str) -> float:
    people = residents_of((area_code,))
    return float(people[people.index.max()])


def _not_among(measure: str, end: pd.Timestamp, area_codes: tuple[str, ...]) -> int:
    return clear_alone(measure, end).get(area_codes[0], 0) if len(area_codes) == 1 else 0


def survey_lines(area_codes: tuple[str, ...], measure: str, known: Known = NEWEST) -> pd.DataFrame:
    """One measure quarter by quarter for a place; of a command the mean of its boroughs.

    Returns:
        date (end of the 12 months), value, is_dashed (read off a dashboard), source_id; a row of a
        missing quarter has no value. No row where nothing is published for all its boroughs.
    """
    held = ask(_held, measure, known)
    shares = held.shares(area_codes)
    ends = list(shares)
    table = pd.DataFrame(
        {
            "value": [share.pct for share in shares.values()],
            "is_dashed": [held.is_read_off(area_codes, end) for end in ends],
            "source_id": [held.sources[area_codes[0], end] for end in ends],
        },
        index=pd.DatetimeIndex(ends),
    ).astype({"value": "float64", "source_id": "str"})
    if table.empty:
        return table.rename_axis("date").reset_index()
    quarters = pd.date_range(table.index.min(), table.index.max(), freq="QE")
    whole = table.reindex(quarters).rename_axis("date").reset_index()
    return whole.assign(is_dashed=whole["is_dashed"].eq(True).fillna(False).astype(bool))


_SYLLABLES = (
    "Bar|king Bex|ley Brom|ley Cam|den Croy|don En|field Green|wich Hack|ney Ham|lets Harin|gey Haver|ing "
    "Hilling|don Houns|low Isling|ton Kings|ton Lam|beth Lewis|ham Mer|ton New|ham Red|bridge Rich|mond "
    "South|wark Wal|tham Wands|worth West|minster"
)
"""Where a word that is too long for a tile may be parted."""


def tiles() -> pd.DataFrame:
    """London's boroughs as equal tiles: area_code, area_name, short_name, parted_name, column, row."""
    table = catalogue.reference("places")
    parted = {one.replace("|", ""): one.replace("|", "\u00ad") for one in _SYLLABLES.split()}
    # A name of three words and more has a short one; one of two stands on two lines.
    is_short = (table["short_name"] != "") & (table["area_name"].str.count(" ") > 1)
    labels = table["short_name"].where(is_short, table["area_name"])
    return pd.DataFrame(
        {
            "area_code": table["area_code"],
            "area_name": table["area_name"],
            "short_name": table["short_name"].where(table["short_name"] != "", table["area_name"]),
            "parted_name": [
                " ".join(parted.get(word, word) for word in one.split()) for one in labels
            ],
            "column": table["tile_column"].astype(int),
            "row": table["tile_row"].astype(int),
        }
    )

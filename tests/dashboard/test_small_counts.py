"""No small count follows from what a page prints: the whole numbers that fit, least and greatest.

A reader is taken to know every printed count, every sum that the page gives or lets one work out, and
which masks stand for 1 to 4 (a first mask) and which for any number (a second). Nothing of the code
that chooses the masks is used.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from dashboard.subjects.powers.figures import counts, find_rate, force, powers, searches
from dashboard.subjects.powers.figures.disproportion import GROUPS, WHITE

FEWEST = 3
ALL = "all"


@pytest.fixture(autouse=True)
def _read_once(monkeypatch):
    """What the queries ask again and again of one table is worked out once: nothing moves here."""
    for module, name in ((counts, "_by_group"), (searches, "held_months"), (counts, "held_months")):
        monkeypatch.setattr(module, name, cache(getattr(module, name)))


class Printed:
    """What a reader knows: numbers that are sums of counts, each printed or masked."""

    def __init__(self) -> None:
        self.counts: dict[Hashable, int] = {}
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self.masked: list[tuple[str, dict[int, float]]] = []

    def is_sum(
        self,
        name: str,
        counts: Iterable[Hashable],
        truth: int,
        is_printed: bool,
        in_masked_row: bool = False,
    ) -> None:
        """A printed number, or a mask of 1 to 4 or of any number, is the sum of some counts.

        Where a whole row of a table is masked, nothing tells which of its masks are which.
        """
        row: dict[int, float] = {}
        for count in counts:
            place = self.counts.setdefault(count, len(self.counts))
            row[place] = row.get(place, 0) + 1
        if is_printed:
            self.rows.append((row, truth, truth))
            return
        is_small = 1 <= truth <= 4 and not in_masked_row
        self.rows.append((row, 1 if is_small else 0, 4 if is_small else np.inf))
        self.masked.append((name, row))

    def at_most(self, part: Hashable, whole: Hashable) -> None:
        """One count is part of another."""
        places = [self.counts.setdefault(one, len(self.counts)) for one in (part, whole)]
        self.rows.append(({places[0]: 1, places[1]: -1}, -np.inf, 0))

    def told(self) -> list[str]:
        """Masked numbers that fewer than three whole numbers fit."""
        return [f"{name}: {low:g} to {high:g}" for name, low, high in self._ranges()
                if high - low + 1 < FEWEST]  # fmt: skip

    def _ranges(self) -> Iterable[tuple[str, float, float]]:
        size = len(self.counts)
        matrix = np.array([[row.get(at, 0) for at in range(size)] for row, _, _ in self.rows])
        lows, highs = ([one[end] for one in self.rows] for end in (1, 2))
        for name, row in self.masked:
            goal = np.array([row.get(at, 0) for at in range(size)])
            ends = [
                milp(
                    sign * goal,
                    integrality=np.ones(size),
                    bounds=Bounds(0, np.inf),
                    constraints=LinearConstraint(matrix, lows, highs),
                )
                for sign in (1, -1)
            ]
            assert all(one.status in (0, 3) for one in ends)  # found, or without end
            yield name, *(s * one.fun if one.status == 0 else np.inf
                          for s, one in zip((1, -1), ends, strict=True))  # fmt: skip


def searches_told(basis: str, searched_for: str, end: str) -> list[str]:
    """Masked searches by group and by month that a page for one choice tells."""
    window = searches.window_to(end, basis, searched_for)
    page = Printed()
    monthly = counts.searches_by_month(basis, searched_for, window)
    rates = powers.rates_by_group(basis, searched_for, end).set_index("ethnicity")
    for first, last, by_group in (
        (window.first, window.last, rates["events_count"]),
        *_year_before(basis, searched_for, end),
    ):
        months = monthly[monthly["month"].between(first, last) & (monthly["standing"] != "missing")]
        truth = _truth(basis, searched_for)
        is_whole = months.groupby("ethnicity")["is_masked"].all()
        for cell in months.itertuples():
            key = (cell.month, cell.ethnicity)
            name = f"{cell.month:%Y-%m} {cell.ethnicity}"
            known = truth.get(key, 0), not cell.is_masked, bool(is_whole[cell.ethnicity])
            page.is_sum(name, [key], *known)
        for group, shown in by_group.items():
            mine = [(month, group) for month in months[months["ethnicity"] == group]["month"]]
            whole = sum(truth.get(cell, 0) for cell in mine)
            if mine:
                page.is_sum(f"{last:%Y-%m} sum of {group}", mine, whole, pd.notna(shown))
    every = [(month, group) for month in window.counted for group in rates.index]
    every = [cell for cell in every if cell in page.counts]
    page.is_sum("everyone", every, sum(truth.get(cell, 0) for cell in every), is_printed=True)
    return page.told()


def _year_before(basis: str, searched_for: str, end: str) -> list[tuple]:
    """The 12 months before, whose ratios the page's sentences may give."""
    before = f"{pd.Timestamp(end) - pd.DateOffset(months=12):%Y-%m}"
    if before not in searches.windows(basis, searched_for):
        return []
    window = searches.window_to(before, basis, searched_for)
    by_group = powers.rates_by_group(basis, searched_for, before).set_index("ethnicity")
    return [(window.first, window.last, by_group["events_count"])]


@cache
def _truth(basis: str, searched_for: str) -> dict[Hashable, int]:
    rows = searches.rows_of(basis, searched_for)
    return rows.groupby(["month", "group"])["stops_count"].sum().to_dict()


def outcomes_told(basis: str, searched_for: str, end: str, outcome: str) -> list[str]:
    end = find_rate.outcome_end(basis, searched_for, end)
    if end is None:
        return []
    rows = searches.rows_of(basis, searched_for)
    counted = searches.window_to(end, basis, searched_for, with_outcome=True).counted
    rows = rows[rows["month"].isin(counted)]
    had = (
        rows["outcome"].ne("No further action") if outcome == "any" else rows["outcome"].eq(outcome)
    )
    whole, part = (one.groupby("group")["stops_count"].sum() for one in (rows, rows[had]))
    page = Printed()
    shares = find_rate.outcome_shares(basis, searched_for, end, outcome)
    for row in shares.itertuples():
        group = row.ethnicity
        page.is_sum(
            f"searches of {group}", [group], int(whole[group]), pd.notna(row.searches_count)
        )
        parts = int(part.get(group, 0))
        page.is_sum(f"outcomes of {group}", [(group,)], parts, pd.notna(row.outcome_count))
        page.at_most((group,), group)
        assert pd.isna(row.share_pct) or (
            pd.notna(row.searches_count) and pd.notna(row.outcome_count)
        )
    page.is_sum("everyone", shares["ethnicity"], int(whole.sum()), is_printed=True)
    return page.told()


def objects_told(basis: str, end: str) -> list[str]:
    window = searches.window_to(end, basis)
    found = counts.objects_searched(window)
    if found.empty:
        return []
    truth = counts._object_counts(window)
    page = Printed()
    for row in found.itertuples():
        name = row.object_of_search
        page.is_sum(name, [name], int(truth[name]), pd.notna(row.searches_count))
        assert pd.isna(row.searches_count) == pd.isna(row.share_pct)
    page.is_sum("everyone", truth.index, int(truth.sum()), is_printed=True)
    return page.told()


def force_told(year_end: pd.Timestamp) -> list[str]:
    """Of every tactic and group of a year together: more than any one choice shows."""
    raw = force._counted(year_end)
    raw = raw.assign(group=raw["ethnicity"].replace({"Chinese": "Asian"}))
    leaves = raw.groupby(["force_type", "tactic", "group"])["uses_count"].sum()
    shown: set[tuple[str, str, bool]] = set()
    for group in [one for one in GROUPS if one != WHITE]:
        for row in force.force_by_tactic(year_end, group).itertuples():
            counts = {group: row.group_count, WHITE: row.white_count, ALL: row.uses_count}
            shown |= {(row.tactic, who, bool(pd.notna(counts[who]))) for who in counts}
    for tactic in force.force_tactics(year_end):
        for row in force.force_by_group(year_end, tactic).itertuples():
            assert row.is_masked == pd.isna(row.events_count)
            shown.add((tactic, row.ethnicity, not row.is_masked))
    assert len({cell[:2] for cell in shown}) == len(shown)  # the two tables mask the same
    page = Printed()
    for tactic, who, is_printed in sorted(shown):
        _add(page, leaves, tactic, who, is_printed)
    return page.told()


def _add(page: Printed, leaves: pd.Series, tactic: str, who: str, is_printed: bool) -> None:
    mine = [
        leaf
        for leaf in leaves.index
        if (tactic in (ALL, leaf[0], leaf[1]) or leaf[1].startswith(f"{tactic}: "))
        and who in (ALL, leaf[2])
    ]
    page.is_sum(f"{tactic}, {who}", mine, int(leaves[mine].sum()), is_printed)


OBJECTS = [ALL, *searches.objects()]
CHOICES = [
    (basis, searched_for, end)
    for basis in searches.BASES
    for searched_for in OBJECTS
    for end in list(searches.windows(basis, searched_for))[: 36 : 1 if searched_for == ALL else 12]
]


@pytest.mark.parametrize("basis", searches.BASES)
def test_searches_by_group_and_by_month(basis):
    chosen = [one for one in CHOICES if one[0] == basis]
    assert len(chosen) > 36
    assert [(one, told) for one in chosen if (told := searches_told(*one))] == []


def test_outcomes():
    chosen = [
        (basis, searched_for, end, outcome)
        for basis, searched_for, end in CHOICES
        if end == next(iter(searches.windows(basis, searched_for, with_outcome=True)))
        if find_rate.outcome_end(basis, searched_for, end) == end
        for outcome in searches.outcomes(basis, searched_for, end)
    ]
    assert len(chosen) > 100
    assert [(one, told) for one in chosen if (told := outcomes_told(*one))] == []


def test_what_was_looked_for():
    ends = [
        end
        for basis, searched_for, end in CHOICES
        if (basis, searched_for) == (searches.OFFICER, ALL)
    ]
    assert len(ends) == 36
    assert [(end, told) for end in ends if (told := objects_told(searches.OFFICER, end))] == []


@pytest.mark.parametrize("year_end", force.force_years())
def test_use_of_force(year_end):
    assert force_told(year_end) == []


def test_a_count_that_can_be_worked_out_is_seen():
    page = Printed()
    page.is_sum("a", ["a"], 3, is_printed=False)
    page.is_sum("b", ["b"], 4, is_printed=False)
    page.is_sum("both", ["a", "b"], 7, is_printed=True)
    assert page.told() == ["a: 3 to 4", "b: 3 to 4"]

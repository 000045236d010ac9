"""The declared rules by which the figures raise questions for a meeting.

A rule looks at what a page shows and at the published data, and asks nothing where its condition
does not hold. No question is written by hand for a page, and none says what the answer is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import pandas as pd

from dashboard.briefing import questions
from dashboard.briefing.questions import Question
from dashboard.figures.places import ALL, MPS, SURVEY_MEASURES, in_a_sentence, places
from dashboard.page import NONE_CHOSEN, Page
from dashboard.subjects.borough.figures import profile
from dashboard.subjects.commitments import figures as commitments
from dashboard.subjects.crime.figures import changes as crime_changes
from dashboard.subjects.crime.figures import signal as crime_signal
from dashboard.subjects.crime.figures.counts import crime_month_list
from dashboard.subjects.gaps.figures import changes as gap_changes
from dashboard.subjects.gaps.figures import gaps
from dashboard.subjects.gaps.figures import measured as gaps_measured
from dashboard.subjects.gaps.words import names as gap_names
from dashboard.subjects.outcomes.figures import charges
from dashboard.subjects.outcomes.words import charges as charge_words
from dashboard.subjects.overview.figures import success
from dashboard.subjects.overview.figures.signs import are_held, signs_of
from dashboard.subjects.powers.figures import powers, searches
from dashboard.subjects.powers.figures.disproportion import WHITE
from dashboard.subjects.trust.figures.boroughs import borough_shares, newest_changes
from dashboard.subjects.trust.figures.early_signs import sign_in
from dashboard.subjects.trust.figures.places import borough_quarters, common_quarters
from dashboard.words import verdicts
from dashboard.words.crime import offences_noun
from dashboard.words.signs import BETTER
from dashboard.words.signs import figures as sign_figures
from dashboard.words.survey import change_words
from dashboard.words.verdicts import Held
from datasets import catalogue
from stats.intervals import side_of

MOST = 3
"""Questions on a briefing."""
_EACH = 2
"""At most so many questions of one rule."""


@dataclass(frozen=True)
class Rule:
    """A rule: its id, when it asks, in words, and what it asks of a page on a day."""

    id: str
    when: str
    ask: Callable[[Page, date], Iterator[Question]]


def questions_of(page: Page, today: date) -> list[Question]:
    """The questions that a page's figures raise, in the order of the rules.

    Args:
        page: what the page shows. today: the day to judge lateness by.

    Returns:
        Three at most, and two of one rule, on the overview one; none where nothing moved.
    """
    asked: list[Question] = []
    each = _EACH if page.path else 1
    for rule in RULES:
        asked += islice(rule.ask(page, today), min(each, MOST - len(asked)))
    return asked


def area_of(page: Page) -> str:
    """Code of the one place that a page is about; empty where it is none or several."""
    chosen = page.chosen("area")
    return chosen[0] if len(chosen) == 1 and chosen[0] != NONE_CHOSEN else ""


def is_of_places(page: Page) -> bool:
    """Whether a page is of places other than London as a whole, which the measures' verdicts are of."""
    return any(code not in {MPS, NONE_CHOSEN} for code in page.chosen("area"))


def _measures(page: Page) -> list[success.Measure]:
    """The success measures that questions of a page may be on: on the page of gaps they are on the gaps."""
    return [] if page.path == "gaps" else list(success.measures_of(page.path))


_ASKED = ("met", "government")
"""Whose promises are asked about: the City of London has its own police."""
_OF_PLACES = {"trust", "borough"}
"""Pages that say how the survey's answers moved in a place."""
_ENOUGH = 500
"""Offences in a year below which a change of a kind of crime raises no question."""


def _early_sign(page: Page, _today: date) -> Iterator[Question]:
    if is_of_places(page):
        return
    for one in _measures(page):
        for _, row in one.deciding.iterrows():
            sign = sign_in(row)
            before, after = (_held(row.to_dict(), which) for which in ("baseline", "latest"))
            if sign is not None and sign.contradicts and before is not None and after is not None:
                yield questions.early_sign(str(row["indicator_name"]), before, after, sign)


def _fallen_here(page: Page, _today: date) -> Iterator[Question]:
    place = profile.profile_places().get(area_of(page)) if page.path in _OF_PLACES else None
    if place is None or not catalogue.is_readable("public_attitudes"):
        return
    until = _first(page, "survey") or _first(page, "to")
    end = pd.Timestamp(until) + pd.offsets.MonthEnd(0) if until else None
    for line in profile.survey_profile(place.area_codes, profile.Known(london=end, here=end)):
        change = line.own.change
        if change is not None and change.side == "below" and not line.not_among:
            yield questions.fallen_here(
                SURVEY_MEASURES[line.measure],
                place.title,
                line.own.share.estimate,
                line.own.end,
                change_words(change.estimate, change.low, change.high),
            )


def _ratio_moved(page: Page, _today: date) -> Iterator[Question]:
    keys = ("basis", "object", "to", "group", "residents")
    basis, searched_for, end, group, residents = (_first(page, key) for key in keys)
    for one in _measured(page):
        if one.id == "searched":
            yield from _searches_moved(
                *(searches.OFFICER, ALL, f"{one.end:%Y-%m}", gaps_measured.GROUP, ALL)
            )
    if page.path != "powers" or not (end and group):
        return
    yield from _searches_moved(basis, searched_for or ALL, end, group, residents or ALL)


def _searches_moved(*asked: str) -> Iterator[Question]:
    """Of the ratio that the page of searches leads with; `asked` as `powers.leading` takes it."""
    found = powers.leading(*asked)
    if found is None or found.before is None or found.change is None:
        return
    side = side_of(found.change.low, found.change.high, 1)
    if side == "not_clear":
        return
    _, _, end, group, *_ = asked
    yield questions.ratio_moved(
        group,
        WHITE,
        found.ratio.estimate,
        found.before.estimate,
        pd.Timestamp(end),
        side == "above",
        found.month,
    )


def _worsened(page: Page, _today: date) -> Iterator[Question]:
    for one in _measures(page):
        fallen = one.indicators[one.indicators["verdict"] == "worsened"]
        for row in fallen.to_dict("records"):
            reach = change_words(row["change"], row["change_low"], row["change_high"])
            before, after = _held(row, "baseline"), _held(row, "latest")
            if before is not None and after is not None:
                where = " in London" if is_of_places(page) else ""
                yield questions.worsened(str(row["indicator_name"]), before, after, reach, where)


def _charges_moved(page: Page, _today: date) -> Iterator[Question]:
    if page.path not in ("", "outcomes") or is_of_places(page):
        return
    offence = _first(page, "offence") or ALL
    group = charges.WHOLE if offence == ALL else charges.group_of(offence)
    years = charges.charge_years(group)
    newest = charges.newest(years)
    if newest is None or newest["low_pct"] != newest["low_pct"]:
        return
    first = years.iloc[0]
    ends = float(newest["low_pct"]), float(newest["high_pct"])
    if first["low_pct"] == first["low_pct"] or ends[0] <= first["rate_pct"] <= ends[1]:
        return
    yield questions.charges_moved(
        charge_words.noun(group),
        first["rate_pct"],
        first["date"],
        newest["rate_pct"],
        min(ends, key=lambda one: abs(one - first["rate_pct"])),
        newest["date"],
    )


def _charges_unripe(page: Page, _today: date) -> Iterator[Question]:
    """Groups that the measure is judged by, of which the newest year is too young to judge."""
    if page.path != "outcomes" or is_of_places(page):
        return
    offence = _first(page, "offence") or ALL
    asked = charges.JUDGED if offence == ALL else (charges.group_of(offence),)
    for group in asked:
        judged, years = charges.verdict_of(group), charges.charge_years(group)
        newest = charges.newest(years)
        if judged is None or newest is None or judged["cannot_kind"] != "not_ripe":
            continue
        before = years[years["date"] == judged["baseline_period_end"]]
        if before.empty or newest["high_pct"] != newest["high_pct"]:
            continue
        yield questions.charges_unripe(
            charge_words.noun(group),
            (float(before["rate_pct"].iloc[0]), before["date"].iloc[0]),
            (float(newest["rate_pct"]), newest["date"]),
            float(newest["high_pct"]),
        )


def _held(row: dict[Any, Any], which: str) -> Held | None:
    number = row[f"{which}_figure_id"]
    printed = success.printed_figures([number] if isinstance(number, str) else [])
    figures = printed.to_dict("records")
    return verdicts.held_of(row, which, figures[0] if figures else None)


def _widening_gap(page: Page, _today: date) -> Iterator[Question]:
    wanted = [_first(page, key) for key in ("measure", "by", "group", "source", "since")]
    if page.path != "gaps" or not all(wanted):
        return
    measure, by, group, source, since = wanted
    found = gaps.gap_series(measure, by, group, source)
    end = pd.Timestamp(since) + pd.offsets.MonthEnd(0)
    judged = gap_changes.outcome(found, end)
    if found is not None and judged.verdict == "worsened" and judged.change is not None:
        pair = gap_names.pair(found)
        yield questions.widening_gap(*pair, judged.change.before.end, judged.change.after.end)


_NEWEST_GAPS = "gaps-measured"
"""The newest gaps: they stand first where no gap was chosen."""


def _measured(page: Page) -> list[gaps_measured.Measured]:
    """The newest gaps that a page shows; none on other pages."""
    is_shown = any(one.name == _NEWEST_GAPS for one in page.files)
    if not is_shown:
        return []
    held = gaps_measured.ends_held().items()
    return gaps_measured.measured(tuple((key, _first(page, key) or ends[0]) for key, ends in held))


def _gap_since(page: Page, _today: date) -> Iterator[Question]:
    for one in _measured(page):
        if one.end > _REVIEW or one.value == (0 if one.series else 1):
            continue
        if one.id == "trust" and one.series is not None:
            yield questions.gap_since(
                *gap_names.pair(one.series),
                SURVEY_MEASURES[one.id],
                gap_names.size(one.value),
                gap_names.when(one.series, one.series.gaps[-1]),
            )
        if one.id == "allegations":
            yield questions.disparity_since(gaps_measured.GROUP, one.value, one.end)


_REVIEW = pd.Timestamp("2023-03-31")


def _outlier_borough(page: Page, _today: date) -> Iterator[Question]:
    if page.path not in _OF_PLACES:
        return
    compared = _first(page, "compare")
    for measure in [compared] if compared else list(SURVEY_MEASURES):
        ends = common_quarters(measure)
        if not ends:
            continue
        at = _first(page, "at")
        until = pd.Timestamp(at) + pd.offsets.MonthEnd(0) if at else max(ends)
        end = max([one for one in ends if one <= until], default=min(ends))
        shares = borough_shares(measure, end)
        held = shares.held
        outside = held[held["standing"].isin(["above_998", "below_998"])]
        if area_of(page) not in {"", MPS}:
            outside = outside[outside["area_code"] == area_of(page)]
        if not outside.empty:
            yield questions.outlier_boroughs(
                SURVEY_MEASURES[measure],
                list(outside["area_name"]),
                shares.london_pct,
                end,
                len(held),
            )


def _fallen_boroughs(page: Page, _today: date) -> Iterator[Question]:
    if page.path != "trust" or is_of_places(page) or not catalogue.is_readable("public_attitudes"):
        return
    measure = _first(page, "compare") or next(iter(SURVEY_MEASURES))
    held = borough_quarters(measure)
    at = _first(page, "at")
    until = pd.Timestamp(at) + pd.offsets.MonthEnd(0) if at else max(held, default=None)
    if until is None:
        return
    found = newest_changes(measure, until, until)
    fallen = found.boroughs[found.boroughs["is_clear"] & (found.boroughs["change"] < 0)]
    if not fallen.empty:
        furthest = fallen.sort_values("change").iloc[0]
        yield questions.fallen_boroughs(
            SURVEY_MEASURES[measure],
            list(fallen["area_name"]),
            (str(furthest["area_name"]), float(furthest["change"])),
            len(found.boroughs),
            found.end,
        )


def _unusual_month(page: Page, _today: date) -> Iterator[Question]:
    area, last = area_of(page) or MPS, _first(page, "to")
    if page.path != "crime" or not last:
        return
    offence, kind = _first(page, "offence") or ALL, _first(page, "kind") or ALL
    found = crime_signal.monthly_signal(area, offence, kind, pd.Timestamp(last))
    if found is not None and found.last["signal"] == "outside":
        month = found.last
        yield questions.unusual_month(
            offences_noun(offence, kind),
            in_a_sentence(area),
            month["value"],
            (month["lower"], month["upper"]),
            month["date"],
        )


def _largest_change(page: Page, _today: date) -> Iterator[Question]:
    area, last = area_of(page) or MPS, _last_month_of_crime(page)
    if not last or area not in places() or _first(page, "offence") not in {"", ALL}:
        return
    end = pd.Timestamp(last)
    found = crime_changes.changes_to(area, end)
    if found.empty:
        return
    kinds = found[~found["is_subgroup"] & (found["offences_count"] >= _ENOUGH)].iloc[1:]
    kinds = kinds.dropna(subset=["change_1y_pct"])
    if not kinds.empty:
        most = kinds.sort_values("change_1y_pct", key=abs).iloc[-1]
        where = in_a_sentence(area)
        yield questions.largest_change(
            str(most["offence"]), where, most["change_1y_pct"], most["offences_count"], end
        )


def _last_month_of_crime(page: Page) -> str:
    """The newest month on a page of recorded crime; empty on any other."""
    if page.path == "crime":
        return _first(page, "to")
    if page.path != "borough" or not catalogue.is_readable("recorded_offences"):
        return ""
    return _first(page, "crime") or f"{max(crime_month_list()):%Y-%m}"


def _open_promise(page: Page, today: date) -> Iterator[Question]:
    if not catalogue.is_readable("commitments"):
        return
    rows = commitments.promises(today)
    late = rows[rows["standing"].isin(["undecided", "no_figure"]) & rows["party"].isin(_ASKED)]
    late = _sharpest_first(late)
    if page.path != "commitments":
        measures = [one.id for one in _measures(page)]
        late = late[late["success_measure"].isin(measures)]
    for row in late.to_dict("records"):
        held = row["evidence"] if isinstance(row["evidence"], str) else ""
        yield questions.open_promise(
            row["promise"], row["owner"], row["due"], row["document"], held
        )


def _sharpest_first(late: pd.DataFrame) -> pd.DataFrame:
    """Promises whose figure falls short first, then those without one, newest first; none whose number is reached.

    Nor one that a fact answers, as far as it can be read: that is no open question.
    """
    short = pd.concat([commitments.short_of_target(late, one) for one in _ASKED])
    is_answered = late["evidence_value"].ge(late["target_value"]) & late["decided_by"].eq(
        "at_least"
    )
    is_answered |= late["why_open"].eq("read_as")
    rest = late[~is_answered & ~late["id"].isin(short["id"])]
    return pd.concat([short, rest.sort_values("due", ascending=False, kind="stable")])


def _unknown_since(page: Page, _today: date) -> Iterator[Question]:
    if not page.path or is_of_places(page):
        return
    for one in success.measures_of(page.path):
        if one.verdict != "cannot_be_judged":
            continue
        rows = one.indicators[one.indicators["is_principal"].eq(True)]
        for row in rows.to_dict("records"):
            before = _held(row, "baseline")
            if before is not None and _held(row, "latest") is None:
                yield questions.unknown_since(str(row["indicator_name"]), before)


def _sign_moved(page: Page, _today: date) -> Iterator[Question]:
    if not page.path or is_of_places(page) or not are_held():
        return
    found = [
        row
        for one in success.measures_of(page.path)
        if one.verdict == "cannot_be_judged"
        for row in signs_of(one.id)
        if row["direction"] in ("rose", "fell") and row["earlier_value"] == row["earlier_value"]
    ]
    newest = sorted(found, key=lambda row: row["period_end"], reverse=True)
    named: dict[str, dict[str, Any]] = {}
    for row in newest:
        named.setdefault(row["sign_name"], row)
    asked = [(row, BETTER.get(row["sign"], "")) for row in named.values()]
    asked.sort(
        key=lambda one: one[0]["direction"] == one[1]
    )  # what moved for the better comes last
    for row, better in asked:
        yield questions.sign_moved(row["sign_name"], row["direction"], better, sign_figures(row))


def _gap_stands(page: Page, _today: date) -> Iterator[Question]:
    wanted = [_first(page, key) for key in ("measure", "by", "group", "source")]
    if page.path != "gaps" or not all(wanted) or page.files[0].name == _NEWEST_GAPS:
        return
    found = gaps.gap_series(*wanted)
    if found is not None and not found.figures.empty and page.headline:
        yield questions.gap_stands(*gap_names.pair(found), page.headline)


def _first(page: Page, key: str) -> str:
    return next(iter(page.chosen(key)), "")


RULES = (
    Rule("widening_gap", "the gap on screen has clearly widened", _widening_gap),
    Rule("gap_stands", "there is a gap between the groups that were chosen", _gap_stands),
    Rule(
        "early_sign",
        "the boroughs' newer figures speak against the verdict on London",
        _early_sign,
    ),
    Rule(
        "fallen_here",
        "a survey answer in the place on screen has clearly fallen since the Review",
        _fallen_here,
    ),
    Rule("worsened", "an indicator of the page's measure has clearly worsened", _worsened),
    Rule(
        "charges_moved",
        "a first year's share of crimes charged is further from the newest than a revision reaches",
        _charges_moved,
    ),
    Rule(
        "charges_unripe",
        "the newest share charged of a kind that the measure is judged by is too young to judge",
        _charges_unripe,
    ),
    Rule(
        "unknown_since",
        "the page's measure cannot be judged and a figure from the time of the Review is held",
        _unknown_since,
    ),
    Rule(
        "sign_moved",
        "the page's measure cannot be judged and a figure near to it has moved",
        _sign_moved,
    ),
    Rule(
        "ratio_moved", "the ratio of searches on screen has clearly moved in a year", _ratio_moved
    ),
    Rule(
        "gap_since",
        "a gap on screen is no newer than the Review",
        _gap_since,
    ),
    Rule(
        "fallen_boroughs",
        "boroughs have clearly fallen since the Review, tested together, at the newest date chosen",
        _fallen_boroughs,
    ),
    Rule(
        "outlier_borough",
        "a borough lies outside the 99.8% limits around London's share",
        _outlier_borough,
    ),
    Rule("unusual_month", "the newest month on screen is outside its usual range", _unusual_month),
    Rule(
        "largest_change",
        "of all kinds of crime, the one whose number changed most in a year has 500 offences or more",
        _largest_change,
    ),
    Rule(
        "open_promise",
        "a promise on the page's measure is past its date and no figure decides it",
        _open_promise,
    ),
)

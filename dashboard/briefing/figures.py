"""What each rule looks at: a page's choice, and the published figures that raise its question.

A function has the name of its rule in `rules`; the words of the question are in `questions`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
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

_ASKED = ("met", "government")
"""Whose promises are asked about: the City of London has its own police."""
_OF_PLACES = {"trust", "borough"}
"""Pages that say how the survey's answers moved in a place."""
_ENOUGH = 500
"""Offences in a year below which a change of a kind of crime raises no question."""
_REVIEW = pd.Timestamp("2023-03-31")
_NEWEST_GAPS = "gaps-measured"
"""The newest gaps: they stand first where no gap was chosen."""


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


def early_sign(page: Page, _today: date) -> Iterator[Question]:
    """Of the indicators that decide the page's measures, those whose early sign contradicts them."""
    if is_of_places(page):
        return
    for one in _measures(page):
        for _, row in one.deciding.iterrows():
            sign = sign_in(row)
            before, after = (_held(row.to_dict(), which) for which in ("baseline", "latest"))
            if sign is not None and sign.contradicts and before is not None and after is not None:
                yield questions.early_sign(str(row["indicator_name"]), before, after, sign)


def fallen_here(page: Page, _today: date) -> Iterator[Question]:
    """The survey's questions in the one place of the page, each against the Review's year."""
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


def ratio_moved(page: Page, _today: date) -> Iterator[Question]:
    """The ratio of searches on screen against that of the year before."""
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


def worsened(page: Page, _today: date) -> Iterator[Question]:
    """The indicators of the page's measures that are judged worsened."""
    for one in _measures(page):
        fallen = one.indicators[one.indicators["verdict"] == "worsened"]
        for row in fallen.to_dict("records"):
            reach = change_words(row["change"], row["change_low"], row["change_high"])
            before, after = _held(row, "baseline"), _held(row, "latest")
            if before is not None and after is not None:
                where = " in London" if is_of_places(page) else ""
                yield questions.worsened(str(row["indicator_name"]), before, after, reach, where)


def charges_moved(page: Page, _today: date) -> Iterator[Question]:
    """The share charged of the first year held, and how far a revision may take the newest."""
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


def charges_unripe(page: Page, _today: date) -> Iterator[Question]:
    """Groups that the measure is judged by, of which the newest year is too young to judge."""
    if page.path not in ("", "outcomes") or is_of_places(page):
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


def widening_gap(page: Page, _today: date) -> Iterator[Question]:
    """The two gaps that the page compares."""
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


def _measured(page: Page) -> list[gaps_measured.Measured]:
    """The newest gaps that a page shows; none on other pages."""
    is_shown = any(one.name == _NEWEST_GAPS for one in page.files)
    if not is_shown:
        return []
    held = gaps_measured.ends_held().items()
    return gaps_measured.measured(tuple((key, _first(page, key) or ends[0]) for key, ends in held))


def gap_since(page: Page, _today: date) -> Iterator[Question]:
    """The newest gaps that the page shows, by their dates."""
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


def outlier_borough(page: Page, _today: date) -> Iterator[Question]:
    """The boroughs' standing around London's share, for each question compared."""
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


def fallen_boroughs(page: Page, _today: date) -> Iterator[Question]:
    """The boroughs' changes since the Review, tested together."""
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


def unusual_month(page: Page, _today: date) -> Iterator[Question]:
    """The newest month of recorded crime on screen, and what is usual for it."""
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


def largest_change(page: Page, _today: date) -> Iterator[Question]:
    """Each kind of crime over a year, of the place on screen."""
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


def open_promise(page: Page, today: date) -> Iterator[Question]:
    """The promises on the page's measures that are late and undecided."""
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


def unknown_since(page: Page, _today: date) -> Iterator[Question]:
    """The principal indicators of the page's measures without a newer figure."""
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


def sign_moved(page: Page, _today: date) -> Iterator[Question]:
    """The newest sign of each name, of the page's measures that cannot be judged."""
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


def gap_stands(page: Page, _today: date) -> Iterator[Question]:
    """The gap between the groups chosen."""
    wanted = [_first(page, key) for key in ("measure", "by", "group", "source")]
    if page.path != "gaps" or not all(wanted) or page.files[0].name == _NEWEST_GAPS:
        return
    found = gaps.gap_series(*wanted)
    if found is not None and not found.figures.empty and page.headline:
        yield questions.gap_stands(*gap_names.pair(found), page.headline)


def _first(page: Page, key: str) -> str:
    return next(iter(page.chosen(key)), "")

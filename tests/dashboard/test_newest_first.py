"""Newest truth first: no headline rests on an older figure than is held, no verdict lacks its early sign.

What is newest is read from the published table with pandas alone, for every place and measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

import pandas as pd
import pyarrow.parquet as pq
import pytest

from dashboard.briefing.pages import brief
from dashboard.figures.places import MPS, places
from dashboard.page import Notes, Page, Text
from dashboard.site import share_pictures as pictures
from dashboard.subjects.borough import files, sentences, tables
from dashboard.subjects.borough.figures import place as figures
from dashboard.subjects.borough.figures import profile
from dashboard.subjects.overview import sentences as overview
from dashboard.subjects.overview.figures import success
from dashboard.subjects.pages import PAGES
from dashboard.subjects.trust.choice import Choice
from dashboard.subjects.trust.figures import early_signs
from dashboard.subjects.trust.newer import clear_alone
from dashboard.subjects.trust.words import headlines as survey_headlines
from dashboard.words import early_signs as says
from dashboard.words.measures import MEASURES
from datasets import catalogue
from tests.dashboard import page_reading
from tests.dashboard.page_reading import cards, everything, links, shown

SHOWN = ("trust", "good_job_local", "treat_fairly")
LATEST = pd.Timestamp.max
HILLINGDON, LAMBETH = "E09000017", "E09000022"
SIGN = "70.6%"
TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def held() -> pd.DataFrame:
    """Every published share of everyone, 12 months to each quarter."""
    rows = pq.read_table(catalogue.directory() / "public_attitudes.parquet").to_pandas(
        date_as_object=False
    )
    return rows[
        (rows["survey"] == "PAS")
        & (rows["group_dimension"] == "all")
        & (rows["time_basis"] == "rolling_12_months")
    ].astype({"area_code": "str", "measure": "str"})


@pytest.fixture(scope="module")
def newest(held) -> dict[tuple[str, str], tuple[float, pd.Timestamp]]:
    """(place, measure) -> the newest share held, and the end of its year."""
    last = held.sort_values("period_end").groupby(["area_code", "measure"]).tail(1)
    pairs = zip(last["share_pct"], pd.to_datetime(last["period_end"]), strict=True)
    return dict(zip(zip(last["area_code"], last["measure"], strict=True), pairs, strict=True))


def boroughs() -> list[profile.Place]:
    return [one for one in profile.profile_places().values() if not one.is_command]


def month(end: pd.Timestamp) -> str:
    return f"{end:%B %Y}"


# A place's own newest figure


def test_the_figures_asked_for(newest):
    march = pd.Timestamp("2026-03-31")
    assert newest[HILLINGDON, "trust"] == (62, march)
    assert newest[LAMBETH, "good_job_local"] == (32, march)


@pytest.fixture
def tested_once(monkeypatch):
    """The 32 tests of a measure are the same for every borough."""
    monkeypatch.setattr(profile, "clear_alone", cache(profile.clear_alone))


@pytest.mark.usefixtures("tested_once")
def test_my_borough_leads_with_the_newest_of_every_place_and_measure(newest):
    for place in boroughs():
        found = figures.Figures(place)
        vars(found).update(crime=None, outcomes=None)  # the survey alone
        share, end = newest[place.id, "trust"]
        title = sentences.headline(found)
        assert title.startswith(f"{place.title}: {share:.0f}% trust the Met"), place.title
        (_, trust), *_ = sentences.answer(found)
        assert trust.startswith(f"{share:.0f}%")
        assert f"(year to {month(end)}*)" in trust
        assert f"Trust in the Met: {trust}" in sentences.shared(found)
        said = [trust, *sentences.opinions(found)]
        data = files.as_data(found).set_index("indicator")
        rows = dict(
            zip(
                [one.measure for one in found.survey], tables.survey_rows(found.survey), strict=True
            )
        )
        for line in found.survey:
            share, end = newest[place.id, line.measure]
            assert (data.loc[line.measure, "value"], data.loc[line.measure, "period_end"]) == (
                share,
                end,
            )
            cell = rows[line.measure][1]
            assert cell.text.startswith(f"{share:.0f}% ("), (place.title, line.measure)
            assert cell.quiet == (f"year to {month(end)}",)
        for measure in SHOWN:
            share, end = newest[place.id, measure]
            assert any(
                re.match(rf"{share:.0f}%\W", one) and f"year to {month(end)}" in one for one in said
            ), (place.title, measure)


def test_a_command_leads_with_the_newest_year_that_all_its_boroughs_have(held):
    people = catalogue.load(
        "population", None, {"year": 2024, "sex": "all", "ethnicity": "all", "age_band": "all"}
    ).set_index("area_code")["residents_count"]
    trust = held[held["measure"] == "trust"].pivot_table(
        index="period_end", columns="area_code", values="share_pct"
    )
    for place in profile.profile_places().values():
        if place.is_command:
            own = trust[list(place.area_codes)].dropna().iloc[-1]
            weights = people[list(place.area_codes)]
            mean = (own * weights).sum() / weights.sum()
            found = figures.Figures(place)
            vars(found).update(crime=None, outcomes=None)  # the survey alone
            assert sentences.headline(found).startswith(f"{place.title}: {mean:.0f}% trust the Met")
            (_, said), *_ = sentences.answer(found)
            assert f"year to {month(pd.Timestamp(own.name))}" in said


def test_trust_leads_with_the_newest_of_every_place_and_measure(newest):
    for code, name in places().items():
        if code == "MPS":
            continue
        chosen = Choice([code], list(SHOWN), pd.Timestamp("2014-12-31"), LATEST, points=False)
        own = [chosen.newest(measure)[name] for measure in SHOWN]
        alone = [one for one in SHOWN if code in clear_alone(chosen, one)]
        title, beneath = survey_headlines.borough_headline(name, own, {}, alone)
        for measure in SHOWN:
            share, end = newest[code, measure]
            if measure == SHOWN[0]:
                assert f"{share:.0f}% {MEASURES[measure].says} ({end:%b %Y}" in title, name
                first = end
                continue
            topic = MEASURES[measure].topic + (f", {end:%b %Y}," if end != first else "")
            assert re.search(rf"{topic} (\(|(rose|fell) \d+ points? to ){share:.0f}%", beneath), (
                *(name, measure, beneath),
            )


@pytest.mark.parametrize("area", [HILLINGDON, LAMBETH])
def test_the_pages_their_briefings_and_their_links_are_of_the_newest(area, newest):
    share, end = newest[area, "trust"]
    name = places()[area]
    for page in ("borough", "trust"):
        found = shown(page, area=area)
        is_unchecked = (page, area) == ("borough", HILLINGDON)  # an unusual step never leads
        said = "trust {:.0f}%, not checked" if is_unchecked else "{:.0f}% trust the Met"
        assert said.format(share) in found.headline
        on_paper = brief(found, "", "", TODAY)
        assert on_paper.headline == found.headline
        assert on_paper.lede == (found.paper.lede or found.lede)
        assert month(end) in on_paper.lede or f"({end:%b %Y}" in on_paper.headline
        assert f"{end:%Y-%m}" in on_paper.link
        most = "0.9 points at most" if page == "trust" else "0.6 points at most"  # of all, of trust
        said = [one for one in on_paper.caveats if "differed from London's own by" in one]
        assert [most in one for one in said] == [True]
        assert name in found.headline


def test_a_boroughs_briefing_holds_its_crimes_and_those_solved():
    crimes, solved = brief(shown("borough", area=LAMBETH), "", "", TODAY).tables
    assert list(crimes.frame.iloc[0])[:4] == [
        "All crimes",
        "38,692",
        "122.1 (120.9 to 123.3)",
        "100.3",
    ]
    assert list(solved.frame.iloc[0])[:4] == ["All crimes", "3,212", "8.4 (8.1 to 8.7)", "8.7"]


def test_several_boroughs_stand_at_their_newest_and_london_at_its_own(newest):
    page = shown("trust", area=[HILLINGDON, LAMBETH])
    assert page.headline == "Trust in the Met: 62% in Hillingdon and 64% in Lambeth (Mar 2026)"
    text = everything(page).replace("\\", "")
    assert "London: 74% in the year to September 2025." in text


def test_an_address_that_ends_earlier_says_what_is_newer():
    page = shown("trust", area=HILLINGDON, to="2025-09")
    assert page.headline.startswith("In Hillingdon, 75% trust the Met")
    assert "Newer figures are held, to the year to March 2026: show them" in links(page)
    newest = links(shown("trust", area=HILLINGDON))
    assert not any("Newer figures are held" in one for one in newest)


# London's verdict and its early sign


def signs() -> dict[str, early_signs.Sign]:
    found = {one: early_signs.sign_of(one, LATEST, LATEST) for one in SHOWN}
    return {measure: sign for measure, sign in found.items() if sign is not None}


def test_every_survey_measure_whose_boroughs_are_newer_than_london_has_a_sign(newest, held):
    wide = held.pivot_table(
        index="period_end", columns=["measure", "area_code"], values="share_pct"
    )
    codes = [code for code in places() if code != "MPS"]
    for measure in held["measure"].unique():
        of_boroughs = wide[measure].reindex(columns=codes).dropna().index.max()
        is_newer = of_boroughs > newest["MPS", measure][1]
        sign = early_signs.sign_of(measure, LATEST, LATEST)
        assert (sign is not None) == is_newer, measure
        if sign is not None:
            assert sign.end == of_boroughs
    assert set(signs()) == set(SHOWN)
    assert early_signs.sign_of("stop_search_fair", LATEST, LATEST).end == pd.Timestamp("2025-12-31")


def test_the_table_of_verdicts_and_the_pages_have_the_same_signs():
    measure = next(one for one in success.measures() if one.id == "trust_confidence_fairness")
    rows = measure.deciding[measure.deciding["group"] == "all"].set_index("indicator")
    for name, sign in signs().items():
        held_sign = early_signs.sign_in(
            rows.loc[name].rename(None).to_frame().T.assign(indicator=name).iloc[0]
        )
        assert held_sign.pct == pytest.approx(sign.pct)
        assert held_sign.record == pytest.approx(sign.record)
        for part in ("end", "since", "shared", "places", "lower", "higher", "residents_year"):
            assert getattr(held_sign, part) == getattr(sign, part), (name, part)
        assert held_sign.contradicts == sign.contradicts == (name == "trust")


def carriers() -> Iterator[tuple[str, str]]:
    """Every text that shows or rests on London's verdict on trust, by where it stands."""
    yield from on_overview(shown(""))
    trust = shown("trust")
    yield "Trust, under the headline", trust.lede
    yield "Trust, the chart's description", trust.charts[0].alt
    yield "Trust, its table", trust.tables[0][1].to_string()
    yield "Trust, its files", " ".join(trust.files[0].meta.notes)
    paper = brief(trust, "", "", TODAY)
    yield "Trust, the briefing", paper.verdicts[0].reason
    yield "Trust, the briefing's caveats", " ".join(paper.caveats)
    for area in (HILLINGDON, LAMBETH):
        beneath = [one.beneath or "" for one in shown("trust", area=area, measure="trust").charts]
        said = [one for one in beneath if "London (Met area): up 3" in one]
        yield f"Trust, {area}", said[0]
        lines = sentences.trust_notes(figures.Figures(profile.profile_places()[area]))
        yield f"My borough, {area}", next(one for one in lines if "London, to the year to" in one)
    yield "My borough, London", everything(shown("borough", area=MPS))
    published = catalogue.load("success_measures")
    for row in published[published["early_sign_contradicts"]].to_dict("records"):
        yield f"data, {row['indicator']}", row["reason"]


def on_overview(page: Page) -> Iterator[tuple[str, str]]:
    html = cards(page)
    yield "Overview, under the headline", html[html.index('class="news"') : html.index("Crime: ")]
    card = html[html.index("Trust the Met</p>") :]
    yield "Overview, the card", card[: card.index("Good job locally")]
    details = [one for one in page.all_of(Text) if one.markdown.startswith("“Trust the Met” rose")]
    yield "Overview, figures and reason", details[0].markdown
    table = next(one for one in page_reading.tables(page) if "Verdict" in one)
    yield (
        "Overview, the table",
        " ".join(table[table["Indicator"].str.startswith("Trust the Met,")].iloc[0]),
    )
    yield "Overview, its files", " ".join(page.files[0].meta.notes)
    rows = page.files[0].frame.set_index(["measure", "indicator", "group"])
    yield "Overview, its rows", rows.loc["trust_confidence_fairness", "trust", "all"]["reason"]
    paper = brief(page, "", "", TODAY)
    yield "Overview, the briefing", paper.tables[0].frame.iloc[0].iloc[-1]
    yield "Overview, the briefing's head", paper.lede
    card = pictures.card_of(PAGES[0], page, TODAY)
    yield "Overview, the share picture", card.sign
    yield "Overview, its description", pictures.alt_of(card, page, False)


def test_a_verdict_that_a_newer_figure_contradicts_says_so_wherever_it_is_shown():
    found = dict(carriers())
    assert len(found) >= 20
    lacking = [place for place, text in found.items() if SIGN not in text.replace("\\", "")]
    assert lacking == []


def test_the_headline_of_trust_says_that_its_rise_is_contradicted():
    for choice in ({}, {"to": "2025-09"}):
        page = shown("trust", **choice)
        assert (
            page.headline == "74% trust the Met (Sep 2025*), up 3 points, but the rise may be gone"
        )
        assert SIGN in page.lede


def test_a_sign_that_contradicts_nothing_is_told_as_a_sign_alone():
    page = shown("trust", measure=["good_job_local", "treat_fairly"], compare="good_job_local")
    text = everything(page).replace("\\", "")
    assert "speaks against" not in text
    assert "may be gone" not in text
    assert "(year to March 2026: local confidence 44.7% and fair treatment 63.9%)" in text
    assert "year to March 2026: 44.7%, the mean of the 32 boroughs" in text
    assert "Early sign of fair treatment, in the same way: 63.9% in the year to March 2026" in text


def test_a_sign_is_drawn_as_a_mark_of_its_own_and_joined_to_nothing():
    page = shown("trust", review="no")
    drawn = page.charts[0].draw(False)
    marks = [one for one in drawn.data if one.marker.symbol == "square" and one.meta == "points"]
    assert sorted(round(one.y[0], 1) for one in marks) == [44.7, 63.9, 70.6]
    assert {one.mode for one in marks} == {"markers"}
    assert {one.x[0] for one in marks} == {"2026-03-31"}
    lines = [one for one in drawn.data if one.mode == "lines" and one.meta in ("solid", "dashed")]
    assert max(x for one in lines for x in one.x if x) == "2025-09-30"
    rows = page.files[0].frame
    in_file = rows[rows["figure_kind"] == says.KIND]
    assert [round(one, 1) for one in in_file["share_pct"]] == [70.6, 44.7, 63.9]
    assert in_file["is_transcription"].all()


def test_the_words_of_a_sign():
    one = signs()["trust"]
    full = says.full(one, "trust in the Met")
    for said in (
        "year to March 2026: 70.6%, the mean of the 32 boroughs weighted by residents of all ages "
        "(mid-2024)",
        "In all 39 quarters that both have, this mean differed from London's own by 0.6 points at most",
        "29 of the boroughs are lower and 1 higher: counted, not tested, and the two years share 6 months",
        "A change in how the survey is done is not excluded. No verdict rests on it.",
    ):
        assert said in full
    assert says.against(one, "this") == (
        "An early sign speaks against this: 70.6% in the year to March 2026, the mean of the 32 boroughs by "
        "residents. That is back at London's level at the Review (71%); 29 of the 32 boroughs are lower "
        "than in the year to September 2025."
    )
    apart = early_signs.Sign(**{**vars(one), "end": pd.Timestamp("2026-09-30"), "pct": 65.0})
    assert "share" not in says.full(apart, "trust in the Met").split("not tested")[1]
    assert "below London's level" in says.against(apart, "this")
    above = early_signs.Sign(**{**vars(one), "pct": 75.0})
    assert "above London's level" in says.against(above, "this")
    calm = early_signs.Sign(**{**vars(one), "contradicts": False})
    assert says.against(calm, "this") == ""
    assert says.on_card(calm) == "Boroughs' newer average: 70.6%, Mar 2026"
    assert says.in_columns(calm) == ("70.6%", "year to March 2026", "")
    assert not re.search(r"\bgood_job_local\b", full)


def test_the_largest_difference_is_rounded_up_as_it_is_said_to_be_no_more():
    found = signs()
    expected = {"trust": 0.6, "good_job_local": 0.9, "treat_fairly": 0.8}
    for measure, most in expected.items():
        assert found[measure].record <= most
        assert f"differed from London's own by {most} points at most" in says.full(
            found[measure], measure
        )
        assert f"{most} points at most" in says.short(found[measure])
    whole = early_signs.Sign(**{**vars(found["trust"]), "record": 0.7})
    assert says.record(whole) == "0.7 points at most"


def test_london_among_the_places_has_its_early_sign_too():
    page = shown("trust", area="E09000017")
    side_by_side = [
        one for one in page_reading.tables(page) if any("Same year" in name for name in one)
    ]
    london = [one["Change"].iloc[-1].replace("\\", "") for one in side_by_side]
    assert london == [
        "+3 points (+1.5 to +4.5); Boroughs' newer average speaks against it: 70.6%, Mar 2026",
        "−4 points (−5.6 to −2.4)",
        "+1 point, no clear difference",
    ]
    against = "An early sign speaks against London's change: 70.6% in the year to March 2026"

    def of_boroughs(page: Page) -> str:
        return next(" ".join(one.lines) for one in page.all_of(Notes) if one.about == "boroughs")

    assert against in of_boroughs(page)
    older = shown("trust", area="E09000017", at="2024-06")
    assert against not in of_boroughs(older)


def test_no_sign_is_given_where_a_fixed_link_knew_of_none():
    known = pd.Timestamp("2025-09-30")
    assert early_signs.sign_of("trust", known, known) is None
    december = early_signs.sign_of("trust", pd.Timestamp("2025-12-31"), known)
    assert (round(december.pct, 1), f"{december.end:%Y-%m}") == (72.1, "2025-12")


def test_an_older_version_of_the_verdicts_has_no_signs(monkeypatch):
    whole = catalogue.load

    def older(dataset, *more):
        rows = whole(dataset, *more)
        if dataset != "success_measures":
            return rows
        return rows[[name for name in rows if not name.startswith("early_sign")]]

    monkeypatch.setattr(catalogue, "load", older)
    found = success.measures()
    assert overview.against(found) == []
    rows = found[0].deciding
    assert [early_signs.sign_in(row) for _, row in rows.iterrows()] == [None] * len(rows)

"""The Solved crime page in each of its states, by what it says."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
import time_machine

from dashboard.briefing.pages import brief
from dashboard.page import CardTable, Fold, Heading, Notes, Text
from dashboard.words.outcomes import KINDS
from tests.dashboard.page_reading import everything, shown, tables

solved = partial(shown, "outcomes")


def card_tables(page):
    """Subject and rows of the tables of printed figures, each row as a text that begins with its name."""
    found = {}
    for one in page.all_of(CardTable):
        if one.key == "figures":
            rows = found.setdefault(
                one.alt.split(":")[0], []
            )  # the earlier figures are folded away
            rows += [
                " | ".join(" ".join((cell.text, *cell.quiet)) for cell in row) for row in one.rows
            ]
    return found


def notices(page):
    return [one.markdown for one in page.all_of(Text) if one.style == "notice"]


def table_of(page, column):
    """The first table with a column."""
    return next(one for one in tables(page) if column in one)


@pytest.fixture(scope="module")
def opened():
    return solved()


def test_london_as_it_opens(opened):
    text = everything(opened)
    assert opened.headline == (
        "6 in 100 crimes charged so far, year to March 2026: no clear change"
    )
    assert opened.lede == (
        "Charged means charged, or summonsed to court. Compared with the year to March 2023, at the Review."
    )
    sexual = solved(offence="Sexual offences")
    assert sexual.headline == "London: 7 in 100 sexual offences charged so far, year to March 2026"
    assert sexual.lede == (
        "Charged means charged, or summonsed to court. Too early to compare with the year to March 2023, at "
        "the Review."
    )
    assert "four different things" in text
    assert (
        "In the year to August 2025 the one with the outcomes (edition of December 2025) counts "
        "938,635, the one behind the Crime trends page (newest edition June 2026) 932,750."
    ) in text
    assert "12 months to January 2023 and to the same month of earlier years" in text
    assert "the Review's figure prints 39%, a footnote 5%" in text
    assert "New crime recording system” lies between" in text


def test_nothing_rests_on_the_provisional_months(opened):
    text = everything(opened)
    assert "September to December 2025 are provisional: 9.4%, 11.6%, 13.3%, 16.4%." in text
    assert "December 2025 is provisional, so figures of 12 months end at August 2025." in text
    assert (
        "Figures so new were later revised down by 5 to 8%. 12 months of all offences: down "
        "by 5% (a guide only, as two different tables are compared, August 2025 against December 2025). "
        "12 months of knife crime: down by 8% (one table in two editions, August 2025 against March 2026)."
    ) in text
    assert "12 months to each month, the newest to August 2025" in text
    by_year = table_of(opened, "12 months to")
    by_group = next(one for one in tables(opened) if {"Offence", "Outcomes"} <= set(one))
    assert list(by_year["12 months to"]) == ["August 2025", "August 2024", "August 2023"]
    assert by_group.set_index("Offence").loc["All offences", "Per 100"] == "8.7%"
    assert "10.2" not in "".join(by_year.to_numpy().ravel())


def test_months_are_marked_where_they_are_provisional():
    page = solved(show="month", **{"from": "2025-01"})
    assert list(table_of(page, "Month")["Month"][:5]) == [
        *("December 2025 (provisional)", "November 2025 (provisional)"),
        *("October 2025 (provisional)", "September 2025 (provisional)", "August 2025"),
    ]
    assert "each month; dashed: provisional, still to be revised" in everything(page)
    drawn = next(one for one in solved(show="month").charts if one.key == "outcomes")
    for narrow in (False, True):
        texts = " ".join(str(note.text) for note in drawn.draw(narrow).layout.annotations)
        assert "<b>16.4% (provisional)</b> London (Met" in texts.replace("<br>", " ")


def test_a_reader_may_end_in_a_provisional_month_and_no_headline_rests_on_it():
    page = solved(to="2025-10", area="E09000022")
    assert page.headline.endswith(", year to August 2025")
    assert "October 2025 is provisional, so figures of 12 months end at August 2025" in everything(
        page
    )
    only = solved(**{"from": "2025-10"})
    assert "**These months are provisional" in notices(only)[0]
    assert "end at August 2025" in notices(only)[0]


def test_an_old_year_carries_no_revision():
    text = everything(solved(to="2023-06"))
    assert "in the year to June 2023" in text
    assert "were later revised" not in text
    assert "provisional" not in text


def test_a_fixed_link_knows_which_month_was_the_last_ripe_one():
    by_year = table_of(solved(ripe="2025-07"), "12 months to").set_index("12 months to")
    assert by_year.loc["July 2025", "Per 100"] == "8.2%"
    place = {"area": "E09000022"}
    assert solved(ripe="2025-07", **place).headline.endswith(", year to July 2025")
    refused = solved(ripe="2025-11", **place)
    assert refused.headline.endswith(", year to August 2025")
    assert "2025-11" in refused.ignored[0]


def test_a_sanction_detection_may_be_a_charge_and_is_no_charge_rate(opened):
    text = everything(opened)
    assert "a charge or summons is one kind of it" in text
    assert "as are cautions, penalty notices, offences taken into consideration" in text
    assert "not a charge:" not in text


def test_each_side_of_the_move_stands_alone(opened):
    text = everything(opened)
    assert (
        "The 12 months before that break, March 2023 to February 2024: single months in London, all "
        "offences, have between 6.9 and 9.7 positive outcomes per 100 offences."
    ) in text
    assert (
        "The 12 months after that break, March 2024 to February 2025: single months in London, all "
        "offences, have between 4.0 and 10.5 positive outcomes per 100 offences."
    ) in text
    assert "fell to" not in text


def test_london_counts_crimes_given_to_no_borough(opened):
    text = everything(opened)
    assert (
        "London here is the 32 boroughs and crimes given to no borough: in the year to August 2025 "
        "those are 1,548 positive outcomes and 15,614 offences."
    ) in text
    assert "boroughs only" not in text
    assert "given to no borough" not in everything(solved(area="E09000022"))


def test_the_reviews_sanction_detections_say_which_are_worked_out(opened):
    (table,) = [one.set_index("Offence") for one in tables(opened) if "2013" in one]
    assert [name.replace("\N{NO-BREAK SPACE}", " ") for name in table.columns] == [
        *("2023", "2022 *", "2018 *", "2013"),
    ]
    assert table.loc["Rape"].tolist() == ["6%", "4%", "10%", "24%"]
    assert table.loc["Theft", "2013"] == "10%\N{NO-BREAK SPACE}*"


def test_each_kind_of_outcome_has_a_table_of_its_own_newest_first(opened):
    kinds = card_tables(opened)
    assert list(kinds) == [
        "Charges",
        "Days until a charge",
        "Closed without the victim's support, or still without an outcome",
        "Sanction detections, as others printed them",
        "Prosecutions and trials",
        "Convictions",
    ]
    trials = next(row for row in kinds["Prosecutions and trials"] if "57%" in row)
    assert "Year to March 2022" in trials
    assert "The Review, chapter 5.11, Figure 5.7" in trials
    days = kinds["Days until a charge"]
    assert "22.5 days" in days[0]
    assert "Year to March 2022" in days[0]
    assert "145" in days[1]
    assert "Year to March 2020" in days[1]
    assert all("charge" not in row.split(" | ")[0].lower() for row in kinds["Convictions"])


def test_each_kind_is_folded_under_how_many_it_has_and_how_new_the_newest_is(opened):
    folds = {one.key: one for one in opened.all_of(Fold) if one.key.startswith("kind-")}
    assert list(folds) == [f"kind-{kind}" for kind in KINDS]
    rows = card_tables(opened)["Prosecutions and trials"]
    assert "2019 to 2023" in rows[0]
    assert folds["kind-court"].title == (
        f"Prosecutions and trials: {len(rows)} printed figures, the newest to December 2023"
    )


def test_parts_are_few_and_each_says_its_point_in_a_short_title(opened):
    burglary = solved(area="E09000022", offence="Burglary")
    for one in (opened, burglary, solved(lead="outcomes"), solved(area="E09000022", show="month")):
        titles = [part.title for part in one.parts if part.title]
        assert len(titles) <= 8
        assert sum(len(title) > 90 for title in titles) <= (one is burglary)
        assert one.charts[0].heading[0] == titles[0]
        assert not [
            block for part in one.parts for block in part.blocks if isinstance(block, Heading)
        ]
        assert len(one.headline) <= 90
    wide = [one for one in tables(opened) if len(one.columns) > 5]
    assert all("Penalty notices" in one or "Oct–Dec" in one for one in wide)


def test_each_part_with_another_rate_begins_by_saying_why_it_is_another(opened):
    rates = ("6.2 of 100 crimes charged", "8.7%", "Solved by kind, London", "6.8% of offences with")
    found = [next(part for part in opened.parts if one in part.title) for one in rates]
    assert found == sorted(found, key=opened.parts.index)
    first, *others = (part.subtitle for part in found)
    assert "count than" not in first
    wider, kinds, beside = others
    for one in (wider, kinds):
        assert one.startswith("A wider count than charged: cautions and other actions too")
    assert beside.startswith(
        "The same 56,411 charges, of the 830,557 crimes with an outcome so far, not of all 916,963 recorded"
    )
    of_outcomes = solved(lead="outcomes")
    assert not [one for one in of_outcomes.parts if "wider count" in one.subtitle]
    narrower = next(one for one in of_outcomes.parts if "charged so far" in one.title)
    assert narrower.subtitle.startswith("A narrower count than solved: charges alone")
    assert narrower.title.startswith("London: 6.2 of 100 crimes charged so far")


def test_each_word_for_solved_is_told_where_it_first_stands(opened):
    assert opened.lede.startswith("Charged means charged, or summonsed to court.")
    lambeth = solved(area="E09000022")
    assert lambeth.lede.startswith("Solved means a suspect charged, cautioned or otherwise dealt")
    assert "All offences, Lambeth: 8.4% solved, year to August 2025" in [
        one.title for one in lambeth.parts
    ]


def test_both_counts_that_the_kinds_are_set_against_are_told_and_credited(opened):
    notes = opened.all_of(Notes)[0].lines
    assert notes[0] == (
        "All offences are set against 916,963 crimes, the Home Office's count of the year to March 2026. Kinds "
        "are set against the Met's own counts, 911,005 together."
    )
    (chart,) = (one for one in opened.charts if one.key == "charges")
    first = chart.source_line.split("\n")[0]
    assert "Home Office, crimes with an outcome" in first
    assert "Metropolitan Police Service, offences recorded" in first


def test_the_paper_holds_sexual_offences_charged_marked_provisional(opened):
    found = brief(opened, "Solved", "https://example.org", date(2026, 11, 30))
    rows = found.tables[0].frame.set_index("Kind of crime").loc["Sexual offences"]
    assert rows.tolist() == ["8.7", "6.5 (6.5 to 9.8) *"]
    assert found.caveats[0].startswith("* Provisional")
    (asked,) = (one for one in found.questions if one.rule == "charges_unripe")
    assert asked.text.startswith(
        "Will as many sexual offences of the year to March 2026 be charged"
    )
    assert asked.because == (
        "8.7 of 100 then, 6.5 so far. That is provisional: if it is revised as earlier years were at this "
        "age, it may rise to 9.8."
    )


def test_kinds_stand_in_order_of_their_rates_after_all_offences(opened):
    by_kind = next(one for one in tables(opened) if {"Offence", "Outcomes"} <= set(one))
    rates = [float(rate.removesuffix("%")) for rate in by_kind["Per 100"]]
    assert by_kind["Offence"].iloc[0] == "All offences"
    assert rates[1:] == sorted(rates[1:], reverse=True)
    assert by_kind["Per 100"].iloc[1] == "59.8%"
    titles = [part.title for part in opened.parts]
    assert (
        "Solved by kind, London: 1.1% of vehicle offences to 59.8% of possession of weapons"
        in titles
    )


def test_the_headline_of_a_place_has_londons_rate_beside_it():
    page = solved(area="E09000022")
    assert page.headline == ("About 8 crimes in 100 solved in Lambeth, year to August 2025")
    assert page.lede == (
        "Solved means a suspect charged, cautioned or otherwise dealt with: 8.4% (London: 8.7%)."
    )


def test_a_link_to_positive_outcomes_opens_with_them(opened):
    links = {one.name: one.meta.link for one in opened.files}
    for name in ("outcomes", "outcomes-kinds"):
        assert "lead=outcomes" in links[name]
    assert "lead=charges" in links["charges"]
    led = solved(lead="outcomes")
    assert led.headline == ("About 9 crimes in 100 solved in London, year to August 2025")
    assert led.charts[0].key == "outcomes"
    assert "lead=outcomes" in led.link


def test_a_third_stands_in_the_words_that_are_printed(opened):
    closed = card_tables(opened)["Closed without the victim's support, or still without an outcome"]
    (third,) = [row for row in closed if "(a third)" in row]
    assert "“a third”" in third
    (over,) = [row for row in closed if "(just over a third)" in row]
    assert "“just over a third”" in over
    assert "33.3" not in everything(opened) + "".join(closed)


def test_a_figure_with_the_citys_police_in_it_says_so(opened):
    (row,) = [one for one in card_tables(opened)["Convictions"] if "66%" in one]
    assert "the Met and the City of London" in row


def test_what_is_not_published_is_said(opened):
    text = everything(opened)
    assert "What is not in any published file held here" in text
    assert "adult rape cases investigated by the Met that reached court, for any year" in text


def test_12_months_across_a_break_have_no_rate():
    page = solved(**{"from": "2024-03", "to": "2025-01"})
    assert "No rate is given for all offences, London (Met area)" in notices(page)[0]
    place = solved(area="E09000022", **{"from": "2024-03", "to": "2025-01"})
    assert place.headline == "Lambeth: no rate is given for offences in the year to January 2025"
    assert "both sides of a break" in notices(page)[0]


def test_few_offences_have_no_rate():
    few = {"offence": "Possession of weapons", "show": "month"}
    none = solved(area="E09000029", **few)
    assert "fewer than 50 offences. Choose the 12-month ratio above." in notices(none)[0]
    assert "No rate is given on fewer than 50" in everything(solved(area="E09000033", **few))


def test_months_the_wrong_way_round():
    page = solved(**{"from": "2025-12", "to": "2023-01"})
    assert "**Nothing is published for all offences" in notices(page)[0]
    titles = [part.title for part in page.parts]
    assert "All offences, London: crimes solved" in titles


@pytest.mark.parametrize("table", ["crime_outcomes", "review_figures", "published_figures"])
def test_a_table_that_is_not_loaded_is_named(without, table):
    without(table)
    page = solved()
    assert "**These figures are not loaded.**" in notices(page)[0]
    assert not page.headline


def test_late_figures_are_said_to_be_overdue():
    with time_machine.travel(date(2026, 2, 1)):
        assert "usually renewed by March 2026" not in everything(solved())
    with time_machine.travel(date(2026, 12, 1)):
        overdue = "Newer figures are overdue here: this source is usually renewed by March 2026"
        assert overdue in everything(solved())

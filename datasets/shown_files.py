"""Columns that mean a thing of their own in one of the pages' files."""

from __future__ import annotations

from collections.abc import Mapping

from datasets.schema import Column


def declare(*columns: Column) -> dict[str, Column]:
    """Columns by their names."""
    return {column.name: column for column in columns}


_CHANGE_IN_POINTS = "Share less that of the year to the baseline's end; empty: cannot be compared."
_ITS_OWN_UNIT = "points for a share, per cent for offences, outcomes per 100 offences for outcomes"
_SINCE = (
    "Change since the year to March 2023 for the survey, on the 12 months before for counts; empty: "
    "cannot be compared."
)

_CRIME_RATE = Column(
    "rate_per_1000", "number", "Offences for every 1,000 residents.", "per 1,000 residents", 0,
    absent="not_available",
)  # fmt: skip
_OUTCOME_RATE = Column(
    "rate_pct", "number", "Positive outcomes per 100 offences of the same period; empty on fewer than 50 offences and "
    "across a break.", "per cent", 0, absent="not_available",
)  # fmt: skip
_EARLIER = "The same {years} earlier, worked out from the printed change."
_PRINTED_RATIO = Column(
    "value", "number", "The group's rate over White people's, as the Review prints it.", "times", 0
)
_USES = Column(
    "uses_count", "integer", "Times the tactic was used; one incident can hold several; empty where hidden.", "uses", 0,
    absent="confidential",
)  # fmt: skip


def _index(name: str, what: str) -> tuple[Column, ...]:
    """A figure and the ends of its interval where London's is 100, as a small chart draws them."""
    return tuple(
        Column(f"{name}{end}_index", "number", f"{start}, on a scale where London's is 100.", "London = 100",
               absent="not_available")
        for end, start in {
            "": what[0].upper() + what[1:], "_low": f"Lower end of the 95% interval of {what}",
            "_high": f"Upper end of the 95% interval of {what}",
        }.items()
    )  # fmt: skip


def _in_the_common_year(name: str, what: str) -> tuple[Column, ...]:
    """A survey figure and the ends of its interval in the newest year that a place and London share."""
    return tuple(
        Column(f"common_{name}{end}", "number", f"{start} in the newest year that both share; empty for counts.",
               "per cent", 0, 100, absent="not_applicable")
        for end, start in {
            "": what[0].upper() + what[1:], "_low": f"Lower end of the 95% interval of {what}",
            "_high": f"Upper end of the 95% interval of {what}",
        }.items()
    )  # fmt: skip


def _change(years: int) -> tuple[Column, Column]:
    """The change of an offence over some years, and whether it is of few."""
    return (
        Column(f"change_{years}y_pct", "number", f"Change on the 12 months {years} year{'s' * (years > 1)} before; "
               "empty: fewer than 50 offences then, or not all months are held.", "per cent", absent="not_available"),
        Column(f"is_{years}y_of_few", "flag", "That change is from or to fewer than 100 offences."),
    )  # fmt: skip


def _beside_the_review(years: int) -> tuple[Column, Column, Column]:
    """A change as the Review prints it, and as the published table has it."""
    over = f"over {years} year{'s' * (years > 1)}"
    return (
        Column(f"printed_{years}y_pct", "number", f"Change {over} as the Review prints it.", "per cent"),
        Column(f"table_{years}y_pct", "number", f"Change {over} in the published table; empty: the table does not hold "
               "the kind.", "per cent", absent="not_applicable"),
        Column(f"is_{years}y_apart", "flag", "The two are more than 2 percentage points apart."),
    )  # fmt: skip


_GAPS = (
    Column("role", "label", "What the figure is: share of a group, gap between two groups, or change."),
    Column("value", "number", "The figure; empty where it is of too few people.",
           "per cent for a share, else percentage points", absent="not_available"),
    Column("group", "label", "The group of people, one spelling for all sources."),
    Column("statement", "text", "The figure in our own words; empty where no document prints it.",
           absent="not_applicable"),
    Column("geography", "label", "Place or force that the figure describes.", absent="not_available"),
    Column("document", "label", "Document that prints the figure; empty where a table of the survey holds it.",
           absent="not_applicable"),
    Column("figure_id", "label", "Our number for the figure; empty where no document prints it.",
           absent="not_applicable"),
    Column("gap_points", "number", "Share of the group less that of its reference group; empty on rows of the "
           "reference group, and where one of the two is not known.", "percentage points", absent="not_applicable"),
    Column("gap_low", "number", "Lower end of the gap's 95% interval; empty where none can be given.",
           "percentage points", absent="not_available"),
    Column("gap_high", "number", "Upper end of the gap's 95% interval; empty where none can be given.",
           "percentage points", absent="not_available"),
)  # fmt: skip

_QUARTERS = {
    "q1": "April to June", "q2": "July to September", "q3": "October to December", "q4": "January to March",
}  # fmt: skip
_VICTIMS = Column(
    "counted",
    "integer",
    "Victims in the month; empty where hidden.",
    "victims",
    0,
    absent="confidential",
)
_IN_CUSTODY = Column(
    "offences_count", "integer", "Offences of people held in custody; empty where hidden.", "offences", 0,
    absent="confidential",
)  # fmt: skip

IN_FILE: Mapping[str, Mapping[str, Column]] = {
    "borough": declare(
        Column("indicator", "label", "A question of the survey, or offences or positive outcomes of an offence group."),
        Column("unit", "label", "share_pct: per cent who agree; rate_per_1000: offences per 1,000 residents; rate_pct: "
               "positive outcomes per 100 offences."),
        Column("value", "number", "The place's figure.", "as unit says", absent="not_available"),
        Column("change", "number", _SINCE, _ITS_OWN_UNIT, absent="not_available"),
        Column("difference", "number", "The place's share less London's; empty for counts.", "percentage points",
               absent="not_applicable"),
        Column("london_period_end", "date", "Last day of London's own newest period; empty: that of the place.",
               absent="not_applicable"),
        Column("common_period_end", "date", "Last day of the newest year that the place and London share; empty for "
               "counts, whose period is one.", absent="not_applicable"),
        *_in_the_common_year("value", "the place's figure"),
        *_in_the_common_year("london", "London's figure"),
        *_index("value", "the place's figure"),
        *_index("london", "London's figure"),
    ),
    "borough-crime": declare(_CRIME_RATE),
    "borough-flagged": declare(
        Column("unit", "label", "rate_per_1000: offences per 1,000 residents; rate_pct: positive outcomes per 100 "
               "offences."),
        Column("period_end", "date", "Last day of the 12 months."),
        Column("value", "number", "The place's figure.", "as unit says", absent="not_available"),
        Column("change", "number", "Offences, change on the 12 months before; empty: cannot be compared.", "per cent",
               absent="not_available"),
    ),
    "borough-trust": declare(
        Column("is_transcription", "flag", "Read off a dashboard by a third party, not from a publisher's file; empty "
               "for an early sign, which is a mean of many rows.", absent="not_applicable"),
        Column("source_id", "label", "Which source the row is from; empty for an early sign.", absent="not_applicable"),
    ),
    "charges": declare(
        Column("outcomes_count", "integer", "Offences recorded in the year that are charged or summonsed so far.",
               "offences", 0),
        Column("rate_pct", "number", "Those per 100 offences recorded in the year.", "per cent", 0),
        Column("revised_low_pct", "number", "The rate at the lower end of the revision declared for figures as young; "
               "empty: old enough.", "per cent", 0, absent="not_applicable"),
        Column("revised_high_pct", "number", "The rate at the upper end of that revision; empty: old enough.",
               "per cent", 0, absent="not_applicable"),
    ),
    "charges-beside": declare(
        Column("charged_count", "integer", "Offences recorded in the year that are charged or summonsed so far.",
               "offences", 0),
        Column("assigned_count", "integer", "Offences recorded in the year that have any outcome so far.", "offences",
               0),
        Column("share_pct", "number", "Charged, of those that have an outcome.", "per cent", 0, 100),
    ),
    "charges-closed": declare(
        *(
            Column(f"{name}_count", "integer", f"Charges made from {months}.", "charges", 0)
            for name, months in _QUARTERS.items()
        ),
        Column("outcomes_count", "integer", "Charges made in the year, the four quarters together.", "charges", 0),
    ),
    "crime": declare(_CRIME_RATE),
    "crime-boroughs": declare(
        Column("before_count", "integer", "Offences in the 12 months before; empty: not all months are held.",
               "offences", 0, absent="not_available"),
        Column("change_pct", "number", "Change on the 12 months before; empty: fewer than 50 offences then, or not all "
               "months are held.", "per cent", absent="not_available"),
        _CRIME_RATE,
    ),
    "crime-kinds": declare(
        Column("is_subgroup", "flag", "A kind within one of the groups, counted in that group too."),
        *(column for years in (1, 5, 10) for column in _change(years)),
        _CRIME_RATE,
    ),
    "crime-months": declare(
        Column("usual_mean", "number", "Average of the 12 months that set the usual range; empty: too few months since "
               "a break.", "offences", 0, absent="not_available"),
        Column("usual_low", "number", "Lower end of the usual range of one month.", "offences", 0,
               absent="not_available"),
        Column("usual_high", "number", "Upper end of the usual range of one month.", "offences", 0,
               absent="not_available"),
        Column("signal", "label", "Why the month is more than the usual ups and downs: outside the range, one of a run "
               "on one side of the average, or of a trend of rising or falling months; empty: it is not, or it helped "
               "to set the range.", absent="not_applicable"),
    ),
    "crime-review": declare(
        Column("printed_count", "integer", "Offences as the Review prints them.", "offences", 0),
        Column("table_count", "integer", "The same in the published table; empty: the table does not hold the kind.",
               "offences", 0, absent="not_applicable"),
        *(column for years in (1, 5, 10) for column in _beside_the_review(years)),
        Column("is_count_apart", "flag", "The table's count is more than 2% away from the printed one."),
        Column("implied_5y_pct", "number", "Change over five years that the Review's own counts and changes of share "
               "imply; empty: it prints no change of share.", "per cent", absent="not_available"),
        Column("is_inconsistent", "flag", "The Review's five-year change contradicts its own shares."),
    ),
    "custody": declare(
        Column("to_court_count", "integer", "Offences prosecuted or sent to court from custody, by current disposal.",
               "offences", 0),
        Column("pending_count", "integer", "Offences whose suspect is on police bail or released under investigation.",
               "offences", 0),
        Column("offences_count", "integer", "Offences of every disposal.", "offences", 0),
    ),
    "flagged": declare(_OUTCOME_RATE),
    "flagged-series": declare(_OUTCOME_RATE),
    "gaps": declare(*_GAPS),
    "gaps-measured": declare(
        Column("gap_id", "label", "Which gap: searched, force, allegations, women, minorities, or the survey's "
               "question."),
        Column("unit", "label", "times: how many times as often as White people; percentage points: the first group's "
               "share less the second's."),
        Column("value", "number", "How far the two groups are apart, in the unit.", "as unit says"),
        Column("value_low", "number", "Lower end of its 95% interval; empty where none can be given.", "as unit says",
               absent="not_available"),
        Column("value_high", "number", "Upper end of its 95% interval; empty where none can be given.", "as unit says",
               absent="not_available"),
        Column("first_pct", "number", "Share of the first group; empty where no two shares are held.", "per cent", 0,
               100, absent="not_available"),
        Column("second_pct", "number", "Share of the second; empty where no two shares are held.", "per cent", 0, 100,
               absent="not_available"),
        Column("period_start", "date", "First day that the figure is of."),
        Column("period_end", "date", "Last day that the figure is of."),
        Column("month_left_out", "date", "First day of the one month that the figure leaves out of its 12; empty: "
               "none.", absent="not_applicable"),
        Column("dataset", "label", "The published table that it is from."),
        Column("source_id", "label", "Its source there, or several."),
    ),
    "gaps-beside": declare(
        Column("group_pct", "number", "Share of the group who say so, as the Review prints it.", "per cent", 0, 100),
        Column("all_pct", "number", "Share of all Londoners who say so in the same 12 months, from the survey's own "
               "table.", "per cent", 0, 100),
        Column("source_id", "label", "Source of the share of all Londoners."),
    ),
    "gaps-others": declare(
        *_GAPS,
        Column("survey", "label", "The survey, poll or document that the figure is from, by name."),
    ),
    "outcomes": declare(_OUTCOME_RATE),
    "outcomes-detections": declare(
        Column("rate_0y", "number", "Sanction detections per 100 offences in the 12 months to the last month.",
               "per cent", 0),
        Column("rate_1y", "number", _EARLIER.format(years="1 year"), "per cent", 0),
        Column("rate_5y", "number", _EARLIER.format(years="5 years"), "per cent", 0),
        Column("rate_10y", "number", "The same 10 years earlier: printed, or else worked out from the printed change.",
               "per cent", 0),
        Column("is_printed_10y", "flag", "The Review prints the rate of 10 years earlier itself."),
        Column("also_printed", "number", "What a footnote prints in place of the newest rate; empty: nothing else.",
               "per cent", 0, absent="not_applicable"),
    ),
    "outcomes-kinds": declare(
        _OUTCOME_RATE,
        Column("before_rate_pct", "number", "The same in the 12 months before; empty on fewer than 50 offences, across "
               "a break, and where those months are not held.", "per cent", 0, absent="not_available"),
    ),
    "outcomes-printed": declare(
        Column("kind", "label", "What kind of outcome the figure is of; kinds are never compared."),
    ),
    "misconduct": declare(
        Column("ratio", "number", "How many times as likely as White colleagues; 81% more likely is 1.81; empty: the "
               "figure says something else.", "times", 0, absent="not_applicable"),
    ),
    "overview": declare(
        Column("review_printed", "text", "A figure that the Review printed and no table here has, with its period.",
               absent="not_applicable"),
    ),
    "overview-trends": declare(
        Column("indicator", "label", "A question of the survey, positive_outcomes or women_officers."),
        Column("value", "number", "Share who agree for the survey; positive outcomes per 100 offences; women of all "
               "police officers, by head; the mean of the boroughs for an early sign.", "per cent", 0),
        Column("period_end", "date", "Last day of the 12 months, or day on which officers were counted."),
        Column("is_transcription", "flag", "Read off a dashboard by a third party, not from a publisher's file; empty "
               "for an early sign, which is a mean of many rows.", absent="not_applicable"),
    ),
    "gaps-victims": declare(_VICTIMS),
    "gaps-victims-ages": declare(_VICTIMS),
    "gaps-victims-age": declare(
        Column("counted", "integer", "Victims in the 12 months to the last month; empty where hidden.", "victims", 0,
               absent="confidential"),
    ),
    "gaps-custody": declare(_IN_CUSTODY),
    "gaps-custody-disposals": declare(_IN_CUSTODY),
    "powers": declare(
        Column("residents_count", "integer", "Residents of the group, Census of 21 March 2021; empty for those of no "
               "known group.", "residents", 0, absent="not_applicable"),
        Column("month_left_out", "date", "First day of the one month that the row leaves out of the 12, as it holds "
               "far more searches of the group than the others; empty: none.", absent="not_applicable"),
    ),
    "powers-months": declare(
        Column("standing", "label", "held: the whole month is published; part: some days of it; short: the group was "
               "hardly recorded; missing: nothing is published."),
    ),
    "powers-years": declare(
        Column("share_pct", "number", "Share of the year's searches of people who stated their ethnicity; empty for "
               "those who did not.", "per cent", 0, 100, absent="not_applicable"),
    ),
    "powers-force-records": declare(
        Column("uses_count", "integer", "Records of force on one person, whatever the tactics; empty where hidden.",
               "records", 0, absent="confidential"),
        Column("share_pct", "number", "Share of the records whose ethnicity is known; empty for the others.",
               "per cent", 0, 100, absent="not_applicable"),
    ),
    "powers-objects": declare(
        Column("share_of_searches_pct", "number", "Share of all stops and searches in the 12 months.", "per cent", 0,
               100, absent="confidential"),
    ),
    "powers-outcomes": declare(
        Column("share_of_searches_pct", "number", "Share of the group's stops and searches that had the outcome.",
               "per cent", 0, 100, absent="not_available"),
        Column("difference", "number", "The group's share less White people's; empty for White people.",
               "percentage points", absent="not_applicable"),
    ),
    "powers-review": declare(_PRINTED_RATIO),
    "force": declare(
        _USES,
        Column("residents_count", "integer", "Residents of the group, Census of 21 March 2021; empty for those of no "
               "known group.", "residents", 0, absent="not_applicable"),
    ),
    "force-review": declare(_PRINTED_RATIO),
    "force-tactics": declare(
        _USES,
        Column("is_sum", "flag", "The row is the sum of several tactics that have rows of their own."),
        Column("group_count", "integer", "Uses on people of the group; empty where hidden.", "uses", 0,
               absent="confidential"),
        Column("white_count", "integer", "Uses on White people; empty where hidden.", "uses", 0,
               absent="confidential"),
        *(
            Column(name, "number", says, "times", 0, absent="not_available")
            for name, says in {
                "ratio": "The group's rate over White people's; empty: a count is hidden or nought.",
                "ratio_low": "Lower end of the ratio's 95% interval.",
                "ratio_high": "Upper end of the ratio's 95% interval.",
            }.items()
        ),
    ),
    "promises": declare(
        Column("kind", "label", "A recommendation, a promise with a time, an answer, or what was asked of others "
               "(request)."),
        Column("standing", "label", "How it stands on the day: met, missed, undecided, no_figure, due, not_yet_due, "
               "no_date or no_promise."),
    ),
    "sources": declare(
        Column("id", "label", "Short name of the source."),
        Column("title", "text", "What the source is."),
        Column("publisher", "text", "Who publishes it, and who else had a hand in the copy held."),
        Column("licence", "text", "Under which licence it may be used."),
        Column("licence_url", "text", "Address of the licence.", absent="not_available"),
        Column("citation", "text", "How to name the source."),
        Column("url", "text", "Where the source is published.", absent="not_available"),
        Column("cadence", "text", "How often it is published."),
        Column("caveats", "text", "What must be known of its figures.", absent="not_applicable"),
        Column("breaks", "text", "Where its series stop being comparable.", absent="not_applicable"),
        Column("corrections", "text", "Known faults of its files, and what was done.", absent="not_applicable"),
        Column("joins", "text", "Where one edition goes over to the next.", absent="not_applicable"),
        Column("spans", "text", "Offences that are held for part of the time only.", absent="not_applicable"),
        Column("due_days", "integer", "Age of its newest period from which new figures are due; 0: none are expected.",
               "days", 0),
        Column("stale_days", "integer", "Age of its newest period from which new figures are overdue; 0: none are "
               "expected.", "days", 0),
        Column("dataset", "label", "The published table that holds its rows."),
        Column("editions", "text", "Editions that the rows are from."),
        Column("rows", "integer", "Rows of the table that are from it.", "rows", 0),
        Column("first", "text", "First period held: a year or a month; empty where the table has no dates.",
               absent="not_applicable"),
        Column("newest", "text", "Newest period held: a year or a month; empty where the table has no dates.",
               absent="not_applicable"),
        Column("retrieved", "date", "Day on which its file was fetched.", absent="not_available"),
    ),
    "trust": declare(
        Column("statement", "text", "The Review's figure in our own words; empty for the survey.",
               absent="not_applicable"),
        Column("source_location", "text", "Where the Review prints it; empty for the survey.",
               absent="not_applicable"),
        Column("source_id", "label", "Which source the row is from; empty for an early sign, which is a mean of many "
               "rows.", absent="not_applicable"),
        Column("edition", "label", "Which edition of the source, by its newest period; empty for an early sign.",
               absent="not_applicable"),
    ),
    "trust-boroughs": declare(
        Column("common_pct", "number", "The place's share in the newest year that all places and London share; empty "
               "without a figure.", "per cent", 0, 100, absent="not_available"),
        Column("common_end", "date", "Last day of that year."),
        Column("is_transcription", "flag", "Read off a dashboard by a third party, not from a publisher's file; empty: "
               "no figure.", absent="not_available"),
        Column("share_pct", "number", "Share who agree, or who say good or excellent; empty without a figure.",
               "per cent", 0, 100, absent="not_available"),
        Column("base_n", "integer", "Interviews behind the share; assumed.", "interviews", 0, absent="not_available"),
        Column("source_id", "label", "Which source the row is from.", absent="not_available"),
        Column("change", "number", _CHANGE_IN_POINTS, "percentage points", absent="not_available"),
    ),
    "workforce-groups": declare(
        Column("group", "label", "Broad ethnic group."),
        Column("met_pct", "number", "Share of officers and staff together, four years to March 2022.", "per cent", 0,
               100),
        Column("londoners_pct", "number", "Share of Londoners, Census of 21 March 2021; empty for Unknown, which it "
               "does not have.", "per cent", 0, 100, absent="not_applicable"),
    ),
    "workforce-minority-ranks": declare(
        Column("rank", "label", "Rank of officers, detectives among them; All police officers: every rank."),
        Column("first_pct", "number", "Ethnic minorities among officers of the rank, average of the first year.",
               "per cent", 0, 100),
        Column("last_pct", "number", "The same, average of the last year.", "per cent", 0, 100),
        Column("first_end", "date", "Last day of the first year."),
        Column("last_end", "date", "Last day of the last year."),
    ),
    "workforce-2003": declare(
        Column("rank", "label", "Rank, or ranks together; all: every rank."),
        Column("people", "integer", "Officers by head.", "people", 0),
        Column("women", "integer", "Women among them; empty where hidden.", "people", 0, absent="confidential"),
        Column("stated", "integer", "Officers who stated their ethnicity.", "people", 0),
        Column("minority", "integer", "Of those, who are not White; empty where hidden.", "people", 0,
               absent="confidential"),
        Column("minority_pct", "number", "Their share of those who stated it; empty where hidden.", "per cent", 0, 100,
               absent="confidential"),
    ),
    "workforce-chiefs": declare(
        Column("people", "integer", "Chief officers by head.", "people", 0),
        Column("women", "integer", "Women among them; empty where hidden.", "people", 0, absent="confidential"),
    ),
    "workforce-ranks": declare(
        Column("rank", "label", "Rank, or ranks together; All police officers: every rank."),
    ),
    "what-is-positive": declare(
        Column("share_pct", "number", "Of all positive outcomes of business crime.", "per cent", 0, 100),
        Column("first_month", "date", "First day of the first month counted."),
    ),
}  # fmt: skip

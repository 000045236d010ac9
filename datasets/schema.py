"""What the project's tables are: every column, dataset and source, declared once.

Pipeline, catalogue, downloads, API and documentation all read these declarations, so a title, unit
or key is written here and nowhere else. What belongs to a single publisher's table (its licence, its
labels, its breaks) stands in `data_pipeline/sources/<id>.toml` and is held in `Source`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

Kind = Literal["text", "label", "date", "integer", "number", "flag"]

Absent = Literal["", "not_available", "not_applicable", "confidential"]
"""What a cell without a value means; empty for columns that always have one."""


REFERENCE = Path(__file__).parent / "reference"


class SourceError(Exception):
    """Something the user or a publisher did: shown as one line, exit status 1."""

    @classmethod
    def of(cls, source: str, what: str) -> SourceError:
        """The error of a source, worded `<source>: <what, where>`."""
        return cls(f"{source}: {what}")


@dataclass(frozen=True)
class Meaning:
    """A label of a closed list: what it is called, and what is in it."""

    title: str
    meaning: str


@dataclass(frozen=True)
class Column:
    """One column, with the same meaning wherever it appears.

    Attributes:
        name: lower-case name, carrying the unit (`share_pct`, `offences_count`).
        kind: `label` is a text from a closed list (dictionary-encoded on disk), `text` is free.
        description: plain English, one sentence.
        unit: of the numbers, empty for text.
        minimum, maximum: inclusive bounds for numbers, None where there is none.
        allowed: the closed list of a label, empty where the list is long or open.
        absent: what a cell without a value means.
    """

    name: str
    kind: Kind
    description: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    allowed: tuple[str, ...] = ()
    absent: Absent = ""


@dataclass(frozen=True)
class Dataset:
    """One published table.

    Attributes:
        id: file name without suffix, and name in every address.
        row: what one row is, in words.
        key: columns that identify a row; the table is sorted by them.
        columns: all columns, in the order they are written.
        nullable: columns where an absent value has a meaning, said in the description.
        period: the column (or two) that dates a row, for the period held; empty if undated.
        checks: names of further checks in `data_pipeline.checks` that the table must pass.
        also_allowed: labels that this table holds beyond a column's closed list: column -> labels.
        minimums: lowest values in this table where they are not those of the column: column -> bound.
    """

    id: str
    title: str
    description: str
    row: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    nullable: frozenset[str] = frozenset()
    period: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    also_allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    minimums: Mapping[str, float] = field(default_factory=dict)

    def allowed(self, column: str) -> tuple[str, ...]:
        """The closed list of a column in this table, empty where it is open."""
        listed = COLUMNS[column].allowed
        return (*listed, *self.also_allowed.get(column, ())) if listed else ()


@dataclass(frozen=True)
class Break:
    """A date on which a series stops being comparable with what came before."""

    date: str
    label: str
    detail: str
    affects: str = "all"


@dataclass(frozen=True)
class Correction:
    """A known fault in a publisher's file, with the values it is known by.

    If the file still holds `expected`, the correction is made; if it holds anything else, the build
    fails, so that a correction never outlives the fault.

    Attributes:
        file: pattern of the names of the files at fault; empty for any.
        edition: the edition at fault, as the pipeline names it; empty for any.
        where: column -> value (or list of values) of the tidy rows at fault.
        column: which column holds the values.
        expected: those values, in the order of the dataset's key.
        action: `drop` drops the rows; `drop_repeats` keeps the first of each repeated pair;
            `replace` puts `used` in the place of the expected values.
        used: the values put in their place, in the same order.
        reason: what is wrong, in one sentence, shown on the methods page.
        date: the day from which this site has mended it.
    """

    where: Mapping[str, Any]
    column: str
    expected: tuple[Any, ...]
    reason: str
    date: date
    file: str = ""
    edition: str = ""
    action: Literal["drop", "drop_repeats", "replace"] = "drop"
    used: tuple[Any, ...] = ()


@dataclass(frozen=True)
class EditionRule:
    """Which edition serves which periods, where it is not simply the newest that holds them.

    Attributes:
        edition: its name.
        first, last: first and last period it serves, as dates; empty leaves that end open.
    """

    edition: str
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Level:
    """How far the figures of one level of a table, such as its places, may move and lie.

    A bound that is 0 or empty is not set. `most` and `revised` say how many times the one figure may be
    the other; for shares, how many points they may be apart.

    Attributes:
        name: what an alarm calls it.
        by: columns that tell its series apart; empty: all rows together.
        value: the column of figures, where it is not that of the whole declaration.
        where, leave_out: columns -> the labels that alone are looked at, or that are not.
        spreads: a step's bound in times the robust spread of the series' own steps.
        least: the least that such a spread counts as, on the even scale (see `stats.movements`).
        most: bound of a step in a series of under eight periods.
        revised: bound of the difference from the published figure of the same period.
        revised_share, revised_by: part of a series' published figures that may change by more than
            `revised_by` (even scale).
        same_way: part of the series that may step the same way, each by over `same_way_by` of its spreads.
        between: lowest and highest figure; or by the label of the first column in `by`.
        never_nought: a figure of 0 is an alarm.
        no_gaps: a series that has a period's neighbours has the period too.
    """

    name: str
    by: tuple[str, ...] = ()
    value: str = ""
    where: Mapping[str, list[Any]] = field(default_factory=dict)
    leave_out: Mapping[str, list[Any]] = field(default_factory=dict)
    spreads: float = 0
    least: float = 1.0
    most: float = 0
    revised: float = 0
    revised_share: float = 0
    revised_by: float = 0
    same_way: float = 0
    same_way_by: float = 1.0
    between: Any = ()
    never_nought: bool = False
    no_gaps: bool = False


@dataclass(frozen=True)
class KnownStep:
    """A step beyond its bound that did happen: it is not judged.

    Attributes:
        period: the period it leads into, as a date; or the first of several up to `last`.
        reason: what happened.
        where: columns -> labels of the series it is of; empty: all.
        last: the last such period.
    """

    period: Any
    reason: str
    where: Mapping[str, list[Any]] = field(default_factory=dict)
    last: Any = None


@dataclass(frozen=True)
class Labels:
    """A column whose labels (places, sub-groups, ethnicities) are told apart by the figures of each.

    Attributes:
        name: what they are, such as `places`.
        column: whose labels.
        exchanged: how much better two may fit when exchanged (`stats.movements.exchange_gain`).
        copied: part of one's cells in a period that may be equal to another's.
        least: labels with fewer a period, on average, are not looked at.
        cells: columns that tell the series apart, `column` among them; empty: those of the source.
        where, leave_out: labels that alone, or that do not, count.
    """

    name: str
    column: str
    exchanged: float = 0
    copied: float = 0
    least: float = 0
    cells: tuple[str, ...] = ()
    where: Mapping[str, list[Any]] = field(default_factory=dict)
    leave_out: Mapping[str, list[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Plausible:
    """What is plausible of a source's table: its steps, its levels, and what must not repeat itself.

    Attributes:
        rows: fewest and most rows.
        changed: part of the published rows that may differ in a new edition, for tables without periods.
        scale: `counts`, `sizes` (such as people in post) or `points` (shares).
        value, period: columns.
        every: `month`, `quarter` or `year` where periods follow each other without a gap.
        cells: columns that tell its finest series apart, for what follows; `places` is one of them.
        repeated: part of a period's cells that another period may repeat.
        exchanged_periods: how much better two periods may fit when exchanged.
        turned: how much better shares may fit when turned round (100 minus each).
        labels: columns whose labels must not be exchanged, nor one take another's figures.
    """

    rows: tuple[int, ...] = ()
    changed: float = 0
    scale: Literal["counts", "sizes", "points"] = "counts"
    value: str = ""
    period: str = ""
    every: str = ""
    cells: tuple[str, ...] = ()
    places: str = ""
    repeated: float = 0
    exchanged_periods: float = 0
    turned: float = 0
    labels: tuple[Labels, ...] = ()
    levels: tuple[Level, ...] = ()
    known: tuple[KnownStep, ...] = ()


@dataclass(frozen=True)
class Source:
    """One published table as its publisher gives it: read from `sources/<id>.toml`.

    Attributes:
        files: globs below the mirror folder (or below `reference/` when `is_reference`).
        also: globs of further files, read where there are any.
        instead: globs of other saves of the same edition, read only where `files` finds none.
        edition_pattern: regular expression whose first group is the edition in a file's path;
            empty where the edition is read from the contents.
        edition: fixed name of the only edition, for documents that have one.
        newest_by: columns for which one edition is taken whole (the newest that holds them);
            empty means the dataset's key, so that the newest edition wins value by value.
        edition_preference: exceptions to that: an edition and the periods that it serves although
            a newer one holds them too. Empty means the newest throughout.
        halves: files that a whole edition has. Of the editions before the newest only whole ones serve the
            periods that they hold, where any does; 0: all alike.
        apart: editions that lie in a folder of their own: where a folder holds no other, and where it
            lacks them, the published rows of the rest stand beside what is read.
        file_preference: patterns of file names, best first; for each value of `newest_by` only the
            files of the first pattern that holds it count. Empty: all files count alike.
        provisional_below_months: outcomes of a period that ended fewer whole months before the day of
            its file are provisional; 0 for figures that are printed once and not revised.
        due_days, stale_days: age of the newest period from which a new edition is due, or overdue;
            0 where none is expected.
        is_witness: held against its dataset (`crosschecks`) and never published in it.
        on_request: a user's own licensed file: built only when named, and only with `--file`.
        datastore: where the London Datastore keeps it: `ids` (ids, then slugs, old ones included),
            `files` (name, match, without, format) and, where needed, `max_mb`; empty if it does not.
        police_uk: the same for data.police.uk: `force` and, where needed, `max_mb`.
        gov_uk: the same for GOV.UK: `pages` (paths of collections and publications, old ones included),
            `titles` (regular expressions, all found in the title of each publication that a collection
            lists and that is looked into; without them collections are not gone into), `files` (as of
            the Datastore; with `each`, one file for each year) and, where needed, `max_mb`.
        plausible: how far its figures may move, and where they lie.
        settings: everything else in the file, for the source's own parser.
    """

    id: str
    dataset: str
    title: str
    publisher: str
    licence: str
    licence_url: str
    citation: str
    url: str
    cadence: str
    files: tuple[str, ...]
    also: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    edition_pattern: str = ""
    edition: str = ""
    newest_by: tuple[str, ...] = ()
    edition_preference: tuple[EditionRule, ...] = ()
    halves: int = 0
    apart: tuple[str, ...] = ()
    file_preference: tuple[str, ...] = ()
    is_reference: bool = False
    is_transcription: bool = False
    is_witness: bool = False
    on_request: bool = False
    provisional_below_months: int = 0
    due_days: int = 0
    stale_days: int = 0
    caveats: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    corrections: tuple[Correction, ...] = ()
    labels: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    datastore: Mapping[str, Any] = field(default_factory=dict)
    police_uk: Mapping[str, Any] = field(default_factory=dict)
    gov_uk: Mapping[str, Any] = field(default_factory=dict)
    plausible: Plausible = field(default_factory=Plausible)
    settings: Mapping[str, Any] = field(default_factory=dict)


TIME_BASES = ("rolling_12_months", "quarter", "financial_year", "not_stated")
AREA_TYPES = ("borough", "airport", "unknown")
OUTCOME_KINDS: Mapping[str, Meaning] = {
    "positive_outcomes": Meaning(
        "Positive outcomes", "What the Met counts as positive: charges, cautions, penalties, community resolutions"
    ),
    "sanction_detections": Meaning(
        "Sanction detections", "A conviction or another formal sanction, as the Review takes it"
    ),
    "charged": Meaning("Charged or summonsed", "A person was charged or summonsed: Home Office outcome type 1"),
    "cautioned": Meaning("Cautions", "An adult or a young person was cautioned: types 2 and 3"),
    "penalty_notice": Meaning("Penalty notices", "A penalty notice for disorder: type 6"),
    "cannabis_warning": Meaning("Cannabis or khat warnings", "A warning for cannabis or khat: type 7"),
    "community_resolution": Meaning("Community resolutions", "Settled between those concerned: type 8"),
    "diversionary_activity": Meaning(
        "Diversionary activities", "Deferred for a diversionary, educational or intervention activity: type 22"
    ),
    "taken_into_consideration": Meaning(
        "Taken into consideration", "A court sentenced for it with other crimes: type 4"
    ),
    "out_of_court": Meaning(
        "Out-of-court disposals", "All of types 2, 3, 6, 7, 8 and 22, where they are not told apart"
    ),
    "assigned": Meaning("Given any outcome", "Any type but 0, which is not yet assigned an outcome; holds the others"),
    "not_positive": Meaning(
        "Not positive", "Any other outcome, and none recorded yet: what the Met does not count as positive"
    ),
    "offences_only": Meaning(
        "Offences alone", "No outcome: offences that the source counts for longer periods than their outcomes"
    ),
}  # fmt: skip
"""Outcome kind -> what it is; kinds overlap and are never added to one another."""

OUTCOME_BASES: Mapping[str, Meaning] = {
    "recorded": Meaning("Of the offences recorded", "Outcomes so far of the offences recorded in the period"),
    "closed": Meaning("Given in the period", "Outcomes given in the period, whenever the offence was recorded"),
    "as_published": Meaning("As published", "The publisher's own count, on neither of the Home Office's two bases"),
}  # fmt: skip

OUTCOME_SERIES: Mapping[str, Meaning] = {
    "notifiable": Meaning("Notifiable offences", "Offences of the groups and codes; those of one source add up"),
    "rape": Meaning("Rape", "Lies within sexual offences"),
    "other_sexual_offences": Meaning("Other sexual offences", "Lies within sexual offences"),
    "business_crime": Meaning("Business crime", "Offences of any group, flagged as crime against a business"),
    "domestic_abuse": Meaning("Domestic abuse", "Offences of any group, flagged as domestic abuse"),
    "domestic_abuse.violence_with_injury": Meaning(
        "Domestic abuse: violence with injury", "Lies within domestic abuse"
    ),
    "hate_crime": Meaning("Hate crime", "Offences of any group, flagged as hate crime, each once"),
    "hate_crime.antisemitic": Meaning("Antisemitic hate crime", "Lies within hate crime and within faith"),
    "hate_crime.disability": Meaning("Disability hate crime", "Lies within hate crime"),
    "hate_crime.faith": Meaning("Faith hate crime", "Lies within hate crime"),
    "hate_crime.homophobic": Meaning("Homophobic hate crime", "Lies within hate crime"),
    "hate_crime.islamophobic": Meaning("Islamophobic hate crime", "Lies within hate crime and within faith"),
    "hate_crime.racist": Meaning("Racist hate crime", "Lies within hate crime"),
    "hate_crime.racist_and_religious": Meaning("Racist and religious hate crime", "Racist, faith or both"),
    "hate_crime.transphobic": Meaning("Transphobic hate crime", "Lies within hate crime"),
    "gun_crime": Meaning("Gun crime", "Offences of any group with a gun"),
    "gun_crime.lethal_barrel_discharge": Meaning("Lethal-barrelled discharges", "Lies within gun crime"),
    "gun_crime.personal_robbery": Meaning("Gun crime: personal robbery", "Lies within gun crime"),
    "knife_crime": Meaning("Knife crime", "Offences of certain groups with a knife"),
    "knife_crime.with_injury": Meaning("Knife crime with injury", "Lies within knife crime"),
    "knife_crime.robbery_with_injury": Meaning(
        "Knife crime with injury: personal robbery", "Lies within knife crime with injury"
    ),
    "knife_crime.young_victims": Meaning("Knife injury victims aged 1 to 24", "People, not offences"),
    "knife_crime.young_victims_not_domestic": Meaning(
        "Knife injury victims aged 1 to 24, not domestic", "People, not offences"
    ),
    "mobile_phone.robbery": Meaning("Robbery of a mobile phone", "Lies within robbery"),
    "mobile_phone.theft_from_person": Meaning("Theft of a mobile phone from a person", "Lies within theft"),
}  # fmt: skip
"""Series of outcomes -> what is in it; all but `notifiable` overlap and are never added."""

MONTHLY_POSITIVE_OUTCOMES: Mapping[str, str] = {
    "source_id": "mps_monthly_dashboard",
    "series": "notifiable",
    "outcome_kind": "positive_outcomes",
    "outcome_basis": "as_published",
}
"""Column -> label of the rows of `crime_outcomes` that every figure of positive outcomes rests on."""
VIOLENCE_VIEWS = ("classification", "place", "victim_age", "victim_ethnicity")
ETHNICITY_BASES = ("self_defined", "officer_defined", "all")
PEOPLE_BASES = ("headcount", "fte")
COUNT_BASES = ("home_office", "met_records")
READ = ("first_hand", "second_hand", "derived")
BOUNDS = ("exact", "at_least", "more_than", "at_most", "about")
DATINGS = ("stated", "left_open", "assumed")
CORRECTION_KINDS = ("publisher", "accepted", "site")
REVISION_KINDS = ("relabelled", "reallocated", "changed")
VERDICTS = ("improved", "worsened", "mixed", "no_clear_change", "cannot_be_judged")
VERDICT_TESTS = (
    "difference_of_shares",
    "change_of_gap",
    "difference_of_proportions",
    "summary",
    "none",
)
DIRECTIONS = ("rose", "fell", "same", "one_figure")
SAID_BY = ("publisher", "quoted", "press")
CANNOT_KINDS = ("not_published", "not_loaded", "not_comparable", "not_ripe")

COMMITMENT_KINDS = ("recommendation", "commitment", "answer")
COMMITMENT_TESTS = ("at_least", "at_most", "done", "judged", "no_promise")
COMMITMENT_STATES = ("met", "missed", "open", "no_figure_published", "no_promise")
DUE_PRECISIONS = ("day", "month", "quarter", "year", "not_dated")
OWNERS = (
    "City of London Police",
    "Government",
    "Metropolitan Police",
    "Metropolitan Police and Mayor of London",
    "Not named",
)

SURVEY_MEASURES: Mapping[str, str] = {
    "trust": "Trust the Met",
    "good_job_local": "Police do a good job locally",
    "good_job_london": "Police do a good job for London",
    "treat_fairly": "Police treat everyone fairly",
    "listen_to_concerns": "Police listen to local concerns",
    "relied_on": "Police can be relied on to be there",
    "understand_issues": "Police deal with what matters here",
    "informed_local": "Feel informed about local police",
    "contact_ward_officer": "Know how to reach the ward officer",
    "stop_search_fair": "Stop and search is used fairly",
}

OTHER_SURVEY_MEASURES: Mapping[str, str] = {
    "feels_safe_after_dark": "Feel safe walking alone after dark",
    "hate_crime_problem": "Think hate crime is a problem in their area",
    "people_get_on": "People from different backgrounds get on well",
    "trust_institution": "Trust the institution",
    "satisfied_reporting": "Victims satisfied with reporting a crime",
}
ALL_MEASURES = (*SURVEY_MEASURES, *OTHER_SURVEY_MEASURES)

OFFENCE_GROUPS = (
    "Arson and criminal damage",
    "Burglary",
    "Drug offences",
    "Fraud and forgery",
    "Miscellaneous crimes against society",
    "NFIB fraud",
    "Possession of weapons",
    "Public order offences",
    "Robbery",
    "Sexual offences",
    "Theft",
    "Vehicle offences",
    "Violence against the person",
)

SUCCESS_MEASURES: Mapping[str, str] = {
    "trust_confidence_fairness": "Trust, confidence and fairness",
    "misconduct_action_rate": "Action on misconduct",
    "misconduct_racial_disparity": "Racial disparity in misconduct",
    "charge_rates": "Charge rates",
    "rape_cases_to_court": "Rape cases reaching court",
    "response_times": "Response rates and times",
    "workforce_representation": "A workforce like London",
    "context": "Context",
}

MPS = "MPS"
MPS_NAME = "London (Met area)"
LONDON = "London"
LONDON_AREAS = ("London (MPS area)", LONDON)
"""How the tables of printed figures name the Met's area."""


def _declare(*columns: Column) -> dict[str, Column]:
    return {column.name: column for column in columns}


COLUMNS: Mapping[str, Column] = _declare(
    Column("survey", "label", "Short name of the survey.", allowed=("PAS", "USS", "TDIU", "GLA/YouGov")),
    Column("measure", "label", "What is measured: id of a survey question or success measure.", allowed=ALL_MEASURES),
    Column("area_code", "label", "ONS GSS code; + joins places given as one; MPS for the force area; empty: no place.",
           absent="not_applicable"),
    Column("area_name", "label", "Name of the place."),
    Column("area_type", "label", "Kind of place.", allowed=AREA_TYPES),
    Column("group_dimension", "label", "What people are grouped by; all where they are not."),
    Column("group", "label", "The group of people; all where it is everyone."),
    Column("period_end", "date", "Last day of the period."),
    Column("period_start", "date", "First day of the period."),
    Column("time_basis", "label", "Length of the period that one figure covers.", allowed=TIME_BASES),
    Column("share_pct", "number", "Share who agree, or who say good or excellent.", "per cent", 0, 100),
    Column("base_n", "integer", "Interviews behind the share; empty: not published.", "interviews", 0,
           absent="not_available"),
    Column("design_effect", "number", "How much weighting inflates the variance (Kish); empty: not known.", "times", 1,
           absent="not_available"),
    Column("is_transcription", "flag", "Read off a dashboard by a third party, not from a publisher's file."),
    Column("source_id", "label", "Which source the row is from."),
    Column("edition", "label", "Which edition of the source, by its newest period.", absent="not_applicable"),
    Column("month", "date", "First day of the month; empty where the row is of a year.", absent="not_applicable"),
    Column("offence_group", "label", "Offence group, one spelling for all editions.", allowed=OFFENCE_GROUPS),
    Column("offence_subgroup", "label", "Offence sub-group, one spelling for all editions."),
    Column("published_label", "label", "Sub-group exactly as published in that edition."),
    Column("offences_count", "integer", "Offences recorded by the police; of custody those that a disposal is of.",
           "offences", 0, absent="not_available"),
    Column("year", "integer", "Calendar year; populations are of 30 June, the Census of 21 March.", "year", 1801, 2100),
    Column("sex", "label", "Sex; all where it is everyone."),
    Column("ethnicity", "label", "Ethnic group as published; all where it is everyone."),
    Column("age_band", "label", "Ages; all where it is everyone."),
    Column("residents_count", "integer", "People who usually live there.", "residents", 0),
    Column("outcome_kind", "label", "What was counted as an outcome; kinds are never joined.",
           allowed=tuple(OUTCOME_KINDS)),
    Column("outcome_basis", "label", "Outcomes so far of the offences recorded in the period (recorded), given in the "
           "period (closed), or as the publisher counts them.", allowed=tuple(OUTCOME_BASES)),
    Column("series", "label", "What the offences are of: notifiable, whose groups add up, or an overlapping series, "
           "never added.", allowed=tuple(OUTCOME_SERIES)),
    Column("offence_code", "label", "The Home Office's code of the offence; empty: the source has groups only.",
           absent="not_applicable"),
    Column("outcomes_count", "integer", "Outcomes recorded in the period; empty: not published.", "outcomes", 0,
           absent="not_available"),
    Column("rate_pct", "number", "Outcomes per 100 offences of the same period; can pass 100.", "per cent", 0,
           absent="not_applicable"),
    Column("age_months", "integer", "Whole months from the end of the period to the day of the file; empty: the day is "
           "not known, or the figure was printed once.", "months", 0, absent="not_available"),
    Column("is_provisional", "flag", "So young that the publisher still revises it far: no headline, rate or verdict "
           "of this site rests on it."),
    Column("view", "label", "Which of four views of the same counts; never added.", allowed=VIOLENCE_VIEWS),
    Column("offence_class", "label", "Class of the offence, as the Met's file names it; all where it is every class."),
    Column("class_group", "label", "Group that the class belongs to; all where it is every class."),
    Column("victim_group", "label", "Ages of victims, or the ethnicity that officers saw; all where it is everyone."),
    Column("counted", "integer", "Offences or victims, as unit says.", "see row", 0),
    Column("age_group", "label", "Adults or children, as published."),
    Column("disposal", "label", "What was decided of the offence in custody, as it now stands; bail and release under "
           "investigation are not final."),
    Column("ethnicity_basis", "label", "Who defined the ethnicity.", allowed=ETHNICITY_BASES),
    Column("object_of_search", "label", "What was looked for; all where it is everything."),
    Column("outcome", "label", "What came of it; all where it is everything."),
    Column("stops_count", "integer", "Stops and searches.", "stops", 0),
    Column("year_end", "date", "Last day of the year counted."),
    Column("force_type", "label", "Kind of force used."),
    Column("tactic", "label", "Tactic within the kind of force."),
    Column("uses_count", "integer", "Times the tactic was used; one incident can hold several.", "uses", 0),
    Column("count_basis", "label", "What counts as one use: a tactic that an officer reported, as the Home Office "
           "counts (home_office), or a record of force on one person, whatever the tactics (met_records).",
           allowed=COUNT_BASES),
    Column("date", "date", "Day on which people were counted; of a correction, the day from which it is shown."),
    Column("role", "label", "Officers, staff, community support officers and so on."),
    Column("rank", "label", "Rank of officers; all where it is every rank."),
    Column("people", "number", "People in post.", "people", 0),
    Column("people_basis", "label", "Headcount, or full-time equivalents.", allowed=PEOPLE_BASES),
    Column("edition_old", "label", "The older of two editions."),
    Column("edition_new", "label", "The newer of two editions."),
    Column("old_count", "integer", "The cell in the older edition; empty: no such cell.", "offences", 0,
           absent="not_applicable"),
    Column("new_count", "integer", "The cell in the newer edition; empty: no such cell.", "offences", 0,
           absent="not_applicable"),
    Column("kind", "label", "Why the cell changed.", allowed=REVISION_KINDS),
    Column("geometry", "text", "Outline as GeoJSON, longitude and latitude (WGS 84)."),
    Column("figure_id", "label", "Our number for the figure, in the order of the document.", absent="not_applicable"),
    Column("measure_id", "label", "Short name of the quantity."),
    Column("success_measure", "label", "Which success measure it bears on.", allowed=tuple(SUCCESS_MEASURES)),
    Column("topic", "label", "What the figure is about."),
    Column("statement", "text", "The figure in our own words."),
    Column("population", "text", "Whom or what the figure counts."),
    Column("value", "number", "The figure, in the unit of its row."),
    Column("unit", "label", "Unit of the figure."),
    Column("comparator", "text", "What the figure is set against, where it is.", absent="not_applicable"),
    Column("geography", "label", "Place or force that the figure describes."),
    Column("source_document", "label", "Document that prints the figure."),
    Column("indicator", "label", "What stands for the measure; all: the measure as a whole."),
    Column("indicator_name", "text", "The indicator in words."),
    Column("definition", "text", "What the indicator counts, in our words."),
    Column("better", "label", "Which way is better.", allowed=("up", "down", "narrower")),
    Column("baseline_value", "number", "Figure nearest the Review's publication; empty: none held.", "see row",
           absent="not_available"),
    Column("baseline_period_end", "date", "Last day of the baseline's period; empty: none held.",
           absent="not_available"),
    Column("latest_value", "number", "Newest figure since; empty: none held.", "see row", absent="not_available"),
    Column("latest_period_end", "date", "Last day of the newest figure's period; empty: none held.",
           absent="not_available"),
    Column("change", "number", "Latest less baseline; empty: cannot be compared.", "see row", absent="not_available"),
    Column("change_low", "number", "Lower end of the change's 95% interval; empty: none can be given.", "see row",
           absent="not_available"),
    Column("change_high", "number", "Upper end of the change's 95% interval; empty: none can be given.", "see row",
           absent="not_available"),
    Column("verdict", "label", "What became of the indicator since the Review.", allowed=VERDICTS),
    Column("reason", "text", "Why, in one sentence."),
    Column("cannot_kind", "label", "Why it cannot be judged: nobody has released a figure (not_published), it is "
           "published and not loaded here (not_loaded), what is held does not compare (not_comparable), it will "
           "still be revised (not_ripe); empty: it is judged.", allowed=CANNOT_KINDS, absent="not_applicable"),
    Column("sign", "label", "Short name of the sign."),
    Column("sign_name", "text", "What the sign counts."),
    Column("sign_order", "integer", "Place of the sign among all, those of a measure that say most first.", "place", 1),
    Column("period", "text", "Period of the figure in words."),
    Column("earlier_value", "number", "The figure it is set against; empty: it stands alone, or is itself a change.",
           "see row", absent="not_applicable"),
    Column("earlier_period", "text", "Period of the earlier figure; empty: it stands alone, or is itself a change.",
           absent="not_applicable"),
    Column("direction", "label", "Which way the figures moved; one_figure: there is nothing to set it against.",
           allowed=DIRECTIONS),
    Column("said_by", "label", "Who says it: the body that counts (publisher), another that quotes or reduces its "
           "figures (quoted), or the press.", allowed=SAID_BY),
    Column("why_not_decisive", "text", "Why it does not decide, in one sentence."),
    Column("earlier_figure_id", "label", "Number of the earlier printed figure; empty: it is not a printed figure.",
           absent="not_applicable"),
    Column("ripe_from", "date", "Of not_ripe: first day of the month from which it can be judged.",
           absent="not_applicable"),
    Column("loads_with", "text", "Of not_loaded: the table, and the command that loads it.", absent="not_applicable"),
    Column("smallest_change_seen", "number", "The smallest change that the two figures could have shown (95% interval, "
           "80% power; of counts of everyone the ordinary yearly step); empty: nothing was tested.", "see row", 0,
           absent="not_available"),
    Column("ordinary_step", "number", "Of counts of everyone: mean of the yearly steps of the series without their "
           "signs; a change that is no larger is no clear change.", "see row", 0, absent="not_applicable"),
    Column("is_principal", "flag", "The indicator that stands first for its measure."),
    Column("verdict_steps", "text", "How the verdict was reached, every number of it, as JSON; empty: there are not "
           "two figures.", absent="not_available"),
    Column("is_deciding", "flag", "Counts towards the measure's verdict; no: shown beside it only."),
    Column("verdict_test", "label", "The test that decides.", allowed=VERDICT_TESTS),
    Column("baseline_base_n", "number", "People behind the baseline; assumed for the survey.", "people", 0,
           absent="not_available"),
    Column("latest_base_n", "number", "People behind the newest figure; assumed for the survey.", "people", 0,
           absent="not_available"),
    Column("is_rounded", "flag", "Both figures were printed as whole per cents."),
    Column("baseline_source_id", "label", "Which source the baseline is from; empty: none held.",
           absent="not_available"),
    Column("latest_source_id", "label", "Which source the newest figure is from; empty: none held.",
           absent="not_available"),
    Column("baseline_figure_id", "label", "Number of the printed figure that is the baseline, where it is one.",
           absent="not_applicable"),
    Column("latest_figure_id", "label", "Number of the printed figure that is the newest, where it is one.",
           absent="not_applicable"),
    Column("review_figure_id", "label", "Number of the Review's own figure, on its own basis; empty: none.",
           absent="not_applicable"),
    Column("nearest_figure_ids", "text", "Nearest printed figures that are not comparable; empty: none.",
           absent="not_applicable"),
    Column("needed", "text", "What would have to be published for a firm verdict."),
    Column("early_sign_value", "number",
           "Mean of the boroughs' newest shares, each counting by its residents, where they are newer than "
           "London's; empty: they are not. Not a figure of London, and never tested.", "per cent", 0, 100,
           absent="not_applicable"),
    Column("early_sign_period_end", "date", "Last day of the boroughs' newest period.", absent="not_applicable"),
    Column("early_sign_record", "number",
           "Largest difference of that mean from London's own figure in all periods that both have.",
           "percentage points", 0, absent="not_applicable"),
    Column("early_sign_shared", "number", "Periods over which that record is taken.", "periods", 1,
           absent="not_applicable"),
    Column("early_sign_places", "number", "Boroughs that the mean is of.", "boroughs", 1, absent="not_applicable"),
    Column("early_sign_lower", "number", "Boroughs lower then than at London's newest date; counted, not tested.",
           "boroughs", 0, absent="not_applicable"),
    Column("early_sign_higher", "number", "Boroughs higher then than at London's newest date; counted, not tested.",
           "boroughs", 0, absent="not_applicable"),
    Column("early_sign_residents_year", "number", "Mid-year of the residents that the boroughs count by.", "year",
           absent="not_applicable"),
    Column("early_sign_contradicts", "flag",
           "The early sign speaks against the verdict: back at the baseline after a clear change, or far from it "
           "after none. Of a measure: against one of its deciding indicators."),
    Column("source_location", "text", "Chapter, figure or line in that document."),
    Column("original_source", "text", "Where the document says it has the figure from.", absent="not_available"),
    Column("confidence_note", "text", "How far to trust it, as written when it was read; what that means is in other "
           "columns, caveat has it in plain words.", absent="not_applicable"),
    Column("read", "label", "Where it was read: where it was first printed (first_hand), in the press or another's "
           "report (second_hand), or nowhere: worked out from what is printed (derived).", allowed=READ),
    Column("bound", "label", "Whether the value is printed as such, or as a bound or an approximate one.",
           allowed=BOUNDS),
    Column("printed_as", "text", "The document's own words where it prints no number; empty: it prints the number.",
           absent="not_applicable"),
    Column("is_change", "flag", "It is a change between two times, so its sign is part of it."),
    Column("is_conflict", "flag", "Another figure, or arithmetic, contradicts it; shown as printed, never a baseline."),
    Column("is_doubtful", "flag", "What it says, or whom it is of, is not sure: ambiguous, or one person's word."),
    Column("may_be_drawn", "flag", "It can be what it is printed as, so that a chart may hold it."),
    Column("is_target", "flag", "A target, not what was reached."),
    Column("is_testimony", "flag", "What one officer, or a few, said."),
    Column("is_other_survey", "flag", "From a poll or survey that is not MOPAC's Public Attitude Survey."),
    Column("is_other_method", "flag", "Counted or asked otherwise than what it looks like; caveat says how."),
    Column("is_worked_out", "flag", "The value is worked out from what is printed, such as 1 in 13."),
    Column("dating", "label", "Whether the document states the dates, leaves them open, or they were assumed.",
           allowed=DATINGS),
    Column("target_pct", "number", "Share that is aimed at, as named beside the figure; empty: none is.", "per cent", 0,
           100, absent="not_applicable"),
    Column("is_basis_open", "flag", "Whether it is of a single quarter or of 12 months is not said."),
    Column("is_point_in_time", "flag", "A count on one day, whatever its period's length."),
    Column("caveat", "text", "How far to trust it, in plain words; empty: nothing to add.", absent="not_applicable"),
    Column("is_read_as", "flag", "The evidence is what was promised only as we read it, so it decides nothing."),
    Column("dataset", "label", "The table that it is of."),
    Column("correction_kind", "label", "A fault of a publisher's file, mended here; a step beyond what is plausible, "
           "accepted as true; or an error that this site has shown.", allowed=CORRECTION_KINDS),
    Column("what", "text", "Which figure, of which place and period."),
    Column("was", "text", "What it was, or what it is compared with."),
    Column("is", "text", "What it is now."),
    Column("id", "label", "Short name of the promise, which never changes."),
    Column("commitment_kind", "label", "A recommendation, a promise with a time, or an answer to a recommendation.",
           allowed=COMMITMENT_KINDS),
    Column("recommendation", "integer", "Recommendation of the Review it belongs to; empty: none.", "number", 1, 16,
           absent="not_applicable"),
    Column("document", "label", "Document that holds the promise."),
    Column("owner", "label", "Who is to keep it.", allowed=OWNERS),
    Column("promise", "text", "What is asked or promised, in our own words."),
    Column("due", "date", "Last day on which it can be kept; empty: no date was given.", absent="not_applicable"),
    Column("due_precision", "label", "How finely the date was given.", allowed=DUE_PRECISIONS),
    Column("due_text", "text", "The time given, in words; empty: none was.", absent="not_applicable"),
    Column("decided_by", "label", "What decides it: a figure of at least or at most the target, an act done or not, "
           "judgement; or nothing is promised.", allowed=COMMITMENT_TESTS),
    Column("target_value", "number", "The number promised; empty: none was.", "the unit in target_unit",
           absent="not_applicable"),
    Column("target_unit", "text", "Unit of the number promised, and of the figure where it decides.",
           absent="not_applicable"),
    Column("shown_by", "text", "What would show it kept; empty for answers.", absent="not_applicable"),
    Column("page", "label", "Page of this site that bears on it; empty: none does.", absent="not_applicable"),
    Column("evidence", "text", "The newest figure or fact held that bears on it; empty: none is.",
           absent="not_available"),
    Column("evidence_value", "number", "That figure; empty: a fact without a number.", "as evidence says",
           absent="not_available"),
    Column("evidence_date", "date", "Last day of its period, or the day by which it was so; empty: not dated.",
           absent="not_available"),
    Column("evidence_decides", "flag", "Whether the figure is of the very thing promised."),
    Column("evidence_rows", "text", "The published rows it is in, as dataset?column=value; minus: their difference.",
           absent="not_available"),
    Column("evidence_source", "text", "Where it is printed.", absent="not_available"),
    Column("state", "label", "Met or missed: a figure of the very thing, at or after the due date, decides. Open: a "
           "figure is held that does not. No figure published: none is held. Whether it is due depends on the day.",
           allowed=COMMITMENT_STATES),
)  # fmt: skip

_PROVENANCE = ("source_id", "edition")
_EARLY_SIGN = (
    "early_sign_value", "early_sign_period_end", "early_sign_record", "early_sign_shared", "early_sign_places",
    "early_sign_lower", "early_sign_higher", "early_sign_residents_year",
)  # fmt: skip

FIGURE_COLUMNS = (
    "figure_id", "measure_id", "success_measure", "topic", "statement", "population",
    "group_dimension", "group", "period_start", "period_end", "value", "unit", "comparator",
    "geography", "source_document", "source_location", "original_source", "confidence_note",
)  # fmt: skip
"""Printed figures as they are entered by hand; the number is ours."""

MEANING_COLUMNS = (
    "read", "bound", "printed_as", "is_change", "is_conflict", "is_doubtful", "may_be_drawn", "is_target",
    "is_testimony", "is_other_survey", "is_other_method", "is_worked_out", "dating", "is_basis_open",
    "target_pct", "is_point_in_time", "caveat",
)  # fmt: skip
"""What the note on a printed figure means, read from it by the pipeline and nowhere else."""
MARK_COLUMNS = (
    "read", "bound", "printed_as", "is_change", "is_conflict", "is_doubtful", "is_target", "is_testimony",
    "is_other_survey", "is_other_method", "is_worked_out", "dating",
)  # fmt: skip
"""Those of which a figure's words and marks are made."""
_MEANING_ABSENT = ("printed_as", "target_pct", "caveat")

NOTE_COLUMNS = ("confidence_note", "caveat")
"""Free text on how far to trust a row: shown, never read by a program outside the pipeline."""

COMMITMENT_COLUMNS = (
    "id", "commitment_kind", "recommendation", "document", "source_location", "owner", "promise", "due",
    "due_precision", "due_text", "decided_by", "target_value", "target_unit", "shown_by", "success_measure",
    "page", "evidence", "evidence_value", "evidence_date", "evidence_decides", "evidence_rows",
    "evidence_source", "state", "is_read_as", "confidence_note", "caveat",
)  # fmt: skip

DATASETS: Mapping[str, Dataset] = {
    dataset.id: dataset
    for dataset in (
        Dataset(
            id="public_attitudes",
            title="Public attitudes to the police in London",
            description=(
                "Shares of Londoners who trust the Met, think the police do a good job, treat "
                "everyone fairly and more, for the Met's area and its 32 boroughs, from MOPAC's "
                "Public Attitude Survey, each over the 12 months to its date; and a few series of "
                "other surveys. Survey and time basis say which: they are never joined."
            ),
            row="one survey measure, place, group and period",
            key=("survey", "measure", "area_code", "group_dimension", "group", "period_end", "time_basis"),
            columns=(
                "survey", "measure", "area_code", "group_dimension", "group", "period_end", "time_basis",
                "area_name", "share_pct", "base_n", "design_effect", "is_transcription", *_PROVENANCE,
            ),
            nullable=frozenset({"base_n", "design_effect"}),
            period=("period_end",),
            checks=("boroughs_complete", "no_city_of_london", "quarters_complete"),
        ),
        Dataset(
            id="recorded_offences",
            title="Offences recorded by the Metropolitan Police",
            description=(
                "Offences recorded each month by offence group and sub-group, for the 32 boroughs, "
                "the airports and crimes not given to a place. The City of London has its own force "
                "and is not included. Each month is taken from the newest edition that holds it."
            ),
            row="offences of one sub-group in one month and place",
            key=("month", "area_name", "offence_group", "offence_subgroup"),
            columns=(
                "month", "area_name", "offence_group", "offence_subgroup",
                "area_code", "area_type", "published_label", "offences_count", *_PROVENANCE,
            ),
            nullable=frozenset({"area_code"}),
            period=("month",),
            checks=("boroughs_complete", "no_city_of_london", "months_complete"),
        ),
        Dataset(
            id="population",
            title="Residents of London's boroughs",
            description=(
                "Mid-year estimates of the people who live in each borough and the City of London, "
                "the denominator of every rate on this site, and the Census of 2021 by sex and ethnic "
                "group. Sum within one of the two: rows that are of everyone, or rows that are not."
            ),
            row="residents of one place in one year, or a sex and ethnic group of them",
            key=("year", "area_code", "sex", "ethnicity", "age_band"),
            columns=(
                "year", "area_code", "area_name", "sex", "ethnicity", "age_band", "residents_count", *_PROVENANCE,
            ),
            period=("year",),
            checks=("places_complete",),
        ),
        Dataset(
            id="boundaries",
            title="Outlines of London's boroughs",
            description="Simplified outlines of the 32 boroughs and the City of London, for maps only.",
            row="one place's outline",
            key=("area_code",),
            columns=("area_code", "area_name", "geometry", *_PROVENANCE),
            checks=("places_complete", "outlines_small"),
        ),
        Dataset(
            id="review_figures",
            title="The Casey Review's own figures",
            description=(
                "Figures printed in the Casey Review (March 2023) and four related documents, one "
                "row each with its place in the document, and a flag where the document contradicts itself."
            ),
            row="one figure printed in a document",
            key=("figure_id",),
            columns=(*FIGURE_COLUMNS, *MEANING_COLUMNS, *_PROVENANCE),
            nullable=frozenset({"comparator", "original_source", "confidence_note", *_MEANING_ABSENT}),
        ),
        Dataset(
            id="published_figures",
            title="Figures printed elsewhere",
            description=(
                "Figures on the success measures printed by MOPAC, the Met, the Mayor, the CPS and the "
                "press before and since the Review, one row each with its citation and how far to trust it."
            ),
            row="one figure printed in a document",
            key=("figure_id",),
            columns=(*FIGURE_COLUMNS, *MEANING_COLUMNS, *_PROVENANCE),
            nullable=frozenset({"comparator", "original_source", "confidence_note", *_MEANING_ABSENT}),
        ),
        Dataset(
            id="commitments",
            title="What was promised by when",
            description=(
                "The Review's 16 recommendations, every promise with a time in the Review and four related "
                "documents, and the City of London Police's answers, in our own words: who, by when, what would "
                "show it, and what the newest figure says. The City's force is not the Met: never count them together."
            ),
            row="one recommendation, promise or answer",
            key=("id",),
            columns=(*COMMITMENT_COLUMNS, *_PROVENANCE),
            nullable=frozenset({
                "recommendation", "due", "due_text", "target_value", "target_unit", "shown_by", "page", "evidence",
                "evidence_value", "evidence_date", "evidence_rows", "evidence_source", "confidence_note",
                "caveat",
            }),
        ),
        Dataset(
            id="crime_outcomes",
            title="Crimes with an outcome",
            description=(
                "Outcomes of a named kind recorded in a period, and the offences recorded in the same "
                "period. A rate is a ratio of two flows, not the share of crimes that were solved. "
                "Sanction detections and positive outcomes are different things and are never joined. "
                "Outcomes go on being revised, mostly down, for a year and more: the newest are provisional."
            ),
            row="outcomes of one kind in one place, series, offence group or code, and period",
            key=(
                "period_start", "period_end", "area_name", "series", "offence_group", "offence_code", "outcome_kind",
                "outcome_basis", "source_id",
            ),
            columns=(
                "period_start", "period_end", "area_name", "series", "offence_group", "offence_code", "outcome_kind",
                "outcome_basis", "area_code", "outcomes_count", "offences_count", "rate_pct", "age_months",
                "is_provisional", *_PROVENANCE,
            ),
            nullable=frozenset({
                "offence_code", "area_code", "outcomes_count", "offences_count", "rate_pct", "age_months",
            }),
            period=("period_start", "period_end"),
            checks=("no_city_of_london",),
            also_allowed={
                "offence_group": (
                    "All offences", "Rape", "Other sexual offences", "Domestic abuse",
                    "Theft, burglary and vehicle offences",
                ),
            },
            # The Home Office takes back what an earlier quarter had too many of: single codes go below 0.
            minimums={"outcomes_count": -50, "offences_count": -50},
        ),
        Dataset(
            id="violence_against_women",
            title="Violence against women and girls recorded by the Met",
            description=(
                "Offences and victims a month since 2014, in four views of the same counts: offences by class, "
                "offences by place, victims by age, victims by the ethnicity that officers saw. The views are "
                "never added. Offences and victims only: what came of them is not published. The publisher's "
                "total holds offences that it classes as outside of violence against women and girls: leave out "
                "that class_group to count without them."
            ),
            row="offences of one class or place, or victims of one age or ethnicity, in one month",
            key=("view", "month", "area_name", "offence_class", "victim_group", "unit"),
            columns=(
                "view", "month", "area_name", "area_code", "offence_class", "class_group", "victim_group", "unit",
                "counted", *_PROVENANCE,
            ),
            nullable=frozenset({"area_code"}),
            period=("month",),
            checks=("boroughs_complete", "no_city_of_london", "months_complete"),
        ),
        Dataset(
            id="custody",
            title="What was decided of offences in the Met's custody",
            description=(
                "Offences of people held in custody, by the month of their current disposal, with sex, age group "
                "and ethnicity. Offences are counted, not people. A disposal that is not final (bail, release "
                "under investigation) moves on to another later, so prosecutions of recent months and years are "
                "a lower bound; those to court are mostly returns on a warrant. No verdict rests on it."
            ),
            row="offences of one group with one disposal, of one sex, age group and ethnicity, in one month",
            key=("month", "offence_group", "sex", "age_group", "ethnicity", "disposal"),
            columns=(
                "month", "offence_group", "sex", "age_group", "ethnicity", "disposal", "offences_count",
                *_PROVENANCE,
            ),
            period=("month",),
            checks=("months_complete",),
            also_allowed={
                "offence_group": (
                    "Assault", "Drug possession", "Drug supply", "Drugs, other", "Murder", "Other offence", "Weapons",
                )
            },
        ),
        Dataset(
            id="stop_and_search",
            title="Stop and search by the Met",
            description=(
                "Stops and searches by ethnicity, what was looked for and what came of it: by month from "
                "data.police.uk, by financial year from the Home Office. The two are counted differently and never "
                "added. Each stop stands once under each way of defining ethnicity: sum within one source and one "
                "basis only. Of years, all searches have the outcome all; the arrests among them are not whole. "
                "Months that are not published are absent, and listed as missing_months in the metadata."
            ),
            row="stops in one month or one financial year",
            key=(
                "period_start", "period_end", "ethnicity", "ethnicity_basis", "object_of_search", "outcome",
                "source_id",
            ),
            columns=(
                "period_start", "period_end", "ethnicity", "ethnicity_basis", "object_of_search", "outcome",
                "stops_count", "month", *_PROVENANCE,
            ),
            nullable=frozenset({"month"}),
            period=("period_start", "period_end"),
        ),
        Dataset(
            id="use_of_force",
            title="Use of force by the Met",
            description=(
                "Times a tactic was used in a year, by the ethnicity that officers perceived, as the Home Office "
                "publishes it; and, on a basis of its own, the Met's records of force. One incident can hold several "
                "tactics and several officers: compare within one basis only."
            ),
            row="uses of one tactic in one year",
            key=("year_end", "force_type", "tactic", "ethnicity", "source_id"),
            columns=(
                "year_end", "force_type", "tactic", "ethnicity", "uses_count", "count_basis", "is_transcription",
                *_PROVENANCE,
            ),
            period=("year_end",),
        ),
        Dataset(
            id="workforce",
            title="People who work for the Met",
            description=(
                "Officers, staff and others on given dates, by sex and rank where published. Two "
                "publishers count differently: their figures are kept apart by source."
            ),
            row="people of one kind on one date",
            key=("source_id", "date", "role", "rank", "sex", "ethnicity", "people_basis"),
            columns=("date", "role", "rank", "sex", "ethnicity", "people", "people_basis", *_PROVENANCE),
            period=("date",),
        ),
        Dataset(
            id="revisions",
            title="Cells that changed between editions",
            description=(
                "Every cell of recorded crime that differs between two editions over the months that "
                "both hold: relabelled, given to a borough, or changed."
            ),
            row="one cell that changed between two editions",
            key=("source_id", "edition_old", "edition_new", "month", "area_name", "offence_group", "offence_subgroup"),
            columns=(
                "source_id", "edition_old", "edition_new", "month", "area_name", "offence_group",
                "offence_subgroup", "area_code", "old_count", "new_count", "kind",
            ),
            nullable=frozenset({"area_code", "old_count", "new_count"}),
            period=("month",),
        ),
        Dataset(
            id="corrections",
            title="Corrections",
            description=(
                "Figures that were wrong or look wrong: faults of publishers' files that are mended here, steps "
                "beyond what is plausible that were accepted as true, with the reason, and errors that this site "
                "has shown."
            ),
            row="one figure, or one group of figures, that was corrected or accepted",
            key=("date", "dataset", "source_id", "what"),
            columns=("date", "dataset", "correction_kind", "what", "was", "is", "reason", *_PROVENANCE),
            nullable=frozenset({"edition"}),
        ),
        Dataset(
            id="success_measures",
            title="The seven success measures since the Review",
            description=(
                "What stands for each of the Casey Review's seven measures of success: the figure nearest "
                "its publication in March 2023, the newest since, the change with its 95% interval, and a "
                "verdict with its reason. The row of indicator all is the summary of the measure's "
                "deciding indicators, never their average."
            ),
            row="one indicator of a success measure, for one group",
            key=("measure", "indicator", "group"),
            columns=(
                "measure", "indicator", "group", "group_dimension", "indicator_name", "definition",
                "better", "time_basis", "unit", "baseline_value", "baseline_period_end", "latest_value",
                "latest_period_end", "change", "change_low", "change_high", "verdict", "reason",
                "is_deciding", "verdict_test", "baseline_base_n", "latest_base_n", "design_effect", "is_rounded",
                "is_transcription", "baseline_source_id", "latest_source_id", "baseline_figure_id",
                "latest_figure_id", "review_figure_id", "nearest_figure_ids", "needed", "cannot_kind", "loads_with",
                "ripe_from",
                "smallest_change_seen", "ordinary_step", "is_principal", "verdict_steps",
                *_EARLY_SIGN, "early_sign_contradicts",
            ),
            nullable=frozenset({
                "baseline_value", "baseline_period_end", "latest_value", "latest_period_end", "change",
                "change_low", "change_high", "baseline_base_n", "latest_base_n", "design_effect",
                "baseline_source_id", "latest_source_id", "baseline_figure_id", "latest_figure_id",
                "review_figure_id", "nearest_figure_ids", *_EARLY_SIGN, "cannot_kind", "loads_with", "ripe_from",
                "smallest_change_seen", "ordinary_step", "verdict_steps",
            }),
            also_allowed={
                "measure": tuple(SUCCESS_MEASURES),
                "time_basis": ("calendar_year", "nine_years", "point_in_time"),
            },
        ),
        Dataset(
            id="signs",
            title="Signs since the Review",
            description=(
                "The nearest figures since the Casey Review that speak to one of its seven measures of success and "
                "cannot decide it, each with its direction, its dates, who says it and why it does not decide. "
                "A sign is never counted as a verdict. A measure without a row has none."
            ),
            row="one figure since the Review that speaks to a measure",
            key=("measure", "sign"),
            columns=(
                "measure", "sign", "sign_order", "sign_name", "value", "unit", "period", "period_end",
                "earlier_value", "earlier_period", "direction", "said_by", "why_not_decisive", "figure_id",
                "earlier_figure_id", *_PROVENANCE,
            ),
            nullable=frozenset({"earlier_value", "earlier_period", "figure_id", "earlier_figure_id"}),
            also_allowed={"measure": tuple(SUCCESS_MEASURES)},
        ),
    )
}  # fmt: skip

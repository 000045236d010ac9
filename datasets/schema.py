"""What the project's tables are: every column, dataset and source, declared once.

Pipeline, catalogue, downloads, API and documentation all read these declarations, so a title, unit
or key is written here and nowhere else. What belongs to a single publisher's table (its licence, its
labels, its breaks) stands in `data_pipeline/sources/<id>.toml` and is held in `Source`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Kind = Literal["text", "label", "date", "integer", "number", "flag"]


REFERENCE = Path(__file__).parent / "reference"


class SourceError(Exception):
    """Something the user or a publisher did: shown as one line, exit status 1."""

    @classmethod
    def of(cls, source: str, what: str) -> SourceError:
        """The error of a source, worded `<source>: <what, where>`."""
        return cls(f"{source}: {what}")


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
    """

    name: str
    kind: Kind
    description: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    allowed: tuple[str, ...] = ()


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

    If the file still holds `expected`, the rows are dropped; if it holds anything else, the build
    fails, so that a correction never outlives the fault.

    Attributes:
        edition: the edition at fault, as the pipeline names it.
        where: column -> value (or list of values) of the tidy rows at fault.
        column: which column holds the values.
        expected: those values, in the order of the dataset's key.
        action: `drop` drops the rows; `drop_repeats` keeps the first of each repeated pair.
        reason: what is wrong, in one sentence, shown on the methods page.
    """

    edition: str
    where: Mapping[str, Any]
    column: str
    expected: tuple[Any, ...]
    reason: str
    action: Literal["drop", "drop_repeats"] = "drop"


@dataclass(frozen=True)
class Source:
    """One published table as its publisher gives it: read from `sources/<id>.toml`.

    Attributes:
        files: globs below the mirror folder (or below `reference/` when `is_reference`).
        instead: globs of other saves of the same edition, read only where `files` finds none.
        edition_pattern: regular expression whose first group is the edition in a file's path;
            empty where the edition is read from the contents.
        edition: fixed name of the only edition, for documents that have one.
        newest_by: columns for which one edition is taken whole (the newest that holds them);
            empty means the dataset's key, so that the newest edition wins value by value.
        due_days, stale_days: age of the newest period from which a new edition is due, or overdue;
            0 where none is expected.
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
    instead: tuple[str, ...] = ()
    edition_pattern: str = ""
    edition: str = ""
    newest_by: tuple[str, ...] = ()
    is_reference: bool = False
    is_transcription: bool = False
    due_days: int = 0
    stale_days: int = 0
    caveats: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    corrections: tuple[Correction, ...] = ()
    labels: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


TIME_BASES = ("rolling_12_months", "quarter", "financial_year")
AREA_TYPES = ("borough", "airport", "unknown")

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


def _declare(*columns: Column) -> dict[str, Column]:
    return {column.name: column for column in columns}


COLUMNS: Mapping[str, Column] = _declare(
    Column("survey", "label", "Short name of the survey.", allowed=("PAS",)),
    Column("measure", "label", "What was asked; the survey measure's id.", allowed=tuple(SURVEY_MEASURES)),
    Column("area_code", "label", "ONS GSS code; MPS for the whole force area; empty for what is not a place."),
    Column("area_name", "label", "Name of the place."),
    Column("area_type", "label", "Kind of place.", allowed=AREA_TYPES),
    Column("group_dimension", "label", "What people are grouped by; all where they are not."),
    Column("group", "label", "The group of people; all where it is everyone."),
    Column("period_end", "date", "Last day of the period."),
    Column("period_start", "date", "First day of the period."),
    Column("time_basis", "label", "Length of the period that one figure covers.", allowed=TIME_BASES),
    Column("share_pct", "number", "Share who agree, or who say good or excellent.", "per cent", 0, 100),
    Column("base_n", "integer", "Interviews behind the share; empty: not published.", "interviews", 0),
    Column("is_transcription", "flag", "Read off a dashboard by a third party, not from a publisher's file."),
    Column("source_id", "label", "Which source the row is from."),
    Column("edition", "label", "Which edition of the source, by its newest period."),
    Column("month", "date", "First day of the month."),
    Column("offence_group", "label", "Offence group, one spelling for all editions.", allowed=OFFENCE_GROUPS),
    Column("offence_subgroup", "label", "Offence sub-group, one spelling for all editions."),
    Column("published_label", "label", "Sub-group exactly as published in that edition."),
    Column("offences_count", "integer", "Offences recorded by the police.", "offences", 0),
    Column("year", "integer", "Calendar year; populations are of 30 June.", "year", 1801, 2100),
    Column("sex", "label", "Sex; all where it is everyone."),
    Column("ethnicity", "label", "Ethnic group as published; all where it is everyone."),
    Column("age_band", "label", "Ages; all where it is everyone."),
    Column("residents_count", "integer", "People who usually live there.", "residents", 0),
    Column("geometry", "text", "Outline as GeoJSON, longitude and latitude (WGS 84)."),
    Column("figure_id", "label", "Our number for the figure, in the order of the document."),
    Column("measure_id", "label", "Short name of the quantity."),
    Column("success_measure", "label", "Which success measure it bears on.", allowed=tuple(SUCCESS_MEASURES)),
    Column("topic", "label", "What the figure is about."),
    Column("statement", "text", "The figure in our own words."),
    Column("population", "text", "Whom or what the figure counts."),
    Column("value", "number", "The figure, in the unit of its row."),
    Column("unit", "label", "Unit of the figure."),
    Column("comparator", "text", "What the figure is set against, where it is."),
    Column("geography", "label", "Place or force that the figure describes."),
    Column("source_document", "label", "Document that prints the figure."),
    Column("source_location", "text", "Chapter, figure or line in that document."),
    Column("original_source", "text", "Where the document says it has the figure from."),
    Column("confidence_note", "text", "How far to trust it; CONFLICT marks a contradiction."),
)  # fmt: skip

_PROVENANCE = ("source_id", "edition")

DATASETS: Mapping[str, Dataset] = {
    dataset.id: dataset
    for dataset in (
        Dataset(
            id="public_attitudes",
            title="Public attitudes to the police in London",
            description=(
                "Shares of Londoners who trust the Met, think the police do a good job, treat "
                "everyone fairly and more, for the Met's area and its 32 boroughs, from MOPAC's "
                "Public Attitude Survey. Each figure covers the 12 months to the date given."
            ),
            row="one survey measure, place, group and period",
            key=("survey", "measure", "area_code", "group_dimension", "group", "period_end", "time_basis"),
            columns=(
                "survey", "measure", "area_code", "group_dimension", "group", "period_end", "time_basis",
                "area_name", "share_pct", "base_n", "is_transcription", *_PROVENANCE,
            ),
            nullable=frozenset({"base_n"}),
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
                "the denominator of every rate on this site."
            ),
            row="residents of one place in one year",
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
            columns=(
                "figure_id", "measure_id", "success_measure", "topic", "statement", "population",
                "group_dimension", "group", "period_start", "period_end", "value", "unit", "comparator",
                "geography", "source_document", "source_location", "original_source", "confidence_note",
                *_PROVENANCE,
            ),
            nullable=frozenset({"comparator", "original_source", "confidence_note"}),
        ),
    )
}  # fmt: skip

"""Methods and sources: where every figure comes from; made from the sources' own metadata."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.answers import ask, corrections
from dashboard.briefing.rules import RULES
from dashboard.charts import Look, coverage
from dashboard.draft import Draft
from dashboard.figures import renewals
from dashboard.figures import sources as sources_figures
from dashboard.figures.places import MPS
from dashboard.files.about import SITE, DownloadMeta
from dashboard.page import Paper
from dashboard.sourcing import source_line
from dashboard.subjects.borough.figures import profile
from dashboard.subjects.methods import tables
from dashboard.subjects.outcomes.figures.ripening import CARRIES_ITS_REVISION_BELOW, revision_table
from dashboard.subjects.trust.figures.interviews import survey_base
from dashboard.words import accessibility, ripening
from dashboard.words.editions import join_sentence
from dashboard.words.numbers import listed
from dashboard.words.periods import day_words, period_words
from dashboard.words.sources import SHORT_NAMES
from datasets import catalogue


def build(draft: Draft) -> None:
    """Write the page: every source, how old it is, what is wrong with it, and the site's own methods."""
    draft.need("public_attitudes")
    draft.need()
    today = date.today()
    sources = (
        ask(sources_figures.sources)
        .sort_values("newest", kind="stable")
        .drop_duplicates("id", keep="last")
        .sort_values(["dataset", "id"], ignore_index=True)
    )
    draft.paper = Paper(is_offered=False)
    known = {one["id"]: renewals.renewal(one, today) for one in sources.to_dict("records")}
    late = sum(map(tables.is_overdue, known.values()))
    newest = [f"{what} to {period_words(end)}" for what, end in _newest_of(sources)]
    draft.headline(
        f"{late or 'None'} of {len(sources)} sources overdue"
        + "".join(f"; {one}" for one in newest),
        "Where each figure comes from, how old it is, and what is wrong with it.",
    )
    chart(draft, sources, known, today)
    leading(draft, sources, known)
    all_sources(draft, sources, known, today)
    corrected(draft)
    sensitivity(draft)
    revisions(draft)
    draft.section(
        "How a briefing's questions are chosen",
        "From these rules alone, in this order. Three questions at most, two of a rule; none where nothing moved",
    )
    with draft.fold(f"The {len(RULES)} rules of what is asked", "rules"):
        draft.bullets(f"A question is asked where {rule.when}." for rule in RULES)
    usable(draft)
    files(draft, sources)


def _newest_of(sources: pd.DataFrame) -> list[tuple[str, str]]:
    """What people ask for first, and to when it is held: crime, then trust."""
    held = sources.set_index("id")["newest"]
    asked = (("crime", "mps_recorded_crime"), ("trust", "mopac_public_perception"))
    return [(what, held[one]) for what, one in asked if one in held]


def leading(draft: Draft, sources: pd.DataFrame, known: tables.Known) -> None:
    """Which source each page leads with, and how new it is."""
    draft.section(
        "How new each page's figures are",
        "What its headline rests on; older figures beside it say their own date",
    )
    draft.card_table(
        tables.LEADING_HEADINGS,
        tables.leading_cells(sources, known),
        "What each page's headline rests on, and how new it is",
        "leading",
    )
    draft.caption("Misconduct and Response times rest on single figures, each with its own date.")


def chart(draft: Draft, sources: pd.DataFrame, known: tables.Known, today: date) -> None:
    """Which period each source covers, and how old its newest figure is."""
    rows = tables.periods(sources, known)
    undated = len(sources) - len(rows)
    draft.section(
        "What period each source covers",
        f"Rows used on this site, first to newest period. {undated} more have "
        "no period of their own."
        if undated
        else "Rows used on this site, first to newest period",
    )
    draft.chart(
        lambda narrow: coverage(rows, look=Look(narrow=narrow), today=pd.Timestamp(today)),
        alt=tables.periods_said(rows),
        source_line="Made from the sources' own metadata.",
        key="methods",
        rows="sources",
    )
    draft.need_to_know(
        [
            "Overdue: by this publisher's habit newer figures should be out. Either they are late, or they are out "
            "and not held here: this does not tell which.",
            "Figures are as their publishers gave them, but for the faults of files that stand under Corrections.",
            "Where a figure is not published, or not held here, its page says which.",
            "Figures over months and over years, or of different kinds, are never joined on one line. Where one "
            "edition gives way to another, the line breaks and says so.",
            "Boroughs' survey figures run on to a later quarter than London's: compare them at the same date.",
        ]
    )


_KINDS = {
    "publisher": "faults of publishers' files, mended here",
    "accepted": "figures that moved far and were found to be true",
    "site": "errors of this site",
}


def corrected(draft: Draft) -> None:
    """Figures that were wrong or looked wrong, and what stands there now."""
    found = corrections()
    kinds = set(found["correction_kind"])
    draft.section(
        "Corrections",
        f"What was looked into: {listed([_KINDS[one] for one in _KINDS if one in kinds])}",
    )
    with draft.fold(f"All {len(found)}, oldest first", "corrections"):
        draft.card_table(
            tables.CORRECTION_HEADINGS,
            tables.correction_cells(found),
            "Corrections, oldest first",
            "corrections",
        )
    if not (found["correction_kind"] == "site").any():
        draft.text("No error of this site's own is known.")


def all_sources(
    draft: Draft,
    sources: pd.DataFrame,
    known: tables.Known,
    today: date,
) -> None:
    """Each source in a line, with all that is said of it folded away beneath."""
    draft.section(
        "Each source: how new, and what to know",
        f"To when its figures go, and whether newer ones are overdue on {day_words(today)}; the longest overdue "
        "first",
    )
    ordered = sources.assign(
        name=sources["id"].map(SHORT_NAMES),
        late=[-one.days_late if one else 10_000 for one in sources["id"].map(known)],
    ).sort_values(["late", "name"])
    for _, source in ordered.iterrows():
        with draft.fold(tables.at_a_glance(source, known[source["id"]]), source["id"]):
            _source(draft, source, known[source["id"]])


def _source(draft: Draft, source: pd.Series, renewed: renewals.Renewal | None) -> None:
    newest = source["newest"]
    draft.text(tables.used_on(source["id"]))
    draft.facts(
        {
            "Title": source["title"],
            "Publisher": source["publisher"],
            "Licence": source["licence"],
            "Cite as": source["citation"],
            "Address": source["url"],
            "Published": source["cadence"],
            "Usually renewed by": "no newer one awaited"
            if renewed is None
            else day_words(renewed.by),
            "Editions used": tables.editions(source),
            "Period used": _span(tables.first_of(source), newest) if newest else "none of its own",
            "File held since": source["retrieved"],
        }
    )
    breaks = [one["detail"] for one in source["breaks"]]
    draft.bullets([*source["caveats"], *breaks, *source["corrections"]])


def _span(first: str, newest: str) -> str:
    """`June 2023 to May 2025`; one month alone where it is all."""
    ends = dict.fromkeys(map(period_words, (first, newest)))
    return " to ".join(ends)


def sensitivity(draft: Draft) -> None:
    """How much an assumption about the survey matters."""
    tried = tables.sensitivity_table()
    _, assumed = ask(survey_base, MPS)
    draft.section("How sure the survey figures are", "Trust in the Met, London")
    draft.text(
        "No file gives the number of interviews or the effect of the survey's design. The site assumes a "
        f"design effect of {assumed:.1f}. These are the same figures with others:"
    )
    effects = listed(tried["Design effect"].tolist())
    draft.table(tried, alt=f"Interval of trust in the Met with design effects of {effects}")
    trusted = ask(profile.survey_lines, (MPS,), "trust")
    draft.source(source_line("public_attitudes", set(trusted["source_id"].dropna())))


def revisions(draft: Draft) -> None:
    """Why the newest outcomes still change, and how far they were revised at each age."""
    draft.section(ripening.TITLE, "How far positive outcomes were revised between two editions")
    draft.text(ripening.METHOD.format(below=CARRIES_ITS_REVISION_BELOW))
    declared = ask(revision_table, "declared")
    with draft.fold("How far they moved, month by month of age", "revisions"):
        draft.table(
            tables.revised_table(declared),
            alt="Revisions of positive outcomes by age, for all offences and knife crime",
        )
    draft.caption(ripening.compared_tables(declared.drop_duplicates("series").to_dict("records")))


def usable(draft: Draft) -> None:
    """The accessibility statement: its address, `#accessibility`, is linked from every page's foot."""
    draft.section(accessibility.TITLE, accessibility.SUBTITLE)
    draft.bullets(accessibility.MADE_FOR)
    draft.text(accessibility.tested(accessibility.LEFT_BY_FRAMEWORK))
    draft.bullets(one.words for one in accessibility.LEFT_BY_FRAMEWORK)


def files(draft: Draft, sources: pd.DataFrame) -> None:
    """All that is known of the sources, as files."""
    joins = [" ".join(join_sentence(**join) for join in found) for found in sources["joins"]]
    draft.download_row(
        sources.assign(
            editions=sources["editions"].map(", ".join),
            caveats=sources["caveats"].map(" ".join),
            breaks=sources["breaks"].map(_details),
            spans=sources["spans"].map(_details),
            corrections=sources["corrections"].map(" ".join),
            joins=joins,
        ),
        name="sources",
        meta=DownloadMeta(
            title="sources of the data",
            source=SITE,
            licence="Licences differ by source, see the column “licence”",
            link=draft.fixed_link({}),
            data_version=catalogue.version(),
        ),
    )


def _details(found: list[dict[str, str]]) -> str:
    return " ".join(one["detail"] for one in found)

"""The glossary: each term declared once, with what it means and how it is found in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A term of the field.

    Attributes:
        name: as it heads its entry.
        meaning: one or two short sentences.
        forms: how it is written in running text, as a regular expression.
    """

    name: str
    meaning: str
    forms: str

    @property
    def id(self) -> str:
        """Its name in an address."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")


TERMS = (
    Term(
        "95% interval",
        "The range in which the true figure probably lies. Of 100 such ranges about 95 hold it.",
        r"95% intervals?|intervals? of chance",
    ),
    Term(
        "Case to answer",
        "A decision that an allegation against an officer should be heard. It is not yet a finding or a "
        "penalty.",
        r"cases? to answer",
    ),
    Term(
        "Charged",
        "A suspect is told to appear in court for a crime. The charge rate is the share of the crimes recorded "
        "in a year for which that has happened so far.",
        r"charge rates?",
    ),
    Term(
        "Community resolution",
        "Somebody admits a lesser crime and makes good without going to court, by an apology or a payment, say.",
        r"community resolutions?",
    ),
    Term(
        "Design effect",
        "How much less sure a survey is than a simple draw of as many people, because of how they were picked and "
        "weighted. At 1.3, 1,300 interviews tell as much as 1,000 would.",
        r"design effects?",
    ),
    Term(
        "Disproportionality",
        "How unequally something falls on groups of people, set against how many of each live there.",
        r"disproportionality",
    ),
    Term(
        "Early sign",
        "What the boroughs' newer figures say about London before its own are published. It decides nothing.",
        r"early signs?",
    ),
    Term(
        "Edition",
        "One issue of a publisher's file. A later one can revise months that an earlier one held.",
        r"editions?",
    ),
    Term(
        "Financial year",
        "The year from 1 April to 31 March. This site writes “year to March”.",
        r"financial years?",
    ),
    Term(
        "Full-time equivalent",
        "People counted by their hours: two who work half of the week are one.",
        r"full[- ]time equivalents?",
    ),
    Term(
        "Gross misconduct",
        "A breach of the police's standards so serious that it can end in dismissal.",
        r"gross misconduct",
    ),
    Term(
        "I grade and S grade",
        "How urgent a call is. I grade, immediate: the Met aims to arrive within 15 minutes. S grade, significant: "
        "within an hour.",
        r"[IS] grade",
    ),
    Term(
        "LGBT+",
        "Lesbian, gay, bisexual, transgender and other people, as MOPAC's survey writes it.",
        r"LGBT\+",
    ),
    Term(
        "MOPAC",
        "The Mayor's Office for Policing and Crime. It oversees the Met and runs the survey of Londoners.",
        r"MOPAC",
    ),
    Term(
        "Not ripe",
        "Too new to be judged: figures of that age have later been revised by enough to change the finding.",
        r"not ripe",
    ),
    Term(
        "Out-of-court disposal",
        "A crime dealt with without a court: a caution, a community resolution or a penalty notice.",
        r"out[- ]of[- ]court disposals?",
    ),
    Term("Parity", "A ratio of 1: both groups meet with it equally often.", r"parity"),
    Term(
        "Percentage point",
        "The difference between two shares. From 50% to 46% is down 4 percentage points.",
        r"percentage points?",
    ),
    Term(
        "Positive outcome",
        "A crime for which a suspect was charged, cautioned or otherwise dealt with. It is wider than a charge.",
        r"positive outcomes?",
    ),
    Term(
        "Provisional",
        "A month so new that the publisher is known to revise it.",
        r"provisional",
    ),
    Term(
        "Public Attitude Survey",
        "MOPAC's survey, which asks Londoners every quarter what they think of the police.",
        r"Public Attitude Survey",
    ),
    Term(
        "Rate ratio",
        "How many times as often something happens to one group as to another, for equal numbers of residents.",
        r"rate ratios?|ratios?",
    ),
    Term(
        "Recorded crime",
        "Offences that the police wrote down. Many crimes are never reported, so it is not all crime.",
        r"recorded crimes?|crimes? recorded|offences recorded",
    ),
    Term(
        "Regulation 13",
        "The rule by which the Met can end the service of an officer still on probation.",
        r"Regulation 13",
    ),
    Term(
        "Sanction detection",
        "An older count of solved crimes, which the Review used: somebody was charged, cautioned, fined or warned.",
        r"sanction detections?",
    ),
    Term(
        "Second hand",
        "Read in the press or in another's report, not where it was first published.",
        r"second[- ]hand",
    ),
    Term(
        "Unofficial copy",
        "A file that others copied, cut down or tidied, held until the publisher's own can be loaded.",
        r"unofficial cop(?:y|ies)",
    ),
    Term(
        "Usual limits",
        "Between them lie most boroughs by chance alone, were all alike. Outside them chance is a poor explanation.",
        r"95% limits|99\.8% limits",
    ),
)
"""In the order of the alphabet."""

_FORMS = re.compile(
    "|".join(f"(?P<t{place}>{term.forms})" for place, term in enumerate(TERMS)), re.IGNORECASE
)
_WHOLE = re.compile(rf"(?<![\w“-])(?:{_FORMS.pattern})(?![\w”-])", re.IGNORECASE)
_NOT_TEXT = re.compile(r"(\[[^\]]*\]\([^)]*\)|<[^>]*>|`[^`]*`|https?://\S+)")
"""What is no running text in Markdown: links, addresses, code."""


def linked(markdown: str, seen: set[str]) -> str:
    """Return Markdown in which terms that stand for the first time lead to their entries.

    Args:
        markdown: a text. seen: ids of the terms that were met before; those found are added.
    """
    pieces = _NOT_TEXT.split(markdown)
    pieces[::2] = [_in_text(piece, seen) for piece in pieces[::2]]
    return "".join(pieces)


def _in_text(text: str, seen: set[str]) -> str:
    def one(found: re.Match[str]) -> str:
        term = next(TERMS[int(name[1:])] for name, said in found.groupdict().items() if said)
        if term.id in seen:
            return found[0]
        seen.add(term.id)
        return f"[{found[0]}](/glossary#{term.id})"

    return _WHOLE.sub(one, text)

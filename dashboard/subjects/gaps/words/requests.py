"""Words to ask a public body for figures that it has not released."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HOLDERS = {"MOPAC": "Mayor's Office for Policing and Crime (MOPAC)"}
GROUPED_BY = {
    "ethnicity": "ethnicity",
    "lgbt": "sexual orientation and gender identity",
    "sex": "sex",
    "age": "age group",
    "disability": "disability",
}
"""What each dimension is called in a request."""


@dataclass(frozen=True)
class Wanted:
    """What a request asks for.

    Attributes:
        measure: follows "the share of people who".
        code: the question's number in the survey's code book; empty where it is not known.
        survey: its name.
        holder: who holds it, a key of HOLDERS.
        by: what people are grouped by, such as "ethnicity".
        groups: the two that the gap is between, as nouns without a place.
        first_year: first financial year asked for, such as "2014-15".
        quarters_since: first quarter asked for, such as "January to March 2023".
    """

    measure: str
    code: str
    survey: str
    holder: str
    by: str
    groups: tuple[str, str]
    first_year: str
    quarters_since: str


def request(wanted: Wanted, smallest: int) -> str:
    """A freedom of information request, ready to send.

    Args:
        wanted: what is asked for.
        smallest: base below which a share need not be given.
    """
    code = f" (question {wanted.code} in UK Data Service study SN 7048)" if wanted.code else ""
    parts = [
        f"To: {HOLDERS[wanted.holder]}",
        f"Freedom of Information Act 2000: {wanted.survey} by {wanted.by}",
        f"Please send me these results of the {wanted.survey}, for London as a whole (the Met's area):",
        *_numbered(
            [
                f"The share of people who {wanted.measure}{code}: of {wanted.groups[0]}, of {wanted.groups[1]}, and of "
                f"every other group that the survey tells apart by {wanted.by}.",
                f"The same for each financial year from {wanted.first_year} to the newest, and for each quarter since "
                f"{wanted.quarters_since}.",
                "For each share, the number of people who answered, before and after weighting.",
                "How the answers were weighted, and the design effect or the confidence interval of each share if you "
                "have worked it out.",
                "Which answers count towards the share, and whether “don't know” and refusals are left out.",
                "Each change in these years to the question, to the groups or to how people were interviewed, with its "
                "date.",
            ]
        ),
        f"Where fewer than {smallest} people answered, please give their number and leave out only that share.",
        "Please send the figures as a spreadsheet or CSV file. If you publish any of them already, please tell me "
        "where. If all of this would cost more than the limit in the Act, please tell me what can be given within it.",
        "I look forward to your answer within 20 working days.",
        "[Your name and address for the answer]",
    ]
    return "\n\n".join(parts)


def _numbered(items: Sequence[str]) -> list[str]:
    return ["\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))]

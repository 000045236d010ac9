"""What the reader chose about searches, and what it is called in titles, files and links."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.answers import ask
from dashboard.draft import Draft, PageEnds
from dashboard.figures.places import ALL
from dashboard.subjects.pages import TITLES
from dashboard.subjects.powers.figures import disproportion, searches
from dashboard.subjects.powers.figures.disproportion import WHITE
from dashboard.subjects.powers.words import months as month_words
from dashboard.subjects.powers.words import powers as words


@dataclass(frozen=True)
class Choice:
    """One choice of searches.

    Attributes:
        basis: whose view of ethnicity, of `searches.BASES`.
        group: compared with White people.
        residents: age band of the denominator.
        searched_for: an object of search, or `all`.
        end: last month of the 12, as the address has it.
        window: the 12 months.
    """

    basis: str
    group: str
    residents: str
    searched_for: str
    end: str
    window: searches.Window

    @property
    def rows(self) -> tuple[str, str]:
        """What the queries of searches are asked first."""
        return self.basis, self.searched_for

    @property
    def by_officer(self) -> bool:
        """Whether ethnicity is as officers saw it."""
        return self.basis == searches.OFFICER

    @property
    def for_everything(self) -> bool:
        """Whether searches for all objects are counted."""
        return self.searched_for == ALL

    @property
    def looked_for(self) -> str:
        """The object in a title: ` for controlled drugs`, or nothing."""
        return _looked_for(self.searched_for)

    @property
    def period(self) -> str:
        """The 12 months in words."""
        return month_words.period_of(self.window.last, len(self.window.held), self.window.part_days)

    @property
    def against(self) -> str:
        """Whose view of ethnicity, and which residents."""
        name = disproportion.DENOMINATORS[self.residents]
        return f"{self.basis_words}; {words.residents_words(name)}"

    @property
    def basis_words(self) -> str:
        """Whose view of ethnicity."""
        return f"Ethnicity {searches.BASES[self.basis].lower()}"

    @property
    def filters(self) -> dict[str, str]:
        """The same for the files: label and value as a reader would say them."""
        return {
            "Ethnicity": searches.BASES[self.basis],
            "Residents": disproportion.DENOMINATORS[self.residents],
            "Looked for": "everything" if self.for_everything else self.searched_for,
            "12 months to": self.end,
        }

    @property
    def link(self) -> dict[str, str]:
        """The same as the address bar says it."""
        return {
            "basis": self.basis,
            "group": self.group,
            "residents": self.residents,
            "object": self.searched_for,
            "to": self.end,
        }


def choose(draft: Draft, held_residents: dict[str, str]) -> Choice:
    """Declare the choice of searches and set it in the page's first row.

    Args:
        held_residents: denominators that are held, at least one.

    Raises:
        PageEnds: no period of these searches can be shown.
    """
    everything = {ALL: "Everything", **ask(searches.objects)}
    with draft.controls_row():
        basis = draft.select("Ethnicity", "basis", searches.BASES, searches.OFFICER)
        held = [one for one in ask(searches.groups_of, basis) if one in disproportion.GROUPS]
        names = {one: one for one in held if one != WHITE}
        group = draft.select("Compared with White", "group", names, next(iter(names)))
        residents = draft.select(
            "Residents", "residents", held_residents, next(iter(held_residents))
        )
        searched_for = draft.select("Looked for", "object", everything, ALL)
        windows = ask(searches.windows, basis, searched_for)
        ends = {end: month_words.end_words(one.last, len(one.held)) for end, one in windows.items()}
        end = draft.select("12 months to", "to", ends, next(iter(ends))) if ends else ""
    if not ends:
        draft.headline(TITLES["powers"])
        what = f"searches{_looked_for(searched_for)}"
        draft.no_rows(what, "Choose another object or way of seeing it.")
        raise PageEnds
    return Choice(basis, group, residents, searched_for, end, windows[end])


def _looked_for(searched_for: str) -> str:
    return "" if searched_for == ALL else words.looked_for(searched_for)

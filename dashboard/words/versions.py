"""What is said of the version of the data that a link asks for, and of data that is not as published."""

from __future__ import annotations

from datetime import date

from dashboard.words.periods import day_words


def fixed_link_keeps(version: str) -> str:
    """What a fixed link promises."""
    return (
        "This address keeps these places, measures and dates, and the figures of data version "
        f"{version}, for as long as that version is kept (the last five). After that it gives the same "
        "choice from the newest data, and says so."
    )


def older_version(asked: str, published: str, newest: str) -> str:
    """The link asks for a version that is kept and is not the newest.

    Args:
        asked, newest: versions, such as 1.2.0.
        published: day on which the one asked for was published, such as 2026-11-03.
    """
    day = date.fromisoformat(published)
    return (
        f"**This link shows data version {asked}, published on {day_words(day)}.** "
        f"The newest is version {newest}: it may hold later and revised figures."
    )


def version_gone(asked: str, newest: str) -> str:
    """The link asks for a version that is not kept any more."""
    return (
        f"**This link was made for data version {asked}, which is not kept here.** "
        f"The same choice is shown from version {newest}: figures may have been revised or added since."
    )


def no_version(newest: str) -> str:
    """The link asks for a version that cannot be one."""
    return (
        "**This link asks for a version of the data that does not exist.** "
        f"Version {newest} is shown."
    )


NOT_AS_PUBLISHED = "its bytes are not those that were published"
REST = (
    "The rest of this page needs it and is not shown until it is right again. Pages that do not need it "
    "are shown as usual."
)
PART = (
    "What this page takes from it is left out until it is right again. Everything else that is shown "
    "comes from tables that have been checked."
)
LIST_CHECKED = (
    "**The list of the published tables is being checked.** Its content is not what was published, so no "
    "figure is shown until it is right again."
)
NO_DATA = "**Nothing is published here.** This copy of the site holds no data."


def table_checked(title: str, what_is_left_out: str) -> str:
    """A table is damaged, so nothing is taken from it.

    Args:
        title: of the table.
        what_is_left_out: `REST` or `PART`.
    """
    return (
        f"**The table “{title}” is being checked:** {NOT_AS_PUBLISHED}, so no figure is taken from it. "
        f"{what_is_left_out}"
    )

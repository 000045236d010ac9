"""What a reader is told where a table is not as it was published, and the page that goes on without it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import streamlit as st

from dashboard.controls.recording import end_page, this_page
from dashboard.plain_text import plain
from dashboard.wording import versions as words
from datasets import catalogue
from datasets.schema import DATASETS


@contextmanager
def saying_what_is_checked() -> Iterator[None]:
    """Show a page; say in its place what ends it, and above it what it had to leave out.

    Raises:
        StopException: a table that the rest of the page needs, or the list of tables, is damaged.
    """
    above = st.empty() if _damaged() else None
    with catalogue.noting_damaged() as left_out:
        try:
            yield
        except catalogue.SpoiltTableError as error:
            _say(words.table_checked(_title(error.dataset), words.REST))
            end_page()
        except catalogue.SpoiltManifestError:
            _say(words.LIST_CHECKED)
            end_page()
        finally:
            if above is not None:
                with above.container():
                    _say_left_out(left_out)


def stop_for(dataset: str) -> None:
    """End the page where a table that all of it needs is damaged; the reader is told which."""
    if dataset in catalogue.damaged():
        raise catalogue.SpoiltTableError(dataset, words.NOT_AS_PUBLISHED)


def being_checked(title: str) -> bool:
    """Say of a table that is left out by its title that it is damaged; False where it is not."""
    found = any(_title(dataset) == title for dataset in _damaged())
    if found:
        _say(words.table_checked(title, words.PART))
    return found


def _say_left_out(datasets: set[str]) -> None:
    said = " ".join(this_page().notices)
    for title in sorted(map(_title, datasets)):
        if title not in said:
            _say(words.table_checked(title, words.PART))


def _say(text: str) -> None:
    this_page().notices.append(text)
    st.info(text)


def _damaged() -> frozenset[str]:
    with suppress(catalogue.DatasetError):
        return catalogue.damaged()
    return frozenset()


def _title(dataset: str) -> str:
    return plain(DATASETS[dataset].title if dataset in DATASETS else dataset)

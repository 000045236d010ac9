"""Widgets bound to the address bar, cached loading, and the parts that every page is made of.

The address bar leads. Each choice is read from the query string under its own key, and a change of
any widget rewrites the query string from all of them, in one step of the browser's history, when the
page has been shown: so a link, a reload and the Back button all show the same page, and a choice
that another one has made impossible is gone from it. Streamlit's own `bind=` is not used,
because it writes the label on screen ("Lambeth") where links need the stable value ("E09000022"),
and replaces the history entry instead of adding one.

This is the one module of helpers that imports streamlit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import downloads, queries, server, wording
from dashboard.charts.page_theme import Figure, in_theme_colours
from datasets import catalogue
from datasets.schema import DATASETS

T = TypeVar("T")

NONE_CHOSEN = "none"
"""In the address bar: a list from which everything was taken away."""

CARRIED = ("area", "from", "to")
"""Keys whose choice goes along when the reader moves to another page that has them too."""

_PAGES_FOLDER = Path(__file__).parent.parent / "pages"
_RUN = "_address_of_this_run"
_REMEMBERED = "_choices_carried_along"

Params = Mapping[str, str | list[str]]


# ---------------------------------------------------------------------------------------------
# Data


def load(
    dataset: str,
    columns: Iterable[str] | None = None,
    filters: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Return rows of a dataset, read once per process and version of the data.

    Changing the frame is safe: it shares its values with the cache until they are changed.

    Raises:
        catalogue.DatasetError: as `catalogue.load`; `not_loaded` is what to show then.
    """
    chosen = None if columns is None else tuple(columns)
    wanted = dict(filters or {})
    key = repr(sorted(wanted.items()))
    return _load(dataset, chosen, key, catalogue.version(), wanted).copy(deep=False)


@st.cache_resource(show_spinner=False, max_entries=128)
def _load(
    dataset: str,
    columns: tuple[str, ...] | None,
    filters_key: str,
    version: str,
    _filters: Mapping[str, Any],
) -> pd.DataFrame:
    del filters_key, version  # part of the cache's key only
    return catalogue.load(dataset, columns, _filters)


def ask(query: Callable[..., T], *choices: Any) -> T:
    """Return a query's answer, computed once per process, choices and version of the data.

    The answer is shared: pages derive from it and never change it.
    """
    name = f"{query.__module__}.{query.__qualname__}"
    found: T = _ask(
        name, repr(choices), catalogue.version(), str(catalogue.directory()), query, choices
    )
    return found


@st.cache_resource(show_spinner=False, max_entries=512)
def _ask(
    name: str,
    choices_key: str,
    version: str,
    directory: str,
    _query: Callable[..., Any],
    _choices: tuple[Any, ...],
) -> Any:  # noqa: ANN401 - whatever the query returns
    del name, choices_key, version, directory  # part of the cache's key only
    return _query(*_choices)


def data_version() -> str:
    """Return the version of the published data."""
    return catalogue.version()


def corrections() -> pd.DataFrame:
    """Return the errors that this site has shown and corrected: when, what, what it was and is."""
    return catalogue.reference("corrections")


def stop_unless_loaded(*datasets: str) -> None:
    """End the page with a plain notice where a table it needs is not published."""
    try:
        published = catalogue.ids()
    except catalogue.DatasetError:
        published = []
    for dataset in datasets:
        if dataset not in published:
            not_loaded(DATASETS[dataset].title)
            st.stop()


def source_line(dataset: str, source_ids: Collection[str] = ()) -> str:
    """Return the line under a chart: whose figures, to when, under which licence, and if overdue.

    Args:
        dataset: what is shown.
        source_ids: which of its sources are on screen; all when none is named.
    """
    shown = _sources_of(dataset, source_ids)
    parts = [
        f"{source.title} ({source.publisher})"
        + (f", to {wording.period_words(str(source.newest))}" if source.newest else "")
        for source in shown.itertuples()
    ]
    licences = "; ".join(dict.fromkeys(shown["licence"]))
    line = f"Source: {'; '.join(parts)}. Licence: {licences}"
    overdue = overdue_line(shown, date.today())
    return f"{line}. {overdue}" if overdue else line


def _sources_of(dataset: str, source_ids: Collection[str]) -> pd.DataFrame:
    table = ask(queries.sources)
    return table[(table["dataset"] == dataset) & (table["id"].isin(source_ids) | (not source_ids))]


@dataclass(frozen=True)
class Renewal:
    """When newer figures of a source are usually published, and how that stands today.

    Attributes:
        by: the usual date.
        days_late: days since then; negative before it.
        status: `fresh`, `due` or `overdue`.
    """

    by: date
    days_late: int
    status: str


def renewal(source: Mapping[Any, Any], today: date) -> Renewal | None:
    """Return how a source stands against its usual lag; None where nothing newer is expected.

    Args:
        source: a row of `queries.sources`.
        today: the day to judge by.
    """
    if not source["newest"] or not source["stale_days"] or source["is_transcription"]:
        return None
    newest = pd.Period(source["newest"]).end_time.date()
    by = newest + timedelta(days=int(source["due_days"]))
    age = (today - newest).days
    status = "fresh" if today < by else "due" if age < int(source["stale_days"]) else "overdue"
    return Renewal(by, (today - by).days, status)


def overdue_line(shown: pd.DataFrame, today: date) -> str:
    """Return a sentence on the sources whose newer figures are overdue; empty where none is."""
    found = [(source["title"], renewal(source, today)) for source in shown.to_dict("records")]
    late = [
        (title, wording.month_year(one.by))
        for title, one in found
        if one is not None and one.status == "overdue"
    ]
    if not late:
        return ""
    if len(found) == 1:
        return f"Newer figures are overdue: this source is usually renewed by {late[0][1]}."
    named = [f"{title} is usually renewed by {by}" for title, by in late]
    return f"Newer figures are overdue: {'; '.join(named)}."


# ---------------------------------------------------------------------------------------------
# The address bar


_ToAddress = Callable[[Any], list[str]]


@dataclass
class _Run:
    """What is known of the address bar while a page is shown.

    Attributes:
        path: the page's address.
        base: the query string as the browser has it.
        params: the query string to go by: `base`, or what the reader's last choice makes of it.
        is_ours: a choice on the page made `params`, so nothing in it was asked for by hand.
        is_first: the page shown before, if any, was another one.
        has_arrived: the reader came from it, and not by Back or Forward.
        bound: key of each widget shown so far -> how its value is written.
        known: every key that is this page's, shown or not.
        unknown: key and value of what does not exist.
        several: key -> what became of more values than can be chosen.
        place: where both are said.
    """

    path: str
    base: dict[str, list[str]]
    params: dict[str, list[str]]
    is_ours: bool = False
    is_first: bool = True
    has_arrived: bool = False
    bound: dict[str, _ToAddress] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    unknown: dict[tuple[str, str], None] = field(default_factory=dict)
    several: dict[str, str] = field(default_factory=dict)
    place: Any = None


def begin_page(path: str) -> None:
    """Read the address bar, before a page is shown.

    Args:
        path: the page's address without the slash.
    """
    base = {key: st.query_params.get_all(key) for key in st.query_params}
    context = get_script_run_ctx()
    is_back = bool(context and context.is_history_navigation)
    before: _Run | None = st.session_state.get(_RUN)
    now = _Run(path, base, dict(base))
    if before is not None and before.path != path:
        now.has_arrived = not is_back
    elif before is not None:
        now.is_first = False
        now.known = before.known.union(before.bound)
        if before.is_ours and not is_back:  # chosen, and not yet written
            now.params, now.is_ours = before.params, True
    st.session_state[_RUN] = now


def settle_address() -> None:
    """Write the reader's choices to the address bar, when the page has been shown.

    Only now is it known which choices the last one leaves: the others drop out of the address.
    """
    run = _run()
    if not run.is_ours:
        return
    dropped = (run.known | {key for key, _ in run.unknown}).difference(run.bound)
    params = {key: values for key, values in run.params.items() if key not in dropped}
    params |= {
        key: to_address(st.session_state[_widget(key)])
        for key, to_address in run.bound.items()
        if _widget(key) in st.session_state
    }
    params = {key: values for key, values in params.items() if values}
    if params != run.base:
        st.query_params.from_dict(params)
    run.base, run.params, run.is_ours = params, params, False


def _run() -> _Run:
    if _RUN not in st.session_state:
        begin_page("")
    run: _Run = st.session_state[_RUN]
    return run


def select(label: str, key: str, options: Mapping[str, str], default: str) -> str:
    """Show a drop-down list and return the value chosen.

    Args:
        label: what is chosen, as the reader sees it.
        key: name in the query string; stable, part of every link.
        options: value in the query string -> words on screen.
        default: the value when the query string names none; then it stays out of it.
    """
    value = _asked(key, options, default)
    value = _carried(key, value, options)
    _bind(key, value, _one_value(default))
    chosen: str = st.selectbox(
        label,
        list(options),
        format_func=lambda option: options[option],
        key=_widget(key),
        on_change=_note_choices,
    )
    return chosen


def multiselect(
    label: str,
    key: str,
    options: Mapping[str, str],
    default: Collection[str] = (),
    max_selections: int | None = None,
) -> list[str]:
    """Show a list to choose several from and return the values, in the options' order.

    Args as in `select`; a repeated key in the query string gives several.
    """
    usual = [value for value in options if value in default]
    asked = _run().params.get(key, [])
    known = [value for value in options if value in asked]
    _note(key, [value for value in asked if value not in options and value != NONE_CHOSEN])
    if max_selections is not None and len(known) > max_selections:
        _note_several(key, f"the first {max_selections} are shown")
        known = known[:max_selections]
    value = known or ([] if NONE_CHOSEN in asked else usual)
    _bind(key, value, _many_values(usual))
    chosen = st.multiselect(
        label,
        list(options),
        format_func=lambda option: options[option],
        key=_widget(key),
        on_change=_note_choices,
        max_selections=max_selections,
        placeholder="Choose",
    )
    return [value for value in options if value in chosen]


def switch(label: str, key: str, default: bool = False) -> bool:
    """Show a box to tick and return whether it is; `yes` or `no` in the query string."""
    words = {True: "yes", False: "no"}
    asked = _asked(key, {"yes": "yes", "no": "no"}, words[default])
    _bind(key, asked == "yes", _yes_or_no(default))
    return bool(st.checkbox(label, key=_widget(key), on_change=_note_choices))


def text_search(label: str, key: str = "q", placeholder: str = "") -> str:
    """Show a search box and return the words in it, without spaces around them."""
    asked = _run().params.get(key, [])
    if len(asked) > 1:
        _note_several(key, "only the first is used")
    _bind(key, asked[0] if asked else "", _one_value(""))
    words = st.text_input(
        label, key=_widget(key), on_change=_note_choices, placeholder=placeholder, max_chars=200
    )
    return str(words).strip()


def note_ignored_parameters(allowed: Mapping[str, Collection[str]]) -> None:
    """Keep a place for the note on what the address asks for in vain, and begin it.

    The widgets add to it what they cannot follow: values that do not exist (any more), and a second
    value where one is chosen. Only an address opened or edited by hand is spoken of: in one made by
    a choice on the page, what no longer fits is dropped without a word.

    Args:
        allowed: key -> the values that exist. Other keys in the address bar are left alone.
    """
    run = _run()
    run.place = run.place or st.empty()
    run.known.update(allowed)
    for key, values in allowed.items():
        asked = run.params.get(key, [])
        _note(key, [one for one in asked if one not in values and one not in {"", NONE_CHOSEN}])


def _asked(key: str, options: Collection[str], default: str) -> str:
    """Return the value that the address asks for, or the default; note what cannot be followed."""
    asked = [value for value in _run().params.get(key, []) if value]
    known = list(dict.fromkeys(value for value in asked if value in options))
    _note(key, [value for value in asked if value not in options])
    if len(known) > 1:
        _note_several(key, "only the first is used")
    return known[0] if known else default


def _carried(key: str, value: str, options: Collection[str]) -> str:
    """Return a choice that the reader brings from another page, and remember this page's."""
    if key not in CARRIED:
        return value
    run = _run()
    remembered: dict[str, str] = st.session_state.setdefault(_REMEMBERED, {})
    if run.has_arrived and key not in run.params:
        if remembered.get(key) not in options:
            return value  # nothing is remembered, or only another page can show it
        value = remembered[key]
        run.params, run.is_ours = {**run.params, key: [value]}, True
    if key in run.params:
        remembered[key] = value
    else:
        remembered.pop(key, None)
    return value


def _note(key: str, values: Iterable[str]) -> None:
    run = _run()
    run.unknown.update({(key, value): None for value in values})
    _show_notes(run)


def _note_several(key: str, outcome: str) -> None:
    run = _run()
    run.several[key] = outcome
    _show_notes(run)


def _show_notes(run: _Run) -> None:
    if run.place is None or run.is_ours or not (run.unknown or run.several):
        return
    sentences = []
    if run.unknown:
        ignored = [f"“{_shortened(value)}” for “{key}”" for key, value in run.unknown]
        sentences.append(
            "This link asks for something that is not in the data: "
            f"{'; '.join(ignored)}. This page is shown without it."
        )
    sentences += [
        f"This link asks for more than can be shown for “{key}”: {outcome}."
        for key, outcome in run.several.items()
    ]
    run.place.warning(_plain(" ".join(sentences)))


def _shortened(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:60]}…"


def _plain(text: str) -> str:
    """Return the text with nothing in it that Markdown would act on."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]()#+-.!|<>$:~" else char for char in text)


def _one_value(default: str) -> _ToAddress:
    return lambda value: [] if value == default else [value]


def _many_values(default: list[str]) -> _ToAddress:
    return lambda value: [] if sorted(value) == sorted(default) else list(value) or [NONE_CHOSEN]


def _yes_or_no(default: bool) -> _ToAddress:
    return lambda value: [] if value == default else ["yes" if value else "no"]


def _widget(key: str) -> str:
    return f"choice_{key}"


def _bind(key: str, value: object, to_address: _ToAddress) -> None:
    """Give a widget the value of the address bar, and note how its changes are written there."""
    run = _run()
    if run.is_first or st.session_state.get(_widget(key)) != value:
        st.session_state[_widget(key)] = value  # another page's widget keeps its value to itself
    run.bound[key] = to_address


def _note_choices() -> None:
    """Note what every widget makes of the address: the page that follows goes by it."""
    run = _run()
    params = dict(run.params)
    for key, to_address in run.bound.items():
        if _widget(key) in st.session_state:
            params[key] = to_address(st.session_state[_widget(key)])
    run.params, run.is_ours = {key: values for key, values in params.items() if values}, True


# ---------------------------------------------------------------------------------------------
# Pages and links


def pages() -> dict[str, Any]:
    """Return the site's pages by address, for `st.navigation` and for links between them."""
    return {
        page.path: st.Page(
            _PAGES_FOLDER / f"{page.script}.py",
            title=page.label,
            url_path=page.path or None,
            default=not page.path,
        )
        for page in server.PAGES
    }


def page_link(path: str, label: str, params: Params | None = None) -> None:
    """Show a link to another page of the site that carries choices along.

    Args:
        path: the page's address without the slash; empty for the start page.
        label: words of the link.
        params: query string of the target, such as the place.
    """
    st.page_link(pages()[path], label=label, query_params=dict(params) if params else None)


def fixed_link(params: Params) -> str:
    """Return the address of this page with every choice written out, defaults and dates too."""
    parts = urlsplit(st.context.url or "")
    base = f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.netloc else parts.path
    query = urlencode({key: value for key, value in params.items() if value}, doseq=True)
    return f"{base}?{query}" if query else base


# ---------------------------------------------------------------------------------------------
# Parts of a page


def headline(text: str, lede: str | None = None) -> None:
    """Show the sentence that states the finding, and a paragraph under it."""
    st.title(text, anchor=False)
    if lede:
        with st.container(key="lede"):
            st.markdown(lede)


def section(text: str, subtitle: str | None = None) -> None:
    """Show a heading of the second level and, below it, unit and time basis."""
    st.header(text, anchor=False)
    if subtitle:
        st.caption(subtitle)


def subsection(text: str) -> None:
    """Show a heading of the third level."""
    st.subheader(text, anchor=False)


def facts(pairs: Mapping[str, str]) -> None:
    """Show short facts, a line each, the name in bold."""
    st.markdown(
        "  \n".join(f"**{name}:** {_plain_but_links(text)}" for name, text in pairs.items())
    )


def bullets(lines: Iterable[str]) -> None:
    """Show sentences as a list; nothing where there are none."""
    st.markdown("\n".join(f"- {_plain(line)}" for line in dict.fromkeys(lines)))


def _plain_but_links(text: str) -> str:
    return f"<{text}>" if text.startswith("https://") else _plain(text)


def controls_row(key: str = "choices") -> Any:  # noqa: ANN401 - a Streamlit container
    """Return a container that sets its widgets in one row and wraps them on a phone."""
    return st.container(key=key, horizontal=True, gap="small", vertical_alignment="bottom")


_CHART_CONFIG: Mapping[str, Any] = {
    "displaylogo": False,
    "displayModeBar": "hover",
    "modeBarButtons": [["toImage"]],
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
    "locale": "en",
    "toImageButtonOptions": {"format": "png", "scale": 2},
}


def chart(draw: Callable[[bool], Figure], alt: str, source_line: str, key: str) -> None:
    """Show a chart in the colours of the reader's theme, with its source beneath.

    It is drawn twice, for wide windows and for phones; the style sheet shows the one that fits.

    Args:
        draw: makes the figure with the site's palette; is told whether it is for a narrow window.
        alt: one sentence that says what the chart shows, for who cannot see it.
        source_line: whose figures, to when, under which licence.
        key: unlike any other chart's on the page; names the image file.
    """
    for narrow, size in ((False, "wide"), (True, "narrow")):
        with st.container(key=f"chart-{size}-{key}"):
            _plot(draw(narrow), alt, f"{key}-{size}", key)
    st.caption(source_line)


def spark(figure: Figure, alt: str, key: str) -> None:
    """Show a small trend without axes or menu."""
    _plot(figure, alt, key, key, {"displayModeBar": False, "staticPlot": True})


def _plot(
    figure: Figure, alt: str, key: str, file_name: str, config: Mapping[str, Any] | None = None
) -> None:
    image = {**_CHART_CONFIG["toImageButtonOptions"], "filename": file_name}
    st.plotly_chart(
        in_theme_colours(figure),
        width="stretch",
        theme="streamlit",
        key=key,
        config={**_CHART_CONFIG, "toImageButtonOptions": image, **(config or {})},
        alt=alt,
    )


def need_to_know(caveats: Iterable[str]) -> None:
    """Show the caveats that apply to what is on screen; nothing where there are none."""
    listed = list(caveats)
    if not listed:
        return
    with st.container(key="need-to-know"):
        st.subheader("What you need to know", anchor=False)
        st.markdown("\n".join(f"- {caveat}" for caveat in listed))


def table(frame: pd.DataFrame, alt: str) -> None:
    """Show figures as a real HTML table: the first column names the rows, numbers to the right.

    Args:
        frame: as readers should see it: headings in words, cells formatted or numeric. Its index
            is not shown.
        alt: what the table shows, one sentence.
    """
    right = [place for place, name in enumerate(frame.columns) if _reads_as_numbers(frame[name])]
    shown = frame.map(_cell)
    shown.columns = pd.Index([_plain(str(name)) for name in frame.columns])
    if len(shown.columns) > 1 and shown.iloc[:, 0].is_unique:
        shown = shown.set_index(shown.columns[0])
        right = [place - 1 for place in right if place]
    else:
        shown = shown.reset_index(drop=True)
    styled = shown.style.set_table_styles([_to_the_right(place) for place in right])
    st.table(styled, border="horizontal", hide_index=shown.index.name is None, alt=alt)


def _to_the_right(place: int) -> Any:  # noqa: ANN401 - pandas names no type for it
    # Streamlit aligns text cells in the element itself; only an important rule outdoes that.
    return {"selector": f".col{place}", "props": [("text-align", "right !important")]}


def _cell(value: Any) -> str:  # noqa: ANN401 - a cell of any kind
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return "–"
    if isinstance(value, pd.Timestamp):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, float) and value.is_integer():
        return f"{value:,.0f}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,}"
    return _plain(str(value))


def _reads_as_numbers(values: pd.Series) -> bool:
    if pd.api.types.is_numeric_dtype(values.dtype):
        return not pd.api.types.is_bool_dtype(values.dtype)
    texts = [str(value) for value in values if isinstance(value, str) and value not in {"", "–"}]
    return bool(texts) and all(_starts_as_a_number(text) for text in texts)


# A figure, and what may follow it: a unit, an interval, a mark. Not a date.
_FIGURE = re.compile(r"(?!\d{1,2} [A-Z][a-z]+ \d{4}$)[+−-]?£?\d[\d,]*(\.\d+)?%?( .{0,30})?")


def _starts_as_a_number(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None


_LABELS: Mapping[downloads.Format, str] = {
    "csv": "Download CSV",
    "xlsx": "XLSX",
    "parquet": "Parquet",
    "json": "JSON",
}


def download_row(frame: pd.DataFrame, name: str, meta: downloads.DownloadMeta) -> None:
    """Show one row: the files, the fixed link and the citation.

    A file is made when its button is pressed, so that showing the page costs nothing.

    Args:
        frame: the rows on screen, as data: columns named as in the catalogue.
        name: first part of the files' names, and of the widgets' keys.
        meta: what the files say about themselves.
    """
    with st.container(key=f"downloads-{name}", horizontal=True, gap="small"):
        for fmt, label in _LABELS.items():
            st.download_button(
                label,
                data=partial(downloads.to_bytes, frame, fmt, meta),
                file_name=downloads.file_name(name, meta, fmt),
                mime=downloads.MEDIA_TYPES[fmt],
                key=f"download-{name}-{fmt}",
                type="primary" if fmt == "csv" else "secondary",
                on_click="ignore",
            )
        with st.popover("Copy fixed link"):
            st.markdown("This address shows the same figures after new data arrives.")
            st.code(meta.link, language=None, wrap_lines=True)
        with st.popover("Cite"):
            st.code(downloads.citation(meta), language=None, wrap_lines=True)
    with st.container(key=f"on-paper-{name}"):  # what the two buttons hold, for who prints the page
        st.caption(_plain(downloads.citation(meta)))


def downloads_of(
    frame: pd.DataFrame,
    name: str,
    title: str,
    dataset: str,
    filters: Mapping[str, str],
    link: Params,
    notes: Iterable[str] = (),
    source_ids: Collection[str] = (),
) -> None:
    """Show the download row for rows of one dataset, everything else read from its metadata.

    Args as in `download_row` and `source_line`; `link` holds every choice of the page.
    """
    shown = _sources_of(dataset, source_ids)
    meta = downloads.DownloadMeta(
        title=title,
        source="; ".join(shown["citation"]),
        licence="; ".join(dict.fromkeys(shown["licence"])),
        filters=filters,
        link=fixed_link(link),
        data_version=catalogue.version(),
        notes=tuple(notes),
    )
    download_row(frame, name, meta)


def not_loaded(dataset: str) -> None:
    """Say that a table is not published here, in place of what would be shown from it."""
    st.info(
        f"**These figures are not loaded.** The table “{_plain(dataset)}” is not among the data "
        "published with this copy of the site. Nothing is shown in its place."
    )


def no_rows(what: str, advice: str = "Choose another place or period above.") -> None:
    """Say that nothing is published for a choice.

    Args:
        what: the choice, to follow "Nothing is published for".
        advice: what the reader can do, a sentence.
    """
    st.info(f"**Nothing is published for {_plain(what)}.** {_plain(advice)}")

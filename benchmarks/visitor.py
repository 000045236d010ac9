"""A visitor as the server sees one: a browser's own messages over a real web socket, without the browser.

What a browser does of itself is done here too: it takes compressed messages, keeps those that may be
kept and names them, sends the state of every control with each change, and follows the address that
the server sets.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

LONGEST_SECONDS = 120.0
"""A page that takes longer is lost."""

CONTROLS = ("selectbox", "multiselect", "checkbox", "text_input")


class LostError(Exception):
    """The page did not come, or came with an error on it."""


@dataclass
class Run:
    """One run of a page, from what a visitor did to the last element.

    Attributes:
        seconds: from then until the server said that all had been sent.
        messages, kilobytes: what came; before it was compressed.
        wire_kilobytes: what came through the socket.
        address: what is in the browser's address afterwards.
    """

    seconds: float = 0.0
    messages: int = 0
    kilobytes: float = 0.0
    wire_kilobytes: float = 0.0
    address: str = ""


class _Counting(ClientConnection):
    """A connection that counts the bytes that come through its socket."""

    bytes_read = 0

    def data_received(self, data: bytes) -> None:
        """Count, and go on."""
        self.bytes_read += len(data)
        super().data_received(data)


@dataclass
class Visitor:
    """One visitor on one page.

    Attributes:
        site: host and port.
        address: path and query string that is opened.
        source: address of this machine that it comes from; any where none is named.
        elements: those of the last run, in the order in which they came.
    """

    site: str
    address: str
    source: str = ""
    elements: list[Element] = field(default_factory=list)
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _kept: dict[str, ForwardMsg] = field(default_factory=dict)
    _page: str = ""
    _query: str = ""

    async def open(self) -> Run:
        """Connect, and wait for the page.

        Raises:
            LostError: it did not come in time, or with an error on it.
        """
        started = time.perf_counter()
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                await self._connect()
                return await self._run(started)
        except (OSError, TimeoutError) as error:
            raise LostError(repr(error)) from error

    def controls(self) -> list[str]:
        """Labels of the controls that a reader can change without typing."""
        return [control_of(one).label for one in self.elements if _can_change(one)]

    async def change(self, chance: random.Random, label: str = "") -> Run:
        """Set a control to another of its options, and wait for the page; raises as `open`.

        Args:
            chance: draws the option.
            label: of the control; any where none is named, or where it is gone.
        """
        named = [
            one for one in self.elements if _can_change(one) and control_of(one).label == label
        ]
        state = changed(named or self.elements, self._states, chance)
        self._states[state.id] = state
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                return await self._run(time.perf_counter())
        except (OSError, TimeoutError) as error:
            raise LostError(repr(error)) from error

    async def __aenter__(self) -> Visitor:
        """Be somebody who will leave."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Leave."""
        await self.leave()

    async def leave(self) -> None:
        """Close the connection."""
        if connection := getattr(self, "_connection", None):
            await connection.close()

    async def _connect(self) -> None:
        parts = urlsplit(self.address)
        self._page, self._query = parts.path.strip("/"), parts.query
        self._connection = await connect(
            f"ws://{self.site}/_stcore/stream",
            origin=f"http://{self.site}",  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            create_connection=_Counting,
            max_size=None,
            open_timeout=LONGEST_SECONDS,
            ping_interval=None,
            proxy=None,
            local_addr=(self.source, 0) if self.source else None,
        )

    async def _run(self, started: float) -> Run:
        """Ask for the page with the controls as they stand, and take what comes until it is whole."""
        connection: Any = self._connection
        before = connection.bytes_read
        await connection.send(self._asked())
        self.elements = []
        run = Run()
        while True:
            data = await connection.recv()
            run.messages += 1
            run.kilobytes += len(data) / 1000
            message = ForwardMsg()
            message.ParseFromString(data)
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    break
                self.elements = []  # the run begins again, and shows everything again
                continue
            self._take(message)
        run.seconds = time.perf_counter() - started
        run.wire_kilobytes = (connection.bytes_read - before) / 1000
        run.address = f"/{self._page}" + (f"?{self._query}" if self._query else "")
        return run

    def _asked(self) -> bytes:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_name = self._query, self._page
        state.widget_states.widgets.extend(self._states.values())
        state.cached_message_hashes.extend(self._kept)
        state.context_info.url = f"http://{self.site}/{self._page}"
        state.context_info.timezone, state.context_info.locale = "Europe/London", "en-GB"
        return bytes(message.SerializeToString())

    def _take(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "ref_hash":
            message = self._kept[message.ref_hash]
        elif message.metadata.cacheable and message.hash:
            self._kept[message.hash] = message
        kind = message.WhichOneof("type")
        if kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._take_element(message.delta.new_element)

    def _take_element(self, element: Element) -> None:
        if _says_failed(element):
            raise LostError(str(element)[:300])
        self.elements.append(element)
        control = control_of(element)
        if control is not None and (control.set_value or control.id not in self._states):
            self._states[control.id] = state_of(element)


def _says_failed(element: Element) -> bool:
    kind = element.WhichOneof("type")
    return kind == "exception" or (kind == "alert" and element.alert.format == Alert.ERROR)


# Controls


def control_of(element: Element) -> Any:  # noqa: ANN401 - a message of one of many kinds
    """What an element says of its control; None for one that is none."""
    kind = element.WhichOneof("type")
    return getattr(element, kind) if kind in CONTROLS else None


def state_of(element: Element) -> WidgetState:
    """A control's state as the server shows it."""
    control, state = control_of(element), WidgetState()
    state.id = control.id
    kind = element.WhichOneof("type")
    if kind == "checkbox":
        state.bool_value = control.value if control.set_value else control.default
    elif kind == "text_input":
        state.string_value = control.value if control.set_value else control.default
    elif kind == "multiselect":
        chosen = [control.options[place] for place in control.default]
        state.string_array_value.data.extend(control.raw_values if control.set_value else chosen)
    else:
        first = control.options[control.default] if control.options else ""
        state.string_value = control.raw_value if control.set_value else first
    return state


def changed(
    elements: list[Element], states: dict[str, WidgetState], chance: random.Random
) -> WidgetState:
    """A control's state after a reader has changed it: one that has options or is ticked.

    Raises:
        LostError: the page has none.
    """
    found = [one for one in elements if _can_change(one)]
    if not found:
        raise LostError("the page has no control to change")
    element = chance.choice(found)
    control, state = control_of(element), WidgetState()
    before = states[control.id]
    state.id = control.id
    if element.WhichOneof("type") == "checkbox":
        state.bool_value = not before.bool_value
    elif element.WhichOneof("type") == "multiselect":
        state.string_array_value.data.extend(_one_more_or_less(control, before, chance))
    else:
        others = [one for one in control.options if one != before.string_value]
        state.string_value = chance.choice(others)
    return state


def _can_change(element: Element) -> bool:
    control, kind = control_of(element), element.WhichOneof("type")
    if control is None or kind == "text_input":
        return False
    return kind == "checkbox" or len(control.options) > 1


def _one_more_or_less(control: Any, before: WidgetState, chance: random.Random) -> list[str]:  # noqa: ANN401
    """A list with another option chosen, or where it is full with the last one taken away."""
    chosen = list(before.string_array_value.data)
    others = [one for one in control.options if one not in chosen]
    is_full = not others or 0 < control.max_selections <= len(chosen)
    return chosen[:-1] if is_full else [*chosen, chance.choice(others)]

"""What was made of the published tables, kept in memory: bounded, and never of other bytes than asked for.

Whatever is kept has the checked `Table` itself in its key, which stands for the bytes it was read from.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

import pandas as pd


class KeptFrames:
    """Frames by key, at most `most_bytes` of them together; the one not asked for longest goes first."""

    def __init__(self, most_bytes: int) -> None:
        """Keep nothing yet."""
        self._most = most_bytes
        self._held: OrderedDict[Hashable, tuple[pd.DataFrame, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Return a copy of the frame of a key, made now where it is not kept.

        The copy shares its values with what is kept until either is changed: pandas copies on write.

        Raises:
            Exception: whatever `make` raises; nothing is kept then.
        """
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
        frame = self._added(key, make()) if held is None else held[0]
        return frame.copy(deep=False)

    def _added(self, key: Hashable, frame: pd.DataFrame) -> pd.DataFrame:
        size = int(frame.memory_usage().sum())
        with self._lock:
            if key not in self._held:  # another may have been quicker
                self._held[key] = frame, size
                self._bytes += size
            while self._bytes > self._most:
                _, (_, gone) = self._held.popitem(last=False)
                self._bytes -= gone
        return frame

    def __len__(self) -> int:
        """How many frames are kept."""
        return len(self._held)

"""What was worked out for the questions asked last, kept for as long as one state of an index."""

from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")

MOST_KEPT = 64


class Recent(Generic[Value]):
    """Keeps values by what they were worked out for."""

    def __init__(self) -> None:
        self._kept: dict[object, Value] = {}
        self._lock = Lock()

    def get(self, key: object) -> Value | None:
        """Give what was kept."""
        return self._kept.get(key)

    def keep(self, key: object, value: Value) -> None:
        """Keep a value; the oldest make room."""
        with self._lock:
            self._kept[key] = value
            if len(self._kept) > MOST_KEPT:
                del self._kept[next(iter(self._kept))]

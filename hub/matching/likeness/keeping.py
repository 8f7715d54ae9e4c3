"""Keeps the histories of projects at hand, since to fit one takes longer than a page may wait.

A page gets what is there: the history as it stands now, or one of the newest things alone while
the whole is fitted beside. What has not changed is never fitted again.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock, Thread

from hub.matching.facts import PastWork
from hub.matching.likeness.project import ProjectHistory

# So many are fitted while a page waits.
AT_ONCE = 200
# Finished things in all histories together, at some 7 kB each.
MOST_KEPT = 30_000

Finished = Sequence[tuple[int, PastWork]]


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: Hashable
    history: ProjectHistory


class HistoryKeeper:
    """The histories that were asked for last, shared by all threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._fitting: dict[tuple[str, Hashable], Thread] = {}
        self._lock = Lock()

    def history(
        self, project: str, stamp: Hashable, read: Callable[[], Finished], *, now: datetime
    ) -> ProjectHistory:
        """Give the history of a project. ``stamp`` is another one whenever its work has changed."""
        with self._lock:
            kept = self._kept.get(project)
            if kept is not None and kept.stamp == stamp:
                self._kept.move_to_end(project)
                return kept.history
        done = read()
        quick = ProjectHistory(done, now=now, most=AT_ONCE)
        self._keep(project, _Kept(stamp, quick))
        if len(done) > AT_ONCE:
            self._begin(project, stamp, done, now)
        return quick

    def wait(self) -> None:
        """Wait until everything asked for is fitted in whole."""
        for thread in list(self._fitting.values()):
            thread.join()

    def _begin(self, project: str, stamp: Hashable, done: Finished, now: datetime) -> None:
        def fit() -> None:
            try:
                whole = ProjectHistory(done, now=now)
                with self._lock:
                    kept = self._kept.get(project)
                    if kept is not None and kept.stamp == stamp:
                        self._kept[project] = _Kept(stamp, whole)
                        self._make_room()
            finally:
                with self._lock:
                    del self._fitting[project, stamp]

        thread = Thread(target=fit, daemon=True)
        with self._lock:
            if (project, stamp) in self._fitting:
                return
            self._fitting[project, stamp] = thread
        thread.start()

    def _keep(self, project: str, kept: _Kept) -> None:
        with self._lock:
            self._kept[project] = kept
            self._kept.move_to_end(project)
            self._make_room()

    def _make_room(self) -> None:
        things = sum(kept.history.count for kept in self._kept.values())
        while things > MOST_KEPT and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            things -= oldest.history.count

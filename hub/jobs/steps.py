"""Runs the steps of a job so that they outlive the worker; see :mod:`hub.services.steps`.

What a step returned is written down, and given again instead of being done again when the job
goes on after a crash. Steps at one forge take turns within a process: clients of forges hold one
connection, and forges ask for one request at a time. A worker that is to stop leaves its jobs
between two steps.
"""

from collections.abc import Callable, Iterable, Sequence
from threading import Event, Lock

import structlog
from dbos import DBOS
from sqlalchemy.exc import OperationalError

from hub.jobs.logs import sentence_of
from hub.services.steps import Outcome, Runner
from search.errors import EngineUnavailable

# Waits between the tries of a step that found the database busy or the engine down: two minutes
# in all. A forge is never waited for here.
PATIENCE_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
PASSING = (OperationalError, EngineUnavailable)

_log = structlog.get_logger("hub.jobs")


class WorkerStops(BaseException):
    """Ends a job between two steps because its worker is to stop; the job goes on elsewhere.

    No failure, and no ``Exception``: nothing between may take it for one.
    """


class Stopping:
    """Whether the worker is to stop, and a way to wait that ends when it is."""

    def __init__(self) -> None:
        self._event = Event()

    def stop(self) -> None:
        """Have every job leave at its next step."""
        self._event.set()

    @property
    def is_asked_for(self) -> bool:
        """Say whether the worker is to stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise :class:`WorkerStops` if the worker is to stop."""
        if self._event.is_set():
            raise WorkerStops

    def wait(self, seconds: float) -> None:
        """Wait, at most until the worker is to stop."""
        self._event.wait(seconds)


class Turn:
    """A place in the queue before one or more forges; held while a step runs."""

    def __init__(self, locks: Sequence[Lock]) -> None:
        self._locks = locks

    def __enter__(self) -> None:
        for lock in self._locks:
            lock.acquire()

    def __exit__(self, *_error: object) -> None:
        for lock in reversed(self._locks):
            lock.release()


class Turns:
    """One step at a time, at each forge."""

    def __init__(self, forges: Iterable[str]) -> None:
        self._locks = {forge: Lock() for forge in sorted(forges)}

    def at(self, forge: str) -> Turn:
        """Give the turn of a job at one forge."""
        return Turn([self._locks[forge]] if forge in self._locks else [])

    def at_all(self) -> Turn:
        """Give the turn of a job whose steps may be at any forge.

        Always in the same order, so that two of them never wait for each other.
        """
        return Turn([*self._locks.values()])


def durable(stopping: Stopping, turn: Turn | None = None) -> Runner:
    """Make the runner of one job; its steps wait for ``turn`` where they need one."""
    turn = turn if turn is not None else Turn([])

    def run(name: str, step: Callable[..., Outcome], /, *arguments: object) -> Outcome:
        def attempt() -> Outcome:
            return patiently(name, step, arguments, stopping=stopping, turn=turn)

        stopping.check()
        return DBOS.run_step({"name": name}, attempt)

    return run


def patiently(
    name: str,
    step: Callable[..., Outcome],
    arguments: tuple[object, ...],
    *,
    stopping: Stopping,
    turn: Turn,
) -> Outcome:
    """Run a step in its turn, and again where the trouble may pass; a bounded number of times."""
    for wait_s in PATIENCE_S:
        try:
            with turn:
                stopping.check()
                return step(*arguments)
        except PASSING as exc:
            _log.warning("step is tried again", step=name, wait_s=wait_s, why=sentence_of(exc))
        stopping.wait(wait_s)
        stopping.check()
    with turn:
        return step(*arguments)

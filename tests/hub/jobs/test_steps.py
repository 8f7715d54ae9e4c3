"""A step that meets a passing trouble is tried again, a bounded number of times."""

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from hub.jobs.steps import PATIENCE_S, Stopping, Turn, WorkerStops, patiently
from search.errors import EngineUnavailable


class Patient(Stopping):
    """Waits by noting for how long."""

    def __init__(self) -> None:
        super().__init__()
        self.waited_s: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waited_s.append(seconds)


class Flaky:
    """Fails so many times, then works."""

    def __init__(self, times: int, error: Exception) -> None:
        self.left = times
        self.error = error

    def __call__(self, value: int) -> int:
        if self.left:
            self.left -= 1
            raise self.error
        return value


def run(stopping: Stopping, step: Flaky) -> int:
    return patiently("store", step, (5,), stopping=stopping, turn=Turn([]))


@pytest.mark.parametrize(
    "error",
    [OperationalError("UPDATE", {}, Exception("database is locked")), EngineUnavailable("down")],
)
def test_passing_trouble_is_waited_out(error: Exception) -> None:
    stopping = Patient()

    assert run(stopping, Flaky(2, error)) == 5
    assert stopping.waited_s == [*PATIENCE_S[:2]]


def test_trouble_that_stays_ends_the_step() -> None:
    stopping = Patient()

    with capture_logs() as said, pytest.raises(EngineUnavailable):
        run(stopping, Flaky(99, EngineUnavailable("The engine is down.")))

    assert stopping.waited_s == [*PATIENCE_S]
    assert [line["why"] for line in said] == ["The engine is down."] * len(PATIENCE_S)


def test_other_trouble_is_not_waited_for() -> None:
    stopping = Patient()

    with pytest.raises(ValueError, match="odd"):
        run(stopping, Flaky(1, ValueError("odd")))

    assert stopping.waited_s == []


def test_no_step_begins_once_the_worker_is_to_stop() -> None:
    stopping = Patient()
    stopping.stop()

    with pytest.raises(WorkerStops):
        run(stopping, Flaky(0, ValueError()))

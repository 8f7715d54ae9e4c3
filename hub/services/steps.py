"""How a long service runs its steps: here and now, or durably by a worker.

A service that takes a :class:`Runner` calls everything that asks a forge or writes as a named
step, and decides what comes next from what its steps returned alone. A runner that remembers
those returns (:mod:`hub.jobs`) can so go on behind the last finished step after a crash. A step
may run twice if it was interrupted, so each is safe to repeat.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

Outcome = TypeVar("Outcome")


class Runner(Protocol):
    """Runs one step. What goes in besides what is bound, and what comes out, can be pickled."""

    def __call__(self, name: str, step: Callable[..., Outcome], /, *arguments: object) -> Outcome:
        """Run ``step`` with these arguments and return what it returned, now or before."""


def run_here(name: str, step: Callable[..., Outcome], /, *arguments: object) -> Outcome:
    """Run a step at once, remembering nothing: for the command line and the tests."""
    return step(*arguments)

"""How a long service tells what it does, without knowing who listens."""

from typing import Protocol


class Progress(Protocol):
    """Hears of the steps of a long job. A command line draws bars, a job writes a log."""

    def begin(self, what: str, total: int | None = None) -> None:
        """A new stretch of work starts; ``total`` steps of it if that is known."""

    def step(self, count: int = 1, note: str | None = None) -> None:
        """``count`` more steps are done."""

    def say(self, sentence: str) -> None:
        """Something that a person should read."""


class Silence:
    """Progress that nobody watches."""

    def begin(self, what: str, total: int | None = None) -> None:
        """Do nothing."""

    def step(self, count: int = 1, note: str | None = None) -> None:
        """Do nothing."""

    def say(self, sentence: str) -> None:
        """Do nothing."""


SILENCE = Silence()

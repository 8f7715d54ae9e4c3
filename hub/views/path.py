"""Three questions for somebody without an account, and the tasks that answer them."""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.views.suggestions import SuggestedTask

ANY = "any"
QUESTIONS = ("kind", "cause", "time")


@dataclass(frozen=True, slots=True)
class PathRequest:
    """What was answered so far: all of it stands in the address, nothing is kept.

    ``kinds`` and ``causes`` are ``None`` until they are answered and empty for "any"; so is
    ``time``, an effort or ``any``. ``shown`` counts the tasks that were shown before.
    """

    kinds: tuple[str, ...] | None = None
    causes: tuple[str, ...] | None = None
    time: str | None = None
    shown: int = 0

    @property
    def next_question(self) -> str | None:
        """Name the first question that has no answer yet."""
        answers = (self.kinds, self.causes, self.time)
        return next((q for q, a in zip(QUESTIONS, answers, strict=True) if a is None), None)


@dataclass(frozen=True, slots=True)
class PathQuestion:
    """A question: how many free tasks are left, and how many each answer would leave."""

    name: str
    total: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PathAnswer:
    """Tasks with their reasons, chosen from so many that fit.

    ``leaves_out_cause`` says that too few tasks fitted all answers; ``has_more`` that there are
    others to show.
    """

    tasks: tuple[SuggestedTask, ...]
    chosen_from: int
    leaves_out_cause: bool
    has_more: bool

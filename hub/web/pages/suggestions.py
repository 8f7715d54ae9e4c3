"""Suggestions as pages show them: the reasons in their order, and the sum behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.matching.facts import Fit, Reason, Suggestion
from hub.matching.project_facts import ProjectSuggestion
from hub.matching.strength import STRONG
from hub.matching.wording import shortened
from hub.views import TaskCard
from hub.views.people import PersonCard
from hub.views.suggestions import SuggestedPerson, SuggestedTask, WayToLearn
from hub.web.wording import plain_words

# So many reasons stand open; one more is not worth folding away.
_TOLD_FIRST = 4
# A face has the colour of a kind, so that two people side by side differ; it says nothing.
_FACES = ("a11y", "translation", "doc", "test", "design", "code", "organise", "media")


@dataclass(frozen=True, slots=True)
class SumPart:
    """One finished thing, or all others, with its part of a value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SumRow:
    """One reason with the numbers that it brings into the score, and what its value is made of."""

    name: str
    value: str
    weight: str
    product: str
    parts: tuple[SumPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """How a score came about, in the numbers of the score.

    Weights are whole points (:mod:`hub.matching.weights`) and values whole hundredths or
    thousandths, so three places after the point show every product and the sum exactly; a last
    nought is left out.
    """

    rows: tuple[SumRow, ...]
    total: str


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person beside a task. ``strong`` says so where the suggestion is one."""

    person: PersonCard
    initial: str
    face: str
    reasons: tuple[Reason, ...]
    sum: Sum
    strong: str = ""


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """A task beside a person. ``way`` leads to what the person lacks for it."""

    task: TaskCard
    reasons: tuple[Reason, ...]
    sum: Sum
    way: WayToLearn | None = None


def person_entry(suggested: SuggestedPerson) -> PersonEntry:
    """Show a person beside a task."""
    person = suggested.person
    return PersonEntry(
        person=person,
        initial=initial_of(person.name),
        face=face_of(person.handle),
        reasons=suggested.suggestion.reasons,
        sum=sum_of(suggested.suggestion),
        strong=STRONG if suggested.is_strong else "",
    )


def task_entry(suggested: SuggestedTask) -> TaskEntry:
    """Show a task beside a person."""
    reasons = suggested.suggestion.reasons
    return TaskEntry(suggested.task, reasons, sum_of(suggested.suggestion), suggested.way)


def told_first(reasons: Sequence[Reason]) -> tuple[Sequence[Reason], Sequence[Reason]]:
    """Part reasons into those that stand open and the others, which are a click away.

    What speaks against a suggestion is never all folded away.
    """
    if len(reasons) <= _TOLD_FIRST + 1:
        return reasons, ()
    first, rest = list(reasons[:_TOLD_FIRST]), list(reasons[_TOLD_FIRST:])
    against = next((each for each in rest if each.fit is Fit.NOT_YET), None)
    if against and all(each.fit is not Fit.NOT_YET for each in first):
        rest = [*first[-1:], *(each for each in rest if each is not against)]
        first = [*first[:-1], against]
    return first, rest


def sum_of(suggestion: Suggestion | ProjectSuggestion) -> Sum:
    """Lay out the sum that made the score."""
    rows = tuple(
        SumRow(
            name=plain_words(reason.signal),
            value=_decimals(reason.value),
            weight=f"{reason.weight:g}",
            product=_decimals(reason.value * reason.weight),
            parts=_parts_of(reason),
        )
        for reason in suggestion.reasons
    )
    return Sum(rows, _decimals(suggestion.score))


def _parts_of(reason: Reason) -> tuple[SumPart, ...]:
    """Lay out what a value rests on: what speaks most, and all the other work in the project."""
    if not reason.past:
        return ()
    named = [(f"“{shortened(each.work.title)}”", round(each.value, 3)) for each in reason.past]
    rest = round(reason.value - sum(value for _, value in named), 3)
    return tuple(SumPart(n, _decimals(v)) for n, v in (*named, ("all other work here", rest)))


def _decimals(value: float) -> str:
    """Write hundredths, or thousandths where there are some."""
    return f"{value:.3f}".removesuffix("0")


def initial_of(name: str) -> str:
    """Give the letter that stands on a face."""
    return name.strip()[:1].upper()


def face_of(handle: str) -> str:
    """Choose the colour of a face; always the same for a handle."""
    return _FACES[sum(map(ord, handle)) % len(_FACES)]

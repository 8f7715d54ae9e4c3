"""Suggestions as pages show them: the reasons in their order, and the sum behind them."""

from dataclasses import dataclass

from hub.matching.facts import Fit, Reason, Suggestion
from hub.views import PersonCard, SuggestedPerson, SuggestedTask, TaskCard
from hub.web.wording import plain_words

_ORDER = (Fit.CLEAR, Fit.PARTLY, Fit.NOT_YET, Fit.UNKNOWN)
# A face has the colour of a kind, so that two people side by side differ; it says nothing.
_FACES = ("a11y", "translation", "doc", "test", "design", "code", "organise", "media")


@dataclass(frozen=True, slots=True)
class SumRow:
    """One reason with the numbers that it brings into the score."""

    name: str
    value: str
    weight: str
    product: str


@dataclass(frozen=True, slots=True)
class Sum:
    """How a score came about, in the numbers of the score.

    Weights are whole points and values whole hundredths (:mod:`hub.matching.weights`), so two
    places after the point show every product and the sum exactly.
    """

    rows: tuple[SumRow, ...]
    total: str


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person beside a task."""

    person: PersonCard
    initial: str
    face: str
    reasons: tuple[Reason, ...]
    sum: Sum


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """A task beside a person."""

    task: TaskCard
    reasons: tuple[Reason, ...]
    sum: Sum


def person_entry(suggested: SuggestedPerson) -> PersonEntry:
    """Show a person beside a task."""
    person = suggested.person
    return PersonEntry(
        person=person,
        initial=initial_of(person.name),
        face=face_of(person.handle),
        reasons=ordered(suggested.suggestion.reasons),
        sum=sum_of(suggested.suggestion),
    )


def task_entry(suggested: SuggestedTask) -> TaskEntry:
    """Show a task beside a person."""
    reasons = ordered(suggested.suggestion.reasons)
    return TaskEntry(task=suggested.task, reasons=reasons, sum=sum_of(suggested.suggestion))


def ordered(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Put the clear reasons first, then partly, then not yet; the heavier first among equals."""
    return tuple(sorted(reasons, key=lambda r: (_ORDER.index(r.fit), -(r.weight * r.value))))


def sum_of(suggestion: Suggestion) -> Sum:
    """Lay out the sum that made the score."""
    rows = tuple(
        SumRow(
            name=plain_words(reason.signal),
            value=f"{reason.value:.2f}",
            weight=f"{reason.weight:g}",
            product=f"{reason.value * reason.weight:.2f}",
        )
        for reason in suggestion.reasons
    )
    return Sum(rows, f"{suggestion.score:.2f}")


def initial_of(name: str) -> str:
    """Give the letter that stands on a face."""
    return name.strip()[:1].upper()


def face_of(handle: str) -> str:
    """Choose the colour of a face; always the same for a handle."""
    return _FACES[sum(map(ord, handle)) % len(_FACES)]

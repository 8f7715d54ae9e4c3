"""The pages of the three questions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hub.services.path import SHOWN_AT_ONCE, filters_of
from hub.views.path import ANY, PathAnswer, PathQuestion, PathRequest
from hub.views.search import SearchRequest
from hub.vocabulary.causes import causes
from hub.vocabulary.kinds import kinds
from hub.vocabulary.terms import effort, efforts
from hub.web.addresses import feed_address, path_address, search_address
from hub.web.pages.base import DatedPage, Page
from hub.web.pages.suggestions import TaskEntry, task_entry

_QUESTIONS = {
    "kind": ("What do you like doing?", "Not sure yet"),
    "cause": ("What do you care about?", "All the same to me"),
    "time": ("How much time do you have?", "Any time"),
}
_NUMBERS = ("One place", "Two places", "Three places")
_TITLES = {
    "small": "that fit two hours",
    "medium": "that fit your evening",
    "large": "for a longer while",
    ANY: "to begin",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: where it leads, and how many tasks it leaves."""

    key: str
    label: str
    icon: str
    count: int | None
    address: str


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given, with the address where it can be changed."""

    said: str
    kinds: tuple[str, ...]
    words: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage(Page):
    """One of the three questions. ``kept`` are the answers before it, as fields of its form."""

    name: str
    step: int
    total: int
    choices: tuple[Choice, ...]
    any_label: str
    any_address: str
    given: tuple[Given, ...]
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage(DatedPage):
    """What the three answers give."""

    given: tuple[Given, ...]
    entries: tuple[TaskEntry, ...]
    chosen_from: int
    leaves_out_cause: bool
    all_address: str
    feed_address: str
    others_address: str


def question_page(request: PathRequest, view: PathQuestion) -> QuestionPage:
    """Ask the next question."""
    title, any_label = _QUESTIONS[view.name]
    return QuestionPage(
        title=title,
        section="tasks",
        is_indexed=False,
        name=view.name,
        step=1 + len(_given(request)),
        total=view.total,
        choices=_choices(request, view),
        any_label=any_label,
        any_address=path_address(_with(request, view.name, ())),
        given=_given(request),
        kept=_kept(request),
    )


def answer_page(request: PathRequest, view: PathAnswer, *, now: datetime) -> AnswerPage:
    """Show the tasks that were found."""
    asked = replace(request, causes=()) if view.leaves_out_cause else request
    search = SearchRequest(filters=filters_of(asked))
    after = request.shown + SHOWN_AT_ONCE if view.has_more else 0
    return AnswerPage(
        title=_title(len(view.tasks), request.time or ANY),
        section="tasks",
        is_indexed=False,
        given=_given(request),
        entries=tuple(map(task_entry, view.tasks)),
        chosen_from=view.chosen_from,
        leaves_out_cause=view.leaves_out_cause,
        all_address=search_address(search),
        feed_address=feed_address(search, "atom"),
        others_address=(
            path_address(replace(request, shown=after)) if view.has_more or request.shown else ""
        ),
        now=now,
    )


def _title(count: int, time: str) -> str:
    if not count:
        return "Nothing fits at the moment"
    said = f"{_NUMBERS[count - 1]} {_TITLES[time]}"
    return said.replace("that fit ", "that fits ") if count == 1 else said


def _choices(request: PathRequest, view: PathQuestion) -> tuple[Choice, ...]:
    def choice(key: str, label: str, icon: str = "") -> Choice:
        address = path_address(_with(request, view.name, (key,)))
        return Choice(key, label, icon, view.counts.get(key, 0), address)

    makers: dict[str, Callable[[], Sequence[Choice]]] = {
        "kind": lambda: [choice(each.key, each.label, each.icon) for each in kinds()],
        "cause": lambda: [choice(each.key, each.label) for each in causes()],
        "time": lambda: [choice(each.key, each.filter_label) for each in efforts()],
    }
    return tuple(makers[view.name]())


def _with(request: PathRequest, name: str, values: tuple[str, ...]) -> PathRequest:
    if name == "kind":
        return replace(request, kinds=values, shown=0)
    if name == "cause":
        return replace(request, causes=values, shown=0)
    return replace(request, time=values[0] if values else ANY, shown=0)


def _given(request: PathRequest) -> tuple[Given, ...]:
    found: list[Given] = []
    if request.kinds is not None:
        words = "" if request.kinds else "anything"
        again = path_address(replace(request, kinds=None, shown=0))
        found.append(Given("You like", request.kinds, words, again))
    if request.causes is not None:
        labels = {each.key: each.label for each in causes()}
        words = ", ".join(labels[key] for key in request.causes) or "any cause"
        again = path_address(replace(request, causes=None, shown=0))
        found.append(Given("You care about", (), words, again))
    if request.time is not None:
        known = effort(request.time)
        words = known.filter_label if known else "Any time"
        again = path_address(replace(request, time=None, shown=0))
        found.append(Given("You have", (), words, again))
    return tuple(found)


def _kept(request: PathRequest) -> tuple[tuple[str, str], ...]:
    kinds_given = ("kind", request.kinds)
    causes_given = ("cause", request.causes)
    pairs = [
        (name, value)
        for name, values in (kinds_given, causes_given)
        if values is not None
        for value in (values or (ANY,))
    ]
    return tuple(pairs + ([("time", request.time)] if request.time else []))

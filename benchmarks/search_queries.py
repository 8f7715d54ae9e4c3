"""Queries that are judged: each is made from one task, which should be found again.

Made from the corpus with a seed of their own, and dealt into two halves: ``tune`` is for choosing
weights and limits, ``report`` for the numbers that are told.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.corpus import SyntheticTask
from search.base import Filter

LETTERS = "abcdefghijklmnopqrstuvwxyz"
HALVES = ("tune", "report")


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A text, and the task that it was made from; ``None`` where no single task is meant."""

    words: str
    task_id: int | None
    filters: tuple[Filter, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class QuerySet:
    """Judged queries by the row of the table that they stand in."""

    rows: dict[str, tuple[JudgedQuery, ...]]
    texts: tuple[str, ...]


def chosen_tasks(tasks: Iterable[SyntheticTask], size: int, count: int) -> list[SyntheticTask]:
    """Choose tasks to ask for, spread over the corpus, with a title of five Latin words or more."""
    step = max(1, size // (count * 2))
    usable = (task for task in tasks if task.title.isascii() and len(task.title.split()) >= 5)
    return [task for number, task in enumerate(usable) if number % step == 0][:count]


def make_queries(tasks: Sequence[SyntheticTask], *, half: str) -> QuerySet:
    """Make the queries of one half from the chosen tasks."""
    mine = tasks[HALVES.index(half) :: len(HALVES)]
    rng = Random(f"queries/{half}")
    clean = [_clean(task, rng) for task in mine]
    rows = {
        "clean": clean,
        "one_typo": [_with_typos(query, 1, rng) for query in clean],
        "two_typos": [_with_typos(query, 2, rng) for query in clean],
        "keystroke": [_unfinished(query, rng) for query in clean],
        "pasted_title": [JudgedQuery(task.title, task.task_id) for task in mine],
        "filtered": [_filtered(query, task) for query, task in zip(clean, mine, strict=True)],
        "common_word": [JudgedQuery(_common(task, rng), None) for task in mine],
        "body_words": [query for task in mine for query in _of_body(task, rng)],
    }
    texts = tuple(f"{task.title} {task.body[:2_000]}" for task in mine)
    return QuerySet({row: tuple(queries) for row, queries in rows.items()}, texts)


def _clean(task: SyntheticTask, rng: Random) -> JudgedQuery:
    """Take three words of the title, in their order."""
    words = task.title.split()
    places = sorted(rng.sample(range(len(words)), 3))
    return JudgedQuery(" ".join(words[place] for place in places), task.task_id)


def _with_typos(query: JudgedQuery, count: int, rng: Random) -> JudgedQuery:
    """Put slips into the longest words, one a word."""
    words = query.words.split()
    for place in sorted(range(len(words)), key=lambda at: -len(words[at]))[:count]:
        if len(words[place]) >= 5:
            words[place] = _slip(words[place], rng)
    return JudgedQuery(" ".join(words), query.task_id)


def _slip(word: str, rng: Random) -> str:
    """Swap, drop, double or replace one letter; the first letter mostly is typed right."""
    at = rng.randint(1, len(word) - 2)
    return rng.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + rng.choice(LETTERS) + word[at + 1 :],
        )
    )


def _unfinished(query: JudgedQuery, rng: Random) -> JudgedQuery:
    """Stop typing somewhere, mostly in the first word, as answers while typing meet it."""
    return JudgedQuery(query.words[: rng.randint(1, len(query.words))].strip() or "a", None)


def _filtered(query: JudgedQuery, task: SyntheticTask) -> JudgedQuery:
    filters = [Filter("kind", task.kinds[:1]), Filter("forge", (task.project.forge,))]
    if task.project.language:
        filters.append(Filter("language", (task.project.language,)))
    return JudgedQuery(query.words, query.task_id, tuple(filters))


def _common(task: SyntheticTask, rng: Random) -> str:
    """Take one short word of the title: the short ones are common."""
    return rng.choice(sorted(task.title.lower().split(), key=len)[:3])


def _of_body(task: SyntheticTask, rng: Random) -> Iterator[JudgedQuery]:
    words = [word for word in task.body.split() if word.isalpha()]
    if len(words) >= 12:
        start = rng.randint(0, len(words) - 4)
        yield JudgedQuery(" ".join(words[start : start + 4]), task.task_id)

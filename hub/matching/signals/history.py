"""Signals from what a person finished before and let the hub read: same project, skills, likeness.

Nobody is measured who did not ask for it: without past work there is no signal, and no reproach.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from math import exp2, log1p

from hub.matching.evidence import Evidence, Saying, hundredths, thousandths
from hub.matching.facts import Fit, PastWork, PersonFacts, SpeakingWork, TaskFacts, WorkHere
from hub.matching.names import Names
from hub.matching.sentences import Sentence, listed, say, titled, when
from hub.matching.signals.skills import asked_skills
from hub.matching.words import likeness, words_of

_YEAR = timedelta(days=365)
_DAY_S = 86_400.0

# Half-lives from the shared benchmark: of activity as in the history of a project (2026-11-29), of
# an item in the likeness (2026-11-23).
_ACTIVITY_HALF_LIFE_DAYS = 240.0
_LIKENESS_HALF_LIFE_DAYS = 400.0

# On the same data (2026-11-23, 20 newest items a person): the mean of three gives MRR .31 where the
# single best gives .27, and weighing words by rarity added nothing over leaving out common ones.
_SIMILAR_THINGS = 3
_MOST_LIKENESS = 0.5  # two texts on one thing seldom share more than half of their words
_LIKENESS_THAT_COUNTS = 0.1
_LIKENESS_THAT_IS_CLEAR = 0.3

# So many tasks, all of today, are as much activity as counts.
_MOST_ACTIVITY = 20.0
# However long ago. Alike for all who were here, so that it leaves their order to the rest.
_BEEN_HERE = 0.85
# A tenth of what is done here, by itself, where a hundred people share the rest: reasoned.
_VALUE_HERE_THAT_IS_CLEAR = 0.1
_MOST_OF_SUCH_WORK = 0.5
_WORKS_NAMED = 2


def experience(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence | None:
    """Measure what the person finished with the skills asked for, or else of this kind of work."""
    if not person.past:
        return None
    asked = asked_skills(task)
    wanted = frozenset(asked or task.kinds)
    if asked:
        items = [item for item in person.past if not wanted.isdisjoint(item.skills)]
    else:
        items = [item for item in person.past if not wanted.isdisjoint(item.kinds)]
    if not items:
        return None
    what = partial(_with_skills if asked else _of_kinds, asked or task.kinds, items, names)
    return _finished(items, what, now)


def done_here(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence | None:
    """Measure how much the task looks like the person's finished work in its project."""
    del task, names
    here = person.here
    if here is None or (not here.speaking and thousandths(here.value) == 0):
        return None
    return Evidence(
        fit=Fit.CLEAR if here.value >= _VALUE_HERE_THAT_IS_CLEAR else Fit.PARTLY,
        value=thousandths(here.value),
        says=partial(_did_here, here.speaking, now),
        names_source=partial(_found_on, [each.work for each in here.speaking])
        if here.speaking
        else None,
        past=here.speaking,
        exact=here.value,
    )


def same_project(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence | None:
    """Measure how much the person finished in the task's own project of late."""
    del names
    here = person.here or _work_here(task, person, now)
    if here is None:
        return None
    activity = min(1.0, log1p(50 * here.activity) / log1p(50 * _MOST_ACTIVITY))
    value = _BEEN_HERE + (1 - _BEEN_HERE) * activity
    return Evidence(
        fit=Fit.CLEAR,
        value=hundredths(value),
        exact=value,
        says=lambda: say("worked-here", count=here.count, when=when(here.last_at, now)),
        names_source=lambda: found_on((task.repository.split("/", 1)[0],)),
    )


def room(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Evidence | None:
    """Measure how much of such work is left by whoever else does most of it in the project."""
    del task, now, names
    here = person.here
    if here is None or not (value := hundredths(1 - here.others)):
        return None
    fit, key = Fit.CLEAR, "room-here"
    if here.others >= _MOST_OF_SUCH_WORK:
        fit, key = Fit.PARTLY, "little-room-here"
    return Evidence(fit, value, partial(say, key), exact=1 - here.others)


def similar_work(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence | None:
    """Measure how alike the task is to the three most similar things the person did, fading.

    For work elsewhere: what was done in the task's project speaks by :func:`done_here`.
    """
    del names
    if person.here is not None or not person.past:
        return None
    wanted = words_of(task.words)
    found = [
        (_likeness(wanted, words, item, now), -place)
        for place, item in enumerate(person.past)
        if not wanted.isdisjoint(words := words_of(item.words))
    ]
    found = sorted(found, reverse=True)[:_SIMILAR_THINGS]
    if not found or found[0][0] < _LIKENESS_THAT_COUNTS:
        return None
    best_value, best = found[0][0], person.past[-found[0][1]]
    return Evidence(
        fit=Fit.CLEAR if best_value >= _LIKENESS_THAT_IS_CLEAR else Fit.PARTLY,
        value=hundredths(sum(value for value, _ in found) / _SIMILAR_THINGS / _MOST_LIKENESS),
        says=lambda: say("did-alike", when=when(best.done_at, now), title=titled(best.title)),
        names_source=partial(_found_on, (best,)),
    )


def _work_here(task: TaskFacts, person: PersonFacts, now: datetime) -> WorkHere | None:
    """Count finished work where nobody has fitted it to the task."""
    if not person.past:
        return None
    here = task.repository.lower()
    items = [item for item in person.past if item.place == here]
    if not items:
        return None
    activity = sum(_fading(item, now, _ACTIVITY_HALF_LIFE_DAYS) for item in items)
    return WorkHere(0.0, activity, len(items), max(item.done_at for item in items))


def _did_here(speaking: Sequence[SpeakingWork], now: datetime) -> Sentence:
    """Name finished things, and what the first has in common with the task."""
    if not speaking:
        return say("did-part-here")
    works = (
        say("work-when", title=titled(each.work.title), when=when(each.work.done_at, now))
        for each in speaking
    )
    shared = (say("quoted", text=word) for word in speaking[0].shared)
    return say("did-here", works=listed(works, limit=_WORKS_NAMED), shared=listed(shared))


def _likeness(
    wanted: frozenset[str], words: frozenset[str], item: PastWork, now: datetime
) -> float:
    return likeness(wanted, words) * (0.5 + 0.5 * _fading(item, now, _LIKENESS_HALF_LIFE_DAYS))


def _with_skills(asked: Iterable[str], items: Sequence[PastWork], names: Names) -> Sentence:
    used = {skill for item in items for skill in item.skills}
    return say("with-skills", skills=listed(names.skill(key) for key in asked if key in used))


def _of_kinds(asked: Iterable[str], items: Sequence[PastWork], names: Names) -> Sentence:
    used = {kind for item in items for kind in item.kinds}
    return say("of-kinds", kinds=listed(names.kind(key) for key in asked if key in used))


def _finished(items: list[PastWork], what: Saying, now: datetime) -> Evidence:
    lately = [item for item in items if now - item.done_at <= _YEAR]

    def says() -> Sentence:
        if lately:
            return say("finished-lately", count=len(lately), what=what())
        last = when(max(item.done_at for item in items), now)
        return say("finished-before", count=len(items), what=what(), when=last)

    amount = sum(_fading(item, now, _LIKENESS_HALF_LIFE_DAYS) for item in items)
    return Evidence(
        fit=Fit.CLEAR if lately else Fit.PARTLY,
        value=hundredths(_saturated(amount)),
        says=says,
        names_source=partial(_found_on, lately or items),
    )


def _saturated(amount: float) -> float:
    """Bring an amount into [0, 1): one gives a half, two three quarters."""
    return 1.0 - exp2(-amount)


def _fading(item: PastWork, now: datetime, half_life_days: float) -> float:
    age_days = max(0.0, (now - item.done_at).total_seconds() / _DAY_S)
    return exp2(-age_days / half_life_days)


def _found_on(items: Iterable[PastWork]) -> Sentence:
    return found_on(item.host for item in items)


def found_on(hosts: Iterable[str]) -> Sentence:
    """Say on which forges work was found."""
    return say("found-on", hosts=listed(sorted(set(hosts))))

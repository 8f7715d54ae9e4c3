"""Signals from what a person finished before and let the hub read: same project, skills, likeness.

Nobody is measured who did not ask for it: without past work there is no signal, and no reproach.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import exp2, log1p

from hub.matching.evidence import Signal, Told, hundredths, thousandths
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
_LOG_OF_MOST_ACTIVITY = log1p(50 * _MOST_ACTIVITY)
# However long ago. Alike for all who were here, so that it leaves their order to the rest.
_BEEN_HERE = 0.85
# From here on every second first suggestion of the shared benchmark was right (2026-11-29).
_VALUE_HERE_THAT_IS_CLEAR = 0.3
_MOST_OF_SUCH_WORK = 0.5
_WORKS_NAMED = 2


def _measure_experience(task: TaskFacts, person: PersonFacts, now: datetime) -> float:
    """Measure what the person finished with the skills asked for, or else of this kind of work."""
    if not person.past:
        return 0.0
    items = _done_alike(task, person)
    if not items:
        return 0.0
    amount = sum(_fading(item, now, _LIKENESS_HALF_LIFE_DAYS) for item in items)
    return hundredths(_saturated(amount))


def _tell_experience(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Told | None:
    items = _done_alike(task, person)
    if not items:
        return None
    what = _done_with(task, items, names)
    lately = [item for item in items if now - item.done_at <= _YEAR]
    if lately:
        said = say("finished-lately", count=len(lately), what=what)
        return Told(Fit.CLEAR, said, _found_on(lately))
    last = when(max(item.done_at for item in items), now)
    said = say("finished-before", count=len(items), what=what, when=last)
    return Told(Fit.PARTLY, said, _found_on(items))


def _done_alike(task: TaskFacts, person: PersonFacts) -> Sequence[PastWork]:
    """List what was finished with a skill that is asked for, or else of the same kind."""
    asked = asked_skills(task)
    wanted = frozenset(asked or task.kinds)
    if asked:
        return [item for item in person.past if not wanted.isdisjoint(item.skills)]
    return [item for item in person.past if not wanted.isdisjoint(item.kinds)]


def _done_with(task: TaskFacts, items: Sequence[PastWork], names: Names) -> Sentence:
    asked = asked_skills(task)
    if asked:
        used = {skill for item in items for skill in item.skills}
        return say("with-skills", skills=listed(names.skill(key) for key in asked if key in used))
    done = {kind for item in items for kind in item.kinds}
    return say("of-kinds", kinds=listed(names.kind(key) for key in task.kinds if key in done))


def _measure_done_here(task: TaskFacts, person: PersonFacts, now: datetime) -> float:
    """Measure how much the task looks like the person's finished work in its project."""
    del task, now
    here = person.here
    return 0.0 if here is None else here.value


def _tell_done_here(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Told | None:
    del task, names
    here = person.here
    if here is None or not (here.speaking or thousandths(here.value)):
        return None
    return Told(
        fit=Fit.CLEAR if here.value >= _VALUE_HERE_THAT_IS_CLEAR else Fit.PARTLY,
        sentence=_did_here(here.speaking, now),
        source=_found_on([each.work for each in here.speaking]) if here.speaking else None,
        past=here.speaking,
    )


def _measure_same_project(task: TaskFacts, person: PersonFacts, now: datetime) -> float:
    """Measure how much the person finished in the task's own project of late."""
    here = person.here or _work_here(task, person, now)
    if here is None:
        return 0.0
    activity = min(1.0, log1p(50 * here.activity) / _LOG_OF_MOST_ACTIVITY)
    return _BEEN_HERE + (1 - _BEEN_HERE) * activity


def _tell_same_project(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Told | None:
    del names
    here = person.here or _work_here(task, person, now)
    if here is None:
        return None
    said = say("worked-here", count=here.count, when=when(here.last_at, now))
    return Told(Fit.CLEAR, said, found_on((task.repository.split("/", 1)[0],)))


def _measure_room(task: TaskFacts, person: PersonFacts, now: datetime) -> float:
    """Measure how much of such work is left by whoever else does most of it in the project."""
    del task, now
    return 0.0 if person.here is None else 1 - person.here.others


def _tell_room(task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names) -> Told | None:
    del names
    left = _measure_room(task, person, now)
    if not hundredths(left):
        return None
    if left <= 1 - _MOST_OF_SUCH_WORK:
        return Told(Fit.PARTLY, say("little-room-here"))
    return Told(Fit.CLEAR, say("room-here"))


def _measure_similar_work(task: TaskFacts, person: PersonFacts, now: datetime) -> float:
    """Measure how alike the task is to the three most similar things the person did, fading.

    For work elsewhere: what was done in the task's project speaks by :data:`done_here`.
    """
    found = _most_alike(task, person, now)
    if not found:
        return 0.0
    return hundredths(sum(value for value, _ in found) / _SIMILAR_THINGS / _MOST_LIKENESS)


def _tell_similar_work(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Told | None:
    del names
    found = _most_alike(task, person, now)
    if not found:
        return None
    value, best = found[0]
    fit = Fit.CLEAR if value >= _LIKENESS_THAT_IS_CLEAR else Fit.PARTLY
    said = say("did-alike", when=when(best.done_at, now), title=titled(best.title))
    return Told(fit, said, _found_on((best,)))


def _most_alike(
    task: TaskFacts, person: PersonFacts, now: datetime
) -> Sequence[tuple[float, PastWork]]:
    """Find the three things done elsewhere that are most alike; none where all are too little."""
    if person.here is not None or not person.past:
        return ()
    wanted = words_of(task.words)
    found = [
        (_likeness(wanted, words, item, now), -place)
        for place, item in enumerate(person.past)
        if not wanted.isdisjoint(words := words_of(item.words))
    ]
    best = sorted(found, reverse=True)[:_SIMILAR_THINGS]
    if not best or best[0][0] < _LIKENESS_THAT_COUNTS:
        return ()
    return [(value, person.past[-place]) for value, place in best]


experience = Signal(_measure_experience, _tell_experience)
done_here = Signal(_measure_done_here, _tell_done_here, thousandths)
same_project = Signal(_measure_same_project, _tell_same_project, hundredths)
room = Signal(_measure_room, _tell_room, hundredths)
similar_work = Signal(_measure_similar_work, _tell_similar_work)


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

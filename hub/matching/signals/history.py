"""Signals from what a person finished before and let the hub read: same project, skills, likeness.

Nobody is measured who did not ask for it: without past work there is no signal, and no reproach.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import exp2, log1p

from hub.matching.evidence import Evidence, hundredths
from hub.matching.facts import Fit, PastWork, PersonFacts, TaskFacts
from hub.matching.names import Names
from hub.matching.signals.skills import asked_skills
from hub.matching.wording import counted, listed, shortened, when
from hub.matching.words import likeness, words_of

_YEAR = timedelta(days=365)
_DAY_S = 86_400.0

# Half-lives from the shared benchmark (2026-11-23): activity was measured with 60 days, the weight
# of an item in the likeness with 400.
_ACTIVITY_HALF_LIFE_DAYS = 60.0
_LIKENESS_HALF_LIFE_DAYS = 400.0

# On the same data (2026-11-23, 20 newest items a person): the mean of three gives MRR .31 where the
# single best gives .27, and weighing words by rarity added nothing over leaving out common ones.
_SIMILAR_THINGS = 3
_MOST_LIKENESS = 0.5  # two texts on one thing seldom share more than half of their words
_LIKENESS_THAT_COUNTS = 0.1
_LIKENESS_THAT_IS_CLEAR = 0.3

# So many tasks, all of today, are as much activity as counts.
_MOST_ACTIVITY = 20.0
_BEEN_HERE = 0.1  # however long ago: reasoned


def experience(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence | None:
    """Measure what the person finished with the skills asked for, or else of this kind of work."""
    asked = asked_skills(task)
    if asked:
        wanted = frozenset(asked)
        items = [item for item in person.past if not wanted.isdisjoint(item.skills)]
        used = {skill for item in items for skill in item.skills}
        what = f"with {listed([names.skill(key) for key in asked if key in used])}"
    else:
        wanted = frozenset(task.kinds)
        items = [item for item in person.past if not wanted.isdisjoint(item.kinds)]
        used = {kind for item in items for kind in item.kinds}
        what = f"of {listed([names.kind(key) for key in task.kinds if key in used])}"
    if not items:
        return None
    return _finished(items, what, now)


def same_project(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence | None:
    """Measure what the person finished in the task's own repository, fading with its age."""
    del names
    here = task.repository.casefold()
    items = [item for item in person.past if _place(item) == here]
    if not items:
        return None
    last = when(max(item.done_at for item in items), now)
    activity = sum(_fading(item, now, _ACTIVITY_HALF_LIFE_DAYS) for item in items)
    done = f"finished {counted(len(items), 'task')} in this project, the last {last}."
    if len(items) == 1:
        done = f"finished a task in this project {last}."
    return Evidence(
        fit=Fit.CLEAR,
        value=hundredths(_BEEN_HERE + log1p(50 * activity) / log1p(50 * _MOST_ACTIVITY)),
        about_person=f"{done[:1].upper()}{done[1:]}",
        to_person=f"You {done}",
        source=_found_on(items),
    )


def similar_work(
    task: TaskFacts, person: PersonFacts, *, now: datetime, names: Names
) -> Evidence | None:
    """Measure how alike the task is to the three most similar things the person did, fading."""
    del names
    wanted = words_of(task.words)
    alike = ((_likeness(wanted, item, now), place) for place, item in enumerate(person.past))
    found = sorted(((value, -place) for value, place in alike if value), reverse=True)
    found = found[:_SIMILAR_THINGS]
    if not found or found[0][0] < _LIKENESS_THAT_COUNTS:
        return None
    best_value, best = found[0][0], person.past[-found[0][1]]
    done = f"something like it {when(best.done_at, now)}: “{shortened(best.title)}”."
    return Evidence(
        fit=Fit.CLEAR if best_value >= _LIKENESS_THAT_IS_CLEAR else Fit.PARTLY,
        value=hundredths(sum(value for value, _ in found) / _SIMILAR_THINGS / _MOST_LIKENESS),
        about_person=f"Did {done}",
        to_person=f"You did {done}",
        source=_found_on((best,)),
    )


def _likeness(wanted: frozenset[str], item: PastWork, now: datetime) -> float:
    alike = likeness(wanted, words_of(item.words))
    return alike * (0.5 + 0.5 * _fading(item, now, _LIKENESS_HALF_LIFE_DAYS)) if alike else 0.0


def _finished(items: list[PastWork], what: str, now: datetime) -> Evidence:
    lately = [item for item in items if now - item.done_at <= _YEAR]
    if lately:
        done = f"finished {counted(len(lately), 'task')} {what} in the last 12 months."
    else:
        last = when(max(item.done_at for item in items), now)
        done = f"finished {counted(len(items), 'task')} {what}, the last {last}."
    amount = sum(_fading(item, now, _LIKENESS_HALF_LIFE_DAYS) for item in items)
    return Evidence(
        fit=Fit.CLEAR if lately else Fit.PARTLY,
        value=hundredths(_saturated(amount)),
        about_person=f"{done[:1].upper()}{done[1:]}",
        to_person=f"You {done}",
        source=_found_on(lately or items),
    )


def _saturated(amount: float) -> float:
    """Bring an amount into [0, 1): one gives a half, two three quarters."""
    return 1.0 - exp2(-amount)


def _fading(item: PastWork, now: datetime, half_life_days: float) -> float:
    age_days = max(0.0, (now - item.done_at).total_seconds() / _DAY_S)
    return exp2(-age_days / half_life_days)


def _place(item: PastWork) -> str:
    return f"{item.host}/{item.project_path}".casefold()


def _found_on(items: Iterable[PastWork]) -> str:
    hosts = sorted({item.host for item in items})
    return f"Found on {listed(hosts)}, shown with consent"

"""Strong is what was measured to be mostly right, and nothing else."""

from dataclasses import replace

from hub.matching.facts import Suggestion, WorkHere
from hub.matching.scoring import score
from hub.matching.strength import is_strong
from tests.hub.matching.given import DAY, NAMES, NOOR, NOW, TASK


def suggested(value: float) -> Suggestion:
    here = WorkHere(value, activity=0.2, count=4, last_at=NOW - DAY)
    found = score(TASK, replace(NOOR, here=here), now=NOW, names=NAMES)
    assert found is not None
    return found


def test_much_work_like_this_here_is_strong() -> None:
    assert is_strong(suggested(0.6))


def test_a_little_work_here_is_not() -> None:
    assert not is_strong(suggested(0.1))


def test_what_a_profile_says_makes_nothing_strong() -> None:
    task = replace(TASK, skills=("rust",), kinds=("code",), causes=("climate",))
    person = replace(NOOR, has=frozenset({"rust"}), kinds=("code",), causes=("climate",))
    found = score(task, person, now=NOW, names=NAMES)
    assert found is not None
    assert found.score > 30
    assert not is_strong(found)

"""Workers are killed at random moments while forges change; the end is that of an undisturbed hub.

A few kills are part of every test run; ``make crash`` does 200 (``HUB_CRASH_KILLS``), spread over
three forges and two databases. ``HUB_CRASH_SEED`` repeats the moments of an earlier run, as far as
the machine lets it.
"""

import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import select

from hub.jobs.asking import opened_jobs
from hub.models import SyncRun
from hub.services import indexing
from tests.conftest import Database
from tests.crash.busy_forges import BUSY_FORGES, BusyForge
from tests.crash.killed_hub import CalmHub, KilledHub, Moment, Nursery, open_hub
from tests.crash.state import differences, state_of

pytestmark = pytest.mark.crash

KILLS = int(os.environ.get("HUB_CRASH_KILLS", "12"))
SEED = int(os.environ.get("HUB_CRASH_SEED", random.SystemRandom().randrange(10**6)))
KINDS, DATABASES = tuple(BUSY_FORGES), ("sqlite", "postgresql")
MOST_KILLS_A_LIFE = 17
LIVES = -(-KILLS // (len(KINDS) * len(DATABASES) * MOST_KILLS_A_LIFE))
# The first third of the kills of a life meet its first pull. Then come rounds of so many at most,
# and the forge changes before each kill.
IN_ROUND = 4
REQUESTS_OF_A_ROUND = 16


@dataclass
class Life:
    """A hub that is disturbed and one that is not, at the same forge."""

    forge: BusyForge
    killed: KilledHub
    calm: CalmHub
    kills: int = 0
    met: int = 0

    def first_pull(self, kills: int) -> None:
        requests = self.calm.settle(())
        self.killed.ask()
        for _ in range(kills):
            self._kill(-(-requests // kills))
        self.killed.settle()
        self.compare("after the first pull")
        assert counted(self.killed) == counted(self.calm), "counts of the first pull"

    def round(self, kills: int) -> None:
        """Let the forge change before each kill."""
        lost_at = []
        for _ in range(kills):
            lost_at.append(self.forge.happen())
            self.killed.ask(lost_at[-1:])
            self._kill(REQUESTS_OF_A_ROUND)
        self.killed.settle()
        self.calm.settle(lost_at)
        self.compare(f"after {self.forge.happened} changes of the forge")

    def rest(self) -> None:
        """Pull once more, which finds nothing new; then the index is built anew."""
        self.killed.settle()
        self.calm.settle(())
        self.compare("at rest", with_cursors=True)
        self.killed.stop_workers()
        before = state_of(self.killed.context, with_cursors=True)
        indexing.rebuild(self.killed.context)
        after = state_of(self.killed.context, with_cursors=True)
        assert not differences(before, after), "an index that differs from a rebuild"

    def compare(self, when: str, *, with_cursors: bool = False) -> None:
        expected = state_of(self.calm.context, with_cursors=with_cursors)
        found = differences(state_of(self.killed.context, with_cursors=with_cursors), expected)
        assert not found, "\n".join([f"{when}, seed {SEED}:", *found[:12]])
        say(f"{self.forge.kind}: nothing differs {when}, {self.kills} kills so far")

    def _kill(self, requests: int) -> None:
        self.killed.start_workers()
        self.kills += 1
        self.met += self.killed.kill_one(Moment.random(self.killed.moments, requests))
        self.killed.start_workers()


def counted(hub: KilledHub | CalmHub) -> tuple[int, int, int]:
    """Sum up what the runs say: repositories and issues seen, and tasks that changed."""
    with hub.context.reading() as session:
        runs = session.exec(select(SyncRun)).all()
    assert "running" not in {run.status for run in runs}
    return (
        sum(run.issues_seen for run in runs),
        sum(run.tasks_changed for run in runs),
        sum(run.records_skipped for run in runs),
    )


def kills_of(kind: str, database: str, life: int) -> int:
    """Share the kills out evenly."""
    place = (life * len(KINDS) + KINDS.index(kind)) * len(DATABASES) + DATABASES.index(database)
    share, rest = divmod(KILLS, LIVES * len(KINDS) * len(DATABASES))
    return share + (place < rest)


@pytest.fixture(scope="module")
def tally() -> Iterator[Counter[str]]:
    counts: Counter[str] = Counter()
    yield counts
    say(
        f"{counts['met']} of {counts['kills']} kills met a worker with a job, in "
        f"{counts['lives']} lives of a hub (HUB_CRASH_SEED={SEED})"
    )


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.mark.parametrize("life", range(LIVES))
@pytest.mark.parametrize("kind", KINDS)
def test_killed_workers_leave_what_an_undisturbed_hub_has(
    request: pytest.FixtureRequest, database: Database, tmp_path: Path, kind: str, life: int
) -> None:
    nursery: Nursery = request.getfixturevalue("nursery")
    tally: Counter[str] = request.getfixturevalue("tally")
    name = database.engine.dialect.name
    kills = kills_of(kind, name, life)
    start = time.monotonic()
    with ExitStack() as stack:
        forge = stack.enter_context(BUSY_FORGES[kind]())
        forge.fill()
        calm_dir, killed_dir = tmp_path / "calm", tmp_path / "killed"
        calm_dir.mkdir()
        shutil.copy(request.getfixturevalue("sqlite_template"), calm_dir / "hub.db")
        url = f"sqlite:///{calm_dir / 'hub.db'}"
        calm = CalmHub(*open_hub(stack, forge, calm_dir, url=url), forge)
        context, source_ids = open_hub(stack, forge, killed_dir, url=database.url)
        asked = stack.enter_context(opened_jobs(context))
        asked.prepare()
        moments = random.Random(f"{SEED} {kind} {name} {life}")
        killed = KilledHub(context, asked, forge, source_ids, moments, nursery)
        stack.callback(killed.stop_workers)
        lived = Life(forge, killed, calm)
        in_first_pull = -(-kills // 3)
        lived.first_pull(in_first_pull)
        for left in range(kills - in_first_pull, 0, -IN_ROUND):
            lived.round(min(left, IN_ROUND))
        lived.rest()
    tally.update(kills=kills, met=lived.met, lives=1)
    took_s = time.monotonic() - start
    say(f"{kind} on {name}: {lived.met} of {kills} kills met a job ({took_s:.0f} s)")


def say(sentence: str) -> None:
    """Tell how far a long run is, where pytest shows it (`-s`)."""
    sys.stderr.write(f"\n{sentence}\n")

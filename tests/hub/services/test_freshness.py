"""What is stored turns by time, by a claim, an absence or an archived repository alone."""

from datetime import datetime, timedelta

from hub.models import Freshness, Project, Repository, Task
from hub.normalise.talk import CLAIM_HOLDS
from hub.services import tasks
from hub.services.cards import task_cards
from hub.services.freshness import make_due, turn_freshness
from hub.views import Ending, FreshnessView
from tests.conftest import Database
from tests.hub.sample import Sample

DAY = timedelta(days=1)


def turn(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        turn_freshness(session, now=now, limit=100)


def claim(database: Database, task_id: int, *, by: str | None, at: datetime, now: datetime) -> None:
    with database.transaction() as session:
        task = session.get_one(Task, task_id)
        task.claimed_by, task.claimed_at, task.freshness_turns_at = by, at, now


def seen(database: Database, task_id: int, now: datetime) -> tuple[FreshnessView, FreshnessView]:
    """What its card and its page say."""
    with database.reading() as session:
        [card] = task_cards(session, [task_id])
        return card.freshness, tasks.view(session, task_id, now=now).freshness


def test_claimed_task_is_taken_until_the_claim_lapses_by_itself(
    database: Database, sample: Sample, now: datetime
) -> None:
    task_id = sample.tasks["arabic"]
    claim(database, task_id, by="noor", at=now - DAY, now=now)
    turn(database, now)
    end = now - DAY + CLAIM_HOLDS
    for view in seen(database, task_id, now):
        assert (view.state, view.who, view.until) == (Freshness.TAKEN, ("noor",), end)
    turn(database, end - timedelta(seconds=1))
    assert seen(database, task_id, end)[0].state is Freshness.TAKEN
    turn(database, end)
    for view in seen(database, task_id, end):
        assert (view.state, view.who, view.until) == (Freshness.QUIET, (), None)


def test_claim_that_was_given_back_frees_the_task(
    database: Database, sample: Sample, now: datetime
) -> None:
    task_id = sample.tasks["arabic"]
    claim(database, task_id, by=None, at=now - DAY, now=now)
    turn(database, now)
    assert {view.state for view in seen(database, task_id, now)} == {Freshness.OPEN}


def test_assigned_task_names_who_is_assigned(
    database: Database, sample: Sample, now: datetime
) -> None:
    task_id = sample.tasks["gtfs"]
    claim(database, task_id, by="noor", at=now - DAY, now=now)
    turn(database, now)
    for view in seen(database, task_id, now):
        assert (view.who, view.until) == (("teodor",), None)


def test_task_is_quiet_while_who_answers_is_away(
    database: Database, sample: Sample, now: datetime
) -> None:
    task_id = sample.tasks["arabic"]
    with database.transaction() as session:
        task = session.get_one(Task, task_id)
        project = session.get_one(Project, task.project_id)
        project.away_until, project.answered_by = (now + 2 * DAY).date(), "Mirembe"
        assert task.repository_id is not None
        make_due(session, [task.repository_id], now=now)
    turn(database, now)
    for view in seen(database, task_id, now):
        assert (view.state, view.steward) == (Freshness.QUIET, "Mirembe")
    turn(database, now + 2 * DAY)
    assert seen(database, task_id, now + 2 * DAY)[0].state is Freshness.OPEN


def test_archived_and_lost_tasks_say_why_they_are_closed(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.transaction() as session:
        session.get_one(Task, sample.tasks["arabic"]).is_gone = True
        archived = session.get_one(Task, sample.tasks["gtfs"])
        session.get_one(Repository, archived.repository_id).is_archived = True
    with database.reading() as session:
        endings = {
            name: tasks.view(session, sample.tasks[name], now=now).freshness.ending
            for name in ("arabic", "gtfs", "closed", "need")
        }
    assert endings == {
        "arabic": Ending.GONE, "gtfs": Ending.ARCHIVED, "closed": Ending.CLOSED, "need": None,
    }  # fmt: skip

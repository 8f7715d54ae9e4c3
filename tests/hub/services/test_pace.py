"""How fast a project answers and closes, and when that is not known."""

from datetime import datetime, timedelta

from hub.matching.pace import Pace
from hub.models import Origin, Repository, Task
from hub.services.facts import free_tasks
from hub.services.pace import keep_pace, pace_of
from hub.views import PaceView
from tests.conftest import Database
from tests.hub.sample import Sample

DAY = timedelta(days=1)


def add(
    database: Database,
    sample: Sample,
    opened_at: datetime,
    *,
    number: int,
    answered: timedelta | None = None,
    closed: timedelta | None = None,
    is_gone: bool = False,
) -> None:
    with database.transaction() as session:
        repository_id = session.get_one(Task, sample.tasks["gtfs"]).repository_id
        session.add(
            Task(
                project_id=sample.projects["lanternbus"], repository_id=repository_id,
                origin=Origin.ISSUE, remote_id=f"pace-{number}", title="Paced", is_gone=is_gone,
                is_open=closed is None, opened_at=opened_at, updated_at=opened_at,
                answered_at=None if answered is None else opened_at + answered,
                closed_at=None if closed is None else opened_at + closed, changed_at=opened_at,
            )
        )  # fmt: skip


def pace(database: Database, sample: Sample, now: datetime) -> PaceView:
    with database.reading() as session:
        return pace_of(session, sample.projects["lanternbus"], now=now)


def test_middle_value_of_five_and_more(database: Database, sample: Sample, now: datetime) -> None:
    for number, days in enumerate((1, 2, 3, 4, 100)):
        add(
            database, sample, now - 200 * DAY, number=number,
            answered=days * DAY, closed=days * DAY + DAY,
        )  # fmt: skip
    found = pace(database, sample, now)
    assert (found.answers_within, found.answered) == (3 * DAY, 5)
    # The sample closed one after 22 days.
    assert (found.closes_within, found.closed) == (4.5 * DAY, 6)


def test_of_four_nothing_is_said(database: Database, sample: Sample, now: datetime) -> None:
    for number in range(4):
        add(database, sample, now - 9 * DAY, number=number, answered=DAY)
    assert pace(database, sample, now) == PaceView(None, 4, None, 1)


def test_older_than_a_year_lost_and_unanswered_issues_are_not_counted(
    database: Database, sample: Sample, now: datetime
) -> None:
    add(database, sample, now - 366 * DAY, number=1, answered=DAY, closed=DAY / 2)
    add(database, sample, now - 9 * DAY, number=2, answered=DAY, closed=DAY, is_gone=True)
    add(database, sample, now - 9 * DAY, number=3)
    add(database, sample, now - 700 * DAY, number=4, closed=690 * DAY)
    found = pace(database, sample, now)
    assert (found.answered, found.closed) == (0, 2)


def kept(database: Database, sample: Sample, now: datetime) -> Pace | None:
    """Measure, keep, and read what suggestions read of a free task of the project."""
    with database.transaction() as session:
        keep_pace(session, sample.projects["lanternbus"], now=now)
    with database.reading() as session:
        [task] = free_tasks(session, [sample.tasks["screen-reader"]])
    return task.pace


def test_answers_are_kept_for_suggestions_and_measured_anew(
    database: Database, sample: Sample, now: datetime
) -> None:
    assert kept(database, sample, now) == Pace(None, 0, 0)
    for number in range(5):
        add(database, sample, now - 90 * DAY, number=number, answered=number * DAY)
    assert kept(database, sample, now) == Pace(2 * DAY, 5, 0)


def test_issue_counts_as_unanswered_when_it_had_time_and_its_comments_are_read(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.transaction() as session:
        repository_id = session.get_one(Task, sample.tasks["gtfs"]).repository_id
        session.get_one(Repository, repository_id).comments_since = now - 50 * DAY
    for number, days in enumerate((400, 60, 40, 3)):
        add(database, sample, now - days * DAY, number=number)
    add(database, sample, now - 40 * DAY, number=9, closed=DAY)
    found = kept(database, sample, now)
    assert found is not None
    assert found.answered == 0
    # Three of the sample ("gtfs", "print" and "bump") and the one that is 40 days old.
    assert found.unanswered == 4

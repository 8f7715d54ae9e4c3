"""Notices issues that left a forge: deleted or moved away, which no list of changes names.

Once a day the forge is asked how many issues are open. As everything that changed was read just
before, the same number on both sides means the same issues; only where it differs are the numbers
of all open issues read and compared.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from hub.models import Freshness, Origin, Repository, Task
from hub.services import runs
from hub.services.pull import Pull
from hub.services.reading import touch_project
from integrations.base import Census

# Less than a day, so that what is asked for at the same hour each day is due by then.
EVERY = timedelta(hours=20)
# Where a forge cannot count, all numbers are read: a page for every hundred issues.
WITHOUT_COUNT_EVERY = timedelta(days=7)
_BATCH = 500


def take_census(pull: Pull, repository_id: int) -> int:
    """Compare the open issues of a forge with ours; returns how many left. Raises its errors."""
    forge = pull.forge
    if not isinstance(forge, Census):
        return 0
    with pull.context.reading() as session:
        row = session.get_one(Repository, repository_id)
        path, counted_at = row.path, row.counted_at
        ours = _open_numbers(session, repository_id)
    theirs = forge.count_open(path)
    if theirs is None and counted_at and pull.now() - counted_at < WITHOUT_COUNT_EVERY:
        return 0
    left: set[int] = set()
    if theirs != len(ours) and ours:
        left = ours - {number for page in forge.open_numbers(path) for number in page}
    with pull.context.transaction() as session:
        row = session.get_one(Repository, repository_id)
        row.counted_at = pull.now()
        _mark_gone(session, row, left, now=pull.now())
        runs.count(session, pull.run_id, gone=len(left), changed=len(left))
    return len(left)


def is_due(row: Repository, *, now: datetime) -> bool:
    """Say whether a repository is to be counted; what was read whole just now needs no count."""
    return row.counted_at is None or now - row.counted_at >= EVERY


def _open_numbers(session: Session, repository_id: int) -> set[int]:
    numbers = session.exec(
        select(Task.number).where(
            col(Task.repository_id) == repository_id,
            col(Task.origin) == Origin.ISSUE,
            col(Task.is_open),
        )
    ).all()
    return {number for number in numbers if number is not None}


def _mark_gone(session: Session, row: Repository, left: set[int], *, now: datetime) -> None:
    """Close the tasks of issues that left; one that comes back is opened by its next change."""
    numbers = sorted(left)
    for start in range(0, len(numbers), _BATCH):
        session.connection().execute(
            update(Task)
            .where(
                col(Task.repository_id) == row.id,
                col(Task.number).in_(numbers[start : start + _BATCH]),
            )
            .values(
                is_open=False,
                is_gone=True,
                closed_at=func.coalesce(col(Task.closed_at), now),
                freshness=Freshness.CLOSED,
                freshness_turns_at=None,
                changed_at=now,
            )
        )
    if left:
        touch_project(session, row, now=now)

"""One running pull, and what its steps give back. See :mod:`hub.services.sync`."""

from dataclasses import dataclass, field
from datetime import datetime

from hub.context import AppContext
from hub.models import Health, Repository
from hub.services import runs
from hub.services.progress import SILENCE, Progress
from hub.services.repositories import mark_unreadable
from integrations.base import Forge
from integrations.errors import (
    ForgeError,
    ForgeRefused,
    ForgeUnavailable,
    RecordGone,
)
from integrations.records import ProjectRecord, RecordProblem

TWO_AT_ONCE = "Two pulls met at the same record. Nothing is lost: run this one again."


@dataclass(frozen=True, slots=True)
class Pull:
    """What every step of a pull needs.

    ``run_id`` is ``None`` for a look at one repository, which keeps no story. ``is_told`` where the
    forge said that something changed, so that nothing is left for later. ``fresh`` holds records
    that were listed in this very process, to spare asking for them again.
    """

    context: AppContext
    forge: Forge
    source_id: int | None
    run_id: int | None
    progress: Progress = SILENCE
    is_told: bool = False
    fresh: dict[int, ProjectRecord] = field(default_factory=dict)

    def now(self) -> datetime:
        """Give the present instant."""
        return self.context.clock.now()


@dataclass(frozen=True, slots=True)
class Setback:
    """Why a step could not go on, in words; ``retry_at`` where the forge said when to come back."""

    message: str
    health: Health | None
    retry_at: datetime | None = None

    @property
    def may_be_the_forge(self) -> bool:
        """Say whether the forge itself could be down, rather than one repository be odd."""
        return self.health in (Health.UNREACHABLE, Health.WAITING)


def setback_of(error: ForgeError) -> Setback:
    """Tell what an error of a forge means for the pull that it ended."""
    retry_at = error.retry_at if isinstance(error, ForgeUnavailable) else None
    return Setback(str(error), health_of(error), retry_at)


def health_of(error: ForgeError) -> Health:
    """Name what an error of a forge says of the source or repository that it came from."""
    match error:
        case ForgeUnavailable(retry_at=datetime()):
            return Health.WAITING
        case RecordGone():
            return Health.GONE
        case ForgeRefused():
            return Health.REFUSED
    return Health.UNREACHABLE


def set_aside(pull: Pull, repository_id: int, setback: Setback) -> None:
    """Keep why a repository cannot be read, for the sources page, and go on without it."""
    with pull.context.transaction() as session:
        row = session.get_one(Repository, repository_id)
        health = setback.health or row.health
        mark_unreadable(session, row, health, message=setback.message, now=pull.now())
        problem = RecordProblem(row.path, setback.message)
        gone = int(health == Health.GONE)
        runs.count(session, pull.run_id, problems=(problem,), gone=gone)

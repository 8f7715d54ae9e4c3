"""Pulls a source: forge → database. The one way that tasks come in from forges.

One transaction a page, its cursor in the same transaction: a pull that is killed at any moment
goes on where it stopped when it is run again. One bad record, or one repository that cannot be
read, never ends a pull; it is counted and said. Nothing here sleeps: a forge that asks us to
wait ends the run with ``retry_at``, and the caller decides how to wait.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from hub.context import AppContext
from hub.errors import Conflict, NotConfigured, NotFound
from hub.models import Health, RunStatus, Source
from hub.services import runs
from hub.services.finding import find_repositories
from hub.services.progress import SILENCE, Progress
from hub.services.pull import Pull, health_of, pull_repository, set_aside
from integrations.base import Forge
from integrations.errors import ForgeError, ForgeUnavailable
from integrations.records import SourceScope, SourceSpec

# One repository may fail for reasons of its own; this many in a row mean that the forge does.
MAX_FAILURES_IN_A_ROW = 3
TWO_AT_ONCE = "Two pulls met at the same record. Nothing is lost: run this one again."


@dataclass(frozen=True, slots=True)
class SyncResult:
    """How a pull ended. ``retry_at`` is set where the forge asked us to wait until then."""

    run_id: int
    status: RunStatus
    message: str | None = None
    retry_at: datetime | None = None


def sync_source(context: AppContext, source_id: int, *, progress: Progress = SILENCE) -> SyncResult:
    """Pull one source to its end, to an error, or to the forge's wish that we wait.

    Raises :class:`NotFound` for a source that is not there, :class:`NotConfigured` for a forge
    that this hub cannot read.
    """
    spec, forge = _open(context, source_id)
    with context.transaction() as session:
        run_id = runs.start(session, source_id, now=context.clock.now())
    pull = Pull(context, forge, source_id, run_id, progress)
    requests_before = forge.requests_made()
    result, health = _attempt(pull, spec)
    with context.transaction() as session:
        runs.end(
            session,
            run_id,
            status=result.status,
            health=health,
            message=result.message,
            requests_made=forge.requests_made() - requests_before,
            retry_at=result.retry_at,
            now=pull.now(),
        )
    return result


def _open(context: AppContext, source_id: int) -> tuple[SourceSpec, Forge]:
    with context.reading() as session:
        source = session.get(Source, source_id)
        if source is None:
            raise NotFound(f"There is no source {source_id}. See `otdhub sources list`.")
        forge = context.forges.get((source.forge, source.host))
        if forge is None:
            raise NotConfigured(
                f"This hub cannot read {source.forge} at {source.host} yet. "
                "`otdhub doctor` lists the forges it can read."
            )
        return SourceSpec(SourceScope(source.scope), source.locator), forge


def _attempt(pull: Pull, spec: SourceSpec) -> tuple[SyncResult, Health | None]:
    try:
        _pull_source(pull, spec)
    except Conflict as exc:
        return SyncResult(pull.run_id, RunStatus.FAILED, str(exc)), None
    except IntegrityError:
        return SyncResult(pull.run_id, RunStatus.FAILED, TWO_AT_ONCE), None
    except ForgeError as exc:
        retry_at = exc.retry_at if isinstance(exc, ForgeUnavailable) else None
        status = RunStatus.WAITING if retry_at else RunStatus.FAILED
        return SyncResult(pull.run_id, status, str(exc), retry_at), health_of(exc)
    return SyncResult(pull.run_id, RunStatus.DONE), Health.GOOD


def _pull_source(pull: Pull, spec: SourceSpec) -> None:
    found = find_repositories(pull, spec)
    pull.progress.begin(f"{spec.locator} at {pull.forge.host}", len(found))
    failures_in_a_row = 0
    for repository_id, record in found:
        try:
            pull_repository(pull, repository_id, record)
            failures_in_a_row = 0
        except ForgeUnavailable as exc:
            failures_in_a_row += 1
            is_last_straw = failures_in_a_row >= MAX_FAILURES_IN_A_ROW or len(found) == 1
            if exc.retry_at is not None or is_last_straw:
                raise
            set_aside(pull, repository_id, exc)
        except ForgeError as exc:
            set_aside(pull, repository_id, exc)
        pull.progress.step()

"""Pulls a source: forge → database. The one way that tasks come in from forges.

One transaction a page, its cursor in the same transaction: a pull that is killed at any moment
goes on where it stopped when it is run again. One bad record, or one repository that cannot be
read, never ends a pull; it is counted and said. Nothing here sleeps: a forge that asks us to
wait ends the run with ``retry_at``, and the caller decides how to wait.

What happens is made of steps (:mod:`hub.services.steps`): run at once from the command line, and
durably by a worker. Which step comes next follows from what the steps before returned.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.exc import IntegrityError

from hub.context import AppContext
from hub.errors import NotConfigured, NotFound
from hub.models import Health, Repository, RunStatus, Source
from hub.services import describing, reading, runs, schedule
from hub.services.budgets import store_budgets
from hub.services.catalogue_finding import find_listed
from hub.services.catalogue_sync import (
    CataloguePull,
    is_catalogue,
    pull_catalogue,
    pull_due,
)
from hub.services.finding import find_again, find_repositories
from hub.services.finishing import finish_repository, lose_issues
from hub.services.progress import SILENCE, Progress
from hub.services.pull import TWO_AT_ONCE, Pull, Setback, set_aside, setback_of
from hub.services.reading import IssueReader, PageRead
from hub.services.steps import Outcome, Runner, run_here
from integrations.base import Forge, ManyIssues, ManyProjects
from integrations.errors import ForgeError
from integrations.records import SourceScope, SourceSpec

# One repository may fail for reasons of its own; this many in a row mean that the forge does.
MAX_FAILURES_IN_A_ROW = 3
# Two pulls that meet at a repository part again: each goes on from what the other stored.
MAX_MEETINGS = 3


@dataclass(frozen=True, slots=True)
class SyncResult:
    """How a pull ended. ``retry_at`` is set where the forge asked us to wait until then.

    ``run_id`` is ``None`` for a look at one repository, which keeps no story.
    """

    run_id: int | None
    status: RunStatus
    message: str | None = None
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The repositories that a source has now, or what was in the way."""

    repository_ids: tuple[int, ...] = ()
    setback: Setback | None = None


def sync_source(
    context: AppContext,
    source_id: int,
    *,
    progress: Progress = SILENCE,
    run: Runner = run_here,
) -> SyncResult:
    """Pull all of a source to its end, to an error, or to the forge's wish that we wait.

    Raises :class:`NotFound` for a source that is not there, :class:`NotConfigured` for a forge
    that this hub cannot read.
    """
    if is_catalogue(context, source_id):
        return _sync_catalogue(context, source_id, read=pull_catalogue, progress=progress, run=run)
    return _sync(context, source_id, find=_find, progress=progress, run=run)


def refresh_source(
    context: AppContext,
    source_id: int,
    *,
    progress: Progress = SILENCE,
    run: Runner = run_here,
) -> SyncResult:
    """Pull what is due of a source; see :mod:`hub.services.schedule`. Raises as sync_source."""
    if is_catalogue(context, source_id):
        return _sync_catalogue(context, source_id, read=pull_due, progress=progress, run=run)
    return _sync(context, source_id, find=_find_due, progress=progress, run=run)


def sync_repository(
    context: AppContext,
    repository_id: int,
    *,
    has_lost_issues: bool = False,
    has_new_facts: bool = False,
    run: Runner = run_here,
) -> SyncResult:
    """Look at one repository because something is said to have changed there.

    Its issues are always looked at; its facts and files, and what left its list, where the hint
    is about those. Keeps no story; the health of the repository says how it went. Raises
    :class:`NotFound` and :class:`NotConfigured`.
    """
    pull = _open_repository(context, repository_id)
    if has_new_facts:
        found = run("find it again", partial(_find_again, pull), repository_id)
        if found.setback is not None:  # one that is gone was found out, which is no failure
            is_passing = found.setback.may_be_the_forge
            return _result(None, found.setback if is_passing else None)
    setback = read_repositories(pull, (repository_id,), run)
    if setback is None and has_lost_issues:
        setback = run("look for what left", partial(lose_issues, pull), repository_id)
    return _result(None, setback)


def read_repositories(pull: Pull, ids: Sequence[int], run: Runner) -> Setback | None:
    """Read these repositories, each to its end; says what ended that for all of them."""
    pull.progress.begin(f"repositories at {pull.forge.host}", len(ids))
    setback = _describe_all(pull, ids, run) or _first_pages(pull, ids, run)
    if setback is not None:
        return setback
    failures_in_a_row = 0
    for repository_id in ids:
        setback = _read_one(pull, repository_id, run)
        pull.progress.step()
        if setback is None:
            failures_in_a_row = 0
            continue
        failures_in_a_row += setback.health is Health.UNREACHABLE
        is_last_straw = failures_in_a_row >= MAX_FAILURES_IN_A_ROW or (
            len(ids) == 1 and setback.may_be_the_forge
        )
        if setback.retry_at is not None or setback.health is None or is_last_straw:
            return setback
        run("set aside", partial(set_aside, pull), repository_id, setback)
    return None


def _sync(
    context: AppContext,
    source_id: int,
    *,
    find: Callable[[Pull, SourceSpec], Found],
    progress: Progress,
    run: Runner,
) -> SyncResult:
    spec, forge = _open(context, source_id)
    run_id = run("begin", partial(_begin, context), source_id)
    pull = Pull(context, forge, source_id, run_id, progress)
    found = run("find repositories", _counted(pull, partial(find, pull)), spec)
    setback = found.setback
    if setback is None:
        setback = read_repositories(pull, found.repository_ids, run)
    return run("end", partial(_end, context, source_id, run_id), setback)


def _sync_catalogue(
    context: AppContext,
    source_id: int,
    *,
    read: Callable[[AppContext, int, int], CataloguePull],
    progress: Progress,
    run: Runner,
) -> SyncResult:
    """Read a list, then what it lists, forge by forge; trouble with one stops no other."""
    run_id = run("begin", partial(_begin, context), source_id)
    listed = run("read the catalogue", partial(read, context), source_id, run_id)
    setback = listed.setback
    for group in listed.groups:
        forge = _forge_of(context, group.forge, group.host)
        pull = Pull(context, forge, source_id, run_id, progress)
        met = _read_group(pull, group.repository_ids, run)
        setback = setback or met
    return run("end", partial(_end, context, source_id, run_id), setback)


def _read_group(pull: Pull, listed: Sequence[int], run: Runner) -> Setback | None:
    ids: list[int] = []
    for chunk in _chunks(listed, describing.TOGETHER):
        found = run("find what is listed", _counted(pull, partial(find_listed, pull)), chunk)
        if found.setback is not None:
            return found.setback
        ids += found.repository_ids
    return read_repositories(pull, ids, run) if ids else None


def _begin(context: AppContext, source_id: int) -> int:
    with context.transaction() as session:
        return runs.start(session, source_id, now=context.clock.now())


def _find(pull: Pull, spec: SourceSpec) -> Found:
    """Ask which repositories the source has; all of them are read."""
    try:
        ids = find_repositories(pull, spec)
    except ForgeError as exc:
        return Found(setback=setback_of(exc))
    except IntegrityError:
        return Found(setback=Setback(TWO_AT_ONCE, None))
    with pull.context.transaction() as session:
        session.get_one(Source, pull.source_id).found_at = pull.now()
    return Found(tuple(ids))


def _find_again(pull: Pull, repository_id: int) -> Found:
    """Read the facts of one repository anew, under the path that it has now."""
    try:
        return Found((find_again(pull, repository_id),))
    except ForgeError as exc:
        return Found(setback=setback_of(exc))


def _find_due(pull: Pull, spec: SourceSpec) -> Found:
    """Ask which repositories the source has if that is due; those of them that are due are read."""
    with pull.context.reading() as session:
        source = session.get_one(Source, pull.source_id)
        is_list_due = schedule.is_list_due(source, now=pull.now())
    found = _find(pull, spec) if is_list_due else Found()
    if found.setback is not None:
        return found
    with pull.context.reading() as session:
        assert pull.source_id is not None
        return Found(tuple(schedule.due_repositories(session, pull.source_id, now=pull.now())))


def _describe_all(pull: Pull, ids: Sequence[int], run: Runner) -> Setback | None:
    """Have many described together, where the forge can do that; else each is, when it is read."""
    if not isinstance(pull.forge, ManyProjects):
        return None
    waiting = run("what to describe", partial(describing.not_described, pull), tuple(ids))
    for chunk in _chunks(waiting, describing.TOGETHER):
        setback = run("describe", _counted(pull, partial(describing.describe, pull)), chunk)
        if setback is not None:
            return setback
    return None


def _first_pages(pull: Pull, ids: Sequence[int], run: Runner) -> Setback | None:
    """Read first pulls of several repositories together, where the forge can do that.

    Who gave no page in a round is at an end and makes room for the next.
    """
    if not isinstance(pull.forge, ManyIssues):
        return None
    unread = run("what was never read", partial(reading.never_read, pull), tuple(ids))
    read_round = _counted(pull, partial(reading.read_round, pull))
    going_on, waiting = unread[: reading.TOGETHER], unread[reading.TOGETHER :]
    while going_on:
        answer = run("pages of several", read_round, going_on)
        if answer.setback is not None:
            return answer.setback
        room = reading.TOGETHER - len(answer.going_on)
        going_on, waiting = answer.going_on + waiting[:room], waiting[room:]
    return None


def _read_one(pull: Pull, repository_id: int, run: Runner) -> Setback | None:
    if not isinstance(pull.forge, ManyProjects):
        chunk = run("what to describe", partial(describing.not_described, pull), (repository_id,))
        if chunk:
            setback = run("describe", _counted(pull, partial(describing.describe, pull)), chunk)
            if setback is not None:
                return setback
    page = PageRead()
    has_news = False
    for _ in range(MAX_MEETINGS):
        next_page = _counted(pull, IssueReader(pull, repository_id).next_page)
        page = run("page", next_page)
        while page.setback is None and not page.is_last:
            has_news = has_news or page.has_news
            page = run("page", next_page)
        if page.setback is None or page.setback.health is not None:
            break
    if page.setback is not None:
        return page.setback
    return run("finish", _counted(pull, partial(finish_repository, pull)), repository_id, has_news)


def _end(context: AppContext, source_id: int, run_id: int, setback: Setback | None) -> SyncResult:
    result = _result(run_id, setback)
    now = context.clock.now()
    with context.transaction() as session:
        runs.end(
            session,
            run_id,
            status=result.status,
            health=setback.health if setback else Health.GOOD,
            message=result.message,
            retry_at=result.retry_at,
            now=now,
        )
        for forge in context.forges.values():
            store_budgets(session, forge, now)
        schedule.plan_source(session, session.get_one(Source, source_id), now=now)
    return result


def _result(run_id: int | None, setback: Setback | None) -> SyncResult:
    if setback is None:
        return SyncResult(run_id, RunStatus.DONE)
    status = RunStatus.WAITING if setback.retry_at else RunStatus.FAILED
    return SyncResult(run_id, status, setback.message, setback.retry_at)


def _counted(pull: Pull, step: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """Add the requests that a step makes to the story of the run."""

    def counting(*arguments: object) -> Outcome:
        before = pull.forge.requests_made()
        try:
            return step(*arguments)
        finally:
            made = pull.forge.requests_made() - before
            if made and pull.run_id is not None:
                with pull.context.transaction() as session:
                    runs.count(session, pull.run_id, requests=made)

    return counting


def _chunks(ids: Sequence[int], size: int) -> Iterator[tuple[int, ...]]:
    for start in range(0, len(ids), size):
        yield tuple(ids[start : start + size])


def _open(context: AppContext, source_id: int) -> tuple[SourceSpec, Forge]:
    with context.reading() as session:
        source = session.get(Source, source_id)
        if source is None:
            raise NotFound(f"There is no source {source_id}. See `otdhub sources list`.")
        spec = SourceSpec(SourceScope(source.scope), source.locator)
        return spec, _forge_of(context, source.forge, source.host)


def _open_repository(context: AppContext, repository_id: int) -> Pull:
    with context.reading() as session:
        row = session.get(Repository, repository_id)
        if row is None:
            raise NotFound(f"There is no repository {repository_id}.")
        forge = _forge_of(context, row.forge, row.host)
        return Pull(context, forge, row.source_id, None, is_told=True)


def _forge_of(context: AppContext, kind: str, host: str) -> Forge:
    forge = context.forges.get((kind, host))
    if forge is None:
        raise NotConfigured(
            f"This hub cannot read {kind} at {host} yet. "
            "`otdhub doctor` lists the forges it can read."
        )
    return forge

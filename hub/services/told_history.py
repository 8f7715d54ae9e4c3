"""What was found of a person's work, and what it would say of them: for their own eyes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, literal, tuple_
from sqlmodel import Session, col, select

from hub.context import AppContext
from hub.models import Contribution, HistoryReading, JoinedAccount, PersonSkill, StruckWork
from hub.models.columns import Instant
from hub.services.finished_work import FINISHED
from hub.services.history_reading import forge_of
from integrations.records import WorkSort

A_PAGE = 50
_MOST_SAID = 12
_MOST_PLACES = 100


@dataclass(frozen=True, slots=True)
class ToldOften:
    """A skill or kind, by its key, with the number of things that tell of it."""

    key: str
    times: int


@dataclass(frozen=True, slots=True)
class WorkedIn:
    """A repository, with how much of each sort was done there; ``work_id`` is one thing of it."""

    path: str
    work_id: int
    counts: tuple[tuple[WorkSort, int], ...]


@dataclass(frozen=True, slots=True)
class OwnHistory:
    """One joined account, and what was found there.

    ``is_readable`` says whether it can be read at present. ``finished`` counts what reasons can
    name. ``offered`` are those skills that the profile says nothing of.
    """

    account: JoinedAccount
    reading: HistoryReading | None
    is_readable: bool
    count: int
    finished: int
    skills: tuple[ToldOften, ...]
    kinds: tuple[ToldOften, ...]
    offered: tuple[str, ...]
    places: tuple[WorkedIn, ...]
    struck: tuple[StruckWork, ...]


@dataclass(frozen=True, slots=True)
class WorkPage:
    """Some of what was found, the newest first; ``last`` is behind which more is."""

    works: tuple[Contribution, ...]
    last: tuple[datetime, int] | None


def histories(context: AppContext, session: Session, person_id: int) -> tuple[OwnHistory, ...]:
    """List the joined accounts of a person with what was brought in."""
    accounts = session.exec(
        select(JoinedAccount)
        .where(JoinedAccount.person_id == person_id)
        .order_by(col(JoinedAccount.host), col(JoinedAccount.id))
    ).all()
    said = set(
        session.exec(select(PersonSkill.skill).where(PersonSkill.person_id == person_id)).all()
    )
    return tuple(_history(context, session, account, said) for account in accounts)


def works(
    session: Session, person_id: int, *, before: tuple[datetime, int] | None = None
) -> WorkPage:
    """List what was found at all accounts of a person, fifty on a page."""
    asked = select(Contribution).where(Contribution.person_id == person_id)
    if before is not None:
        place = tuple_(col(Contribution.done_at), col(Contribution.id))
        asked = asked.where(
            place < tuple_(literal(before[0], Instant), literal(before[1], Integer))
        )
    rows = session.exec(
        asked.order_by(col(Contribution.done_at).desc(), col(Contribution.id).desc()).limit(
            A_PAGE + 1
        )
    ).all()
    kept = rows[:A_PAGE]
    last = kept[-1] if len(rows) > A_PAGE else None
    return WorkPage(tuple(kept), (last.done_at, last.id or 0) if last else None)


def _history(
    context: AppContext, session: Session, account: JoinedAccount, said: set[str]
) -> OwnHistory:
    assert account.id is not None
    done = session.exec(
        select(Contribution)
        .where(Contribution.account_id == account.id)
        .order_by(col(Contribution.done_at).desc(), col(Contribution.id).desc())
    ).all()
    struck = session.exec(
        select(StruckWork)
        .where(StruckWork.account_id == account.id)
        .order_by(col(StruckWork.struck_at).desc(), col(StruckWork.remote_id))
    ).all()
    skills = _counted(each.skills for each in done)
    return OwnHistory(
        account=account,
        reading=session.get(HistoryReading, account.id),
        is_readable=forge_of(context, account.forge, account.host) is not None,
        count=len(done),
        finished=sum(each.sort in FINISHED for each in done),
        skills=skills,
        kinds=_counted(each.kinds for each in done),
        offered=tuple(each.key for each in skills if each.key not in said),
        places=_places(done),
        struck=tuple(struck),
    )


def _places(done: Sequence[Contribution]) -> tuple[WorkedIn, ...]:
    """Group by repository, that of the newest work first."""
    grouped: dict[str, list[Contribution]] = {}
    for each in done:
        grouped.setdefault(each.project_path, []).append(each)
    return tuple(
        WorkedIn(
            path,
            rows[0].id or 0,
            tuple(
                (sort, count) for sort in WorkSort if (count := sum(r.sort is sort for r in rows))
            ),
        )
        for path, rows in list(grouped.items())[:_MOST_PLACES]
    )


def _counted(lists: Iterable[tuple[str, ...]]) -> tuple[ToldOften, ...]:
    times = Counter(key for keys in lists for key in keys)
    ordered = sorted(times.items(), key=lambda item: (-item[1], item[0]))
    return tuple(ToldOften(*item) for item in ordered[:_MOST_SAID])

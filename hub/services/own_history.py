"""What a person has brought in of their work on forges: seen by them alone, struck, or ended."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from hub.errors import NotFound
from hub.models import (
    Contribution,
    HistoryReading,
    JoinedAccount,
    PersonSkill,
    Relation,
    StruckWork,
)
from hub.services.history_reading import touch
from hub.vocabulary.skills import find_skill

_MOST_SAID = 12


@dataclass(frozen=True, slots=True)
class ToldOften:
    """A skill or kind, by its key, with the number of contributions that tell of it."""

    key: str
    times: int


@dataclass(frozen=True, slots=True)
class OwnHistory:
    """One joined account, and what was found there, newest first."""

    account: JoinedAccount
    reading: HistoryReading | None
    done: tuple[Contribution, ...]
    struck: tuple[str, ...]
    skills: tuple[ToldOften, ...]
    kinds: tuple[ToldOften, ...]
    # Of the skills, those that the profile says nothing of.
    offered: tuple[str, ...]


def histories(session: Session, person_id: int) -> tuple[OwnHistory, ...]:
    """List the joined accounts of a person with all that was brought in."""
    accounts = session.exec(
        select(JoinedAccount)
        .where(JoinedAccount.person_id == person_id)
        .order_by(col(JoinedAccount.host), col(JoinedAccount.id))
    ).all()
    said = set(
        session.exec(select(PersonSkill.skill).where(PersonSkill.person_id == person_id)).all()
    )
    return tuple(_history(session, account, said) for account in accounts)


def ask(session: Session, person_id: int, account_id: int, *, now: datetime) -> None:
    """Have what the person did there brought in, from now until they end it."""
    account = _own_account(session, person_id, account_id)
    if account.history_since is not None:
        return
    account.history_since = now
    session.merge(HistoryReading(account_id=account_id, person_id=person_id, due_at=now))


def end(session: Session, person_id: int, account_id: int, *, now: datetime) -> None:
    """Stop, and delete everything that was brought in from that forge, and what was struck."""
    account = _own_account(session, person_id, account_id)
    account.history_since = account.history_read_at = None
    session.execute(delete(HistoryReading).where(col(HistoryReading.account_id) == account_id))
    for model in (Contribution, StruckWork):
        session.execute(
            delete(model).where(col(model.person_id) == person_id, col(model.host) == account.host)
        )
    # Another account at the same forge brings its own in again.
    _read_anew(session, person_id, account.host, now=now)
    touch(session, person_id, now=now)


def strike(session: Session, person_id: int, contribution_id: int, *, now: datetime) -> None:
    """Take one thing out, and keep it out."""
    done = session.get(Contribution, contribution_id)
    if done is None or done.person_id != person_id:
        return
    _lock(session, person_id, done.host)
    session.merge(StruckWork(person_id=person_id, host=done.host, remote_id=done.remote_id))
    session.delete(done)
    touch(session, person_id, now=now)


def bring_back(
    session: Session, person_id: int, account_id: int, remote_id: str, *, now: datetime
) -> None:
    """Let a struck thing come again with the next read, which is due at once."""
    account = _own_account(session, person_id, account_id)
    struck = session.get(StruckWork, (person_id, account.host, remote_id))
    if struck is not None:
        session.delete(struck)
        _read_anew(session, person_id, account.host, now=now)


def take_skill(session: Session, person_id: int, skill: str, *, now: datetime) -> None:
    """Put a skill that was found into the profile; what the profile says already stays."""
    found = find_skill(skill)
    if found is None:
        raise NotFound("This is no skill that we know.")
    if session.get(PersonSkill, (person_id, found.key)) is None:
        session.add(PersonSkill(person_id=person_id, skill=found.key, relation=Relation.HAS))
        touch(session, person_id, now=now)


def _history(session: Session, account: JoinedAccount, said: set[str]) -> OwnHistory:
    assert account.id is not None
    done = session.exec(
        select(Contribution)
        .where(Contribution.person_id == account.person_id, Contribution.host == account.host)
        .order_by(col(Contribution.done_at).desc(), col(Contribution.id).desc())
    ).all()
    struck = session.exec(
        select(StruckWork.remote_id)
        .where(StruckWork.person_id == account.person_id, StruckWork.host == account.host)
        .order_by(col(StruckWork.remote_id))
    ).all()
    skills = _counted(each.skills for each in done)
    return OwnHistory(
        account=account,
        reading=session.get(HistoryReading, account.id),
        done=tuple(done),
        struck=tuple(struck),
        skills=skills,
        kinds=_counted(each.kinds for each in done),
        offered=tuple(each.key for each in skills if each.key not in said),
    )


def _counted(lists: Iterable[tuple[str, ...]]) -> tuple[ToldOften, ...]:
    times = Counter(key for keys in lists for key in keys)
    ordered = sorted(times.items(), key=lambda item: (-item[1], item[0]))
    return tuple(ToldOften(*item) for item in ordered[:_MOST_SAID])


def _own_account(session: Session, person_id: int, account_id: int) -> JoinedAccount:
    account = session.exec(
        select(JoinedAccount)
        .where(JoinedAccount.id == account_id, JoinedAccount.person_id == person_id)
        .with_for_update()
    ).first()
    if account is None:
        raise NotFound("You have joined no such account.")
    return account


def _lock(session: Session, person_id: int, host: str) -> None:
    """Wait until nobody puts down what was read there."""
    session.exec(
        select(JoinedAccount.id)
        .where(JoinedAccount.person_id == person_id, JoinedAccount.host == host)
        .with_for_update()
    ).all()


def _read_anew(session: Session, person_id: int, host: str, *, now: datetime) -> None:
    accounts = session.exec(
        select(JoinedAccount.id).where(
            JoinedAccount.person_id == person_id, JoinedAccount.host == host
        )
    ).all()
    for reading in session.exec(
        select(HistoryReading).where(col(HistoryReading.account_id).in_(accounts))
    ):
        reading.cursor, reading.due_at = None, now

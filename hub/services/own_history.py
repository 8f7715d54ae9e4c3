"""What a person has brought in of their work on forges: seen by them alone, used, struck, ended."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, delete, select

from hub.context import AppContext
from hub.errors import Conflict, NotFound
from hub.models import (
    Contribution,
    HistoryReading,
    JoinedAccount,
    PersonSkill,
    Relation,
    StruckWork,
    What,
)
from hub.services.account_events import note
from hub.services.history_reading import forge_of
from hub.services.history_rows import touch, whole
from hub.vocabulary.skills import find_skill


def ask(
    context: AppContext, session: Session, person_id: int, account_id: int, *, now: datetime
) -> None:
    """Have what the person did there brought in, from now until they end it.

    Raises :class:`Conflict` for a forge whose histories this hub cannot read.
    """
    account = _own_account(session, person_id, account_id)
    if account.history_since is not None:
        return
    if forge_of(context, account.forge, account.host) is None:
        raise Conflict(f"This hub cannot read what people did on {account.host}.")
    account.history_since = now
    session.merge(HistoryReading(account_id=account_id, person_id=person_id, due_at=now))
    _note(session, account, What.HISTORY_ASKED, now=now)


def use(session: Session, person_id: int, account_id: int, *, now: datetime) -> None:
    """Let what was brought in be used, and from now on what is new, too."""
    account, reading = _wanted(session, person_id, account_id)
    if reading.used_since is None:
        reading.used_since = now
        _set_used(session, account_id, is_used=True)
        _note(session, account, What.HISTORY_USED, now=now)
        touch(session, person_id, now=now)


def rest(session: Session, person_id: int, account_id: int, *, now: datetime) -> None:
    """Keep it, but have nothing come of it."""
    account, reading = _wanted(session, person_id, account_id)
    if reading.used_since is not None:
        reading.used_since = None
        _set_used(session, account_id, is_used=False)
        _note(session, account, What.HISTORY_RESTED, now=now)
        touch(session, person_id, now=now)


def end(session: Session, person_id: int, account_id: int, *, now: datetime) -> None:
    """Stop, and delete everything that was brought in from there, and what was struck."""
    account = _own_account(session, person_id, account_id)
    if account.history_since is None:
        return
    account.history_since = account.history_read_at = None
    for model in (HistoryReading, Contribution, StruckWork):
        session.execute(delete(model).where(col(model.account_id) == account_id))
    _note(session, account, What.HISTORY_FORGOTTEN, now=now)
    touch(session, person_id, now=now)


def strike(session: Session, person_id: int, contribution_id: int, *, now: datetime) -> None:
    """Take one thing out, and keep it out; what is not theirs is no error."""
    row = _own_work(session, person_id, contribution_id)
    if row is not None:
        _strike(session, row, row.remote_id, [row], now=now)


def strike_repository(
    session: Session, person_id: int, contribution_id: int, *, now: datetime
) -> None:
    """Take everything out that was done where this was, and keep it out, whatever comes."""
    row = _own_work(session, person_id, contribution_id)
    if row is None:
        return
    if not whole(row):
        _strike(session, row, row.remote_id, [row], now=now)
        return
    rows = session.exec(
        select(Contribution).where(
            Contribution.account_id == row.account_id,
            Contribution.repository_id == row.repository_id,
        )
    ).all()
    _strike(session, row, whole(row), rows, now=now)


def bring_back(
    session: Session, person_id: int, account_id: int, remote_id: str, *, now: datetime
) -> None:
    """Let what was struck come again with the next read, which is due at once."""
    _, reading = _wanted(session, person_id, account_id)
    struck = session.get(StruckWork, (account_id, remote_id))
    if struck is not None:
        session.delete(struck)
        reading.cursor, reading.whole_since, reading.due_at = None, None, now


def take_skill(session: Session, person_id: int, skill: str, *, now: datetime) -> None:
    """Put a skill that was found into the profile; what the profile says already stays."""
    found = find_skill(skill)
    if found is None:
        raise NotFound("This is no skill that we know.")
    if session.get(PersonSkill, (person_id, found.key)) is None:
        session.add(PersonSkill(person_id=person_id, skill=found.key, relation=Relation.HAS))
        note(session, person_id, What.PROFILE_CHANGED, now=now, fields=("skills",))
        touch(session, person_id, now=now)


def _own_account(session: Session, person_id: int, account_id: int) -> JoinedAccount:
    """Lock an account of a person's own. Raises :class:`NotFound` for any other."""
    account = session.exec(
        select(JoinedAccount)
        .where(JoinedAccount.id == account_id, JoinedAccount.person_id == person_id)
        .with_for_update()
    ).first()
    if account is None:
        raise NotFound("You have joined no such account.")
    return account


def _wanted(
    session: Session, person_id: int, account_id: int
) -> tuple[JoinedAccount, HistoryReading]:
    account = _own_account(session, person_id, account_id)
    reading = session.get(HistoryReading, account_id)
    if reading is None:
        raise NotFound("You have not asked for your work there to be brought in.")
    return account, reading


def _own_work(session: Session, person_id: int, contribution_id: int) -> Contribution | None:
    """Find a thing of a person's own, and wait until nobody puts down what was read there."""
    row = session.get(Contribution, contribution_id)
    if row is None or row.person_id != person_id:
        return None
    if row.account_id is not None:
        _own_account(session, person_id, row.account_id)
    return row


def _strike(
    session: Session,
    row: Contribution,
    remote_id: str,
    rows: Sequence[Contribution],
    *,
    now: datetime,
) -> None:
    if row.account_id is not None:
        struck = StruckWork(
            account_id=row.account_id,
            remote_id=remote_id,
            person_id=row.person_id,
            struck_at=now,
        )
        session.merge(struck)
    person_id = row.person_id
    for each in rows:
        session.delete(each)
    touch(session, person_id, now=now)


def _set_used(session: Session, account_id: int, *, is_used: bool) -> None:
    session.execute(
        update(Contribution)
        .where(col(Contribution.account_id) == account_id)
        .values(is_used=is_used)
        .execution_options(synchronize_session=False)
    )


def _note(session: Session, account: JoinedAccount, what: What, *, now: datetime) -> None:
    place = f"{account.handle} on {account.host}"
    note(session, account.person_id, what, now=now, account=place)

"""Reads what people did in public on forges, for those who asked for it, once a day each.

Forges are told apart, so that one which asks us to wait holds up no other. A forge is asked outside
of transactions; each page that it gave is put down in one, with the place where it goes on, under a
lock on the joined account, and only if its person still wants it then.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from hub.context import AppContext
from hub.models import HistoryReading, JoinedAccount, What
from hub.services import history_rows
from hub.services.account_events import note
from integrations.base import ContributionHistory
from integrations.errors import (
    AccountTaken,
    ForgeError,
    ForgeUnavailable,
    RateLimited,
    RecordGone,
)
from integrations.records import AccountSpec, ContributionRecord, Page

EVERY = timedelta(days=1)
# Long enough for a read; whoever dies over one leaves it due again after this.
TAKEN_FOR = timedelta(hours=1)
LATEST_RETRY = timedelta(days=2)
# What was deleted at the forge, or is not public any more, is in no list of changes.
WHOLE_EVERY = timedelta(days=30)
# What is left then is read with the next turn, after others: a turn is short.
MOST_PAGES = 6


@dataclass(frozen=True, slots=True)
class _Turn:
    """An account whose history this worker reads now."""

    account_id: int
    host: str
    account: AccountSpec
    since: datetime
    cursor: str | None


def forge_of(context: AppContext, forge: str, host: str) -> ContributionHistory | None:
    """Give the forge if what people did there can be read at present."""
    found = context.forges.get((forge, host))
    if found is None or not isinstance(found, ContributionHistory):
        return None
    return found if found.reads_histories() else None


def due_forges(session: Session, *, now: datetime) -> tuple[tuple[str, str], ...]:
    """Name the forges, by kind and host, where somebody's history is to be read now."""
    due = (
        select(JoinedAccount.forge, JoinedAccount.host)
        .where(
            col(JoinedAccount.id) == col(HistoryReading.account_id),
            col(JoinedAccount.history_since).is_not(None),
            col(HistoryReading.due_at) <= now,
        )
        .distinct()
    )
    return tuple((forge, host) for forge, host in session.exec(due))


def read_soon(session: Session, account: JoinedAccount, *, now: datetime) -> None:
    """Have a history that its person wants be read at once, because their login is another."""
    reading = session.get(HistoryReading, account.id)
    if reading is not None:
        reading.due_at, reading.problem, reading.failures = now, None, 0


def read_next(context: AppContext, forge: str, host: str) -> bool:
    """Read the history at a forge that waited longest; says whether to go on with the next."""
    turn = _take(context, forge, host)
    if turn is None:
        return False
    reader = forge_of(context, forge, host)
    try:
        if reader is None:
            raise ForgeUnavailable(f"This hub cannot read what people did on {host} now.")
        _read(context, turn, reader)
    except RateLimited as exc:
        _put_off_all(context, forge, host, exc)
        return False
    except ForgeError as exc:
        _put_off(context, turn, exc)
    return True


def _take(context: AppContext, forge: str, host: str) -> _Turn | None:
    """Take an account that is due, by nobody else."""
    now = context.clock.now()
    with context.transaction() as session:
        found = session.exec(
            select(HistoryReading, JoinedAccount)
            .where(
                col(HistoryReading.account_id) == col(JoinedAccount.id),
                JoinedAccount.forge == forge,
                JoinedAccount.host == host,
                col(HistoryReading.due_at) <= now,
                col(JoinedAccount.history_since).is_not(None),
            )
            .order_by(col(HistoryReading.due_at), col(HistoryReading.account_id))
            .limit(1)
        ).first()
        if found is None:
            return None
        reading, account = found
        assert account.history_since is not None
        if reading.whole_since is None or now - reading.whole_since >= WHOLE_EVERY:
            reading.cursor, reading.whole_since = None, now
            session.flush()
        turn = _Turn(
            reading.account_id,
            host,
            AccountSpec(account.remote_id, account.handle),
            account.history_since,
            reading.cursor,
        )
        return turn if _is_taken(session, turn.account_id, until=now + TAKEN_FOR, now=now) else None


def _is_taken(session: Session, account_id: int, *, until: datetime, now: datetime) -> bool:
    taken = session.execute(
        update(HistoryReading)
        .where(col(HistoryReading.account_id) == account_id, col(HistoryReading.due_at) <= now)
        .values(due_at=until)
        .returning(col(HistoryReading.account_id))
        .execution_options(synchronize_session=False)
    ).all()
    return bool(taken)


def _read(context: AppContext, turn: _Turn, reader: ContributionHistory) -> None:
    """Read page by page, and stop where the person ended it or had it begin anew."""
    cursor = turn.cursor
    for number, page in enumerate(reader.contributions(turn.account, cursor)):
        if number == MOST_PAGES:  # there is more, which the next turn asks for again
            _end_turn(context, turn, cursor=cursor, is_whole=False)
            return
        if not _put_down(context, turn, page, cursor=cursor):
            return
        cursor = page.cursor
    _end_turn(context, turn, cursor=cursor, is_whole=True)


def _put_down(
    context: AppContext, turn: _Turn, page: Page[ContributionRecord], *, cursor: str | None
) -> bool:
    """Put down a page and where it goes on; says whether it is still wanted."""
    now = context.clock.now()
    with context.transaction() as session:
        reading = _still_wanted(session, turn, cursor=cursor)
        if reading is None:
            return False
        history_rows.put_down(
            session,
            session.get_one(JoinedAccount, turn.account_id),
            page.records,
            is_used=reading.used_since is not None,
            now=now,
        )
        reading.cursor = page.cursor
    return True


def _end_turn(context: AppContext, turn: _Turn, *, cursor: str | None, is_whole: bool) -> None:
    now = context.clock.now()
    with context.transaction() as session:
        reading = _still_wanted(session, turn, cursor=cursor)
        if reading is None:
            return
        reading.due_at = now + EVERY if is_whole else now
        reading.problem, reading.failures = None, 0
        account = session.get_one(JoinedAccount, turn.account_id)
        if is_whole and reading.whole_since is not None:
            history_rows.forget_unseen(session, account, since=reading.whole_since, now=now)
        if is_whole and account.history_read_at is None:
            place = f"{account.handle} on {account.host}"
            note(session, account.person_id, What.HISTORY_READ, now=now, account=place)
        account.history_read_at = now if is_whole else account.history_read_at


def _still_wanted(session: Session, turn: _Turn, *, cursor: str | None) -> HistoryReading | None:
    """Lock the account; ``None`` if its person ended this meanwhile, or had it begin anew."""
    account = session.exec(
        select(JoinedAccount).where(JoinedAccount.id == turn.account_id).with_for_update()
    ).first()
    if account is None or account.history_since != turn.since:
        return None
    reading = session.get(HistoryReading, turn.account_id)
    return reading if reading is not None and reading.cursor == cursor else None


def _put_off(context: AppContext, turn: _Turn, error: ForgeError) -> None:
    """Say what went wrong, and try again later: later each time, and when the forge says."""
    now = context.clock.now()
    with context.transaction() as session:
        account = session.get(JoinedAccount, turn.account_id)
        reading = session.get(HistoryReading, turn.account_id)
        if account is None or reading is None or account.history_since != turn.since:
            return
        wait = min(LATEST_RETRY, TAKEN_FOR * 2 ** min(reading.failures, 6))
        retry_at = error.retry_at if isinstance(error, ForgeUnavailable) else None
        reading.due_at = max(now + timedelta(minutes=5), retry_at) if retry_at else now + wait
        reading.failures = min(reading.failures + 1, 100)
        reading.problem = _problem(turn, error)


def _put_off_all(context: AppContext, forge: str, host: str, error: RateLimited) -> None:
    """Leave everything of one forge until it lets us ask again."""
    now = context.clock.now()
    until = max(now + timedelta(minutes=1), error.retry_at or now + TAKEN_FOR)
    here = select(JoinedAccount.id).where(JoinedAccount.forge == forge, JoinedAccount.host == host)
    with context.transaction() as session:
        # Also the one whose turn it was, which was taken for an hour.
        session.execute(
            update(HistoryReading)
            .where(
                col(HistoryReading.account_id).in_(here),
                col(HistoryReading.due_at) <= now + TAKEN_FOR,
            )
            .values(due_at=until)
            .execution_options(synchronize_session=False)
        )


def _problem(turn: _Turn, error: ForgeError) -> str:
    """Say it to the person whose account it is."""
    login, host = turn.account.login, turn.host
    if isinstance(error, AccountTaken):
        return (
            f"{login} is another account on {host} now than the one that you joined. Nothing of it "
            f"was read, and what you have here stays. Sign in with {host} once more, so that we "
            "know your new name there."
        )
    if isinstance(error, RecordGone):
        return (
            f"{host} has no public account called {login} now. If you have another name there, "
            f"sign in with {host} once more."
        )
    return f"What you did on {host} could not be read."

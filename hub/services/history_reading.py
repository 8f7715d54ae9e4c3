"""Reads what people did in public on forges, for those who asked for it, once a day each.

A forge is asked outside of transactions; what it gave is put down in one, under a lock on the
joined account, and only if its person still wants it then. A read that fails leaves all as it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, delete, select

from hub.context import AppContext
from hub.models import Contribution, HistoryReading, JoinedAccount, Person, StruckWork
from hub.normalise.issues import NO_TITLE, read_words
from hub.normalise.text import clean_line, clean_lines, clean_text, web_url
from integrations.base import ContributionHistory
from integrations.errors import ForgeError, ForgeUnavailable, RecordGone
from integrations.records import ContributionRecord

EVERY = timedelta(days=1)
# Long enough for a read; whoever dies over one leaves it due again after this.
TAKEN_FOR = timedelta(hours=1)
LATEST_RETRY = timedelta(days=2)
MOST_AT_ONCE = 5
MOST_KEPT = 500
REACHES_BACK = timedelta(days=5 * 365)
_MAX_LABELS = 30
_MAX_ID_CHARS = 100
_MAX_PATH_CHARS = 300


@dataclass(frozen=True, slots=True)
class _Turn:
    """An account whose history this worker reads now."""

    account_id: int
    forge: str
    host: str
    handle: str
    since: datetime
    cursor: str | None


def has_due(session: Session, *, now: datetime) -> bool:
    """Say whether anybody's history is to be read now."""
    due = select(HistoryReading.account_id).where(col(HistoryReading.due_at) <= now).limit(1)
    return session.exec(due).first() is not None


def read_due(context: AppContext) -> int:
    """Read the histories that waited longest, a few at most; returns how many were tried."""
    turns = _take(context)
    for turn in turns:
        _read(context, turn)
    return len(turns)


def _take(context: AppContext) -> list[_Turn]:
    """Take due accounts, each by nobody else."""
    now = context.clock.now()
    with context.transaction() as session:
        due = session.exec(
            select(HistoryReading, JoinedAccount)
            .where(
                col(HistoryReading.account_id) == col(JoinedAccount.id),
                col(HistoryReading.due_at) <= now,
                col(JoinedAccount.history_since).is_not(None),
            )
            .order_by(col(HistoryReading.due_at), col(HistoryReading.account_id))
            .limit(MOST_AT_ONCE)
        ).all()
        return [
            _Turn(
                reading.account_id,
                account.forge,
                account.host,
                account.handle,
                account.history_since,
                reading.cursor,
            )
            for reading, account in due
            if account.history_since is not None
            and _is_taken(session, reading.account_id, until=now + TAKEN_FOR, now=now)
        ]


def _is_taken(session: Session, account_id: int, *, until: datetime, now: datetime) -> bool:
    taken = session.execute(
        update(HistoryReading)
        .where(col(HistoryReading.account_id) == account_id, col(HistoryReading.due_at) <= now)
        .values(due_at=until)
        .returning(col(HistoryReading.account_id))
        .execution_options(synchronize_session=False)
    ).all()
    return bool(taken)


def _read(context: AppContext, turn: _Turn) -> None:
    forge = context.forges.get((turn.forge, turn.host))
    try:
        found, cursor = _ask(forge, turn)
    except ForgeError as exc:
        _put_off(context, turn, exc)
        return
    now = context.clock.now()
    with context.transaction() as session:
        if _still_wanted(session, turn) is None:
            return
        _put_down(session, turn, found, cursor, now=now)


def _ask(forge: object, turn: _Turn) -> tuple[list[ContributionRecord], str | None]:
    """Ask for what is new, the newest of it where it is much."""
    if not isinstance(forge, ContributionHistory):
        raise ForgeUnavailable(f"This hub cannot read what people did on {turn.host} yet.")
    found: list[ContributionRecord] = []
    cursor = turn.cursor
    for page in forge.contributions(turn.handle, turn.cursor):
        found = [*found, *page.records][-MOST_KEPT:]
        cursor = page.cursor
    return found, cursor


def _still_wanted(session: Session, turn: _Turn) -> HistoryReading | None:
    """Lock the account; ``None`` if its person ended this meanwhile, or began anew."""
    account = session.exec(
        select(JoinedAccount).where(JoinedAccount.id == turn.account_id).with_for_update()
    ).first()
    if account is None or account.history_since != turn.since:
        return None
    return session.get(HistoryReading, turn.account_id)


def _put_down(
    session: Session,
    turn: _Turn,
    found: Sequence[ContributionRecord],
    cursor: str | None,
    *,
    now: datetime,
) -> None:
    account = session.get_one(JoinedAccount, turn.account_id)
    reading = session.get_one(HistoryReading, turn.account_id)
    # What was brought back meanwhile is to be read from the start.
    reading.cursor = cursor if reading.cursor == turn.cursor else reading.cursor
    reading.due_at = now + EVERY if reading.cursor == cursor else now
    reading.problem, reading.failures = None, 0
    account.history_read_at = now
    new = _unknown(session, account, found, now=now)
    session.add_all(_row(account.person_id, account.host, record) for record in new)
    if new:
        session.flush()
        _forget_oldest(session, account)
        touch(session, account.person_id, now=now)


def _unknown(
    session: Session, account: JoinedAccount, found: Iterable[ContributionRecord], *, now: datetime
) -> list[ContributionRecord]:
    """Leave out what is there already, what was struck, and what was long ago."""
    places = (
        select(model.remote_id).where(
            model.person_id == account.person_id, model.host == account.host
        )
        for model in (Contribution, StruckWork)
    )
    known = {remote_id for place in places for remote_id in session.exec(place)}
    new = {}
    for record in found:
        is_storable = (
            0 < len(record.remote_id) <= _MAX_ID_CHARS
            and len(record.project_path) <= _MAX_PATH_CHARS
            and web_url(record.url) is not None
        )
        if is_storable and record.remote_id not in known and record.done_at >= now - REACHES_BACK:
            new[record.remote_id] = record
    return list(new.values())


def _row(person_id: int, host: str, record: ContributionRecord) -> Contribution:
    title, text = clean_line(record.title) or NO_TITLE, clean_text(record.text)
    labels = clean_lines(record.labels, max_chars=100, max_items=_MAX_LABELS)
    read = read_words(
        title, text, labels=labels, comments=None, languages=record.languages, topics=()
    )
    return Contribution(
        person_id=person_id,
        host=host,
        remote_id=record.remote_id,
        project_path=clean_line(record.project_path),
        title=title,
        text=text,
        url=record.url,
        kinds=read.kinds,
        skills=read.skills,
        labels=labels,
        done_at=record.done_at,
    )


def _forget_oldest(session: Session, account: JoinedAccount) -> None:
    own = (
        select(Contribution.id)
        .where(Contribution.person_id == account.person_id, Contribution.host == account.host)
        .order_by(col(Contribution.done_at).desc(), col(Contribution.id).desc())
    )
    ids = session.exec(own).all()[MOST_KEPT:]
    session.execute(delete(Contribution).where(col(Contribution.id).in_(ids)))


def _put_off(context: AppContext, turn: _Turn, error: ForgeError) -> None:
    """Say what went wrong, and try again later: later each time, and when the forge says."""
    now = context.clock.now()
    with context.transaction() as session:
        reading = _still_wanted(session, turn)
        if reading is None:
            return
        wait = min(LATEST_RETRY, TAKEN_FOR * 2 ** min(reading.failures, 6))
        retry_at = error.retry_at if isinstance(error, ForgeUnavailable) else None
        reading.due_at = max(now + timedelta(minutes=5), retry_at) if retry_at else now + wait
        reading.failures = min(reading.failures + 1, 100)
        reading.problem = (
            f"{turn.host} has no public account called {turn.handle} now."
            if isinstance(error, RecordGone)
            else f"What you did on {turn.host} could not be read."
        )


def touch(session: Session, person_id: int, *, now: datetime) -> None:
    """Let the index know that a person changed."""
    person = session.get_one(Person, person_id)
    person.changed_at = max(now, person.changed_at + timedelta(microseconds=1))

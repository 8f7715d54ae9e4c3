"""Puts down what a forge told of a person's work: each thing once, what was struck never."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, delete, select

from hub.models import Contribution, JoinedAccount, Person, StruckWork
from hub.normalise.issues import NO_TITLE, read_words
from hub.normalise.skills import code_skills_of
from hub.normalise.text import clean_line, clean_lines, clean_text, web_url
from integrations.records import ContributionRecord, WorkSort

MOST_KEPT = 500
REACHES_BACK = timedelta(days=5 * 365)
_WHOLE = "all-of:"
_MAX_LABELS = 30
_MAX_ID_CHARS = 100
_MAX_PATH_CHARS = 300


def put_down(
    session: Session,
    account: JoinedAccount,
    records: Iterable[ContributionRecord],
    *,
    is_used: bool,
    now: datetime,
) -> None:
    """Add what is new, and change what changed; the newest 500 of an account stay."""
    fitting = list(_fitting(session, account, records, now=now))
    held = _held(session, account, [record.remote_id for record in fitting])
    has_changed = False
    for record in fitting:
        values = _values(record)
        row = held.get(record.remote_id)
        if row is None:
            row = _new(account, record, is_used=is_used)
            held[record.remote_id] = row
            session.add(row)
        if row.account_id == account.id:
            row.seen_at = now
            has_changed = _change(row, values) or has_changed
    if has_changed:
        session.flush()
        _forget_oldest(session, account)
        touch(session, account.person_id, now=now)


def forget_unseen(
    session: Session, account: JoinedAccount, *, since: datetime, now: datetime
) -> None:
    """Delete what the forge told nothing of when all was read: it is gone, or not public now."""
    gone = session.execute(
        delete(Contribution)
        .where(
            col(Contribution.account_id) == account.id,
            or_(col(Contribution.seen_at).is_(None), col(Contribution.seen_at) < since),
        )
        .returning(col(Contribution.id))
        .execution_options(synchronize_session=False)
    ).all()
    if gone:
        touch(session, account.person_id, now=now)


def whole(row: Contribution) -> str:
    """Give the number under which all of a repository is struck."""
    return f"{_WHOLE}{row.repository_id}" if row.repository_id else ""


def is_whole(remote_id: str) -> bool:
    """Say whether a repository as a whole was struck, rather than one thing."""
    return remote_id.startswith(_WHOLE)


def touch(session: Session, person_id: int, *, now: datetime) -> None:
    """Let the index know that a person changed."""
    person = session.get_one(Person, person_id)
    person.changed_at = max(now, person.changed_at + timedelta(microseconds=1))


def _fitting(
    session: Session,
    account: JoinedAccount,
    records: Iterable[ContributionRecord],
    *,
    now: datetime,
) -> Iterator[ContributionRecord]:
    """Leave out what was struck, what was long ago, and what cannot be stored."""
    struck = set(
        session.exec(select(StruckWork.remote_id).where(StruckWork.account_id == account.id)).all()
    )
    for record in {record.remote_id: record for record in records}.values():
        is_storable = (
            0 < len(record.remote_id) <= _MAX_ID_CHARS
            and len(record.repository_id) <= _MAX_ID_CHARS
            and 0 < len(record.project_path) <= _MAX_PATH_CHARS
            and web_url(record.url) is not None
        )
        names = {record.remote_id, f"{_WHOLE}{record.repository_id}"}
        if is_storable and not names & struck and now - REACHES_BACK <= record.done_at <= now:
            yield record


def _held(
    session: Session, account: JoinedAccount, remote_ids: Sequence[str]
) -> dict[str, Contribution]:
    rows = session.exec(
        select(Contribution).where(
            Contribution.person_id == account.person_id,
            Contribution.host == account.host,
            col(Contribution.remote_id).in_(remote_ids),
        )
    ).all()
    return {row.remote_id: row for row in rows}


def _new(account: JoinedAccount, record: ContributionRecord, *, is_used: bool) -> Contribution:
    """Make an empty row, which is filled as one that is there already is changed."""
    return Contribution(
        person_id=account.person_id,
        account_id=account.id,
        host=account.host,
        remote_id=record.remote_id,
        project_path="",
        title="",
        url="",
        done_at=record.done_at,
        is_used=is_used,
    )


def _change(row: Contribution, values: dict[str, object]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if "project_path" in changed:
        row.place = f"{row.host}/{row.project_path}".lower()
    return bool(changed)


def _values(record: ContributionRecord) -> dict[str, object]:
    """Read a record by the same rules as the words of tasks."""
    title, text = clean_line(record.title) or NO_TITLE, clean_text(record.text)
    labels = clean_lines(record.labels, max_chars=100, max_items=_MAX_LABELS)
    if record.sort is WorkSort.REPOSITORY:
        kinds: tuple[str, ...] = ()
        skills = code_skills_of(record.languages, record.topics)
    else:
        read = read_words(
            title,
            text,
            labels=labels,
            comments=None,
            languages=record.languages,
            topics=record.topics,
        )
        kinds, skills = read.kinds, read.skills
    return {
        "repository_id": record.repository_id or None,
        "sort": record.sort,
        "project_path": clean_line(record.project_path),
        "title": title,
        "text": text,
        "url": record.url,
        "kinds": kinds,
        "skills": tuple(skills),
        "labels": labels,
        "done_at": record.done_at,
    }


def _forget_oldest(session: Session, account: JoinedAccount) -> None:
    newest = (
        select(Contribution.id)
        .where(Contribution.account_id == account.id)
        .order_by(col(Contribution.done_at).desc(), col(Contribution.id).desc())
    )
    too_many = session.exec(newest).all()[MOST_KEPT:]
    if too_many:
        session.execute(delete(Contribution).where(col(Contribution.id).in_(too_many)))

"""Everything that the hub holds about a person: handed out at once, and deleted for good.

Found by the database's own foreign keys, so that a table which a later feature adds is neither
forgotten in the export nor left behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Select, Table, delete, select
from sqlmodel import Session, SQLModel, col

from hub.database import Fetched, fetch
from hub.errors import BadRequest
from hub.models import MailLink, OutgoingMail, Person
from hub.services.tables import ACCOUNT, PERSON, is_stale

Plain = str | int | float | bool | None | list[str] | dict[str, float]
Row = dict[str, Plain]

# Of no use to anybody, and none of a person's business: how the index keeps up.
_OF_LETTERS = frozenset({"text", "html", "stop_address"})
_LEFT_OUT = frozenset({"indexed_at", "secret_hash", "browser_hash", "person_id", "left_at"})


@dataclass(frozen=True, slots=True)
class Holding:
    """What one table holds about a person."""

    name: str
    rows: tuple[Row, ...]


def export(session: Session, person_id: int) -> tuple[Holding, ...]:
    """Hand out every row about a person, table by table; tables that hold none are named too."""
    own = fetch(session, select(PERSON).where(PERSON.c.id == person_id))
    holdings = [Holding("person", tuple(_plain(row) for row in own))]
    for table, column in _tables_of_people():
        rows = fetch(session, select(table).where(table.c[column] == person_id))
        holdings.append(Holding(table.name, tuple(_plain(row) for row in rows)))
    holdings += [_by_address(session, person_id, model) for model in (MailLink, OutgoingMail)]
    return tuple(holdings)


def leave(session: Session, person_id: int, typed_name: str, *, now: datetime) -> None:
    """Delete a person and all that is theirs. Raises :class:`BadRequest` for another name.

    An empty row stays until the index has heard that its document is to go, as it hears of every
    change; :func:`forget_left` deletes it then.
    """
    person = session.get_one(Person, person_id)
    if " ".join(typed_name.split()) != person.name:
        raise BadRequest("Type your name as it stands here, so that this happens on purpose.")
    own = _addresses_of(person_id)
    for model in (MailLink, OutgoingMail):
        session.execute(delete(model).where(col(model.address).in_(own)))
    for table, column in _tables_of_people():
        session.execute(delete(table).where(table.c[column] == person_id))
    _empty(person, now)


def forget_left(session: Session) -> None:
    """Delete the empty rows of people who left, once they are out of the index."""
    session.execute(delete(Person).where(PERSON.c.left_at.is_not(None), ~is_stale(PERSON)))


def _empty(person: Person, now: datetime) -> None:
    """Take everything out of a row but what the index needs to know: that it has changed."""
    person.handle = f"left-{uuid4().hex}"
    person.name = "-"
    person.own_line = person.level = person.hours_per_week = None
    person.kinds = person.causes = person.spoken = person.never_projects = ()
    person.suggested_since = person.paused_until = None
    person.left_at = now
    person.joined_at = now
    person.changed_at = max(now, person.changed_at + timedelta(microseconds=1))


def _tables_of_people() -> Sequence[tuple[Table, str]]:
    """Name every table that points at persons, with the column that does."""
    return [
        (table, key.parent.name)
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "person"
    ]


def _addresses_of(person_id: int) -> Select[str]:
    return select(ACCOUNT.c.address).where(ACCOUNT.c.person_id == person_id)


def _by_address(
    session: Session, person_id: int, model: type[MailLink] | type[OutgoingMail]
) -> Holding:
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    # What a letter holds is a link that signs in or stops mails: it is told of, not handed out.
    columns = [column for column in table.c if column.name not in _OF_LETTERS]
    rows = fetch(session, select(*columns).where(table.c.address.in_(_addresses_of(person_id))))
    return Holding(table.name, tuple(_plain(row) for row in rows))


def _plain(row: Fetched) -> Row:
    return {name: _value(value) for name, value in row._mapping.items() if name not in _LEFT_OUT}


def _value(value: object) -> Plain:
    if isinstance(value, tuple):
        return [str(each) for each in value]
    if value is None or isinstance(value, bool | int | float | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

"""Everything that the hub holds about a person: handed out at once, and deleted for good.

Found by the database's own foreign keys, so that a table which a later feature adds is neither
forgotten in the export nor left behind. Which columns are handed out, the table of what is held
says (:mod:`hub.services.personal_tables`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, Table, delete, select
from sqlmodel import Session, SQLModel, col

from hub.database import Fetched, fetch
from hub.errors import BadRequest
from hub.models import Audience, MailLink, OutgoingMail, Person, What
from hub.services import contacts, ended_offers, never_people
from hub.services.account_events import note_once
from hub.services.openness import open_to
from hub.services.personal_data import exported_columns
from hub.services.personal_tables import HELD
from hub.services.tables import ACCOUNT, PERSON, is_stale, table_of

Plain = str | int | float | bool | None | list[str] | dict[str, float] | dict[str, str]
Row = dict[str, Plain]

_BY_ADDRESS = (MailLink, OutgoingMail)


@dataclass(frozen=True, slots=True)
class Holding:
    """What one table holds about a person."""

    name: str
    rows: tuple[Row, ...]


def export(session: Session, person_id: int) -> tuple[Holding, ...]:
    """Hand out every row about a person, table by table; tables that hold none are named too."""
    own = [(PERSON, PERSON.c.id == person_id)]
    own += [(table, table.c[column] == person_id) for table, column in _tables_of_people()]
    for model in _BY_ADDRESS:
        table = table_of(model)
        own.append((table, table.c.address.in_(_addresses_of(person_id))))
    return tuple(_holding(session, table, is_own) for table, is_own in own)


def hand_out(session: Session, person_id: int, *, how: str, now: datetime) -> tuple[Holding, ...]:
    """Export as :func:`export` does, and note that it was. Needs a session that may write."""
    note_once(session, person_id, What.EXPORTED, now=now, how=how)
    session.flush()
    return export(session, person_id)


def leave(
    session: Session,
    person_id: int,
    typed_name: str,
    *,
    now: datetime,
    leaves_words: bool = False,
) -> None:
    """Delete a person and all that is theirs. Raises :class:`BadRequest` for another name.

    Where they wish it (``leaves_words``), the words of their offers stay without their name.

    An empty row stays until the index has heard that its document is to go, as it hears of every
    change; :func:`forget_left` deletes it then.
    """
    # Held as who sends and who answers an offer hold them, in this order: none comes in between.
    person = session.get_one(Person, person_id, with_for_update={"key_share": True})
    ended_offers.hold(session, person_id)
    if " ".join(typed_name.split()) != person.name:
        raise BadRequest("Type your name as it stands here, so that this happens on purpose.")
    own = _addresses_of(person_id)
    for model in _BY_ADDRESS:
        session.execute(delete(model).where(col(model.address).in_(own)))
    if leaves_words:
        ended_offers.leave_words(session, person_id, now=now)
    for table, column in _tables_of_people():
        session.execute(delete(table).where(table.c[column] == person_id))
    never_people.forget_named(session, person.handle)
    contacts.forget_viewer(session, person.handle)
    ended_offers.end_those_of_nobody(session, now=now)
    _empty(person, now)


def forget_left(session: Session) -> None:
    """Delete the empty rows of people who left, once they are out of the index."""
    session.execute(delete(Person).where(PERSON.c.left_at.is_not(None), ~is_stale(PERSON)))


def _empty(person: Person, now: datetime) -> None:
    """Take everything out of a row but what the index needs to know: that it has changed."""
    person.handle = f"left-{uuid4().hex}"
    person.name = "-"
    person.own_line = person.level = person.time_zone = None
    person.hours_per_week = person.hours_until = None
    person.asked_for = person.not_asked_for = person.contact = None
    person.kinds = person.causes = person.spoken = person.spoken_levels = ()
    person.links = person.never_projects = person.suggested_causes = ()
    person.suggested_since = person.findable_since = person.paused_until = None
    open_to(person, Audience.ONESELF)
    person.narrowed_at = None
    person.is_operator = False
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


def _holding(session: Session, table: Table, is_own: ColumnElement[bool]) -> Holding:
    columns = exported_columns(table, HELD)
    if not columns:
        return Holding(table.name, ())
    rows = fetch(session, select(*columns).where(is_own))
    return Holding(table.name, tuple(_plain(row) for row in rows))


def _plain(row: Fetched) -> Row:
    return {name: _value(value) for name, value in row._mapping.items()}


def _value(value: object) -> Plain:
    if isinstance(value, tuple):
        return [str(each) for each in value]
    if value is None or isinstance(value, bool | int | float | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

"""Forgets what has had its time, by the table of what is held about people; and people who left."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_
from sqlmodel import Session, SQLModel

from hub.context import AppContext
from hub.services import ended_offers, old_texts
from hub.services.own_data import forget_left
from hub.services.personal_data import PersonalTable
from hub.services.personal_tables import HELD


def forget_ended(context: AppContext) -> None:
    """Delete links, browsers, codes, tokens and events whose time is over."""
    now = context.clock.now()
    with context.transaction() as session:
        for name, held in HELD.items():
            if held.endings:
                _forget(session, name, held, now=now)
        forget_left(session)
        # One that was sent while the last steward stepped down reached nobody.
        ended_offers.end_those_of_nobody(session, now=now)
        ended_offers.end_old(session, now=now)


def forget_old_texts(context: AppContext) -> None:
    """Forget texts of issues that have had their time, and then logins that nothing names."""
    old_texts.forget_texts(context)
    old_texts.forget_authors(context)


def _forget(session: Session, name: str, held: PersonalTable, *, now: datetime) -> None:
    table = SQLModel.metadata.tables[name]
    is_over: list[ColumnElement[bool]] = [
        table.c[ending.column] <= now - ending.after for ending in held.endings
    ]
    session.execute(delete(table).where(or_(*is_over)))

"""Forgets what has had its time: links, ways to forges, browsers, codes, and people who left."""

from sqlmodel import col, delete, or_

from hub.context import AppContext
from hub.models import ForgeArrival, ForgeVisit, MailLink, OperatorCode, SignedIn
from hub.services.own_data import forget_left
from hub.services.sessions import IDLE_FOR


def forget_ended(context: AppContext) -> None:
    """Delete links, ways to forges, browsers and codes whose time is over."""
    now = context.clock.now()
    with context.transaction() as session:
        session.execute(delete(MailLink).where(col(MailLink.ends_at) <= now))
        session.execute(delete(ForgeVisit).where(col(ForgeVisit.ends_at) <= now))
        session.execute(delete(ForgeArrival).where(col(ForgeArrival.ends_at) <= now))
        session.execute(delete(OperatorCode).where(col(OperatorCode.ends_at) <= now))
        session.execute(
            delete(SignedIn).where(
                or_(col(SignedIn.ends_at) <= now, col(SignedIn.seen_at) <= now - IDLE_FOR)
            )
        )
        forget_left(session)

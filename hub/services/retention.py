"""Forgets what has had its time: links, signed-in browsers, codes, and people who left."""

from sqlmodel import col, delete, or_

from hub.context import AppContext
from hub.models import MailLink, OperatorCode, SignedIn, StopLink
from hub.services.own_data import forget_left
from hub.services.sessions import IDLE_FOR
from hub.services.stop_links import LASTS as STOP_LINK_LASTS


def forget_ended(context: AppContext) -> None:
    """Delete links, browsers and codes whose time is over."""
    now = context.clock.now()
    with context.transaction() as session:
        session.execute(delete(MailLink).where(col(MailLink.ends_at) <= now))
        session.execute(delete(OperatorCode).where(col(OperatorCode.ends_at) <= now))
        session.execute(
            delete(SignedIn).where(
                or_(col(SignedIn.ends_at) <= now, col(SignedIn.seen_at) <= now - IDLE_FOR)
            )
        )
        session.execute(delete(StopLink).where(col(StopLink.made_at) <= now - STOP_LINK_LASTS))
        forget_left(session)

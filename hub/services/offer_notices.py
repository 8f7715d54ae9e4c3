"""Tells stewards of offers and people of answers, where they asked for that by mail.

The letter goes into the outbox in the transaction that makes the news, so it is written once or not
at all. It names the task and nobody: who offers what stands on the desk alone.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from hub.context import AppContext, Letter
from hub.models import NoticeKind
from hub.services import mail, stop_links
from hub.services.accounts import address_of
from hub.services.mail_wishes import hold, kinds_of
from hub.services.notice_letters import Sender, offer_answered_letter, offer_arrived_letter

LASTS = timedelta(days=3)


def tell_stewards(
    context: AppContext, session: Session, steward_ids: Sequence[int], title: str, *, now: datetime
) -> None:
    """Write to stewards who want it that an offer came. Needs a session that may write."""

    def write(sender: Sender, address: str, stop_path: str) -> Letter:
        return offer_arrived_letter(sender, address, title, stop_path=stop_path)

    # In the order of their ids: two offers at once wait for each other, and never for ever.
    for person_id in sorted(steward_ids):
        _put(context, session, person_id, NoticeKind.OFFER_ARRIVED, write, now=now)


def tell_offerer(
    context: AppContext,
    session: Session,
    person_id: int,
    title: str,
    *,
    is_yes: bool,
    now: datetime,
) -> None:
    """Write to who offered help, if they want it, that it was answered."""

    def write(sender: Sender, address: str, stop_path: str) -> Letter:
        return offer_answered_letter(sender, address, title, is_yes=is_yes, stop_path=stop_path)

    _put(context, session, person_id, NoticeKind.OFFER_ANSWERED, write, now=now)


def _put(
    context: AppContext,
    session: Session,
    person_id: int,
    kind: NoticeKind,
    write: Callable[[Sender, str, str], Letter],
    *,
    now: datetime,
) -> None:
    settings = context.settings
    address = address_of(session, person_id) if settings.has_mail else None
    if address is None or not kinds_of(session, person_id)[kind]:
        return
    # Once more while nobody else changes it: a notice that was just stopped is not written.
    hold(session, person_id)
    if not kinds_of(session, person_id)[kind]:
        return
    stop_path = stop_links.make(session, person_id, [kind], now=now)
    letter = write(Sender(settings.name, settings.public_url), address, stop_path)
    mail.put(session, letter, now=now, ends_at=now + LASTS)

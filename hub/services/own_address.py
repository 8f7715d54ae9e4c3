"""The mail address of a person: added by who came with a forge, changed, or taken off.

An address becomes theirs once a link that was sent to it was followed, while they are signed in.
Whether it has an account already is told to its owner alone, by mail.
"""

from datetime import datetime, timedelta
from urllib.parse import quote

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete

from hub.context import AppContext
from hub.database import fetch
from hub.errors import BadRequest, Conflict
from hub.models import Account, AddressLink, What
from hub.services import mail
from hub.services.account_events import note
from hub.services.accounts import LINK_LASTS, address_of
from hub.services.mail_letters import address_gone_letter, address_known_letter, address_letter
from hub.services.secrets import hash_of, new_secret
from hub.services.tables import ACCOUNT, ADDRESS_LINK, JOINED_ACCOUNT, PERSON

_TOLD_WITHIN = timedelta(days=3)
_ENDED = "This link has ended, was used, or belongs to somebody else. Ask for a new one here."
_OF_ANOTHER = (
    "This address is that of another account here. Sign in with it to be that person, or delete "
    "that account first."
)
_LAST_WAY = "This address is your only way to sign in. Join an account on a forge first."


def ask(context: AppContext, person_id: int, address: str, *, now: datetime) -> None:
    """Send a link to an address that is to become a person's; only the newest link is good.

    Where it has an account already, the letter says that instead. Raises :class:`BadRequest` for
    the address that they have.
    """
    with context.transaction() as session:
        if address == address_of(session, person_id):
            raise BadRequest("This is your address already.")
        session.execute(delete(AddressLink).where(col(AddressLink.person_id) == person_id))
        hub, minutes = context.settings.name, int(LINK_LASTS.total_seconds() // 60)
        secret = new_secret()
        session.add(
            AddressLink(
                secret_hash=hash_of(secret),
                person_id=person_id,
                address=address,
                ends_at=now + LINK_LASTS,
            )
        )
        if fetch(session, select(ACCOUNT.c.id).where(ACCOUNT.c.address == address)):
            letter = address_known_letter(address, hub=hub)
        else:
            link = f"{context.settings.public_url.rstrip('/')}/account/address/{quote(secret)}"
            letter = address_letter(address, link, hub=hub, minutes=minutes)
        mail.put(session, letter, now=now, ends_at=now + LINK_LASTS)


def find(session: Session, person_id: int, secret: str, *, now: datetime) -> str:
    """Give the address of a link that its person may use now; raises :class:`BadRequest`."""
    rows = fetch(
        session,
        select(ADDRESS_LINK.c.address).where(
            ADDRESS_LINK.c.secret_hash == hash_of(secret),
            ADDRESS_LINK.c.person_id == person_id,
            ADDRESS_LINK.c.ends_at > now,
        ),
    )
    if not rows:
        raise BadRequest(_ENDED)
    [row] = rows
    return str(row.address)


def use(context: AppContext, person_id: int, secret: str, *, now: datetime) -> None:
    """Make the address theirs, and tell the one that it takes the place of.

    Raises :class:`BadRequest` for a link that is no good, :class:`Conflict` for an address that
    has become that of another account meanwhile.
    """
    try:
        with context.transaction() as session:
            address = find(session, person_id, secret, now=now)
            session.execute(delete(AddressLink).where(col(AddressLink.person_id) == person_id))
            before = address_of(session, person_id)
            session.execute(delete(Account).where(col(Account.person_id) == person_id))
            session.add(Account(person_id=person_id, address=address, verified_at=now))
            session.flush()
            note(session, person_id, What.ADDRESS_SET, now=now)
            if before is not None:
                _tell(session, context, before, now=now)
    except IntegrityError as exc:
        raise Conflict(_OF_ANOTHER) from exc


def end(context: AppContext, person_id: int, *, now: datetime) -> None:
    """Take the address off, where a forge is another way in. Raises :class:`Conflict` otherwise."""
    with context.transaction() as session:
        # Held until the end, as where a forge is taken off: of the last two ways in, one stays.
        session.execute(select(PERSON.c.id).where(PERSON.c.id == person_id).with_for_update())
        before = address_of(session, person_id)
        if before is None:
            return
        ways = select(func.count()).where(
            JOINED_ACCOUNT.c.person_id == person_id,
            JOINED_ACCOUNT.c.host.in_(list(context.sign_in_forges)),
        )
        if not session.connection().scalar(ways):
            raise Conflict(_LAST_WAY)
        session.execute(delete(Account).where(col(Account.person_id) == person_id))
        note(session, person_id, What.ADDRESS_ENDED, now=now)
        _tell(session, context, before, now=now)


def _tell(session: Session, context: AppContext, address: str, *, now: datetime) -> None:
    """Tell who owns an address that it opens the account no more."""
    letter = address_gone_letter(address, hub=context.settings.name)
    mail.put(session, letter, now=now, ends_at=now + _TOLD_WITHIN)

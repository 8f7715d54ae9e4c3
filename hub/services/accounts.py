"""Accounts: links to sign in with, the first sign-in, the operator. Says nothing to strangers.

Whether an address has an account changes neither what is answered nor what is done when a link is
asked for. A link makes the account when it is followed for the first time.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from hub.context import AppContext
from hub.errors import BadRequest, Conflict
from hub.models import Account, MailLink, OperatorCode, Person, What
from hub.services import mail
from hub.services.account_events import note
from hub.services.mail_letters import sign_in_letter
from hub.services.secrets import hash_of, new_code, new_secret

LINK_LASTS = timedelta(minutes=15)
CODE_LASTS = timedelta(hours=24)
MAX_NAME_CHARS = 120
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}")
_ENDED = (
    "This link has ended, was used, or was asked for in another browser. Ask for a new one here."
)
_AT_THE_SAME_MOMENT = (
    "Another account was made at the same moment. Sign in once more; what you did is not lost."
)


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link that may be used now. ``person_id`` is ``None`` for an address without account."""

    address: str
    person_id: int | None
    next_address: str


def normal_address(text: str) -> str:
    """Bring a mail address to the form in which it is stored: small letters.

    Mail servers that tell ``Noor@`` from ``noor@`` are not met any more. Raises
    :class:`BadRequest` for what no mail can be sent to.
    """
    address = text.strip().lower()
    name, _, host = address.rpartition("@")
    try:
        address = f"{name}@{host.encode('idna').decode('ascii')}"
    except UnicodeError:
        address = ""
    if len(address) > 254 or not _ADDRESS.fullmatch(address):
        raise BadRequest("This is no mail address that a link can be sent to.")
    return address


def ask_for_link(
    context: AppContext, address: str, *, browser: str, next_address: str, now: datetime
) -> None:
    """Put a link into the outbox, for the browser that holds the secret ``browser``."""
    with context.transaction() as session:
        link = _new_link(
            session, context, address, browser=browser, next_address=next_address, now=now
        )
        minutes = int(LINK_LASTS.total_seconds() // 60)
        letter = sign_in_letter(address, link, hub=context.settings.name, minutes=minutes)
        mail.put(session, letter, now=now, ends_at=now + LINK_LASTS)


def link_for_terminal(context: AppContext, address: str, *, now: datetime) -> str:
    """Make a link for whoever stands at the hub's terminal, good in any browser."""
    with context.transaction() as session:
        account = _account_of(session, address)
        if account is not None:
            note(session, account.person_id, What.LINK_AT_TERMINAL, now=now)
        return _new_link(session, context, address, browser=None, next_address="/", now=now)


def find_link(session: Session, secret: str, *, browser: str, now: datetime) -> FoundLink:
    """Look at a link without using it. Raises :class:`BadRequest` for one that cannot be used."""
    row = session.get(MailLink, hash_of(secret))
    is_usable = row is not None and row.used_at is None and row.ends_at > now
    if row is None or not is_usable or row.browser_hash not in (None, hash_of(browser)):
        raise BadRequest(_ENDED)
    account = _account_of(session, row.address)
    return FoundLink(row.address, account.person_id if account else None, row.next_address)


def use_link(
    session: Session, secret: str, *, browser: str, name: str, now: datetime
) -> tuple[int, str]:
    """Use a link up; returns the person's id and where to go.

    An address without account becomes that of a new person called ``name``. Raises
    :class:`BadRequest` for a link that cannot be used, or for a new person without a name.
    """
    found = find_link(session, secret, browser=browser, now=now)
    if found.person_id is None:
        name = checked_name(name)
    used = session.execute(
        update(MailLink)
        .where(col(MailLink.secret_hash) == hash_of(secret), col(MailLink.used_at).is_(None))
        .values(used_at=now)
        .returning(col(MailLink.secret_hash))
    ).all()
    if not used:
        raise BadRequest(_ENDED)
    person_id = found.person_id
    if person_id is None:
        person_id = _new_person(session, found.address, name, now=now)
    return person_id, found.next_address


def checked_name(text: str) -> str:
    """Give a name in one line. Raises :class:`BadRequest` for none, or one that is too long."""
    name = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if not name or len(name) > MAX_NAME_CHARS:
        raise BadRequest(f"A name has 1 to {MAX_NAME_CHARS} letters. Any that you like will do.")
    return name


def new_operator_code(context: AppContext, *, now: datetime) -> str | None:
    """Make the code with which one person becomes the operator; ``None`` if there is one."""
    with context.transaction() as session:
        if has_operator(session):
            return None
        code = new_code()
        session.merge(OperatorCode(id=1, code_hash=hash_of(code), ends_at=now + CODE_LASTS))
        return code


def become_operator(session: Session, person_id: int, code: str, *, now: datetime) -> None:
    """Make a person the operator, once. Raises :class:`BadRequest` for another code."""
    row = session.get(OperatorCode, 1)
    typed = hash_of(code.strip().upper())
    if row is None or row.ends_at <= now or row.code_hash != typed:
        raise BadRequest("This is not the code. `otdhub serve` prints one at its start.")
    if has_operator(session):
        raise Conflict("This hub has an operator already.")
    session.delete(row)
    session.execute(update(Person).where(col(Person.id) == person_id).values(is_operator=True))
    note(session, person_id, What.OPERATOR_MADE, now=now)


def has_operator(session: Session) -> bool:
    """Say whether somebody runs this hub."""
    found = session.exec(select(Person.id).where(col(Person.is_operator)).limit(1))
    return found.first() is not None


def address_of(session: Session, person_id: int) -> str | None:
    """Give the mail address with which a person signs in; ``None`` where a forge alone does."""
    return session.exec(select(Account.address).where(Account.person_id == person_id)).first()


def make_person(session: Session, name: str, *, now: datetime) -> int:
    """Make a person who can be signed in; returns their id.

    Raises :class:`Conflict` where the same was done at the same moment.
    """
    person = Person(handle=_free_handle(session, name), name=name, joined_at=now, changed_at=now)
    try:
        session.add(person)
        session.flush()
    except IntegrityError as exc:
        raise Conflict(_AT_THE_SAME_MOMENT) from exc
    assert person.id is not None
    note(session, person.id, What.ACCOUNT_MADE, now=now)
    return person.id


def _account_of(session: Session, address: str) -> Account | None:
    return session.exec(select(Account).where(Account.address == address)).first()


def _new_link(
    session: Session,
    context: AppContext,
    address: str,
    *,
    browser: str | None,
    next_address: str,
    now: datetime,
) -> str:
    secret = new_secret()
    session.add(
        MailLink(
            secret_hash=hash_of(secret),
            browser_hash=hash_of(browser) if browser is not None else None,
            address=address,
            next_address=next_address,
            ends_at=now + LINK_LASTS,
        )
    )
    return f"{context.settings.public_url.rstrip('/')}/sign-in/link/{quote(secret)}"


def _new_person(session: Session, address: str, name: str, *, now: datetime) -> int:
    person_id = make_person(session, name, now=now)
    try:
        session.add(Account(person_id=person_id, address=address, verified_at=now))
        session.flush()
    except IntegrityError as exc:
        raise Conflict(_AT_THE_SAME_MOMENT) from exc
    return person_id


def _free_handle(session: Session, name: str) -> str:
    """Make the person's part of addresses out of their name, never out of their mail address."""
    wanted = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "person"
    taken = set(
        session.exec(select(Person.handle).where(col(Person.handle).startswith(wanted))).all()
    )
    numbers = range(2, len(taken) + 3)
    return next(each for each in (wanted, *(f"{wanted}-{n}" for n in numbers)) if each not in taken)

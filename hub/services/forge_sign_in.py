"""Signing in with a forge: there and back once, in one browser, known by the forge's own number.

What a forge says of mail addresses is not asked: an account here is never found by one. The key
that the forge gives is thrown away as soon as it was read who came.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete
from sqlmodel import select as select_row

from hub.context import AppContext
from hub.database import fetch
from hub.errors import BadRequest, Conflict, NotConfigured, NotFound, Unavailable
from hub.models import Account, Contribution, ForgeArrival, ForgeVisit, JoinedAccount, What
from hub.services.account_events import note
from hub.services.accounts import checked_name, make_person
from hub.services.history_reading import read_soon
from hub.services.secrets import derived, hash_of, new_secret
from hub.services.tables import JOINED_ACCOUNT, PERSON
from hub.views.accounts import Arrival, ArrivedAs, JoinedView
from integrations.errors import ForgeError, ForgeRefused, IdentityRefused
from integrations.signing_in import Identity, Passage, SignInForge

_log = structlog.get_logger("hub.sign_in")
VISIT_LASTS = timedelta(minutes=10)
_MOST_NAME_CHARS = 120
_ENDED = "This way back has ended, was used, or began in another browser. Sign in anew."
_OF_ANOTHER = (
    "This account on {host} is joined to another person here. Sign in with it to be that person, "
    "or take it off there first."
)


@dataclass(frozen=True, slots=True)
class Returned:
    """What a browser brings back from a forge (RFC 6749, 4.1.2; ``issuer``: RFC 9207)."""

    state: str
    code: str = ""
    error: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class _Visit:
    """A way that was used up. ``person_id`` is who joins an account to themselves."""

    next_address: str
    person_id: int | None


def depart(
    context: AppContext,
    host: str,
    *,
    browser: str,
    next_address: str,
    now: datetime,
    person_id: int | None = None,
) -> str:
    """Begin the way to a forge; returns the address there that the browser is to go to.

    With ``person_id`` the account there is joined to that person. Raises :class:`NotFound` for a
    forge that nobody can sign in with here.
    """
    forge = _forge(context, host)
    state = new_secret()
    with context.transaction() as session:
        session.add(
            ForgeVisit(
                state_hash=hash_of(state),
                browser_hash=hash_of(browser),
                host=forge.host,
                person_id=person_id,
                next_address=next_address,
                ends_at=now + VISIT_LASTS,
            )
        )
    return forge.address_of(_passage(context, forge, state, browser))


def arrive(
    context: AppContext,
    host: str,
    returned: Returned,
    *,
    browser: str,
    viewer_id: int | None,
    now: datetime,
) -> ArrivedAs:
    """Come back from a forge: as a person, or as somebody who has no name here yet.

    ``viewer_id`` is who is signed in now. Raises :class:`BadRequest` for what cannot be believed,
    :class:`Conflict` for an account of somebody else, :class:`NotConfigured` where the forge
    refuses the hub itself, and :class:`Unavailable` while it does not answer. Whatever comes back,
    it works once.
    """
    forge = _forge(context, host)
    with context.transaction() as session:
        visit = _take_visit(session, forge.host, returned.state, browser, now=now)
    _refuse_what_is_no_code(forge, returned)
    if visit.person_id is not None and visit.person_id != viewer_id:
        raise BadRequest("Who wanted to join this account is not signed in here any more.")
    passage = _passage(context, forge, returned.state, browser)
    try:
        identity = forge.identity(returned.code, passage, now=now)
    except IdentityRefused as exc:
        raise BadRequest(f"{exc} Nothing was changed. Sign in anew.") from exc
    except ForgeRefused as exc:
        # What the operator has to mend is told to them, and no visitor's business.
        _log.error("sign_in.refused_by_forge", host=forge.host, why=str(exc))
        raise NotConfigured(
            f"This hub is not set up rightly for {forge.host}, so nobody can sign in with it now. "
            "Nothing was changed. Whoever runs the hub finds the reason in its log; until then, "
            "sign in another way."
        ) from exc
    except ForgeError as exc:
        raise Unavailable(
            f"{forge.host} could not say who you are just now. Nothing was changed. "
            "Try again later, or sign in another way."
        ) from exc
    with context.transaction() as session:
        return _known_or_new(session, forge, identity, visit, browser=browser, now=now)


def find_arrival(session: Session, secret: str, *, browser: str, now: datetime) -> Arrival:
    """Look at who waits for a name. Raises :class:`BadRequest` for nobody."""
    row = session.get(ForgeArrival, hash_of(secret))
    if row is None or row.ends_at <= now or row.browser_hash != hash_of(browser):
        raise BadRequest(_ENDED)
    return Arrival(row.host, row.handle, row.name or row.handle, row.next_address)


def make_account(
    session: Session, secret: str, name: str, *, browser: str, now: datetime
) -> tuple[int, str]:
    """Make a person of who waits for a name; returns their id and where they wanted to go."""
    find_arrival(session, secret, browser=browser, now=now)
    name = checked_name(name)
    row = session.get_one(ForgeArrival, hash_of(secret))
    identity = Identity(row.remote_id, row.handle)
    forge, host, next_address = row.forge, row.host, row.next_address
    session.delete(row)
    person_id = make_person(session, name, now=now)
    _join(session, person_id, forge, host, identity, now=now)
    return person_id, next_address


def listing(session: Session, person_id: int) -> tuple[JoinedView, ...]:
    """List the accounts on forges that a person has joined, the first one first."""
    rows = fetch(
        session,
        select(JOINED_ACCOUNT)
        .where(JOINED_ACCOUNT.c.person_id == person_id)
        .order_by(JOINED_ACCOUNT.c.id),
    )
    return tuple(JoinedView(row.id, row.forge, row.host, row.handle, row.joined_at) for row in rows)


def part(
    session: Session, person_id: int, joined_id: int, *, hosts: Collection[str], now: datetime
) -> None:
    """Take an account off a person, with the work that was brought in from there.

    ``hosts`` are those of the forges that people can sign in with at present. Raises
    :class:`Conflict` where it is their last way in. One that is not theirs is no error.
    """
    # Held until the end: of two that are taken off at once, one must stay.
    session.execute(select(PERSON.c.id).where(PERSON.c.id == person_id).with_for_update())
    row = session.get(JoinedAccount, joined_id)
    if row is None or row.person_id != person_id:
        return
    if not _has_other_way(session, person_id, joined_id, hosts):
        raise Conflict(
            "This is your last way to sign in. Join another account first, or leave this hub."
        )
    session.delete(row)
    session.flush()
    if row.host not in {each.host for each in listing(session, person_id)}:
        session.execute(
            delete(Contribution).where(
                col(Contribution.person_id) == person_id, col(Contribution.host) == row.host
            )
        )
    note(session, person_id, What.FORGE_PARTED, now=now, account=f"{row.handle} on {row.host}")


def _forge(context: AppContext, host: str) -> SignInForge:
    forge = context.sign_in_forges.get(host.lower())
    if forge is None:
        raise NotFound("Nobody can sign in with this forge here.")
    return forge


def _passage(context: AppContext, forge: SignInForge, state: str, browser: str) -> Passage:
    """Give the secrets of one way; they stand nowhere, but follow from those of the browser."""
    base = context.settings.public_url.rstrip("/")
    return Passage(
        state=state,
        verifier=derived(browser, "verifier", state),
        nonce=derived(browser, "nonce", state),
        back_address=f"{base}/sign-in/with/{quote(forge.host)}/back",
    )


def _take_visit(session: Session, host: str, state: str, browser: str, *, now: datetime) -> _Visit:
    """Use a way up, in one statement: of two that come back at the same moment, one finds it."""
    taken = session.execute(
        delete(ForgeVisit)
        .where(
            col(ForgeVisit.state_hash) == hash_of(state),
            col(ForgeVisit.browser_hash) == hash_of(browser),
            col(ForgeVisit.host) == host,
            col(ForgeVisit.ends_at) > now,
        )
        .returning(col(ForgeVisit.next_address), col(ForgeVisit.person_id))
    ).first()
    if taken is None:
        raise BadRequest(_ENDED)
    return _Visit(taken.next_address, taken.person_id)


def _refuse_what_is_no_code(forge: SignInForge, returned: Returned) -> None:
    if returned.issuer and not forge.is_issuer(returned.issuer):
        raise BadRequest(f"This answer is not from {forge.host}. Nothing was changed.")
    if returned.error == "access_denied":
        raise BadRequest(
            f"{forge.host} was not permitted to say who you are. Nothing was changed, and you can "
            "sign in another way."
        )
    if returned.error or not returned.code:
        raise BadRequest(f"{forge.host} did not let you sign in. Nothing was changed. Try again.")


def _known_or_new(
    session: Session,
    forge: SignInForge,
    identity: Identity,
    visit: _Visit,
    *,
    browser: str,
    now: datetime,
) -> ArrivedAs:
    joined = session.exec(
        select_row(JoinedAccount).where(
            JoinedAccount.host == forge.host, JoinedAccount.remote_id == identity.remote_id
        )
    ).first()
    if joined is not None and visit.person_id in (None, joined.person_id):
        joined.seen_at = now
        if joined.handle != identity.handle:
            joined.handle = identity.handle
            read_soon(session, joined, now=now)
    if visit.person_id is not None:
        if joined is None:
            _join(session, visit.person_id, forge.kind, forge.host, identity, now=now)
        elif joined.person_id != visit.person_id:
            raise Conflict(_OF_ANOTHER.format(host=forge.host))
        return ArrivedAs(visit.next_address, is_joining=True)
    if joined is not None:
        return ArrivedAs(visit.next_address, person_id=joined.person_id)
    secret = new_secret()
    session.add(
        ForgeArrival(
            secret_hash=hash_of(secret),
            browser_hash=hash_of(browser),
            forge=forge.kind,
            host=forge.host,
            remote_id=identity.remote_id,
            handle=identity.handle,
            name=" ".join(identity.name.split())[:_MOST_NAME_CHARS],
            next_address=visit.next_address,
            ends_at=now + VISIT_LASTS,
        )
    )
    return ArrivedAs(visit.next_address, secret=secret)


def _join(
    session: Session, person_id: int, forge: str, host: str, identity: Identity, *, now: datetime
) -> None:
    session.add(
        JoinedAccount(
            person_id=person_id,
            forge=forge,
            host=host,
            remote_id=identity.remote_id,
            handle=identity.handle,
            joined_at=now,
            seen_at=now,
        )
    )
    try:
        session.flush()
    except IntegrityError as exc:
        raise Conflict(_OF_ANOTHER.format(host=host)) from exc
    note(session, person_id, What.FORGE_JOINED, now=now, account=f"{identity.handle} on {host}")


def _has_other_way(
    session: Session, person_id: int, joined_id: int, hosts: Collection[str]
) -> bool:
    mail = select(func.count()).where(col(Account.person_id) == person_id)
    others = select(func.count()).where(
        col(JoinedAccount.person_id) == person_id,
        col(JoinedAccount.id) != joined_id,
        col(JoinedAccount.host).in_(hosts),
    )
    return any(session.connection().execute(each).scalar_one() for each in (mail, others))

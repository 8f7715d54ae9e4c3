"""Signs a person in on a client of tests, as a followed link would, and sends their forms."""

from collections.abc import Mapping

from httpx2 import Response
from sqlmodel import select
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import Account, Person
from hub.services import sessions
from hub.services.secrets import form_token

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in(
    client: TestClient, context: AppContext, handle: str, *, address: str | None = None
) -> int:
    """Sign a person who is in the database in on this client; returns their id."""
    now = context.clock.now()
    with context.transaction() as session:
        person = session.exec(select(Person).where(Person.handle == handle)).one()
        assert person.id is not None
        if session.exec(select(Account).where(Account.person_id == person.id)).first() is None:
            mail = address or f"{handle}@people.example"
            session.add(Account(person_id=person.id, address=mail, verified_at=now))
        secret = sessions.begin(session, person.id, user_agent=FIREFOX, now=now)
        person_id = person.id
    client.cookies.set("session", secret)
    return person_id


def make_operator(context: AppContext, person_id: int) -> None:
    """Make somebody who was signed in the operator."""
    with context.transaction() as session:
        session.get_one(Person, person_id).is_operator = True


def send(client: TestClient, address: str, fields: Mapping[str, str | list[str]]) -> Response:
    """Send a form with the token that its page carries; redirects are not followed."""
    secret = client.cookies.get("session") or client.cookies.get("browser") or ""
    return client.post(
        address, data={**fields, "form_token": form_token(secret)}, follow_redirects=False
    )

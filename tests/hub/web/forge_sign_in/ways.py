"""Goes the way to a forge and back on a client of tests."""

from httpx2 import Response
from sqlmodel import select
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import SignedIn
from tests.hub.web.signing_in import send
from tests.signing_in.provider import Provider

HUB = "http://127.0.0.1:8000"


def away(client: TestClient, host: str = "one.example", back: str = "/tasks") -> str:
    """Go off to a forge; gives the address there."""
    answer = client.get(f"/sign-in/with/{host}", params={"next": back})
    assert answer.status_code == 303
    return answer.headers["location"]


def come_back(client: TestClient, address: str) -> Response:
    assert address.startswith(HUB)
    return client.get(address.removeprefix(HUB))


def first_time(client: TestClient, provider: Provider, name: str = "Ada") -> Response:
    answer = come_back(client, provider.approve(away(client)))
    assert answer.status_code == 303
    page = answer.headers["location"]
    assert client.get(page).status_code == 200
    return send(client, "/sign-in/name", {"secret": page.rpartition("/")[2], "name": name})


def signed_in(context: AppContext) -> int:
    with context.reading() as session:
        return len(session.exec(select(SignedIn.id)).all())


def is_refused(answer: Response, context: AppContext, status: int = 400) -> bool:
    assert "Traceback" not in answer.text
    assert "set-cookie" not in answer.headers or "session=" not in answer.headers["set-cookie"]
    return answer.status_code == status and signed_in(context) == 0

"""The pages of one's own work on forges."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import Contribution, HistoryReading, JoinedAccount, Person
from hub.web.app import create_app
from integrations.memory import MemoryForge
from integrations.records import ForgeKind
from tests.hub.web.signing_in import send, sign_in

HOST = "forge.example"


@pytest.fixture
def hub(indexed: AppContext) -> AppContext:
    """The sample hub, with a forge whose histories it can read."""
    forge = MemoryForge(ForgeKind.FORGEJO, HOST)
    return replace(indexed, forges={(forge.kind, forge.host): forge})


@pytest.fixture
def client(hub: AppContext) -> Iterator[TestClient]:
    with TestClient(create_app(hub)) as opened:
        yield opened


def join(context: AppContext, *, host: str = HOST, works: int = 1) -> tuple[int, list[int]]:
    """Join an account to Noor, with things done there whose titles are hostile."""
    now = context.clock.now()
    with context.transaction() as session:
        person_id = session.exec(select(Person.id).where(Person.handle == "noor")).one()
        assert person_id is not None
        account = JoinedAccount(
            person_id=person_id, forge="forgejo", host=host, remote_id="7",
            handle="noor", joined_at=now, history_since=now, history_read_at=now,
        )  # fmt: skip
        session.add(account)
        session.flush()
        done = [
            Contribution(
                person_id=person_id, account_id=account.id, host=host, remote_id=str(number),
                repository_id="77", project_path="a/b", title=f"<script>x</script> {number}",
                url=f"https://forge.example/a/b/{number}", done_at=now - timedelta(days=number),
                skills=("rust",), is_used=False,
            )
            for number in range(works)
        ]  # fmt: skip
        session.add_all(done)
        assert account.id is not None
        session.add(HistoryReading(account_id=account.id, person_id=person_id, due_at=now))
        session.flush()
        return account.id, [work.id or 0 for work in done]


def test_without_a_joined_account_it_says_what_to_do(client: TestClient, hub: AppContext) -> None:
    sign_in(client, hub, "noor")
    assert "You have joined no account on a forge yet" in client.get("/account/history").text


def test_what_was_found_is_shown_used_struck_and_deleted(
    client: TestClient, hub: AppContext
) -> None:
    sign_in(client, hub, "noor")
    account, [work] = join(hub)
    page = client.get("/account/history").text
    assert "What it would say about you" in page
    assert "Skills: Rust (1)." in page
    assert "None of it is used yet" in page

    assert send(client, "/account/history/use", {"account": str(account)}).status_code == 303
    assert "You let it be used" in client.get("/account/history").text
    assert send(client, "/account/history/rest", {"account": str(account)}).status_code == 303
    assert "None of it is used yet" in client.get("/account/history").text

    works = client.get("/account/history/works").text
    assert "&lt;script&gt;x" in works
    assert "<script>x" not in works
    sent = send(client, "/account/history/strike", {"work": str(work)})
    assert sent.headers["location"] == "/account/history/works"
    assert "Nothing is left here" in client.get("/account/history/works").text
    assert "1 struck" in client.get("/account/history").text

    sent = send(client, "/account/history/end", {"account": str(account)})
    assert sent.status_code == 303
    page = client.get("/account/history").text
    assert "Bring in what I did" in page
    assert "1 struck" not in page

    assert send(client, "/account/history/ask", {"account": str(account)}).status_code == 303
    assert "It is being read" in client.get("/account/history").text


def test_a_repository_is_struck_as_a_whole(client: TestClient, hub: AppContext) -> None:
    sign_in(client, hub, "noor")
    _, works = join(hub, works=3)
    send(client, "/account/history/strike-repository", {"work": str(works[1])})
    page = client.get("/account/history").text
    assert "Repository 77, all of it" in page
    assert "Skills: Rust" not in page


def test_what_was_found_comes_in_pages(client: TestClient, hub: AppContext) -> None:
    sign_in(client, hub, "noor")
    join(hub, works=60)
    first = client.get("/account/history/works").text
    assert first.count("x&lt;/script&gt;") >= 50
    address = next(
        part for part in first.split('"') if part.startswith("/account/history/works?before=")
    )
    rest = client.get(address).text
    assert "59" in rest
    assert "The newest" in rest
    assert client.get("/account/history/works?before=nonsense").status_code == 400


def test_a_forge_that_cannot_be_read_is_not_offered(client: TestClient, hub: AppContext) -> None:
    sign_in(client, hub, "noor")
    account, _ = join(hub, host="strange.example")
    send(client, "/account/history/end", {"account": str(account)})
    page = client.get("/account/history").text
    assert "This hub cannot read what people did on strange.example" in page
    assert "Bring in what I did" not in page
    assert send(client, "/account/history/ask", {"account": str(account)}).status_code == 409


def test_what_is_not_ones_own_is_refused(client: TestClient, hub: AppContext) -> None:
    account, works = join(hub, works=2)
    sign_in(client, hub, "teodor")
    for action in ("ask", "end", "back", "use", "rest"):
        sent = send(client, f"/account/history/{action}", {"account": str(account), "work": "1"})
        assert sent.status_code == 404
    for action in ("strike", "strike-repository"):
        assert (
            send(client, f"/account/history/{action}", {"work": str(works[0])}).status_code == 303
        )
    assert send(client, "/account/history/strike", {"work": "x"}).status_code == 303
    assert send(client, "/account/history/skill", {"skill": "no such"}).status_code == 404
    assert "&lt;script" not in client.get("/account/history/works").text
    with hub.reading() as session:
        asked = select(Contribution).where(Contribution.account_id == account)
        assert len(session.exec(asked).all()) == 2


def test_nobody_who_is_not_signed_in_sees_or_changes_it(client: TestClient) -> None:
    assert client.get("/account/history", follow_redirects=False).status_code == 303
    assert client.get("/account/history/works", follow_redirects=False).status_code == 303

"""The page of one's own work on forges."""

from sqlmodel import select
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import Contribution, HistoryReading, JoinedAccount, Person
from tests.hub.web.signing_in import send, sign_in


def join(context: AppContext) -> tuple[int, int]:
    """Join an account to Noor, with one thing done whose title is hostile."""
    now = context.clock.now()
    with context.transaction() as session:
        person_id = session.exec(select(Person.id).where(Person.handle == "noor")).one()
        assert person_id is not None
        account = JoinedAccount(
            person_id=person_id, forge="github", host="forge.example", remote_id="7",
            handle="noor", joined_at=now, history_since=now, history_read_at=now,
        )  # fmt: skip
        work = Contribution(
            person_id=person_id, host="forge.example", remote_id="1", project_path="a/b",
            title="<script>x</script>", url="https://forge.example/a/b/1", done_at=now,
            skills=("rust",),
        )  # fmt: skip
        session.add_all([account, work])
        session.flush()
        assert account.id is not None
        assert work.id is not None
        session.add(HistoryReading(account_id=account.id, person_id=person_id, due_at=now))
        return account.id, work.id


def test_without_a_joined_account_it_says_what_to_do(
    client: TestClient, indexed: AppContext
) -> None:
    sign_in(client, indexed, "noor")
    assert "Sign in with a forge first" in client.get("/account/history").text


def test_what_was_found_is_shown_struck_and_deleted(
    client: TestClient, indexed: AppContext
) -> None:
    sign_in(client, indexed, "noor")
    account, work = join(indexed)
    page = client.get("/account/history").text
    assert "&lt;script&gt;x" in page
    assert "<script>x" not in page
    assert "Would say: Rust (1)" in page

    assert send(client, "/account/history/strike", {"work": str(work)}).status_code == 303
    assert "1 struck" in client.get("/account/history").text

    sent = send(client, "/account/history/end", {"account": str(account)})
    assert sent.status_code == 303
    page = client.get("/account/history").text
    assert "Bring in what I did" in page
    assert "1 struck" not in page

    assert send(client, "/account/history/ask", {"account": str(account)}).status_code == 303
    assert "It is being read" in client.get("/account/history").text


def test_accounts_that_are_not_there_are_refused(client: TestClient, indexed: AppContext) -> None:
    sign_in(client, indexed, "noor")
    for action in ("ask", "end", "back"):
        sent = send(client, f"/account/history/{action}", {"account": "999999", "work": "1"})
        assert sent.status_code == 404
    assert send(client, "/account/history/skill", {"skill": "no such"}).status_code == 404
    assert send(client, "/account/history/strike", {"work": "x"}).status_code == 303

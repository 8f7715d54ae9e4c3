"""What one gets by mail: chosen on its page, stopped from a letter without signing in."""

import json
import re
from datetime import timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import LetterRhythm, MailedSearch, NoticeKind, Rhythm, StopLink
from hub.services import mail, mail_wishes, saved_searches, stop_links
from hub.services.notice_kinds import DIGESTED, NOTICES
from hub.services.notice_letters import Sender, new_browser_letter
from tests.hub.sample import Sample
from tests.hub.web.signing_in import send, sign_in

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def kinds_on(context: AppContext, person_id: int) -> set[NoticeKind]:
    with context.reading() as session:
        kinds = mail_wishes.kinds_of(session, person_id)
    return {kind for kind, is_on in kinds.items() if is_on}


def everything_on(context: AppContext, person_id: int) -> str:
    """Switch every kind on; returns the path of a letter's stop link."""
    now = context.clock.now()
    with context.transaction() as session:
        mail_wishes.save(
            session,
            person_id,
            kinds=[*NoticeKind],
            rhythm=Rhythm.DAILY,
            searches=(),
            now=now,
        )
        return stop_links.make(session, person_id, DIGESTED, now=now)


def test_page_lists_every_kind_with_an_example_and_is_off_but_for_the_account(
    client: TestClient, indexed: AppContext
) -> None:
    sign_in(client, indexed, "noor")
    page = client.get("/account/mail").text
    for entry in NOTICES:
        assert entry.title in page
    assert "A link to sign in with" in page
    assert "Sign in at OTD Hub" in page
    assert re.findall(r'name="kind" value="(\w+)"[^>]* checked', page) == ["account"]
    assert 'value="weekly" checked' in page
    assert "Nothing waits to be sent" in page
    assert 'href="/account/mail"' in client.get("/account").text


def test_what_was_chosen_is_kept(client: TestClient, indexed: AppContext) -> None:
    noor = sign_in(client, indexed, "noor")
    with indexed.transaction() as session:
        saved_searches.keep(
            session, noor, name="Maps", address="/search?q=map", now=indexed.clock.now()
        )
    with indexed.reading() as session:
        [search] = saved_searches.listing(session, noor)
    fields: dict[str, str | list[str]] = {
        "kind": ["saved_search"],
        "rhythm": "daily",
        "search": [str(search.search_id), "999", "x", "9" * 40],
    }

    answer = send(client, "/account/mail", fields)

    assert answer.headers["location"] == "/account/mail?saved=yes"
    page = client.get("/account/mail?saved=yes").text
    assert "Saved." in page
    assert re.findall(r'name="kind" value="(\w+)"[^>]* checked', page) == ["saved_search"]
    assert f'name="search" value="{search.search_id}" checked' in page
    assert "Your next letter is written" in page
    send(client, "/account/mail", {"rhythm": "never"})
    assert "No letter is planned" in client.get("/account/mail").text
    with indexed.reading() as session:
        assert session.exec(select(MailedSearch)).all() == []


@pytest.mark.parametrize(
    "fields",
    [{}, {"rhythm": "hourly"}, {"rhythm": "daily", "kind": "<script>"}, {"kind": "account"}],
)
def test_what_is_no_choice_is_refused_in_a_sentence(
    client: TestClient, indexed: AppContext, fields: dict[str, str | list[str]]
) -> None:
    noor = sign_in(client, indexed, "noor")
    answer = send(client, "/account/mail", fields)
    assert answer.status_code == 400
    assert "Choose how often" in answer.text
    with indexed.reading() as session:
        assert session.get(LetterRhythm, noor) is None


def test_form_without_its_token_is_refused(client: TestClient, indexed: AppContext) -> None:
    sign_in(client, indexed, "noor")
    assert client.post("/account/mail", data={"rhythm": "never"}).status_code == 403


def test_one_plain_post_stops_without_cookies_and_from_anywhere(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    noor = sample.people["noor"]
    path = everything_on(indexed, noor)
    headers = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}

    answer = client.post(path, data=ONE_CLICK, headers=headers, follow_redirects=False)

    assert answer.status_code == 200
    assert kinds_on(indexed, noor) == {*NoticeKind} - DIGESTED
    assert client.post(path, files={"List-Unsubscribe": (None, "One-Click")}).status_code == 200
    assert answer.headers["cache-control"] == "no-store"


def test_only_the_one_kind_of_its_link_is_stopped(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    noor = sample.people["noor"]
    path = everything_on(indexed, noor)
    page = client.get(f"{path}?kind=was_suggested").text
    assert "You were suggested" in page
    assert "News of your searches" not in page
    action = re.search(r'action="(/mail/stop/[^"]+)"', page)
    assert action

    assert client.post(action[1]).status_code == 200

    assert kinds_on(indexed, noor) == {*NoticeKind} - {NoticeKind.WAS_SUGGESTED}


def test_looking_at_the_link_changes_nothing(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    noor = sample.people["noor"]
    path = everything_on(indexed, noor)
    for method in ("GET", "HEAD"):
        answer = client.request(method, path)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
    assert kinds_on(indexed, noor) == set(NoticeKind)


@pytest.mark.parametrize("secret", ["x", "a" * 43, "a" * 1000, "%00", "..%2f..", "é", "-_-"])
def test_guessing_stops_nothing(
    client: TestClient, indexed: AppContext, sample: Sample, secret: str
) -> None:
    noor = sample.people["noor"]
    everything_on(indexed, noor)
    for answer in (client.get(f"/mail/stop/{secret}"), client.post(f"/mail/stop/{secret}")):
        assert 400 <= answer.status_code < 500
    assert kinds_on(indexed, noor) == set(NoticeKind)


@pytest.mark.parametrize("kind", ["account", "splendid", "<script>"])
def test_link_of_one_letter_stops_no_other_kind(
    client: TestClient, indexed: AppContext, sample: Sample, kind: str
) -> None:
    noor = sample.people["noor"]
    path = everything_on(indexed, noor)
    assert client.post(path, params={"kind": kind}).status_code == 404
    assert kinds_on(indexed, noor) == set(NoticeKind)


def test_no_other_form_is_taken_from_elsewhere(client: TestClient, indexed: AppContext) -> None:
    sign_in(client, indexed, "noor")
    for address in ("/account/mail", "/mail/stop/a/b", "/mail/stop/", "/sign-out"):
        answer = client.post(address, headers={"Origin": "https://mail.example"})
        assert answer.status_code == 403


def test_what_waits_is_shown_and_its_secret_is_not_handed_out(
    client: TestClient, indexed: AppContext
) -> None:
    noor = sign_in(client, indexed, "noor")
    now = indexed.clock.now()
    with indexed.transaction() as session:
        path = stop_links.make(session, noor, [NoticeKind.ACCOUNT], now=now)
        letter = new_browser_letter(
            Sender("Hub", "http://127.0.0.1:8000"),
            "noor@people.example",
            "Safari on iOS",
            now,
            stop_path=path,
        )
        mail.put(session, letter, now=now, ends_at=now + timedelta(days=1))

    assert "New at your account: Safari on iOS" in client.get("/account/mail").text
    data = json.loads(client.get("/account/export.json").text)
    assert len(data["outgoing_mail"]) == len(data["stop_link"]) == 1
    assert data["known_browser"][0]["browser"] == "Firefox on Linux"
    assert path.rpartition("/")[2] not in json.dumps(data)


def test_nothing_of_mail_is_left_of_who_leaves(client: TestClient, indexed: AppContext) -> None:
    noor = sign_in(client, indexed, "noor")
    path = everything_on(indexed, noor)

    send(client, "/account/delete", {"typed_name": "Noor"})

    assert client.post(path).status_code == 404
    with indexed.reading() as session:
        for table in (LetterRhythm, StopLink):
            assert session.exec(select(table)).all() == []


def test_for_which_tasks_one_was_suggested_stands_on_own_pages(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    sign_in(client, indexed, "noor")
    for address in ("/for-you", "/account"):
        assert "For no task this week." in client.get(address).text
    TestClient(client.app).get(f"/tasks/{sample.tasks['screen-reader']}")
    for address in ("/for-you", "/account"):
        page = client.get(address).text
        assert "For 1 task this week" in page
        assert "skills that you have" in page

"""Naming somebody with whom one wants nothing to do, as everybody concerned sees it."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import Audience, Person
from hub.services.indexing import index_changes
from hub.services.openness import open_to
from hub.web.permissions import ROUTES
from tests.hub.sample import Sample
from tests.hub.web.making_tokens import make_token, showing
from tests.hub.web.signing_in import make_operator, send, sign_in

PAGE = "/account/avoid"
ABSENT = "There is nobody of this name here, or they do not wish to be seen."
# Of these two, each looks for the other.
NAMES = {"noor": "Noor", "teodor": "Teodor"}


def name(client: TestClient, *lines: str) -> None:
    answer = send(client, PAGE, {"handles": "\r\n".join(lines)})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?saved=yes")


def named(client: TestClient) -> list[str]:
    page = client.get(PAGE).text
    typed = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert typed is not None
    return typed[1].split()


def walk(client: TestClient, sample: Sample) -> Iterator[tuple[str, str]]:
    """Give every page and answer, without a trace of who is signed in."""
    places = [line.partition(" ")[2] for line in ROUTES if line.startswith("GET ")]
    places = [path for path in places if "{" not in path]
    places += [f"/tasks/{task_id}" for task_id in sample.tasks.values()]
    places += [f"/api/v1/tasks/{task_id}/suggestions" for task_id in sample.tasks.values()]
    places += ["/search?tab=people", "/search?tab=people&spoken=en", "/search/glimpse?q=e"]
    places += ["/api/v1/search?tab=people", "/people/back", "/projects/lanternbus"]
    for address in places:
        # Their own list has the names, and the page of patterns has people of its own.
        if address not in (PAGE, "/patterns"):
            answer = client.get(address, follow_redirects=False)
            assert answer.status_code < 500
            yield address, answer.text


@pytest.mark.parametrize(("names", "other"), [("noor", "teodor"), ("teodor", "noor")])
def test_each_is_as_absent_to_the_other_as_who_never_was(
    client: TestClient, indexed: AppContext, sample: Sample, names: str, other: str
) -> None:
    sign_in(client, indexed, names)
    assert client.get(f"/people/{other}").status_code == 200
    name(client, f"https://hub.example/people/{other}/")
    for one, absent in ((names, other), (other, names)):
        sign_in(client, indexed, one)
        page, nobody = client.get(f"/people/{absent}"), client.get("/people/nobody")
        assert (page.status_code, nobody.status_code) == (404, 404)
        assert page.text.replace(absent, "nobody") == nobody.text
        assert ABSENT in page.text
        # Logins that forges show stay; they are said to.
        logins = re.compile(r"\b(teodor)\b is on it|>teodor<")
        for address, text in walk(client, sample):
            if not address.startswith("/api"):
                told = logins.sub("", text)
                assert NAMES[absent] not in told, (one, address)
                assert f"/people/{absent}" not in told, (one, address)


def test_all_others_see_both_as_before(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    def seen(handle: str) -> dict[str, str]:
        if handle:
            sign_in(client, indexed, handle)
        else:
            client.cookies.clear()
        left_out = ("/account", "/metrics", "/api/v1/people/{handle}", "/sign-in")
        changing = re.compile(r'name="form_token" value="\w+"|\d+ minutes? ago')
        return {
            address: changing.sub("", text)
            for address, text in walk(client, sample)
            if not address.startswith(left_out)
        }

    make_operator(indexed, sign_in(client, indexed, "private"))
    before = {handle: seen(handle) for handle in ("", "back", "private")}
    sign_in(client, indexed, "noor")
    name(client, "teodor")
    for handle, pages in before.items():
        assert seen(handle) == pages


def test_open_to_members_only_is_closed_to_them_signed_out_too(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    sign_in(client, indexed, "noor")
    name(client, "teodor")
    client.cookies.clear()
    assert client.get("/people/noor").status_code == 200
    with indexed.transaction() as session:
        noor = open_to(session.get_one(Person, sample.people["noor"]), Audience.MEMBERS)
        noor.changed_at = noor.narrowed_at = indexed.clock.now()
    index_changes(indexed)
    assert client.get("/people/noor").status_code == 404
    sign_in(client, indexed, "teodor")
    assert client.get("/people/noor").status_code == 404
    sign_in(client, indexed, "back")
    assert client.get("/people/noor").status_code == 200


def test_answer_is_alike_for_who_hides_and_who_never_was(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    sign_in(client, indexed, "back")
    name(client, "teodor")
    sign_in(client, indexed, "teodor")
    pages = {}
    for handle in ("private", "resting", "nobody", "back"):
        name(client, handle)
        assert named(client) == [handle]
        page = client.get(f"{PAGE}?saved=yes").text
        pages[handle] = page.replace(f">{handle}<", "><").replace(f"\n{handle}", "")
    assert len(set(pages.values())) == 1
    assert "Nobody whom you could see now" in pages["private"]
    name(client, "noor")
    assert "<bdi>Noor</bdi>" in client.get(PAGE).text


@pytest.mark.parametrize(
    ("typed", "handles"),
    [
        ("teodor", ["teodor"]),
        ("/people/Teodor", ["teodor"]),
        ("https://hub.example/people/teodor/?page=2#x", ["teodor"]),
        ("@teodor\n\n teodor \nback", ["back", "teodor"]),
        ("", []),
    ],
)
def test_a_line_is_a_name_or_the_address_of_a_page(
    client: TestClient, indexed: AppContext, typed: str, handles: list[str]
) -> None:
    sign_in(client, indexed, "noor")
    name(client, typed)
    assert named(client) == handles


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("teodor\n<script>", "This cannot be the address of anybody here"),
        ("a b", "This cannot be the address of anybody here"),
        ("x" * 61, "This cannot be the address of anybody here"),
        ("NOOR", "One of these is you"),
        ("\n".join(f"p-{number}" for number in range(201)), "Up to 200 names fit here"),
    ],
)
def test_what_cannot_be_is_given_back_with_a_sentence(
    client: TestClient, indexed: AppContext, typed: str, words: str
) -> None:
    sign_in(client, indexed, "noor")
    answer = send(client, PAGE, {"handles": typed})
    assert answer.status_code == 400
    assert words in answer.text
    assert "<script>\n" not in answer.text
    assert named(client) == []


def test_list_is_for_the_person_alone(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    sign_in(client, indexed, "noor")
    name(client, "teodor", "somebodyelse")
    own = client.get("/account/export.json").json()
    assert {each["handle"] for each in own["never_person"]} == {"somebodyelse", "teodor"}
    assert "You changed with whom you want nothing to do." in client.get("/account/log").text
    make_operator(indexed, sign_in(client, indexed, "teodor"))
    assert client.get("/account/export.json").json()["never_person"] == []
    for address, text in walk(client, sample):
        assert "somebodyelse" not in text, address
        assert "You changed with whom" not in text, address
    client.cookies.clear()
    assert client.get(PAGE, follow_redirects=False).headers["location"] == f"/sign-in?next={PAGE}"


def test_form_without_its_token_changes_nothing(client: TestClient, indexed: AppContext) -> None:
    sign_in(client, indexed, "noor")
    assert client.post(PAGE, data={"handles": "teodor"}).status_code == 403
    assert named(client) == []


def test_program_of_one_is_told_nothing_of_the_other(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    sign_in(client, indexed, "noor")
    name(client, "teodor")
    task_id = sample.tasks["screen-reader"]
    addresses = (
        "/api/v1/people",
        "/api/v1/search?tab=people",
        f"/api/v1/tasks/{task_id}/suggestions",
    )
    token = make_token(indexed, sample.people["teodor"])
    for address in addresses:
        told = client.get(address, headers=showing(token)).text
        assert '"noor"' in client.get(address).text
        assert '"noor"' not in told, address
    found = client.get("/api/v1/search?tab=people", headers=showing(token)).json()
    assert found["total"] == 2
    for path in ("/api/v1/people/noor", "/api/v1/people/noor/suggestions"):
        assert client.get(path).status_code == 200
        assert client.get(path, headers=showing(token)).status_code == 404


def test_who_leaves_is_on_no_list_any_more(
    client: TestClient, indexed: AppContext, sample: Sample
) -> None:
    sign_in(client, indexed, "noor")
    name(client, "teodor", "back")
    sign_in(client, indexed, "teodor")
    assert send(client, "/account/delete", {"typed_name": "Teodor"}).status_code == 303
    sign_in(client, indexed, "noor")
    assert named(client) == ["back"]

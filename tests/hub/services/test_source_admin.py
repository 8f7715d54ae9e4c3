"""How a source is written, added, paused and found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import BadRequest, Conflict, NotFound
from hub.services import source_admin
from integrations.records import SourceScope
from tests.conftest import NOW, Database

HOSTS = (("forgejo", "git.lanternbus.example"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://github.com/riders", ("github", "github.com", SourceScope.OWNER, "riders")),
        (
            "https://github.com/riders/lanternbus.git",
            ("github", "github.com", SourceScope.REPOSITORY, "riders/lanternbus"),
        ),
        ("github:riders", ("github", "github.com", SourceScope.OWNER, "riders")),
        (
            "github:topic:Climate, water",
            ("github", "github.com", SourceScope.TOPIC, "climate,water"),
        ),
        (
            "https://git.lanternbus.example/riders",
            ("forgejo", "git.lanternbus.example", SourceScope.OWNER, "riders"),
        ),
        ("github:org:riders", ("github", "github.com", SourceScope.ORGANISATION, "riders")),
        (
            "https://gitlab.com/riders/city/lanternbus",
            ("gitlab", "gitlab.com", SourceScope.REPOSITORY, "riders/city/lanternbus"),
        ),
        (
            "https://gitlab.com/riders/lanternbus/-/issues/12",
            ("gitlab", "gitlab.com", SourceScope.REPOSITORY, "riders/lanternbus"),
        ),
        (
            "https://gitlab.com/groups/riders/city/-/issues",
            ("gitlab", "gitlab.com", SourceScope.ORGANISATION, "riders/city"),
        ),
        (
            "gitlab:org:riders/city",
            ("gitlab", "gitlab.com", SourceScope.ORGANISATION, "riders/city"),
        ),
        ("gitlab:riders", ("gitlab", "gitlab.com", SourceScope.OWNER, "riders")),
        ("github.com:riders", ("github", "github.com", SourceScope.OWNER, "riders")),
    ],
)
def test_place_is_read_as_people_write_it(
    text: str, expected: tuple[str, str, SourceScope, str]
) -> None:
    place = source_admin.parse_place(text, hosts=HOSTS)

    assert (place.forge, place.host, place.scope, place.locator) == expected
    assert source_admin.parse_place(str(place), hosts=HOSTS) == place


@pytest.mark.parametrize(
    "text",
    ["", "riders", "https://unknown.example/x", "github:", "https://github.com/",
     "github:../../etc", "github:a b", "github:topic:", "gitlab:org:a/../b", "ftp://github.com/a"],
)  # fmt: skip
def test_place_that_cannot_be_read_says_what_to_write(text: str) -> None:
    with pytest.raises(BadRequest, match="Write a source as"):
        source_admin.parse_place(text, hosts=HOSTS)


@pytest.mark.parametrize(
    ("text", "host", "locator"),
    [
        ("https://lists.example/data.json", "lists.example", "https://lists.example/data.json"),
        ("https://Lists.example:8443/a.zip?x=1#y", "lists.example:8443",
         "https://Lists.example:8443/a.zip?x=1"),
        ("https://github.com/a/b/raw/main/list.toml", "github.com",
         "https://github.com/a/b/raw/main/list.toml"),
        ("https://github.com/a/b/archive/refs/heads/main.zip", "github.com",
         "https://github.com/a/b/archive/refs/heads/main.zip"),
        ("catalogue:opml:https://lists.example/feeds", "lists.example",
         "opml:https://lists.example/feeds"),
        ("catalogue:https://lists.example/feeds", "lists.example", "https://lists.example/feeds"),
    ],
)  # fmt: skip
def test_catalogue_is_read_by_its_address(text: str, host: str, locator: str) -> None:
    place = source_admin.parse_place(text, hosts=HOSTS)

    expected = ("catalogue", host, SourceScope.CATALOGUE, locator)
    assert (place.forge, place.host, place.scope, place.locator) == expected
    assert source_admin.parse_place(str(place), hosts=HOSTS) == place


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ("/srv/lists/grabs", "/srv/lists/grabs"),
        ("/srv/lists/../list.txt", "/srv/list.txt"),
        ("catalogue:upforgrabs:/srv/grabs", "upforgrabs:/srv/grabs"),
    ],
)
def test_path_is_for_who_runs_the_hub_alone(text: str, locator: str) -> None:
    place = source_admin.parse_local_place(text)

    assert (place.host, place.locator) == ("file", locator)
    assert source_admin.parse_local_place(str(place)) == place
    with pytest.raises(BadRequest):
        source_admin.parse_place(text)


@pytest.mark.parametrize(
    "text",
    ["catalogue:", "catalogue:plain:", "catalogue:ftp://x.example/list", "catalogue:https://",
     "catalogue:https://[", "catalogue:plain:/a\x00b", "https://x.example/" + "a" * 300 + ".json"],
)  # fmt: skip
def test_catalogue_that_cannot_be_read_says_what_to_write(text: str) -> None:
    with pytest.raises(BadRequest):
        source_admin.parse_local_place(text)


def test_catalogue_with_a_login_is_refused_without_repeating_it() -> None:
    with pytest.raises(BadRequest, match="without a login") as refusal:
        source_admin.parse_place("catalogue:https://somebody:secret@lists.example/a.json")
    assert "secret" not in str(refusal.value)


@given(st.text() | st.text().map(lambda text: f"catalogue:{text}"))
def test_any_text_of_who_runs_the_hub_is_a_place_or_a_clear_error(text: str) -> None:
    try:
        place = source_admin.parse_local_place(text)
    except BadRequest:
        return
    assert place.locator


@given(st.text())
def test_any_text_is_a_place_or_a_clear_error(text: str) -> None:
    try:
        place = source_admin.parse_place(text)
    except BadRequest:
        return
    assert place.locator


def test_source_is_added_once(database: Database) -> None:
    place = source_admin.parse_place("github:riders")
    with database.transaction() as session:
        source_admin.add(session, place, now=NOW)

    with pytest.raises(Conflict, match="is source 1 already"), database.transaction() as session:
        source_admin.add(session, place, now=NOW)


def test_paused_sources_are_not_picked_unless_named(database: Database) -> None:
    with database.transaction() as session:
        for name in ("github:a", "github:b"):
            source_admin.add(session, source_admin.parse_place(name), now=NOW)
        [source] = source_admin.pick(session, ["github:a"])
        source_admin.pause(source, because="They asked us to.")

    with database.transaction() as session:
        assert [s.locator for s in source_admin.pick(session, [])] == ["b"]
        [named] = source_admin.pick(session, ["1"])
        assert named.paused_because == "They asked us to."
        source_admin.resume(named)
        assert len(source_admin.pick(session, [])) == 2
        source_admin.remove(session, named)

    with database.reading() as session, pytest.raises(NotFound, match="no source 1"):
        source_admin.pick(session, ["1"])


@pytest.mark.parametrize("text", ["https://[", "https://[::1", "github:" + "a" * 301])
def test_address_that_is_none_is_refused_with_what_can_be_written(text: str) -> None:
    with pytest.raises(BadRequest, match="Write a source as"):
        source_admin.parse_place(text)


@pytest.mark.parametrize("login", ["ghp_secret", "someone:secret", "x:y@secret"])
def test_refusal_does_not_repeat_a_login(login: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        source_admin.parse_place(f"https://{login}@github.com/riders")
    assert "secret" not in str(refusal.value)
    assert "without a login" in str(refusal.value)

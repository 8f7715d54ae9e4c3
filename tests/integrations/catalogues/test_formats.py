"""Each format as it is published: what is taken, what is told, and that any bytes are borne."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.catalogues.records import ListingRecord
from integrations.catalogues.registry import FORMATS, format_of
from integrations.errors import ForgeError, ForgeUnavailable
from integrations.records import ForgeKind
from tests.integrations.catalogues import samples
from tests.integrations.catalogues.samples import READING, files_of, read


def test_up_for_grabs_gives_the_label_and_the_place_of_its_link() -> None:
    [bus, game], problems = read("upforgrabs", samples.UP_FOR_GRABS)

    assert bus == ListingRecord(
        entry="lanternbus.yml",
        kind=ForgeKind.GITHUB,
        host="github.com",
        path="riders/lanternbus",
        url="https://github.com/riders/lanternbus",
        name="Lanternbus",
        description="Night buses for everyone",
        topics=("transport", "python"),
        labels=("jump in", "jump in"),
        homepage="https://lanternbus.example/",
        catalogues=("up-for-grabs",),
    )
    assert (game.name, game.labels, game.homepage) == ("2048", ("up-for-grabs",), None)
    assert [problem.subject for problem in problems] == ["broken.yml", "elsewhere.yml"]
    assert "line 2" in problems[0].reason
    assert "names no repository" in problems[1].reason


def test_awesome_for_beginners_gives_its_label_or_that_of_its_link() -> None:
    [shelf, lamp], problems = read("beginners", {"data.json": samples.BEGINNERS})

    assert (shelf.labels, shelf.languages, shelf.is_for_newcomers) == (("Jump-In",), ("C#",), True)
    assert (lamp.kind, lamp.path, lamp.labels) == ("gitlab", "lamps/pure", ("GoodFirstIssue",))
    assert [problem.subject for problem in problems][1:] == ["Repository 4", "Repository 5"]


def test_good_first_issue_takes_its_labels_from_beside_it() -> None:
    contents = {"repositories.toml": samples.GOOD_FIRST, "labels.json": samples.GOOD_FIRST_LABELS}

    [bus, lamp], problems = read("goodfirst", contents)

    assert bus.labels == lamp.labels == ("good first issue", "starter")
    assert lamp.path == "lamps/deep/pure"
    assert bus.is_for_newcomers
    assert [problem.subject for problem in problems] == ["github.com/half", "Repository 4"]


def test_good_first_issue_alone_has_the_labels_it_publishes() -> None:
    [bus, _], _ = read("goodfirst", {"repositories.toml": samples.GOOD_FIRST})
    assert "low-hanging-fruit" in bus.labels

    own = samples.GOOD_FIRST + b'labels = ["pick me"]\n'
    [bus, _], _ = read("goodfirst", {"repositories.toml": own})
    assert bus.labels == ("pick me",)


def test_list_of_publiccode_is_fetched_and_what_is_gone_is_told() -> None:
    def fetch(address: str) -> bytes:
        if "townledger" in address:
            return samples.PUBLIC_CODE
        return samples.no_file(address)

    [ledger], [problem] = read(
        "publiccode", {"list.txt": samples.PUBLIC_CODE_LIST}, replace(READING, fetch=fetch)
    )

    assert (ledger.kind, ledger.path) == ("gitlab", "towns/townledger")
    assert (ledger.description, ledger.licences) == ("A ledger for towns", ("AGPL-3.0-or-later",))
    assert ledger.entry == "https://files.example/townledger/publiccode.yml"
    assert problem.subject == "https://files.example/gone/publiccode.yml"


def test_publiccode_files_of_a_folder_are_read_each() -> None:
    contents = {"a/publiccode.yml": samples.PUBLIC_CODE, "b/publiccode.yml": b"- 1"}

    [ledger], [problem] = read("publiccode", contents)

    assert ledger.entry == "a/publiccode.yml"
    assert (problem.subject, problem.reason) == ("b/publiccode.yml", "has no address.")


def test_list_whose_files_all_fail_is_given_up() -> None:
    addresses = "".join(f"https://files.example/{n}/publiccode.yml\n" for n in range(50))

    with pytest.raises(ForgeUnavailable, match="in a row"):
        read("publiccode", {"list.txt": addresses.encode()})


def test_opml_gives_repositories_and_tells_of_other_feeds() -> None:
    [bus], [problem] = read("opml", {"feeds.opml": samples.OPML})

    assert (bus.path, bus.name, bus.topics) == (
        "riders/lanternbus",
        "Lanternbus",
        ("transport", "buses"),
    )
    assert problem.subject == "A blog"


def test_plain_list_gives_a_repository_for_each_line() -> None:
    listings, [problem] = read("plain", {"list.txt": samples.PLAIN})

    assert [(each.entry, each.host, each.path) for each in listings] == [
        ("Line 3", "github.com", "riders/lanternbus"),
        ("Line 4", "codeberg.org", "seeds/seedshelf"),
        ("Line 5", "gitlab.com", "lamps/deep/pure"),
    ]
    assert problem.subject == "Line 6"


def test_json_lines_give_a_project_for_each_line() -> None:
    [shelf], [problem] = read("jsonlines", {"list.jsonl": samples.JSON_LINES})

    assert (shelf.labels, shelf.catalogues) == (("help wanted",), ("a-list",))
    assert problem.subject == "Line 2"


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("upforgrabs", samples.UP_FOR_GRABS),
        ("upforgrabs", {"one.yml": samples.UP_FOR_GRABS["_data/projects/2048.yml"]}),
        ("beginners", {"data.json": samples.BEGINNERS}),
        ("beginners", {"list": samples.BEGINNERS}),
        ("goodfirst", {"repositories.toml": samples.GOOD_FIRST}),
        ("goodfirst", {"list.toml": samples.GOOD_FIRST}),
        ("publiccode", {"list.txt": samples.PUBLIC_CODE_LIST}),
        ("publiccode", {"x/publiccode.yml": samples.PUBLIC_CODE}),
        ("publiccode", {"ours.yml": samples.PUBLIC_CODE}),
        ("opml", {"feeds.xml": samples.OPML}),
        ("plain", {"list.txt": samples.PLAIN}),
        ("plain", {"list": b"github.com/a/b\n"}),
        ("jsonlines", {"list": samples.JSON_LINES}),
    ],
)
def test_format_is_found_out(name: str, contents: dict[str, bytes]) -> None:
    assert format_of(files_of(contents), title="a list").name == name


@pytest.mark.parametrize(
    "content", [b"", b"<html><body>Please log in</body></html>", b"\x00\x01\x02", b"Hello there"]
)
def test_what_is_no_catalogue_is_said(content: bytes) -> None:
    with pytest.raises(ForgeUnavailable, match="in none of the formats"):
        format_of(files_of({"list": content}), title="a list")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("beginners", b'{"projects": []}'),
        ("beginners", b"[1]"),
        ("beginners", b"[" * 100_000),
        ("goodfirst", b"repos = 1"),
        ("goodfirst", b"not toml"),
        ("opml", b"<opml><outline>"),
        ("opml", b'<!DOCTYPE x [<!ENTITY a "b">]><opml>&a;</opml>'),
        ("upforgrabs", b"x"),
    ],
)
def test_catalogue_that_is_not_what_it_was_is_said(name: str, content: bytes) -> None:
    with pytest.raises(ForgeUnavailable):
        read(name, {"list": content})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"a: &a [x]\nb: [*a, *a]\n", "line 2: aliases are not read"),
        (b"a: !!python/object:os.system x\n", "line 1: tags are not read"),
        (b"[" * 5000, "it nests too deeply"),
        (b"a: \x01\n", "characters"),
        (b"a: 1\n---\nb: 2\n", "document"),
        (b"x" * 70_000, "larger than 64 KB"),
    ],
)
def test_yaml_that_is_a_trap_is_one_problem(text: bytes, reason: str) -> None:
    listings, [problem] = read("upforgrabs", {"trap.yml": text})

    assert listings == []
    assert reason in problem.reason


@pytest.mark.parametrize("name", FORMATS)
@given(
    content=st.binary(max_size=400)
    | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes_are_entries_or_one_error(name: str, content: bytes) -> None:
    for file_name in ("list.yml", "list"):
        with suppress(ForgeError):
            listings, problems = read(name, {file_name: content})
            assert all(each.entry and each.path for each in listings)
            assert all(each.reason for each in problems)


_SAMPLES = {
    "upforgrabs": samples.UP_FOR_GRABS["_data/projects/lanternbus.yml"],
    "beginners": samples.BEGINNERS,
    "goodfirst": samples.GOOD_FIRST,
    "publiccode": samples.PUBLIC_CODE,
    "opml": samples.OPML,
    "plain": samples.PLAIN,
    "jsonlines": samples.JSON_LINES,
}


@pytest.mark.parametrize("name", FORMATS)
@given(data=st.data())
def test_damaged_catalogue_is_entries_or_one_error(name: str, data: st.DataObject) -> None:
    content = bytearray(_SAMPLES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + 1] = data.draw(st.binary(max_size=3))
    with suppress(ForgeError):
        listings, problems = read(
            name, {"list.yml" if name == "upforgrabs" else "list": bytes(content)}
        )
        assert all(each.entry and each.path for each in listings)
        assert all(each.reason for each in problems)

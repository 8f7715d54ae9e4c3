"""Catalogues on the command line: imported once, and as sources."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.cli.test_cli import CommandLine
from tests.integrations.catalogues import samples
from tests.integrations.catalogues.test_archives import zipped
from tests.integrations.catalogues.test_fetching import CatalogueServer
from tests.replay.loopback import Reply


@pytest.fixture
def server() -> Iterator[CatalogueServer]:
    with CatalogueServer() as running:
        yield running


@pytest.fixture
def otdhub(tmp_path: Path, server: CatalogueServer) -> CommandLine:
    return CommandLine(tmp_path, HUB_PRIVATE_HOSTS=server.url.removeprefix("http://"))


def test_catalogues_are_imported_from_file_and_address(
    otdhub: CommandLine, server: CatalogueServer
) -> None:
    (otdhub.folder / "feeds.opml").write_bytes(samples.OPML)
    server.replies["/grabs.zip"] = Reply(200, zipped(samples.UP_FOR_GRABS))

    from_file = otdhub.run("import", "feeds.opml", "--json")
    from_address = otdhub.run("import", f"{server.url}/grabs.zip", "--json")

    counts = json.loads(from_file.stdout)
    assert (counts["format"], counts["added"], counts["skipped"]) == ("opml", 1, 1)
    counts = json.loads(from_address.stdout)
    assert (counts["format"], counts["added"], counts["updated"]) == ("upforgrabs", 1, 1)
    assert "broken.yml: line 2" in from_address.stderr
    assert [source["state"] for source in otdhub.json("sources", "list")] == ["paused", "paused"]


def test_catalogue_is_added_synced_and_found(otdhub: CommandLine, server: CatalogueServer) -> None:
    # At forges that this hub cannot read: they are listed, and nobody is asked.
    links = ("https://bitbucket.org/seeds/seedshelf", "https://git.sr.ht/~riders/lanternbus")
    body = json.dumps({"repositories": [{"link": link, "label": "Jump-In"} for link in links]})
    server.replies["/data.json"] = Reply(200, body.encode(), {"ETag": '"1"'})
    address = f"{server.url}/data.json"
    assert otdhub.run("sources", "add", address).returncode == 0

    [run] = otdhub.json("sync", address)

    assert (run["status"], run["source"]) == ("done", f"catalogue:{address}")
    [source] = otdhub.json("sources", "list")
    assert (source["forge"], source["state"], source["repositories"]) == ("catalogue", "good", 2)
    found = json.loads(otdhub.run("search", "seedshelf", "--in", "projects", "--json").stdout)
    assert found["total"] == 1
    assert otdhub.run("sources", "remove", f"catalogue:{address}").returncode == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("import", "--format", "csv", "x"), "is no format"),
        (("import", "page.html"), "in none of the formats"),
        (("import", "cut.jsonl.gz"), "not a whole gzip file"),
        (("import", "http://127.0.0.1:9/list.txt"), "HUB_PRIVATE_HOSTS"),
    ],
)
def test_what_cannot_be_imported_is_one_sentence(
    otdhub: CommandLine, words: tuple[str, ...], sentence: str
) -> None:
    (otdhub.folder / "page.html").write_bytes(b"<html></html>")
    (otdhub.folder / "cut.jsonl.gz").write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03abc")

    done = otdhub.run(*words)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr

"""A catalogue is opened wherever it lies: file, folder, archive, address."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from integrations.addresses import AddressGuard
from integrations.catalogues import (
    CatalogueEntries,
    CataloguePlace,
    CatalogueReader,
    ListingRecord,
)
from integrations.errors import ForgeRefused, ForgeUnavailable, RecordGone
from integrations.records import NotModified
from tests.integrations.catalogues import samples
from tests.integrations.catalogues.test_archives import tarred, zipped
from tests.integrations.catalogues.test_fetching import CatalogueServer
from tests.replay.loopback import Reply


@pytest.fixture
def server() -> Iterator[CatalogueServer]:
    with CatalogueServer() as running:
        yield running


@pytest.fixture
def reader(server: CatalogueServer) -> CatalogueReader:
    return CatalogueReader(AddressGuard.allowing((server.url.removeprefix("http://"),)))


def opened(
    reader: CatalogueReader, address: str | Path, name: str | None = None
) -> tuple[CatalogueEntries, list[str]]:
    answer = reader.read(CataloguePlace(str(address), name), hosts={})
    assert isinstance(answer, CatalogueEntries)
    return answer, [each.path for each in answer.entries if isinstance(each, ListingRecord)]


def test_folder_is_read_with_its_folder_of_projects(
    reader: CatalogueReader, tmp_path: Path
) -> None:
    for name, content in samples.UP_FOR_GRABS.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "_data" / "projects" / "link.yml").symlink_to("/etc/hostname")

    answer, paths = opened(reader, tmp_path)

    assert (answer.format, paths) == ("upforgrabs", ["games/2048", "riders/lanternbus"])
    assert answer.cursor() is None
    assert opened(reader, tmp_path / "_data" / "projects")[1] == paths


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_archive_is_read_from_disk_and_by_address(
    reader: CatalogueReader, server: CatalogueServer, tmp_path: Path, pack: object
) -> None:
    assert callable(pack)
    packed = pack(samples.UP_FOR_GRABS)
    (tmp_path / "list").write_bytes(packed)
    server.replies["/archive"] = Reply(200, packed)

    for address in (tmp_path / "list", f"{server.url}/archive"):
        answer, paths = opened(reader, address)
        assert (answer.format, paths) == ("upforgrabs", ["games/2048", "riders/lanternbus"])


def test_packed_file_is_read_and_one_that_breaks_off_is_told(
    reader: CatalogueReader, tmp_path: Path
) -> None:
    packed = gzip.compress(samples.JSON_LINES)
    (tmp_path / "list.jsonl.gz").write_bytes(packed)
    (tmp_path / "cut.jsonl.gz").write_bytes(packed[:-12])

    assert opened(reader, tmp_path / "list.jsonl.gz")[1] == ["seeds/seedshelf"]
    with pytest.raises(ForgeUnavailable, match="not a whole gzip file"):
        opened(reader, tmp_path / "cut.jsonl.gz")


def test_labels_beside_the_list_are_fetched_with_it(
    reader: CatalogueReader, server: CatalogueServer
) -> None:
    server.replies["/data/repositories.toml"] = Reply(200, samples.GOOD_FIRST, {"ETag": '"1"'})
    server.replies["/data/labels.json"] = Reply(200, samples.GOOD_FIRST_LABELS)
    place = CataloguePlace(f"{server.url}/data/repositories.toml")

    first = reader.read(place, hosts={})
    assert isinstance(first, CatalogueEntries)
    [bus, *_] = first.entries

    assert isinstance(bus, ListingRecord)
    assert bus.labels == ("good first issue", "starter")
    assert first.requests_made() == 2
    assert isinstance(reader.read(place, hosts={}, cursor=first.cursor()), NotModified)
    assert len(server.requests) == 3


def test_list_of_files_keeps_no_cursor_when_one_did_not_come(
    reader: CatalogueReader, server: CatalogueServer
) -> None:
    server.replies["/list"] = Reply(
        200, f"{server.url}/a/publiccode.yml\n{server.url}/b/publiccode.yml\n".encode()
    )
    server.replies["/a/publiccode.yml"] = Reply(200, samples.PUBLIC_CODE)
    server.replies["/b/publiccode.yml"] = Reply(500, b"")

    answer, paths = opened(reader, f"{server.url}/list")
    assert (paths, answer.cursor()) == (["towns/townledger"], None)

    server.replies["/b/publiccode.yml"] = Reply(404, b"")
    answer, _ = opened(reader, f"{server.url}/list")
    assert answer.cursor() is not None
    assert answer.requests_made() == 3


def test_what_is_not_there_or_in_no_format_is_said(reader: CatalogueReader, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"<html></html>")
    (tmp_path / "empty").mkdir()

    with pytest.raises(RecordGone, match="is not there"):
        opened(reader, tmp_path / "nothing")
    with pytest.raises(ForgeUnavailable, match="in none of the formats"):
        opened(reader, tmp_path / "page.html")
    with pytest.raises(ForgeUnavailable, match="no file that could be"):
        opened(reader, tmp_path / "empty")
    with pytest.raises(ForgeRefused, match="is no format"):
        opened(reader, tmp_path / "page.html", "html")

"""Archives stay in memory, inside their bounds, and never lead out of themselves."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.catalogues import archives
from integrations.catalogues.archives import files_of_tar_gz, files_of_zip, is_tar_gz, is_zip
from integrations.catalogues.base import whole
from integrations.errors import ForgeUnavailable
from tests.integrations.catalogues import samples


def zipped(contents: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(contents: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in contents.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("link.yml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return packed.getvalue()


OUTSIDE = {"../evil.yml": b"a: 1", "/etc/evil.yml": b"a: 1", "picture.png": b"x"}


def test_zip_gives_its_small_files_by_name() -> None:
    packed = zipped(samples.UP_FOR_GRABS | OUTSIDE)

    files = files_of_zip(io.BytesIO(packed), "a list")

    assert is_zip(packed)
    assert {file.name: whole(file) for file in files} == samples.UP_FOR_GRABS


def test_tar_gives_its_small_files_and_no_links() -> None:
    packed = tarred(samples.UP_FOR_GRABS | OUTSIDE)

    files = files_of_tar_gz(io.BytesIO(packed), "a list")

    assert is_tar_gz(packed)
    assert not is_tar_gz(gzip.compress(b"x" * 1000))
    assert {file.name: whole(file) for file in files} == samples.UP_FOR_GRABS


def test_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 1_000_000)
    monkeypatch.setattr(archives, "MAX_TAR_BYTES", 2_000_000)
    flat = {f"{number}.yml": b"\0" * 400_000 for number in range(3)}

    with pytest.raises(ForgeUnavailable, match="unpacks to more"):
        files_of_zip(io.BytesIO(zipped(flat)), "a list")
    with pytest.raises(ForgeUnavailable, match="unpacks to more"):
        files_of_tar_gz(io.BytesIO(tarred(flat)), "a list")
    with pytest.raises(ForgeUnavailable, match="unpacks to more"):
        files_of_tar_gz(io.BytesIO(tarred({"big.bin": b"\0" * 3_000_000})), "a list")
    with pytest.raises(ForgeUnavailable, match="unpacks to more"):
        archives.unpacked(gzip.compress(b"\0" * 3_000_000), "a list")


def test_archive_of_too_many_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 2)

    with pytest.raises(ForgeUnavailable, match="more than 2 files"):
        files_of_zip(io.BytesIO(zipped(samples.UP_FOR_GRABS)), "a list")


@given(cut=st.integers(0, 600), place=st.integers(0, 600), byte=st.binary(max_size=2))
def test_damaged_archive_is_files_or_one_error(cut: int, place: int, byte: bytes) -> None:
    for packed, opened in ((zipped, files_of_zip), (tarred, files_of_tar_gz)):
        content = bytearray(packed(samples.UP_FOR_GRABS))
        content[place : place + 1] = byte
        try:
            files = opened(io.BytesIO(bytes(content[: len(content) - cut])), "a list")
        except ForgeUnavailable:
            continue
        assert all(archives.is_kept(file.name) for file in files)

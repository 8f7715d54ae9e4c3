"""What a project holds: languages, files about itself, its licence."""

from dataclasses import replace

import pytest

from integrations.errors import RateLimited
from integrations.records import (
    MAX_FILE_BYTES,
    FileRecord,
    ProjectRecord,
    SourceScope,
    SourceSpec,
)
from tests.integrations.gitlab_items import project_item
from tests.integrations.gitlab_world import GitLabWorld
from tests.integrations.worlds import NOW, PATH, project


def _read(lamp: GitLabWorld) -> ProjectRecord:
    record = lamp.forge.project(PATH)
    assert isinstance(record, ProjectRecord)
    return record


def _listed(lamp: GitLabWorld) -> ProjectRecord:
    spec = SourceSpec(SourceScope.ORGANISATION, "acme")
    return next(iter(lamp.forge.discover(spec))).records[0]


def test_files_about_the_project_are_read_and_no_others(lamp: GitLabWorld) -> None:
    lamp.put_project(
        project(
            files=(
                FileRecord(".otd/needs.yml", "needs: []\n"),
                FileRecord("civic.json", "{}"),
                FileRecord("README.md", "Lamps"),
            )
        )
    )
    record = _read(lamp)
    before = lamp.forge.requests_made()
    completed = lamp.forge.complete(record)
    assert completed.files == (
        FileRecord(".otd/needs.yml", "needs: []\n"),
        FileRecord("civic.json", "{}"),
    )
    assert lamp.forge.requests_made() - before == 4  # languages, root, and the two files


def test_absent_files_cost_nothing(lamp: GitLabWorld) -> None:
    record = _read(lamp)
    before = lamp.forge.requests_made()
    assert lamp.forge.complete(record).files == ()
    assert lamp.forge.requests_made() - before == 2


def test_folder_without_the_file_is_no_file(lamp: GitLabWorld) -> None:
    lamp.put_project(project(files=(FileRecord(".otd/notes.txt", "x"),)))
    assert lamp.forge.complete(_read(lamp)).files == ()


def test_long_file_is_cut_and_its_nul_made_harmless(lamp: GitLabWorld) -> None:
    text = "\x00" + "x" * (MAX_FILE_BYTES * 4)
    lamp.put_project(project(files=(FileRecord("publiccode.yml", text),)))
    files = lamp.forge.complete(_read(lamp)).files
    assert files == (FileRecord("publiccode.yml", "\ufffd" + "x" * (MAX_FILE_BYTES - 1)),)


def test_guides_are_found_by_name_whatever_the_case(lamp: GitLabWorld) -> None:
    item = project_item(project(default_branch="release/2"))
    files = {"contributing.rst": "", "Code-of-Conduct.txt": "", "src/x.py": ""}
    lamp.server.put_project(item, files=files)
    record = lamp.forge.complete(_read(lamp))
    page = "https://github.com/acme/lamp/-/blob/release/2/"
    assert record.contributing_url == page + "contributing.rst"
    assert record.code_of_conduct_url == page + "Code-of-Conduct.txt"


def test_guide_on_a_later_page_of_the_root_is_found(lamp: GitLabWorld) -> None:
    files = {f"a{number:03}.txt": "" for number in range(150)} | {"contributing.md": ""}
    lamp.server.put_project(lamp.server.project_item(PATH), files=files)
    assert lamp.forge.complete(_read(lamp)).contributing_url is not None


def test_licence_of_a_listed_project_is_asked_for_where_a_file_shows_one(
    lamp: GitLabWorld,
) -> None:
    assert _listed(lamp).licence is None
    assert lamp.forge.complete(_listed(lamp)).licence is None
    lamp.put_project(project(files=(FileRecord("LICENSE", "MIT"),)))
    assert lamp.forge.complete(_listed(lamp)).licence == "MIT"


@pytest.mark.parametrize(
    ("key", "licence"),
    [
        ("mit", "MIT"),
        ("apache-2.0", "Apache-2.0"),
        ("agpl-3.0", "AGPL-3.0"),
        ("bsd-3-clause", "BSD-3-Clause"),
        ("unlicense", "Unlicense"),
        ("other", None),
        (None, None),
    ],
)
def test_licence_is_written_as_spdx_does(
    lamp: GitLabWorld, key: str | None, licence: str | None
) -> None:
    lamp.server.put_project({**lamp.server.project_item(PATH), "license": {"key": key}})
    assert _read(lamp).licence == licence


def test_empty_repository_is_not_asked(lamp: GitLabWorld) -> None:
    lamp.put_project(project(is_empty=True))
    record = _read(lamp)
    before = lamp.forge.requests_made()
    assert lamp.forge.complete(record) == replace(record, languages=(), files=())
    assert lamp.forge.requests_made() == before


@pytest.mark.parametrize("status", [403, 404, 451])
def test_what_a_project_lacks_stays_unknown(lamp: GitLabWorld, status: int) -> None:
    lamp.server.trouble(status, {"message": "no"}, part="/languages")
    lamp.server.trouble(status, {"message": "no"}, part="/repository")
    record = _read(lamp)
    assert lamp.forge.complete(record) == record


def test_rate_limit_while_completing_is_not_swallowed(lamp: GitLabWorld) -> None:
    record = _read(lamp)
    lamp.limit(NOW)
    with pytest.raises(RateLimited):
        lamp.forge.complete(record)


def test_renamed_project_is_completed_by_its_id(lamp: GitLabWorld) -> None:
    record = _read(lamp)
    lamp.rename(PATH, "light/lantern")
    lamp.server.moves_by_redirect = False
    before = lamp.forge.requests_made()
    assert lamp.forge.complete(record).languages == ("Python", "Shell")
    assert lamp.forge.requests_made() - before == 2


def test_record_of_a_fork_and_an_archive(lamp: GitLabWorld) -> None:
    lamp.put_project(project(is_fork=True, is_archived=True, is_empty=True, licence=None))
    record = _read(lamp)
    assert (record.is_fork, record.is_archived, record.is_empty) == (True, True, True)
    assert record.licence is None

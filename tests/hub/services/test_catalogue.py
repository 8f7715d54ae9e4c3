"""Importing catalogues: streaming, safe to repeat, bad lines named."""

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import func, select

from hub.models import Project, Repository, Source
from hub.services.catalogue import import_catalogue
from hub.services.sync import sync_source
from integrations.catalogues.jsonlines import bounded_lines, read_lines
from tests.conftest import Database
from tests.hub.running import HOST, RunningHub, issue, project, running_hub


@pytest.fixture
def hub(database: Database, tmp_path: Path) -> Iterator[RunningHub]:
    with running_hub(database, tmp_path) as running:
        yield running


def row(**fields: object) -> bytes:
    values: dict[str, object] = {
        "name": "Seedshelf",
        "forge": "forgejo",
        "host": HOST,
        "full_name": "seeds/seedshelf",
        "url": f"https://{HOST}/seeds/seedshelf",
        "description": "A shelf for seeds.",
        "topics": ["gardening"],
        "languages": ["Python"],
        "licences": ["AGPL-3.0"],
        "help_wanted_labels": [{"name": "help wanted", "url": "https://x.example"}],
        "sources": ["a-list"],
        "share_alike": True,
    }
    return json.dumps(values | fields).encode()


def counts(hub: RunningHub) -> tuple[int, int, int]:
    with hub.context.reading() as session:
        return tuple(  # type: ignore[return-value]
            session.exec(select(func.count()).select_from(table)).one()
            for table in (Project, Repository, Source)
        )


def test_row_becomes_a_project_with_a_paused_source(hub: RunningHub) -> None:
    result = import_catalogue(hub.context, read_lines([row()]))

    assert (result.added, result.skipped) == (1, 0)
    with hub.context.reading() as session:
        source = session.exec(select(Source)).one()
        repository = session.exec(select(Repository)).one()
        stored = session.exec(select(Project)).one()
    assert source.is_paused
    assert source.paused_because
    assert repository.source_id == source.id
    assert repository.remote_id is None
    assert stored.help_labels == ("help wanted",)
    assert stored.catalogues == ("a-list",)


def test_import_twice_changes_nothing(hub: RunningHub) -> None:
    import_catalogue(hub.context, read_lines([row(), row(full_name="seeds/other", name="Other")]))

    result = import_catalogue(
        hub.context, read_lines([row(), row(full_name="seeds/other", name="Other")])
    )

    assert (result.added, result.updated, result.unchanged) == (0, 0, 2)
    assert counts(hub) == (2, 2, 2)


def test_second_catalogue_adds_to_a_project(hub: RunningHub) -> None:
    import_catalogue(hub.context, read_lines([row()]))

    result = import_catalogue(hub.context, read_lines([row(sources=["another-list"])]))

    assert result.updated == 1
    with hub.context.reading() as session:
        assert session.exec(select(Project)).one().catalogues == ("a-list", "another-list")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{not json", "the line"),
        (b"[]", "the line"),
        (row(name=""), "name"),
        (row(full_name="no-owner"), "full_name"),
        (row(host="evil host/../"), "host"),
        (row(url="javascript:alert(1)"), "url"),
        (row(stars=-1), "stars"),
        (row(last_activity="yesterday"), "last_activity"),
        (row(last_activity="0001-01-01T00:00:00+10:00"), "last_activity"),
        (b'{"name": "' + b"x" * 300_000 + b'"}', "longer than"),
        (b"\xff\xfe", "the line"),
    ],
)
def test_bad_line_is_reported_with_its_number_and_skipped(
    hub: RunningHub, line: bytes, reason: str
) -> None:
    result = import_catalogue(
        hub.context, read_lines([row(), line, b"\n", row(full_name="seeds/last")])
    )

    assert (result.added, result.skipped) == (2, 1)
    assert result.problems[0].startswith("Line 2: ")
    assert reason in result.problems[0]


def test_blank_optional_fields_are_not_known(hub: RunningHub) -> None:
    result = import_catalogue(hub.context, read_lines([row(homepage="", description=" ")]))

    assert result.added == 1
    with hub.context.reading() as session:
        assert session.exec(select(Project.homepage, Project.summary)).one() == (None, None)


def test_hosts_are_compared_without_case_and_control_characters_are_left_out(
    hub: RunningHub,
) -> None:
    lines = [row(), row(host=HOST.upper()), row(full_name="seeds/\x00odd", topics=["a\x00b"])]

    result = import_catalogue(hub.context, read_lines(lines))

    assert result.added + result.skipped == 2
    assert result.unchanged == 1


def test_unknown_forge_is_listed_as_unknown(hub: RunningHub) -> None:
    import_catalogue(hub.context, read_lines([row(forge="fossil")]))

    with hub.context.reading() as session:
        assert session.exec(select(Repository.forge)).one() == "unknown"


def test_imported_project_is_found_again_by_the_sync(hub: RunningHub) -> None:
    import_catalogue(hub.context, read_lines([row()]))
    hub.forge.put_project(project("seeds/seedshelf", name="seedshelf"))
    hub.forge.put_issue("seeds/seedshelf", issue(1))
    with hub.context.reading() as session:
        source_id = session.exec(select(Source.id)).one()
    assert source_id is not None

    sync_source(hub.context, source_id)

    assert counts(hub) == (1, 1, 1)
    with hub.context.reading() as session:
        assert session.exec(select(Project.name)).one() == "Seedshelf"
        assert session.exec(select(Repository.remote_id)).one() == "seeds/seedshelf"


@pytest.mark.shared
def test_real_catalogue_is_read_whole(
    hub: RunningHub, database: Database, shared_dir: Path
) -> None:
    with gzip.open(shared_dir / "data" / "catalog.jsonl.gz") as lines:
        result = import_catalogue(hub.context, read_lines(lines))

    assert (result.added, result.skipped) == (6129, 0)
    assert counts(hub) == (6129, 6129, 6129)


@pytest.mark.parametrize(
    "last_activity", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_instant_that_no_calendar_holds_in_utc_skips_its_line_alone(
    hub: RunningHub, last_activity: str
) -> None:
    odd = row(last_activity=last_activity, full_name="seeds/odd")

    result = import_catalogue(hub.context, read_lines([row(), odd]))

    assert (result.added, result.skipped) == (1, 1)
    assert "Line 2: last_activity" in result.problems[0]


def test_line_behind_one_that_is_too_long_keeps_its_number(hub: RunningHub) -> None:
    file = io.BytesIO(b"a" * 1_000_000 + b"\n" + row() + b"\nnonsense")

    result = import_catalogue(hub.context, read_lines(bounded_lines(file)))

    assert (result.added, result.skipped) == (1, 2)
    assert [problem.partition(":")[0] for problem in result.problems] == ["Line 1", "Line 3"]

"""A catalogue that takes entries back, or loses them: what leaves, and what stays."""

from pathlib import Path

import pytest

from hub.models import Health, RunStatus, Source
from hub.services.sync import sync_source
from tests.hub.running import RunningHub, issue, last_run, project
from tests.hub.services.cataloguing import (
    add_catalogue,
    grab,
    listed,
    marks,
    pull,
    the_project,
    write_list,
)


def test_entry_that_left_is_no_longer_listed_and_comes_back(
    catalogue_hub: RunningHub, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "list.txt", "lanternbus", "seedshelf")
    source_id = add_catalogue(catalogue_hub, str(path))
    pull(catalogue_hub, source_id)

    write_list(path, "lanternbus")
    pulled = pull(catalogue_hub, source_id)

    assert listed(catalogue_hub) == ["riders/lanternbus"]
    assert len(pulled.groups[0].repository_ids) == 1
    assert last_run(catalogue_hub).records_gone == 1
    assert "No source or catalogue" in (
        the_project(catalogue_hub, "seedshelf").hidden_because or ""
    )

    write_list(path, "lanternbus", "seedshelf")
    pull(catalogue_hub, source_id)
    assert listed(catalogue_hub) == ["riders/lanternbus", "riders/seedshelf"]


def test_project_that_left_and_is_pulled_by_another_source_is_shown(
    catalogue_hub: RunningHub, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "list.txt", "lanternbus", "seedshelf")
    source_id = add_catalogue(catalogue_hub, str(path))
    pull(catalogue_hub, source_id)
    write_list(path, "seedshelf")
    pull(catalogue_hub, source_id)
    assert listed(catalogue_hub) == ["riders/seedshelf"]
    catalogue_hub.forge.put_project(project("riders/lanternbus"))

    sync_source(catalogue_hub.context, catalogue_hub.add_source("riders"))

    assert listed(catalogue_hub) == ["riders/lanternbus", "riders/seedshelf"]


def test_entry_that_left_keeps_the_tasks_of_another_source(
    catalogue_hub: RunningHub, tmp_path: Path
) -> None:
    catalogue_hub.forge.put_project(project("riders/lanternbus"))
    catalogue_hub.forge.put_issue("riders/lanternbus", issue(1))
    owner_id = catalogue_hub.add_source("riders")
    sync_source(catalogue_hub.context, owner_id)
    path = write_list(tmp_path / "list.txt", "lanternbus", "seedshelf")
    source_id = add_catalogue(catalogue_hub, str(path))
    pull(catalogue_hub, source_id)
    assert the_project(catalogue_hub, "lanternbus").catalogues == ("list.txt",)

    write_list(path, "seedshelf")
    pull(catalogue_hub, source_id)

    assert listed(catalogue_hub) == ["riders/lanternbus", "riders/seedshelf"]
    assert list(marks(catalogue_hub)) == [1]
    assert the_project(catalogue_hub, "lanternbus").catalogues == ()


def test_second_catalogue_takes_over_from_the_first(
    catalogue_hub: RunningHub, tmp_path: Path
) -> None:
    grab(tmp_path / "grabs", "lanternbus", "jump in")
    grab(tmp_path / "grabs", "seedshelf", "dig in")
    first = add_catalogue(catalogue_hub, str(tmp_path / "grabs"))
    second = add_catalogue(catalogue_hub, str(write_list(tmp_path / "list.txt", "lanternbus")))
    pull(catalogue_hub, first)
    assert pull(catalogue_hub, second).groups == ()

    (tmp_path / "grabs" / "lanternbus.yml").unlink()
    pull(catalogue_hub, first)

    [group] = pull(catalogue_hub, second).groups
    assert len(group.repository_ids) == 1
    stored = the_project(catalogue_hub, "Lanternbus")
    assert (stored.is_listed, stored.help_labels) == (True, ())
    assert stored.catalogues == ("list.txt",)


def test_entry_that_cannot_be_read_now_has_not_left(
    catalogue_hub: RunningHub, tmp_path: Path
) -> None:
    grab(tmp_path / "grabs", "lanternbus", "jump in")
    grab(tmp_path / "grabs", "seedshelf", "dig in")
    source_id = add_catalogue(catalogue_hub, str(tmp_path / "grabs"))
    pull(catalogue_hub, source_id)

    (tmp_path / "grabs" / "seedshelf.yml").write_text("name: [")
    pull(catalogue_hub, source_id)

    assert listed(catalogue_hub) == ["riders/lanternbus", "riders/seedshelf"]
    assert last_run(catalogue_hub).records_skipped == 1


@pytest.mark.parametrize(
    ("names", "sentence"),
    [((), "in none of the formats"), (("bus0", "bus1", "bus2", "bus3"), "names 4 repositories")],
)
def test_catalogue_that_lost_most_changes_nothing_and_says_so(
    catalogue_hub: RunningHub, tmp_path: Path, names: tuple[str, ...], sentence: str
) -> None:
    buses = [f"bus{number}" for number in range(10)]
    for bus in buses:
        catalogue_hub.forge.put_project(project(f"riders/{bus}"))
    path = write_list(tmp_path / "list.txt", *buses)
    source_id = add_catalogue(catalogue_hub, str(path))
    pull(catalogue_hub, source_id)

    write_list(path, *names)
    result = sync_source(catalogue_hub.context, source_id)

    assert result.status == RunStatus.FAILED
    assert sentence in (result.message or "")
    assert "stays" in (result.message or "")
    assert len(listed(catalogue_hub)) == 10
    with catalogue_hub.context.reading() as session:
        source = session.get_one(Source, source_id)
    assert (source.health, source.message) == (Health.UNREACHABLE, result.message)
    assert len(pull(catalogue_hub, source_id).groups[0].repository_ids) == 10, (
        "they are pulled all the same"
    )


def test_list_of_few_is_taken_at_its_word(catalogue_hub: RunningHub, tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.txt", "bus1", "bus2", "bus3", "bus4")
    source_id = add_catalogue(catalogue_hub, str(path))
    pull(catalogue_hub, source_id)

    write_list(path, "bus1")

    assert pull(catalogue_hub, source_id).setback is None
    assert listed(catalogue_hub) == ["riders/bus1"]

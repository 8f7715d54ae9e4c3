"""A catalogue as a source: what it lists, takes back, and says of labels; and what it survives."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from hub.models import Health, Listing, Project, Repository, RunStatus, Source, Task
from hub.services import runs
from hub.services.catalogue import import_catalogue
from hub.services.catalogue_sync import CataloguePull, pull_catalogue
from hub.services.source_admin import add, parse_local_place
from hub.services.sync import refresh_source, sync_source
from integrations.addresses import AddressGuard
from integrations.catalogues import CatalogueReader
from integrations.catalogues.jsonlines import read_lines
from tests.conftest import Database
from tests.hub.running import HOST, RunningHub, issue, last_run, project, running_hub
from tests.integrations.catalogues.test_fetching import CatalogueServer
from tests.replay.loopback import Reply


@pytest.fixture
def server() -> Iterator[CatalogueServer]:
    with CatalogueServer() as running:
        yield running


@pytest.fixture
def hub(database: Database, tmp_path: Path, server: CatalogueServer) -> Iterator[RunningHub]:
    reader = CatalogueReader(AddressGuard.allowing((server.url.removeprefix("http://"),)))
    with running_hub(database, tmp_path / "hub") as running:
        yield replace(running, context=replace(running.context, catalogues=reader))


def add_catalogue(hub: RunningHub, text: str) -> int:
    with hub.context.transaction() as session:
        source = add(session, parse_local_place(text), now=hub.clock.now())
        assert source.id is not None
        return source.id


def write_list(path: Path, *names: str, host: str = HOST) -> Path:
    path.write_text("".join(f"https://{host}/riders/{name}\n" for name in names))
    return path


def grab(folder: Path, name: str, label: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yml").write_text(
        f"name: {name.title()}\ndesc: Buses\nsite: https://{HOST}/riders/{name}\n"
        f"upforgrabs:\n  name: {label}\n  link: https://{HOST}/riders/{name}/issues\n"
    )


def pull(hub: RunningHub, source_id: int) -> CataloguePull:
    with hub.context.transaction() as session:
        run_id = runs.start(session, source_id, now=hub.clock.now())
    return pull_catalogue(hub.context, source_id, run_id)


def listed(hub: RunningHub) -> list[str]:
    with hub.context.reading() as session:
        return list(
            session.exec(
                select(Repository.path)
                .join(Project, col(Project.id) == col(Repository.project_id))
                .where(col(Project.is_listed))
                .order_by(Repository.path)
            )
        )


def the_project(hub: RunningHub, name: str) -> Project:
    with hub.context.reading() as session:
        return session.exec(select(Project).where(Project.name == name)).one()


def marks(hub: RunningHub) -> dict[int, tuple[bool, bool, str | None]]:
    with hub.context.reading() as session:
        return {
            task.number or 0: (task.wants_help, task.is_newcomer_fit, task.level)
            for task in session.exec(select(Task))
        }


def test_entries_become_projects_that_the_source_pulls(hub: RunningHub, tmp_path: Path) -> None:
    grab(tmp_path / "grabs", "lanternbus", "jump in")
    (tmp_path / "grabs" / "broken.yml").write_text("name: [")
    source_id = add_catalogue(hub, str(tmp_path / "grabs"))

    pulled = pull(hub, source_id)

    assert pulled.setback is None
    [group] = pulled.groups
    assert (group.forge, group.host, len(group.repository_ids)) == ("forgejo", HOST, 1)
    stored = the_project(hub, "Lanternbus")
    assert (stored.help_labels, stored.catalogues) == (("jump in",), ("up-for-grabs",))
    with hub.context.reading() as session:
        repository = session.exec(select(Repository)).one()
        source = session.exec(select(Source)).one()
    assert repository.source_id == source_id
    assert (source.forge, source.host, source.scope) == ("catalogue", "file", "catalogue")
    run = last_run(hub)
    assert (run.repositories_seen, run.records_skipped) == (1, 1)
    assert run.problems[0].startswith("broken.yml: line 1")
    assert "new: 1, changed: 0, gone: 0" in run.problems[1]


def test_what_is_listed_is_pulled_from_its_forge(hub: RunningHub, tmp_path: Path) -> None:
    grab(tmp_path / "grabs", "lanternbus", "lantern lit")
    grab(tmp_path / "grabs", "nowhere", "help")
    hub.forge.put_project(project("riders/lanternbus"))
    hub.forge.put_issue("riders/lanternbus", issue(1, labels=("lantern-lit",)))
    source_id = add_catalogue(hub, str(tmp_path / "grabs"))

    result = sync_source(hub.context, source_id)

    assert result.status == RunStatus.DONE
    assert marks(hub) == {1: (True, False, None)}
    assert (last_run(hub).repositories_seen, last_run(hub).issues_seen) == (2, 1)
    with hub.context.reading() as session:
        healths = dict(session.exec(select(Repository.path, Repository.health)).all())
    assert healths == {"riders/lanternbus": Health.GOOD, "riders/nowhere": Health.GONE}
    with hub.context.reading() as session:
        source = session.get_one(Source, source_id)
    now = hub.clock.now()
    assert (source.health, source.good_at, source.listed_at) == (Health.GOOD, now, now)
    assert source.due_at is not None
    hub.forge.put_issue("riders/lanternbus", issue(2, hours_ago=0))
    assert sync_source(hub.context, source_id).status == RunStatus.DONE
    assert len(marks(hub)) == 2


def test_refresh_reads_what_is_due_alone(hub: RunningHub, server: CatalogueServer) -> None:
    body = f"https://{HOST}/riders/lanternbus\n".encode()
    server.replies["/list.txt"] = Reply(200, body, {"ETag": '"1"'})
    hub.forge.put_project(project("riders/lanternbus"))
    hub.forge.put_issue("riders/lanternbus", issue(1, hours_ago=50))
    source_id = add_catalogue(hub, f"{server.url}/list.txt")
    sync_source(hub.context, source_id)
    asked = hub.forge.requests_made()

    refresh_source(hub.context, source_id)
    assert (hub.forge.requests_made(), len(server.requests)) == (asked, 1)

    hub.clock.move(timedelta(hours=7))
    hub.forge.put_issue("riders/lanternbus", issue(2, hours_ago=0))
    refresh_source(hub.context, source_id)
    assert len(server.requests) == 2
    assert len(marks(hub)) == 2


def test_repository_that_was_renamed_is_found_under_its_old_address(
    hub: RunningHub, tmp_path: Path
) -> None:
    hub.forge.put_project(project("riders/lanternbus", remote_id="7"))
    hub.forge.put_issue("riders/lanternbus", issue(1))
    hub.forge.rename_project("riders/lanternbus", "night/lanternbus")
    path = write_list(tmp_path / "list.txt", "lanternbus")
    source_id = add_catalogue(hub, str(path))

    sync_source(hub.context, source_id)
    write_list(path, "lanternbus", "seedshelf")
    sync_source(hub.context, source_id)

    assert sorted(listed(hub)) == ["night/lanternbus", "riders/seedshelf"]
    assert list(marks(hub)) == [1]
    with hub.context.reading() as session:
        assert len(session.exec(select(Project)).all()) == 2


def test_listing_goes_to_the_repository_that_it_turns_out_to_be(
    hub: RunningHub, tmp_path: Path
) -> None:
    hub.forge.put_project(project("riders/lanternbus", remote_id="7"))
    hub.forge.put_issue("riders/lanternbus", issue(1, labels=("lantern lit",)))
    hub.forge.rename_project("riders/lanternbus", "night/lanternbus")
    sync_source(hub.context, hub.add_source("night"))
    grab(tmp_path / "grabs", "lanternbus", "Lantern Lit")
    source_id = add_catalogue(hub, str(tmp_path / "grabs"))

    for _ in range(2):
        assert sync_source(hub.context, source_id).status == RunStatus.DONE
        assert listed(hub) == ["night/lanternbus"]
        assert marks(hub) == {1: (True, False, None)}

    with hub.context.reading() as session:
        [listing] = session.exec(select(Listing)).all()
        assert session.get_one(Repository, listing.repository_id).path == "night/lanternbus"


def test_forge_that_asks_to_wait_ends_the_run_waiting(hub: RunningHub, tmp_path: Path) -> None:
    later = hub.clock.now() + timedelta(minutes=9)
    hub.forge.put_project(project("riders/lanternbus"))
    source_id = add_catalogue(hub, str(write_list(tmp_path / "list.txt", "lanternbus")))
    hub.forge.limit_until(later)

    result = sync_source(hub.context, source_id)

    assert (result.status, result.retry_at) == (RunStatus.WAITING, later)
    hub.forge.heal()
    assert sync_source(hub.context, source_id).status == RunStatus.DONE


def test_forge_that_the_hub_cannot_read_is_listed_but_not_pulled(
    hub: RunningHub, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "list.txt", "lanternbus", host="git.sr.ht")

    pulled = pull(hub, add_catalogue(hub, str(path)))

    assert pulled.groups == ()
    assert listed(hub) == ["riders/lanternbus"]


def test_label_of_the_catalogue_marks_issues_that_are_pulled(
    hub: RunningHub, tmp_path: Path
) -> None:
    grab(tmp_path / "grabs", "lanternbus", "Lantern-Lit")
    pull(hub, add_catalogue(hub, str(tmp_path / "grabs")))
    hub.forge.put_project(project("riders/lanternbus"))
    hub.forge.put_issue("riders/lanternbus", issue(1, labels=("lantern lit",)))
    hub.forge.put_issue("riders/lanternbus", issue(2, labels=("other",)))

    sync_source(hub.context, hub.add_source("riders"))

    assert marks(hub) == {1: (True, False, None), 2: (False, False, None)}


def test_label_of_a_catalogue_for_newcomers_marks_what_was_pulled_before(
    hub: RunningHub, tmp_path: Path
) -> None:
    hub.forge.put_project(project("riders/lanternbus"))
    hub.forge.put_issue("riders/lanternbus", issue(1, labels=("lantern lit",)))
    sync_source(hub.context, hub.add_source("riders"))
    assert marks(hub) == {1: (False, False, None)}
    hub.clock.move(timedelta(hours=1))
    path = tmp_path / "data.json"
    link = f"https://{HOST}/riders/lanternbus"
    path.write_text(json.dumps({"repositories": [{"link": link, "label": "Lantern lit"}]}))
    source_id = add_catalogue(hub, str(path))

    pulled = pull(hub, source_id)

    assert marks(hub) == {1: (True, True, "beginner")}
    assert pulled.groups == (), "another source reads it"
    assert last_run(hub).tasks_changed == 1
    with hub.context.reading() as session:
        assert session.exec(select(Task.changed_at)).one() == hub.clock.now()
    path.write_text(json.dumps({"repositories": [{"link": link}]}))
    pull(hub, source_id)
    assert marks(hub) == {1: (False, False, None)}
    assert the_project(hub, "lanternbus").help_labels == ()


def test_entry_that_left_is_no_longer_listed_and_comes_back(
    hub: RunningHub, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "list.txt", "lanternbus", "seedshelf")
    source_id = add_catalogue(hub, str(path))
    pull(hub, source_id)

    write_list(path, "lanternbus")
    pulled = pull(hub, source_id)

    assert listed(hub) == ["riders/lanternbus"]
    assert len(pulled.groups[0].repository_ids) == 1
    assert last_run(hub).records_gone == 1
    assert "No source or catalogue" in (the_project(hub, "seedshelf").hidden_because or "")

    write_list(path, "lanternbus", "seedshelf")
    pull(hub, source_id)
    assert listed(hub) == ["riders/lanternbus", "riders/seedshelf"]


def test_project_that_left_and_is_pulled_by_another_source_is_shown(
    hub: RunningHub, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "list.txt", "lanternbus", "seedshelf")
    source_id = add_catalogue(hub, str(path))
    pull(hub, source_id)
    write_list(path, "seedshelf")
    pull(hub, source_id)
    assert listed(hub) == ["riders/seedshelf"]
    hub.forge.put_project(project("riders/lanternbus"))

    sync_source(hub.context, hub.add_source("riders"))

    assert listed(hub) == ["riders/lanternbus", "riders/seedshelf"]


def test_entry_that_left_keeps_the_tasks_of_another_source(hub: RunningHub, tmp_path: Path) -> None:
    hub.forge.put_project(project("riders/lanternbus"))
    hub.forge.put_issue("riders/lanternbus", issue(1))
    owner_id = hub.add_source("riders")
    sync_source(hub.context, owner_id)
    path = write_list(tmp_path / "list.txt", "lanternbus", "seedshelf")
    source_id = add_catalogue(hub, str(path))
    pull(hub, source_id)
    assert the_project(hub, "lanternbus").catalogues == ("list.txt",)

    write_list(path, "seedshelf")
    pull(hub, source_id)

    assert listed(hub) == ["riders/lanternbus", "riders/seedshelf"]
    assert list(marks(hub)) == [1]
    assert the_project(hub, "lanternbus").catalogues == ()


def test_second_catalogue_takes_over_from_the_first(hub: RunningHub, tmp_path: Path) -> None:
    grab(tmp_path / "grabs", "lanternbus", "jump in")
    grab(tmp_path / "grabs", "seedshelf", "dig in")
    first = add_catalogue(hub, str(tmp_path / "grabs"))
    second = add_catalogue(hub, str(write_list(tmp_path / "list.txt", "lanternbus")))
    pull(hub, first)
    assert pull(hub, second).groups == ()

    (tmp_path / "grabs" / "lanternbus.yml").unlink()
    pull(hub, first)

    [group] = pull(hub, second).groups
    assert len(group.repository_ids) == 1
    stored = the_project(hub, "Lanternbus")
    assert (stored.is_listed, stored.help_labels) == (True, ())
    assert stored.catalogues == ("list.txt",)


def test_entry_that_cannot_be_read_now_has_not_left(hub: RunningHub, tmp_path: Path) -> None:
    grab(tmp_path / "grabs", "lanternbus", "jump in")
    grab(tmp_path / "grabs", "seedshelf", "dig in")
    source_id = add_catalogue(hub, str(tmp_path / "grabs"))
    pull(hub, source_id)

    (tmp_path / "grabs" / "seedshelf.yml").write_text("name: [")
    pull(hub, source_id)

    assert listed(hub) == ["riders/lanternbus", "riders/seedshelf"]
    assert last_run(hub).records_skipped == 1


@pytest.mark.parametrize(
    ("names", "sentence"),
    [((), "in none of the formats"), (("bus0", "bus1", "bus2", "bus3"), "names 4 repositories")],
)
def test_catalogue_that_lost_most_changes_nothing_and_says_so(
    hub: RunningHub, tmp_path: Path, names: tuple[str, ...], sentence: str
) -> None:
    buses = [f"bus{number}" for number in range(10)]
    for bus in buses:
        hub.forge.put_project(project(f"riders/{bus}"))
    path = write_list(tmp_path / "list.txt", *buses)
    source_id = add_catalogue(hub, str(path))
    pull(hub, source_id)

    write_list(path, *names)
    result = sync_source(hub.context, source_id)

    assert result.status == RunStatus.FAILED
    assert sentence in (result.message or "")
    assert "stays" in (result.message or "")
    assert len(listed(hub)) == 10
    with hub.context.reading() as session:
        source = session.get_one(Source, source_id)
    assert (source.health, source.message) == (Health.UNREACHABLE, result.message)
    assert len(pull(hub, source_id).groups[0].repository_ids) == 10, "they are pulled all the same"


def test_list_of_few_is_taken_at_its_word(hub: RunningHub, tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.txt", "bus1", "bus2", "bus3", "bus4")
    source_id = add_catalogue(hub, str(path))
    pull(hub, source_id)

    write_list(path, "bus1")

    assert pull(hub, source_id).setback is None
    assert listed(hub) == ["riders/bus1"]


def test_unchanged_catalogue_costs_one_request_and_writes_nothing(
    hub: RunningHub, server: CatalogueServer
) -> None:
    body = f"https://{HOST}/riders/lanternbus\n".encode()
    server.replies["/list.txt"] = Reply(200, body, {"ETag": '"1"'})
    source_id = add_catalogue(hub, f"catalogue:plain:{server.url}/list.txt")
    pull(hub, source_id)
    assert last_run(hub).requests_made == 1

    again = pull(hub, source_id)

    assert last_run(hub).requests_made == 1
    assert server.requests[1].headers["if-none-match"] == '"1"'
    assert len(again.groups[0].repository_ids) == 1
    assert last_run(hub).repositories_seen == 0

    server.replies["/list.txt"] = Reply(404, b"")
    gone = pull(hub, source_id).setback
    assert gone is not None
    assert gone.health == Health.GONE
    server.replies["/list.txt"] = Reply(429, b"", {"Retry-After": "60"})
    waiting = pull(hub, source_id).setback
    assert waiting is not None
    assert waiting.health == Health.WAITING
    assert waiting.retry_at is not None
    assert len(listed(hub)) == 1


def test_forge_that_became_known_is_told_without_a_second_project(
    hub: RunningHub, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "list.txt", "lanternbus", host="git.town.example")
    source_id = add_catalogue(hub, str(path))
    assert pull(hub, source_id).groups == ()

    known = {**hub.context.forges, ("gitlab", "git.town.example"): hub.forge}
    later = replace(hub, context=replace(hub.context, forges=known))

    [group] = pull(later, source_id).groups
    assert (group.forge, len(group.repository_ids)) == ("gitlab", 1)
    assert listed(hub) == ["riders/lanternbus"]


def test_catalogue_takes_over_what_an_import_only_listed(hub: RunningHub, tmp_path: Path) -> None:
    row = (
        f'{{"name": "Lanternbus", "forge": "forgejo", "host": "{HOST}", '
        f'"full_name": "riders/lanternbus", "url": "https://{HOST}/riders/lanternbus"}}'
    )
    import_catalogue(hub.context, read_lines([row.encode()]))
    path = write_list(tmp_path / "list.txt", "lanternbus", "seedshelf")
    source_id = add_catalogue(hub, str(path))

    assert len(pull(hub, source_id).groups[0].repository_ids) == 2
    write_list(path, "seedshelf")
    pull(hub, source_id)

    assert listed(hub) == ["riders/lanternbus", "riders/seedshelf"]
    with hub.context.reading() as session:
        repository = session.exec(
            select(Repository).where(Repository.path == "riders/lanternbus")
        ).one()
        source = session.get_one(Source, repository.source_id)
    assert source.is_paused


def test_two_entries_of_one_repository_are_one_listing(hub: RunningHub, tmp_path: Path) -> None:
    grab(tmp_path / "grabs", "lanternbus", "jump in")
    text = (tmp_path / "grabs" / "lanternbus.yml").read_text()
    (tmp_path / "grabs" / "again.yml").write_text(text.replace("jump in", "dig in"))

    pull(hub, add_catalogue(hub, str(tmp_path / "grabs")))

    with hub.context.reading() as session:
        assert session.exec(select(Listing.labels)).one() == ("dig in", "jump in")

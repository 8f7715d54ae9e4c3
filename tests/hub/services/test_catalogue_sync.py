"""A catalogue as a source: what it lists, what it says of labels, and what it costs."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from hub.models import Health, Listing, Project, Repository, RunStatus, Source, Task
from hub.services.catalogue import import_catalogue
from hub.services.sync import refresh_source, sync_source
from integrations.catalogues.jsonlines import read_lines
from tests.hub.running import HOST, RunningHub, issue, last_run, project
from tests.hub.services.cataloguing import (
    add_catalogue,
    grab,
    listed,
    marks,
    pull,
    the_project,
    write_list,
)
from tests.integrations.catalogues.test_fetching import CatalogueServer
from tests.replay.loopback import Reply


def test_entries_become_projects_that_the_source_pulls(
    catalogue_hub: RunningHub, tmp_path: Path
) -> None:
    grab(tmp_path / "grabs", "lanternbus", "jump in")
    (tmp_path / "grabs" / "broken.yml").write_text("name: [")
    source_id = add_catalogue(catalogue_hub, str(tmp_path / "grabs"))

    pulled = pull(catalogue_hub, source_id)

    assert pulled.setback is None
    [group] = pulled.groups
    assert (group.forge, group.host, len(group.repository_ids)) == ("forgejo", HOST, 1)
    stored = the_project(catalogue_hub, "Lanternbus")
    assert (stored.help_labels, stored.catalogues) == (("jump in",), ("up-for-grabs",))
    with catalogue_hub.context.reading() as session:
        repository = session.exec(select(Repository)).one()
        source = session.exec(select(Source)).one()
    assert repository.source_id == source_id
    assert (source.forge, source.host, source.scope) == ("catalogue", "file", "catalogue")
    run = last_run(catalogue_hub)
    assert (run.repositories_seen, run.records_skipped) == (1, 1)
    assert run.problems[0].startswith("broken.yml: line 1")
    assert "new: 1, changed: 0, gone: 0" in run.problems[1]


def test_what_is_listed_is_pulled_from_its_forge(catalogue_hub: RunningHub, tmp_path: Path) -> None:
    grab(tmp_path / "grabs", "lanternbus", "lantern lit")
    grab(tmp_path / "grabs", "nowhere", "help")
    catalogue_hub.forge.put_project(project("riders/lanternbus"))
    catalogue_hub.forge.put_issue("riders/lanternbus", issue(1, labels=("lantern-lit",)))
    source_id = add_catalogue(catalogue_hub, str(tmp_path / "grabs"))

    result = sync_source(catalogue_hub.context, source_id)

    assert result.status == RunStatus.DONE
    assert marks(catalogue_hub) == {1: (True, False, None)}
    assert (last_run(catalogue_hub).repositories_seen, last_run(catalogue_hub).issues_seen) == (
        2,
        1,
    )
    with catalogue_hub.context.reading() as session:
        healths = dict(session.exec(select(Repository.path, Repository.health)).all())
    assert healths == {"riders/lanternbus": Health.GOOD, "riders/nowhere": Health.GONE}
    with catalogue_hub.context.reading() as session:
        source = session.get_one(Source, source_id)
    now = catalogue_hub.clock.now()
    assert (source.health, source.good_at, source.listed_at) == (Health.GOOD, now, now)
    assert source.due_at is not None
    catalogue_hub.forge.put_issue("riders/lanternbus", issue(2, hours_ago=0))
    assert sync_source(catalogue_hub.context, source_id).status == RunStatus.DONE
    assert len(marks(catalogue_hub)) == 2


def test_refresh_reads_what_is_due_alone(
    catalogue_hub: RunningHub, catalogue_server: CatalogueServer
) -> None:
    body = f"https://{HOST}/riders/lanternbus\n".encode()
    catalogue_server.replies["/list.txt"] = Reply(200, body, {"ETag": '"1"'})
    catalogue_hub.forge.put_project(project("riders/lanternbus"))
    catalogue_hub.forge.put_issue("riders/lanternbus", issue(1, hours_ago=50))
    source_id = add_catalogue(catalogue_hub, f"{catalogue_server.url}/list.txt")
    sync_source(catalogue_hub.context, source_id)
    asked = catalogue_hub.forge.requests_made()

    refresh_source(catalogue_hub.context, source_id)
    assert (catalogue_hub.forge.requests_made(), len(catalogue_server.requests)) == (asked, 1)

    catalogue_hub.clock.move(timedelta(hours=7))
    catalogue_hub.forge.put_issue("riders/lanternbus", issue(2, hours_ago=0))
    refresh_source(catalogue_hub.context, source_id)
    assert len(catalogue_server.requests) == 2
    assert len(marks(catalogue_hub)) == 2


def test_repository_that_was_renamed_is_found_under_its_old_address(
    catalogue_hub: RunningHub, tmp_path: Path
) -> None:
    catalogue_hub.forge.put_project(project("riders/lanternbus", remote_id="7"))
    catalogue_hub.forge.put_issue("riders/lanternbus", issue(1))
    catalogue_hub.forge.rename_project("riders/lanternbus", "night/lanternbus")
    path = write_list(tmp_path / "list.txt", "lanternbus")
    source_id = add_catalogue(catalogue_hub, str(path))

    sync_source(catalogue_hub.context, source_id)
    write_list(path, "lanternbus", "seedshelf")
    sync_source(catalogue_hub.context, source_id)

    assert sorted(listed(catalogue_hub)) == ["night/lanternbus", "riders/seedshelf"]
    assert list(marks(catalogue_hub)) == [1]
    with catalogue_hub.context.reading() as session:
        assert len(session.exec(select(Project)).all()) == 2


def test_listing_goes_to_the_repository_that_it_turns_out_to_be(
    catalogue_hub: RunningHub, tmp_path: Path
) -> None:
    catalogue_hub.forge.put_project(project("riders/lanternbus", remote_id="7"))
    catalogue_hub.forge.put_issue("riders/lanternbus", issue(1, labels=("lantern lit",)))
    catalogue_hub.forge.rename_project("riders/lanternbus", "night/lanternbus")
    sync_source(catalogue_hub.context, catalogue_hub.add_source("night"))
    grab(tmp_path / "grabs", "lanternbus", "Lantern Lit")
    source_id = add_catalogue(catalogue_hub, str(tmp_path / "grabs"))

    for _ in range(2):
        assert sync_source(catalogue_hub.context, source_id).status == RunStatus.DONE
        assert listed(catalogue_hub) == ["night/lanternbus"]
        assert marks(catalogue_hub) == {1: (True, False, None)}

    with catalogue_hub.context.reading() as session:
        [listing] = session.exec(select(Listing)).all()
        assert session.get_one(Repository, listing.repository_id).path == "night/lanternbus"


def test_forge_that_asks_to_wait_ends_the_run_waiting(
    catalogue_hub: RunningHub, tmp_path: Path
) -> None:
    later = catalogue_hub.clock.now() + timedelta(minutes=9)
    catalogue_hub.forge.put_project(project("riders/lanternbus"))
    source_id = add_catalogue(catalogue_hub, str(write_list(tmp_path / "list.txt", "lanternbus")))
    catalogue_hub.forge.limit_until(later)

    result = sync_source(catalogue_hub.context, source_id)

    assert (result.status, result.retry_at) == (RunStatus.WAITING, later)
    catalogue_hub.forge.heal()
    assert sync_source(catalogue_hub.context, source_id).status == RunStatus.DONE


def test_forge_that_the_hub_cannot_read_is_listed_but_not_pulled(
    catalogue_hub: RunningHub, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "list.txt", "lanternbus", host="git.sr.ht")

    pulled = pull(catalogue_hub, add_catalogue(catalogue_hub, str(path)))

    assert pulled.groups == ()
    assert listed(catalogue_hub) == ["riders/lanternbus"]


def test_label_of_the_catalogue_marks_issues_that_are_pulled(
    catalogue_hub: RunningHub, tmp_path: Path
) -> None:
    grab(tmp_path / "grabs", "lanternbus", "Lantern-Lit")
    pull(catalogue_hub, add_catalogue(catalogue_hub, str(tmp_path / "grabs")))
    catalogue_hub.forge.put_project(project("riders/lanternbus"))
    catalogue_hub.forge.put_issue("riders/lanternbus", issue(1, labels=("lantern lit",)))
    catalogue_hub.forge.put_issue("riders/lanternbus", issue(2, labels=("other",)))

    sync_source(catalogue_hub.context, catalogue_hub.add_source("riders"))

    assert marks(catalogue_hub) == {1: (True, False, None), 2: (False, False, None)}


def test_label_of_a_catalogue_for_newcomers_marks_what_was_pulled_before(
    catalogue_hub: RunningHub, tmp_path: Path
) -> None:
    catalogue_hub.forge.put_project(project("riders/lanternbus"))
    catalogue_hub.forge.put_issue("riders/lanternbus", issue(1, labels=("lantern lit",)))
    sync_source(catalogue_hub.context, catalogue_hub.add_source("riders"))
    assert marks(catalogue_hub) == {1: (False, False, None)}
    catalogue_hub.clock.move(timedelta(hours=1))
    path = tmp_path / "data.json"
    link = f"https://{HOST}/riders/lanternbus"
    path.write_text(json.dumps({"repositories": [{"link": link, "label": "Lantern lit"}]}))
    source_id = add_catalogue(catalogue_hub, str(path))

    pulled = pull(catalogue_hub, source_id)

    assert marks(catalogue_hub) == {1: (True, True, "beginner")}
    assert pulled.groups == (), "another source reads it"
    assert last_run(catalogue_hub).tasks_changed == 1
    with catalogue_hub.context.reading() as session:
        assert session.exec(select(Task.changed_at)).one() == catalogue_hub.clock.now()
    path.write_text(json.dumps({"repositories": [{"link": link}]}))
    pull(catalogue_hub, source_id)
    assert marks(catalogue_hub) == {1: (False, False, None)}
    assert the_project(catalogue_hub, "lanternbus").help_labels == ()


def test_unchanged_catalogue_costs_one_request_and_writes_nothing(
    catalogue_hub: RunningHub, catalogue_server: CatalogueServer
) -> None:
    body = f"https://{HOST}/riders/lanternbus\n".encode()
    catalogue_server.replies["/list.txt"] = Reply(200, body, {"ETag": '"1"'})
    source_id = add_catalogue(catalogue_hub, f"catalogue:plain:{catalogue_server.url}/list.txt")
    pull(catalogue_hub, source_id)
    assert last_run(catalogue_hub).requests_made == 1

    again = pull(catalogue_hub, source_id)

    assert last_run(catalogue_hub).requests_made == 1
    assert catalogue_server.requests[1].headers["if-none-match"] == '"1"'
    assert len(again.groups[0].repository_ids) == 1
    assert last_run(catalogue_hub).repositories_seen == 0

    catalogue_server.replies["/list.txt"] = Reply(404, b"")
    gone = pull(catalogue_hub, source_id).setback
    assert gone is not None
    assert gone.health == Health.GONE
    catalogue_server.replies["/list.txt"] = Reply(429, b"", {"Retry-After": "60"})
    waiting = pull(catalogue_hub, source_id).setback
    assert waiting is not None
    assert waiting.health == Health.WAITING
    assert waiting.retry_at is not None
    assert len(listed(catalogue_hub)) == 1


def test_forge_that_became_known_is_told_without_a_second_project(
    catalogue_hub: RunningHub, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "list.txt", "lanternbus", host="git.town.example")
    source_id = add_catalogue(catalogue_hub, str(path))
    assert pull(catalogue_hub, source_id).groups == ()

    known = {**catalogue_hub.context.forges, ("gitlab", "git.town.example"): catalogue_hub.forge}
    later = replace(catalogue_hub, context=replace(catalogue_hub.context, forges=known))

    [group] = pull(later, source_id).groups
    assert (group.forge, len(group.repository_ids)) == ("gitlab", 1)
    assert listed(catalogue_hub) == ["riders/lanternbus"]


def test_catalogue_takes_over_what_an_import_only_listed(
    catalogue_hub: RunningHub, tmp_path: Path
) -> None:
    row = (
        f'{{"name": "Lanternbus", "forge": "forgejo", "host": "{HOST}", '
        f'"full_name": "riders/lanternbus", "url": "https://{HOST}/riders/lanternbus"}}'
    )
    import_catalogue(catalogue_hub.context, read_lines([row.encode()]))
    path = write_list(tmp_path / "list.txt", "lanternbus", "seedshelf")
    source_id = add_catalogue(catalogue_hub, str(path))

    assert len(pull(catalogue_hub, source_id).groups[0].repository_ids) == 2
    write_list(path, "seedshelf")
    pull(catalogue_hub, source_id)

    assert listed(catalogue_hub) == ["riders/lanternbus", "riders/seedshelf"]
    with catalogue_hub.context.reading() as session:
        repository = session.exec(
            select(Repository).where(Repository.path == "riders/lanternbus")
        ).one()
        source = session.get_one(Source, repository.source_id)
    assert source.is_paused


def test_two_entries_of_one_repository_are_one_listing(
    catalogue_hub: RunningHub, tmp_path: Path
) -> None:
    grab(tmp_path / "grabs", "lanternbus", "jump in")
    text = (tmp_path / "grabs" / "lanternbus.yml").read_text()
    (tmp_path / "grabs" / "again.yml").write_text(text.replace("jump in", "dig in"))

    pull(catalogue_hub, add_catalogue(catalogue_hub, str(tmp_path / "grabs")))

    with catalogue_hub.context.reading() as session:
        assert session.exec(select(Listing.labels)).one() == ("dig in", "jump in")

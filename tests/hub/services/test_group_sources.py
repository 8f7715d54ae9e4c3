"""A source that may be a project or a group, over GitLab's connector and a local server."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from hub.context import AppContext
from hub.models import Health, Repository, RunStatus, Source
from hub.services import source_admin
from hub.services.sync import sync_source
from tests.conftest import NOW, Database
from tests.hub.running import running_hub
from tests.integrations.gitlab_server import GitLabServer
from tests.integrations.gitlab_world import GitLabWorld
from tests.integrations.worlds import issue, project


@pytest.fixture
def gitlab() -> Iterator[GitLabWorld]:
    with GitLabServer(now=NOW) as server:
        world = GitLabWorld(server)
        for number, path in enumerate(["acme/light/lantern", "acme/light/deep/torch"], start=1):
            world.put_project(project(path, remote_id=str(number)))
            world.put_issues([issue(number, path=path)], path=path)
        yield world
        world.gitlab.close()


@pytest.fixture
def context(database: Database, tmp_path: Path, gitlab: GitLabWorld) -> Iterator[AppContext]:
    with running_hub(database, tmp_path) as hub:
        forge = gitlab.gitlab
        yield replace(hub.context, forges={(forge.kind, forge.host): forge})


def _add(context: AppContext, address: str) -> int:
    with context.transaction() as session:
        place = source_admin.parse_place(address)
        source = source_admin.add(session, place, now=NOW)
        assert source.id is not None
        return source.id


def _state(context: AppContext) -> tuple[list[str], list[tuple[str, str]]]:
    with context.reading() as session:
        paths = session.exec(select(Repository.path).order_by(Repository.path)).all()
        places = session.exec(select(Source.scope, Source.locator).order_by(Source.scope)).all()
        return list(paths), [(str(scope), locator) for scope, locator in places]


def test_address_of_a_project_is_that_project(context: AppContext) -> None:
    source_id = _add(context, "https://gitlab.com/acme/light/lantern")
    assert sync_source(context, source_id).status == RunStatus.DONE
    assert _state(context) == (["acme/light/lantern"], [("repository", "acme/light/lantern")])


def test_address_of_a_subgroup_becomes_the_group(context: AppContext) -> None:
    source_id = _add(context, "https://gitlab.com/acme/light")
    result = sync_source(context, source_id)
    assert result.status == RunStatus.DONE
    paths = ["acme/light/deep/torch", "acme/light/lantern"]
    assert _state(context) == (paths, [("organisation", "acme/light")])
    assert sync_source(context, source_id).status == RunStatus.DONE
    assert _state(context)[0] == paths


def test_group_that_is_a_source_already_is_not_one_twice(context: AppContext) -> None:
    _add(context, "gitlab:org:acme/light")
    second = _add(context, "https://gitlab.com/acme/light")
    assert sync_source(context, second).status == RunStatus.DONE
    places = [("organisation", "acme/light"), ("repository", "acme/light")]
    assert _state(context)[1] == places


def test_address_of_nothing_is_gone(context: AppContext) -> None:
    source_id = _add(context, "https://gitlab.com/acme/dark")
    assert sync_source(context, source_id).status == RunStatus.FAILED
    with context.reading() as session:
        source = session.get_one(Source, source_id)
    assert (source.health, source.scope) == (Health.GONE, "repository")
    assert "no public repository acme/dark" in str(source.message)


def test_project_that_is_deleted_does_not_become_a_group(
    context: AppContext, gitlab: GitLabWorld
) -> None:
    source_id = _add(context, "https://gitlab.com/acme/light/lantern")
    sync_source(context, source_id)
    gitlab.delete_project("acme/light/lantern")
    gitlab.put_project(project("acme/light/lantern/new", remote_id="9"))
    sync_source(context, source_id)
    assert _state(context)[1] == [("repository", "acme/light/lantern")]

"""`otdhub sync` against what GitHub really answered: counts equal those of the recordings."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlmodel import Session, select

from hub.database import make_engine
from hub.models import Author, Health, Repository, Task
from tests.hub.cli.test_cli import CommandLine
from tests.replay import ReplayServer

pytestmark = pytest.mark.shared
pytest_plugins = ["tests.replay.fixtures"]

# A repository with a recorded page of itself and its list of open issues (or its whole list).
LISTS = {
    "sferik/rails_admin": "github/issues_list/16-200-sferik-rails-admin-issues.json",
    "hub4j-test-org/testQueryIssues": (
        "github/issues_list/17-200-hub4j-test-org-testqueryissues-issues.json"
    ),
}


def expected(recorded: Path, file: str) -> dict[str, int]:
    for line in (recorded / "INDEX.jsonl").read_text().splitlines():
        row = json.loads(line)
        if row["file"] == file:
            counts: dict[str, int] = row["expected"]
            return counts
    raise LookupError(file)


@pytest.mark.parametrize("path", LISTS)
def test_tasks_of_a_synced_repository_are_those_of_the_recording(
    path: str, recorded: Path, github_replay: ReplayServer, tmp_path: Path
) -> None:
    otdhub = CommandLine(
        tmp_path,
        HUB_GITHUB_BASE_URL=github_replay.url,
        HUB_PRIVATE_HOSTS=urlsplit(github_replay.url).netloc,
    )
    otdhub.run("sources", "add", f"https://github.com/{path}")

    [run] = otdhub.json("sync")

    counts = expected(recorded, LISTS[path])
    assert run["status"] == "done"
    engine = make_engine(f"sqlite:///{tmp_path / 'hub-data' / 'hub.db'}")
    with Session(engine) as session:
        repository = session.exec(select(Repository)).one()
        tasks = session.exec(select(Task).where(Task.is_open)).all()
        authors = session.exec(select(Author)).all()
        assert len(tasks) == counts["open"] - counts["pull_requests"] == counts["issues"]
        # The texts themselves are compared in tests/replay: here line ends are normalised.
        assert max(len(task.body) for task in tasks) <= counts["max_body_chars"]
        assert sum(not task.body for task in tasks) == counts["null_or_empty_bodies"]
    engine.dispose()
    assert repository.path == path
    assert repository.health == Health.GOOD
    assert authors

    [again] = otdhub.json("sync")
    assert (again["status"], again["tasks_changed"]) == ("done", 0)


def test_repository_without_an_issue_list_is_a_project_without_tasks(
    github_replay: ReplayServer, tmp_path: Path
) -> None:
    otdhub = CommandLine(
        tmp_path,
        HUB_GITHUB_BASE_URL=github_replay.url,
        HUB_PRIVATE_HOSTS=urlsplit(github_replay.url).netloc,
    )
    otdhub.run("sources", "add", "https://github.com/hub4j-test-org/jenkins")

    [run] = otdhub.json("sync")

    assert (run["status"], run["repositories"], run["issues"]) == ("done", 1, 0)


def test_repository_that_was_never_there_is_said(
    github_replay: ReplayServer, tmp_path: Path
) -> None:
    otdhub = CommandLine(
        tmp_path,
        HUB_GITHUB_BASE_URL=github_replay.url,
        HUB_PRIVATE_HOSTS=urlsplit(github_replay.url).netloc,
    )
    otdhub.run("sources", "add", "https://github.com/nobody/nothing")

    done = otdhub.run("sync")

    assert done.returncode == 1
    assert "nobody/nothing" in done.stderr
    [source] = otdhub.json("sources", "list")
    assert source["state"] == "gone"

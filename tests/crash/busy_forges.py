"""Three forges with the same life: the same repositories and issues, and the same that happens.

What happens is numbered, and each touches issues of its own, so that two hubs that have seen it
all hold the same, whenever they looked.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from integrations.base import Forge
from integrations.records import (
    AuthorRecord,
    CommentRecord,
    FileRecord,
    ForgeKind,
    IssueRecord,
    ProjectRecord,
)
from tests.integrations import gitlab_items
from tests.integrations.forge_server import SeenRequest
from tests.integrations.forgejo_server import ForgejoServer
from tests.integrations.forgejo_world import ForgejoWorld
from tests.integrations.github_server import GitHubServer
from tests.integrations.gitlab_server import GitLabServer
from tests.integrations.gitlab_world import GitLabWorld
from tests.integrations.worlds import GitHubWorld, issue, project

PATHS = ("acme/lamp", "acme/horn", "beta/bell")
ISSUES_EACH = 180
CHANGES_EACH = 12
# Each happening touches so many issues of each repository; see `happen`.
APART = 8
MOST_HAPPENINGS = ISSUES_EACH // APART - 1
HELPERS = tuple(
    AuthorRecord(str(5000 + number), f"helper-{number}", f"https://x.example/helper-{number}")
    for number in range(12)
)
CIVIC = '{"name": "Lamp", "type": "Other", "needs": [{"need": "testers for night lamps"}]}'


class Server(Protocol):
    """What the servers of all forges have."""

    now: datetime
    url: str
    requests: list[SeenRequest]


class Backstage(Protocol):
    """What can be changed at a forge, whatever its kind."""

    forge: Forge

    def put_project(self, record: ProjectRecord) -> None: ...
    def put_issues(self, issues: Iterable[IssueRecord], *, path: str) -> None: ...
    def put_pull_request(self, record: IssueRecord, *, path: str) -> None: ...
    def delete_issue(self, number: int, *, path: str) -> None: ...


@dataclass
class BusyForge:
    """A forge on a loopback port, and what has happened there."""

    kind: ForgeKind
    host: str
    server: Server
    world: Backstage
    settings: dict[str, str]
    put_comment: Callable[[CommentRecord, str], None]
    started_at: datetime
    happened: int = 0

    @property
    def environment(self) -> dict[str, str]:
        """Give the settings of a hub that reads this forge, for another process."""
        place = urlsplit(self.server.url).netloc
        given = {**self.settings, "private_hosts": place}
        return {f"HUB_{name.upper()}": value for name, value in given.items()}

    @property
    def sources(self) -> tuple[str, ...]:
        """An owner with two repositories, and a single repository."""
        return f"{self.host}:acme", f"{self.host}:beta/bell"

    def fill(self) -> None:
        """Put in what is there from the start."""
        now = self._now()
        for rank, path in enumerate(PATHS):
            self.world.put_project(_project(path, rank, host=self.host, now=now))
            issues = [self._first_issue(path, number) for number in range(1, ISSUES_EACH + 1)]
            self.world.put_issues(issues, path=path)
            for number in range(ISSUES_EACH + 1, ISSUES_EACH + CHANGES_EACH + 1):
                self.world.put_pull_request(self._change(path, number), path=path)
            for number in range(3, ISSUES_EACH, 12):
                self._say(path, number, at=now - timedelta(days=9) + timedelta(minutes=number))

    def happen(self) -> str:
        """Let the next thing happen in each repository; returns where an issue was deleted.

        One issue is closed, two get another title, one is claimed in a comment, one is new, a
        change comes for one and another one lands; in one repository an issue is deleted.
        """
        self.happened += 1
        assert self.happened <= MOST_HAPPENINGS
        now = self._now()
        first = APART * self.happened
        lost_at = PATHS[self.happened % len(PATHS)]
        for path in PATHS:
            closed, retitled, again, claimed = (
                self._first_issue(path, first + place) for place in range(4)
            )
            new = replace(self._first_issue(path, 1000 + first), created_at=now, is_open=True)
            self.world.put_issues(
                (
                    replace(closed, is_open=False, closed_at=now, updated_at=now),
                    replace(retitled, title=f"{retitled.title}, still", updated_at=now),
                    replace(again, labels=("help wanted", "docs"), updated_at=now),
                    replace(new, updated_at=now, closed_at=None),
                ),
                path=path,
            )
            self._say(path, claimed.number, at=now)
            coming = self._first_issue(path, 2000 + first)
            coming = replace(coming, body=f"Fixes #{first + 4}", is_open=True, updated_at=now)
            self.world.put_pull_request(coming, path=path)
            landed = self._change(path, ISSUES_EACH + 1 + self.happened % CHANGES_EACH)
            landed = replace(landed, is_open=False, closed_at=now, updated_at=now)
            self.world.put_pull_request(landed, path=path)
            if path == lost_at:
                self.world.delete_issue(first + 5, path=path)
        return lost_at

    def _now(self) -> datetime:
        """Move the clock of the server to the present."""
        self.server.now = _present()
        return self.server.now

    def _first_issue(self, path: str, number: int) -> IssueRecord:
        at = self.started_at - timedelta(days=20) + timedelta(minutes=number)
        is_open = number % APART != 7 or number % 3 == 0
        return issue(
            number,
            path=path,
            remote_id=str(10_000 * (2 + PATHS.index(path)) + number),
            url=f"https://{self.host}/{path}/issues/{number}",
            body="The lamp at the east door stays dark, twice. " * (2 + number % 23),
            created_at=at - timedelta(days=30),
            updated_at=at,
            is_open=is_open,
            closed_at=None if is_open else at,
            labels=("bug", "good first issue", "help wanted")[: number % 4],
            author=HELPERS[number % len(HELPERS)],
            assignees=(HELPERS[number % 5],) if number % 19 == 0 else (),
            comments=1 if number % 12 == 3 else 0,
        )

    def _change(self, path: str, number: int) -> IssueRecord:
        closes = APART * (number - ISSUES_EACH) + 6
        return replace(
            self._first_issue(path, number),
            body=f"Fixes #{closes}",
            is_open=True,
            closed_at=None,
            comments=0,
        )

    def _say(self, path: str, number: int, *, at: datetime) -> None:
        """Let somebody say that they take an issue, which changes it."""
        said_on = self._first_issue(path, number)
        self.put_comment(
            CommentRecord(
                remote_id=f"{self.happened}{said_on.remote_id}",
                issue_number=number,
                author=HELPERS[(number + 1) % len(HELPERS)],
                text="I would like to work on this.",
                created_at=at,
                updated_at=at,
            ),
            path,
        )
        self.world.put_issues((replace(said_on, comments=1, updated_at=at),), path=path)


@contextmanager
def busy_github() -> Iterator[BusyForge]:
    """Run GitHub, asked by GraphQL where that is cheaper."""
    with GitHubServer() as server:
        world = GitHubWorld(server)
        yield BusyForge(
            ForgeKind.GITHUB,
            "github.com",
            server,
            world,
            {"github_base_url": server.url, "github_tokens": "ghp_of_the_test"},
            lambda record, path: world.put_comment(record, path=path),
            _present(),
        )
        world.forge.close()


@contextmanager
def busy_gitlab() -> Iterator[BusyForge]:
    """Run GitLab."""
    with GitLabServer() as server:
        world = GitLabWorld(server)
        yield BusyForge(
            ForgeKind.GITLAB,
            "gitlab.com",
            server,
            world,
            {
                "forges": f"gitlab:gitlab.com={server.url}",
                "gitlab_tokens": "glpat-of-the-test",
            },
            lambda record, path: server.put_event(path, gitlab_items.comment_event(record)),
            _present(),
        )
        world.forge.close()


@contextmanager
def busy_forgejo() -> Iterator[BusyForge]:
    """Run Forgejo."""
    with ForgejoServer() as server:
        world = ForgejoWorld(server)
        yield BusyForge(
            ForgeKind.FORGEJO,
            "codeberg.org",
            server,
            world,
            {
                "forges": f"forgejo:codeberg.org={server.api}",
                "codeberg_tokens": "token_of_the_test",
            },
            lambda record, path: world.put_comments([record], path=path),
            _present(),
        )
        world.forge.close()


BUSY_FORGES = {"github": busy_github, "gitlab": busy_gitlab, "forgejo": busy_forgejo}


def _project(path: str, rank: int, *, host: str, now: datetime) -> ProjectRecord:
    return project(
        path,
        remote_id=str(70 + rank),
        url=f"https://{host}/{path}",
        created_at=now - timedelta(days=400),
        updated_at=now - timedelta(days=2),
        pushed_at=now - timedelta(days=3),
        contributing_url=None,
        code_of_conduct_url=None,
        files=(FileRecord("civic.json", CIVIC), FileRecord("LICENSE", "MIT License")),
    )


def _present() -> datetime:
    """Give the present instant; forges tell of seconds."""
    return datetime.now(UTC).replace(microsecond=0)

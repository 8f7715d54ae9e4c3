"""Serve the made-up corpus as GitHub would, from a process of its own, for ``benchmarks.sync``.

``python -m benchmarks.serve_corpus --issues 100000 --repositories 500 --latency-ms 20`` prints its
address and takes orders on its standard input as ``tests.integrations.serve_github`` does. How
many issues a repository has, their texts, labels, authors and comments are drawn from what was
measured (``distributions.json``); the sizes keep their measured shape and are scaled to the number
asked for. Every issue is open, and none is a pull request: so each puller has the same to fetch.
"""

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from math import ceil
from pathlib import Path
from random import Random

from benchmarks.corpus import Corpus, SyntheticProject, SyntheticTask
from integrations.records import AuthorRecord, CommentRecord, IssueRecord, ProjectRecord
from tests.integrations.forge_server import Json
from tests.integrations.github_graph import issue_node
from tests.integrations.github_items import (
    account_item,
    comment_item,
    issue_item,
    repository_item,
)
from tests.integrations.github_server import GitHubServer
from tests.integrations.serve_github import serve

OWNER = "acme"
PER_PAGE = 100
_NOT_IN_PATHS = re.compile(r"[^a-z0-9_.-]")
FIRST_ISSUE_ID = 900_000
FIRST_COMMENT_ID = 50_000_000
MOST_COMMENT_WORDS = 40


@dataclass(frozen=True, slots=True)
class Planned:
    """A repository of the local forge, and how many issues it has."""

    path: str
    issues: int
    project: SyntheticProject


def plan(corpus: Corpus, *, issues: int, repositories: int) -> list[Planned]:
    """Share issues out in the measured shape, the largest repository first, each at least one."""
    projects = sorted(
        corpus.projects(repositories), key=lambda one: (-one.open_tasks, one.project_id)
    )
    drawn = sum(project.open_tasks for project in projects) or 1
    counts = [max(1, issues * project.open_tasks // drawn) for project in projects]
    counts[0] = max(1, counts[0] + issues - sum(counts))
    return [
        Planned(f"{OWNER}/{_NOT_IN_PATHS.sub('', project.slug.lower())}", count, project)
        for project, count in zip(projects, counts, strict=True)
    ]


def least_requests(planned: list[Planned]) -> int:
    """Count pages of the list, and of each repository a page for each 100 issues."""
    pages = sum(ceil(repository.issues / PER_PAGE) for repository in planned)
    return ceil(len(planned) / PER_PAGE) + pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issues", type=int, default=5000)
    parser.add_argument("--repositories", type=int, default=25)
    parser.add_argument("--latency-ms", type=float, default=0.0)
    arguments = parser.parse_args()
    corpus = Corpus.load(Path.cwd())
    planned = plan(corpus, issues=arguments.issues, repositories=arguments.repositories)
    with GitHubServer() as server:
        server.prefix = "/api/v3"
        server.latency_s = arguments.latency_ms / 1000
        server.graph.points_an_hour = 1_000_000
        fill(server, corpus, planned)
        serve(server)


def fill(server: GitHubServer, corpus: Corpus, planned: list[Planned]) -> None:
    """Put everything in, and write it down once, so that answering costs next to nothing."""
    owner = AuthorRecord("4", OWNER, f"https://github.com/{OWNER}")
    tasks = corpus.tasks(sum(repository.issues for repository in planned))
    filler = _Filler(server, corpus)
    for number, repository in enumerate(planned, start=1):
        project = repository.project
        record = ProjectRecord(
            str(70 + number),
            repository.path,
            project.name,
            f"https://github.com/{repository.path}",
            description=project.summary,
            topics=project.topics,
            owner=owner,
            stars=project.stars,
        )
        languages = {project.language: 9} if project.language else {}
        server.put_repository(repository.path, repository_item(record), languages=languages)
        filler.fill(repository.path, islice(tasks, repository.issues))


class _Filler:
    """Writes tasks as issues; remembers the accounts and the last ids that it gave."""

    def __init__(self, server: GitHubServer, corpus: Corpus) -> None:
        self._server = server
        self._comments = corpus.distributions.comments_per_issue
        self._rng = Random(corpus.distributions.seed)
        self._authors: dict[str, AuthorRecord] = {}
        self._items: dict[str, Json] = {}
        self._last_comment_id = FIRST_COMMENT_ID

    def fill(self, path: str, tasks: Iterator[SyntheticTask]) -> None:
        """Put the issues of one repository and their comments."""
        items = []
        for number, task in enumerate(tasks, start=1):
            comments = round(self._comments.draw(self._rng))
            items.append(issue_item(self._issue(task, path, number, comments), path=path))
            for place in range(comments):
                share = (place + 1) / (comments + 1)
                self._server.put_comment(path, number, self._comment(task, path, number, share))
        self._server.put_items(path, items)
        repository = self._server.store.by_path(path)
        assert repository is not None
        for issue in repository.in_order():
            issue_node(repository, issue)

    def _issue(self, task: SyntheticTask, path: str, number: int, comments: int) -> IssueRecord:
        return IssueRecord(
            remote_id=str(FIRST_ISSUE_ID + task.task_id),
            number=number,
            title=task.title,
            body=task.body,
            url=f"https://github.com/{path}/issues/{number}",
            is_open=True,
            created_at=task.opened_at,
            updated_at=task.updated_at,
            labels=task.labels,
            author=self._author(task.author),
            comments=comments,
        )

    def _comment(self, task: SyntheticTask, path: str, number: int, share: float) -> Json:
        """Write a comment. One object serves for an account in all of half a million comments."""
        self._last_comment_id += 1
        at = _between(task.opened_at, task.updated_at, share)
        words = task.body.split()[:MOST_COMMENT_WORDS] or task.title.split()
        text = " ".join(words)
        record = CommentRecord(str(self._last_comment_id), number, None, text, at, at)
        others = list(islice(reversed(self._items), 50))
        login = self._rng.choice((task.author, self._rng.choice(others)))
        return {**comment_item(record, path=path), "user": self._items[login]}

    def _author(self, login: str) -> AuthorRecord:
        if login not in self._authors:
            remote_id = str(5000 + len(self._authors))
            author = AuthorRecord(remote_id, login, f"https://github.com/{login}")
            self._authors[login] = author
            self._items[login] = self._server.store.accounts[login] = account_item(author)
        return self._authors[login]


def _between(first: datetime, last: datetime, share: float) -> datetime:
    return first + timedelta(seconds=(last - first).total_seconds() * share)


if __name__ == "__main__":
    main()

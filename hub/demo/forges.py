"""The forges of the demo: in-memory ones that hold its projects and issues."""

import re
from datetime import datetime, timedelta

from hub.demo.files import ProjectTable, TaskTable, demo_tables
from integrations.memory import MemoryForge
from integrations.records import (
    AuthorRecord,
    FileRecord,
    ForgeKind,
    IssueRecord,
    ProjectRecord,
    SourceScope,
    SourceSpec,
)

_IN_DAYS = re.compile(r"\{in (\d+) days\}")


def demo_forges(now: datetime) -> tuple[MemoryForge, ...]:
    """Make the forges, filled, with dates counted back from ``now``."""
    tables = demo_tables()
    forges = {each.host: MemoryForge(ForgeKind(each.kind), each.host) for each in tables.forges}
    for project in tables.projects:
        forge = forges[project.host]
        forge.put_project(_project_record(project, now))
        for task in (*project.task, *project.closed):
            forge.put_issue(project.path, _issue_record(project, task, now))
    return tuple(forges.values())


def demo_sources() -> tuple[tuple[ForgeKind, str, SourceSpec], ...]:
    """List what the demo's hub is told to pull: the organisations of each forge."""
    return tuple(
        (ForgeKind(forge.kind), forge.host, SourceSpec(SourceScope.ORGANISATION, owner))
        for forge in demo_tables().forges
        for owner in forge.sources
    )


def _project_record(project: ProjectTable, now: datetime) -> ProjectRecord:
    url = f"https://{project.host}/{project.path}"
    file_url = f"{url}/src/{project.branch}"
    return ProjectRecord(
        remote_id=project.path,
        path=project.path,
        name=project.name,
        url=url,
        description=project.description,
        topics=project.topics,
        languages=project.languages,
        licence=project.licence,
        stars=project.stars,
        default_branch=project.branch,
        homepage=project.homepage,
        contributing_url=f"{file_url}/CONTRIBUTING.md" if project.has_contributing else None,
        code_of_conduct_url=f"{file_url}/CODE_OF_CONDUCT.md" if project.has_conduct else None,
        owner=_author(project.host, project.path.split("/", 1)[0]),
        created_at=now - timedelta(days=project.created),
        updated_at=now - timedelta(days=project.pushed),
        pushed_at=now - timedelta(days=project.pushed),
        files=tuple(
            FileRecord(each.name, _dated(each.text, now).strip() + "\n") for each in project.file
        ),
    )


def _dated(text: str, now: datetime) -> str:
    """Put days for ``{in 40 days}``: a need must not be over when the demo is shown."""
    return _IN_DAYS.sub(
        lambda found: (now + timedelta(days=int(found[1]))).date().isoformat(), text
    )


def _issue_record(project: ProjectTable, task: TaskTable, now: datetime) -> IssueRecord:
    url = f"https://{project.host}/{project.path}"
    last_word_at = now - timedelta(days=task.word)
    return IssueRecord(
        remote_id=f"{project.path}#{task.number}",
        number=task.number,
        title=task.title,
        body=task.body.strip(),
        url=f"{url}/issues/{task.number}",
        is_open=task.done is None,
        created_at=now - timedelta(days=task.opened),
        updated_at=last_word_at,
        closed_at=None if task.done is None else now - timedelta(days=task.done),
        labels=task.labels,
        author=_author(project.host, task.author),
        assignees=tuple(_author(project.host, login) for login in task.assignees),
        comments=task.comments,
        linked_change_url=f"{url}/pulls/{task.change}" if task.change else None,
    )


def _author(host: str, login: str) -> AuthorRecord:
    return AuthorRecord(remote_id=login, login=login, url=f"https://{host}/{login}")

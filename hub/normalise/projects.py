"""One forge repository as the values of a repository row, and what they suggest for its project.

Knows records and the vocabulary; no row, session or request.
"""

from dataclasses import dataclass
from datetime import datetime

from hub.normalise.causes import causes_of
from hub.normalise.skills import skills_of
from hub.normalise.text import clean_line, clean_lines, clean_optional_line, storable_count, web_url
from integrations.records import ProjectRecord

MAX_SUMMARY_CHARS = 600
MAX_DESCRIPTION_CHARS = 5000


@dataclass(frozen=True, slots=True)
class RepositoryValues:
    """The columns of :class:`hub.models.Repository` that a record gives, then suggestions.

    ``languages`` is ``None`` where the record did not say. ``url`` is empty where the forge gave
    none that is safe to link to. The ``project_*`` fields are for a project that has no such
    value of its own yet.
    """

    remote_id: str
    path: str
    path_key: str
    url: str
    description: str | None
    topics: tuple[str, ...]
    languages: tuple[str, ...] | None
    skills: tuple[str, ...]
    licence: str | None
    stars: int | None
    is_archived: bool
    is_fork: bool
    has_issues: bool
    default_branch: str | None
    homepage: str | None
    contributing_url: str | None
    code_of_conduct_url: str | None
    owner_login: str | None
    pushed_at: datetime | None
    created_at: datetime | None
    etag: str | None
    project_name: str
    project_summary: str | None
    project_causes: tuple[str, ...]
    project_homepage: str | None


def normalise_project(record: ProjectRecord) -> RepositoryValues:
    """Turn a repository record into values; doing it twice changes nothing."""
    path = clean_line(record.path, max_chars=300)
    description = clean_optional_line(record.description, max_chars=MAX_DESCRIPTION_CHARS)
    topics = clean_lines(record.topics, max_chars=100, max_items=50)
    languages = (
        None
        if record.languages is None
        else clean_lines(record.languages, max_chars=60, max_items=30)
    )
    homepage = web_url(record.homepage)
    return RepositoryValues(
        remote_id=clean_line(record.remote_id, max_chars=100),
        path=path,
        path_key=path_key(path),
        url=web_url(record.url) or "",
        description=description,
        topics=topics,
        languages=languages,
        skills=skills_of(languages or (), topics),
        licence=clean_optional_line(record.licence, max_chars=200),
        stars=storable_count(record.stars),
        is_archived=record.is_archived,
        is_fork=record.is_fork,
        has_issues=record.has_issues,
        default_branch=clean_optional_line(record.default_branch, max_chars=255),
        homepage=homepage,
        contributing_url=web_url(record.contributing_url),
        code_of_conduct_url=web_url(record.code_of_conduct_url),
        owner_login=_owner_login(record, path),
        pushed_at=record.pushed_at,
        created_at=record.created_at,
        etag=record.etag,
        project_name=clean_line(record.name, max_chars=300) or path.rsplit("/", 1)[-1],
        project_summary=clean_optional_line(description, max_chars=MAX_SUMMARY_CHARS),
        project_causes=causes_of(topics, description),
        project_homepage=homepage,
    )


def path_key(path: str) -> str:
    """Fold a path, since most forges ignore its case."""
    return path.casefold()[:300]


def _owner_login(record: ProjectRecord, path: str) -> str | None:
    if record.owner is not None:
        return clean_optional_line(record.owner.login, max_chars=200)
    return path.split("/", 1)[0] if "/" in path else None

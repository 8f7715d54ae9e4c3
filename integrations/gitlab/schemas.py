"""What GitLab's JSON holds that the hub needs.

Source: https://docs.gitlab.com/api/projects/, .../api/issues/ and .../api/events/. Everything else
in an answer is ignored, so that a new field never hurts. Without a token GitLab leaves out much.
"""

from typing import Annotated

from pydantic import Field

from integrations.json_values import Instant, Lenient, Number, Text


class GitLabAccount(Lenient):
    """A user as an author or an assignee."""

    id: int
    username: Annotated[Text, Field(min_length=1, max_length=255)]
    name: Text | None = None
    web_url: Text | None = None


class GitLabLabel(Lenient):
    """A label with its details, which GitLab gives where they are asked for."""

    name: Text | None = None


class GitLabIssue(Lenient):
    """An issue; ``iid`` is its number within the project."""

    id: int
    iid: Number
    title: Text
    description: Text | None = None
    web_url: Text | None = None
    state: Text
    created_at: Instant
    updated_at: Instant
    closed_at: Instant | None = None
    labels: tuple[GitLabLabel | Text | None, ...] | None = None
    author: GitLabAccount | None = None
    assignee: GitLabAccount | None = None
    assignees: tuple[GitLabAccount | None, ...] | None = None
    user_notes_count: Number | None = None
    discussion_locked: bool | None = None


class GitLabNamespace(Lenient):
    """The user or group that a project belongs to."""

    id: int
    full_path: Text | None = None
    path: Text | None = None
    web_url: Text | None = None


class GitLabLicence(Lenient):
    """The licence that GitLab recognised; ``key`` is an SPDX name in lower case, or "other"."""

    key: Text | None = None


class GitLabProject(Lenient):
    """A project, in a list or by itself."""

    id: int
    name: Annotated[Text, Field(min_length=1)]
    path_with_namespace: Annotated[Text, Field(pattern=r"^[^/\s]+(/[^/\s]+)+$")]
    web_url: Text | None = None
    visibility: Text | None = None
    description: Text | None = None
    topics: tuple[Text, ...] | None = None
    tag_list: tuple[Text, ...] | None = None
    license: GitLabLicence | None = None
    star_count: Number | None = None
    archived: bool | None = None
    forked_from_project: Lenient | None = None
    empty_repo: bool | None = None
    issues_enabled: bool | None = None
    issues_access_level: Text | None = None
    default_branch: Text | None = None
    namespace: GitLabNamespace | None = None
    created_at: Instant | None = None
    updated_at: Instant | None = None
    last_activity_at: Instant | None = None


class GitLabTreeEntry(Lenient):
    """A file (``blob``) or a folder (``tree``) of a repository."""

    name: Text
    type: Text


class GitLabNote(Lenient):
    """A comment; ``system`` ones are GitLab's own, ``internal`` ones are for members only."""

    id: int
    body: Text | None = None
    author: GitLabAccount | None = None
    created_at: Instant
    updated_at: Instant
    noteable_type: Text | None = None
    noteable_iid: Number | None = None


class GitLabEvent(Lenient):
    """Something that somebody did in a project: here, that they commented."""

    note: GitLabNote

"""What Forgejo's and Gitea's JSON holds that the hub needs.

Source: https://codeberg.org/api/swagger. Old servers leave out much of it, so only what names a
thing is required.
"""

from typing import Annotated

from pydantic import Field

from integrations.json_values import Instant, Lenient, Number, Text


class ForgejoAccount(Lenient):
    """A user or an organisation; a deleted one has the id -1, a server's own actor one below."""

    id: int
    login: Annotated[Text, Field(min_length=1, max_length=100)]
    html_url: Text | None = None


class ForgejoLabel(Lenient):
    """A label of an issue."""

    name: Text | None = None


class ForgejoIssue(Lenient):
    """An issue, or a pull request, which stands among them where not left out."""

    id: int
    number: Number
    title: Text
    body: Text | None = None
    html_url: Text | None = None
    state: Text
    created_at: Instant
    updated_at: Instant
    closed_at: Instant | None = None
    labels: tuple[ForgejoLabel | None, ...] | None = None
    user: ForgejoAccount | None = None
    assignee: ForgejoAccount | None = None
    assignees: tuple[ForgejoAccount | None, ...] | None = None
    comments: Number | None = None
    is_locked: bool | None = None


class ForgejoTracker(Lenient):
    """An issue tracker that stands elsewhere."""

    external_tracker_url: Text | None = None


class ForgejoRepository(Lenient):
    """A repository, in a list or by itself. ``licenses`` is Gitea's, from 1.23 on."""

    id: int
    name: Annotated[Text, Field(min_length=1)]
    full_name: Annotated[Text, Field(pattern=r"^[^/\s]+/[^/\s]+$")]
    html_url: Text | None = None
    private: bool | None = None
    internal: bool | None = None
    description: Text | None = None
    topics: tuple[Text, ...] | None = None
    licenses: tuple[Text, ...] | None = None
    stars_count: Number | None = None
    archived: bool | None = None
    fork: bool | None = None
    empty: bool | None = None
    has_issues: bool | None = None
    external_tracker: ForgejoTracker | None = None
    default_branch: Text | None = None
    website: Text | None = None
    owner: ForgejoAccount | None = None
    created_at: Instant | None = None
    updated_at: Instant | None = None


class ForgejoComment(Lenient):
    """A comment; ``pull_request_url`` is filled instead of ``issue_url`` on a pull request."""

    id: int
    body: Text | None = None
    user: ForgejoAccount | None = None
    issue_url: Text | None = None
    pull_request_url: Text | None = None
    created_at: Instant
    updated_at: Instant


class ForgejoEntry(Lenient):
    """A file or folder at the top of a repository."""

    name: Text
    type: Text
    html_url: Text | None = None


class ForgejoVersion(Lenient):
    """The answer of /version."""

    version: Text


class ForgejoLimits(Lenient):
    """The answer of /settings/api."""

    max_response_items: int | None = None

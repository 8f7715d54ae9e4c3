"""What GitHub's JSON holds that the hub needs.

Source: https://docs.github.com/en/rest/issues/issues and .../rest/repos/repos. Everything else in
an answer is ignored, so that a new field never hurts.
"""

from typing import Annotated

from pydantic import Field, SecretStr

from integrations.json_values import Instant, Lenient, Number, Text


class GitHubAccount(Lenient):
    """A user or an organisation."""

    id: int
    login: Annotated[Text, Field(min_length=1, max_length=100)]
    html_url: Text | None = None
    type: Text | None = None


class GitHubLabel(Lenient):
    """A label of an issue."""

    name: Text | None = None


class GitHubBudget(Lenient):
    """What is left of a token's hour; ``reset`` is in seconds since 1970."""

    limit: Number
    remaining: Number
    reset: Instant


class GitHubLimits(Lenient):
    """The answer of /rate_limit. Source: https://docs.github.com/en/rest/rate-limit."""

    rate: GitHubBudget


class GitHubInstallationToken(Lenient):
    """A token of an App's installation, as POST .../access_tokens gives it."""

    token: SecretStr
    expires_at: Instant


class GitHubPoints(Lenient):
    """What a GraphQL question cost, and what is left of the hour."""

    cost: Number
    remaining: Number
    reset_at: Annotated[Instant, Field(alias="resetAt")]


class GitHubIssue(Lenient):
    """An issue, or a pull request, which GitHub lists among them."""

    id: int
    number: Number
    title: Text
    body: Text | None = None
    html_url: Text | None = None
    state: Text
    created_at: Instant
    updated_at: Instant
    closed_at: Instant | None = None
    labels: tuple[GitHubLabel | Text | None, ...] | None = None
    user: GitHubAccount | None = None
    assignee: GitHubAccount | None = None
    assignees: tuple[GitHubAccount | None, ...] | None = None
    comments: Number | None = None
    locked: bool | None = None


class GitHubComment(Lenient):
    """A comment on an issue or a pull request, in a list of the whole repository."""

    id: int
    issue_url: Text
    body: Text | None = None
    user: GitHubAccount | None = None
    created_at: Instant
    updated_at: Instant


class GitHubLicence(Lenient):
    """The licence that GitHub recognised."""

    spdx_id: Text | None = None


class GitHubRepository(Lenient):
    """A repository, in a list or by itself."""

    id: int
    name: Annotated[Text, Field(min_length=1)]
    full_name: Annotated[Text, Field(pattern=r"^[^/\s]+/[^/\s]+$")]
    html_url: Text | None = None
    private: bool | None = None
    description: Text | None = None
    topics: tuple[Text, ...] | None = None
    language: Text | None = None
    license: GitHubLicence | None = None
    stargazers_count: Number | None = None
    archived: bool | None = None
    fork: bool | None = None
    size: int | None = None
    has_issues: bool | None = None
    default_branch: Text | None = None
    homepage: Text | None = None
    owner: GitHubAccount | None = None
    created_at: Instant | None = None
    updated_at: Instant | None = None
    pushed_at: Instant | None = None


class GitHubFile(Lenient):
    """A file that GitHub found in a repository."""

    html_url: Text | None = None


class GitHubFiles(Lenient):
    """The files of a community profile."""

    contributing: GitHubFile | None = None
    code_of_conduct: GitHubFile | None = None
    code_of_conduct_file: GitHubFile | None = None


class GitHubCommunity(Lenient):
    """The community profile of a repository."""

    files: GitHubFiles | None = None

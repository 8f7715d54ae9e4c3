"""What a forge says, as frozen values: the only thing that leaves this package.

Every instant is aware UTC. ``None`` means not known, an empty value means known to be none.
Nothing here is normalised: labels, languages and topics stand as the forge writes them.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, Self, TypeVar


class ForgeKind(StrEnum):
    """The software that a forge runs."""

    GITHUB = "github"
    GITLAB = "gitlab"
    FORGEJO = "forgejo"
    SOURCEHUT = "sourcehut"
    BITBUCKET = "bitbucket"
    UNKNOWN = "unknown"


class SourceScope(StrEnum):
    """What part of a forge a source names."""

    OWNER = "owner"
    ORGANISATION = "organisation"
    REPOSITORY = "repository"
    TOPIC = "topic"
    CATALOGUE = "catalogue"


# What a project may say about itself in its repository, in the order in which it counts.
PROJECT_FILES = (".otd/needs.yml", "publiccode.yml", "codemeta.json", "civic.json")
MAX_FILE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """What to discover: ``locator`` is a login, ``owner/name``, or topics parted by commas.

    ``ORGANISATION`` is also a GitLab group, read with its subgroups. ``CATALOGUE`` is no forge's:
    it stands for a list of projects (:mod:`integrations.catalogues`), by file or address.
    """

    scope: SourceScope
    locator: str


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """A login seen on a forge; not a person until somebody claims it."""

    remote_id: str
    login: str
    url: str
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A text file of a repository, at most MAX_FILE_BYTES of it; ``name`` is its path there."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ProjectRecord:
    """One repository. ``languages`` come largest first; ``None`` where the answer did not say.

    ``files`` are those of PROJECT_FILES that stand in it; ``None`` where nobody looked.
    ``etag`` is opaque and belongs to :meth:`integrations.base.Forge.project` alone.
    """

    remote_id: str
    path: str
    name: str
    url: str
    description: str | None = None
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] | None = None
    licence: str | None = None
    stars: int | None = None
    is_archived: bool = False
    is_fork: bool = False
    is_empty: bool = False
    has_issues: bool = True
    default_branch: str | None = None
    homepage: str | None = None
    contributing_url: str | None = None
    code_of_conduct_url: str | None = None
    owner: AuthorRecord | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    pushed_at: datetime | None = None
    files: tuple[FileRecord, ...] | None = None
    etag: str | None = None

    @property
    def is_complete(self) -> bool:
        """Say whether nothing is left for :meth:`integrations.base.Forge.complete` to ask."""
        return self.languages is not None and self.files is not None


@dataclass(frozen=True, slots=True)
class CommentRecord:
    """A comment on an issue of a repository, by its number."""

    remote_id: str
    issue_number: int
    author: AuthorRecord | None
    text: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class IssueRecord:
    """One issue, never a pull request. A deleted author is ``None``, a missing body is empty.

    ``remote_id`` is unique within the host. ``linked_change_url`` is a pull or merge request that
    says it will close the issue, where the answer carries one. ``talk`` holds comments that came
    with the issue, oldest first: the latest ten at most; ``None`` where the answer carries none.
    ``participants`` counts who spoke, where the answer says.
    """

    remote_id: str
    number: int
    title: str
    body: str
    url: str
    is_open: bool
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None = None
    labels: tuple[str, ...] = ()
    author: AuthorRecord | None = None
    assignees: tuple[AuthorRecord, ...] = ()
    comments: int | None = None
    participants: int | None = None
    linked_change_url: str | None = None
    is_locked: bool = False
    talk: tuple[CommentRecord, ...] | None = None


class WorkSort(StrEnum):
    """What somebody did: a change of theirs that was merged, an issue that they had and that was
    closed as done, a change of others that they reviewed, a repository of their own.
    """

    CHANGE = "change"
    ISSUE = "issue"
    REVIEW = "review"
    REPOSITORY = "repository"


@dataclass(frozen=True, slots=True)
class AccountSpec:
    """Whose work is read: the forge's own number of the account, which its login may not outlive.

    A login that was let go can be taken by somebody else; the number cannot.
    """

    remote_id: str
    login: str


# What follows the start of a text says little more of what was done.
MOST_WORK_CHARS = 2_000


@dataclass(frozen=True, slots=True)
class ContributionRecord:
    """One public thing that an account did: read only for a person who asked for it.

    ``remote_id`` is unique within the host. ``languages`` (largest first) and ``topics`` are those
    of the repository; ``repository_id`` is the forge's own number of it, which outlives its path.
    """

    remote_id: str
    project_path: str
    title: str
    url: str
    done_at: datetime
    text: str = ""
    labels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sort: WorkSort = WorkSort.CHANGE
    repository_id: str = ""

    @classmethod
    def of_repository(
        cls, record: ProjectRecord, languages: tuple[str, ...], *, changed_at: datetime
    ) -> Self:
        """Make it of a repository of the account's own."""
        return cls(
            remote_id=f"{WorkSort.REPOSITORY.value}:{record.remote_id}",
            project_path=record.path,
            title=record.name,
            url=record.url,
            done_at=changed_at,
            text=(record.description or "")[:MOST_WORK_CHARS],
            languages=languages,
            topics=record.topics,
            sort=WorkSort.REPOSITORY,
            repository_id=record.remote_id,
        )


@dataclass(frozen=True, slots=True)
class RecordProblem:
    """A record that was skipped, and why, in words for the sources page."""

    subject: str
    reason: str


Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class LinkedChange:
    """A pull request that says which issues of its repository it will close, by their numbers.

    Once it is not open any more, it closes them no longer.
    """

    url: str
    is_open: bool
    closes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Records of one answer, oldest change first.

    ``cursor`` resumes behind this page: give it back, now or after a crash, and nothing is
    missing. The cursor of the last page asks for what changed since. It is opaque text.
    ``changes`` are those that came among issues, where a forge lists both together.
    """

    records: tuple[Item, ...]
    cursor: str
    problems: tuple[RecordProblem, ...] = field(default=())
    changes: tuple[LinkedChange, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much a forge still lets one token of ours ask, and what time it is there.

    ``number`` counts the tokens from 1; 0 is asking without one. ``resource`` names the budget,
    where a forge keeps several (GitHub: core, search, graphql).
    """

    number: int
    limit: int
    left: int
    full_at: datetime
    server_at: datetime | None = None
    resource: str = "core"


class NotModified:
    """The answer of a conditional request to which nothing changed."""

    __slots__ = ()


NOT_MODIFIED = NotModified()

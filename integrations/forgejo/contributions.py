"""What an account did on a Forgejo or Gitea in public: changes, issues, reviews, own repositories.

Its feed of acts tells where. Each of those repositories is asked for the closed pull requests that
the account opened and the closed issues that it had. All of these are found by login; so the first
answer must say that the login is still that of the account, and every item whose it is.
Source: https://codeberg.org/api/swagger#/user/userListActivityFeeds and .../issueListIssues
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from integrations import sentences
from integrations.answers import listed, parsed
from integrations.errors import ForgeRefused, RecordGone, RecordInvalid
from integrations.forgejo.client import ForgejoClient
from integrations.forgejo.history_cursor import ActivityCursor, Review
from integrations.forgejo.lists import ListReader
from integrations.forgejo.mapping import is_hidden, languages, project_record
from integrations.forgejo.paths import checked_path, is_login
from integrations.forgejo.schemas import ForgejoAccount, ForgejoIssue
from integrations.history_cursor import LATE, REACHES_BACK
from integrations.json_values import Instant, Lenient, Number, Text, validated, web_url
from integrations.records import (
    MOST_WORK_CHARS,
    AccountSpec,
    ContributionRecord,
    Page,
    ProjectRecord,
    RecordProblem,
    WorkSort,
)

_ACTS = frozenset(
    {
        "commit_repo",
        "create_pull_request",
        "merge_pull_request",
        "auto_merge_pull_request",
        "close_pull_request",
        "close_issue",
    }
)
_REVIEWS = frozenset({"approve_pull_request", "reject_pull_request"})
_MOST_FEED_PAGES = 20
_MOST_OWN = 20
_MOST_LANGUAGES = 3
_REVIEWS_A_PAGE = 10


class _Named(Lenient):
    full_name: Text


class _Act(Lenient):
    op_type: Text
    act_user: ForgejoAccount
    repo: _Named
    content: Text | None = None
    created: Instant


class _When(Lenient):
    created: Instant


class _Merge(Lenient):
    merged: bool = False
    merged_at: Instant | None = None


class _Closed(ForgejoIssue):
    pull_request: _Merge | None = None


class _Pull(ForgejoIssue):
    number: Number
    merged: bool = False
    merged_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class _Repository:
    record: ProjectRecord
    languages: tuple[str, ...]


@dataclass(slots=True)
class _Reading:
    """One reading: whose, and the repositories seen; ``None`` is one not for everyone."""

    account: AccountSpec
    repositories: dict[str, _Repository | None] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        return f"account {self.account.login[:100]}"

    def is_theirs(self, account: ForgejoAccount | None) -> bool:
        return account is not None and str(account.id) == self.account.remote_id


class ForgejoHistories:
    """Reads what accounts did."""

    def __init__(self, client: ForgejoClient, *, page_size: int) -> None:
        self._client = client
        self._host = client.host
        self._page_size = page_size

    def pages(self, account: AccountSpec, cursor: str | None) -> Iterator[Page[ContributionRecord]]:
        """Yield own repositories, then a page for each repository, then reviews."""
        reading = _Reading(account)
        self._require(reading)
        here = ActivityCursor.parse(cursor)
        if here.begun_at is None:
            here, records = self._begin(reading, here)
            yield Page(tuple(records), str(here))
        for path in here.left():
            page, is_there = self._page_of(reading, path, here.places[path])
            here = here.read(path, is_there=is_there)
            yield replace(page, cursor=str(here))
        waiting: tuple[Review, ...] = ()
        while here.reviews:
            batch, rest = here.reviews[:_REVIEWS_A_PAGE], here.reviews[_REVIEWS_A_PAGE:]
            found, still_open = self._reviews(reading, batch)
            waiting = (*waiting, *still_open)
            here = replace(here, reviews=rest)
            yield Page(tuple(found), str(replace(here, reviews=(*rest, *waiting))))
        here = replace(here, begun_at=None, reviews=waiting)
        yield Page((), str(here))

    def _require(self, reading: _Reading) -> None:
        """See that the login is still that of the account."""
        if not is_login(reading.account.login):
            raise sentences.gone(self._host, reading.subject)
        answer = self._client.get(f"/users/{reading.account.login}", subject=reading.subject)
        found = validated(ForgejoAccount, parsed(answer, host=self._host, subject=reading.subject))
        if not reading.is_theirs(found):
            raise sentences.account_taken(self._host, reading.account.login)

    def _begin(
        self, reading: _Reading, here: ActivityCursor
    ) -> tuple[ActivityCursor, list[ContributionRecord]]:
        """Find out where there may be something, and tell of own repositories."""
        now = self._client.now()
        since = here.acted_at - LATE if here.acted_at else now - REACHES_BACK
        acts = list(self._acts(reading, since))
        own = self._own(reading)
        reviews = [review for act in acts if (review := _review(act)) is not None]
        paths = [act.repo.full_name for act in acts if act.op_type in _ACTS]
        acted_at = max((act.created for act in acts), default=here.acted_at)
        told, owned_at = [], here.owned_at
        for record, changed_at in own:
            if here.owned_at is None or changed_at > here.owned_at:
                owned_at = max(changed_at, owned_at or changed_at)
                told.append(self._own_record(reading, record, changed_at))
        begun = here.begun((*paths, *(record.path for record, _ in own)), reviews, now=now)
        return replace(begun, acted_at=acted_at, owned_at=owned_at), told

    def _acts(self, reading: _Reading, since: datetime) -> Iterator[_Act]:
        """Yield what the account did in public since, the latest first."""
        path = f"/users/{reading.account.login}/activities/feeds"
        query = {"only-performed-by": "true", "limit": str(self._page_size)}
        for number in range(1, _MOST_FEED_PAGES + 1):
            try:
                answer = self._client.get(
                    path, {**query, "page": str(number)}, subject=reading.subject
                )
            except (RecordGone, ForgeRefused):
                return  # an old server has no such feed
            items = listed(answer, host=self._host, subject=reading.subject)
            for item in items:
                act = _act(item)
                if act is not None and act.created >= since and reading.is_theirs(act.act_user):
                    yield act
            if not items or _is_before(items[-1], since):
                return

    def _own(self, reading: _Reading) -> list[tuple[ProjectRecord, datetime]]:
        """List the account's repositories that changed last, by its number."""
        query = {
            "uid": reading.account.remote_id,
            "exclusive": "true",
            "mode": "source",
            "private": "false",
            "sort": "updated",
            "order": "desc",
            "limit": str(_MOST_OWN),
        }
        answer = self._client.get("/repos/search", query, subject=reading.subject)
        found = parsed(answer, host=self._host, subject=reading.subject)
        items = found.get("data") if isinstance(found, dict) else None
        own = []
        for item in items if isinstance(items, list) else ():
            record = self._public(item)
            owner_id = record.owner.remote_id if record and record.owner else None
            if record is None or owner_id != reading.account.remote_id or record.is_fork:
                continue
            if record.updated_at is not None and not record.is_empty:
                own.append((record, record.updated_at))
        return own

    def _page_of(
        self, reading: _Reading, path: str, since: datetime
    ) -> tuple[Page[ContributionRecord], bool]:
        """Read what was closed in a repository since; says whether it is there for everyone."""
        login = reading.account.login
        records: dict[str, ContributionRecord] = {}
        problems: list[RecordProblem] = []
        for whose, kind, sort in (
            ("created_by", "pulls", WorkSort.CHANGE),
            ("assigned_by", "issues", WorkSort.ISSUE),
        ):
            try:
                items = list(self._closed(path, {"type": kind, whose: login}, since))
            except (RecordGone, ForgeRefused):
                items = []  # no list of these, or no repository: what stands there tells
            for item in items:
                try:
                    closed = validated(_Closed, item)
                except RecordInvalid as exc:
                    problems.append(RecordProblem(f"something in {path}", str(exc)))
                    continue
                record = self._record(reading, path, closed, sort)
                if record is not None:
                    records[record.remote_id] = record
        is_there = reading.repositories.get(path, True) is not None
        return Page(tuple(records.values()), "", problems=tuple(problems)), is_there

    def _closed(self, path: str, filters: Mapping[str, str], since: datetime) -> Iterator[object]:
        reader = ListReader(
            self._client,
            f"/repos/{checked_path(path)}/issues",
            subject=f"repository {path}",
            page_size=self._page_size,
        )
        asked = {**filters, "state": "closed"}
        for items in reader.windows(asked, since_s=int(since.timestamp())):
            yield from items

    def _record(
        self, reading: _Reading, path: str, closed: _Closed, sort: WorkSort
    ) -> ContributionRecord | None:
        """Turn an item into a record; ``None`` for what is not theirs, not done, or not public."""
        pull = closed.pull_request
        if sort is WorkSort.CHANGE:
            is_theirs = pull is not None and pull.merged and reading.is_theirs(closed.user)
            done_at = (pull and pull.merged_at) or closed.closed_at
        else:
            people = closed.assignees or (closed.assignee,)
            is_theirs = pull is None and any(reading.is_theirs(one) for one in people)
            done_at = closed.closed_at
        url = web_url(closed.html_url)
        if not is_theirs or done_at is None or url is None:
            return None
        repository = self._repository(reading, path)
        if repository is None:
            return None
        return _made(closed, repository, sort, url=url, done_at=done_at)

    def _reviews(
        self, reading: _Reading, batch: tuple[Review, ...]
    ) -> tuple[list[ContributionRecord], list[Review]]:
        """Read pull requests that were reviewed; those that are open wait for another reading."""
        found, waiting = [], []
        for review in batch:
            subject = f"pull request {review.path}#{review.number}"
            address = f"/repos/{checked_path(review.path)}/pulls/{review.number}"
            try:
                answer = self._client.get(address, subject=subject)
                pull = validated(_Pull, parsed(answer, host=self._host, subject=subject))
            except (RecordGone, ForgeRefused, RecordInvalid):
                continue
            if pull.state == "open":
                waiting.append(review)
            url = web_url(pull.html_url)
            if not pull.merged or reading.is_theirs(pull.user) or url is None:
                continue
            repository = self._repository(reading, review.path)
            if repository is not None:
                done_at = pull.merged_at or review.at
                found.append(_made(pull, repository, WorkSort.REVIEW, url=url, done_at=done_at))
        return found, waiting

    def _repository(self, reading: _Reading, path: str) -> _Repository | None:
        if path not in reading.repositories:
            subject = f"repository {path}"
            try:
                answer = self._client.get(f"/repos/{checked_path(path)}", subject=subject)
                record = self._public(parsed(answer, host=self._host, subject=subject))
            except (RecordGone, ForgeRefused):
                record = None
            found = _Repository(record, self._languages(record)) if record else None
            reading.repositories[path] = found
        return reading.repositories[path]

    def _public(self, item: object) -> ProjectRecord | None:
        if is_hidden(item):
            return None
        try:
            return project_record(item, host=self._host)
        except RecordInvalid:
            return None

    def _languages(self, record: ProjectRecord) -> tuple[str, ...]:
        subject = f"repository {record.path}"
        try:
            answer = self._client.get(
                f"/repos/{checked_path(record.path)}/languages", subject=subject
            )
            found = languages(parsed(answer, host=self._host, subject=subject))
        except (RecordGone, ForgeRefused):
            return ()
        return (found or ())[:_MOST_LANGUAGES]

    def _own_record(
        self, reading: _Reading, record: ProjectRecord, changed_at: datetime
    ) -> ContributionRecord:
        repository = _Repository(record, self._languages(record))
        reading.repositories[record.path] = repository
        return ContributionRecord.of_repository(record, repository.languages, changed_at=changed_at)


def _act(item: object) -> _Act | None:
    """Read an act; ``None`` for one that is not for everyone, or that is unreadable."""
    if not isinstance(item, Mapping) or item.get("is_private") or is_hidden(item.get("repo")):
        return None
    try:
        act = validated(_Act, item)
        checked_path(act.repo.full_name)
    except (RecordInvalid, ForgeRefused):
        return None
    return act


def _is_before(item: object, since: datetime) -> bool:
    try:
        return validated(_When, item).created < since - timedelta(seconds=1)
    except RecordInvalid:
        return False


def _review(act: _Act) -> Review | None:
    """Read which pull request an opinion was given on: ``7|What was said``."""
    number = (act.content or "").partition("|")[0]
    if act.op_type not in _REVIEWS or not (number.isascii() and number.isdigit()):
        return None
    return Review(act.repo.full_name, int(number[:9]), act.created)


def _made(
    item: ForgejoIssue, repository: _Repository, sort: WorkSort, *, url: str, done_at: datetime
) -> ContributionRecord:
    names = (label.name for label in item.labels or () if label)
    return ContributionRecord(
        remote_id=f"{sort.value}:{item.id}",
        project_path=repository.record.path,
        title=item.title,
        url=url,
        done_at=done_at,
        text=(item.body or "")[:MOST_WORK_CHARS],
        labels=tuple(dict.fromkeys(name for name in names if name)),
        languages=repository.languages,
        topics=repository.record.topics,
        sort=sort,
        repository_id=repository.record.remote_id,
    )

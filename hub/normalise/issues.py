"""One forge issue as the values of a task: the one function that a sync calls for each issue.

Knows records and the vocabulary; no row, session or request.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from hub.models import Freshness
from hub.normalise.estimates import NO_ESTIMATE, estimate_effort
from hub.normalise.freshness import freshness_of
from hub.normalise.kinds import kinds_of
from hub.normalise.labels import NO_HELP_LABELS, HelpLabels, read_labels
from hub.normalise.skills import code_skills_of, skills_in_text
from hub.normalise.spoken import spoken_of
from hub.normalise.text import (
    MAX_COUNT,
    clean_line,
    clean_lines,
    clean_text,
    storable_count,
    web_url,
)
from integrations.records import AuthorRecord, IssueRecord

NO_TITLE = "(no title)"
MAX_LABELS = 100
MAX_SKILLS = 12
_KINDS_THAT_NEED_THE_LANGUAGES = frozenset({"code", "security"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadValues:
    """The columns of a task that are read out of the words of an issue."""

    kinds: tuple[str, ...]
    skills: tuple[str, ...]
    spoken: str | None
    level: str | None
    effort: str | None
    impact: str | None
    estimated_effort: str | None
    estimate_basis: tuple[str, ...]
    is_newcomer_fit: bool
    has_mentor: bool
    wants_help: bool
    is_blocked: bool


READ_COLUMNS = tuple(column.name for column in fields(ReadValues))


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskValues(ReadValues):
    """The columns of a task that come from an issue, named as in :class:`hub.models.Task`."""

    remote_id: str
    number: int | None
    url: str | None
    title: str
    body: str
    labels: tuple[str, ...]
    is_open: bool
    assignees: tuple[str, ...]
    linked_change_url: str | None
    comments: int | None
    participants: int | None
    opened_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    freshness: Freshness
    freshness_turns_at: datetime | None


def normalise_issue(
    record: IssueRecord,
    *,
    languages: Sequence[str],
    topics: Sequence[str],
    now: datetime,
    catalogue: HelpLabels = NO_HELP_LABELS,
) -> TaskValues:
    """Turn an issue into the values of a task; doing it twice changes nothing.

    ``languages`` (largest first) and ``topics`` are those of its repository, ``catalogue`` the
    labels under which catalogues say that it asks for help.
    """
    title = clean_line(record.title) or NO_TITLE
    body = clean_text(record.body)
    labels = clean_lines(record.labels, max_chars=200, max_items=MAX_LABELS)
    assignees = _logins(record.assignees)
    linked_change_url = web_url(record.linked_change_url)
    comments = storable_count(record.comments)
    read = read_words(
        title,
        body,
        labels=labels,
        comments=comments,
        languages=languages,
        topics=topics,
        catalogue=catalogue,
    )
    freshness = freshness_of(
        is_open=record.is_open,
        assignees=assignees,
        linked_change_url=linked_change_url,
        is_claimed=read_labels(labels).is_claimed,
        is_blocked=read.is_blocked,
        updated_at=record.updated_at,
        now=now,
    )
    return TaskValues(
        remote_id=clean_line(record.remote_id, max_chars=100),
        number=record.number if 0 <= record.number <= MAX_COUNT else None,
        url=web_url(record.url),
        title=title,
        body=body,
        labels=labels,
        **{name: getattr(read, name) for name in READ_COLUMNS},
        is_open=record.is_open,
        assignees=assignees,
        linked_change_url=linked_change_url,
        comments=comments,
        participants=storable_count(record.participants),
        opened_at=record.created_at,
        updated_at=record.updated_at,
        closed_at=None if record.is_open else record.closed_at,
        freshness=freshness.state,
        freshness_turns_at=freshness.turns_at,
    )


def read_words(
    title: str,
    body: str,
    *,
    labels: tuple[str, ...],
    comments: int | None,
    languages: Sequence[str],
    topics: Sequence[str],
    catalogue: HelpLabels = NO_HELP_LABELS,
) -> ReadValues:
    """Read what the words of an issue, as they are stored, say of the work.

    ``languages`` (largest first) and ``topics`` are those of its repository. An effort is guessed
    only where no label says one.
    """
    facts = read_labels(labels, catalogue)
    kinds = kinds_of(facts, title=title, body=body, languages=languages).kinds
    estimate = (
        NO_ESTIMATE if facts.effort else estimate_effort(title=title, body=body, comments=comments)
    )
    return ReadValues(
        kinds=kinds,
        skills=_skills(facts.skills, title, body, kinds=kinds, languages=languages, topics=topics),
        spoken=spoken_of(title, body),
        level=facts.level,
        effort=facts.effort,
        impact=facts.impact,
        estimated_effort=estimate.effort,
        estimate_basis=estimate.basis,
        is_newcomer_fit=facts.is_newcomer_fit,
        has_mentor=facts.has_mentor,
        wants_help=facts.wants_help,
        is_blocked=facts.is_blocked,
    )


def _logins(assignees: Sequence[AuthorRecord]) -> tuple[str, ...]:
    return clean_lines((author.login for author in assignees), max_chars=200, max_items=50)


def _skills(
    from_labels: tuple[str, ...],
    title: str,
    body: str,
    *,
    kinds: tuple[str, ...],
    languages: Sequence[str],
    topics: Sequence[str],
) -> tuple[str, ...]:
    """Put what the task itself asks for first, then what its repository is written in.

    A drawing for a program in Rust asks for no Rust, so the languages, and files that are named,
    count for code alone.
    """
    has_code = not _KINDS_THAT_NEED_THE_LANGUAGES.isdisjoint(kinds)
    asked = (*from_labels, *skills_in_text(f"{title}\n{body}", has_files=has_code or not kinds))
    of_repository = code_skills_of(languages, topics) if has_code else ()
    return tuple(dict.fromkeys((*asked, *of_repository)))[:MAX_SKILLS]

"""The facts that say how free a task is, each in a sentence with its date. Pure.

What is not known is left out, or said to be not known; nothing is guessed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from hub.models import Freshness
from hub.normalise.talk import claim_ends_at
from hub.views import Ending, TaskView
from hub.web.dates import date_tag, span_words, time_tag
from hub.web.wording import away_words, is_away, listed


@dataclass(frozen=True, slots=True)
class StandingFact:
    """A sentence beside its icon."""

    icon: str
    words: Markup


def standing_facts(task: TaskView, now: datetime) -> tuple[StandingFact, ...]:
    """List what is known of who is on a task and whether somebody answers there."""
    return tuple(_facts(task, now))


def _facts(task: TaskView, now: datetime) -> Iterator[StandingFact]:
    yield from _end(task, now)
    if task.linked_change_url:
        link = Markup('<a href="{}" rel="nofollow noopener">see the change</a>')
        reviewed = link.format(task.linked_change_url)
        yield StandingFact("fresh-review", Markup("A change is being reviewed: ") + reviewed)
    if task.assignees:
        named = Markup("Assigned to <bdi>{}</bdi>").format(listed(task.assignees))
        yield StandingFact("fresh-taken", named)
    yield from _claim(task, now)
    if _is_free(task, now):
        yield StandingFact("fresh-open", Markup("Nobody is on it that we know of"))
    yield StandingFact("clock", Markup("Last word {}").format(time_tag(task.updated_at, now)))
    yield from _answer(task)
    fresh = task.freshness
    if is_away(fresh.away_until, now):
        words = away_words(fresh.steward, fresh.away_until, now, nobody="The team")
        yield StandingFact("fresh-quiet", words)


def _end(task: TaskView, now: datetime) -> Iterator[StandingFact]:
    where = task.host or "its forge"
    if task.freshness.ending is Ending.GONE:
        said = Markup("The issue is not on <bdi>{}</bdi> any more: deleted, or moved away")
        said = said.format(where)
        if task.closed_at:
            said += Markup(". We noticed {}").format(time_tag(task.closed_at, now))
        yield StandingFact("fresh-closed", said)
    elif task.freshness.ending is Ending.ARCHIVED:
        said = Markup("Its owners archived the repository, so nothing can be done there")
        yield StandingFact("fresh-closed", said)


def _claim(task: TaskView, now: datetime) -> Iterator[StandingFact]:
    if task.claimed_at is None:
        return
    end = claim_ends_at(task.claimed_by, task.claimed_at)
    if end is None:
        words = Markup("Given back {}").format(time_tag(task.claimed_at, now))
        yield StandingFact("fresh-open", words)
    elif end > now:
        words = Markup(
            "<bdi>{}</bdi> said in a comment that they work on it, last word {}; "
            "without another it counts until {}"
        ).format(task.claimed_by, date_tag(task.claimed_at, now), date_tag(end, now))
        yield StandingFact("fresh-taken", words)
    else:
        words = Markup(
            "<bdi>{}</bdi> said in a comment that they work on it, and was last heard {}: "
            "too long ago to count"
        ).format(task.claimed_by, date_tag(task.claimed_at, now))
        yield StandingFact("fresh-quiet", words)


def _is_free(task: TaskView, now: datetime) -> bool:
    if task.freshness.state in (Freshness.CLOSED, Freshness.TAKEN):
        return False
    end = claim_ends_at(task.claimed_by, task.claimed_at)
    return not task.assignees and not task.linked_change_url and (end is None or end <= now)


def _answer(task: TaskView) -> Iterator[StandingFact]:
    if task.answered_at is not None:
        waited = span_words(task.answered_at - task.opened_at)
        yield StandingFact("message-circle", Markup("First answered within {}").format(waited))
    elif task.comments == 0:
        yield StandingFact("message-circle", Markup("Nobody has answered yet"))

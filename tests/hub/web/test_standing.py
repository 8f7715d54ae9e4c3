"""The facts of a task in sentences, each with its date, and nothing that is not known."""

from dataclasses import replace
from datetime import timedelta

import pytest
from markupsafe import Markup

from hub.models import Freshness
from hub.views import FreshnessView, TaskView
from hub.web.dates import span_words
from hub.web.standing import standing_facts
from tests.hub.web import samples
from tests.hub.web.samples import NOW


def said(task: TaskView) -> list[str]:
    return [Markup(fact.words).striptags() for fact in standing_facts(task, NOW)]


def test_claim_says_who_since_when_and_until_when() -> None:
    assert said(samples.CLAIMED_TASK) == [
        "noor said in a comment that they work on it, last word 12 November; "
        "without another it counts until 12 December",
        "Last word 2 days ago",
        "First answered within 2 days",
    ]


def test_old_claim_does_not_count_and_who_is_away_is_named() -> None:
    assert said(samples.AWAY_TASK) == [
        "teo said in a comment that they work on it, and was last heard 7 October: "
        "too long ago to count",
        "Nobody is on it that we know of",
        "Last word 2 days ago",
        "First answered within 2 days",
        "Mirembe is away until 2 December",
    ]


def test_lost_issue_is_not_called_closed() -> None:
    first = said(samples.GONE_TASK)[0]
    assert first == (
        "The issue is not on git.lanternbus.example any more: deleted, or moved away. "
        "We noticed yesterday"
    )


def test_archived_repository_is_said() -> None:
    assert said(samples.ARCHIVED_TASK)[0].startswith("Its owners archived the repository")


def test_change_and_assigned_people_are_named_with_a_link() -> None:
    task = replace(
        samples.TASK,
        freshness=FreshnessView(Freshness.REVIEW, NOW),
        assignees=("noor", "<b>jule"),
        linked_change_url="https://codeberg.org/x/y/pulls/3",
        claimed_at=None,
    )
    words = [str(fact.words) for fact in standing_facts(task, NOW)]
    assert 'href="https://codeberg.org/x/y/pulls/3"' in words[0]
    assert words[1] == "Assigned to <bdi>noor and &lt;b&gt;jule</bdi>"


def test_answer_that_is_not_known_is_not_said_and_none_is() -> None:
    unknown = replace(samples.TASK, answered_at=None, claimed_at=None)
    assert said(unknown) == ["Nobody is on it that we know of", "Last word 2 days ago"]
    assert "Nobody has answered yet" in said(replace(unknown, comments=0))


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(0), "an hour"),
        (timedelta(minutes=61), "2 hours"),
        (timedelta(hours=24), "a day"),
        (timedelta(hours=25), "2 days"),
        (timedelta(days=13, hours=1), "14 days"),
        (timedelta(days=14), "2 weeks"),
        (timedelta(days=62), "9 weeks"),
        (timedelta(days=70), "3 months"),
        (timedelta(days=719), "24 months"),
        (timedelta(days=720), "2 years"),
    ],
)
def test_spans_are_rounded_up_to_one_unit(span: timedelta, words: str) -> None:
    assert span_words(span) == words

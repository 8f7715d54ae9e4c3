from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.models import Freshness, Task
from hub.normalise.issues import NO_TITLE, TaskValues, normalise_issue
from integrations.records import AuthorRecord, IssueRecord

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)
INSTANTS = st.integers(min_value=0, max_value=100 * 365 * 24 * 3600 * 1000).map(
    lambda milliseconds: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
)
LABELS = st.lists(
    st.one_of(ANY_TEXT, st.sampled_from(["bug", "docs", "size/S", "good first issue", "blocked"])),
    max_size=5,
).map(tuple)
RECORDS = st.builds(
    IssueRecord,
    remote_id=st.integers(1, 10**9).map(str),
    number=st.integers(-5, 10**12),
    title=ANY_TEXT,
    body=ANY_TEXT,
    url=st.one_of(ANY_TEXT, st.just("https://forge.example/a/b/issues/1")),
    is_open=st.booleans(),
    created_at=INSTANTS,
    updated_at=INSTANTS,
    closed_at=st.none() | INSTANTS,
    labels=LABELS,
    assignees=st.lists(
        st.builds(AuthorRecord, remote_id=ANY_TEXT, login=ANY_TEXT, url=ANY_TEXT), max_size=2
    ).map(tuple),
    comments=st.none() | st.integers(-1, 10**12),
    linked_change_url=st.none() | ANY_TEXT,
)


def issue(**changes: object) -> IssueRecord:
    record = IssueRecord(
        remote_id="1",
        number=1,
        title="Map does not load",
        body="",
        url="https://forge.example/a/b/issues/1",
        is_open=True,
        created_at=NOW - timedelta(days=9),
        updated_at=NOW - timedelta(days=2),
    )
    return replace(record, **changes)  # type: ignore[arg-type]


def values(record: IssueRecord, *languages: str, topics: tuple[str, ...] = ()) -> TaskValues:
    return normalise_issue(record, languages=languages, topics=topics, now=NOW)


def again(record: IssueRecord, found: TaskValues) -> IssueRecord:
    """Put what came out where it came from."""
    return replace(
        record,
        remote_id=found.remote_id,
        number=found.number or 0,
        title=found.title,
        body=found.body,
        url=found.url or "",
        labels=found.labels,
        assignees=tuple(AuthorRecord(login, login, "") for login in found.assignees),
        comments=found.comments,
        linked_change_url=found.linked_change_url,
        closed_at=found.closed_at,
    )


@given(record=RECORDS)
@settings(max_examples=150, deadline=None)
def test_normalising_twice_changes_nothing(record: IssueRecord) -> None:
    once = values(record, "Python")
    twice = values(again(record, once), "Python")
    assert replace(twice, number=once.number) == once


@given(record=RECORDS)
@settings(max_examples=100, deadline=None)
def test_any_record_gives_values_that_a_database_takes(record: IssueRecord) -> None:
    found = values(record)
    assert 0 < len(found.title) <= 1000
    assert len(found.body) <= 65_536
    for text in (found.title, found.body, *found.labels, *found.assignees):
        assert "\x00" not in text
        text.encode("utf-8")


def test_values_are_columns_of_a_task() -> None:
    assert {field.name for field in fields(TaskValues)} <= set(Task.model_fields)


@pytest.mark.parametrize("title", ["", "   ", "\x00\n", "\u200b"])
def test_issue_without_title_gets_one(title: str) -> None:
    assert values(issue(title=title)).title == NO_TITLE


def test_labels_title_and_body_are_read_together() -> None:
    found = values(
        issue(
            title="Read the timetable with a screen reader and note what is lost",
            body="Two hours, no code.",
            labels=("accessibility", "good first issue", "effort/2 hours", "mentor available"),
        ),
        "Python",
    )
    assert found.kinds == ("a11y",)
    assert found.skills == ("web-accessibility", "screen-reader-testing")
    assert (found.level, found.effort, found.spoken) == ("beginner", "small", "en")
    assert found.is_newcomer_fit
    assert found.has_mentor
    assert found.wants_help


def test_work_on_code_asks_for_the_languages_of_the_repository() -> None:
    found = values(issue(labels=("bug",)), "Rust", "Python", "HTML", topics=("django", "cats"))
    assert found.skills == ("rust", "python", "django")


def test_drawing_asks_for_no_programming_language() -> None:
    assert values(issue(title="Draw 24 icons", labels=("design",)), "Rust").skills == ()


def test_open_issue_has_no_end_even_if_it_was_closed_before() -> None:
    assert values(issue(closed_at=NOW)).closed_at is None
    assert values(issue(is_open=False, closed_at=NOW)).closed_at == NOW


def test_freshness_comes_with_the_instant_at_which_it_turns() -> None:
    found = values(issue())
    assert found.freshness is Freshness.OPEN
    assert found.freshness_turns_at == NOW + timedelta(days=28)


def test_assignee_and_linked_change_show_in_freshness() -> None:
    noor = AuthorRecord("7", "noor", "https://forge.example/noor")
    assert values(issue(assignees=(noor,))).freshness is Freshness.TAKEN
    change = "https://forge.example/a/b/pulls/2"
    found = values(issue(assignees=(noor,), linked_change_url=change))
    assert found.freshness is Freshness.REVIEW
    assert found.assignees == ("noor",)


def test_linked_change_that_is_no_web_address_is_no_review() -> None:
    found = values(issue(linked_change_url="javascript:alert(1)"))
    assert found.linked_change_url is None
    assert found.freshness is Freshness.OPEN


def test_number_that_no_database_holds_is_left_out() -> None:
    assert values(issue(number=2**40)).number is None
    assert values(issue(number=7)).number == 7

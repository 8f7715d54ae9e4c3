"""What GitLab can do besides: comments since an instant, open issues, lists left for later."""

from datetime import timedelta

import pytest

from integrations.base import Allowing, Census, Talk
from integrations.errors import RecordGone
from integrations.records import AuthorRecord, CommentRecord
from tests.integrations.contract_abilities import CensusContract, SparingContract
from tests.integrations.gitlab_items import comment_event, issue_item
from tests.integrations.gitlab_world import GitLabWorld
from tests.integrations.worlds import NOW, PATH, issue

SINCE = NOW - timedelta(days=3)


def _comment(number: int, **changes: object) -> CommentRecord:
    at = SINCE + timedelta(minutes=number)
    values: dict[str, object] = {
        "remote_id": str(number),
        "issue_number": 7,
        "author": AuthorRecord("8", "mirembe", "https://gitlab.com/mirembe"),
        "text": "I would like to mend it.",
        "created_at": at,
        "updated_at": at,
    }
    return CommentRecord(**{**values, **changes})  # type: ignore[arg-type]


def _comments(lamp: GitLabWorld) -> list[CommentRecord]:
    return [one for page in lamp.gitlab.comments(PATH, SINCE) for one in page.records]


class TestGitLabSparing(SparingContract):
    pass


class TestGitLabCensus(CensusContract):
    @pytest.fixture
    def world(self, world: GitLabWorld) -> GitLabWorld:
        return world


class TestOlderGitLabCensus(CensusContract):
    """A GitLab before 18.3, which pages issues by number."""

    @pytest.fixture
    def world(self, world: GitLabWorld) -> GitLabWorld:
        world.server.pages_by_place = False
        return world


def test_forge_can_tell_limits_talk_and_census(lamp: GitLabWorld) -> None:
    assert isinstance(lamp.forge, Allowing)
    assert isinstance(lamp.forge, Talk)
    assert isinstance(lamp.forge, Census)


def test_comments_come_oldest_first_from_an_instant(lamp: GitLabWorld) -> None:
    for number in (-90, -1, 0, 1, 2):
        lamp.server.put_event(PATH, comment_event(_comment(number)))
    assert _comments(lamp) == [_comment(0), _comment(1), _comment(2)]


def test_many_comments_come_page_by_page(lamp: GitLabWorld) -> None:
    for number in range(250):
        lamp.server.put_event(PATH, comment_event(_comment(number)))
    pages = list(lamp.gitlab.comments(PATH, SINCE))
    assert [len(page.records) for page in pages] == [100, 100, 50]


@pytest.mark.parametrize(
    "note",
    [
        {"system": True},
        {"internal": True},
        {"confidential": True},
        {"noteable_type": "MergeRequest"},
        {"noteable_type": "Commit", "noteable_iid": None},
    ],
    ids=str,
)
def test_what_is_no_open_word_on_an_issue_is_left_out(
    lamp: GitLabWorld, note: dict[str, object]
) -> None:
    lamp.server.put_event(PATH, comment_event(_comment(1), **note))
    pages = list(lamp.gitlab.comments(PATH, SINCE))
    assert [(page.records, page.problems) for page in pages] == [((), ())]


def test_unreadable_comment_is_reported_and_the_others_come(lamp: GitLabWorld) -> None:
    lamp.server.put_event(PATH, comment_event(_comment(1), created_at="long ago"))
    lamp.server.put_event(PATH, comment_event(_comment(2)))
    [page] = lamp.gitlab.comments(PATH, SINCE)
    assert page.records == (_comment(2),)
    assert [problem.reason for problem in page.problems] == ["Its note could not be read."]


def test_open_issues_are_counted_in_one_request(lamp: GitLabWorld) -> None:
    lamp.put_issues(issue(number) for number in range(1, 131))
    lamp.put_issues([issue(1, is_open=False, closed_at=NOW)])
    lamp.put_confidential(issue(2))
    assert lamp.gitlab.count_open(PATH) == 128
    assert len(lamp.server.requests) == 1


def test_more_than_ten_thousand_are_not_counted(
    lamp: GitLabWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.integrations.gitlab_server.COUNTED_AT_MOST", 100)
    lamp.put_issues(issue(number) for number in range(1, 131))
    assert lamp.gitlab.count_open(PATH) is None


@pytest.mark.parametrize("pages_by_place", [True, False])
@pytest.mark.parametrize("same_instant", [True, False])
def test_open_numbers_are_all_of_them_whatever_closes_meanwhile(
    lamp: GitLabWorld, pages_by_place: bool, same_instant: bool
) -> None:
    lamp.server.pages_by_place = pages_by_place
    minutes = 0 if same_instant else 1
    held = {
        number: issue(number, created_at=NOW - timedelta(days=9, minutes=-number * minutes))
        for number in range(1, 351)
    }
    lamp.put_issues(held.values())
    found: set[int] = set()
    for turn, page in enumerate(lamp.gitlab.open_numbers(PATH)):
        found |= page
        # Numbered pages of one instant shift: only what was created in bulk, before 18.3.
        if turn == 0 and (pages_by_place or not same_instant):
            lamp.put_issues(
                issue(number, created_at=held[number].created_at, is_open=False, closed_at=NOW)
                for number in range(1, 31)
            )
    assert found == set(range(1, 351))


def test_deleted_and_confidential_issues_are_not_among_them(lamp: GitLabWorld) -> None:
    lamp.server.is_filtering = False
    lamp.put_issues(issue(number) for number in range(1, 6))
    lamp.delete_issue(3)
    lamp.server.put_issues(PATH, [issue_item(issue(4), path=PATH, is_confidential=True)])
    assert set().union(*lamp.gitlab.open_numbers(PATH)) == {1, 2, 5}


def test_missing_project_has_no_census(lamp: GitLabWorld) -> None:
    with pytest.raises(RecordGone, match="acme/dark"):
        lamp.gitlab.count_open("acme/dark")
    with pytest.raises(RecordGone, match="acme/dark"):
        list(lamp.gitlab.open_numbers("acme/dark"))
    with pytest.raises(RecordGone, match="acme/dark"):
        list(lamp.gitlab.comments("acme/dark", SINCE))

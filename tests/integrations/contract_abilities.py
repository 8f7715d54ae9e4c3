"""The contracts of what a forge may be able to do besides: one small suite an ability.

A subclass gives the fixture ``world``, as with :mod:`tests.integrations.contract`.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from integrations.base import Census, ManyProjects, Sparing, Talk
from integrations.errors import IssuesDisabled, RateLimited, RecordGone
from integrations.records import CommentRecord, FileRecord, ProjectRecord
from tests.integrations.contract import last_cursor
from tests.integrations.worlds import NOW, PATH, World, comment, issue, project

LONG_AGO = NOW - timedelta(days=300)


class TalkContract:
    """Comments of a whole repository."""

    @pytest.fixture
    def lamp(self, world: World) -> World:
        world.put_project(project())
        world.put_issues([issue(1), issue(2)])
        return world

    @staticmethod
    def said(world: World, since_days: int = 300) -> list[CommentRecord]:
        assert isinstance(world.forge, Talk)
        pages = world.forge.comments(PATH, NOW - timedelta(days=since_days))
        return [one for page in pages for one in page.records]

    def test_comment_is_read_as_it_stands(self, lamp: World) -> None:
        noor = replace(comment(2, issue_number=2, author=None), text="مصباح 🔦\r\nI take it")
        lamp.put_comment(comment(1))
        lamp.put_comment(noor)
        assert self.said(lamp) == [comment(1), noor]

    def test_no_comment_gives_no_record(self, lamp: World) -> None:
        assert self.said(lamp) == []

    def test_many_comments_all_come_once_by_their_last_change(self, lamp: World) -> None:
        for number in range(230, 0, -1):
            lamp.put_comment(comment(number, issue_number=1 + number % 2))
        assert [one.remote_id for one in self.said(lamp)] == [
            str(70_000 + number) for number in range(1, 231)
        ]

    def test_only_what_changed_since_comes(self, lamp: World) -> None:
        lamp.put_comment(comment(1, updated_at=NOW - timedelta(days=40)))
        lamp.put_comment(comment(2, updated_at=NOW - timedelta(days=10)))
        assert [one.remote_id for one in self.said(lamp, since_days=30)] == ["70002"]

    def test_comment_that_changes_meanwhile_makes_no_hole(self, lamp: World) -> None:
        assert isinstance(lamp.forge, Talk)
        for number in range(1, 231):
            lamp.put_comment(comment(number))
        seen: set[str] = set()
        for turn, page in enumerate(lamp.forge.comments(PATH, LONG_AGO)):
            seen.update(one.remote_id for one in page.records)
            if turn == 0:
                for number in range(1, 41):
                    lamp.put_comment(comment(number, updated_at=NOW))
        assert seen == {str(70_000 + number) for number in range(1, 231)}

    def test_comments_of_a_missing_repository_are_gone(self, world: World) -> None:
        with pytest.raises(RecordGone, match="acme/lamp"):
            self.said(world)

    def test_limit_is_said(self, lamp: World) -> None:
        lamp.limit(NOW + timedelta(minutes=5))
        with pytest.raises(RateLimited):
            self.said(lamp)


class CensusContract:
    """Which issues are still there."""

    @pytest.fixture
    def lamp(self, world: World) -> World:
        world.put_project(project())
        closed_at = NOW - timedelta(days=9)
        world.put_issues(issue(number) for number in range(1, 231))
        world.put_issues([issue(231, is_open=False, updated_at=closed_at, closed_at=closed_at)])
        for number in range(301, 421):
            world.put_pull_request(issue(number))
        return world

    @staticmethod
    def open_numbers(world: World) -> set[int]:
        assert isinstance(world.forge, Census)
        return {number for page in world.forge.open_numbers(PATH) for number in page}

    def test_open_issues_are_counted_without_pull_requests(self, lamp: World) -> None:
        assert isinstance(lamp.forge, Census)
        before = lamp.forge.requests_made()
        assert lamp.forge.count_open(PATH) in {230, None}
        assert lamp.forge.requests_made() <= before + 1

    def test_numbers_of_all_open_issues_come(self, lamp: World) -> None:
        assert self.open_numbers(lamp) == set(range(1, 231))

    def test_deleted_issue_is_missing(self, lamp: World) -> None:
        lamp.delete_issue(40)
        assert self.open_numbers(lamp) == set(range(1, 231)) - {40}

    def test_issue_that_is_there_all_the_time_is_never_missing(self, lamp: World) -> None:
        assert isinstance(lamp.forge, Census)
        found: set[int] = set()
        for turn, page in enumerate(lamp.forge.open_numbers(PATH)):
            found |= page
            if turn == 0:
                for number in range(1, 31):
                    lamp.delete_issue(number)
        assert set(range(31, 231)) <= found

    def test_no_open_issue_gives_no_number(self, world: World) -> None:
        world.put_project(project())
        assert self.open_numbers(world) == set()

    def test_missing_repository_is_gone(self, world: World) -> None:
        with pytest.raises(RecordGone, match="acme/lamp"):
            self.open_numbers(world)

    def test_disabled_issue_list_is_told(self, lamp: World) -> None:
        lamp.put_project(project(has_issues=False))
        with pytest.raises(IssuesDisabled):
            self.open_numbers(lamp)


class SparingContract:
    """Lists that are left for later."""

    def test_told_of_a_change_nothing_is_left_for_later(self, world: World) -> None:
        assert isinstance(world.forge, Sparing)
        world.put_project(project())
        world.put_issues([issue(1)])
        cursor = last_cursor(world.forge, last_cursor(world.forge))
        changed_at = NOW + timedelta(hours=1)
        world.set_now(changed_at)
        world.put_pull_request(issue(2, body="Closes #1", updated_at=changed_at))
        assert list(world.forge.issues(PATH, cursor)) == []
        pages = list(world.forge.issues(PATH, world.forge.asking_all(cursor)))
        assert [one.closes for page in pages for one in page.changes] == [(1,)]


class ManyProjectsContract:
    """Many repositories at once."""

    @staticmethod
    def described(world: World, *paths: str) -> list[object]:
        """Read several; an error is shown by its class."""
        assert isinstance(world.forge, ManyProjects)
        return [
            replace(one, etag=None) if isinstance(one, ProjectRecord) else type(one)
            for one in world.forge.projects(paths)
        ]

    def test_records_are_complete_and_in_order(self, world: World) -> None:
        files = (FileRecord("publiccode.yml", "name: Lamp\n"), FileRecord("civic.json", "{}"))
        records = [
            project(f"acme/lamp-{number}", remote_id=str(number), files=files)
            for number in range(7, 0, -1)
        ]
        for record in records:
            world.put_project(record)
        assert self.described(world, *(record.path for record in records)) == records

    def test_more_than_a_question_holds_all_come(self, world: World) -> None:
        records = [project(f"acme/lamp-{number}", remote_id=str(number)) for number in range(1, 61)]
        for record in records:
            world.put_project(record)
        assert self.described(world, *(record.path for record in records)) == records

    def test_missing_one_harms_no_other(self, world: World) -> None:
        world.put_project(project())
        assert self.described(world, "acme/none", PATH) == [RecordGone, project()]

    def test_renamed_one_answers_under_its_new_path(self, world: World) -> None:
        world.put_project(project())
        world.rename(PATH, "light/lantern")
        [record] = self.described(world, PATH)
        assert isinstance(record, ProjectRecord)
        assert (record.path, record.remote_id) == ("light/lantern", "77")

    def test_nothing_asked_costs_nothing(self, world: World) -> None:
        assert self.described(world) == []
        assert world.forge.requests_made() == 0

    def test_limit_is_raised(self, world: World) -> None:
        world.put_project(project())
        world.limit(NOW + timedelta(minutes=5))
        with pytest.raises(RateLimited):
            self.described(world, PATH)

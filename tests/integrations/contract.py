"""The contract of a forge: one suite, run against every implementation.

A subclass gives the fixture ``world``. Changes are made between pages on purpose: that is when a
pull over numbered pages would lose records.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrations.base import Forge
from integrations.errors import (
    ForgeError,
    ForgeRefused,
    ForgeUnavailable,
    IssuesDisabled,
    RateLimited,
    RecordGone,
)
from integrations.records import (
    AuthorRecord,
    FileRecord,
    IssueRecord,
    NotModified,
    Page,
    ProjectRecord,
    SourceScope,
    SourceSpec,
)
from tests.integrations.worlds import NOW, PATH, World, issue, project

_examples = count(1000)


def read(forge: Forge, cursor: str | None = None, *, path: str = PATH) -> list[IssueRecord]:
    """Read everything from behind a cursor."""
    return [record for page in forge.issues(path, cursor) for record in page.records]


def numbers(records: list[IssueRecord]) -> list[int]:
    return [record.number for record in records]


def read_until(forge: Forge, error: type[ForgeError]) -> tuple[list[int], str | None]:
    """Pull until the forge fails: give the numbers that came, and the cursor behind them."""
    seen: list[int] = []
    cursor: str | None = None
    try:
        for page in forge.issues(PATH):
            seen += numbers(list(page.records))
            cursor = page.cursor
    except error:
        return seen, cursor
    pytest.fail(f"The pull ended well, without {error.__name__}.")


def last_cursor(forge: Forge, cursor: str | None = None) -> str:
    """Pull to the end and give the cursor to go on with."""
    for page in forge.issues(PATH, cursor):
        cursor = page.cursor
    assert cursor is not None
    return cursor


def found(pages: Iterator[Page[ProjectRecord]]) -> list[ProjectRecord]:
    return [record for page in pages for record in page.records]


class ForgeContract:
    """What every forge must do."""

    @pytest.fixture
    def lamp(self, world: World) -> World:
        """A world with one repository and no issue."""
        world.put_project(project())
        return world

    # Repositories.

    def test_repository_is_read_with_its_facts(self, lamp: World) -> None:
        record = lamp.forge.project(PATH)
        assert isinstance(record, ProjectRecord)
        expected = project(
            languages=None, files=None, contributing_url=None, code_of_conduct_url=None
        )
        assert replace(record, etag=None) == lamp.told(expected)

    def test_complete_adds_languages_and_files(self, lamp: World) -> None:
        record = lamp.forge.project(PATH)
        assert isinstance(record, ProjectRecord)
        assert replace(lamp.forge.complete(record), etag=None) == lamp.told(project())

    def test_complete_reads_what_a_project_says_about_itself(self, lamp: World) -> None:
        files = (FileRecord(".otd/needs.yml", "needs: []\n"), FileRecord("civic.json", "{}"))
        lamp.put_project(project(files=files))
        record = lamp.forge.project(PATH)
        assert isinstance(record, ProjectRecord)
        assert lamp.forge.complete(record).files == files

    def test_unchanged_repository_is_not_modified(self, lamp: World) -> None:
        record = lamp.forge.project(PATH)
        assert isinstance(record, ProjectRecord)
        assert isinstance(lamp.forge.project(PATH, record.etag), NotModified)

    def test_changed_repository_is_read_again(self, lamp: World) -> None:
        record = lamp.forge.project(PATH)
        assert isinstance(record, ProjectRecord)
        lamp.put_project(project(description="Lamps and lanterns"))
        again = lamp.forge.project(PATH, record.etag)
        assert isinstance(again, ProjectRecord)
        assert again.description == "Lamps and lanterns"

    @pytest.mark.parametrize("new_path", ["acme/lantern", "light/lamp"])
    def test_renamed_or_moved_repository_answers_under_its_new_path(
        self, lamp: World, new_path: str
    ) -> None:
        lamp.rename(PATH, new_path)
        record = lamp.forge.project(PATH)
        assert isinstance(record, ProjectRecord)
        assert (record.path, record.remote_id) == (new_path, "77")

    def test_issues_are_still_read_under_an_old_path(self, lamp: World) -> None:
        lamp.put_issues(issue(number) for number in range(1, 131))
        lamp.rename(PATH, "light/lantern")
        assert numbers(read(lamp.forge)) == list(range(1, 131))

    def test_missing_repository_is_gone(self, world: World) -> None:
        with pytest.raises(RecordGone, match="acme/lamp"):
            world.forge.project(PATH)

    def test_deleted_repository_is_gone(self, lamp: World) -> None:
        lamp.delete_project(PATH)
        with pytest.raises(RecordGone, match="acme/lamp"):
            read(lamp.forge)

    def test_refusal_needs_a_person(self, lamp: World) -> None:
        lamp.refuse(PATH)
        with pytest.raises(ForgeRefused, match="acme/lamp"):
            lamp.forge.project(PATH)

    def test_rate_limit_says_until_when(self, lamp: World) -> None:
        lamp.limit(NOW + timedelta(minutes=14))
        with pytest.raises(RateLimited, match=r"12:14 on 23 November") as caught:
            lamp.forge.project(PATH)
        assert caught.value.retry_at == NOW + timedelta(minutes=14)

    def test_broken_forge_is_unavailable(self, lamp: World) -> None:
        lamp.break_down()
        with pytest.raises(ForgeUnavailable):
            lamp.forge.project(PATH)

    def test_disabled_issue_list_is_told_from_a_gone_repository(self, lamp: World) -> None:
        lamp.put_project(project(has_issues=False))
        with pytest.raises(IssuesDisabled):
            read(lamp.forge)

    # Sources.

    def test_account_gives_all_its_repositories(self, world: World) -> None:
        for number in range(101):
            world.put_project(project(f"acme/lamp-{number}", remote_id=str(number + 1)))
        world.put_project(project("other/lamp", remote_id="999"))
        for scope in (SourceScope.OWNER, SourceScope.ORGANISATION):
            records = found(world.forge.discover(SourceSpec(scope, "acme")))
            assert {record.path for record in records} == {f"acme/lamp-{n}" for n in range(101)}
            assert len(records) == 101

    def test_missing_account_is_gone(self, world: World) -> None:
        with pytest.raises(RecordGone, match="nobody"):
            found(world.forge.discover(SourceSpec(SourceScope.OWNER, "nobody")))

    def test_source_asked_again_gives_what_changed(self, world: World) -> None:
        for number in range(101):
            world.put_project(project(f"acme/lamp-{number}", remote_id=str(number + 1)))
        source = SourceSpec(SourceScope.OWNER, "acme")
        cursor = list(world.forge.discover(source))[-1].cursor
        world.put_project(project("acme/lamp-9", remote_id="10", description="Lanterns"))
        pages = list(world.forge.discover(source, cursor))
        descriptions = {one.path: one.description for page in pages for one in page.records}
        assert descriptions["acme/lamp-9"] == "Lanterns"
        world.put_project(project("acme/lamp-0", remote_id="1", description="Candles"))
        changed = found(world.forge.discover(source, pages[-1].cursor))
        assert "Candles" in {record.description for record in changed}

    def test_repository_as_a_source_is_itself(self, lamp: World) -> None:
        records = found(lamp.forge.discover(SourceSpec(SourceScope.REPOSITORY, PATH)))
        assert [record.path for record in records] == [PATH]

    def test_topics_must_all_be_there(self, lamp: World) -> None:
        lamp.put_project(project("acme/other", remote_id="78", topics=("lamps",)))
        records = found(lamp.forge.discover(SourceSpec(SourceScope.TOPIC, "lamps, civic-tech")))
        assert [record.path for record in records] == [PATH]

    # Issues.

    def test_issue_is_read_as_it_stands(self, lamp: World) -> None:
        noor = AuthorRecord("9", "noor[bot]", "https://github.com/apps/noor", is_bot=True)
        full = issue(3, assignees=(noor,), labels=("bug", "aide à l’entrée"), is_locked=True)
        lamp.put_issues([full])
        assert read(lamp.forge) == [full]

    def test_empty_repository_has_one_empty_page_with_a_cursor(self, lamp: World) -> None:
        assert read(lamp.forge) == []
        assert read(lamp.forge, last_cursor(lamp.forge)) == []

    def test_pages_come_by_last_change(self, lamp: World) -> None:
        lamp.put_issues(issue(number) for number in range(250, 0, -1))
        assert numbers(read(lamp.forge)) == list(range(1, 251))

    def test_recently_closed_issues_come_and_old_ones_do_not(self, lamp: World) -> None:
        old = NOW - timedelta(days=91)
        late = NOW - timedelta(days=89)
        lamp.put_issues(
            [
                issue(1, is_open=False, updated_at=old, closed_at=old),
                issue(2, is_open=False, updated_at=late, closed_at=late),
            ]
        )
        assert [(one.number, one.is_open) for one in read(lamp.forge)] == [(2, False)]

    def test_pull_resumed_behind_any_page_has_no_hole_and_nothing_twice(self, lamp: World) -> None:
        lamp.put_issues(issue(number) for number in range(1, 351))
        whole = list(lamp.forge.issues(PATH))
        for behind, page in enumerate(whole):
            before = [
                record.number for earlier in whole[: behind + 1] for record in earlier.records
            ]
            assert before + numbers(read(lamp.forge, page.cursor)) == list(range(1, 351))

    def test_nothing_new_gives_no_record(self, lamp: World) -> None:
        lamp.put_issues(issue(number) for number in range(1, 131))
        cursor = last_cursor(lamp.forge)
        assert read(lamp.forge, cursor) == []
        assert read(lamp.forge, last_cursor(lamp.forge, cursor)) == []

    def test_only_what_changed_comes_again(self, lamp: World) -> None:
        lamp.put_issues(issue(number) for number in range(1, 131))
        cursor = last_cursor(lamp.forge, last_cursor(lamp.forge))
        lamp.set_now(NOW + timedelta(hours=2))
        changed = issue(7, title="Lamp 7 flickers", updated_at=NOW + timedelta(hours=1))
        lamp.put_issues([changed])
        pages = list(lamp.forge.issues(PATH, cursor))
        assert [record for page in pages for record in page.records] == [changed]
        assert read(lamp.forge, pages[-1].cursor) == []

    def test_closed_issue_comes_again_closed(self, lamp: World) -> None:
        lamp.put_issues(issue(number) for number in range(1, 131))
        cursor = last_cursor(lamp.forge)
        at = NOW + timedelta(hours=1)
        lamp.put_issues([issue(7, is_open=False, updated_at=at, closed_at=at)])
        assert [(one.number, one.is_open) for one in read(lamp.forge, cursor)] == [(7, False)]

    def test_change_during_a_pull_loses_nothing(self, lamp: World) -> None:
        lamp.put_issues(issue(number) for number in range(1, 301))
        seen: set[int] = set()
        for turn, page in enumerate(lamp.forge.issues(PATH)):
            seen.update(record.number for record in page.records)
            if turn == 0:
                later = NOW + timedelta(seconds=1)
                lamp.put_issues(issue(number, updated_at=later) for number in range(1, 51))
        assert seen == set(range(1, 301))

    def test_issue_closed_during_a_pull_is_seen_closed(self, lamp: World) -> None:
        lamp.put_issues(issue(number) for number in range(1, 301))
        states: dict[int, bool] = {}
        for turn, page in enumerate(lamp.forge.issues(PATH)):
            states.update({record.number: record.is_open for record in page.records})
            if turn == 0:
                at = NOW + timedelta(seconds=1)
                lamp.put_issues([issue(250, is_open=False, updated_at=at, closed_at=at)])
        assert states[250] is False
        assert len(states) == 300

    def test_issue_reopened_during_a_pull_is_not_lost(self, lamp: World) -> None:
        closed = NOW - timedelta(days=5)
        lamp.put_issues([issue(1, is_open=False, updated_at=closed, closed_at=closed), issue(2)])
        pages = lamp.forge.issues(PATH)
        states = {record.number: record.is_open for record in next(pages).records}
        lamp.put_issues([issue(1, updated_at=NOW + timedelta(seconds=1))])
        cursor = None
        for page in pages:
            states.update({record.number: record.is_open for record in page.records})
            cursor = page.cursor
        if cursor is not None:
            states.update({one.number: one.is_open for one in read(lamp.forge, cursor)})
        else:
            states.update({one.number: one.is_open for one in read(lamp.forge)})
        assert states == {1: True, 2: True}

    def test_deleted_issue_during_a_pull_makes_no_hole(self, lamp: World) -> None:
        lamp.put_issues(issue(number) for number in range(1, 301))
        seen: list[int] = []
        for turn, page in enumerate(lamp.forge.issues(PATH)):
            seen += [record.number for record in page.records]
            if turn == 0:
                for number in range(1, 11):
                    lamp.delete_issue(number)
        assert seen == list(range(1, 301))

    def test_many_issues_of_one_second_all_come_once(self, lamp: World) -> None:
        same = NOW - timedelta(days=3)
        lamp.put_issues(issue(number, updated_at=same) for number in range(1, 351))
        lamp.put_issues([issue(400, updated_at=same + timedelta(seconds=1))])
        assert sorted(numbers(read(lamp.forge))) == [*range(1, 351), 400]

    def test_many_issues_of_this_very_second_all_come(self, lamp: World) -> None:
        lamp.put_issues(issue(number, updated_at=NOW) for number in range(1, 351))
        assert set(numbers(read(lamp.forge))) == set(range(1, 351))

    def test_second_change_within_this_second_is_seen(self, lamp: World) -> None:
        lamp.put_issues([issue(1, updated_at=NOW)])
        cursor = last_cursor(lamp.forge)
        again = issue(1, updated_at=NOW, title="Lamp 1 flickers")
        lamp.put_issues([again])
        assert read(lamp.forge, cursor) == [again]

    @pytest.mark.parametrize("changed_at_turn", [0, 1, 2])
    def test_change_within_a_second_of_many_loses_nothing(
        self, lamp: World, changed_at_turn: int
    ) -> None:
        same = NOW - timedelta(days=3)
        lamp.put_issues(issue(number, updated_at=same) for number in range(1, 451))
        seen: set[int] = set()
        for turn, page in enumerate(lamp.forge.issues(PATH)):
            seen.update(record.number for record in page.records)
            if turn == changed_at_turn:
                lamp.put_issues(issue(number, updated_at=NOW) for number in range(1, 31))
        assert seen == set(range(1, 451))

    def test_bulk_change_of_one_second_is_read_once_while_watching(self, lamp: World) -> None:
        lamp.put_issues(issue(number) for number in range(1, 351))
        cursor = last_cursor(lamp.forge, last_cursor(lamp.forge))
        lamp.set_now(NOW + timedelta(hours=2))
        same = NOW + timedelta(hours=1)
        lamp.put_issues(issue(number, updated_at=same) for number in range(1, 351))
        pages = list(lamp.forge.issues(PATH, cursor))
        found = [record.number for page in pages for record in page.records]
        assert sorted(found) == list(range(1, 351))
        assert read(lamp.forge, pages[-1].cursor) == []

    def test_rate_limit_in_the_midst_resumes_without_a_hole(self, lamp: World) -> None:
        lamp.put_issues(issue(number) for number in range(1, 301))
        lamp.limit(NOW + timedelta(minutes=5), after_requests=2)
        seen, cursor = read_until(lamp.forge, RateLimited)
        lamp.heal()
        assert seen + numbers(read(lamp.forge, cursor)) == list(range(1, 301))

    def test_break_down_in_the_midst_resumes_without_a_hole(self, lamp: World) -> None:
        lamp.put_issues(issue(number) for number in range(1, 301))
        lamp.break_down(after_requests=1)
        seen, cursor = read_until(lamp.forge, ForgeUnavailable)
        lamp.heal()
        assert seen + numbers(read(lamp.forge, cursor)) == list(range(1, 301))

    def test_unreadable_issue_is_reported_and_the_others_come(self, lamp: World) -> None:
        lamp.put_issues(issue(number) for number in range(1, 131))
        lamp.spoil_issue(issue(60))
        pages = list(lamp.forge.issues(PATH))
        problems = [problem for page in pages for problem in page.problems]
        assert [problem.subject for problem in problems] == ["acme/lamp#60"]
        assert "title" in problems[0].reason
        assert sum(len(page.records) for page in pages) == 129

    def test_mended_issue_comes_when_it_changes(self, lamp: World) -> None:
        lamp.spoil_issue(issue(60))
        cursor = last_cursor(lamp.forge)
        mended = issue(60, updated_at=NOW + timedelta(minutes=1))
        lamp.put_issues([mended])
        assert read(lamp.forge, cursor) == [mended]

    def test_deleted_author_is_nobody(self, lamp: World) -> None:
        lamp.put_issues([issue(1, author=None)])
        assert read(lamp.forge)[0].author is None

    def test_missing_body_is_empty(self, lamp: World) -> None:
        lamp.put_issues([issue(1, body="")])
        assert read(lamp.forge)[0].body == ""

    @pytest.mark.parametrize(
        "text",
        [
            "x" * 65_536,
            "العربية: المصباح لا يعمل \u202e مقلوب",
            "🔦🧑🏾‍🤝‍🧑🏻 лампа 灯 ランプ",
            'line\r\nbreaks\tand <script>alert(1)</script> & "quotes"',
        ],
        ids=["65536", "right-to-left", "emoji", "markup"],
    )
    def test_text_comes_as_it_is(self, lamp: World, text: str) -> None:
        lamp.put_issues([issue(1, body=text, title=text[:200])])
        assert (read(lamp.forge)[0].body, read(lamp.forge)[0].title) == (text, text[:200])

    def test_pull_requests_are_no_issues(self, lamp: World) -> None:
        lamp.put_issues(issue(number) for number in range(1, 121))
        for number in range(201, 341):
            lamp.put_pull_request(issue(number))
        assert numbers(read(lamp.forge)) == list(range(1, 121))

    def test_confidential_issues_are_not_for_all(self, lamp: World) -> None:
        lamp.put_issues([issue(1)])
        lamp.put_confidential(issue(2, title="The key lies under the lamp"))
        pages = list(lamp.forge.issues(PATH))
        assert [one.number for page in pages for one in page.records] == [1]
        assert [problem for page in pages for problem in page.problems] == []

    def test_requests_are_counted(self, lamp: World) -> None:
        before = lamp.forge.requests_made()
        lamp.forge.project(PATH)
        assert lamp.forge.requests_made() == before + 1

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def test_any_history_ends_with_what_the_forge_holds(
        self, lamp: World, data: st.DataObject
    ) -> None:
        """Whatever changes between pages and wherever the pull is cut, nothing is missed."""
        lamp.set_now(NOW)
        path = f"acme/lamp-{next(_examples)}"
        lamp.put_project(project(path, remote_id=path.rpartition("-")[2]))
        held = {number: issue(number, path=path) for number in range(1, 231)}
        lamp.put_issues(held.values(), path=path)
        ours: dict[int, IssueRecord] = {}
        cursor: str | None = None
        at = NOW
        for _ in range(data.draw(st.integers(1, 4), label="pulls")):
            stops_after = data.draw(st.integers(1, 5), label="pages before the cut")
            for turn, page in enumerate(lamp.forge.issues(path, cursor), start=1):
                ours.update({record.number: record for record in page.records})
                cursor = page.cursor
                at += timedelta(seconds=data.draw(st.sampled_from([0, 1, 2, 60, 3600])))
                lamp.set_now(at)
                for number in data.draw(st.sets(st.integers(1, 260), max_size=40)):
                    held[number] = issue(
                        number, path=path, updated_at=at, is_open=data.draw(st.booleans())
                    )
                lamp.put_issues(held.values(), path=path)
                if turn == stops_after:
                    break
        for _ in range(2):
            for page in lamp.forge.issues(path, cursor):
                ours.update({record.number: record for record in page.records})
                cursor = page.cursor
        assert ours == held

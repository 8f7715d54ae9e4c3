import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from hub.demo import demo_forges, demo_people, demo_sources
from hub.demo.files import demo_tables
from hub.models import Freshness, Relation
from hub.normalise.issues import TaskValues, normalise_issue
from hub.normalise.project_files import read_project_file
from hub.normalise.projects import RepositoryValues, normalise_project
from hub.vocabulary.causes import cause, causes
from hub.vocabulary.kinds import kind, kinds
from hub.vocabulary.skills import skill
from hub.vocabulary.spoken import spoken_language
from hub.vocabulary.terms import efforts, level, levels
from integrations.records import IssueRecord, ProjectRecord

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LINK = re.compile(r"https?://[^\s)\"'`]+")


def projects() -> list[tuple[RepositoryValues, list[IssueRecord]]]:
    """Read the demo as the hub's sync would."""
    forges = {forge.host: forge for forge in demo_forges(NOW)}
    found = []
    for _, host, source in demo_sources():
        for page in forges[host].discover(source):
            for record in page.records:
                full = forges[host].complete(record)
                issues = [
                    each for part in forges[host].issues(record.path) for each in part.records
                ]
                assert isinstance(full, ProjectRecord)
                found.append((normalise_project(full), issues))
    return found


def open_tasks() -> list[TaskValues]:
    return [
        normalise_issue(issue, languages=project.languages or (), topics=project.topics, now=NOW)
        for project, issues in projects()
        for issue in issues
        if issue.is_open
    ]


def test_sources_reach_every_project() -> None:
    assert len(projects()) == len(demo_tables().projects) == 13
    assert {forge.kind for forge in demo_forges(NOW)} == {"github", "gitlab", "forgejo"}


def test_one_project_speaks_for_itself_with_one_mistake_on_purpose() -> None:
    tables = demo_tables().projects
    [table] = [each for each in tables if each.file]
    forge = next(forge for forge in demo_forges(NOW) if forge.host == table.host)
    record = forge.project(table.path)
    assert isinstance(record, ProjectRecord)
    files = forge.complete(record).files or ()
    readings = {
        file.name: read_project_file(file.name, file.text, today=NOW.date()) for file in files
    }
    assert set(readings) == {".otd/needs.yml", "publiccode.yml"}
    needs = readings[".otd/needs.yml"].needs
    assert [need.kinds[0] for need in needs] == ["design", "code"]
    assert all(need.expires_on and need.expires_on > NOW.date() for need in needs)
    [problem] = [each for reading in readings.values() for each in reading.problems]
    assert "GTFSS" in problem.words


def test_there_are_120_open_tasks_and_some_finished_ones() -> None:
    assert len(open_tasks()) == 120
    assert sum(not issue.is_open for _, issues in projects() for issue in issues) > 20


def test_every_kind_cause_level_effort_and_freshness_is_there() -> None:
    tasks = open_tasks()
    assert {key for task in tasks for key in task.kinds} == {each.key for each in kinds()}
    assert {key for project, _ in projects() for key in project.project_causes} == {
        each.key for each in causes()
    }
    assert {task.level for task in tasks} == {None, *(each.key for each in levels())}
    assert {task.effort for task in tasks} == {None, *(each.key for each in efforts())}
    assert {task.freshness for task in tasks} == set(Freshness) - {
        Freshness.CLOSED,
        Freshness.UNKNOWN,
    }
    assert any(task.is_blocked for task in tasks)
    assert any(task.has_mentor for task in tasks)


def test_language_of_every_task_is_told() -> None:
    spoken = Counter(task.spoken for task in open_tasks())
    assert None not in spoken
    assert {"en", "de", "es", "fr", "pt", "ar", "pl", "nl", "ja", "it"} <= set(spoken)


def test_every_open_task_has_a_kind_and_a_body_of_two_lines_or_a_visitors_one() -> None:
    for task in open_tasks():
        assert task.kinds, task.title
        assert task.body, task.title
        assert len(task.title) <= 100, task.title


def test_dates_are_in_order_and_in_the_past() -> None:
    for project, issues in projects():
        assert project.created_at is not None
        for issue in issues:
            assert project.created_at <= issue.created_at <= issue.updated_at <= NOW
            assert issue.closed_at is None or issue.closed_at == issue.updated_at


def test_dates_move_with_the_present() -> None:
    later = NOW + timedelta(days=500)
    here, there = demo_forges(NOW)[0], demo_forges(later)[0]
    path = "riders/lanternbus"
    moved = there.issue(path, 218).updated_at - here.issue(path, 218).updated_at
    assert moved == timedelta(days=500)


def test_the_demo_is_the_same_each_time() -> None:
    assert demo_people(NOW) == demo_people(NOW)
    first, second = (
        [
            issue
            for forge in demo_forges(NOW)
            for path in ("riders/lanternbus", "coastlab/tidewatch", "kitchen/common-ladle")
            if path in {p.path for p in demo_tables().projects if p.host == forge.host}
            for page in forge.issues(path)
            for issue in page.records
        ]
        for _ in range(2)
    )
    assert first == second


def test_every_address_is_an_example() -> None:
    urls = {project.url for project, _ in projects()}
    urls |= {project.homepage for project, _ in projects() if project.homepage}
    for _, issues in projects():
        for issue in issues:
            urls |= {issue.url, *LINK.findall(issue.body)}
            assert issue.author is not None
            urls.add(issue.author.url)
    urls |= {each.record.url for person in demo_people(NOW) for each in person.contributions}
    for url in urls:
        assert (urlsplit(url).hostname or "").endswith(".example"), url


def test_there_are_forty_people_with_handles_of_their_own() -> None:
    people = demo_people(NOW)
    assert len(people) == 40
    assert len({person.handle for person in people}) == 40
    assert all(person.name and person.own_line and person.kinds for person in people)


def test_what_people_say_is_in_the_vocabulary() -> None:
    for person in demo_people(NOW):
        assert all(kind(key) for key in person.kinds), person.handle
        assert all(cause(key) for key in person.causes), person.handle
        assert all(spoken_language(code) for code in person.spoken), person.handle
        assert person.level is None or level(person.level), person.handle
        for key, _, practice in person.skills:
            assert skill(key), (person.handle, key)
            assert practice is None or level(practice), (person.handle, key)


def test_each_skill_of_a_person_has_one_relation() -> None:
    for person in demo_people(NOW):
        keys = [key for key, _, _ in person.skills]
        assert len(keys) == len(set(keys)), person.handle


def test_people_show_every_relation_every_kind_and_histories_of_all_lengths() -> None:
    people = demo_people(NOW)
    assert {relation for person in people for _, relation, _ in person.skills} == set(Relation)
    assert {key for person in people for key in person.kinds} == {each.key for each in kinds()}
    lengths = {len(person.contributions) for person in people}
    assert min(lengths) == 0
    assert max(lengths) == 6
    assert any(person.never_projects for person in people)


def test_what_people_did_is_in_projects_of_the_demo_and_in_the_past() -> None:
    paths = {(project.host, project.path) for project in demo_tables().projects}
    for person in demo_people(NOW):
        days = [each.record.done_at for each in person.contributions]
        assert days == sorted(days), person.handle
        assert all(day < NOW for day in days), person.handle
        for each in person.contributions:
            assert (each.host, each.record.project_path) in paths, each.record.title
            assert all(kind(key) for key in each.kinds), each.record.title


def test_contributions_have_ids_of_their_own() -> None:
    ids = [
        (each.host, each.record.remote_id)
        for person in demo_people(NOW)
        for each in person.contributions
    ]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("handle", ["noor", "teodor", "fenna", "mirembe", "jule"])
def test_people_of_the_pictures_are_there(handle: str) -> None:
    assert handle in {person.handle for person in demo_people(NOW)}

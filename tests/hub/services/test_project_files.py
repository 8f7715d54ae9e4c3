"""What a project says in its repository wins, goes with its file, and reaches the index."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from hub.errors import NotFound
from hub.models import Freshness, Origin, Project, ProjectFile, Repository, Task
from hub.services import discovery, listings, own_words, projects, sources
from hub.services import tasks as task_pages
from hub.services.indexing import index_changes
from hub.services.listings import ProjectFilter, TaskFilter
from hub.services.sync import sync_source
from hub.services.visibility import NOT_LISTED, show_again
from hub.views.search import SearchRequest
from integrations.records import FileRecord, ProjectRecord
from tests.conftest import Database
from tests.hub.running import RunningHub, issue, project, running_hub

PATH = "riders/lanternbus"
NEEDS = """\
answers: Mirembe
needs:
- title: Draw icons
  what: Twenty-four small ones, for zebrafinches.
  kinds: [design]
  expires_on: 2026-12-20
- key: evening
  title: Host an evening
  kinds: [organise]
  mentor: Jule
"""
PUBLICCODE = """\
name: Lanternbus by its own name
developmentStatus: beta
landingURL: https://own.example/
tags: [accessibility]
description: {en: {shortDescription: Own words.}}
"""


class Speaker:
    """A project that changes what it says, and a hub that pulls it each time."""

    def __init__(self, hub: RunningHub) -> None:
        self.hub = hub
        hub.forge.put_project(project(PATH))
        for number in (1, 2, 3):
            hub.forge.put_issue(PATH, issue(number))
        self.source_id = hub.add_source("riders")

    def say(self, **files: str) -> None:
        """Push files, each named by the word before its dot, and pull."""
        names = {"needs": ".otd/needs.yml", "publiccode": "publiccode.yml",
                 "codemeta": "codemeta.json", "civic": "civic.json"}  # fmt: skip
        self.hub.clock.move(timedelta(hours=1))
        self.hub.forge.put_project(
            project(
                PATH,
                pushed_at=self.hub.clock.now(),
                default_branch="main",
                files=tuple(FileRecord(names[key], text) for key, text in files.items()),
            )
        )
        self.hub.clock.move(timedelta(minutes=1))
        sync_source(self.hub.context, self.source_id)
        index_changes(self.hub.context)

    @property
    def project(self) -> Project:
        with self.hub.context.reading() as session:
            return session.exec(select(Project)).one()

    @property
    def needs(self) -> dict[str, Task]:
        with self.hub.context.reading() as session:
            rows = session.exec(select(Task).where(Task.origin == Origin.NEED)).all()
        return {row.title: row for row in rows}

    @property
    def files(self) -> dict[str, ProjectFile]:
        with self.hub.context.reading() as session:
            return {row.name: row for row in session.exec(select(ProjectFile))}

    @property
    def freshness(self) -> set[Freshness]:
        with self.hub.context.reading() as session:
            return {task.freshness for task in session.exec(select(Task))}

    def offers(self, title: str) -> bool:
        """Say whether a need is open."""
        return self.needs[title].is_open

    def found(self, text: str = "") -> set[str]:
        """Search tasks, with the engine."""
        request = SearchRequest(text)
        with self.hub.context.reading() as session:
            context = self.hub.context
            answer = discovery.search(session, context.engine, request, now=context.clock.now())
        return {"".join(span.text for span in card.title) for card in answer.tasks}

    def listed(self) -> set[str]:
        """List tasks, from the database."""
        with self.hub.context.reading() as session:
            page = listings.tasks(session, TaskFilter(), after=None, limit=50)
        return {"".join(span.text for span in card.title) for card in page.tasks}


@pytest.fixture
def speaker(database: Database, tmp_path: Path) -> Iterator[Speaker]:
    with running_hub(database, tmp_path) as hub:
        yield Speaker(hub)


def test_needs_become_tasks_that_are_found(speaker: Speaker) -> None:
    speaker.say(needs=NEEDS)

    icons, evening = speaker.needs["Draw icons"], speaker.needs["Host an evening"]
    assert icons.kinds == ("design",)
    assert icons.answered_by == "Mirembe"
    assert icons.expires_on == date(2026, 12, 20)
    assert icons.freshness is Freshness.OPEN
    assert icons.url is not None
    assert icons.url.endswith("/.otd/needs.yml")
    assert (evening.mentor, evening.has_mentor, evening.need_key) == ("Jule", True, "key:evening")
    assert speaker.found("zebrafinches") == {"Draw icons"}
    assert {"Draw icons", "Host an evening"} < speaker.listed()
    assert speaker.files[".otd/needs.yml"].problems == ()


def test_unchanged_file_changes_nothing(speaker: Speaker) -> None:
    speaker.say(needs=NEEDS, publiccode=PUBLICCODE)
    before = speaker.needs, speaker.files, speaker.project.said_in
    speaker.say(needs=NEEDS, publiccode=PUBLICCODE)

    assert (speaker.needs, speaker.files, speaker.project.said_in) == before


def test_need_that_changes_is_the_same_task_and_one_that_leaves_is_closed(speaker: Speaker) -> None:
    speaker.say(needs=NEEDS)
    icons, evening = speaker.needs["Draw icons"], speaker.needs["Host an evening"]
    speaker.say(needs="needs:\n- key: evening\n  title: Host two evenings\n")

    moved = speaker.needs["Host two evenings"]
    assert moved.id == evening.id
    assert moved.opened_at == evening.opened_at
    assert moved.updated_at > evening.updated_at
    gone = speaker.needs["Draw icons"]
    assert gone.id == icons.id
    assert (gone.is_open, gone.freshness) == (False, Freshness.CLOSED)
    assert gone.closed_at is not None
    assert "Draw icons" not in speaker.found() | speaker.listed()

    speaker.say(needs=NEEDS)
    back = speaker.needs["Draw icons"]
    assert (back.id, back.is_open, back.closed_at) == (icons.id, True, None)
    assert back.opened_at == icons.opened_at
    assert "Draw icons" in speaker.found("zebrafinches")


def test_need_is_over_by_itself_after_its_last_day(speaker: Speaker) -> None:
    speaker.say(needs=NEEDS)
    task_id = speaker.needs["Draw icons"].id
    assert task_id is not None
    speaker.hub.clock.instant = speaker.hub.clock.instant.replace(month=12, day=20, hour=23)
    index_changes(speaker.hub.context)
    assert speaker.offers("Draw icons")

    speaker.hub.clock.move(timedelta(hours=1))
    with speaker.hub.context.reading() as session:
        view = task_pages.view(session, task_id, now=speaker.hub.clock.now())
        assert (view.is_open, view.freshness.state) == (False, Freshness.CLOSED)
    before = speaker.project.changed_at
    index_changes(speaker.hub.context)
    over = speaker.needs["Draw icons"]
    assert (over.is_open, over.freshness, over.closed_at) == (
        False,
        Freshness.CLOSED,
        speaker.hub.clock.now(),
    )
    assert speaker.project.changed_at > before
    assert "Draw icons" not in speaker.found() | speaker.listed()

    speaker.say(needs=NEEDS)  # unchanged, and over: nothing comes back
    assert not speaker.offers("Draw icons")
    speaker.say(needs=NEEDS.replace("2026-12-20", "2027-01-20"))
    assert speaker.offers("Draw icons")


def test_need_that_is_over_when_first_seen_is_told_and_not_stored(speaker: Speaker) -> None:
    speaker.say(needs="needs:\n- title: Late\n  expires_on: 2026-01-01\n")
    assert speaker.needs == {}
    assert speaker.files[".otd/needs.yml"].problems == (
        "line 3: expires_on has 2026-01-01, which is over, so this need is not shown.",
    )


def test_own_words_win_over_the_forge_and_are_taken_back(speaker: Speaker) -> None:
    speaker.say()
    forge = speaker.project
    speaker.say(publiccode=PUBLICCODE)
    own = speaker.project
    assert own.name == "Lanternbus by its own name"
    assert (own.summary, own.homepage, own.stage) == ("Own words.", "https://own.example/", "beta")
    assert own.causes == ("access",)
    assert own.said_in == ("publiccode.yml",)

    speaker.hub.forge.put_project(
        project(PATH, description="New forge words", pushed_at=speaker.hub.clock.now())
    )
    speaker.say(publiccode=PUBLICCODE)
    assert speaker.project.summary == "Own words."
    assert speaker.project.name == own.name

    speaker.say()
    back = speaker.project
    assert back.said_in == ()
    assert (back.name, back.summary, back.homepage, back.stage, back.causes) == (
        forge.name,
        forge.summary,
        forge.homepage,
        None,
        forge.causes,
    )


def test_files_count_in_their_order_and_fill_what_others_leave_out(speaker: Speaker) -> None:
    civic = '{"name": "By civic", "status": "Ideation", "homepage": "https://civic.example"}'
    codemeta = '{"name": "By codemeta", "description": "Said by codemeta."}'
    speaker.say(civic=civic, codemeta=codemeta, publiccode="developmentStatus: stable\n")

    own = speaker.project
    assert own.name == "By codemeta"
    assert own.summary == "Said by codemeta."
    assert own.stage == "stable"
    assert own.homepage == "https://civic.example"
    assert own.said_in == ("publiccode.yml", "codemeta.json", "civic.json")

    speaker.say(civic=civic)
    assert (speaker.project.name, speaker.project.stage) == ("By civic", "concept")


def test_file_that_cannot_be_read_any_more_takes_nothing_back(speaker: Speaker) -> None:
    speaker.say(needs=NEEDS + "ai: Tell us.\n", publiccode=PUBLICCODE)
    speaker.say(needs="needs: [", publiccode="name: a: b", codemeta='{"name": "Other"}')

    own = speaker.project
    assert own.name == "Lanternbus by its own name"
    assert own.ai_rule == "Tell us."
    assert speaker.offers("Draw icons")
    assert speaker.files[".otd/needs.yml"].problems[0].startswith("line 1: ")
    assert "a “:” was not expected here" in speaker.files["publiccode.yml"].problems[0]


def test_project_asks_not_to_be_listed_and_comes_back(speaker: Speaker) -> None:
    speaker.say(needs=NEEDS)
    assert speaker.found()
    assert speaker.listed()
    speaker.say(needs="list_us: no\n" + NEEDS)

    hidden = speaker.project
    assert not hidden.is_listed
    assert hidden.hidden_because == (
        "The project asks not to be listed (.otd/needs.yml of riders/lanternbus)."
    )
    assert speaker.found() == speaker.listed() == set()
    with speaker.hub.context.reading() as session:
        assert listings.projects(session, ProjectFilter(), after=None, limit=9).projects == ()
        with pytest.raises(NotFound):
            projects.view(session, hidden.slug, now=speaker.hub.clock.now())

    speaker.say(needs=NEEDS)
    assert speaker.project.is_listed
    assert speaker.project.hidden_because is None
    assert "Draw icons" in speaker.found()


def test_project_hidden_for_another_reason_stays_hidden(speaker: Speaker) -> None:
    speaker.say(needs=NEEDS)
    with speaker.hub.context.transaction() as session:
        row = session.exec(select(Project)).one()
        row.is_listed, row.hidden_because = False, "The members decided so."
    speaker.say(needs="list_us: yes\n" + NEEDS)
    assert not speaker.project.is_listed
    assert speaker.project.hidden_because == "The members decided so."


def test_project_that_is_listed_again_by_others_keeps_its_own_wish(speaker: Speaker) -> None:
    speaker.say(needs="list_us: no\n")
    with speaker.hub.context.transaction() as session:
        row = session.exec(select(Project)).one()
        row.hidden_because = NOT_LISTED
        repository = session.exec(select(Repository)).one()
        assert not show_again(session, repository, now=speaker.hub.clock.now())
    assert not speaker.project.is_listed

    speaker.say(needs=NEEDS)
    assert speaker.project.is_listed


def test_only_issues_with_its_own_labels_are_shown(speaker: Speaker) -> None:
    speaker.hub.forge.put_issue(PATH, issue(4, title="Wanted", labels=("Help Wanted",)))
    speaker.say()
    everything = speaker.listed()
    assert len(everything) == 4
    speaker.say(needs="labels: [help  wanted]\n" + NEEDS)

    shown = {"Wanted", "Draw icons", "Host an evening"}
    assert speaker.listed() == shown
    assert speaker.found() == shown

    speaker.hub.forge.put_issue(PATH, issue(5, title="New", updated_at=speaker.hub.clock.now()))
    speaker.hub.forge.put_issue(
        PATH,
        issue(6, title="Newly wanted", labels=("help wanted",), updated_at=speaker.hub.clock.now()),
    )
    speaker.say(needs="labels: [help  wanted]\n" + NEEDS)
    assert speaker.listed() == speaker.found() == shown | {"Newly wanted"}

    speaker.say(needs=NEEDS)
    assert speaker.listed() == speaker.found() == everything | shown | {"New", "Newly wanted"}


def test_project_page_and_sources_tell_mistakes_with_their_lines(speaker: Speaker) -> None:
    text = "ai: Tell us.\nnewcomers_a_month: 2\naway_until: 2026-12-31\nlabels: x\nneeds: soon\n"
    speaker.say(needs=text, publiccode=PUBLICCODE)

    with speaker.hub.context.reading() as session:
        view = projects.view(session, speaker.project.slug, now=speaker.hub.clock.now())
        [source] = sources.overview(session, page=1, now=speaker.hub.clock.now()).sources
    own = view.own_words
    assert own is not None
    assert [file.name for file in own.files] == [".otd/needs.yml", "publiccode.yml"]
    assert own.files[0].problems == (
        "line 5: needs has “soon”. Begin each need with “- title: …”.",
    )
    assert (own.ai_rule, own.newcomers_a_month, own.labels) == ("Tell us.", 2, ("x",))
    assert own.away_until == date(2026, 12, 31)
    assert source.troubles == (
        "riders/lanternbus: .otd/needs.yml, line 5: needs has “soon”. Begin each need with "
        "“- title: …”.",
    )


def test_project_without_files_has_no_own_words(speaker: Speaker) -> None:
    speaker.say()
    with speaker.hub.context.reading() as session:
        assert own_words.own_words_view(session, speaker.project.id or 0) is None
        view = projects.view(session, speaker.project.slug, now=speaker.hub.clock.now())
    assert view.own_words is None


def test_needs_count_among_the_tasks_of_the_project_page(speaker: Speaker) -> None:
    speaker.say(needs=NEEDS)
    with speaker.hub.context.reading() as session:
        view = projects.view(session, speaker.project.slug, now=speaker.hub.clock.now())
    assert view.own_words is not None
    assert view.own_words.open_needs == 2
    assert view.open_tasks == 5
    titles = ["".join(span.text for span in card.title) for card in view.tasks]
    assert set(titles[:2]) == {"Draw icons", "Host an evening"}


def test_hostile_texts_are_stored_and_shown_as_texts(speaker: Speaker) -> None:
    speaker.say(
        needs='answers: "a\\u0000b\\uD800"\n'
        'needs:\n- title: "<script>\\u202Ex"\n  what: "\\u0000"\n'
    )
    [need] = speaker.needs.values()
    assert need.title == "<script>x"
    assert need.answered_by == "a b"
    assert need.body == ""


def test_who_is_away_makes_tasks_quiet_from_the_push_on_until_they_are_back(
    speaker: Speaker,
) -> None:
    speaker.say(needs=NEEDS)
    assert speaker.freshness == {Freshness.OPEN}
    speaker.say(needs="away_until: 2026-12-02\n" + NEEDS)
    assert speaker.freshness == {Freshness.QUIET}

    speaker.say(needs=NEEDS)
    assert speaker.freshness == {Freshness.OPEN}
    speaker.say(needs="away_until: 2026-12-02\n" + NEEDS)
    speaker.hub.clock.instant = speaker.hub.clock.instant.replace(month=12, day=2, hour=0)
    index_changes(speaker.hub.context)
    assert speaker.freshness == {Freshness.OPEN}


def test_tasks_of_a_repository_that_is_no_longer_archived_are_open_again(
    speaker: Speaker,
) -> None:
    speaker.say(needs=NEEDS)
    before = speaker.listed()
    for is_archived, expected in ((True, set()), (False, before)):
        speaker.hub.clock.move(timedelta(hours=1))
        record = speaker.hub.forge.project(PATH)
        assert isinstance(record, ProjectRecord)
        speaker.hub.forge.put_project(
            replace(
                record,
                languages=("Python",),
                files=(FileRecord(".otd/needs.yml", NEEDS),),
                is_archived=is_archived,
                updated_at=speaker.hub.clock.now(),
            )
        )
        sync_source(speaker.hub.context, speaker.source_id)
        index_changes(speaker.hub.context)
        assert speaker.listed() == speaker.found() == expected

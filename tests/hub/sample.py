"""A small hub to test on: four projects, tasks of every freshness and many kinds, five people.

Deterministic: everything is counted from the ``now`` that is given. Names are invented.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from hub.models import (
    Audience,
    Author,
    Freshness,
    Health,
    Origin,
    Person,
    PersonSkill,
    Project,
    Relation,
    Repository,
    RunStatus,
    Source,
    SyncRun,
    Task,
)
from hub.services.openness import open_to

HOSTILE = "<script>alert('x')</script> & \"quotes\""


@dataclass(frozen=True, slots=True)
class Sample:
    """The ids of what :func:`build_sample` made, by a short name."""

    projects: dict[str, int]
    tasks: dict[str, int]
    people: dict[str, int]
    sources: dict[str, int]


def build_sample(session: Session, now: datetime) -> Sample:
    """Fill an empty database; flushes, and leaves the commit to the caller."""
    sources = _sources(session, now)
    projects = _projects(session, now)
    repositories = _repositories(session, now, projects=projects, sources=sources)
    authors = _authors(session)
    tasks = _tasks(session, now, projects=projects, repositories=repositories, authors=authors)
    people = _people(session, now)
    return Sample(projects=projects, tasks=tasks, people=people, sources=sources)


def _id(row_id: int | None) -> int:
    assert row_id is not None
    return row_id


def _sources(session: Session, now: datetime) -> dict[str, int]:
    day = timedelta(days=1)
    rows = {
        "good": Source(
            forge="github", host="github.com", scope="organisation", locator="riders",
            health=Health.GOOD, added_at=now - 90 * day, tried_at=now - timedelta(hours=2),
            good_at=now - timedelta(hours=2),
        ),
        "refused": Source(
            forge="gitlab", host="gitlab.com", scope="repository", locator="seeds/swap",
            health=Health.REFUSED, message="gitlab.com refused our key.", added_at=now - 80 * day,
            tried_at=now - timedelta(hours=1), good_at=now - 3 * day,
        ),
        "unread": Source(
            forge="forgejo", host="codeberg.org", scope="repository", locator="ramps/finder",
            added_at=now - day,
        ),
        "paused": Source(
            forge="github", host="github.com", scope="repository", locator="old/archive",
            is_paused=True, paused_because="It came with a catalogue and nobody asked for it yet.",
            added_at=now - 10 * day,
        ),
    }  # fmt: skip
    session.add_all(rows.values())
    session.flush()
    good = _id(rows["good"].id)
    session.add_all(
        SyncRun(
            source_id=good, status=status, started_at=now - ago, ended_at=now - ago + day / 100,
            repositories_seen=2, issues_seen=seen, tasks_changed=3, records_skipped=1,
            requests_made=12, problems=("Issue 7 of riders/lanternbus has no title.",),
        )
        for status, ago, seen in (
            (RunStatus.DONE, timedelta(hours=2), 21),
            (RunStatus.FAILED, timedelta(days=2), 4),
        )
    )  # fmt: skip
    session.flush()
    return {name: _id(row.id) for name, row in rows.items()}


def _projects(session: Session, now: datetime) -> dict[str, int]:
    added_at = now - timedelta(days=60)
    rows = {
        "lanternbus": Project(
            slug="lanternbus", name="Lanternbus", causes=("mobility", "accessibility"),
            summary="Night bus times and maps for small towns, printed and spoken.",
            homepage="https://lanternbus.example", stage="stable", is_claimed=True,
            added_at=added_at, changed_at=now - timedelta(days=1),
        ),
        "seedswap": Project(
            slug="seedswap", name="Seedswap", causes=("environment",),
            summary="Neighbours share seeds.", catalogues=("open-projects",),
            added_at=added_at + timedelta(days=5), changed_at=now - timedelta(days=2),
        ),
        "rampfinder": Project(
            slug="rampfinder", name=HOSTILE, causes=("accessibility",), summary=None,
            added_at=added_at + timedelta(days=9), changed_at=now - timedelta(days=3),
        ),
        "hidden": Project(
            slug="hidden", name="Hidden", summary="Its lead asked to be taken down.",
            is_listed=False, added_at=added_at, changed_at=now - timedelta(days=4),
        ),
    }  # fmt: skip
    session.add_all(rows.values())
    session.flush()
    return {name: _id(row.id) for name, row in rows.items()}


def _repositories(
    session: Session, now: datetime, *, projects: dict[str, int], sources: dict[str, int]
) -> dict[str, int]:
    read_at = now - timedelta(hours=2)
    rows = {
        "lanternbus": Repository(
            project_id=projects["lanternbus"], source_id=sources["good"], forge="github",
            host="github.com", remote_id="11", path="riders/lanternbus",
            path_key="riders/lanternbus", url="https://github.com/riders/lanternbus",
            topics=("gtfs", "public-transport"), languages=("Python", "TypeScript"),
            skills=("python", "typescript"), licence="AGPL-3.0", stars=210,
            default_branch="main", owner_login="riders", health=Health.GOOD,
            contributing_url="https://github.com/riders/lanternbus/blob/main/CONTRIBUTING.md",
            pushed_at=now - timedelta(days=1), created_at=now - timedelta(days=900),
            good_at=read_at, completed_at=read_at, changed_at=read_at,
        ),
        "mirror": Repository(
            project_id=projects["lanternbus"], source_id=sources["good"], forge="github",
            host="github.com", remote_id="12", path="riders/lanternbus-maps",
            path_key="riders/lanternbus-maps", url="https://github.com/riders/lanternbus-maps",
            languages=("Rust",), skills=("rust",), stars=8, health=Health.GONE,
            message="github.com says that riders/lanternbus-maps is gone.",
            pushed_at=now - timedelta(days=300), completed_at=read_at, changed_at=read_at,
        ),
        "seedswap": Repository(
            project_id=projects["seedswap"], source_id=sources["refused"], forge="gitlab",
            host="gitlab.com", remote_id="21", path="seeds/swap", path_key="seeds/swap",
            url="https://gitlab.com/seeds/swap", languages=("Ruby",), skills=("ruby",),
            health=Health.REFUSED, pushed_at=now - timedelta(days=40),
            good_at=now - timedelta(days=3), completed_at=read_at, changed_at=read_at,
        ),
        "hidden": Repository(
            project_id=projects["hidden"], forge="github", host="github.com", remote_id="31",
            path="quiet/hidden", path_key="quiet/hidden", url="https://github.com/quiet/hidden",
            completed_at=read_at, changed_at=read_at,
        ),
    }  # fmt: skip
    session.add_all(rows.values())
    session.flush()
    return {name: _id(row.id) for name, row in rows.items()}


def _authors(session: Session) -> dict[str, int]:
    rows = {
        login: Author(
            forge="github", host="github.com", remote_id=login, login=login,
            url=f"https://github.com/{login}", is_bot=login.endswith("[bot]"),
        )
        for login in ("mirembe", "jule", "tidy[bot]")
    }  # fmt: skip
    session.add_all(rows.values())
    session.flush()
    return {name: _id(row.id) for name, row in rows.items()}


@dataclass(frozen=True, slots=True)
class _Issue:
    name: str
    title: str
    kinds: tuple[str, ...]
    skills: tuple[str, ...] = ()
    freshness: Freshness = Freshness.OPEN
    days_ago: int = 1
    body: str = ""
    author: str | None = "mirembe"
    assignees: tuple[str, ...] = ()
    level: str | None = None
    effort: str | None = None
    spoken: str | None = "en"
    linked_change_url: str | None = None


_LANTERNBUS = (
    _Issue(
        "screen-reader", "Read the timetable table with a screen reader", ("a11y", "test"),
        ("accessibility",), days_ago=2, level="beginner", effort="small",
        body="## What\n\nThe bus timetable is one **wide** table. See [the page](https://x.y).\n",
    ),
    _Issue("gtfs", "Read GTFS files that repeat a stop", ("code",), ("python",), Freshness.TAKEN,
           days_ago=5, assignees=("teodor",), effort="medium", level="intermediate"),
    _Issue("print", "Print the map in black and white", ("code", "design"), ("svg",),
           Freshness.REVIEW, days_ago=6, author="jule",
           linked_change_url="https://github.com/riders/lanternbus/pull/9"),
    _Issue("arabic", "Bring the night bus map into Arabic", ("translation",), ("arabic",),
           days_ago=3, author="jule", spoken="ar"),
    _Issue("town", "Explain how to add a town", ("doc",), (), Freshness.QUIET, days_ago=60),
    _Issue("bump", "Bump left-pad", ("maintenance",), (), days_ago=4, author="tidy[bot]"),
    _Issue("old-stop", "Remove the old stop names", ("data",), (), Freshness.ASLEEP, days_ago=400,
           author=None, spoken=None),
)  # fmt: skip


def _tasks(
    session: Session,
    now: datetime,
    *,
    projects: dict[str, int],
    repositories: dict[str, int],
    authors: dict[str, int],
) -> dict[str, int]:
    rows: dict[str, Task] = {}
    for number, issue in enumerate(_LANTERNBUS, start=1):
        rows[issue.name] = _issue_task(
            issue, now, number=number, project_id=projects["lanternbus"],
            repository_id=repositories["lanternbus"],
            author_id=authors[issue.author] if issue.author else None,
        )  # fmt: skip
    closed_at = now - timedelta(days=8)
    rows["closed"] = Task(
        project_id=projects["lanternbus"], repository_id=repositories["lanternbus"],
        remote_id="99", number=99, url="https://github.com/riders/lanternbus/issues/99",
        title="Say which buses take a wheelchair", kinds=("code",), is_open=False,
        opened_at=now - timedelta(days=30), updated_at=closed_at, closed_at=closed_at,
        freshness=Freshness.CLOSED, changed_at=closed_at,
    )  # fmt: skip
    rows["hostile"] = Task(
        project_id=projects["seedswap"], repository_id=repositories["seedswap"],
        remote_id="1", number=1, url="https://gitlab.com/seeds/swap/-/issues/1", title=HOSTILE,
        body=HOSTILE, kinds=("code",), skills=("ruby",), labels=(HOSTILE,),
        opened_at=now - timedelta(days=9), updated_at=now - timedelta(days=9),
        freshness=Freshness.UNKNOWN, changed_at=now - timedelta(days=9),
    )  # fmt: skip
    rows["need"] = Task(
        project_id=projects["rampfinder"], origin=Origin.NEED, title="Draw icons for steps",
        body="Twenty-four small icons.", kinds=("design",), skills=("illustration",),
        opened_at=now - timedelta(days=3), updated_at=now - timedelta(days=3), effort="large",
        has_mentor=True, freshness=Freshness.OPEN, changed_at=now - timedelta(days=3),
    )  # fmt: skip
    rows["hidden"] = Task(
        project_id=projects["hidden"], repository_id=repositories["hidden"], remote_id="5",
        number=5, title="Nobody may see this", kinds=("code",), opened_at=now, updated_at=now,
        freshness=Freshness.OPEN, changed_at=now,
    )  # fmt: skip
    session.add_all(rows.values())
    session.flush()
    return {name: _id(row.id) for name, row in rows.items()}


def _issue_task(
    issue: _Issue,
    now: datetime,
    *,
    number: int,
    project_id: int,
    repository_id: int,
    author_id: int | None,
) -> Task:
    updated_at = now - timedelta(days=issue.days_ago)
    return Task(
        project_id=project_id, repository_id=repository_id, author_id=author_id,
        remote_id=str(1000 + number), number=number, title=issue.title, body=issue.body,
        url=f"https://github.com/riders/lanternbus/issues/{number}",
        labels=tuple(f"type: {kind}" for kind in issue.kinds), kinds=issue.kinds,
        skills=issue.skills, spoken=issue.spoken, level=issue.level, effort=issue.effort,
        is_newcomer_fit=issue.level == "beginner", assignees=issue.assignees, comments=number,
        linked_change_url=issue.linked_change_url, opened_at=updated_at - timedelta(days=10),
        updated_at=updated_at, freshness=issue.freshness, changed_at=updated_at,
    )  # fmt: skip


def _people(session: Session, now: datetime) -> dict[str, int]:
    joined_at = now - timedelta(days=50)
    asked = now - timedelta(days=40)
    rows = {
        "noor": Person(
            handle="noor", name="Noor", own_line="I listen to screens.", kinds=("a11y", "test"),
            causes=("accessibility",), spoken=("en", "ar"), hours_per_week=3.0,
            suggested_since=asked, findable_since=asked, joined_at=joined_at, changed_at=asked,
        ),
        "teodor": Person(
            handle="teodor", name="Teodor", kinds=("code",), spoken=("pl", "en"),
            suggested_since=asked, findable_since=asked, joined_at=joined_at, changed_at=asked,
        ),
        "back": Person(
            handle="back", name="Back Again", suggested_since=asked, findable_since=asked,
            joined_at=joined_at, paused_until=now - timedelta(days=1), changed_at=asked,
        ),
        "resting": Person(
            handle="resting", name="Resting", suggested_since=asked, joined_at=joined_at,
            paused_until=now + timedelta(days=9), changed_at=asked,
        ),
        "private": Person(
            handle="private", name="Private", joined_at=joined_at, changed_at=joined_at,
        ),
    }  # fmt: skip
    session.add_all(open_to(row, Audience.EVERYONE) for row in rows.values())
    session.flush()
    ids = {name: _id(row.id) for name, row in rows.items()}
    for name, skill, relation in (
        ("noor", "accessibility", Relation.MENTOR),
        ("noor", "html", Relation.HAS),
        ("noor", "python", Relation.LEARNING),
        ("noor", "php", Relation.NEVER),
        ("teodor", "python", Relation.HAS),
        ("teodor", "rust", Relation.HAS),
    ):
        session.add(PersonSkill(person_id=ids[name], skill=skill, relation=relation))
    session.flush()
    return ids

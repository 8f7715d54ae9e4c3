"""A project's page: facts, life and tasks from the database."""

from datetime import datetime, timedelta

import pytest

from hub.errors import NotFound
from hub.models import Freshness, Health
from hub.services import projects
from hub.services.life import WEEKS_SHOWN, weeks_of_life, year_starts_at
from tests.conftest import Database
from tests.hub.sample import Sample


def test_project_shows_every_repository_with_its_health(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.reading() as session:
        view = projects.view(session, "lanternbus", now=now)
    assert [(r.path, r.health) for r in view.repositories] == [
        ("riders/lanternbus", Health.GOOD),
        ("riders/lanternbus-maps", Health.GONE),
    ]
    assert view.last_change_at == now - timedelta(days=1)


def test_project_counts_open_tasks_and_shows_what_can_be_taken_first(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.reading() as session:
        view = projects.view(session, "lanternbus", now=now)
    assert view.open_tasks == 7
    states = [card.freshness.state for card in view.tasks]
    assert states[:4] == [Freshness.OPEN] * 3 + [Freshness.QUIET]
    assert states[-1] is Freshness.ASLEEP


def test_authors_stand_by_time_and_bots_are_left_out(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.reading() as session:
        view = projects.view(session, "lanternbus", now=now)
    assert [(author.login, author.tasks) for author in view.authors] == [
        ("mirembe", 3),
        ("jule", 2),
    ]


def test_life_counts_openings_and_closings(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.reading() as session:
        view = projects.view(session, "lanternbus", now=now)
    assert len(view.weeks) == WEEKS_SHOWN
    assert sum(week.opened for week in view.weeks) == 7
    assert sum(week.closed for week in view.weeks) == 1


@pytest.mark.parametrize("slug", ["hidden", "never-was", "", "a\x00b"[:1]])
def test_hidden_and_unknown_projects_are_not_found_alike(
    database: Database, sample: Sample, now: datetime, slug: str
) -> None:
    with database.reading() as session, pytest.raises(NotFound, match="no such project"):
        projects.view(session, slug, now=now)


def test_the_last_week_holds_the_present(now: datetime) -> None:
    weeks = weeks_of_life([(now, None), (now - timedelta(days=3000), now)], now=now)
    assert weeks[-1].opened == 1
    assert weeks[-1].closed == 1
    assert weeks[0].starts_at == year_starts_at(now)
    assert weeks[-1].starts_at <= now < weeks[-1].starts_at + timedelta(weeks=1)
    assert all(week.starts_at.weekday() == 0 for week in weeks)

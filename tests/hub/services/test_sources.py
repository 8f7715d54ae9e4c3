"""The health of sources in the order in which somebody has to act."""

from datetime import datetime

import pytest

from hub.errors import BadRequest
from hub.models import Health, Repository, RunStatus, Source
from hub.services import sources
from tests.conftest import Database
from tests.hub.sample import Sample


def test_trouble_stands_first_and_paused_last(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.reading() as session:
        view = sources.overview(session, page=1, now=now)
    assert [source.locator for source in view.sources] == [
        "seeds/swap",
        "ramps/finder",
        "riders",
        "old/archive",
    ]
    assert (view.total, view.good, view.paused, view.in_trouble) == (4, 1, 1, 1)


def test_source_counts_repositories_and_open_tasks_and_tells_its_last_run(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.reading() as session:
        view = sources.overview(session, page=1, now=now)
    good = next(source for source in view.sources if source.health is Health.GOOD)
    assert (good.repositories, good.open_tasks) == (2, 7)
    assert good.last_run is not None
    assert good.last_run.status is RunStatus.DONE
    assert good.last_run.issues_seen == 21
    assert good.troubles == ("github.com says that riders/lanternbus-maps is gone.",)


def test_many_troubles_are_cut_and_counted(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.transaction() as session:
        session.add_all(
            Repository(
                project_id=sample.projects["seedswap"], source_id=sample.sources["unread"],
                forge="forgejo", host="codeberg.org", path=f"a/{n}", path_key=f"a/{n}", url="",
                health=Health.UNREACHABLE, message=f"a/{n} did not answer.", changed_at=now,
            )
            for n in range(8)
        )  # fmt: skip
    with database.reading() as session:
        view = sources.overview(session, page=1, now=now)
    unread = next(source for source in view.sources if source.health is Health.UNREAD)
    assert len(unread.troubles) == 6
    assert unread.troubles[-1] == "3 more of its repositories have such troubles."


def test_thousands_of_paused_sources_are_paged_behind_the_rest(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.transaction() as session:
        session.add_all(
            Source(
                forge="github", host="github.com", scope="repository", locator=f"a/{n:04}",
                is_paused=True, added_at=now,
            )
            for n in range(120)
        )  # fmt: skip
    with database.reading() as session:
        pages = [sources.overview(session, page=n, now=now) for n in (1, 2, 3)]
    ids = [source.source_id for page in pages for source in page.sources]
    assert pages[0].page_count == 3
    assert pages[0].paused == 121
    assert len(ids) == len(set(ids)) == 124
    assert not any(source.is_paused for source in pages[0].sources[:3])


def test_page_out_of_range_is_refused(database: Database, now: datetime) -> None:
    with database.reading() as session, pytest.raises(BadRequest, match="from 1 to 1000"):
        sources.overview(session, page=0, now=now)

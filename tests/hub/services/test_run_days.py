"""Thirty days of pulls, counted by the database, by days in UTC."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import event

from hub.models import Health, RunStatus, Source, SyncRun
from hub.services import sources
from hub.services.run_days import DAYS_SHOWN, run_days
from tests.conftest import Database
from tests.hub.sample import Sample


def test_days_count_how_pulls_ended(database: Database, sample: Sample, now: datetime) -> None:
    source_id = sample.sources["good"]
    midnight = datetime(2026, 11, 23, tzinfo=UTC)
    with database.transaction() as session:
        for started_at, status in (
            (midnight, RunStatus.WAITING),
            (midnight - timedelta(microseconds=1), RunStatus.DONE),
            (midnight - timedelta(days=29), RunStatus.DONE),
            (midnight - timedelta(days=29, seconds=1), RunStatus.DONE),
        ):
            session.add(SyncRun(source_id=source_id, started_at=started_at, status=status))
    with database.reading() as session:
        found = run_days(session, [source_id, sample.sources["refused"]], now=now)
    days = found[source_id]
    assert len(days) == DAYS_SHOWN
    told = {
        each.day.day: (each.good, each.failed, each.unfinished)
        for each in days
        if each.good or each.failed or each.unfinished
    }
    assert told == {25: (1, 0, 0), 21: (0, 1, 0), 22: (1, 0, 0), 23: (1, 0, 1)}
    assert not any(each.good for each in found[sample.sources["refused"]])


def test_page_of_sources_costs_the_same_statements_however_many_there_are(
    database: Database, sample: Sample, now: datetime
) -> None:
    assert _statements(database, now) == _statements_with_many(database, now) <= 10


def _statements_with_many(database: Database, now: datetime) -> int:
    with database.transaction() as session:
        session.add_all(
            Source(
                forge="github", host="github.com", scope="owner", locator=f"o{number}",
                added_at=now, health=Health.GOOD,
            )
            for number in range(200)
        )  # fmt: skip
    return _statements(database, now)


def _statements(database: Database, now: datetime) -> int:
    sent: list[str] = []
    with database.reading() as session:
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *told: sent.append(told[2]))
        sources.overview(session, page=1, now=now)
    return len(sent)

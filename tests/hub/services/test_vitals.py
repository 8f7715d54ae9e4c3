"""What an operator watches."""

from datetime import datetime, timedelta

from hub.models import Source, Worker
from hub.services import vitals
from hub.services.sources import count_by_age
from tests.conftest import Database
from tests.hub.sample import Sample


def test_sources_are_told_by_the_age_of_their_last_good_read(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.reading() as session:
        found = vitals.oldest_reads(session, now=now, limit=2)
        counts = count_by_age(session, now=now)
        later = count_by_age(session, now=now + timedelta(days=6))
    assert [(each.name, each.age) for each in found] == [
        ("codeberg.org:ramps/finder", None),
        ("gitlab.com:seeds/swap", timedelta(days=3)),
    ]
    assert counts == (1, 0)
    assert later == (0, 1)


def test_pulls_of_a_day_are_added_up(database: Database, sample: Sample, now: datetime) -> None:
    with database.reading() as session:
        assert vitals.records_of_a_day(session, now=now) == vitals.RecordCounts(21, 3, 1, 0)
        none = vitals.records_of_a_day(session, now=now + timedelta(days=3))
    assert none == vitals.RecordCounts(0, 0, 0, 0)


def test_worker_counts_as_long_as_it_gives_signs_of_life(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        for name, ago in (("a", 5), ("b", 500)):
            seen_at = now - timedelta(seconds=ago)
            session.add(
                Worker(id=name, host="here", process_id=1, started_at=seen_at, seen_at=seen_at)
            )
    with database.reading() as session:
        assert vitals.count_workers(session, now=now) == 1


def test_source_whose_turn_came_waits_for_somebody(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.transaction() as session:
        session.get_one(Source, sample.sources["good"]).due_at = now - timedelta(hours=1)
        waiting = session.get_one(Source, sample.sources["refused"])
        waiting.due_at, waiting.retry_at = now - timedelta(hours=1), now + timedelta(hours=1)
    with database.reading() as session:
        assert vitals.count_overdue(session, now=now) == 2  # and one that was never read

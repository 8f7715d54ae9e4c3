"""People: only those who asked, in an order that favours nobody."""

from datetime import datetime, timedelta

import pytest

from hub.errors import BadRequest, NotFound
from hub.models import Audience, Person
from hub.services import people
from hub.services.openness import open_to
from tests.conftest import Database
from tests.hub.sample import Sample


def test_person_who_asked_is_shown_without_the_never_list(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.reading() as session:
        view = people.view(session, "noor", now=now)
    assert view.card.name == "Noor"
    assert (view.can, view.mentors, view.learning) == (
        ("html", "accessibility"),
        ("accessibility",),
        ("python",),
    )
    assert "php" not in repr(view)


@pytest.mark.parametrize("handle", ["private", "resting", "nobody", ""])
def test_who_did_not_ask_is_as_absent_as_nobody(
    database: Database, sample: Sample, now: datetime, handle: str
) -> None:
    with database.reading() as session, pytest.raises(NotFound) as refusal:
        people.view(session, handle, now=now)
    assert (
        str(refusal.value) == "There is nobody of this name here, or they do not wish to be seen."
    )


def test_a_pause_that_is_over_hides_nobody(
    database: Database, sample: Sample, now: datetime
) -> None:
    with database.reading() as session:
        assert people.view(session, "back", now=now).card.handle == "back"


def test_list_holds_only_those_who_asked(database: Database, sample: Sample, now: datetime) -> None:
    with database.reading() as session:
        listing = people.listing(session, page=1, now=now)
    assert {card.handle for card in listing.people} == {"noor", "teodor", "back"}
    assert (listing.total, listing.page_count) == (3, 1)


def _add_people(database: Database, number: int, now: datetime) -> None:
    with database.transaction() as session:
        session.add_all(
            open_to(
                Person(
                    handle=f"p{i}",
                    name=f"P{i}",
                    findable_since=now,
                    joined_at=now,
                    changed_at=now,
                ),
                Audience.EVERYONE,
            )
            for i in range(number)
        )


def test_order_stays_for_a_day_and_changes_with_the_next(database: Database, now: datetime) -> None:
    _add_people(database, 25, now)
    with database.reading() as session:
        today, later_today, tomorrow = (
            [card.handle for card in people.listing(session, page=1, now=at).people]
            for at in (now, now + timedelta(hours=5), now + timedelta(days=1))
        )
    assert today == later_today
    assert today != tomorrow
    assert sorted(today) == sorted(tomorrow)


def test_pages_hold_everybody_once(database: Database, now: datetime) -> None:
    _add_people(database, 70, now)
    with database.reading() as session:
        handles = [
            card.handle
            for page in (1, 2, 3)
            for card in people.listing(session, page=page, now=now).people
        ]
    assert len(handles) == len(set(handles)) == 70


@pytest.mark.parametrize("page", [0, -1, 51, 10**30])
def test_page_out_of_range_is_refused_with_a_sentence(
    database: Database, now: datetime, page: int
) -> None:
    with database.reading() as session, pytest.raises(BadRequest, match="from 1 to 50"):
        people.listing(session, page=page, now=now)

"""What pages have shown is noted once a day for each pair and side."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlmodel import Session

from hub.context import AppContext
from hub.matching.facts import Suggestion
from hub.models import Side, SuggestionShown
from hub.services.shown import note_shown, record_shown
from tests.hub.sample import Sample


def suggestion(sample: Sample) -> Suggestion:
    return Suggestion(sample.tasks["screen-reader"], sample.people["noor"], 41.5, ())


def _shown(session: Session) -> int:
    return session.connection().scalar(select(func.count()).select_from(SuggestionShown)) or 0


def test_what_was_shown_is_noted_once_a_day_for_each_pair_and_side(
    context: AppContext, sample: Sample
) -> None:
    now = context.clock.now()
    for instant in (now, now + timedelta(hours=1), now + timedelta(days=1)):
        for side in Side:
            note_shown(context, [suggestion(sample)], side=side, now=instant)
    with context.reading() as session:
        assert _shown(session) == 4
        first = session.execute(select(SuggestionShown).order_by("id")).scalars().first()
        assert first is not None
        assert (first.shown_at, first.score, first.side) == (now, 41.5, Side.PROJECT)


def test_two_who_note_the_same_at_once_do_not_collide(context: AppContext, sample: Sample) -> None:
    now = context.clock.now()
    for _ in range(2):
        with context.transaction() as session:
            record_shown(session, [suggestion(sample)], side=Side.PERSON, now=now)
    with context.reading() as session:
        assert _shown(session) == 1


def test_nothing_shown_notes_nothing(context: AppContext) -> None:
    with context.transaction() as session:
        record_shown(session, (), side=Side.PROJECT, now=context.clock.now())
        assert _shown(session) == 0

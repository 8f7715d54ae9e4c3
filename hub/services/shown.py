"""Notes which suggestions a page has shown: load is counted from it, weights fitted on it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from hub.context import AppContext
from hub.database import insert_missing
from hub.matching.facts import Suggestion
from hub.models import Side, SuggestionShown
from hub.services.fitting import current_weights


def note_shown(
    context: AppContext, suggestions: Sequence[Suggestion], *, side: Side, now: datetime
) -> None:
    """Note what a page has shown, behind its answer; most often it was noted that day already."""
    with context.reading() as session:
        noted = _noted_today(session, suggestions, side=side, now=now)
    new = [each for each in suggestions if (each.task_id, each.person_id) not in noted]
    if new:
        with context.transaction() as session:
            record_shown(session, new, side=side, now=now)


def record_shown(
    session: Session, suggestions: Iterable[Suggestion], *, side: Side, now: datetime
) -> None:
    """Note what was shown, once a day for each pair and side. Needs a session that may write."""
    version = current_weights(session).version
    rows = [
        {
            "task_id": suggestion.task_id,
            "person_id": suggestion.person_id,
            "shown_on": now.date(),
            "side": side,
            "shown_at": now,
            "score": suggestion.score,
            "values": {reason.signal: reason.value for reason in suggestion.reasons},
            "weights_version": version,
        }
        for suggestion in suggestions
    ]
    insert_missing(session, SuggestionShown, rows)


def _noted_today(
    session: Session, suggestions: Sequence[Suggestion], *, side: Side, now: datetime
) -> set[tuple[int, int]]:
    rows = session.exec(
        select(SuggestionShown.task_id, SuggestionShown.person_id).where(
            col(SuggestionShown.task_id).in_({each.task_id for each in suggestions}),
            col(SuggestionShown.person_id).in_({each.person_id for each in suggestions}),
            SuggestionShown.side == side,
            SuggestionShown.shown_on == now.date(),
        )
    )
    return set(rows)

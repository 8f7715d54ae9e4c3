"""How suggestions spread over the people who asked for them: for the operator, without names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, distinct, func, select
from sqlmodel import Session

from hub.database import fetch
from hub.matching.load import REMEMBERED_FOR
from hub.models import Side
from hub.services.openness import is_suggested
from hub.services.tables import PERSON, SUGGESTION_SHOWN


@dataclass(frozen=True, slots=True)
class Concentration:
    """Of the people who ask to be suggested: how many were, ever and in the last 30 days.

    ``top_tenth`` is the share of the last 30 days' suggestions that went to the tenth who got most
    of them; ``gini`` is 0 where all got as many, and towards 1 where one got all. Both are ``None``
    where nothing was suggested.
    """

    people: int
    ever: int
    lately: int
    top_tenth: float | None
    gini: float | None


def concentration(session: Session, *, now: datetime) -> Concentration:
    """Count beside how many tasks each person was shown on pages of tasks."""
    is_lately = SUGGESTION_SHOWN.c.shown_on > (now - REMEMBERED_FOR).date()
    shown = SUGGESTION_SHOWN.c.person_id == PERSON.c.id
    rows = fetch(
        session,
        select(
            func.count(SUGGESTION_SHOWN.c.id).label("ever"),
            func.count(distinct(case((is_lately, SUGGESTION_SHOWN.c.task_id)))).label("lately"),
        )
        .select_from(
            PERSON.outerjoin(SUGGESTION_SHOWN, shown & (SUGGESTION_SHOWN.c.side == Side.PROJECT))
        )
        .where(is_suggested(now))
        .group_by(PERSON.c.id),
    )
    counts = [row.lately for row in rows]
    return Concentration(
        people=len(rows),
        ever=sum(row.ever > 0 for row in rows),
        lately=sum(count > 0 for count in counts),
        top_tenth=share_of_top_tenth(counts),
        gini=gini(counts),
    )


def share_of_top_tenth(counts: Sequence[int]) -> float | None:
    """Give the share that the tenth with the most have of all; the tenth is at least one."""
    total = sum(counts)
    if not total:
        return None
    tenth = -(-len(counts) // 10)
    return sum(sorted(counts, reverse=True)[:tenth]) / total


def gini(counts: Sequence[int]) -> float | None:
    """Measure how uneven counts are, in [0, 1): https://en.wikipedia.org/wiki/Gini_coefficient."""
    total = sum(counts)
    if not total:
        return None
    number = len(counts)
    weighted = sum(place * count for place, count in enumerate(sorted(counts), start=1))
    return 2 * weighted / (number * total) - (number + 1) / number

"""What our tokens may still ask of forges, as the last answers said: shown to everyone.

Forges remember it in the process that asks, which is a worker; the web is another one. So it is
kept in a small table, by the token's number, and looking at it never makes a request.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlmodel import Session, col

from hub.database import Fetched, fetch, insert_missing
from hub.models import TokenBudget
from hub.services.tables import TOKEN_BUDGET
from hub.views.sources import BudgetView
from integrations.base import Budgets, Forge
from integrations.records import Allowance

# A token that was not used for so long is most likely not set any more.
FORGOTTEN_AFTER = timedelta(days=7)
# Less than this share is low: the next pull will have to wait.
LOW_SHARE = 0.1
# Two answers of one window name its end a second or two apart.
_SAME_WINDOW = timedelta(seconds=30)


def store_budgets(session: Session, forge: Forge, now: datetime) -> None:
    """Keep what a forge remembers of our tokens; safe to repeat, from several workers too."""
    if not isinstance(forge, Budgets):
        return
    known = {(row.number, row.resource): row for row in _rows(session, forge)}
    for told in forge.budgets():
        row = known.get((told.number, told.resource))
        if row is None:
            insert_missing(session, TokenBudget, [_columns(forge, told, now)])
        elif _is_news(told, row):
            session.connection().execute(
                update(TokenBudget)
                .where(_is_row(forge, told))
                .values(limit=told.limit, left=told.left, full_at=told.full_at, seen_at=now)
            )
    session.connection().execute(
        delete(TokenBudget).where(
            col(TokenBudget.forge) == forge.kind,
            col(TokenBudget.host) == forge.host,
            col(TokenBudget.seen_at) < now - FORGOTTEN_AFTER,
        )
    )


def budgets(session: Session, *, now: datetime) -> tuple[BudgetView, ...]:
    """List what is left of every budget, those of one forge together."""
    rows = fetch(
        session,
        select(TOKEN_BUDGET)
        .where(TOKEN_BUDGET.c.seen_at >= now - FORGOTTEN_AFTER)
        .order_by(TOKEN_BUDGET.c.host, TOKEN_BUDGET.c.number, TOKEN_BUDGET.c.resource),
    )
    return tuple(_view(row, now) for row in rows)


def _view(row: Fetched, now: datetime) -> BudgetView:
    """Show a budget; once its time is over it is full again, whatever was left."""
    is_full = row.full_at <= now
    left = row.limit if is_full else row.left
    return BudgetView(
        forge=row.forge,
        host=row.host,
        number=row.number,
        resource=row.resource,
        limit=row.limit,
        left=left,
        full_at=None if is_full else row.full_at,
        seen_at=row.seen_at,
        is_low=left < row.limit * LOW_SHARE,
    )


def _is_news(told: Allowance, row: Fetched) -> bool:
    """Say whether an answer is younger than what is kept: of one window what is less counts."""
    if abs(told.full_at - row.full_at) <= _SAME_WINDOW:
        return bool(told.left < row.left or told.limit != row.limit)
    return bool(told.full_at > row.full_at)


def _rows(session: Session, forge: Forge) -> list[Fetched]:
    is_here = (TOKEN_BUDGET.c.forge == forge.kind) & (TOKEN_BUDGET.c.host == forge.host)
    return list(fetch(session, select(TOKEN_BUDGET).where(is_here)))


def _is_row(forge: Forge, told: Allowance) -> ColumnElement[bool]:
    return and_(
        col(TokenBudget.forge) == forge.kind,
        col(TokenBudget.host) == forge.host,
        col(TokenBudget.number) == told.number,
        col(TokenBudget.resource) == told.resource,
    )


def _columns(forge: Forge, told: Allowance, now: datetime) -> Mapping[str, object]:
    return {
        "forge": str(forge.kind),
        "host": forge.host,
        "number": told.number,
        "resource": told.resource[:40],
        "limit": told.limit,
        "left": told.left,
        "full_at": told.full_at,
        "seen_at": now,
    }

"""Brings in what somebody did on a forge, as pages and the job do."""

from datetime import timedelta

from sqlmodel import col, select

from hub.context import AppContext
from hub.models import (
    Contribution,
    HistoryReading,
    JoinedAccount,
)
from hub.services import (
    history_reading,
    own_history,
)
from integrations.records import AccountSpec, ContributionRecord
from tests.hub.running import RunningHub

NOOR = AccountSpec("7", "noor")


def record(hub: RunningHub, number: int) -> ContributionRecord:
    return ContributionRecord(
        remote_id=str(number), project_path="noor/ferry", title=f"Fix the landing {number}",
        url=f"https://{hub.forge.host}/noor/ferry/{number}",
        done_at=hub.context.clock.now() - timedelta(days=50 - number), languages=("Rust",),
        labels=("bug",), repository_id="77",
    )  # fmt: skip


def ask(context: AppContext, account: JoinedAccount) -> None:
    assert account.id is not None
    with context.transaction() as session:
        own_history.ask(context, session, account.person_id, account.id, now=context.clock.now())


def use(context: AppContext, account: JoinedAccount) -> None:
    assert account.id is not None
    with context.transaction() as session:
        own_history.use(session, account.person_id, account.id, now=context.clock.now())


def read(hub: RunningHub) -> int:
    """Read what is due, as the job does; returns how many were tried."""
    count = 0
    while history_reading.read_next(hub.context, hub.forge.kind, hub.forge.host):
        count += 1
    return count


def end(context: AppContext, account: JoinedAccount) -> None:
    assert account.id is not None
    with context.transaction() as session:
        own_history.end(session, account.person_id, account.id, now=context.clock.now())


def held(context: AppContext) -> list[Contribution]:
    with context.reading() as session:
        return list(session.exec(select(Contribution).order_by(col(Contribution.remote_id))))


def make_due(context: AppContext) -> None:
    with context.transaction() as session:
        session.exec(select(HistoryReading)).one().due_at = context.clock.now()

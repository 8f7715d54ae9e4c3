"""The health of sources."""

from datetime import date

from pydantic import AwareDatetime, Field

from hub.models import Health, RunStatus
from hub.web.schemas.base import Answer, Cursor


class RunInfo(Answer):
    """One pull of a source."""

    status: RunStatus
    started_at: AwareDatetime
    ended_at: AwareDatetime | None
    repositories_seen: int
    issues_seen: int
    tasks_changed: int
    records_skipped: int = Field(description="Records that could not be read.")
    records_gone: int = Field(description="Issues that the forge no longer has.")
    requests_made: int
    message: str | None
    problems: list[str] = Field(description="The first bad records, in words; at most twenty.")


class DayInfo(Answer):
    """One day (UTC) of a source: how many pulls went well, failed, or did not come to an end."""

    day: date
    good: int
    failed: int
    unfinished: int


class BudgetInfo(Answer):
    """What one token of this hub may still ask of a forge, as last told."""

    forge: str
    host: str
    number: int = Field(description="Which token, from 1; 0 is asking without one.")
    resource: str = Field(description="Which budget, where a forge keeps several.")
    limit: int
    left: int
    full_at: AwareDatetime | None = Field(description="Full again at; null: full by now.")
    seen_at: AwareDatetime
    is_low: bool = Field(description="Less than a tenth is left.")


class SourceInfo(Answer):
    """What the hub pulls, and how well that goes."""

    id: int = Field(validation_alias="source_id")
    forge: str
    host: str
    scope: str = Field(examples=["organisation"])
    locator: str = Field(examples=["riders"])
    is_paused: bool
    paused_because: str | None
    health: Health
    message: str | None = Field(description="What is in the way, in words.")
    good_at: AwareDatetime | None = Field(description="The last good pull.")
    retry_at: AwareDatetime | None = Field(description="When a forge lets us ask again.")
    next_at: AwareDatetime | None = Field(description="When it is to be read next.")
    repositories: int
    open_tasks: int
    troubles: list[str] = Field(description="What is in the way of single repositories.")
    last_run: RunInfo | None
    days: list[DayInfo] = Field(description="Its last thirty days, the oldest first.")


class SourceList(Answer):
    """A page of sources: those in trouble first, paused ones last."""

    total: int
    good: int
    read_lately: int = Field(description="Read well within six hours.")
    long_unread: int = Field(description="Not read well for more than eight days.")
    paused: int
    in_trouble: int
    sources: list[SourceInfo]
    budgets: list[BudgetInfo]
    next: Cursor

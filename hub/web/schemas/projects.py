"""Projects as the API gives them.

The checker does not follow a decorated property: that is why each `computed_field` is excused.
"""

from datetime import date, timedelta

from pydantic import AwareDatetime, Field, computed_field

from hub.models import Health
from hub.web.schemas.base import Answer, Cursor, KindCount, MarkedText


class ProjectSummary(Answer):
    """A project in a list."""

    slug: str = Field(examples=["lanternbus"])
    name: MarkedText
    summary: MarkedText
    causes: list[str]
    languages: list[str] = Field(description="Programming languages, the largest first.")
    hosts: list[str] = Field(description="Forges that it lives on.")
    stars: int | None
    is_archived: bool
    last_change_at: AwareDatetime | None
    open_tasks_by_kind: list[KindCount] = Field(validation_alias="open_tasks")

    # mypy knows no decorated property; pydantic documents this very form.
    @computed_field(description="Its page on this hub.", examples=["/projects/lanternbus"])  # type: ignore[prop-decorator]
    @property
    def path(self) -> str:
        """Give the address of its page."""
        return f"/projects/{self.slug}"


class RepositoryInfo(Answer):
    """Where a project lives, and how well this hub could read it."""

    forge: str
    host: str
    path: str = Field(examples=["riders/lanternbus"])
    url: str
    languages: list[str]
    topics: list[str]
    licence: str | None
    stars: int | None
    is_archived: bool
    pushed_at: AwareDatetime | None
    read_at: AwareDatetime | None
    health: Health
    message: str | None = Field(description="What is in the way of reading it, in words.")


class WeekInfo(Answer):
    """One week of a project."""

    starts_at: AwareDatetime
    opened: int
    closed: int


class PaceInfo(Answer):
    """How fast issues were answered and closed in the last year: middle values, ISO durations."""

    answers_within: timedelta | None = Field(
        description="From opening to the first word of somebody else; null: fewer than five known."
    )
    answered: int = Field(description="How many issues that is the middle of.")
    closes_within: timedelta | None = Field(
        description="From opening to closing; null: fewer than five known."
    )
    closed: int = Field(description="How many issues that is the middle of.")


class ProjectDetail(Answer):
    """A project with its life."""

    slug: str = Field(examples=["lanternbus"])
    name: str
    summary: str | None
    homepage: str | None
    causes: list[str]
    stage: str | None = Field(description="`developmentStatus` of publiccode.yml.")
    catalogues: list[str] = Field(description="Catalogues that list it.")
    is_claimed: bool = Field(description="Somebody looks after it on this hub.")
    added_at: AwareDatetime
    last_change_at: AwareDatetime | None
    repositories: list[RepositoryInfo]
    pace: PaceInfo
    answered_by: str | None = Field(description="Who answers, as the project says itself.")
    away_until: date | None = Field(description="Until when they are away.")
    weeks: list[WeekInfo] = Field(description="52 weeks, the oldest first.")
    open_tasks: int
    open_tasks_by_kind: list[KindCount] = Field(validation_alias="kinds")

    # mypy knows no decorated property; pydantic documents this very form.
    @computed_field(description="Its page on this hub.", examples=["/projects/lanternbus"])  # type: ignore[prop-decorator]
    @property
    def path(self) -> str:
        """Give the address of its page."""
        return f"/projects/{self.slug}"


class ProjectList(Answer):
    """A page of projects."""

    projects: list[ProjectSummary]
    next: Cursor

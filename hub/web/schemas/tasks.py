"""Tasks as the API gives them.

The checker does not follow a decorated property: that is why each `computed_field` is excused.
"""

from datetime import date

from pydantic import AwareDatetime, Field, computed_field

from hub.models import Freshness, Origin
from hub.views import Ending
from hub.web.schemas.base import Answer, Cursor, Key, MarkedText


class FreshnessInfo(Answer):
    """How free a task is."""

    state: Freshness = Field(description="`open`: nobody is on it. `unknown`: could not be read.")
    since: AwareDatetime | None = Field(description="The last word on it.")
    who: list[str] = Field(description="Logins of those who are on it.")
    until: AwareDatetime | None = Field(
        description="When a claim made in a comment ends, where `who` is on it by that."
    )
    ending: Ending | None = Field(
        description="Why it cannot be taken any more; `gone`: deleted or moved away on its forge."
    )
    away_until: date | None = Field(
        description="Until when who answers for the project is away; that day may have passed."
    )
    steward: str | None = Field(description="Who answers for the project, as it says itself.")


class TaskSummary(Answer):
    """A task in a list."""

    id: int = Field(validation_alias="task_id", examples=[17])
    title: MarkedText
    excerpt: MarkedText = Field(description="The start of its text, or what was found in it.")
    kinds: list[Key] = Field(description="Kinds of work, keys of `/vocabulary`.")
    skills: list[str] = Field(description="Skills it asks for, keys of `/vocabulary`.")
    project_slug: str
    project_name: str
    host: str | None = Field(description="Null for a need that was posted here.")
    freshness: FreshnessInfo
    spoken: str | None = Field(description="Language of its text (BCP 47); null: not known.")
    level: str | None = Field(description="How much practice it asks for; null: not known.")
    effort: str | None = Field(description="How long it takes; null: not known.")
    is_newcomer_fit: bool = Field(description="Marked as good for a first contribution.")
    has_mentor: bool = Field(description="Somebody offers to help with it.")

    # mypy knows no decorated property; pydantic documents this very form.
    @computed_field(description="Its page on this hub.", examples=["/tasks/17"])  # type: ignore[prop-decorator]
    @property
    def path(self) -> str:
        """Give the address of its page."""
        return f"/tasks/{self.id}"


class AuthorInfo(Answer):
    """A login on a forge. Not a profile: nothing else is kept."""

    login: str
    host: str
    url: str


class EstimateInfo(Answer):
    """A guess where nobody said it, with what it rests on."""

    effort: str = Field(
        description="How long it takes. `medium` is at least that.", examples=["small"]
    )
    basis: list[str] = Field(
        description="Signs it rests on, keys of effort_signs.toml.", examples=[["one-file"]]
    )


class TaskDetail(Answer):
    """A task with its whole text."""

    id: int = Field(validation_alias="task_id", examples=[17])
    origin: Origin = Field(description="`issue` of a forge, or `need` posted here.")
    title: str
    body: str = Field(description="Markdown as its author wrote it. Make it safe before showing.")
    url: str | None = Field(description="The issue on its forge.")
    number: int | None = Field(description="The issue's number in its repository.")
    is_open: bool
    project_slug: str
    project_name: str
    forge: str | None = Field(description="Kind of forge.", examples=["github"])
    host: str | None
    author: AuthorInfo | None
    kinds: list[Key]
    skills: list[str]
    labels: list[str] = Field(description="Labels as the forge has them.")
    spoken: str | None
    level: str | None
    effort: str | None = Field(description="As its labels or its project say; null: not said.")
    estimate: EstimateInfo | None = Field(description="A guess; only where no effort is said.")
    impact: str | None = Field(
        description="What the project says depends on it: `low`, `medium` or `high`."
    )
    is_newcomer_fit: bool
    has_mentor: bool
    freshness: FreshnessInfo
    linked_change_url: str | None = Field(description="A change that says it will close it.")
    assignees: list[str] = Field(description="Logins of those it is assigned to.")
    claimed_by: str | None = Field(description="Who said in a comment that they work on it.")
    claimed_at: AwareDatetime | None = Field(
        description="The last word of `claimed_by`; where that is null, when it was given back."
    )
    answered_at: AwareDatetime | None = Field(
        description="When somebody else than its author first spoke; null: nobody, or not known."
    )
    comments: int | None
    opened_at: AwareDatetime
    updated_at: AwareDatetime
    closed_at: AwareDatetime | None
    read_at: AwareDatetime | None = Field(description="When its forge was last read.")

    # mypy knows no decorated property; pydantic documents this very form.
    @computed_field(description="Its page on this hub.", examples=["/tasks/17"])  # type: ignore[prop-decorator]
    @property
    def path(self) -> str:
        """Give the address of its page."""
        return f"/tasks/{self.id}"


class TaskList(Answer):
    """A page of tasks."""

    tasks: list[TaskSummary]
    next: Cursor

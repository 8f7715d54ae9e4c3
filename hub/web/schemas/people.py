"""People who asked to be suggested, and suggestions with every reason.

The checker does not follow a decorated property: that is why each `computed_field` is excused.
"""

from datetime import date

from pydantic import AwareDatetime, Field, computed_field

from hub.matching.facts import Fit
from hub.models import Fluency
from hub.web.schemas.base import Answer, Cursor, Key
from hub.web.schemas.projects import ProjectSummary
from hub.web.schemas.tasks import TaskSummary


class PersonSummary(Answer):
    """A person who asked to be suggested."""

    handle: str = Field(examples=["noor"])
    name: str
    own_line: str | None
    hours_per_week: float | None
    hours_until: date | None = Field(
        description="The last day for which the hours hold; after it they count as not said."
    )

    # mypy knows no decorated property; pydantic documents this very form.
    @computed_field(description="Its page on this hub.", examples=["/people/noor"])  # type: ignore[prop-decorator]
    @property
    def path(self) -> str:
        """Give the address of its page."""
        return f"/people/{self.handle}"


class PersonDetail(PersonSummary):
    """A person with what they said of themselves."""

    kinds: list[Key]
    causes: list[str]
    spoken: list[str] = Field(description="Languages (BCP 47), the best first.")
    can: list[str] = Field(description="Skills they have.")
    learning: list[str] = Field(description="Skills they wish to learn.")
    mentors: list[str] = Field(description="Skills they can help others with.")
    suggested_since: AwareDatetime | None = Field(description="`null`: is not suggested now.")
    spoken_levels: dict[str, Fluency] = Field(description="How well, by code, where it was said.")
    time_zone: str | None = Field(description="A name of the IANA database.")
    asked_for: str | None = Field(description="What to ask them for.")
    not_asked_for: str | None = Field(description="What not to ask them for.")
    links: list[str] = Field(description="Web pages that they name; this hub never opens them.")


class PersonList(Answer):
    """A page of people, in the order in which they came."""

    people: list[PersonSummary]
    next: Cursor


class PastInfo(Answer):
    """A finished thing behind a reason, with its part of the value."""

    title: str
    url: str
    done_at: AwareDatetime
    value: float = Field(description="Its part of the reason's value.")
    shared: list[str] = Field(description="Labels and words that it shares with the task.")


class ReasonInfo(Answer):
    """One reason. Its share of the score is `weight` times `value`."""

    signal: str = Field(description="What was looked at.", examples=["skills_held"])
    fit: Fit
    value: float = Field(description="How well it fits, from 0 to 1.")
    weight: float = Field(description="How much it counts.")
    sentence: str = Field(examples=["Draws icons, and this asks for 24 of them."])
    source: str | None = Field(description="Where the fact is from.")
    past: list[PastInfo] = Field(description="The finished things that speak most.")


class SuggestedPersonInfo(Answer):
    """A person who could suit a task. `score` is the sum of its reasons."""

    person: PersonSummary
    score: float
    is_strong: bool = Field(
        description="The first one, where the history of the project speaks as clearly as in cases "
        "of which three in four turned out so."
    )
    reasons: list[ReasonInfo]


class SuggestedPeople(Answer):
    """People whom a task could suit."""

    task_id: int
    people: list[SuggestedPersonInfo]
    note: str | None = Field(description="What an empty list means, in words.")


class EasierTaskInfo(Answer):
    """A free task for newcomers that asks for a skill."""

    task_id: int
    title: str
    project_name: str


class MentorInfo(Answer):
    """Somebody who offers to mentor a skill."""

    handle: str
    name: str


class WayToLearnInfo(Answer):
    """How to learn a skill that a task asks for and the person lacks."""

    skill: str
    skill_name: str
    easier: EasierTaskInfo | None
    mentor: MentorInfo | None


class SuggestedTaskInfo(Answer):
    """A task that could suit a person. `score` is the sum of its reasons."""

    task: TaskSummary
    score: float
    reasons: list[ReasonInfo]
    way: WayToLearnInfo | None = Field(description="A way to learn what the person lacks for it.")


class FittingTaskInfo(Answer):
    """A free task of a project that could suit the person, with the score of the two."""

    task_id: int
    title: str
    points: float


class SuggestedProjectInfo(Answer):
    """A project that could suit a person. `score` is the sum of its reasons."""

    project: ProjectSummary
    score: float
    reasons: list[ReasonInfo]
    begin_with: list[FittingTaskInfo] = Field(description="Its tasks that fit, the best first.")


class SuggestedTasks(Answer):
    """Tasks and projects that could suit a person."""

    handle: str
    tasks: list[SuggestedTaskInfo]
    projects: list[SuggestedProjectInfo]
    note: str | None = Field(description="What an empty list of tasks means, in words.")
    projects_note: str | None = Field(description="The same for projects.")

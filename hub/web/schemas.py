"""What the API answers, as pydantic models: the OpenAPI description is made from these.

Read from the same views as the pages, by the names of their fields, so both say the same. Texts
from forges are given as they stand there: hostile until whoever shows them has made them safe.

The checker does not follow a decorated property: that is why each `computed_field` is excused.
"""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, computed_field, model_validator

from hub.matching.facts import Fit
from hub.models import Freshness, Health, Origin, RunStatus
from search.base import Span

Key = Annotated[str, Field(examples=["code"])]
Cursor = Annotated[
    str | None,
    Field(description="Give this back as `cursor` for the next page; null at the end.",
          examples=["WyIyMDI2LTExLTIxVDEyOjAwOjAwKzAwOjAwIiwxN10"]),
]  # fmt: skip


class Answer(BaseModel):
    """What all answers have in common: nothing unsaid is in them."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class Problem(BaseModel):
    """A problem as RFC 9457 describes it."""

    class Part(BaseModel):
        """One parameter that does not fit."""

        name: str = Field(description="Name of the parameter.", examples=["limit"])
        detail: str = Field(description="Why it does not fit.")

    type: str = Field(description="Always `about:blank`: the status says it.")
    title: str = Field(description="The status in words.", examples=["Not Found"])
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(description="What happened and what to do, in one sentence.")
    errors: list[Part] | None = Field(default=None, description="What does not fit, one by one.")


class MarkedText(Answer):
    """A text, with the pieces that a search found."""

    class Piece(Answer):
        """A piece of the text."""

        text: str
        is_match: bool

    text: str = Field(description="The whole text.")
    pieces: list[Piece] = Field(description="The same text in pieces, for marking.")

    @model_validator(mode="before")
    @classmethod
    def _from_spans(cls, value: object) -> object:
        if isinstance(value, tuple):
            spans = [span for span in value if isinstance(span, Span)]
            return {"text": "".join(span.text for span in spans), "pieces": spans}
        return value


class FreshnessInfo(Answer):
    """How free a task is."""

    state: Freshness = Field(description="`open`: nobody is on it. `unknown`: could not be read.")
    since: AwareDatetime | None = Field(description="The last word on it.")
    who: list[str] = Field(description="Logins of those who are on it.")


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
    effort: str | None
    is_newcomer_fit: bool
    has_mentor: bool
    freshness: FreshnessInfo
    linked_change_url: str | None = Field(description="A change that says it will close it.")
    comments: int | None
    opened_at: AwareDatetime
    updated_at: AwareDatetime
    closed_at: AwareDatetime | None
    read_at: AwareDatetime | None = Field(description="When its forge was last read.")

    @computed_field(description="Its page on this hub.", examples=["/tasks/17"])  # type: ignore[prop-decorator]
    @property
    def path(self) -> str:
        """Give the address of its page."""
        return f"/tasks/{self.id}"


class TaskList(Answer):
    """A page of tasks."""

    tasks: list[TaskSummary]
    next: Cursor


class KindCount(Answer):
    """How many open tasks there are of a kind."""

    kind: Key
    open_tasks: int

    @model_validator(mode="before")
    @classmethod
    def _from_pair(cls, value: object) -> object:
        match value:
            case (kind, open_tasks):
                return {"kind": kind, "open_tasks": open_tasks}
        return value


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
    weeks: list[WeekInfo] = Field(description="52 weeks, the oldest first.")
    open_tasks: int
    open_tasks_by_kind: list[KindCount] = Field(validation_alias="kinds")

    @computed_field(description="Its page on this hub.", examples=["/projects/lanternbus"])  # type: ignore[prop-decorator]
    @property
    def path(self) -> str:
        """Give the address of its page."""
        return f"/projects/{self.slug}"


class ProjectList(Answer):
    """A page of projects."""

    projects: list[ProjectSummary]
    next: Cursor


class PersonSummary(Answer):
    """A person who asked to be suggested."""

    handle: str = Field(examples=["noor"])
    name: str
    own_line: str | None
    hours_per_week: float | None

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
    suggested_since: AwareDatetime


class PersonList(Answer):
    """A page of people, in the order in which they came."""

    people: list[PersonSummary]
    next: Cursor


class ReasonInfo(Answer):
    """One reason. Its share of the score is `weight` times `value`."""

    signal: str = Field(description="What was looked at.", examples=["skills_held"])
    fit: Fit
    value: float = Field(description="How well it fits, from 0 to 1.")
    weight: float = Field(description="How much it counts.")
    sentence: str = Field(examples=["Draws icons, and this asks for 24 of them."])
    source: str | None = Field(description="Where the fact is from.")


class SuggestedPersonInfo(Answer):
    """A person who could suit a task. `score` is the sum of its reasons."""

    person: PersonSummary
    score: float
    reasons: list[ReasonInfo]


class SuggestedPeople(Answer):
    """People whom a task could suit."""

    task_id: int
    people: list[SuggestedPersonInfo]


class SuggestedTaskInfo(Answer):
    """A task that could suit a person. `score` is the sum of its reasons."""

    task: TaskSummary
    score: float
    reasons: list[ReasonInfo]


class SuggestedTasks(Answer):
    """Tasks that could suit a person."""

    handle: str
    tasks: list[SuggestedTaskInfo]


class FacetValueInfo(Answer):
    """One value of a facet, and how many results it would give."""

    value: str
    count: int
    is_on: bool


class FacetInfo(Answer):
    """Values to filter by; `name` is a parameter of the search."""

    name: str = Field(examples=["kind"])
    values: list[FacetValueInfo]


class CorrectionInfo(Answer):
    """A word that nobody uses, and what it was read as."""

    typed: str
    read_as: str


class SearchResults(Answer):
    """A page of a search: of `tasks` and `projects` the one that was asked for."""

    total: int
    is_total_exact: bool = Field(description="False: `total` and the counts are estimates.")
    tasks: list[TaskSummary]
    projects: list[ProjectSummary]
    facets: list[FacetInfo]
    corrections: list[CorrectionInfo]
    notes: list[str] = Field(description="How the text was read, in sentences.")
    next: Cursor


class RunInfo(Answer):
    """One pull of a source."""

    status: RunStatus
    started_at: AwareDatetime
    ended_at: AwareDatetime | None
    repositories_seen: int
    issues_seen: int
    tasks_changed: int
    records_skipped: int
    requests_made: int
    message: str | None
    problems: list[str]


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
    retry_at: AwareDatetime | None
    repositories: int
    open_tasks: int
    troubles: list[str] = Field(description="What is in the way of single repositories.")
    last_run: RunInfo | None


class SourceList(Answer):
    """A page of sources: those in trouble first, paused ones last."""

    total: int
    good: int
    paused: int
    in_trouble: int
    sources: list[SourceInfo]
    next: Cursor


class Term(Answer):
    """A word of the vocabulary: `key` stands in answers and filters, `label` is for readers."""

    key: str = Field(examples=["a11y"])
    label: str = Field(examples=["Accessibility"])


class Vocabulary(Answer):
    """The closed sets that this hub sorts work by."""

    kinds: list[Term]
    causes: list[Term]
    levels: list[Term]
    efforts: list[Term]
    skills: list[Term]
    freshness: list[Freshness]

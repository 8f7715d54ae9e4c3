"""Results of a search."""

from pydantic import Field

from hub.web.schemas.base import Answer, Cursor
from hub.web.schemas.people import PersonSummary
from hub.web.schemas.projects import ProjectSummary
from hub.web.schemas.tasks import TaskSummary


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


class FoundPersonInfo(PersonSummary):
    """A person whom a search found, with what they opened of their skills."""

    can: list[str] = Field(description="Skills they have.")
    mentors: list[str] = Field(description="Skills they can help others with.")


class SearchResults(Answer):
    """A page of a search: of `tasks`, `projects` and `people` the one that was asked for."""

    total: int
    is_total_exact: bool = Field(description="False: `total` and the counts are estimates.")
    tasks: list[TaskSummary]
    projects: list[ProjectSummary]
    people: list[FoundPersonInfo]
    facets: list[FacetInfo]
    corrections: list[CorrectionInfo]
    notes: list[str] = Field(description="How the text was read, in sentences.")
    next: Cursor

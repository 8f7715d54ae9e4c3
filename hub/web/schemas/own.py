"""A person's own data, for programs that hold a token of theirs."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictInt

from hub.models import Relation, Scope, Verdict, Why
from hub.services.tables import MAX_ID
from hub.web.schemas.base import Answer, Key


class OwnSkill(Answer):
    """What a skill is to the person."""

    skill: str = Field(examples=["python"])
    relation: Relation = Field(description="`never`: not to be asked for; nobody else sees it.")
    level: str | None


class TokenInfo(Answer):
    """The token that was shown."""

    scopes: list[Scope] = Field(description="What it is good for.")
    ends_at: AwareDatetime = Field(description="Until when it works.")


class OwnProfile(Answer):
    """What the person says of themselves."""

    handle: str = Field(examples=["noor"])
    name: str
    own_line: str | None
    skills: list[OwnSkill]
    level: str | None = Field(description="What tasks may ask of them.")
    kinds: list[Key]
    causes: list[str]
    hours_per_week: float | None
    spoken: list[str] = Field(description="Languages (BCP 47), the best first.")
    never_projects: list[str] = Field(description="Short names of projects never to be suggested.")
    is_suggested: bool = Field(description="Whether they asked to be suggested.")
    paused_until: AwareDatetime | None = Field(description="Until when they pause.")
    token: TokenInfo


class OwnSearch(Answer):
    """A search that the person keeps."""

    name: str
    address: str = Field(description="Its address on this hub.", examples=["/search?q=bus"])
    kept_at: AwareDatetime


class OwnSearches(Answer):
    """The searches that the person keeps, by name."""

    searches: list[OwnSearch]


class GivenAnswer(BaseModel):
    """What the person says to a task that was suggested to them."""

    model_config = ConfigDict(extra="forbid")

    task_id: Annotated[StrictInt, Field(ge=1, le=MAX_ID, description="A task's number.")]
    verdict: Annotated[Verdict, Field(description="What they say to it.")]
    why: Annotated[Why | None, Field(description="Why, beside `not_for_me` alone.")] = None

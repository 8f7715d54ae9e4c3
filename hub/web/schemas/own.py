"""A person's own data, for programs that hold a token of theirs."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictInt

from hub.models import Audience, Fluency, OfferState, Relation, Scope, Verdict, Why
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
    hours_until: date | None = Field(description="The last day for which the hours hold.")
    time_zone: str | None = Field(description="A name of the IANA database.")
    spoken: list[str] = Field(description="Languages (BCP 47), the best first.")
    spoken_levels: dict[str, Fluency] = Field(description="How well, by code, where it was said.")
    asked_for: str | None = Field(description="What to ask them for.")
    not_asked_for: str | None = Field(description="What not to ask them for.")
    links: list[str] = Field(description="Web pages that they name; this hub never opens them.")
    contact: str | None = Field(
        description="How to reach them: members look it up on their page, and they see who did."
    )
    never_projects: list[str] = Field(description="Short names of projects never to be suggested.")
    is_findable: bool = Field(description="Whether they stand in the list and search of people.")
    is_suggested: bool = Field(description="Whether they asked to be suggested.")
    suggested_causes: list[str] = Field(
        description="Causes of the only projects to which they may be suggested; empty for all."
    )
    paused_until: AwareDatetime | None = Field(description="Until when they pause.")
    seen_by: dict[str, Audience] = Field(
        description="Who sees each field. `asks` is for what to ask them for and what not, `past` "
        "for what they finished before; who may not see `name` sees nothing."
    )
    token: TokenInfo


class OwnSearch(Answer):
    """A search that the person keeps."""

    name: str
    address: str = Field(description="Its address on this hub.", examples=["/search?q=bus"])
    kept_at: AwareDatetime


class OwnSearches(Answer):
    """The searches that the person keeps, by name."""

    searches: list[OwnSearch]


class OwnOffer(Answer):
    """An offer of help that the person sent; its task has no title where it is not listed now."""

    task_id: int
    title: str | None
    words: str
    hours_per_week: float | None
    state: OfferState = Field(description="`sent` while it waits for an answer.")
    sent_at: AwareDatetime
    settled_at: AwareDatetime | None = Field(description="When it was answered, or ended.")
    answer: str = Field(description="What the project wrote; empty where it wrote nothing.")


class OwnOffers(Answer):
    """The offers that the person sent, the last first."""

    offers: list[OwnOffer]


class GivenAnswer(BaseModel):
    """What the person says to a task that was suggested to them."""

    model_config = ConfigDict(extra="forbid")

    task_id: Annotated[StrictInt, Field(ge=1, le=MAX_ID, description="A task's number.")]
    verdict: Annotated[Verdict, Field(description="What they say to it.")]
    why: Annotated[Why | None, Field(description="Why, beside `not_for_me` alone.")] = None

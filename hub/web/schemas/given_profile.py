"""What a program may change in its person's profile, field by field. What is not given stays.

Here stand types and bounds of size; what a value means is judged where the form is
(:mod:`hub.web.forms.profile`), so that both refuse the same.
"""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from hub.models import Audience, Fluency, Relation

Text = Annotated[str, Field(max_length=400)]
Texts = Annotated[list[Text], Field(max_length=60)]


class GivenSkill(BaseModel):
    """What a skill is to the person."""

    model_config = ConfigDict(extra="forbid")

    skill: Text = Field(examples=["python"])
    relation: Relation
    level: Text | None = None


class GivenProfile(BaseModel):
    """Fields by the names that `GET /me` gives them; each replaces what stood there."""

    model_config = ConfigDict(extra="forbid")

    name: Text = Field(default="", description="The one field that cannot be empty.")
    own_line: Text | None = None
    skills: list[GivenSkill] = Field(default=[], max_length=40, description="All of them.")
    level: Text | None = None
    kinds: Texts = []
    causes: Texts = []
    hours_per_week: float | None = Field(default=None, gt=0, le=80, allow_inf_nan=False)
    hours_until: date | None = Field(default=None, description="The last day of the hours.")
    time_zone: Text | None = Field(default=None, examples=["Europe/Warsaw"])
    spoken: Texts = Field(default=[], description="Codes or names of languages, the best first.")
    spoken_levels: dict[str, Fluency] = Field(
        default={}, max_length=60, description="How well, by the same codes or names."
    )
    asked_for: Text | None = None
    not_asked_for: Text | None = None
    links: Texts = Field(default=[], description="Up to five addresses of web pages.")
    contact: Text | None = Field(default=None, description="How to reach them.")
    never_projects: Texts = Field(default=[], description="Short names of projects.")
    is_findable: StrictBool = False
    is_suggested: StrictBool = False
    suggested_causes: Texts = []
    paused_until: date | None = Field(default=None, description="The day on which the pause ends.")
    seen_by: dict[str, Audience] = Field(
        default={}, max_length=60, description="Who sees a field; those not named stay."
    )

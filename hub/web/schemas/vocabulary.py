"""The closed sets that a hub sorts work by."""

from pydantic import Field

from hub.models import Freshness
from hub.web.schemas.base import Answer


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
    impacts: list[Term]
    skills: list[Term]
    freshness: list[Freshness]

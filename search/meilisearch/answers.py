"""What the server answers, as far as the hub reads it. Pure."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class RuleScore(BaseModel):
    """How well a hit does by one rule of the ranking, where the server tells a number."""

    order: int = 0
    score: float | None = None
    value: float | str | None = None

    @property
    def number(self) -> float | None:
        """Give the value if it is a number."""
        return self.value if isinstance(self.value, int | float) else None


class FoundDocument(BaseModel):
    """A hit; other fields that were asked for stand in ``model_extra``."""

    model_config = ConfigDict(extra="allow")

    id: int
    score: float = Field(default=0.0, alias="_rankingScore")
    details: dict[str, RuleScore] = Field(default_factory=dict, alias="_rankingScoreDetails")
    formatted: dict[str, object] = Field(default_factory=dict, alias="_formatted")

    def values(self, field: str) -> list[str]:
        """Give the values of a keyword field, as they stand on the server."""
        found = (self.model_extra or {}).get(field)
        return [str(value) for value in found] if isinstance(found, list) else []


class Answer(BaseModel):
    """The answer to one search."""

    hits: list[FoundDocument]
    total: int = Field(alias="estimatedTotalHits")
    facets: dict[str, dict[str, int]] | None = Field(default=None, alias="facetDistribution")


class Answers(BaseModel):
    """The answers to one request."""

    results: list[Answer]


class FacetsTogether(BaseModel):
    """The counts of one index in a merged answer."""

    distribution: dict[str, dict[str, int]] = Field(default_factory=dict)


class TogetherAnswer(BaseModel):
    """The answer to several searches whose results were merged."""

    hits: list[FoundDocument]
    total: int = Field(alias="estimatedTotalHits")
    by_index: dict[str, FacetsTogether] = Field(default_factory=dict, alias="facetsByIndex")

    def as_answer(self, uid: str) -> Answer:
        """Give it as the answer to one search."""
        facets = self.by_index[uid].distribution if uid in self.by_index else None
        return Answer(hits=self.hits, estimatedTotalHits=self.total, facetDistribution=facets)


class IndexFacts(BaseModel):
    """An index in the list of the server."""

    uid: str
    created_at: datetime = Field(alias="createdAt")
    # As text: it is more precise than a datetime.
    updated_at: str = Field(alias="updatedAt")


class IndexList(BaseModel):
    """The list of the server."""

    results: list[IndexFacts]

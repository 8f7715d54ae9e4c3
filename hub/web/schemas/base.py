"""What all answers share: problems, marked texts, keys and cursors."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

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

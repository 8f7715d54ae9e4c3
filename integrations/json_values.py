"""What every forge's JSON is read with: lenient, and clean of what a database or a page refuses."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from integrations.errors import RecordInvalid

LARGEST_NUMBER = 2**31 - 1

_LONGEST_URL = 2000
_Model = TypeVar("_Model", bound=BaseModel)


def clean_text(text: str) -> str:
    """Replace NUL and halves of surrogate pairs, which JSON may carry and databases refuse."""
    without_nul = text.replace("\x00", "\ufffd")
    if text.isascii():
        return without_nul
    return without_nul.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _cleaned(value: object) -> object:
    return clean_text(value) if isinstance(value, str) else value


def _to_utc(value: datetime) -> datetime:
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except OverflowError as exc:
        raise ValueError("is no instant that a calendar holds") from exc


Text = Annotated[str, BeforeValidator(_cleaned)]
Instant = Annotated[datetime, AfterValidator(_to_utc)]
Number = Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]


class Lenient(BaseModel):
    """An object of foreign JSON: what it has besides its fields is ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def validated(model: type[_Model], item: object) -> _Model:
    """Read an object, or raise :class:`RecordInvalid` with the fields that are wrong."""
    try:
        return model.model_validate(item)
    except ValidationError as exc:
        raise RecordInvalid(_what_is_wrong(exc)) from exc


def _what_is_wrong(error: ValidationError) -> str:
    """Name the fields, never their values: those are foreign text."""
    fields = dict.fromkeys(str(problem["loc"][0]) for problem in error.errors() if problem["loc"])
    if not fields:
        return "It is not an object with fields."
    return f"Its {_and(list(fields))} could not be read."


def _and(words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} and {words[-1]}"


def web_url(text: str | None) -> str | None:
    """Keep an address that a page may link to, and nothing that a link could run."""
    if not text or len(text) > _LONGEST_URL or text.split() != [text]:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in {"http", "https"} and parts.hostname else None

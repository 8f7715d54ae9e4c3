"""An answer of a forge as it came, and how its JSON is read: pure, and the same for every forge."""

import json
from dataclasses import dataclass
from datetime import datetime

from integrations.errors import ForgeUnavailable

_LONGEST_QUOTE = 140


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came; header names in lower case. ``url`` is where redirects ended."""

    status: int
    headers: dict[str, str]
    body: str
    url: str


def unusable(host: str, what: str, *, retry_at: datetime | None = None) -> ForgeUnavailable:
    """Say that ``host`` did something that may be over later."""
    return ForgeUnavailable(f"{host} {what}. The hub tries again later.", retry_at=retry_at)


def parsed(answer: Answer, *, host: str, subject: str) -> object:
    """Read the JSON of an answer; anything else means that something stands before the forge."""
    try:
        value: object = json.loads(answer.body)
    except (ValueError, RecursionError) as exc:
        raise unusable(host, f"answered with something else than JSON for {subject}") from exc
    return value


def listed(answer: Answer, *, host: str, subject: str) -> list[object]:
    """Read the JSON of an answer that must be a list."""
    value = parsed(answer, host=host, subject=subject)
    if not isinstance(value, list):
        raise unusable(host, f"answered with something else than a list for {subject}")
    return value


def quote(body: str) -> str:
    """Quote the forge's own message, short and on one line."""
    words = message(body)
    if not words:
        return ""
    short = words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"
    return f': "{short.rstrip(".")}"'


def message(body: str) -> str:
    """Read the forge's own message on one line; empty if it sends none."""
    held = json_object(body)
    said = held.get("message") or held.get("error")
    if not isinstance(said, str):
        return ""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in said).split())


def json_object(body: str) -> dict[str, object]:
    """Read the object that a body holds; empty if it holds none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}

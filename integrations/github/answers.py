"""What GitHub's status codes mean to the hub: pure, each with its plain sentence."""

import json
from dataclasses import dataclass
from datetime import datetime

from integrations import sentences
from integrations.errors import ForgeError, ForgeRefused, ForgeUnavailable
from integrations.http import wait_until

_LONGEST_QUOTE = 140


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came; header names in lower case. ``url`` is where redirects ended."""

    status: int
    headers: dict[str, str]
    body: str
    url: str


def error_of(answer: Answer, *, host: str, subject: str, now: datetime) -> ForgeError | None:
    """Give the error that an answer means, or ``None`` for one that can be used."""
    status = answer.status
    if status in {200, 204, 304}:
        return None
    retry_at = wait_until(status, answer.headers, answer.body, now=now)
    if retry_at is not None and status != 503:
        return sentences.rate_limited(host, retry_at)
    if status in {403, 404, 410, 451} and (error := _absence(answer, host=host, subject=subject)):
        return error
    if 400 <= status < 500:
        return _refusal(answer, host=host, subject=subject)
    return unusable(host, f"answered {status} instead of the {subject}", retry_at=retry_at)


def _absence(answer: Answer, *, host: str, subject: str) -> ForgeError | None:
    """Tell what is not there to be read, whoever asks."""
    if answer.status == 410 and _message(answer.body).casefold().startswith("issues"):
        return sentences.issues_disabled(host, subject)
    if answer.status in {404, 410}:
        return sentences.gone(host, subject)
    if answer.status == 451 or "block" in _object(answer.body):
        return sentences.blocked(host, subject)
    return None


def _refusal(answer: Answer, *, host: str, subject: str) -> ForgeError:
    quote = _quote(answer.body)
    if answer.status == 401:
        return ForgeRefused(
            f"{host} refused our token (401). Set HUB_GITHUB_TOKENS to one that is valid."
        )
    if answer.status == 403:
        return ForgeRefused(
            f"{host} does not let us read the {subject} (403){quote}. "
            "A token in HUB_GITHUB_TOKENS that may read it would help."
        )
    return ForgeRefused(
        f"{host} could not use what we asked about the {subject} ({answer.status}){quote}. "
        "Check the source."
    )


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


def _quote(body: str) -> str:
    """Quote the forge's own message, short and on one line."""
    words = _message(body)
    if not words:
        return ""
    short = words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"
    return f': "{short.rstrip(".")}"'


def _message(body: str) -> str:
    message = _object(body).get("message")
    if not isinstance(message, str):
        return ""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in message).split())


def _object(body: str) -> dict[str, object]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}

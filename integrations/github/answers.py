"""What GitHub's status codes mean to the hub: pure, each with its plain sentence."""

from datetime import datetime

from integrations import sentences
from integrations.answers import Answer, json_object, message, quote, unusable
from integrations.errors import ForgeError, ForgeRefused
from integrations.http import wait_until


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
    if answer.status == 410 and message(answer.body).casefold().startswith("issues"):
        return sentences.issues_disabled(host, subject)
    if answer.status in {404, 410}:
        return sentences.gone(host, subject)
    if answer.status == 451 or "block" in json_object(answer.body):
        return sentences.blocked(host, subject)
    return None


def _refusal(answer: Answer, *, host: str, subject: str) -> ForgeError:
    quoted = quote(answer.body)
    if answer.status == 401:
        return ForgeRefused(
            f"{host} refused our token (401). Set HUB_GITHUB_TOKENS to one that is valid."
        )
    if answer.status == 403:
        return ForgeRefused(
            f"{host} does not let us read the {subject} (403){quoted}. "
            "A token in HUB_GITHUB_TOKENS that may read it would help."
        )
    return ForgeRefused(
        f"{host} could not use what we asked about the {subject} ({answer.status}){quoted}. "
        "Check the source."
    )

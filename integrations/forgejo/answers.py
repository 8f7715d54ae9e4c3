"""What Forgejo's status codes mean to the hub: pure, each with its plain sentence."""

from datetime import datetime

from integrations import sentences
from integrations.answers import Answer, quote, unusable
from integrations.errors import ForgeError, ForgeRefused
from integrations.http import wait_until


def error_of(answer: Answer, *, host: str, subject: str, now: datetime) -> ForgeError | None:
    """Give the error that an answer means, or ``None`` for one that can be used.

    A repository without an issue list answers 404 like one that is gone; only a second question
    tells them apart.
    """
    status = answer.status
    if status in {200, 204}:
        return None
    retry_at = wait_until(status, answer.headers, answer.body, now=now)
    if retry_at is not None and status != 503:
        return sentences.rate_limited(host, retry_at)
    if status in {404, 410}:
        return sentences.gone(host, subject)
    if status == 451:
        return sentences.blocked(host, subject)
    if 400 <= status < 500:
        return _refusal(answer, host=host, subject=subject)
    return unusable(host, f"answered {status} instead of the {subject}", retry_at=retry_at)


def token_setting(host: str) -> str:
    """Say where the token of a host is set."""
    return "HUB_CODEBERG_TOKENS" if host == "codeberg.org" else f"HUB_FORGE_TOKENS ({host}=TOKEN)"


def _refusal(answer: Answer, *, host: str, subject: str) -> ForgeError:
    quoted = quote(answer.body)
    if answer.status == 401:
        return ForgeRefused(
            f"{host} refused our token (401). Set {token_setting(host)} to one that is valid."
        )
    if answer.status == 403:
        return ForgeRefused(
            f"{host} does not let us read the {subject} (403){quoted}. A token in "
            f"{token_setting(host)} that may read repositories and issues would help."
        )
    return ForgeRefused(
        f"{host} could not use what we asked about the {subject} ({answer.status}){quoted}. "
        "Check the source."
    )

"""What GitLab's status codes mean to the hub: pure, each with its plain sentence."""

from datetime import datetime

from integrations import sentences
from integrations.answers import Answer, quote, unusable
from integrations.errors import ForgeError, ForgeRefused
from integrations.http import wait_until


def error_of(answer: Answer, *, host: str, subject: str, now: datetime) -> ForgeError | None:
    """Give the error that an answer means, or ``None`` for one that can be used.

    Over the limit GitLab answers 429 with the plain text "Retry later".
    Source: https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/
    """
    status = answer.status
    if status in {200, 204, 304}:
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


def setting_of(host: str) -> str:
    """Name the setting that holds the tokens of a host."""
    return "HUB_GITLAB_TOKENS" if host == "gitlab.com" else "HUB_FORGE_TOKENS"


def _refusal(answer: Answer, *, host: str, subject: str) -> ForgeError:
    quoted = quote(answer.body)
    if answer.status == 401:
        return ForgeRefused(
            f"{host} refused our token, or asks for one, at the {subject} (401). "
            f"Set {setting_of(host)} to one with read_api."
        )
    if answer.status == 403:
        return ForgeRefused(
            f"{host} does not let us read the {subject} (403){quoted}. "
            f"A token with read_api in {setting_of(host)} that may read it would help."
        )
    return ForgeRefused(
        f"{host} could not use what we asked about the {subject} ({answer.status}){quoted}. "
        "Check the source."
    )

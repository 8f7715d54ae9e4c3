"""What the connectors say to people when a forge does not give what was asked, in one place.

Each is one or two whole sentences for the sources page: what happened, to what, and what to do.
It knows hosts and paths, never tokens.
"""

from datetime import datetime

from integrations.errors import AccountTaken, IssuesDisabled, RateLimited, RecordGone


def gone(host: str, subject: str) -> RecordGone:
    """Say that ``subject`` is not to be seen at ``host``."""
    return RecordGone(
        f"{host} has no public {subject}: it was deleted, made private, or its name is wrong."
    )


def blocked(host: str, subject: str) -> RecordGone:
    """Say that ``host`` itself took ``subject`` down, by law (451) or by its own rules."""
    return RecordGone(f"{host} has taken down the {subject}, for a legal reason or by its rules.")


def issues_disabled(host: str, subject: str) -> IssuesDisabled:
    """Say that a repository stands, but has no issue list."""
    return IssuesDisabled(f"The {subject} on {host} has its issue list turned off.")


def account_taken(host: str, login: str) -> AccountTaken:
    """Say that ``login`` is another account now than the one that we knew."""
    return AccountTaken(f"{login} is another account on {host} now than it was.")


def rate_limited(host: str, retry_at: datetime) -> RateLimited:
    """Say until when ``host`` asked us to wait."""
    until = f"{retry_at:%H:%M} on {retry_at.day} {retry_at:%B}"
    return RateLimited(f"{host} asked us to wait until {until} (UTC).", retry_at=retry_at)

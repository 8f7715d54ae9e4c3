"""What is left of a token's budgets, as the last answers said, and how many requests were made.

Forges keep a budget for each resource (GitHub: REST, searches, GraphQL points) or one for all. It
must not know what a token is.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from integrations.http import rate_limit_reset
from integrations.records import Allowance

ALL_RESOURCES = "core"
_UNTRIED = 2**31
# What forges call the same header; GitLab's has no prefix.
_PREFIXES = ("x-ratelimit", "ratelimit")


@dataclass(slots=True)
class TokenBudgets:
    """What is left of the budgets of one token, by resource."""

    left: dict[str, int] = field(default_factory=dict)
    full_at: dict[str, datetime] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)

    def budget(self, now: datetime, resource: str = ALL_RESOURCES) -> int:
        """Tell what is left; a budget that was never told, or is full again, is largest."""
        full_at = self.full_at.get(resource)
        if full_at is None or full_at <= now:
            return _UNTRIED
        return self.left.get(resource, _UNTRIED)

    def remember(self, headers: Mapping[str, str], resource: str = ALL_RESOURCES) -> None:
        """Note what an answer says; header names in lower case."""
        left = _number(headers, "remaining")
        full_at = rate_limit_reset(headers)
        if left is None or full_at is None:
            return
        self.note(left, full_at, resource)
        limit = _number(headers, "limit")
        if limit is not None:
            self.limits[resource] = limit

    def note(self, left: int, full_at: datetime | None, resource: str = ALL_RESOURCES) -> None:
        """Note what is left until ``full_at``; without that instant nothing is known."""
        if full_at is not None:
            self.left[resource] = left
            self.full_at[resource] = full_at

    def allowances(self, number: int) -> tuple[Allowance, ...]:
        """Give every budget whose size was told, under the token's number."""
        return tuple(
            Allowance(number, limit, self.left[resource], self.full_at[resource], None, resource)
            for resource, limit in sorted(self.limits.items())
        )


class RequestCount(threading.local):
    """Counts the requests of each thread by itself, so that pulls side by side do not mix."""

    made = 0

    def add(self) -> None:
        """Count one request."""
        self.made += 1


def _number(headers: Mapping[str, str], name: str) -> int | None:
    for prefix in _PREFIXES:
        told = headers.get(f"{prefix}-{name}", "")
        if told.isascii() and told.isdigit():
            return int(told[:9])
    return None

"""How often something may be asked for, by whom. Counted in this process, forgotten with it.

A hub of several server processes allows as many times more; that still stops who tries thousands.
"""

from ipaddress import ip_address, ip_network

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from hub.errors import TooOften

LINKS_BY_SENDER = parse("20 per hour")
LINKS_BY_ADDRESS = parse("5 per hour")
TRIES_BY_SENDER = parse("30 per hour")
WAYS_BY_SENDER = parse("60 per hour")
CODES_BY_PERSON = parse("10 per hour")
# Tokens that are none. One that works is never held up.
TOKENS_BY_SENDER = parse("30 per hour")
TOKENS_MADE = parse("40 per hour")


class Rates:
    """Counts what one app was asked for."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, limit: RateLimitItem, what: str, who: str) -> None:
        """Count one more; raises :class:`TooOften` above the limit."""
        if not self._limiter.hit(limit, what, who):
            raise TooOften("This was asked for too often. Try again in an hour.")


def rates_of(request: Request) -> Rates:
    """Give the counts of the application that a request came to."""
    rates = request.app.state.rates
    assert isinstance(rates, Rates)
    return rates


def sender_of(request: Request) -> str:
    """Name where a request comes from: an address, or the network that one home has in IPv6."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(ip_network(f"{address}/64", strict=False)) if address.version == 6 else host

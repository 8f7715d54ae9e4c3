"""The replay server: recorded answers of a forge, at an address of its own.

Bodies and headers name this server where they named the forge's API, so that a client that follows
them stays here. What was not recorded is answered 404, and can be seen in ``unmatched``.
"""

import json
from collections.abc import Iterable

from tests.replay.loopback import LoopbackServer, Reply, Request
from tests.replay.recordings import Exchange, Match, Recordings

# The socket's own business, and what no longer holds of the body that is sent.
_DROPPED = {"content-length", "content-encoding", "transfer-encoding", "connection", "status"}


class ReplayServer(LoopbackServer):
    """Serves exchanges that were recorded from ``origin``."""

    def __init__(
        self, exchanges: Iterable[Exchange], *, origin: str = "https://api.github.com"
    ) -> None:
        super().__init__()
        self.recordings = Recordings(exchanges)
        self.requests: list[str] = []
        self.unmatched: list[str] = []
        self._origin = origin

    def answer(self, request: Request) -> Reply:
        self.requests.append(request.target)
        known_etag = request.headers.get("if-none-match")
        match = self.recordings.match(
            request.method, request.target, is_conditional=known_etag is not None
        )
        if match is None:
            self.unmatched.append(request.target)
            return Reply(404, b'{"message": "Not Found"}', {"Content-Type": "application/json"})
        headers = {
            name: value.replace(self._origin, self.url)
            for name, value in match.exchange.headers.items()
            if name not in _DROPPED
        }
        if match.is_emptied:
            headers.pop("link", None)
        if known_etag is not None and known_etag == headers.get("etag"):
            return Reply(304, b"", headers)
        body = _cut(match).replace(self._origin, self.url)
        if "x-total-count" in headers and match.state is not None:
            headers["x-total-count"] = str(len(json.loads(body)))
        return Reply(match.exchange.status, body.encode("utf-8"), headers)


def _cut(match: Match) -> str:
    if match.is_emptied:
        return "[]"
    body = match.exchange.body
    if match.state is None or not body.startswith("["):
        return body
    return json.dumps(
        [
            item
            for item in json.loads(body)
            if not isinstance(item, dict) or item.get("state", match.state) == match.state
        ],
        ensure_ascii=False,
    )

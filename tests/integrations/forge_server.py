"""What the local servers that stand in for forges share: a clock, requests seen, and troubles."""

import json
import threading
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from tests.replay.loopback import LoopbackServer, Reply, Request

Json = dict[str, object]
Query = Mapping[str, str]

SERVER_NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    status: int
    body: bytes = b""


@dataclass(slots=True)
class _Trouble:
    """An answer that stands in for the real one, for paths that hold ``part``."""

    reply: Reply
    part: str
    after_requests: int
    times: int | None

    def take(self) -> Reply | None:
        """Give the answer if its time has come and is not over."""
        if self.after_requests > 0:
            self.after_requests -= 1
            return None
        if self.times is None:
            return self.reply
        if self.times > 0:
            self.times -= 1
            return self.reply
        return None


class ForgeServer(LoopbackServer):
    """A forge on a loopback port, from ``start`` (or ``with``) to ``stop``."""

    def __init__(self, *, now: datetime) -> None:
        super().__init__()
        self.now = now
        self.is_sorting = True
        self.requests: list[SeenRequest] = []
        self._troubles: list[_Trouble] = []
        self._lock = threading.RLock()

    def trouble(
        self,
        status: int,
        body: Json | bytes,
        *,
        part: str = "",
        headers: Mapping[str, str] | None = None,
        after_requests: int = 0,
        times: int | None = None,
    ) -> None:
        """Answer so, to paths that hold ``part``, until :meth:`heal` or for some ``times``."""
        raw = body if isinstance(body, bytes) else as_json(body)
        reply = Reply(status, raw, headers or {})
        with self._lock:
            self._troubles.append(_Trouble(reply, part, after_requests, times))

    def heal(self) -> None:
        with self._lock:
            self._troubles.clear()

    def answer(self, request: Request) -> Reply:
        with self._lock:
            reply = self._troubled(request.target) or self.routed(request)
            reply = self.finished(reply, request)
            self.requests.append(
                SeenRequest(request.target, request.headers, reply.status, request.body)
            )
            date = {"Date": format_datetime(self.now, usegmt=True)}
            return Reply(reply.status, reply.body, {**date, **self.always(), **reply.headers})

    @abstractmethod
    def routed(self, request: Request) -> Reply:
        """Give what stands at the address."""

    def finished(self, reply: Reply, request: Request) -> Reply:
        """Change an answer, also a troubled one, before it goes out."""
        del request
        return reply

    def always(self) -> Mapping[str, str]:
        """Give the headers that every answer has."""
        return {"Content-Type": "application/json"}

    def spellings(self, part: str) -> tuple[str, ...]:
        """Give the ways in which ``part`` may stand in an address."""
        return (part,)

    def _troubled(self, target: str) -> Reply | None:
        for trouble in self._troubles:
            if any(part in target for part in self.spellings(trouble.part)):
                reply = trouble.take()
                if reply is not None:
                    return reply
        return None


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()

"""Asks a Meilisearch server with as little as it takes, so that its own speed is measured.

An ordinary client opens a connection a request, and waits 40 ms for acknowledgements that the
kernel delays: times of a few milliseconds would be told as tens. Here one connection stays open,
acknowledges at once, and only the exchange is timed: from the request's first byte to the answer's
last, without making the one or reading the other.
"""

import json
import socket
import time
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from search.meilisearch import MeilisearchEngine
from search.meilisearch.answers import Answer, Answers, TogetherAnswer
from search.meilisearch.asking import Asked, Together
from search.meilisearch.fields import ID
from search.meilisearch.server import Server

TIMEOUT_S, BUILT_WITHIN_S = 30.0, 36_000.0
# The server hangs up on who asks nothing for some seconds.
IDLE_S = 1.0
_HEAD_ENDS = b"\r\n\r\n"


class LeanServer(Server):
    """The server, with searches over one open connection; ``spent_s`` adds up their exchanges."""

    def __init__(self, url: str, key: str) -> None:
        super().__init__(url, key, timeout_s=TIMEOUT_S, writing_timeout_s=BUILT_WITHIN_S)
        parts = urlsplit(url)
        assert parts.hostname == "127.0.0.1", "This is for a server of one's own."
        self._host = parts.netloc
        self._bearer = key
        self._address = (parts.hostname, parts.port or 80)
        self._socket = self._connected()
        self._used_at = time.monotonic()
        self.spent_s = 0.0

    def search(self, searches: Sequence[Asked]) -> list[Answer]:
        """Ask several searches in one request."""
        return Answers.model_validate(self._post({"queries": searches})).results

    def search_together(self, uid: str, asked: Together) -> Answer:
        """Ask several searches of an index and merge what they find."""
        body = {"queries": asked.searches, "federation": asked.federation}
        return TogetherAnswer.model_validate(self._post(body)).as_answer(uid)

    def put(self, uid: str, parcels: Iterable[bytes]) -> None:
        """Put documents in, waiting only for the last: the server takes what waits together."""
        index = self._writer().index(uid)
        sent = [index.add_documents_ndjson(parcel, ID) for parcel in parcels]
        with self._told():
            self._settle(sent)

    def _post(self, body: object) -> object:
        content = json.dumps(body).encode()
        head = (
            f"POST /multi-search HTTP/1.1\r\nHost: {self._host}\r\n"
            f"Authorization: Bearer {self._bearer}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(content)}\r\n\r\n"
        )
        request = head.encode() + content
        if time.monotonic() - self._used_at > IDLE_S:
            self._socket.close()
            self._socket = self._connected()
        began_at = time.perf_counter()
        self._socket.sendall(request)
        status, answered = self._read()
        self.spent_s += time.perf_counter() - began_at
        self._used_at = time.monotonic()
        if status != 200:
            raise RuntimeError(f"The server answered {status}: {answered[:300]!r}")
        return json.loads(answered)

    def _connected(self) -> socket.socket:
        connected = socket.create_connection(self._address, TIMEOUT_S)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connected

    def _read(self) -> tuple[int, bytes]:
        received = self._receive()
        while _HEAD_ENDS not in received:
            received += self._receive()
        head, _, content = received.partition(_HEAD_ENDS)
        lines = head.decode("ascii").split("\r\n")
        lengths = [
            line.split(":", 1)[1] for line in lines if line.lower().startswith("content-length:")
        ]
        if not lengths:
            raise RuntimeError("The server told no length of its answer.")
        pieces, missing = [content], int(lengths[0]) - len(content)
        while missing > 0:
            piece = self._receive()
            pieces.append(piece)
            missing -= len(piece)
        return int(lines[0].split()[1]), b"".join(pieces)

    def _receive(self) -> bytes:
        # The kernel forgets this after each packet.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        received = self._socket.recv(1 << 18)
        if not received:
            raise RuntimeError("The server closed the connection.")
        return received


class LeanEngine(MeilisearchEngine):
    """The hub's engine on a lean server."""

    def __init__(self, url: str, key: str) -> None:
        super().__init__(url, key, timeout_s=TIMEOUT_S, rebuild_timeout_s=BUILT_WITHIN_S)
        self._server = self.lean = LeanServer(url, key)

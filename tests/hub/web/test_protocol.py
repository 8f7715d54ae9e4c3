"""How requests are read from the wire: a real server on the loopback."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from hub.web.protocol import MAX_HEAD_BYTES, BoundedProtocol

HEAD = b"GET / HTTP/1.1\r\nHost: hub.example\r\nConnection: close\r\n"


@contextmanager
def _server() -> Iterator[int]:
    config = uvicorn.Config(
        PlainTextResponse("fine"), http=BoundedProtocol, lifespan="off", log_config=None
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with _server() as port:
        yield port


def _ask(port: int, *pieces: bytes) -> bytes:
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
            while received := connection.recv(65_536):
                answer += received
        except ConnectionError:
            pass  # cut off while we were still sending
    return answer


def test_request_is_answered(port: int) -> None:
    assert _ask(port, HEAD, b"X-Long: " + b"a" * 20_000, b"\r\n\r\n").endswith(b"fine")


@pytest.mark.parametrize("piece", [b"a" * 65_536, b"a: b\r\n" * 10_000], ids=["one", "many"])
def test_head_without_end_is_cut_off(port: int, piece: bytes) -> None:
    pieces = [HEAD, *([piece] * (20 * MAX_HEAD_BYTES // len(piece)))]
    answer = _ask(port, *pieces)
    assert b"fine" not in answer
    assert not answer or answer.startswith(b"HTTP/1.1 431 ")

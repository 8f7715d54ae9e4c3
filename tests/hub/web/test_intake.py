"""Large bodies of strangers: bounded in memory and time."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request

from hub.errors import BadRequest, Unavailable
from hub.web.intake import FREE_BYTES, Intake

KB = 1024


def _request(*chunks: bytes, never_ends: bool = False) -> Request:
    async def messages() -> AsyncIterator[dict[str, object]]:
        for chunk in chunks:
            yield {"type": "http.request", "body": chunk, "more_body": True}
        if never_ends:
            await asyncio.Event().wait()
        yield {"type": "http.request", "body": b"", "more_body": False}

    stream = messages()

    async def receive() -> dict[str, object]:
        return await anext(stream)

    return Request({"type": "http", "headers": []}, receive)


async def _length(intake: Intake, *chunks: bytes) -> int:
    async with intake.body(_request(*chunks)) as body:
        return len(body)


def test_body_comes_whole() -> None:
    async def act() -> bytes:
        async with Intake().body(_request(b"a", b"", b"bc")) as body:
            return body

    assert asyncio.run(act()) == b"abc"


def test_small_bodies_borrow_nothing() -> None:
    assert asyncio.run(_length(Intake(purse_bytes=0), b"x" * FREE_BYTES)) == FREE_BYTES


def test_purse_is_shared_and_given_back() -> None:
    async def act() -> None:
        intake = Intake(purse_bytes=100 * KB)
        large = b"x" * (FREE_BYTES + 60 * KB)
        async with intake.body(_request(large)):
            with pytest.raises(Unavailable):
                await _length(intake, large)
        assert await _length(intake, large) == len(large)
        assert await _length(intake, large) == len(large)

    asyncio.run(act())


def test_purse_is_given_back_where_the_reader_fails() -> None:
    async def act() -> None:
        intake = Intake(purse_bytes=100 * KB)
        large = b"x" * (FREE_BYTES + 90 * KB)
        for _ in range(3):
            with pytest.raises(ValueError, match="odd"):
                async with intake.body(_request(large)):
                    raise ValueError("odd")
        assert await _length(intake, large) == len(large)

    asyncio.run(act())


def test_sender_that_dawdles_is_let_go() -> None:
    async def act() -> None:
        intake = Intake(purse_bytes=10 * KB, read_within_s=0.01)
        with pytest.raises(BadRequest, match="did not arrive whole"):
            async with intake.body(_request(b"x" * (FREE_BYTES + KB), never_ends=True)):
                pytest.fail("this body never ends")
        assert await _length(intake, b"x" * (FREE_BYTES + 10 * KB)) == FREE_BYTES + 10 * KB

    asyncio.run(act())

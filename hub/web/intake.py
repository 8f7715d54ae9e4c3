"""Takes in large bodies of senders that nobody knows yet, within bounds of memory and time.

A delivery may be 25 MB, and its signature is known only when all of it is here. The first quarter
of a megabyte is free, as every form's 64 KiB are; what is longer borrows from one purse, so that
many senders at once cannot fill the memory, and none may take longer than a forge waits itself.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request

from hub.errors import BadRequest, Unavailable

FREE_BYTES = 256 * 1024
PURSE_BYTES = 64 * 1024 * 1024
# GitHub and GitLab wait 10 s for an answer, Forgejo 5.
READ_WITHIN_S = 10.0


class Intake:
    """The purse of one app. Used from its event loop alone, so it needs no lock."""

    def __init__(
        self, *, purse_bytes: int = PURSE_BYTES, read_within_s: float = READ_WITHIN_S
    ) -> None:
        self._left = purse_bytes
        self._read_within_s = read_within_s

    @asynccontextmanager
    async def body(self, request: Request) -> AsyncIterator[bytes]:
        """Read a body and hold it for the length of the block.

        Raises :class:`Unavailable` while others hold too much, and :class:`BadRequest` for one
        that takes too long to come.
        """
        chunks: list[bytes] = []
        length = borrowed = 0
        try:
            async with asyncio.timeout(self._read_within_s):
                async for chunk in request.stream():
                    chunks.append(chunk)
                    length += len(chunk)
                    more = max(0, length - FREE_BYTES) - borrowed
                    if more > self._left:
                        raise Unavailable(
                            "The hub is taking in much at the moment. Deliver it once more in a "
                            "few minutes."
                        )
                    self._left -= more
                    borrowed += more
            yield b"".join(chunks)
        except TimeoutError as exc:
            raise BadRequest(
                f"The delivery did not arrive whole within {self._read_within_s:.0f} s. "
                "Deliver it once more."
            ) from exc
        finally:
            self._left += borrowed

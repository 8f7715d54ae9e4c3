"""Sends signed deliveries to a local hub over a few open connections.

``python -m benchmarks.deliver HOST:PORT COUNT CONNECTIONS PER_SECOND`` prints times as JSON;
``PER_SECOND`` 0 is as fast as they are answered. Only loopback addresses are taken: this is for a
server of one's own. One in five deliveries is of no matter to the hub, one in a hundred has a
wrong signature and one in ten came before, as forges have it.
"""

import asyncio
import hashlib
import hmac
import json
import sys
import time
from dataclasses import dataclass, field

from benchmarks.load import read_answer
from benchmarks.report import percentile

HOST = "github.com"
SECRET = "of this benchmark and nothing else"
REPOSITORIES = 200
# A closed issue of a real project is about this long.
TEXT = "A bus that nobody waits for is the one that comes. " * 200


@dataclass(frozen=True, slots=True)
class Delivery:
    """A request as bytes, and the status that it must have."""

    request: bytes
    status: int


@dataclass(slots=True)
class Answers:
    """What came back so far."""

    seconds: list[float] = field(default_factory=list)
    unexpected: dict[str, int] = field(default_factory=dict)


def deliveries(count: int) -> list[Delivery]:
    """Make deliveries, the same ones each time."""
    made: list[Delivery] = []
    for number in range(count):
        if number % 10 == 9:
            made.append(made[-5])
        else:
            made.append(delivery(number))
    return made


def delivery(number: int) -> Delivery:
    """Make one delivery of GitHub's."""
    is_forged, matters = number % 100 == 50, number % 5 > 0
    path = f"made-up/project-{number % REPOSITORIES}"
    payload = {
        "action": "edited",
        "issue": {"number": number, "body": TEXT},
        "repository": {"full_name": path, "html_url": f"https://{HOST}/{path}"},
    }
    body = json.dumps(payload).encode()
    secret = "of somebody else, whoever it is" if is_forged else SECRET
    lines = (
        f"POST /webhooks/github/{HOST} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        f"X-GitHub-Event: {'issues' if matters else 'star'}",
        f"X-GitHub-Delivery: {number}",
        "X-Hub-Signature-256: sha256="
        + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest(),
    )
    request = "\r\n".join((*lines, "", "")).encode() + body
    return Delivery(request, 403 if is_forged else 202 if matters else 200)


async def main(base: str, count: int, *, connections: int, per_second: float) -> None:
    """Send all, and print the times of the answers."""
    host, _, port = base.partition(":")
    if host != "127.0.0.1":
        raise SystemExit("Only 127.0.0.1 is asked.")
    waiting: asyncio.Queue[Delivery | None] = asyncio.Queue()
    answers = Answers()
    made = deliveries(count)
    async with asyncio.TaskGroup() as group:
        for _ in range(connections):
            group.create_task(send(host, int(port), waiting, answers))
        start = time.perf_counter()
        for number, each in enumerate(made):
            if per_second:
                await asyncio.sleep(max(0.0, start + number / per_second - time.perf_counter()))
            waiting.put_nowait(each)
        for _ in range(connections):
            waiting.put_nowait(None)
    print(
        json.dumps(
            {
                "per_s": len(answers.seconds) / (time.perf_counter() - start),
                "unexpected": answers.unexpected,
                "p50_ms": percentile(answers.seconds, 50) * 1000,
                "p95_ms": percentile(answers.seconds, 95) * 1000,
                "p99_ms": percentile(answers.seconds, 99) * 1000,
            }
        )
    )


async def send(
    host: str, port: int, waiting: "asyncio.Queue[Delivery | None]", answers: Answers
) -> None:
    """Send what waits over one connection."""
    reader, writer = await asyncio.open_connection(host, port)
    while (each := await waiting.get()) is not None:
        start = time.perf_counter()
        writer.write(each.request)
        status, _ = await read_answer(reader)
        answers.seconds.append(time.perf_counter() - start)
        if status != each.status:
            key = f"{status} instead of {each.status}"
            answers.unexpected[key] = answers.unexpected.get(key, 0) + 1
    writer.close()


if __name__ == "__main__":
    asyncio.run(
        main(
            sys.argv[1],
            int(sys.argv[2]),
            connections=int(sys.argv[3]),
            per_second=float(sys.argv[4]),
        )
    )

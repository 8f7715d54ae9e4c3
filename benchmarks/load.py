"""Asks a local server for pages over a few open connections, as fast as it answers.

``python -m benchmarks.load HOST:PORT PATHS.json CONNECTIONS SECONDS`` prints counts and times as
JSON. Only loopback addresses are taken: this is for a server of one's own.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from benchmarks.report import percentile


@dataclass(slots=True)
class Answers:
    """What came back so far."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0
    received: int = 0


async def main(base: str, paths: list[str], *, connections: int, seconds: float) -> None:
    """Warm up for a second, then count."""
    host, _, port = base.partition(":")
    if host != "127.0.0.1":
        raise SystemExit("Only 127.0.0.1 is asked.")
    addresses = cycle(paths)
    for measured in (False, True):
        answers = Answers()
        start = time.perf_counter()
        until = start + (seconds if measured else 1.0)
        async with asyncio.TaskGroup() as group:
            for _ in range(connections):
                group.create_task(ask(host, int(port), addresses, answers, until))
    print(
        json.dumps(
            {
                "count": len(answers.seconds),
                "failed": answers.failed,
                "seconds": time.perf_counter() - start,
                "bytes": answers.received,
                "p50_ms": percentile(answers.seconds, 50) * 1000,
                "p95_ms": percentile(answers.seconds, 95) * 1000,
            }
        )
    )


async def ask(
    host: str, port: int, addresses: "cycle[str]", answers: Answers, until: float
) -> None:
    """Ask over one connection until the time is up."""
    reader, writer = await asyncio.open_connection(host, port)
    while time.perf_counter() < until:
        start = time.perf_counter()
        writer.write(
            f"GET {next(addresses)} HTTP/1.1\r\nHost: {host}:{port}\r\n"
            "Accept: text/html\r\nAccept-Encoding: gzip\r\n\r\n".encode()
        )
        status, size = await read_answer(reader)
        answers.seconds.append(time.perf_counter() - start)
        answers.failed += status != 200
        answers.received += size
    writer.close()


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    """Read one answer; gives its status and the bytes on the wire."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").lower().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    size = len(head)
    if headers.get("transfer-encoding") == "chunked":
        while (length := int(await reader.readline(), 16)) > 0:
            size += len(await reader.readexactly(length + 2))
        await reader.readexactly(2)
    else:
        size += len(await reader.readexactly(int(headers["content-length"])))
    return int(lines[0].split()[1]), size


if __name__ == "__main__":
    asyncio.run(
        main(
            sys.argv[1],
            json.loads(Path(sys.argv[2]).read_text()),
            connections=int(sys.argv[3]),
            seconds=float(sys.argv[4]),
        )
    )

"""Drives the soak: changes issues, tells of them, visits pages, looks what the hub knows.

It must not know how the hub was started, nor what is good enough.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median

import httpx2

from benchmarks import soak_deliveries
from benchmarks.soak_changes import Changed, Changes
from benchmarks.soak_deliveries import CHANGE, Delivery
from benchmarks.soak_forge import ChangingForge
from benchmarks.soak_tally import NO_ANSWER, Answers, Watch

DELIVERIES_A_SECOND, PAGES_A_SECOND = 20, 3
LATE_BY_S = 1.0
SAMPLE_EVERY_S, LOOK_EVERY_S, SYNC_EVERY_S = 10.0, 0.5, 180.0
PROBE_ONE_IN, PROBE_EVERY_S, PROBE_WITHIN_S = 80, 1.0, 300.0
SETTLED_WITHIN_S = 120.0
KEPT_TO_REPEAT = 200
# Samples from one word on stderr to the next, and the changes whose lag it tells.
TOLD_EVERY, LAGS_TOLD = 6, 500


@dataclass(slots=True)
class Soak:
    """Everything that runs, and what it saw."""

    base: str
    forge: ChangingForge
    client: httpx2.AsyncClient
    changes: Changes
    watch: Watch
    environment: dict[str, str]
    rng: Random
    ends_at: float = 0.0
    deliveries: Answers = field(default_factory=Answers)
    pages: Answers = field(default_factory=Answers)
    search_lags: list[float] = field(default_factory=list)
    never_found: list[str] = field(default_factory=list)
    late_s: list[float] = field(default_factory=list)
    syncs: list[int] = field(default_factory=list)
    sent: list[Delivery] = field(default_factory=list)

    @property
    def database(self) -> Path:
        """The hub's database."""
        return self.watch.data_dir / "hub.db"

    async def run(self, seconds: float) -> None:
        """Do it all for so long, then wait until the hub has caught up."""
        self.ends_at = time.monotonic() + seconds
        async with asyncio.TaskGroup() as group:
            group.create_task(self._steadily(1 / DELIVERIES_A_SECOND, self._deliver))
            group.create_task(self._steadily(1 / PAGES_A_SECOND, self._visit))
            group.create_task(self._steadily(LOOK_EVERY_S, self._look))
            group.create_task(self._steadily(SAMPLE_EVERY_S, self._sample))
            group.create_task(self._steadily(SYNC_EVERY_S, self._sync_beside))
        settled_at = time.monotonic() + SETTLED_WITHIN_S
        while self.changes.waiting and time.monotonic() < settled_at:
            await self._look()
            await asyncio.sleep(LOOK_EVERY_S)

    async def _steadily(self, every_s: float, act: Callable[[], Awaitable[None]]) -> None:
        """Begin something at even steps, whether the one before has ended or not."""
        start = time.monotonic()
        count = int((self.ends_at - start) / every_s)
        async with asyncio.TaskGroup() as group:
            for number in range(count):
                due = start + number * every_s
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                self.late_s.append(time.monotonic() - due)
                group.create_task(_as_coroutine(act))

    async def _deliver(self) -> None:
        delivery, changed = await self._next_delivery()
        if delivery.kind == CHANGE:
            self.sent = [*self.sent[-KEPT_TO_REPEAT:], delivery]
        await asyncio.sleep(self.rng.uniform(0, LATE_BY_S))
        sent = delivery.sent
        started_at = time.monotonic()
        status = await self._status("POST", sent.address, headers=sent.headers, content=sent.body)
        seconds = time.monotonic() - started_at
        self.deliveries.note(delivery.kind, status, expected=(delivery.status,), seconds=seconds)
        if changed is not None and self.rng.randrange(PROBE_ONE_IN) == 0:
            await self._probe(changed)

    async def _next_delivery(self) -> tuple[Delivery, Changed | None]:
        number = sum(map(len, self.deliveries.seconds.values())) * 1_000 + self.rng.randrange(1_000)
        match soak_deliveries.draw_kind(self.rng):
            case "the same again" if self.sent:
                return soak_deliveries.again(self.rng.choice(self.sent)), None
            case "bad signature":
                return soak_deliveries.forged(number, self.rng), None
            case "of no matter":
                return soak_deliveries.useless(number, self.rng), None
            case "Forgejo":
                return soak_deliveries.of_forgejo(number), None
            case "GitLab":
                return soak_deliveries.of_gitlab(number), None
        change, changed = self.changes.draw()
        self.changes.wait_for(changed)
        item = await self.forge.change(change)
        action = changed.action
        delivery = soak_deliveries.of_change(
            change.path, item, action=action, number=self.changes.made
        )
        return delivery, changed

    async def _probe(self, changed: Changed) -> None:
        """Ask the search page until it has the change, or a newer one of the same issue."""
        until = time.monotonic() + PROBE_WITHIN_S
        link = f'/tasks/{changed.issue.task_id}"'
        while time.monotonic() < until:
            found = link in await self._page("/search: a change", f"/search?q={changed.word}")
            if found == changed.is_to_be_found:
                self.search_lags.append(time.monotonic() - changed.at)
                return
            if not changed.is_latest:
                return
            await asyncio.sleep(PROBE_EVERY_S)
        if changed.is_latest:
            self.never_found.append(f"{changed.word} ({changed.action})")

    async def _visit(self) -> None:
        issue = self.rng.choice(self.changes.issues)
        kind, path = self.rng.choice(
            (
                ("/search", f"/search?q=lamp+{self.rng.randrange(1_000)}"),
                ("/search", f"/search?q=dark&page={self.rng.randrange(1, 5)}"),
                ("/tasks/N", f"/tasks/{issue.task_id}"),
                ("/projects/NAME", f"/projects/{issue.project}"),
                ("/sources", "/sources"),
                ("/api/v1/tasks", "/api/v1/tasks"),
                ("/api/v1/search", f"/api/v1/search?q=lamp+{self.rng.randrange(1_000)}"),
                ("/metrics", "/metrics"),
                ("/healthz", "/healthz"),
                ("/", "/"),
            )
        )
        await self._page(kind, path)

    async def _page(self, kind: str, path: str) -> str:
        started_at = time.monotonic()
        status, text = NO_ANSWER, ""
        try:
            answer = await self.client.get(self.base + path)
            status, text = answer.status_code, answer.text
        except httpx2.HTTPError:
            pass
        self.pages.note(kind, status, expected=(200,), seconds=time.monotonic() - started_at)
        return text

    async def _status(
        self, method: str, path: str, *, headers: dict[str, str], content: bytes
    ) -> int:
        try:
            answer = await self.client.request(
                method, self.base + path, headers=headers, content=content
            )
        except httpx2.HTTPError:
            return NO_ANSWER
        return answer.status_code

    async def _look(self) -> None:
        self.changes.look(self.database)

    async def _sample(self) -> None:
        self.watch.sample()
        if len(self.watch.samples) % TOLD_EVERY == 1:
            self._tell()

    def _tell(self) -> None:
        """Say on stderr how it goes, for who waits and for runs that are ended early."""
        seen = {name: round(value, 1) for name, value in self.watch.samples[-1].items()}
        counts = [sum(map(len, each.seconds.values())) for each in (self.deliveries, self.pages)]
        failures = self.deliveries.failures() + self.pages.failures()
        lags = self.changes.lags[-LAGS_TOLD:] or [0.0]
        sys.stderr.write(
            f"{len(self.watch.samples) * SAMPLE_EVERY_S / 60:.0f} min: {counts[0]} deliveries, "
            f"{counts[1]} pages, {failures} failures, lag {median(lags):.1f} s, {seen}\n"
        )

    async def _sync_beside(self) -> None:
        code, _ = await run_command(self.environment, "sync")
        self.syncs.append(code)


async def _as_coroutine(act: Callable[[], Awaitable[None]]) -> None:
    await act()


async def run_command(environment: dict[str, str], *words: str) -> tuple[int, str]:
    """Run ``otdhub`` with these words; gives its exit code and what it printed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "hub", *words),
        env=environment,
        cwd=environment["HUB_DATA_DIR"],
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    output, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, output.decode()

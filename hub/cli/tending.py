"""Tends the worker of ``otdhub serve``: a process of its own, so that pages stay quick.

It is started again when it dies, and ends with the server: it reads a pipe that the system closes
when the server is gone, also when that was killed.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread

from hub.cli.output import say

COMMAND = (sys.executable, "-m", "hub", "worker", "--until-input-ends")
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 60.0
# A worker that lived so long did work; the next one need not wait.
GOOD_LIFE_S = 60.0
ENDS_WITHIN_S = 30.0


@contextmanager
def tended_worker(
    command: Sequence[str] = COMMAND, *, first_wait_s: float = FIRST_WAIT_S
) -> Iterator["Tender"]:
    """Keep a worker running while the block does."""
    tender = Tender(command, first_wait_s=first_wait_s)
    tender.start()
    try:
        yield tender
    finally:
        tender.stop()


class Tender:
    """Starts a worker, and another when it dies."""

    def __init__(self, command: Sequence[str], *, first_wait_s: float) -> None:
        self._command = command
        self._first_wait_s = first_wait_s
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="hub-tender", daemon=True)
        self.process_id: int | None = None

    def start(self) -> None:
        """Begin to tend."""
        self._thread.start()

    def stop(self) -> None:
        """End the worker, and wait until it has."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        wait_s = self._first_wait_s
        while not self._stopped.is_set():
            began_at = time.monotonic()
            code = self._live_once()
            if self._stopped.is_set():
                return
            if time.monotonic() - began_at >= GOOD_LIFE_S:
                wait_s = self._first_wait_s
            say(f"The worker ended ({_ending(code)}). The next one starts in {wait_s:.0f} s.")
            self._stopped.wait(wait_s)
            wait_s = min(wait_s * 2, LONGEST_WAIT_S)

    def _live_once(self) -> int:
        """Run one worker to its end, or to ours; returns its exit code."""
        # A group of its own: Ctrl-C is for the server, which ends the worker in its turn. The same
        # session: Linux weighs priorities only between the processes of one.
        with subprocess.Popen(  # noqa: S603 -- our own command, made of constants
            self._command, stdin=subprocess.PIPE, process_group=0
        ) as process:
            self.process_id = process.pid
            while not self._stopped.wait(0.2):
                if process.poll() is not None:
                    return process.returncode
            process.terminate()
            try:
                return process.wait(ENDS_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()
                return process.wait()


def _ending(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"

"""``otdhub worker``: does the hub's jobs until it is stopped."""

import os
import signal
import sys
from contextlib import ExitStack
from threading import Event, Thread
from types import FrameType
from typing import Annotated

import typer

from hub.cli.opening import open_hub
from hub.cli.output import say
from hub.jobs.asking import opened_jobs
from hub.jobs.worker import working

LOOKS_UP_EVERY_S = 0.5
# Somebody waits for a page, nobody for the worker: beside a server it takes what is left over.
NICENESS_BESIDE_A_SERVER = 10
# A thread that holds a database waits for the interpreter with it in hand: 5 ms a statement by
# Python's own choice, in which a delivery of a forge waits for the same file.
SWITCH_THREADS_EVERY_S = 0.0005


def worker(
    until_input_ends: Annotated[
        bool,
        typer.Option(
            hidden=True, help="Stop when standard input is closed, as the starter's end closes it."
        ),
    ] = False,
) -> None:
    """Do the hub's jobs until Ctrl-C or SIGTERM: pull what is due, bring it to the index."""
    stopped = Event()
    sys.setswitchinterval(SWITCH_THREADS_EVERY_S)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if until_input_ends:
        os.nice(NICENESS_BESIDE_A_SERVER)
        Thread(target=_watch_input, args=(stopped,), daemon=True).start()
    with ExitStack() as stack:
        context = stack.enter_context(open_hub())
        asked = stack.enter_context(opened_jobs(context))
        stack.enter_context(working(context, asked))
        say("Working (Ctrl-C stops it; what is begun goes on with the next worker).")
        # A signal that another thread takes does not wake this one, so it looks up by itself.
        while not stopped.wait(LOOKS_UP_EVERY_S):
            pass
        say("Stopping at the end of the steps that run now.")


def _watch_input(stopped: Event) -> None:
    """Stop when who started this worker is gone, however it ended."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stopped.set()

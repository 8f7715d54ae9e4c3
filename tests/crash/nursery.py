"""Workers in a hurry, by the dozen: a process that has read all code makes one of itself at a word.

Reading the code takes seconds of a processor, and a worker that is killed need not live for long.
``python -m tests.crash.nursery`` reads settings as a line of JSON, makes a worker, which does what
``otdhub worker`` does, and prints its process id; it ends with its standard input, and its
workers with it. They look for work more often, and see each other's death in seconds.
"""

import json
import os
import signal
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hub.cli import main
from hub.jobs import queues
from hub.services import workers
from integrations.records import ForgeKind

BEAT_EVERY = timedelta(seconds=1)
DEAD_AFTER = timedelta(seconds=5)
POLL_S = 0.4


def run() -> None:
    """Make a worker for each line."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system forgets those that ended
    assert threading.active_count() == 1  # a child has only the thread that made it
    ours, kept_open = os.pipe()
    for line in sys.stdin:
        process_id = os.fork()
        if not process_id:
            os.close(kept_open)
            os.environ.update(json.loads(line))
            hurry(os.environ["HUB_CRASH_FORGE"])
            work(ours)
        sys.stdout.write(f"{process_id}\n")
        sys.stdout.flush()


def hurry(forge: str) -> None:
    """Shorten what a real hub takes its time for, at this kind of forge."""
    workers.BEAT_EVERY, workers.DEAD_AFTER = BEAT_EVERY, DEAD_AFTER
    kind = ForgeKind(forge)
    queues.FORGE_LIMITS[kind] = replace(queues.FORGE_LIMITS[kind], poll_s=POLL_S)
    queues.HINT_LIMITS = replace(queues.HINT_LIMITS, poll_s=POLL_S)
    queues.INDEX_LIMITS = replace(queues.INDEX_LIMITS, poll_s=POLL_S)


def work(ours: int) -> None:
    """Be a worker until the end of it, or of who made it, which closes the pipe ``ours``."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(ours, sys.stdin.fileno())
    log = Path(os.environ["HUB_DATA_DIR"]) / "workers.log"
    for stream in (sys.stdout, sys.stderr):
        os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream.fileno())
    sys.argv = ["otdhub", "worker", "--until-input-ends"]
    try:
        main()
    finally:
        os._exit(0)


if __name__ == "__main__":
    run()

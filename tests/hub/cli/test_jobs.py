"""``otdhub jobs`` and ``otdhub worker`` as they are typed."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT_ROOT


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return os.environ | {"HUB_DATA_DIR": str(tmp_path), "PYTHONPATH": str(PROJECT_ROOT)}


def otdhub(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "hub", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_there_are_no_jobs_at_first(environment: dict[str, str]) -> None:
    shown = otdhub(environment, "jobs", "list")

    assert shown.returncode == 0
    assert "otdhub worker" in shown.stderr
    assert otdhub(environment, "jobs", "list", "--json").stdout.strip() == "[]"


def test_job_that_is_not_there_is_said_in_a_sentence(environment: dict[str, str]) -> None:
    for verb in ("show", "retry", "cancel"):
        shown = otdhub(environment, "jobs", verb, "nothing")

        assert shown.returncode == 1
        assert shown.stderr.strip() == "There is no job nothing. See `otdhub jobs list`."


def test_worker_works_alone_until_it_is_stopped(environment: dict[str, str]) -> None:
    first = subprocess.Popen(
        [sys.executable, "-m", "hub", "worker"], env=environment, stderr=subprocess.PIPE, text=True
    )
    assert first.stderr is not None
    with first:
        assert "Working" in first.stderr.readline()

        second = otdhub(environment, "worker")
        assert second.returncode == 1
        assert "already" in second.stderr

        first.send_signal(signal.SIGTERM)
        said = first.stderr.read()
    assert first.returncode == 0
    assert "Stopping" in said
    assert "Traceback" not in said


def test_worker_stops_when_who_started_it_is_gone(environment: dict[str, str]) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-m", "hub", "worker", "--until-input-ends"],
        env=environment,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    _, said = worker.communicate(timeout=120)  # closes its input

    assert worker.returncode == 0, said.decode()


def test_asked_job_is_shown_and_cancelled(environment: dict[str, str]) -> None:
    otdhub(environment, "sources", "add", "github:acme")
    ask = (
        "from contextlib import ExitStack\n"
        "from hub.cli.opening import open_hub\n"
        "with open_hub() as context: print(context.jobs.ask_for_source(1))"
    )
    asked = subprocess.run(
        [sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True
    )
    job_id = asked.stdout.strip()

    [listed] = json.loads(otdhub(environment, "jobs", "list", "--json").stdout)
    assert (listed["id"], listed["state"]) == (job_id, "waiting")
    assert listed["what"] == "all of source 1 (github.com:acme)"
    cancelled = otdhub(environment, "jobs", "cancel", job_id)
    assert cancelled.returncode == 0
    assert "otdhub sources pause 1" in cancelled.stderr
    shown = json.loads(otdhub(environment, "jobs", "show", job_id, "--json").stdout)
    assert shown["state"] == "cancelled"
    assert shown["steps"] == []
    assert "goes on" in otdhub(environment, "jobs", "retry", job_id).stderr

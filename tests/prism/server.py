"""A mock server made by Prism from a forge's own description: GitHub's, unless told another.

It answers with the examples of the description and complains (422, 500) about requests that the
description does not allow, so it shows what our requests and our reading have wrong. Install it
with ``npm ci`` in this folder, or name another folder that holds ``node_modules`` in
``HUB_TEST_PRISM_DIR``.
"""

import json
import os
import socket
import subprocess
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import Empty, Queue

ORIGIN = "https://api.github.com"
PATHS = (
    "/repos/{owner}/{repo}",
    "/repos/{owner}/{repo}/languages",
    "/repos/{owner}/{repo}/community/profile",
    "/repos/{owner}/{repo}/issues",
    "/repos/{owner}/{repo}/issues/comments",
    "/users/{username}/repos",
    "/orgs/{org}/repos",
    "/search/repositories",
)
CONTENTS = "/repos/{owner}/{repo}/contents/{path}"
POSTED = ("/app/installations/{installation_id}/access_tokens",)

_STARTS_WITHIN_S = 90


def installed() -> Path | None:
    """Find the folder of the npm packages, or ``None`` where they are not installed."""
    folder = Path(os.environ.get("HUB_TEST_PRISM_DIR", Path(__file__).parent)) / "node_modules"
    needed = (folder / ".bin" / "prism", folder / "@octokit/openapi/generated/api.github.com.json")
    return folder if all(path.exists() for path in needed) else None


def of_github(packages: Path, url: str) -> str:
    """Cut GitHub's description to the paths that the connector uses, with our own host in it.

    The Link headers are dropped: their examples lead to GitHub itself. The example of an issue
    is a pull request there, which the hub leaves out, so here it is made an issue.
    """
    file = packages / "@octokit/openapi/generated/api.github.com.json"
    held = json.loads(file.read_text(encoding="utf-8").replace(ORIGIN, url))
    paths = {path: {"get": held["paths"][path]["get"]} for path in PATHS}
    paths[CONTENTS.removesuffix("{path}")] = {"get": _root_folder(held["paths"][CONTENTS]["get"])}
    paths |= {path: {"post": held["paths"][path]["post"]} for path in POSTED}
    for path in paths.values():
        for operation in path.values():
            for answer in operation["responses"].values():
                answer.get("headers", {}).pop("Link", None)
    cut = {**held, "paths": paths, "servers": [{"url": url}]}
    cut.pop("x-webhooks", None)
    cut.pop("webhooks", None)
    cut["components"] = _needed_components(paths, held["components"])
    for item in cut["components"]["examples"]["issue-items"]["value"]:
        item.pop("pull_request", None)
    return json.dumps(cut)


def _root_folder(contents: object) -> object:
    """Describe the root folder: its path is empty, which Prism takes for none at all.

    Of the examples it keeps the folder, which comes behind the file.
    """
    operation = json.loads(json.dumps(contents))
    operation["parameters"] = [one for one in operation["parameters"] if one.get("in") != "path"]
    held = operation["responses"]["200"]["content"]["application/json"]
    held["examples"] = {
        name: example for name, example in held["examples"].items() if "directory" in name
    }
    operation["responses"]["200"]["content"] = {"application/json": held}
    return operation


def _needed_components(
    start: object, components: Mapping[str, Mapping[str, object]]
) -> dict[str, dict[str, object]]:
    """Keep the components that something refers to, also by way of others."""
    kept: dict[str, dict[str, object]] = {}
    waiting = _references(start)
    while waiting:
        _, _, section, name = waiting.pop().split("/", 3)
        if name in kept.setdefault(section, {}):
            continue
        kept[section][name] = components[section][name]
        waiting += _references(components[section][name])
    return kept


def _references(value: object) -> list[str]:
    if isinstance(value, dict):
        found = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return found + [ref for inner in value.values() for ref in _references(inner)]
    if isinstance(value, list):
        return [ref for inner in value for ref in _references(inner)]
    return []


class PrismServer:
    """Prism on a loopback port, from ``start`` to ``stop``."""

    def __init__(
        self, packages: Path, folder: Path, *, describe: Callable[[Path, str], str] = of_github
    ) -> None:
        self._port = _free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._program = packages / ".bin" / "prism"
        self._file = folder / "description.json"
        self._file.write_text(describe(packages, self.url), encoding="utf-8")
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> "PrismServer":
        command = [
            str(self._program),
            "mock",
            "-h",
            "127.0.0.1",
            "-p",
            str(self._port),
            str(self._file),
        ]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        said = _until(self._process, "is listening")
        if said is not None:
            self.stop()
            raise RuntimeError(f"Prism did not start: {said[-2000:]}")
        return self

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=10)
            if self._process.stdout is not None:
                self._process.stdout.close()


def _until(process: "subprocess.Popen[str]", words: str) -> str | None:
    """Read what a process says until it says ``words``; return all of it if it never does.

    Reading goes on in the background, so that a full pipe does not stop the process.
    """
    lines: Queue[str | None] = Queue()

    def listen() -> None:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                lines.put(line)
        except ValueError:
            return
        lines.put(None)

    threading.Thread(target=listen, daemon=True).start()
    said = ""
    try:
        while (line := lines.get(timeout=_STARTS_WITHIN_S)) is not None:
            said += line
            if words in line:
                return None
    except Empty:
        said += "(nothing more came)"
    return said


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

"""The wheel carries everything and runs outside the checkout."""

import os
import socket
import subprocess
import sys
import time
import venv
import zipfile
from pathlib import Path

import httpx2
import pytest

from tests.conftest import PROJECT_ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder)],
        cwd=PROJECT_ROOT,
        check=True,
        capture_output=True,
    )
    [built] = folder.glob("*.whl")
    return built


def test_wheel_carries_rooms_templates_and_static_files(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    tops = {name.partition("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"hub", "integrations", "search"}
    for needed in (
        "hub/templates/base.html",
        "hub/static/tokens.css",
        "hub/static/icons.svg",
        "hub/vocabulary/skills.toml",
        "hub/demo/data/forges.toml",
        "hub/migrations/versions/0001_the_first_tables.py",
        "hub/migrations/script.py.mako",
    ):
        assert needed in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert not [name for name in names if "__pycache__" in name or name.startswith("hub/tests")]


def test_installed_wheel_serves_a_page_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    python = _new_environment(wheel, tmp_path / "environment")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    server = subprocess.Popen(
        [python.parent / "otdhub", "demo", "--directory", "demo", "--port", str(port)],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
    )
    try:
        page = _get(f"http://127.0.0.1:{port}/", server)
        search = httpx2.get(f"http://127.0.0.1:{port}/search?q=timetable")
        style = httpx2.get(f"http://127.0.0.1:{port}/static/tokens.css")
    finally:
        server.terminate()
        server.communicate(timeout=30)

    assert page.status_code == 200
    assert "Find yours" in page.text
    assert search.status_code == 200
    assert style.status_code == 200


def _new_environment(wheel: Path, folder: Path) -> Path:
    """Install the wheel alone; what it needs is lent by the environment that runs the tests."""
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    lent = next(path for path in sys.path if path.endswith("site-packages"))
    own = next((folder / "lib").glob("python*/site-packages"))
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps",
         "--no-index", str(wheel)],
        check=True,
    )  # fmt: skip
    # Listed behind the environment's own packages, and without the checkout's own .pth file.
    (own / "lent.pth").write_text(f"import sys; sys.path.append({lent!r})\n")
    return python


def _get(url: str, server: "subprocess.Popen[bytes]") -> httpx2.Response:
    deadline = time.monotonic() + 90
    while True:
        try:
            return httpx2.get(url)
        except httpx2.TransportError:
            if server.poll() is not None or time.monotonic() > deadline:
                server.kill()
                assert server.stderr is not None
                pytest.fail(f"the installed hub did not come up: {server.stderr.read().decode()}")
            time.sleep(0.3)

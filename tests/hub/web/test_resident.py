"""What is there when pages are first served is passed by in garbage collection."""

import subprocess
import sys

from tests.conftest import PROJECT_ROOT

# In a process of its own: what is set aside is never freed.
PROGRAM = """
import gc
from hub.web.resident import keep_for_life
before = len(gc.get_objects())
keep_for_life()
print(gc.get_freeze_count() > before, len(gc.get_objects()) < before / 10)
"""


def test_what_was_loaded_is_keep_for_life() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True", "True"]

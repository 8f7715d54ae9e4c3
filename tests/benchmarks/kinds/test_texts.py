"""Every judged issue is in the data beside the project, and none of its text is in the project."""

from pathlib import Path

import pytest

from benchmarks.kinds.judged import judged_issues
from benchmarks.kinds.texts import texts_of

pytestmark = pytest.mark.shared


def test_every_judged_issue_has_a_text(shared_dir: Path) -> None:
    texts = texts_of((issue.url for issue in judged_issues()), shared_dir)
    assert all(text.title for text in texts.values())


def test_issue_that_is_not_in_the_data_is_named(shared_dir: Path) -> None:
    with pytest.raises(ValueError, match=r"forge\.example/lamp"):
        texts_of(["https://forge.example/lamp"], shared_dir)

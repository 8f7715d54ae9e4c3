"""The judged hub holds the real catalogue and the recorded issues, each under its address."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.relevance.corpora import SHARED, Addresses, addresses_of, judged_hub
from benchmarks.relevance.judged import JudgedQuery, JudgedSet
from hub.services.tables import TASKS_WITH_PLACE, is_listed_task
from tests.conftest import PROJECT_ROOT
from tests.replay.issues_corpus import recorded_issues


def test_documents_are_named_in_the_order_that_they_came() -> None:
    addresses = Addresses({"tasks": {1: "https://a", 2: "https://b"}})
    assert addresses.of("tasks", (2, 1)) == ("https://b", "https://a")


def test_judged_document_that_is_not_there_is_named() -> None:
    addresses = Addresses({"tasks": {1: "https://a"}})
    query = JudgedQuery("q-1", "lamp", "tasks", "clean", "dev", {"https://a": 3, "https://c": 0})
    assert addresses.without([query]) == ["q-1: https://c"]


@pytest.mark.shared
def test_hub_holds_every_judged_document_and_lists_the_open_issues(
    shared_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PROJECT_ROOT)
    assert shared_dir.is_dir()
    recorded = [issue for issues in recorded_issues(SHARED).values() for issue in issues]
    with judged_hub(tmp_path) as context:
        addresses = addresses_of(context)
        with context.reading() as session:
            listed = session.scalar(
                select(func.count()).select_from(TASKS_WITH_PLACE).where(is_listed_task())
            )
    assert listed == sum(issue.is_open for issue in recorded) == 263
    assert addresses.without(JudgedSet.load()) == []

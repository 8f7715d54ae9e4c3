"""What the repositories of a project say together."""

from dataclasses import replace
from datetime import timedelta

from hub.models import Health
from hub.services.life import of_repositories
from hub.views import RepositoryView
from tests.conftest import NOW

REPOSITORY = RepositoryView(
    forge="github", host="github.com", path="riders/lanternbus", url="https://x.example",
    languages=("Python", "CSS"), topics=(), licence="MIT", stars=3, is_archived=False,
    default_branch=None, contributing_url=None, code_of_conduct_url=None, pushed_at=NOW,
    created_at=None, read_at=None, health=Health.GOOD, message=None,
)  # fmt: skip


def test_facts_of_repositories_are_added_up() -> None:
    other = replace(
        REPOSITORY, host="codeberg.org", languages=("CSS", "Rust"), licence=None, stars=9,
        is_archived=True, pushed_at=NOW - timedelta(days=9),
    )  # fmt: skip
    facts = of_repositories([REPOSITORY, other])
    assert facts.languages == ("Python", "CSS", "Rust")
    assert facts.hosts == ("github.com", "codeberg.org")
    assert facts.licences == ("MIT",)
    assert (facts.stars, facts.is_archived, facts.last_change_at) == (9, False, NOW)


def test_what_is_gone_speaks_only_where_nothing_else_is_left() -> None:
    gone = replace(REPOSITORY, health=Health.GONE, languages=("Rust",), stars=99)
    archived = replace(REPOSITORY, is_archived=True)
    assert of_repositories([gone, archived]) == of_repositories([archived])
    assert of_repositories([gone, archived]).is_archived
    assert of_repositories([gone]).languages == ("Rust",)


def test_no_repositories_say_nothing() -> None:
    facts = of_repositories([])
    assert (facts.languages, facts.stars, facts.last_change_at) == ((), None, None)
    assert not facts.is_archived

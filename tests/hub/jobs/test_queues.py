"""The table of limits: every forge is in it, and what dbos is told is what it says."""

from hub.jobs.queues import FORGE_LIMITS, limits_of
from integrations.records import ForgeKind
from integrations.registry import FORGES

NOT_OF_A_FORGE = {"hints", "catalogues", "index", "mail", "notices", "histories"}


def test_every_forge_has_its_limits() -> None:
    assert FORGE_LIMITS.keys() == FORGES.keys()


def test_each_forge_of_a_hub_has_a_queue_of_its_own() -> None:
    queues = limits_of([(ForgeKind.GITLAB, "a.example"), (ForgeKind.GITLAB, "b.example")])

    assert queues.keys() - NOT_OF_A_FORGE == {"gitlab:a.example", "gitlab:b.example"}


def test_index_has_one_writer_of_all_workers() -> None:
    assert limits_of([])["index"].options()["global_concurrency"] == 1


def test_starts_are_limited_where_a_forge_counts() -> None:
    queues = limits_of([(ForgeKind.GITHUB, "github.com")])

    assert queues["github:github.com"].options()["limiter"] == {"limit": 600, "period": 60.0}
    assert "limiter" not in queues["hints"].options()


def test_no_queue_lets_one_worker_do_more_than_all() -> None:
    places = [(kind, "x.example") for kind in ForgeKind if kind in FORGES]

    assert all(limit.in_worker <= limit.in_all for limit in limits_of(places).values())

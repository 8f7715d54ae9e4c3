"""The soak sends what it says it sends, and sees what grows."""

from pathlib import Path
from random import Random

import pytest

from benchmarks.soak_changes import word_of
from benchmarks.soak_deliveries import (
    SECRETS,
    Delivery,
    again,
    draw_kind,
    forged,
    of_change,
    of_forgejo,
    of_gitlab,
    useless,
)
from benchmarks.soak_tally import Answers, Watch
from hub.bootstrap import make_webhooks
from hub.settings import Settings
from integrations.errors import DeliveryRefused

CHANGED = of_change("acme/lamp-1", {"number": 7}, action="closed", number=1)


def status_of(delivery: Delivery) -> int:
    """Read a delivery with the secrets of the soak, as the hub does."""
    readers = make_webhooks(Settings(webhook_secrets=SECRETS, _env_file=None))
    _, _, kind, host = delivery.sent.address.split("/")
    headers = {name.lower(): value for name, value in delivery.sent.headers.items()}
    try:
        read = readers[kind, host].read(headers, delivery.sent.body)
    except DeliveryRefused:
        return 403
    return 202 if read.paths else 200


@pytest.mark.parametrize(
    "delivery",
    [CHANGED, again(CHANGED), of_forgejo(3), of_gitlab(4), of_gitlab(5)]
    + [forged(number, Random(number)) for number in range(9)]
    + [useless(number, Random(number)) for number in range(9)],
    ids=lambda delivery: f"{delivery.kind} {delivery.sent.address}",
)
def test_delivery_is_read_as_the_soak_expects(delivery: Delivery) -> None:
    assert status_of(delivery) == delivery.status


def test_one_delivery_in_a_hundred_is_forged_and_ten_come_again() -> None:
    rng = Random(1)

    kinds = [draw_kind(rng) for _ in range(20_000)]

    assert 0.005 < kinds.count("bad signature") / len(kinds) < 0.015
    assert 0.08 < kinds.count("the same again") / len(kinds) < 0.12


def test_words_of_changes_are_all_different() -> None:
    assert len({word_of(number) for number in range(40_000)}) == 40_000


def test_growth_is_that_of_the_last_fifth_over_the_second() -> None:
    watch = Watch(web_id=1, data_dir=Path())
    watch.samples = [{"memory": size} for size in (10.0, 50.0, 100.0, 100.0, 100.0) * 2]
    watch.samples.sort(key=lambda sample: sample["memory"])

    assert watch.fifths("memory") == [10, 50, 100, 100, 100]
    assert watch.growth_percent("memory") == 100


def test_answers_that_fail_or_never_come_are_counted() -> None:
    answers = Answers()
    for status in (200, 403, 500, 503, 0):
        answers.note("/search", status, expected=(200,), seconds=0.1)

    assert answers.failures() == 3
    assert answers.unexpected == {
        "/search: 403": 1,
        "/search: 500": 1,
        "/search: 503": 1,
        "/search: no answer": 1,
    }

"""A hub that sends mail to a box of its own."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hub.context import AppContext
from hub.models import (
    Account,
    NoticeKind,
)
from tests.hub.mail_server import Postbox, mailing
from tests.hub.running import SetClock
from tests.hub.sample import Sample

ADDRESS = "noor@people.example"
ALL = frozenset(NoticeKind)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def hub(
    indexed: AppContext, sample: Sample, clock: SetClock, postbox: Postbox
) -> Iterator[AppContext]:
    """The sample's hub with a mail server, whose clock moves; Noor has an account."""
    with mailing(replace(indexed, clock=clock), postbox) as context:
        with context.transaction() as session:
            person_id = sample.people["noor"]
            session.add(Account(person_id=person_id, address=ADDRESS, verified_at=clock.now()))
        yield context

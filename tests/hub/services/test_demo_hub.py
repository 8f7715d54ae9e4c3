"""People of the demo have accounts, so that somebody who tries it can sign in as one of them."""

from hub.cli.demo import SOMEBODY
from hub.context import AppContext
from hub.demo import demo_people
from hub.services import accounts, demo_hub
from hub.services.accounts import find_link


def test_a_link_signs_in_as_somebody_of_the_demo(context: AppContext) -> None:
    now = context.clock.now()
    with context.transaction() as session:
        demo_hub.add_people(session, demo_people(now), now=now)
    address = demo_hub.address_of(SOMEBODY)

    link = accounts.link_for_terminal(context, address, now=now)

    with context.reading() as session:
        found = find_link(session, link.rsplit("/", 1)[1], browser="", now=now)
        assert found.person_id is not None
        assert accounts.address_of(session, found.person_id) == address

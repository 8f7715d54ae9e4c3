"""Two links of one new address that are followed at the same moment make one person."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from sqlmodel import select

from hub.context import AppContext
from hub.errors import Conflict
from hub.models import Account
from hub.services import accounts

ADDRESS = "ada@people.example"


def link(context: AppContext) -> str:
    return accounts.link_for_terminal(context, ADDRESS, now=context.clock.now()).rsplit("/", 1)[1]


def follow(context: AppContext, secret: str, begun: Event | None = None) -> int | str:
    """Follow a link; ``begun`` is set before it is committed."""
    try:
        with context.transaction() as session:
            person_id, _ = accounts.use_link(
                session, secret, browser="", name="Ada", now=context.clock.now()
            )
            if begun is not None:
                begun.set()
            return person_id
    except Conflict as exc:
        return str(exc)


def test_links_followed_at_the_same_moment_make_one_person(context: AppContext) -> None:
    first, second, begun = link(context), link(context), Event()
    with ThreadPoolExecutor(2) as threads:
        with context.transaction() as session:
            person_id, _ = accounts.use_link(
                session, first, browser="", name="Ada", now=context.clock.now()
            )
            # Waits for this one to end: at its own begin, or at the address that is the same.
            later = threads.submit(follow, context, second, begun)
            begun.wait(0.5)
        found = later.result(timeout=20)
    # The one database lets the second look only now, the other has it fail at the same address.
    assert found == person_id or "at the same moment" in str(found)
    with context.reading() as session:
        assert session.exec(select(Account.person_id)).all() == [person_id]


def test_a_new_person_takes_a_handle_that_is_free(context: AppContext) -> None:
    handles = set()
    for number in range(3):
        secret = accounts.link_for_terminal(
            context, f"ada{number}@people.example", now=context.clock.now()
        ).rsplit("/", 1)[1]
        handles.add(follow(context, secret))
    assert len(handles) == 3

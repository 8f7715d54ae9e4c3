"""Two links of one new address that are followed at the same moment make one person."""

from sqlmodel import Session, select

from hub.context import AppContext
from hub.errors import Conflict
from hub.models import Account
from hub.services import accounts
from tests.hub.at_once import at_once

ADDRESS = "ada@people.example"


def link(context: AppContext) -> str:
    return accounts.link_for_terminal(context, ADDRESS, now=context.clock.now()).rsplit("/", 1)[1]


def follow(context: AppContext, session: Session, secret: str) -> int:
    person_id, _ = accounts.use_link(
        session, secret, browser="", name="Ada", now=context.clock.now()
    )
    return person_id


def test_links_followed_at_the_same_moment_make_one_person(context: AppContext) -> None:
    secrets = [link(context), link(context)]
    made: list[int] = []

    def one_more(session: Session) -> None:
        made.append(follow(context, session, secrets.pop()))

    # One database lets the second look only now, and finds the person; the other has it fail at
    # the address that is the same.
    said = ""
    try:
        at_once(context, one_more, one_more)
    except Conflict as exc:
        said = str(exc)
    assert not said or "at the same moment" in said
    assert len(set(made)) == 1
    with context.reading() as session:
        assert session.exec(select(Account.person_id)).all() == made[:1]


def test_a_new_person_takes_a_handle_that_is_free(context: AppContext) -> None:
    handles = set()
    for number in range(3):
        secret = accounts.link_for_terminal(
            context, f"ada{number}@people.example", now=context.clock.now()
        ).rsplit("/", 1)[1]
        with context.transaction() as session:
            handles.add(follow(context, session, secret))
    assert len(handles) == 3

"""Two browsers' tabs that come back from a forge at the same moment: one way, one arrival."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event

from sqlmodel import select

from hub.context import AppContext
from hub.errors import BadRequest
from hub.models import ForgeArrival, ForgeVisit
from hub.services import forge_sign_in
from hub.services.forge_sign_in import Returned
from integrations.records import ForgeKind
from integrations.signing_in import Identity, Passage

HOST, BROWSER = "one.example", "browser"


@dataclass
class CountingForge:
    """A forge that takes any code, as often as it is asked."""

    kind: ForgeKind = ForgeKind.GITHUB
    host: str = HOST
    states: list[str] = field(default_factory=list)

    def address_of(self, passage: Passage) -> str:
        self.states.append(passage.state)
        return f"https://{self.host}/"

    def is_issuer(self, issuer: str) -> bool:
        return False

    def identity(self, code: str, passage: Passage, *, now: datetime) -> Identity:
        return Identity("7", "ada")

    def close(self) -> None:
        pass


def come_back(context: AppContext, state: str) -> str:
    try:
        forge_sign_in.arrive(
            context, HOST, Returned(state, code="code"),
            browser=BROWSER, viewer_id=None, now=context.clock.now(),
        )  # fmt: skip
    except BadRequest as exc:
        return str(exc)
    return "arrived"


def test_way_that_is_used_twice_at_the_same_moment_leads_back_once(context: AppContext) -> None:
    forge = CountingForge()
    context = replace(context, sign_in_forges={HOST: forge})
    forge_sign_in.depart(context, HOST, browser=BROWSER, next_address="/", now=context.clock.now())
    [state] = forge.states
    with ThreadPoolExecutor(2) as threads:
        with context.transaction() as session:
            # Both have found the way, or wait for it, before either may use it up.
            session.exec(select(ForgeVisit).with_for_update()).one()
            both = [threads.submit(come_back, context, state) for _ in range(2)]
            Event().wait(0.5)
        told = sorted(each.result(timeout=20) for each in both)

    assert told[1] == "arrived"
    assert "was used" in told[0]
    with context.reading() as session:
        assert len(session.exec(select(ForgeArrival.host)).all()) == 1

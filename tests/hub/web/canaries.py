"""A person filled with words that stand nowhere else, to see where they turn up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from hub.context import AppContext
from hub.models import (
    Account,
    Audience,
    Contribution,
    Feedback,
    HistoryReading,
    JoinedAccount,
    Offer,
    OfferState,
    Person,
    PersonSkill,
    Relation,
    Repository,
    SavedSearch,
    StruckWork,
    Task,
    Verdict,
)
from hub.services.indexing import index_changes
from hub.services.openness import FIELDS
from integrations.records import WorkSort
from tests.hub.sample import Sample

HANDLE = "canaryhandle"
# What others may see while the person is suggested or found, as far as they opened it.
OPENED: Mapping[str, str] = {
    "name": "Canarynamequill",
    "own_line": "canaryownline",
    "has": "canaryskillhas",
    "learning": "canaryskilllearning",
    "mentors": "canaryskillmentor",
    "kinds": "canarykind",
    "causes": "canarycause",
    "past": "canarypastwork",
    "asked_for": "canaryaskme",
    "not_asked_for": "canaryasknot",
    "links": "canarylink.example",
    "time_zone": "canary/zone",
}
# The choice of the person that opens each of them.
FIELD_OF: Mapping[str, str] = {name: name for name in OPENED} | {
    "has": "skills",
    "learning": "skills",
    "mentors": "skills",
    "asked_for": "asks",
    "not_asked_for": "asks",
}
# What nobody else ever sees.
CLOSED: Mapping[str, str] = {
    "never": "canaryskillnever",
    "never_projects": "canaryneverproject",
    "address": "canary@address.example",
    "contact": "canarycontact@messenger.example",
    "search": "canarysearchname",
    "joined": "canaryjoinedaccount",
    "unused": "canaryunusedwork",
    "review": "canaryreviewedwork",
    "struck": "canarystruckwork",
    "own_offer": "canaryofferwords",
}
EVERYTHING = frozenset({*OPENED, *CLOSED})


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person chose, and which of their fields they filled.

    ``seen_by`` says who sees a field; one that is not in it, everyone. ``offer`` is how far their
    offer of help is, where they sent one.
    """

    asks: bool
    pauses: bool
    filled: frozenset[str]
    is_findable: bool = False
    offer: OfferState = OfferState.SENT
    seen_by: Mapping[str, Audience] = field(default_factory=dict)

    def hidden_from(self, *audiences: Audience) -> set[str]:
        """Give the words that are not open to those for whom these choices open a field."""
        is_seen = self.is_findable or (self.asks and not self.pauses)
        opened = self._opened_to(*audiences) if is_seen else set()
        hidden = {word for name, word in OPENED.items() if name not in opened}
        return hidden | {*CLOSED.values()}

    def hidden_from_steward(self) -> set[str]:
        """Give what is closed to a steward to whom they offer help.

        What they show to stewards is seen by the offer alone: found or suggested they need not be.
        """
        members = (Audience.MEMBERS, Audience.EVERYONE)
        opened = self._opened_to(Audience.STEWARDS, *members) - {"past"}
        seen = {OPENED[name] for name in opened}
        if "own_offer" in self.filled:
            seen.add(CLOSED["own_offer"])
        return self.hidden_from(*members) - seen

    def _opened_to(self, *audiences: Audience) -> set[str]:
        return {
            name
            for name, each in FIELD_OF.items()
            if {self.audience(each), self.audience("name")} <= set(audiences)
        }

    def audience(self, name: str) -> Audience:
        """Say who sees a field."""
        return self.seen_by.get(name, Audience.EVERYONE)


def fill(
    session: Session, person: Person, chosen: Choices, *, context: AppContext, task_id: int
) -> None:
    """Give the person what they chose."""
    now = context.clock.now()
    words = {name: ({**OPENED, **CLOSED})[name] for name in chosen.filled}
    person.name = words.get("name", "Somebody")
    person.own_line = words.get("own_line")
    person.kinds = ("a11y", *filter(None, [words.get("kinds")]))
    person.causes = tuple(filter(None, [words.get("causes")]))
    person.spoken = ("en",)
    person.asked_for, person.not_asked_for = words.get("asked_for"), words.get("not_asked_for")
    person.links = tuple(f"https://{each}/" for each in filter(None, [words.get("links")]))
    person.time_zone = words.get("time_zone")
    person.contact = words.get("contact")
    person.never_projects = tuple(filter(None, [words.get("never_projects")]))
    person.suggested_since = now - timedelta(days=3) if chosen.asks else None
    person.findable_since = now - timedelta(days=3) if chosen.is_findable else None
    for name in FIELDS:
        setattr(person, f"{name}_seen_by", chosen.audience(name))
    person.paused_until = now + timedelta(days=3) if chosen.pauses else None
    person.changed_at += timedelta(seconds=1)
    person_id = person.id or 0
    for model in (PersonSkill, SavedSearch, Contribution, JoinedAccount, Feedback, Offer):
        session.execute(delete(model).where(col(model.person_id) == person_id))
    for name, relation in (
        ("has", Relation.HAS),
        ("learning", Relation.LEARNING),
        ("mentors", Relation.MENTOR),
        ("never", Relation.NEVER),
    ):
        if name in words:
            session.add(PersonSkill(person_id=person_id, skill=words[name], relation=relation))
    if "search" in words:
        kept = SavedSearch(
            person_id=person_id, name=words["search"], address="/search?q=bus", kept_at=now
        )
        session.add(kept)
    if "joined" in words:
        session.add(
            JoinedAccount(
                person_id=person_id, forge="forgejo", host="codeberg.org",
                remote_id=words["joined"], handle=words["joined"], joined_at=now,
            )
        )  # fmt: skip
    if "past" in words:
        task = session.get_one(Task, task_id)
        repository = session.get_one(Repository, task.repository_id)
        session.add(
            Contribution(
                person_id=person_id, host=repository.host, remote_id="1",
                project_path=repository.path, title=f"{task.title} {words['past']}", url="https://x.example/1",
                kinds=("a11y",), done_at=now - timedelta(days=9),
            )
        )  # fmt: skip
    _add_history(session, person_id, words, now=now)
    if "own_offer" in words:
        _offer(session, person_id, words["own_offer"], chosen.offer, task_id=task_id, now=now)
    said = Feedback(person_id=person_id, task_id=task_id + 1, verdict=Verdict.GREAT, said_at=now)
    session.add(said)


def _offer(
    session: Session,
    person_id: int,
    words: str,
    state: OfferState,
    *,
    task_id: int,
    now: datetime,
) -> None:
    """Offer help for a task, as far as the offer is."""
    session.add(
        Offer(
            person_id=person_id, task_id=task_id, words=words, state=state, sent_at=now,
            settled_at=None if state is OfferState.SENT else now,
        )
    )  # fmt: skip


def _add_history(
    session: Session, person_id: int, words: Mapping[str, str], *, now: datetime
) -> None:
    """Add what is not let be used, what reasons name nothing of, and what was struck."""
    account = JoinedAccount(
        person_id=person_id, forge="forgejo", host="codeberg.org", remote_id=f"h{person_id}",
        handle="noor", joined_at=now, history_since=now,
    )  # fmt: skip
    session.add(account)
    session.flush()
    assert account.id is not None
    for name, sort, is_used in (
        ("unused", WorkSort.CHANGE, False),
        ("review", WorkSort.REVIEW, True),
    ):
        if name in words:
            session.add(
                Contribution(
                    person_id=person_id, account_id=account.id, host="codeberg.org",
                    remote_id=name, project_path="noor/ferry", title=words[name],
                    url="https://x.example/2", done_at=now - timedelta(days=9), sort=sort,
                    is_used=is_used, skills=("rust",),
                )
            )  # fmt: skip
    session.add(HistoryReading(account_id=account.id, person_id=person_id, due_at=now))
    if "struck" in words:
        session.add(
            StruckWork(
                account_id=account.id, person_id=person_id, remote_id=words["struck"],
                struck_at=now,
            )
        )  # fmt: skip


def prepared(context: AppContext, sample: Sample, chosen: Choices) -> int:
    """Make the person, or change what they chose; returns their id. The index follows."""
    now = context.clock.now()
    with context.transaction() as session:
        person = session.exec(select(Person).where(Person.handle == HANDLE)).first()
        if person is None:
            person = Person(handle=HANDLE, name="-", joined_at=now, changed_at=now)
            session.add(person)
            session.flush()
            session.add(
                Account(person_id=person.id or 0, address=CLOSED["address"], verified_at=now)
            )
        fill(session, person, chosen, context=context, task_id=sample.tasks["screen-reader"])
        person_id = person.id or 0
    index_changes(context)
    return person_id

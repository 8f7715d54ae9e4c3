"""Nobody sees of a person what that person did not open: every route, as every actor.

Walked as a visitor, a member, another member who is the steward of another project, an operator,
and the steward of the project to which the person offers help.

A person is filled with words that stand nowhere else. Whatever they choose, and whoever asks, no
page, answer, feed, hit, count of a filter or suggestion may hold a word that is not open to the one
who asks.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from hub.context import AppContext
from hub.models import LIVE, Audience, OfferState, Person, Proof, Steward
from hub.services import profiles
from hub.services.indexing import index_changes
from hub.services.openness import FIELDS
from hub.web.app import create_app
from hub.web.permissions import ROUTES
from tests.hub.sample import Sample
from tests.hub.web.canaries import CLOSED, EVERYTHING, HANDLE, OPENED, Choices, prepared
from tests.hub.web.signing_in import make_operator, sign_in

# Beginnings of the words above: a search page says again what was asked for.
BEGINNINGS = ("canaryname", "canaryown", "canaryski", "canarykin", "canarypas", "canaryse")
FILLED = {
    "{handle}": (HANDLE,),
    "{secret}": ("unheard-of",),
    "{host}": ("codeberg.org",),
}


SEEN_AS_VISITOR = (Audience.EVERYONE,)
SEEN_AS_MEMBER = (Audience.MEMBERS, Audience.EVERYONE)
choices = st.builds(
    Choices,
    asks=st.booleans(),
    pauses=st.booleans(),
    filled=st.frozensets(st.sampled_from([*OPENED, *CLOSED]), min_size=6),
    is_findable=st.booleans(),
    offer=st.sampled_from(OfferState),
    seen_by=st.fixed_dictionaries({name: st.sampled_from(Audience) for name in FIELDS}),
)
# A little of everything: each audience for some field, seen by who may see the name.
MIXED = {
    "own_line": Audience.ONESELF,
    "skills": Audience.MEMBERS,
    "kinds": Audience.STEWARDS,
    "past": Audience.MEMBERS,
    "causes": Audience.EVERYONE,
    "asks": Audience.MEMBERS,
    "links": Audience.ONESELF,
    "time_zone": Audience.MEMBERS,
}


def addresses(sample: Sample) -> Iterator[str]:
    """Give every address that answers to GET, with everything that stands in its place."""
    places = FILLED | {
        "{task_id}": (str(sample.tasks["screen-reader"]), str(sample.tasks["gtfs"])),
        "{slug}": ("lanternbus", "hidden"),
    }
    for line in ROUTES:
        method, _, path = line.partition(" ")
        if method != "GET":
            continue
        names = [part for part in path.split("/") if part.startswith("{")]
        assert set(names) <= places.keys(), f"Say what to put into {path}"
        for values in product(*(places[name] for name in names)):
            filled = path
            for name, value in zip(names, values, strict=True):
                filled = filled.replace(name, value)
            yield filled
    for beginning, tab in product(BEGINNINGS, ("tasks", "projects", "people")):
        yield f"/search?tab={tab}&q={beginning}"
        yield f"/api/v1/search?tab={tab}&q={beginning}"
    for beginning in BEGINNINGS:
        yield f"/search/glimpse?q={beginning}"
        yield f"/search.atom?q={beginning}"
    yield "/search?tab=people"
    yield "/path?like=a11y"


def make_stewards(context: AppContext, sample: Sample) -> None:
    """Let Back look after the project to which the person offers help, and Resting another."""
    with context.transaction() as session:
        for name, project in (("back", "lanternbus"), ("resting", "seedswap")):
            row = Steward(
                person_id=sample.people[name], project_id=sample.projects[project],
                proof=Proof.OWNER, since=context.clock.now(),
            )  # fmt: skip
            session.merge(row)


def hidden_from(actor: str, chosen: Choices) -> set[str]:
    """Give the words that an actor may not see."""
    if actor == "visitor":
        return chosen.hidden_from(*SEEN_AS_VISITOR)
    offers = "own_offer" in chosen.filled and chosen.offer in LIVE
    if actor == "back" and offers:
        return chosen.hidden_from_steward()
    return chosen.hidden_from(*SEEN_AS_MEMBER)


def walk(client: TestClient, sample: Sample) -> Iterator[tuple[str, str]]:
    for address in addresses(sample):
        answer = client.get(address, follow_redirects=False)
        assert answer.status_code < 500 or answer.status_code == 503, address
        yield address, answer.text.lower()


@settings(
    max_examples=3, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(chosen=choices)
@example(chosen=Choices(asks=True, pauses=True, filled=EVERYTHING))
@example(chosen=Choices(asks=False, pauses=False, filled=EVERYTHING))
@example(
    chosen=Choices(asks=True, pauses=False, filled=EVERYTHING, is_findable=True, seen_by=MIXED)
)
@example(
    chosen=Choices(
        asks=True,
        pauses=False,
        filled=EVERYTHING,
        is_findable=True,
        seen_by=dict.fromkeys(FIELDS, Audience.MEMBERS),
    )
)
def test_nobody_sees_what_was_not_opened(
    indexed: AppContext, sample: Sample, chosen: Choices
) -> None:
    person_id = prepared(indexed, sample, chosen)
    make_stewards(indexed, sample)
    with TestClient(create_app(indexed)) as client:
        for actor in ("visitor", "private", "resting", "back", "operator"):
            if actor != "visitor":
                other_id = sign_in(client, indexed, "teodor" if actor == "operator" else actor)
                assert other_id != person_id
                if actor == "operator":
                    make_operator(indexed, other_id)
            hidden = {word.lower() for word in hidden_from(actor, chosen)}
            if OPENED["name"].lower() in hidden:
                hidden.add(f"/{HANDLE}")
            for address, text in walk(client, sample):
                # Their own address is said again to who asked for it.
                told = text.replace(address.lower(), "")
                found = {word for word in hidden if word in told}
                assert not found, f"{actor} sees {found} at {address}"


def test_what_was_opened_is_seen_and_the_person_sees_the_rest(
    indexed: AppContext, sample: Sample
) -> None:
    """The walk would find what it looks for."""
    everything = Choices(asks=True, pauses=False, filled=EVERYTHING, is_findable=True)
    prepared(indexed, sample, everything)
    with TestClient(create_app(indexed)) as client:
        seen = "".join(text for _, text in walk(client, sample))
        assert {name for name, word in OPENED.items() if word.lower() not in seen} == set()
        sign_in(client, indexed, HANDLE)
        own = "".join(text for _, text in walk(client, sample))
        assert {name for name, word in CLOSED.items() if word.lower() not in own} == set()


def test_what_is_open_to_members_is_seen_by_them_and_by_no_visitor(
    indexed: AppContext, sample: Sample
) -> None:
    chosen = Choices(asks=True, pauses=False, filled=EVERYTHING, is_findable=True, seen_by=MIXED)
    prepared(indexed, sample, chosen)
    with TestClient(create_app(indexed)) as client:
        visitor = "".join(text for _, text in walk(client, sample))
        sign_in(client, indexed, "private")
        member = "".join(text for _, text in walk(client, sample))
    for seen, audiences in ((visitor, SEEN_AS_VISITOR), (member, SEEN_AS_MEMBER)):
        hidden = chosen.hidden_from(*audiences)
        assert {word for word in OPENED.values() if word.lower() not in seen} == hidden & {
            *OPENED.values()
        }


@pytest.mark.parametrize("state", OfferState)
def test_steward_sees_all_that_was_opened_to_them_while_an_offer_stands(
    indexed: AppContext, sample: Sample, state: OfferState
) -> None:
    """The walk as a steward would find what it looks for, and finds nothing after a no."""
    chosen = Choices(
        asks=False,
        pauses=False,
        filled=EVERYTHING,
        offer=state,
        seen_by=dict.fromkeys(FIELDS, Audience.STEWARDS),
    )
    prepared(indexed, sample, chosen)
    make_stewards(indexed, sample)
    with TestClient(create_app(indexed)) as client:
        sign_in(client, indexed, "back")
        seen = "".join(text for _, text in walk(client, sample))
    expected = {name for name in OPENED if name != "past"} if state in LIVE else set()
    assert {name for name, word in OPENED.items() if word.lower() in seen} == expected
    assert (CLOSED["own_offer"] in seen) is (state in LIVE)


def test_steward_is_named_to_those_to_whom_the_name_is_open(
    indexed: AppContext, sample: Sample
) -> None:
    """Looking after a project opens nothing: to others they are one more."""
    make_stewards(indexed, sample)
    page = "/projects/lanternbus"
    with TestClient(create_app(indexed)) as client:
        assert "Back Again" in client.get(page).text
        with indexed.transaction() as session:
            session.get_one(Person, sample.people["back"]).name_seen_by = Audience.MEMBERS
        shown = client.get(page).text
        assert "Back Again" not in shown
        assert "/people/back" not in shown
        assert "1 who shows no name to you" in shown
        sign_in(client, indexed, "private")
        assert "Back Again" in client.get(page).text


FILTERS = {
    "name": "q",
    "own_line": "q",
    "has": "skill",
    "learning": "learning",
    "mentors": "mentor",
    "kinds": "kind",
    "causes": "cause",
}


def finds(client: TestClient, name: str) -> bool:
    """Say whether the person is found by what stands in a field."""
    address = f"/search?tab=people&{FILTERS[name]}={OPENED[name].lower()}"
    return f'"/people/{HANDLE}"' in client.get(address).text


def test_nobody_is_found_by_what_is_closed(indexed: AppContext, sample: Sample) -> None:
    chosen = Choices(True, False, EVERYTHING, is_findable=True, seen_by=MIXED)
    prepared(indexed, sample, chosen)
    with TestClient(create_app(indexed)) as client:
        assert {name for name in FILTERS if finds(client, name)} == {"name", "causes"}
        sign_in(client, indexed, "private")
        open_to_members = {"name", "causes", "has", "learning", "mentors"}
        assert {name for name in FILTERS if finds(client, name)} == open_to_members


def test_nobody_is_found_by_what_was_closed_before_the_index_has_heard_of_it(
    indexed: AppContext, sample: Sample
) -> None:
    person_id = prepared(indexed, sample, Choices(True, False, EVERYTHING, is_findable=True))
    with indexed.transaction() as session:
        before = profiles.read(session, person_id)
        closed = replace(before, seen_by={"own_line": Audience.MEMBERS})
        profiles.save(session, person_id, closed, now=indexed.clock.now())
    with TestClient(create_app(indexed)) as client:
        assert not finds(client, "own_line")
    index_changes(indexed)
    with TestClient(create_app(indexed)) as client:
        assert not finds(client, "own_line")
        assert finds(client, "has")


def test_who_is_only_suggested_stands_in_no_list(indexed: AppContext, sample: Sample) -> None:
    prepared(indexed, sample, Choices(True, False, EVERYTHING))
    with TestClient(create_app(indexed)) as client:
        assert not finds(client, "name")
        assert HANDLE not in client.get("/people").text
        assert HANDLE not in client.get("/api/v1/people").text
        assert OPENED["name"] in client.get(f"/people/{HANDLE}").text


def test_who_is_only_found_is_suggested_for_nothing(indexed: AppContext, sample: Sample) -> None:
    prepared(indexed, sample, Choices(False, False, EVERYTHING, is_findable=True))
    with TestClient(create_app(indexed)) as client:
        assert finds(client, "name")
        page = client.get(f"/people/{HANDLE}")
        assert page.status_code == 200
        assert "did not ask to be suggested" in page.text
        assert HANDLE not in client.get(f"/tasks/{sample.tasks['screen-reader']}").text


def test_reasons_on_a_persons_page_speak_to_them_alone(indexed: AppContext, sample: Sample) -> None:
    """What they said to tasks ("you said that it is not for you") is for no other reader."""
    with TestClient(create_app(indexed)) as client:
        page = client.get("/people/noor").text
        answer = client.get("/api/v1/people/noor/suggestions").text
        assert "Wants to help with" in page
        assert "Wants to help with" in answer
        assert not [words for words in ("You want", "you said", "You know") if words in page]
        assert not [words for words in ("You want", "you said", "You know") if words in answer]
        sign_in(client, indexed, "noor")
        assert "You want to help with" in client.get("/people/noor").text

"""Nobody sees of a person what that person did not open: every route, as every actor.

A person is filled with words that stand nowhere else. Whatever they choose, and whoever asks, no
page, answer, feed, hit, count of a filter or suggestion may hold a word that is not open to the one
who asks.
"""

from collections.abc import Iterator
from itertools import product

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from hub.context import AppContext
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


choices = st.builds(
    Choices,
    asks=st.booleans(),
    pauses=st.booleans(),
    filled=st.frozensets(st.sampled_from([*OPENED, *CLOSED]), min_size=6),
)


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


def walk(client: TestClient, sample: Sample) -> Iterator[tuple[str, str]]:
    for address in addresses(sample):
        answer = client.get(address, follow_redirects=False)
        assert answer.status_code < 500 or answer.status_code == 503, address
        yield address, answer.text.lower()


@settings(
    max_examples=2, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(chosen=choices)
@example(chosen=Choices(asks=True, pauses=True, filled=EVERYTHING))
@example(chosen=Choices(asks=False, pauses=False, filled=EVERYTHING))
def test_nobody_sees_what_was_not_opened(
    indexed: AppContext, sample: Sample, chosen: Choices
) -> None:
    person_id = prepared(indexed, sample, chosen)
    hidden = set(CLOSED.values()) if chosen.is_open else {*CLOSED.values(), *OPENED.values()}
    hidden = {word.lower() for word in hidden}
    if not chosen.is_open:
        hidden.add(f"/{HANDLE}")
    with TestClient(create_app(indexed)) as client:
        for actor in ("visitor", "private", "operator"):
            if actor != "visitor":
                other_id = sign_in(client, indexed, "teodor" if actor == "operator" else actor)
                assert other_id != person_id
                if actor == "operator":
                    make_operator(indexed, other_id)
            for address, text in walk(client, sample):
                # Their own address is said again to who asked for it.
                told = text.replace(address.lower(), "")
                found = {word for word in hidden if word in told}
                assert not found, f"{actor} sees {found} at {address}"


def test_what_was_opened_is_seen_and_the_person_sees_the_rest(
    indexed: AppContext, sample: Sample
) -> None:
    """The walk would find what it looks for."""
    everything = Choices(asks=True, pauses=False, filled=EVERYTHING)
    prepared(indexed, sample, everything)
    with TestClient(create_app(indexed)) as client:
        seen = "".join(text for _, text in walk(client, sample))
        assert {name for name, word in OPENED.items() if word.lower() not in seen} == set()
        sign_in(client, indexed, HANDLE)
        own = "".join(text for _, text in walk(client, sample))
        assert {name for name, word in CLOSED.items() if word.lower() not in own} == set()


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

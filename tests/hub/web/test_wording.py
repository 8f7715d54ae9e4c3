from datetime import date, timedelta

import pytest
from markupsafe import Markup

from hub.models import Freshness, Health
from hub.services.questions import FACETS
from hub.views import FreshnessView
from hub.vocabulary.kinds import kinds
from hub.web import wording
from tests.hub.web.samples import NOW


def words(view: FreshnessView) -> str:
    return wording.freshness_sentence(view, NOW).striptags()


@pytest.mark.parametrize(
    ("state", "days", "who", "sentence"),
    [
        (Freshness.OPEN, 2, (), "Open, last word 2 days ago"),
        (Freshness.QUIET, 49, (), "Quiet, last word 7 weeks ago"),
        (Freshness.TAKEN, 1, (), "Somebody is on it"),
        (Freshness.TAKEN, 1, ("noor",), "noor is on it"),
        (Freshness.TAKEN, 1, ("noor", "jule"), "noor and jule are on it"),
        (Freshness.TAKEN, 1, ("noor", "jule", "teo"), "noor and 2 others are on it"),
        (Freshness.REVIEW, 1, (), "A change is being reviewed"),
        (Freshness.ASLEEP, 380, (), "Asleep, no word for a year"),
        (Freshness.ASLEEP, 800, (), "Asleep, no word for 2 years"),
        (Freshness.ASLEEP, 200, (), "Asleep, last word 7 May"),
        (Freshness.UNKNOWN, 3, (), "Not known if it is free, last word 3 days ago"),
        (Freshness.CLOSED, 3, (), "Closed, last word 3 days ago"),
    ],
)
def test_freshness_is_said_with_its_date(
    state: Freshness, days: int, who: tuple[str, ...], sentence: str
) -> None:
    assert words(FreshnessView(state, NOW - timedelta(days=days), who)) == sentence


@pytest.mark.parametrize("state", Freshness)
def test_every_state_has_words_without_a_date(state: Freshness) -> None:
    assert words(FreshnessView(state))
    assert wording.freshness_brief(FreshnessView(state), NOW)
    assert wording.FRESHNESS_LABELS[state.value]


def test_login_on_a_task_is_escaped() -> None:
    said = wording.freshness_sentence(FreshnessView(Freshness.TAKEN, None, ("<b>x",)), NOW)
    assert isinstance(said, Markup)
    assert "<b>" not in said


@pytest.mark.parametrize("name", sorted({*FACETS["tasks"], *FACETS["projects"]}))
def test_every_facet_has_a_legend_of_its_own(name: str) -> None:
    assert name in wording.FACET_LEGENDS


def test_labels_come_from_the_vocabulary() -> None:
    assert wording.facet_label("kind", "a11y") == "Accessibility"
    assert wording.facet_label("cause", "food") == "Food and gardens"
    assert wording.facet_label("effort", "small") == "Up to 2 hours"
    assert wording.facet_label("spoken", "ar") == "Arabic"
    assert wording.facet_label("skill", "javascript") == "JavaScript"
    assert wording.facet_label("forge", "codeberg.org") == "codeberg.org"
    assert wording.facet_label("freshness", "open") == "Open, nobody on it"


def test_unknown_keys_are_shown_as_words() -> None:
    assert wording.kind_label("some_thing") == "Some thing"
    assert wording.facet_label("kind", "x-y") == "X y"
    assert wording.kind_class('some_thing" onload="x') == "kind-other"
    assert wording.stage_label("unheard") == "Unheard"


@pytest.mark.parametrize("key", [kind.key for kind in kinds()])
def test_every_kind_has_its_own_class(key: str) -> None:
    assert wording.kind_class(key) == f"kind-{key}"


@pytest.mark.parametrize("health", Health)
def test_every_health_has_words(health: Health) -> None:
    assert wording.health_label(health)


def test_life_is_said_from_dates() -> None:
    yesterday = NOW - timedelta(days=1)
    assert wording.life_sentence("lively", yesterday, NOW).striptags() == (
        "Lively: last change yesterday"
    )
    assert wording.life_sentence("ended", yesterday, NOW) == "Archived by its owners"
    assert wording.life_sentence(None, None, NOW) == "Not known when it last changed"
    assert wording.life_shape(None) == "unknown"


def test_words_are_joined_as_people_do() -> None:
    assert wording.listed(()) == ""
    assert wording.listed(("a",)) == "a"
    assert wording.listed(("a", "b", "c")) == "a, b and c"


@pytest.mark.parametrize(
    ("answered_by", "name"),
    [
        ("Mirembe", "Mirembe"),
        ("Mirembe, within three days, in the issue list", "Mirembe"),
        ("Noor (weekends)", "Noor"),
        ("Whoever of the seven of us is awake at that hour", "the team"),
        (None, "the team"),
    ],
)
def test_who_is_away_is_named_by_the_name_alone(answered_by: str | None, name: str) -> None:
    words = wording.away_words(answered_by, date(2026, 12, 2), NOW).striptags()
    assert words == f"{name} is away until 2 December"

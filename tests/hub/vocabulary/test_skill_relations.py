from collections import Counter
from collections.abc import Iterator

import pytest

from hub.vocabulary.files import entries, text_of, texts_of
from hub.vocabulary.skills import (
    broader_than,
    close_to,
    narrower_than,
    near_to,
    relatives_of,
    skill,
    skills,
)

KEYS = {each.key for each in skills()}


def written_pairs(relation: str) -> Iterator[tuple[str, str]]:
    for entry in entries("skills.toml", "skill"):
        for other in texts_of(entry, relation):
            yield text_of(entry, "key"), other


@pytest.mark.parametrize("relation", ["broader", "near"])
def test_relations_lead_to_other_skills_that_are_there(relation: str) -> None:
    pairs = list(written_pairs(relation))
    assert [pair for pair in pairs if pair[1] not in KEYS] == []
    assert [pair for pair in pairs if pair[0] == pair[1]] == []


def test_nothing_is_broader_than_itself() -> None:
    assert [key for key in KEYS if key in broader_than(key)] == []


def test_no_relation_is_written_twice() -> None:
    broader = Counter(written_pairs("broader"))
    near = Counter(frozenset(pair) for pair in written_pairs("near"))
    assert [pair for pair, count in broader.items() if count > 1] == []
    assert [set(pair) for pair, count in near.items() if count > 1] == [], "once for both ways"


def test_what_follows_from_a_broader_skill_is_not_written_again() -> None:
    repeated = [
        (key, other)
        for key in KEYS
        for other in direct(key)
        if any(other in broader_than(each) for each in direct(key))
    ]
    assert repeated == []


def test_no_two_skills_are_both_near_and_broader() -> None:
    assert [pair for pair in written_pairs("near") if pair[1] in broader_than(pair[0])] == []
    assert [pair for pair in written_pairs("near") if pair[0] in broader_than(pair[1])] == []


def test_every_skill_is_related_to_another() -> None:
    alone = [key for key in KEYS if not (direct(key) or narrower_than(key) or near_to(key))]
    assert alone == []


def test_near_holds_both_ways() -> None:
    assert [
        (key, other) for key in KEYS for other in near_to(key) if key not in near_to(other)
    ] == []


def test_narrower_is_the_inverse_of_broader() -> None:
    upwards = {(key, other) for key in KEYS for other in broader_than(key)}
    downwards = {(other, key) for key in KEYS for other in narrower_than(key)}
    assert upwards == downwards


@pytest.mark.parametrize(
    ("key", "broader"),
    [
        ("react", "javascript"),
        ("nextjs", "javascript"),
        ("django", "python"),
        ("kubernetes", "containers"),
        ("postgis", "gis"),
        ("figma", "ui-design"),
        ("screen-reader-testing", "web-accessibility"),
        ("subtitle-translation", "translation"),
        ("api-documentation", "technical-writing"),
        ("card-sorting", "ux-research"),
        ("hackathons", "event-organising"),
    ],
)
def test_who_does_one_knows_something_of_the_other(key: str, broader: str) -> None:
    assert broader in broader_than(key)
    assert key in narrower_than(broader)
    assert broader not in narrower_than(key)


def test_nearest_come_first() -> None:
    found = broader_than("nextjs")
    assert found.index("react") < found.index("javascript") < found.index("web-development")


@pytest.mark.parametrize(
    ("key", "near"),
    [("figma", "penpot"), ("react", "vue"), ("vue", "svelte"), ("subtitling", "translation")],
)
def test_one_helps_to_learn_the_other(key: str, near: str) -> None:
    assert near in near_to(key)
    assert key in near_to(near)


def test_unknown_key_has_no_relations() -> None:
    assert (broader_than("weaving"), narrower_than("weaving"), near_to("weaving")) == ((), (), ())


def direct(key: str) -> tuple[str, ...]:
    found = skill(key)
    return found.broader if found else ()


def test_relatives_say_how_they_are_related() -> None:
    found = relatives_of("react")
    assert (found["javascript"], found["vue"], found["nextjs"]) == ("broader", "near", "narrower")
    assert "react" not in found
    assert dict(relatives_of("weaving")) == {}
    assert dict(close_to("weaving")) == {}


@pytest.mark.parametrize("key", ["react", "javascript", "helm", "figma", "translation"])
def test_what_is_close_to_a_skill_has_it_as_a_relative(key: str) -> None:
    assert close_to(key)
    for other, how in close_to(key).items():
        assert relatives_of(other)[key] == how

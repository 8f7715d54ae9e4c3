"""Sentences in the languages that there are: whole, with the same facts, said to two sides."""

import re
from importlib.resources import files
from typing import Literal

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor
from hypothesis import given

from hub.matching.facts import PersonFacts, TaskFacts
from hub.matching.scoring import score
from hub.matching.sentences import Sentence, listed, say, titled, when
from hub.matching.telling import ENGLISH, Voice, languages, tell
from tests.hub.matching.given import DAY, NAMES, NOW, patient, people, tasks

OTHERS = [language for language in languages() if language != ENGLISH]
# Endings of sentences, also of those that end with a quotation.
ENDINGS = (".", "…", "”", "»", "“", "!")


class _Facts(Visitor):
    """Collects what the messages of a file speak of, by their place in it."""

    def __init__(self) -> None:
        self.found: dict[str, set[str]] = {}
        self._place = ""

    def visit_Message(self, node: ast.Message) -> None:
        for name, pattern in [("", node.value), *((a.id.name, a.value) for a in node.attributes)]:
            if pattern is not None:
                self._place = f"{node.id.name}.{name}"
                self.found[self._place] = set()
                self.generic_visit(pattern)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.found[self._place].add(node.id.name)


def facts_of(language: str) -> dict[str, set[str]]:
    text = files("hub.matching").joinpath("messages", f"{language}.ftl").read_text("utf-8")
    resource = FluentParser().parse(text)
    assert not [entry for entry in resource.body if isinstance(entry, ast.Junk)]
    visitor = _Facts()
    visitor.visit(resource)
    return visitor.found


@pytest.mark.parametrize("language", OTHERS)
def test_language_has_all_messages_with_the_same_facts(language: str) -> None:
    english, other = facts_of(ENGLISH), facts_of(language)
    assert {place: other.get(place) for place in english} == english


@pytest.mark.parametrize("language", OTHERS)
def test_language_has_nothing_else_but_names(language: str) -> None:
    more = {place.split(".")[0] for place in facts_of(language).keys() - facts_of(ENGLISH).keys()}
    assert all(re.match(r"(kind|cause|effort)-", key) for key in more)


@patient
@given(tasks, people)
def test_reasons_are_whole_sentences_in_every_language(
    task: TaskFacts, person: PersonFacts
) -> None:
    suggestion = score(task, person, now=NOW, names=NAMES)
    for reason in suggestion.reasons if suggestion else ():
        for language in languages():
            for voice in Voice:
                told = tell(reason.sentence, voice, language)
                assert told[0].isupper()
                assert told.endswith(ENDINGS)
                assert "  " not in told
                assert reason.source is None or tell(reason.source, voice, language)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-2, "today"),
        (0, "today"),
        (1, "yesterday"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (56, "8 weeks ago"),
        (57, "in September"),
        (400, "in October 2025"),
    ],
)
def test_dates_are_said_as_in_the_design(days: int, words: str) -> None:
    sentence = say("life-last", when=when(NOW - days * DAY, NOW))
    assert tell(sentence, Voice.TO) == f"The project last changed {words}."


def test_names_are_joined_as_in_speech() -> None:
    def told(*names: str, word: Literal["and", "or"] = "and") -> str:
        return tell(say("skills-all", known=listed(names, word=word)), Voice.ABOUT)

    assert told("Rust") == "Knows Rust, which this asks for."
    assert told("Rust", "SQL", word="or") == "Knows Rust or SQL, which this asks for."
    assert told("Rust", "SQL", "Go", "CSS") == "Knows Rust, SQL and Go, which this asks for."


def test_numbers_have_their_noun() -> None:
    assert tell(say("has-stars", count=1), Voice.TO) == "it has 1 star"
    assert tell(say("has-stars", count=1200), Voice.TO) == "it has 1,200 stars"
    assert tell(say("hours", number=2.5), Voice.TO) == "2.5 hours a week"


def test_reason_is_told_in_the_words_of_the_reader() -> None:
    sentence = say("kind-wanted", kinds=listed([NAMES.kind("translation")]))
    assert tell(sentence, Voice.ABOUT) == "Wants to help with translation."
    assert tell(sentence, Voice.TO, "de") == "Du möchtest bei Übersetzungen helfen."
    assert tell(say("speaks", language=NAMES.language("pl")), Voice.ABOUT, "es") == "Habla polaco."


def test_title_of_others_stays_what_it_is() -> None:
    hostile = "{ $name } <b>{ NUMBER(1) }</b>\nkey = value"
    told = tell(say("did-alike", when=when(NOW, NOW), title=titled(hostile)), Voice.ABOUT)
    assert "{ $name } <b>{ NUMBER(1) }</b> key = value" in told


def test_message_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError, match="no message unheard-of"):
        tell(Sentence("unheard-of"), Voice.TO)

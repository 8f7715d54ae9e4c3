"""Tells sentences in a language: English, or one of those with messages of their own.

Messages are `Project Fluent <https://projectfluent.org>`_ files beside this module. A message has
one text, or two: ``.about`` as said to a project, ``.to`` as said to the person. What a language
lacks is told in English.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from babel import Locale
from babel.lists import format_list
from fluent.runtime import FluentBundle, FluentResource

from hub.matching.sentences import Fact, Listed, Name, Sentence, Title, When
from hub.matching.wording import shortened

ENGLISH = "en"
# British, for a list without a comma before its last word.
_LOCALES = {"en": "en_GB"}
_DAYS_RELATIVE = 56  # DESIGN.md, section 2: relative up to 8 weeks, then month, then year
_DAYS_COUNTED = 14
_WORDS: Mapping[str, Literal["standard", "or"]] = {"and": "standard", "or": "or"}
_KEPT = 16_384

Argument = str | int | float


class Voice(StrEnum):
    """Whom a sentence is said to."""

    ABOUT = "about"  # to others: "Speaks Polish."
    TO = "to"  # to the person: "You speak Polish."


class Teller:
    """Tells sentences in one language. Keeps what it told, since pages repeat one another."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._locale = Locale.parse(_LOCALES.get(language, language))
        self._bundle = FluentBundle([str(self._locale)], use_isolating=False)
        text = files(__package__).joinpath("messages", f"{language}.ftl").read_text("utf-8")
        self._bundle.add_resource(FluentResource(text))
        self.tell = lru_cache(maxsize=_KEPT)(self._tell)

    def has(self, key: str) -> bool:
        """Say whether there is a message of this key."""
        return bool(self._bundle.has_message(key))

    def _tell(self, sentence: Sentence, voice: Voice = Voice.ABOUT) -> str:
        if not self.has(sentence.key):
            if self.language == ENGLISH:
                raise KeyError(f"hub/matching/messages/en.ftl has no message {sentence.key}")
            return teller(ENGLISH).tell(sentence, voice)
        message = self._bundle.get_message(sentence.key)
        pattern = message.attributes.get(voice.value) or message.value
        assert pattern is not None, f"Message {sentence.key} has no text for {voice}."
        facts = {name: self._fact(fact, voice) for name, fact in sentence.facts}
        text, errors = self._bundle.format_pattern(pattern, facts)
        if errors:
            raise ValueError(f"Message {sentence.key} in {self.language}: {errors[0]}")
        return str(text)

    def _fact(self, fact: Fact, voice: Voice) -> Argument:
        match fact:
            case Sentence():
                return str(self.tell(fact, voice))
            case Name():
                return self._name(fact)
            case Title():
                return shortened(fact.text)
            case When():
                return self._when(fact)
            case Listed():
                told = [str(self._fact(each, voice)) for each in fact.items[: fact.limit]]
                return format_list(told, _WORDS[fact.word], self._locale)
            case _:
                return fact

    def _name(self, name: Name) -> str:
        if name.sort == "language" and self.language != ENGLISH:
            code = name.key.split("-", maxsplit=1)[0]
            return str(self._locale.languages.get(code, name.label))
        own = f"{name.sort}-{name.key}".lower()
        if self.has(own):
            return self._tell(Sentence(own))
        return inside_sentence(name.label) if name.sort in ("kind", "cause") else name.label

    def _when(self, when: When) -> str:
        days = (when.today - when.day).days
        if days < 1:
            return self._tell(Sentence("when-today"))
        if days == 1:
            return self._tell(Sentence("when-yesterday"))
        if days < _DAYS_COUNTED:
            return self._tell(Sentence("when-days", (("days", days),)))
        if days <= _DAYS_RELATIVE:
            return self._tell(Sentence("when-weeks", (("weeks", days // 7),)))
        month = self._locale.months["format"]["wide"][when.day.month]
        if when.day.year == when.today.year:
            return self._tell(Sentence("when-month", (("month", month),)))
        # A year has no comma, so it is no number here.
        facts = (("month", month), ("year", str(when.day.year)))
        return self._tell(Sentence("when-year", facts))


def inside_sentence(label: str) -> str:
    """Lower the first letter, unless the first word is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def tell(sentence: Sentence, voice: Voice, language: str = ENGLISH) -> str:
    """Tell a sentence in one of :func:`languages`."""
    return teller(language).tell(sentence, voice)


@cache
def teller(language: str) -> Teller:
    """Give who tells in a language of :func:`languages`."""
    return Teller(language)


@cache
def languages() -> tuple[str, ...]:
    """Name the languages in which reasons are told, English first."""
    found = (each.name for each in files(__package__).joinpath("messages").iterdir())
    codes = sorted(name.removesuffix(".ftl") for name in found if name.endswith(".ftl"))
    return (ENGLISH, *(code for code in codes if code != ENGLISH))

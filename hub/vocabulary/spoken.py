"""Languages that people speak and write, by BCP 47 code."""

from dataclasses import dataclass
from functools import cache

from hub.vocabulary.files import entries, text_of


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """A language: its code, its English name, and what its speakers call it."""

    code: str
    name: str
    own_name: str
    source: str


@cache
def spoken_languages() -> tuple[SpokenLanguage, ...]:
    """List the languages by code."""
    return tuple(
        SpokenLanguage(
            code=text_of(entry, "code"),
            name=text_of(entry, "name"),
            own_name=text_of(entry, "own_name"),
            source=text_of(entry, "source"),
        )
        for entry in entries("spoken.toml", "language")
    )


def spoken_language(code: str) -> SpokenLanguage | None:
    """Find a language by its code, or by the language that a longer code begins with."""
    known = _by_code()
    return known.get(code.casefold()) or known.get(code.split("-", 1)[0].casefold())


def find_spoken(text: str) -> SpokenLanguage | None:
    """Find a language by its code or one of its names, in any case."""
    return _by_name().get(text.strip().casefold())


def spoken_name(code: str) -> str:
    """Name a language in English; a code that we do not know is its own name."""
    found = spoken_language(code)
    return found.name if found else code


@cache
def _by_code() -> dict[str, SpokenLanguage]:
    return {each.code.casefold(): each for each in spoken_languages()}


@cache
def _by_name() -> dict[str, SpokenLanguage]:
    return {
        name.casefold(): each
        for each in spoken_languages()
        for name in (each.own_name, each.name, each.code)
    }

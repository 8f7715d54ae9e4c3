"""Words of titles that tell how much work an issue is, and the sentence that says so."""

from dataclasses import dataclass
from functools import cache

from hub.vocabulary.files import entries, flag_of, optional_text_of, text_of, texts_of


@dataclass(frozen=True, slots=True)
class EffortSign:
    """Words that speak for an effort; without an effort they are a doubt about a small one.

    ``because`` ends a sentence ("for the title names one file"). ``is_opening`` words count at the
    beginning of the title only.
    """

    key: str
    effort: str | None
    because: str | None
    is_opening: bool
    words: tuple[str, ...]
    source: str


@cache
def effort_signs() -> tuple[EffortSign, ...]:
    """List the entries of the data file; a key may have several."""
    return tuple(
        EffortSign(
            key=text_of(entry, "key"),
            effort=optional_text_of(entry, "effort"),
            because=optional_text_of(entry, "because"),
            is_opening=flag_of(entry, "opening"),
            words=texts_of(entry, "words"),
            source=text_of(entry, "source"),
        )
        for entry in entries("effort_signs.toml", "sign")
    )


def effort_sign(key: str) -> EffortSign | None:
    """Find a sign by its key: the first entry that has it."""
    return _by_key().get(key)


@cache
def _by_key() -> dict[str, EffortSign]:
    return {sign.key: sign for sign in reversed(effort_signs())}

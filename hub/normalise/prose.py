"""What somebody wrote in a text with markup, without code, addresses and comments."""

import re

_NOT_PROSE = re.compile(
    r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]*`|https?://\S+|<!--.*?-->", re.S
)
_MARKS_OF_NO_PROSE = ("`", "~~~", "://", "<!--")
_BETWEEN_WORDS = str.maketrans(
    dict.fromkeys("!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~’‘“”„«»…–—•·¿¡", " ")
)


def prose_of(text: str) -> str:
    """Put a space for code, addresses and comments; the rest stays as it is."""
    has_more = any(mark in text for mark in _MARKS_OF_NO_PROSE)
    return _NOT_PROSE.sub(" ", text) if has_more else text


def plain_words(text: str) -> list[str]:
    """Split a text at spaces and punctuation alone: several times faster than ``words_of``.

    "C++" is "C" here, and "node.js" is two words.
    """
    return text.translate(_BETWEEN_WORDS).split()

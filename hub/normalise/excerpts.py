"""A text in markdown as plain words, for cards and for the index. Pure; still hostile text."""

import re

MAX_CHARS = 240

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"^\s*(?:```|~~~).*?(?:^\s*(?:```|~~~)\s*$|\Z)", re.DOTALL | re.MULTILINE)
_FENCE_MARK = re.compile(r"^\s*(?:```|~~~)[^\n]*$", re.MULTILINE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()\s]{0,500}[^()]{0,200}\)")
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\([^()\s]{0,500}[^()]{0,200}\)")
_LINE_START = re.compile(
    r"^[ \t]{0,12}(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)+", re.MULTILINE
)
_RULE = re.compile(r"^[ \t]*[-*_=]{3,}[ \t]*$", re.MULTILINE)
_EMPHASIS = re.compile(r"(\*{1,3}|__|~~|`+)(?=\S)([^*`\n]{1,300}?)(?<=\S)\1")
_MARKS_OF_EMPHASIS = ("*", "__", "~~", "`")


def excerpt(markdown: str, *, max_chars: int = MAX_CHARS) -> str:
    """Give the first words without markup, cut between words with an ellipsis; may be empty."""
    return cut(_plain(_FENCE.sub(" ", markdown[: max_chars * 6])), max_chars=max_chars)


def plain_words(markdown: str, *, max_chars: int) -> str:
    """Give the words of a text without markup; what stands in code blocks is kept."""
    return _plain(_FENCE_MARK.sub(" ", markdown[:max_chars]))


def _plain(markdown: str) -> str:
    plain = _TAG.sub(" ", _COMMENT.sub(" ", markdown)) if "<" in markdown else markdown
    if "](" in plain:
        plain = _LINK.sub(r"\1", _IMAGE.sub(" ", plain))
    plain = _LINE_START.sub("", _RULE.sub(" ", plain))
    if any(mark in plain for mark in _MARKS_OF_EMPHASIS):
        plain = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", plain))
    return " ".join(plain.split())


def cut(line: str, *, max_chars: int) -> str:
    """Cut a line between words and say so with an ellipsis, within ``max_chars``."""
    if len(line) <= max_chars:
        return line
    head = line[: max_chars - 1]
    at_word = head.rsplit(" ", 1)[0]
    # A text without spaces, as in Chinese, is cut anywhere.
    kept = at_word if len(at_word) > max_chars // 2 else head
    return kept.rstrip(" ,;:.–-") + "…"

"""Texts that no search should fall over: random and made to break something. Seeded.

Signs that hide or turn text around are written as escapes, so that this file reads as it runs.
"""

from collections.abc import Callable, Iterator
from itertools import cycle
from random import Random

WORDS = ("access", "bus", "map", "timetable", "icons", "python", "translate", "a", "the", "of")
FIELDS = ("lang", "kind", "is", "updated", "stars", "skill", "forge", "cause", "level", "nofield")
DENIALS, MARKS = ("", "-", "--"), ("", "<", ">=", "..", '"')
VALUES = (*WORDS, "30d", "99999999999", "2026-13-45", "-1", "..", "1e999", "")
INJECTIONS = (
    "' OR 1=1 --",
    "'; DROP TABLE task; --",
    '" UNION SELECT name FROM person --',
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} ${7*7} #{7*7} <%= 7*7 %>",
    "../../../../etc/passwd",
    "%00%0d%0aSet-Cookie: a=b",
    "title:(a AND NOT b) OR [x TO y}",
    "_exists_:title *:* AND NOT *",
    'IN ["a"] OR id > 0',
    "$(sleep 5) `id` | cat",
    "() { :; }; echo",
    '{"q":"","filter":"id > 0"}',
)
EXPRESSIONS = ("(a+)+$", "((a*)*)*b", ".*" * 40, "[^]" * 30, "(?R)", "a{1,99999}", "\\", "^" * 200)
SIGNS = "\"'`()[]{}<>|&*?+-~^:;,.!@#$%=/\\_"
TURNING = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"
HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f"
EMOJI = (
    "\U0001f600",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U0001f1e9\U0001f1ea",
    "\u2764\ufe0f",
)
SCRIPTS = ((0x0041, 0x024F), (0x0370, 0x052F), (0x0590, 0x06FF), (0x0900, 0x0DFF), (0x3040, 0x30FF),
           (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0x10000, 0x1FFFF))  # fmt: skip
MOST_SCALAR = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)


def hostile_texts(count: int, *, seed: int = 20261128) -> Iterator[tuple[str, str]]:
    """Give ``count`` texts with the name of their sort, the sorts in turn; always the same."""
    rng = Random(seed)
    turns = cycle(MAKERS.items())
    for _ in range(count):
        name, make = next(turns)
        yield name, make(rng)


def _any_signs(rng: Random) -> str:
    return "".join(_scalar(rng, 0, MOST_SCALAR) for _ in range(rng.randint(1, 120)))


def _scalar(rng: Random, first: int, last: int) -> str:
    number = rng.randint(first, last)
    return "\ufffd" if number in SURROGATES else chr(number)


def _script(rng: Random) -> str:
    first, last = rng.choice(SCRIPTS)
    return " ".join(
        "".join(_scalar(rng, first, last) for _ in range(rng.randint(1, 12)))
        for _ in range(rng.randint(1, 12))
    )


def _control(rng: Random) -> str:
    return "".join(
        rng.choice(WORDS) if rng.random() < 0.4 else chr(rng.randint(0, 31))
        for _ in range(rng.randint(1, 60))
    )


def _sprinkled(rng: Random, signs: str) -> str:
    text = _words(rng, rng.randint(1, 12))
    return "".join(sign + (rng.choice(signs) if rng.random() < 0.3 else "") for sign in text)


def _words(rng: Random, count: int) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(count))


def _fields(rng: Random) -> str:
    return " ".join(
        rng.choice(DENIALS) + rng.choice(FIELDS) + ":" + rng.choice(MARKS) + rng.choice(VALUES)
        for _ in range(rng.randint(1, 20))
    )


def _quotes(rng: Random) -> str:
    return "".join(rng.choice((*WORDS, '"', " ", "-", "“", "'")) for _ in range(rng.randint(1, 80)))


def _long_word(rng: Random) -> str:
    return rng.choice(("a", "ab", "é", "\u4e2d", "9", "-")) * rng.randint(100, 20_000)


def _many_words(rng: Random) -> str:
    return " ".join(f"{rng.choice(WORDS)}{rng.randint(0, 9999)}" for _ in range(10_000))


def _common_words(rng: Random) -> str:
    return _words(rng, rng.randint(10, 80))


MAKERS: dict[str, Callable[[Random], str]] = {
    "any signs": _any_signs,
    "scripts": _script,
    "control signs": _control,
    "turned around": lambda rng: _sprinkled(rng, TURNING),
    "hidden signs": lambda rng: _sprinkled(rng, HIDDEN),
    "emoji": lambda rng: "".join(rng.choice((*EMOJI, " ")) for _ in range(rng.randint(1, 60))),
    "signs": lambda rng: _sprinkled(rng, SIGNS),
    "expressions": lambda rng: rng.choice(EXPRESSIONS) + rng.choice(("", " ", *WORDS)),
    "injections": lambda rng: rng.choice(INJECTIONS) + " " + rng.choice(WORDS),
    "fields": _fields,
    "quotes": _quotes,
    "a long word": _long_word,
    "10,000 words": _many_words,
    "common words": _common_words,
}

"""Who takes an issue, and who gives it back, by what they wrote."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalise.claims import Claim, own_words, read_claim
from hub.vocabulary.claims import bot_commands, claim_commands, claim_phrases

TAKES = """
I'd like to work on this
I’d love to take this one if nobody is on it!
can I take this?
Hey! I was wondering if I could work on this issue?
If no one is working on this I'd like to work on it
@justin can you please assign this issue to me ?
Please assign this to me.
Is it okay if I tackle this?
Could I take a shot at this?
Let me handle this issue!
I'll work on this tomorrow
I'll submit a PR
Working on a PR
I'm working on it.
@mirembe still working on it
On it!
PR incoming
I didn't find an assignee. I'll take it
I'd like to take this, but I don't know where to start
/assign
/assign @me
/assign @noor
/attempt #12
.take
take
@rustbot claim
@zulipbot claim
Ich würde das gerne übernehmen
Kann ich das übernehmen?
Ich arbeite daran.
Je peux m'en occuper
Je travaille dessus
Me gustaría trabajar en esto
¿puedo trabajar en este issue?
Gostaria de trabalhar nessa issue
Estou trabalhando nisso
Vorrei lavorare su questo
Me ne occupo io
Я возьму эту задачу
Можно взять эту задачу?
我可以认领
対応します
""".strip().splitlines()

GIVES_BACK = """
/unassign
@rustbot release-assignment
@zulipbot abandon
I can't work on this any more
Feel free to take it
I don't have time for this anymore, feel free to take over
I'm no longer working on this
Sorry, I won't be able to finish this.
I'd love to take this, but I have no time
Please unassign me
It's all yours
Ich habe leider keine Zeit mehr
Je n'ai plus le temps
Ya no puedo seguir trabajando
Não tenho mais tempo
Non ho più tempo
У меня нет времени
""".strip().splitlines()

NEITHER = """
is anyone working on this?
can you work on this?
Are you still working on this?
@noor still working on this?
@noor would you like to work on this?
He said I'll work on this
"I'd like to work on this" is what people write here
`/assign`
/assign @somebody
take care, it bites
I don't think I'll take this
Not sure I'd like to work on this
Maybe I'll take this
Don't assign me
I can submit a PR if you want
How can I work on this?
I can fix this by downgrading to 1.2
Thanks, I'll take this into account
I'll look into it
Would you review it once more
I've fixed this in main
Any update?
Arbeitet jemand daran?
Est-ce que quelqu'un travaille dessus ?
¿Alguien está trabajando en esto?
Кто-нибудь работает над этим?
""".strip().splitlines()


@pytest.mark.parametrize("text", TAKES)
def test_words_that_take_an_issue(text: str) -> None:
    assert read_claim(text, login="noor") is Claim.TAKES


@pytest.mark.parametrize("text", GIVES_BACK)
def test_words_that_give_an_issue_back(text: str) -> None:
    assert read_claim(text, login="noor") is Claim.GIVES_BACK


@pytest.mark.parametrize("text", NEITHER)
def test_words_that_do_neither(text: str) -> None:
    assert read_claim(text, login="noor") is None


def test_quoted_lines_code_and_hidden_text_are_not_the_authors_words() -> None:
    text = (
        "> I'd like to work on this\n\n```\n/assign\n```\n"
        "<!-- I'll take this -->\n~~~\n/assign\n~~~\nIs that so?"
    )
    assert read_claim(text) is None
    assert own_words(text) == "is that so?"


def test_unclosed_code_goes_to_the_end() -> None:
    assert read_claim("Look:\n```\nI'll take this") is None


def test_last_word_counts() -> None:
    assert read_claim("I'll take this.\nOh, I don't have time.") is Claim.GIVES_BACK
    assert read_claim("I don't have time today. I'll work on this tomorrow.") is Claim.TAKES
    assert read_claim("/assign\n/unassign") is Claim.GIVES_BACK


def test_take_alone_is_a_command_only_as_the_whole_comment() -> None:
    assert read_claim(" take\n") is Claim.TAKES
    assert read_claim("The two options:\ntake\nleave") is None


def test_claim_behind_a_log_file_is_not_read() -> None:
    assert read_claim("x" * 5000 + "\nI'll take this.") is None


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert read_claim(text, login="noor") in (None, Claim.TAKES, Claim.GIVES_BACK)


def test_every_entry_says_where_it_comes_from_and_what_it_means() -> None:
    claims = {claim.value for claim in Claim}
    for phrase in claim_phrases():
        assert phrase.source
        assert phrase.claim in claims
    for command in (*claim_commands(), *bot_commands()):
        assert command.source
        assert command.claim in claims
    spoken = {phrase.spoken for phrase in claim_phrases()}
    assert {"en", "de", "fr", "es", "pt", "it", "ru"} <= spoken


def test_recorded_texts_hold_one_claim_and_nothing_is_taken_for_one(shared_dir: Path) -> None:
    found = [text for text in sorted(_recorded_texts(shared_dir)) if _takes(text)]
    assert len(found) == 1
    assert "I'll submit a patch." in found[0]


def _takes(text: str) -> bool:
    return read_claim(text) is Claim.TAKES


def _recorded_texts(shared_dir: Path) -> set[str]:
    recorded = shared_dir / "data" / "recorded"
    texts = {
        text
        for path in recorded.glob("*/*/*.json")
        for text in _comments_in(json.loads(path.read_text(encoding="utf-8")))
    }
    assert len(texts) > 50
    with gzip.open(recorded / "issues_corpus.jsonl.gz", "rt", encoding="utf-8") as corpus:
        return texts | {json.loads(line)["body"] or "" for line in corpus}


def _comments_in(value: object) -> Iterator[str]:
    """Find what people wrote, wherever an answer holds it."""
    if isinstance(value, list):
        for each in value:
            yield from _comments_in(each)
    elif isinstance(value, dict):
        text = value.get("body")
        if isinstance(text, str) and ("user" in value or "author" in value):
            yield text
        for each in value.values():
            yield from _comments_in(each)

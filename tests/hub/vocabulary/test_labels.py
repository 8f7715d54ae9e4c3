from collections import defaultdict

import pytest

from hub.normalise.labels import read_by_rule, read_label
from hub.vocabulary.kinds import kind
from hub.vocabulary.labels import (
    LabelMeaning,
    fold_label,
    label_entries,
)
from hub.vocabulary.skills import skill
from hub.vocabulary.terms import effort, impact, level


def test_there_are_at_least_400_spellings() -> None:
    assert len({key for each in label_entries() for key in each.folded_spellings()}) >= 400


def test_no_entry_contradicts_another() -> None:
    meanings: dict[str, set[LabelMeaning]] = defaultdict(set)
    for entry in label_entries():
        for key in entry.folded_spellings():
            meanings[key].add(entry.meaning)
    assert [key for key, found in meanings.items() if len(found) > 1] == []


def test_no_value_of_a_label_contradicts_what_its_scope_and_rest_say_by_rule() -> None:
    contradictions: list[tuple[str, ...]] = []
    for entry in label_entries():
        for written in entry.by_folded_spelling().values():
            by_rule = read_by_rule(written) or LabelMeaning()
            for said, ruled in zip(_words(entry.meaning), _words(by_rule), strict=True):
                if said and ruled and said != ruled:
                    contradictions.append((written, said, ruled))
            kinds = {*by_rule.kinds, *by_rule.likely_kinds}
            if entry.meaning.kinds and kinds and kinds.isdisjoint(entry.meaning.kinds):
                contradictions.append((written, *entry.meaning.kinds, *kinds))
    assert contradictions == []


def _words(meaning: LabelMeaning) -> tuple[str | None, ...]:
    return meaning.level, meaning.effort, meaning.impact


def test_every_spelling_is_read_as_its_entry_says() -> None:
    for entry in label_entries():
        for written in entry.by_folded_spelling().values():
            if "," not in written:
                assert read_label(written) == entry.meaning, written


def test_every_target_exists() -> None:
    for entry in label_entries():
        said = entry.meaning
        assert all(kind(key) for key in (*said.kinds, *said.likely_kinds)), entry.spellings
        assert all(skill(key) for key in said.skills), entry.spellings
        assert said.level is None or level(said.level), entry.spellings
        assert said.effort is None or effort(said.effort), entry.spellings
        assert said.impact is None or impact(said.impact), entry.spellings


def test_every_entry_says_something_has_a_source_and_folds_to_something() -> None:
    for entry in label_entries():
        assert entry.meaning != LabelMeaning(), entry.spellings
        assert entry.source, entry.spellings
        assert all(entry.folded_spellings()), entry.spellings


@pytest.mark.parametrize(
    "written",
    [
        "good first issue",
        "Good First Issue!",
        "good-first-issue",
        "GOOD_FIRST_ISSUE",
        "GoodFirstIssue",
        ":thumbsup: good first issue",
        "good first issue 👍",
        "👶🏽 Good first issue",
        "good first issue-:wave:",
        "  good  first  issue ",
        "“good first issue”",
    ],
)
def test_case_emoji_and_punctuation_do_not_matter(written: str) -> None:
    assert fold_label(written) == "goodfirstissue"


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Traducción", "traduccion"), ("C++", "c++"), ("C#", "c#"), ("翻訳", "翻訳"), ("🎉", "")],
)
def test_folding_keeps_what_tells_labels_apart(written: str, folded: str) -> None:
    assert fold_label(written) == folded


def test_folding_twice_changes_nothing() -> None:
    for entry in label_entries():
        for key in entry.folded_spellings():
            assert fold_label(key) == key

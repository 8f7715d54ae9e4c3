from collections import Counter

from hub.vocabulary.files import entries, text_of, texts_of
from hub.vocabulary.synonyms import synonyms
from search.tantivy.synonyms import MOST_WORDS


def test_every_group_has_a_source_and_two_words_or_more() -> None:
    for entry in entries("synonyms.toml", "synonyms"):
        words = texts_of(entry, "words")
        assert text_of(entry, "source")
        assert len(set(words)) == len(words) > 1, words
        assert all(word == word.casefold() == word.strip() for word in words), words


def test_no_word_stands_in_two_written_groups() -> None:
    counts = Counter(
        word for entry in entries("synonyms.toml", "synonyms") for word in texts_of(entry, "words")
    )
    assert [word for word, count in counts.items() if count > 1] == []


def test_no_phrase_is_longer_than_a_search_looks_for() -> None:
    phrases = [word for group in synonyms() for word in group]
    assert [phrase for phrase in phrases if len(phrase.split()) > MOST_WORDS] == []


def test_german_words_are_found_as_they_are_typed_without_umlauts() -> None:
    [group] = [group for group in synonyms() if "übersetzen" in group]
    assert {"uebersetzen", "uebersetzung"} < set(group)
    assert group.index("übersetzen") < group.index("uebersetzen")


def test_skills_are_groups_unless_their_name_is_an_everyday_word() -> None:
    groups = synonyms()
    assert any({"javascript", "js"} <= set(group) for group in groups)
    assert not any("golang" in group and "go" in group for group in groups)

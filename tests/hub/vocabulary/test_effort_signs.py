from collections import Counter, defaultdict

from hub.normalise.estimates import ONE_FILE
from hub.vocabulary.effort_signs import effort_sign, effort_signs
from hub.vocabulary.terms import effort


def test_entries_name_an_effort_of_ours_what_they_rest_on_and_a_source() -> None:
    for sign in effort_signs():
        assert sign.effort is None or effort(sign.effort), sign.key
        assert bool(sign.because) == bool(sign.effort), sign.key
        assert sign.source, sign.key
        assert sign.words or sign.key == ONE_FILE, sign.key


def test_key_means_the_same_in_every_entry() -> None:
    meanings: dict[str, set[tuple[str | None, str | None]]] = defaultdict(set)
    for sign in effort_signs():
        meanings[sign.key].add((sign.effort, sign.because))
    assert [key for key, found in meanings.items() if len(found) > 1] == []


def test_no_word_stands_twice_and_words_are_small() -> None:
    counts = Counter(word for sign in effort_signs() for word in sign.words)
    assert [word for word, count in counts.items() if count > 1] == []
    assert [word for word in counts if word != word.casefold()] == []


def test_sign_is_found_by_its_key() -> None:
    found = effort_sign("rework")
    assert found is not None
    assert found.effort == "medium"
    assert effort_sign("nonsense") is None

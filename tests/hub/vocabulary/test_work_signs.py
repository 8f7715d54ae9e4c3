"""The words that tell kinds of work contradict neither each other nor their own rules."""

from collections import Counter

from hub.vocabulary.kinds import kind
from hub.vocabulary.work_signs import WorkSigns, work_signs

OF_THE_ISSUE = {"design", "doc", "translation", "a11y"}
LANGUAGES_OF_THE_ISSUE = ("redesign", "gestaltung", "maquette", "rediseño", "дизайн", "デザイン")


def words_of_kind(key: str) -> set[str]:
    return {word for entry in work_signs() if key in entry.kinds for word in entry.words}


def test_entries_name_kinds_that_exist_and_a_source() -> None:
    for entry in work_signs():
        assert entry.kinds, entry.words
        assert all(kind(key) for key in entry.kinds), entry.words
        assert entry.source, entry.words
        assert entry.words, entry.source


def test_no_word_weighs_twice() -> None:
    """A word stands once, but as the opening of a title it may weigh something else."""
    counts = Counter(
        (word.casefold(), entry.is_opening) for entry in work_signs() for word in entry.words
    )
    assert {word for word, count in counts.items() if count > 1} == set()


def test_words_are_written_small() -> None:
    large = {word for entry in work_signs() for word in entry.words if word != word.lower()}
    assert large == set()


def test_no_word_of_the_body_is_enough_alone_and_none_has_a_star() -> None:
    """A star is looked for in each word, which takes long in a body."""
    said = [entry for entry in work_signs() if entry.text]
    assert max(entry.text for entry in said) < 6
    assert not any(word.endswith("*") for entry in said for word in entry.words)


def test_an_opening_weighs_in_titles_alone() -> None:
    assert not any(entry.text for entry in work_signs() if entry.is_opening)


def test_every_kind_but_code_has_words() -> None:
    said = {key for entry in work_signs() for key in entry.kinds}
    assert said == {
        "design", "doc", "translation", "test", "a11y", "research", "organise", "infra",
        "security", "media",
    }  # fmt: skip


def test_what_a_goal_is_set_for_is_known_in_many_languages() -> None:
    several: list[WorkSigns] = [entry for entry in work_signs() if entry.spoken == "mul"]
    assert {key for entry in several for key in entry.kinds} >= OF_THE_ISSUE
    assert set(LANGUAGES_OF_THE_ISSUE) <= words_of_kind("design")

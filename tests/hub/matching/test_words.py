from hypothesis import given
from hypothesis import strategies as st

from hub.matching.words import likeness, words_of
from tests.hub.matching.given import patient


def test_identifiers_are_split_and_case_does_not_matter() -> None:
    assert words_of("parseTimetable") == words_of("Parse TIMETABLE") == {"parse", "timetable"}
    assert words_of("night_bus") == {"night", "bus"}


def test_common_words_say_nothing() -> None:
    assert words_of("Please fix this bug in the new version") == frozenset()


@patient
@given(st.text(st.sampled_from("abcdXYZ1_ -ß"), max_size=200))
def test_a_letter_beyond_ascii_elsewhere_changes_no_word(text: str) -> None:
    plain = text.replace("ß", "")
    assert words_of(f"{plain} é") == words_of(plain)


def test_other_scripts_have_words_too() -> None:
    assert words_of("расписание автобусов") == {"расписание", "автобусов"}


@patient
@given(st.text(max_size=300), st.text(max_size=300))
def test_likeness_is_mutual_and_between_0_and_1(one: str, other: str) -> None:
    value = likeness(words_of(one), words_of(other))
    assert 0.0 <= value <= 1.0 + 1e-9
    assert value == likeness(words_of(other), words_of(one))


def test_a_text_is_most_like_itself() -> None:
    text = words_of("Timetable stops overlap on paper")
    assert likeness(text, text) > 0.999


def test_a_hostile_text_is_read_only_to_its_first_words() -> None:
    assert (
        len(words_of(" ".join(f"w{chr(97 + i % 26) * (3 + i % 20)}" for i in range(9999)))) <= 150
    )

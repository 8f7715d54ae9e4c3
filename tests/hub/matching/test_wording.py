from hub.matching.wording import shortened


def test_a_long_title_is_cut_between_words_onto_one_line() -> None:
    assert shortened("one\ntwo", 80) == "one two"
    assert shortened("timetable for the night bus", 20) == "timetable for the…"
    assert len(shortened("x" * 500)) == 80

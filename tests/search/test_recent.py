"""What is kept of the questions asked last."""

from search.tantivy.recent import MOST_KEPT, Recent


def test_what_was_kept_is_given_back_for_the_same_question() -> None:
    recent: Recent[int] = Recent()
    recent.keep(("map", ()), 7)
    assert recent.get(("map", ())) == 7
    assert recent.get(("map", ("lang",))) is None


def test_oldest_make_room() -> None:
    recent: Recent[int] = Recent()
    for number in range(MOST_KEPT + 1):
        recent.keep(number, number)
    assert recent.get(0) is None
    assert recent.get(1) == 1
    assert recent.get(MOST_KEPT) == MOST_KEPT

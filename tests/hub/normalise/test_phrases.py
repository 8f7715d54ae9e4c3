from hub.normalise.phrases import phrasebook

BOOK = phrasebook(
    [("screen", "a"), ("screen reader", "b"), ("über*", "c"), ("überall*", "d"), ("翻訳", "e")]
)


def test_longest_phrase_is_found() -> None:
    assert list(BOOK.find("a screen reader")) == [("screen reader", "b")]
    assert list(BOOK.find("a screen")) == [("screen", "a")]


def test_phrase_stands_at_the_start_or_not_at_all() -> None:
    assert BOOK.at_start(["screen", "reader", "on"]) == ("screen reader", "b")
    assert BOOK.at_start(["the", "screen"]) is None
    assert BOOK.at_start([]) is None


def test_stem_is_found_at_the_beginning_of_words() -> None:
    assert list(BOOK.find_in(["übersetzt", "darüber", "üb"])) == [("übersetzt", "c")]


def test_script_without_spaces_is_found_anywhere() -> None:
    assert list(BOOK.find_unspaced("トップページの翻訳")) == [("翻訳", "e")]
    assert list(BOOK.find_unspaced("plain")) == []


def test_book_without_stems_finds_its_words() -> None:
    assert list(phrasebook([("word", "a")]).find("a word")) == [("word", "a")]

import pytest

from hub.normalise.kinds import kinds_of
from hub.normalise.labels import read_labels


def kinds(title: str, *labels: str, languages: tuple[str, ...] = ("Python",)) -> tuple[str, ...]:
    return kinds_of(read_labels(labels), title=title, languages=languages).kinds


def test_labels_come_before_the_title() -> None:
    assert kinds("Translate the page", "design") == ("design",)


def test_title_comes_before_a_label_that_mostly_means_code() -> None:
    assert kinds("Translate the settings page", "enhancement") == ("translation",)
    assert kinds("Sort the list by date", "enhancement") == ("code",)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Redesign the logo", "design"),
        ("Fix a typo in the README", "doc"),
        ("Bitte die Startseite übersetzen", "translation"),
        ("Übersetzungen fehlen", "translation"),
        ("Rediseñar la portada", "design"),
        ("Rédiger un guide d'utilisation", "doc"),
        ("Melhorar a acessibilidade do formulário", "a11y"),
        ("Добавить перевод на сербский", "translation"),
        ("トップページの翻訳", "translation"),
        ("修复文档中的错误", "doc"),
        ("إضافة ترجمة عربية", "translation"),
        ("Screen reader skips the menu", "a11y"),
        ("Add unit tests for the parser", "test"),
        ("XSS in the comment form", "security"),
        ("Subtitles for the introduction", "media"),
    ],
)
def test_title_without_labels_tells_the_kind(title: str, kind: str) -> None:
    assert kind in kinds(title)


@pytest.mark.parametrize(
    "title",
    ["Crash on start", "Designated port is ignored", "Testament parser fails", "Contest page"],
)
def test_word_inside_a_word_tells_nothing(title: str) -> None:
    assert kinds(title) == ("code",)


def test_repository_with_languages_is_code_where_nothing_else_is_said() -> None:
    facts = kinds_of(read_labels(()), title="Crash on start", languages=("C",))
    assert facts.kinds == ("code",)
    assert "code" in facts.because


def test_nothing_is_said_of_a_repository_without_languages() -> None:
    assert kinds("Third meeting", languages=()) == ()


def test_reason_names_the_words_of_the_title() -> None:
    facts = kinds_of(read_labels(()), title="Add alt text to maps", languages=())
    assert facts.because == "the title says “alt text”"

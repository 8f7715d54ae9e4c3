import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.normalise.kinds import MAX_KINDS_FROM_TEXT, KindFacts, kinds_of
from hub.normalise.labels import read_labels
from hub.vocabulary.kinds import kind

LONGEST_BODY_CHARS = 65_536
LONGEST_TITLE_CHARS = 1000
# What one issue may take at the worst; usual ones take some 60 µs (benchmarks/RESULTS.md).
MOST_S = 0.05


def facts_of(title: str, *labels: str, body: str = "", with_code: bool = True) -> KindFacts:
    languages = ("Python",) if with_code else ()
    return kinds_of(read_labels(labels), title=title, body=body, languages=languages)


def kinds(title: str, *labels: str, body: str = "") -> tuple[str, ...]:
    return facts_of(title, *labels, body=body).kinds


def test_labels_come_before_the_words() -> None:
    assert kinds("Translate the page", "design") == ("design",)


def test_words_come_before_a_label_that_mostly_means_code() -> None:
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
        ("Organize a meetup in May", "organise"),
        ("Add a licence to the repository", "organise"),
        ("Bump the parser from 1.2 to 1.3", "infra"),
        ("Abstand der Knöpfe auf der Startseite", "design"),
        ("Les couleurs des boutons sont peu lisibles", "design"),
        ("Modo oscuro para la aplicación", "design"),
        ("Ícones novos para o menu", "design"),
        ("Новая иконка приложения", "design"),
        ("ダークモードに対応する", "design"),
        ("深色模式图标显示问题", "design"),
        ("다크 모드 지원", "design"),
        ("Opečatka v readme.md", "doc"),
        ("Kontrast der Schaltflächen erhöhen", "a11y"),
        ("Navegación por teclado en el mapa", "a11y"),
        ("スクリーンリーダーで読めない", "a11y"),
        ("Traducción al catalán incompleta", "translation"),
        ("Çeviri eksik", "translation"),
    ],
)
def test_title_without_labels_tells_the_kind(title: str, kind: str) -> None:
    assert kinds(title)[0] == kind


@pytest.mark.parametrize(
    "title",
    [
        "Crash on start",
        "Designated port is ignored",
        "Testament parser fails",
        "Contest page",
        "Memory layout of a struct changes between versions",
        "Translate network addresses behind a router into IPv6 packets",
        "Port is not accessible from outside",
        "Document type is lost on upload",
        "Run it in the background",
        "Wrong color output in the terminal",
        "Move `padding_of` to another module",
        "Large language model runs out of memory",
    ],
)
def test_words_that_mean_something_else_tell_nothing(title: str) -> None:
    assert kinds(title) == ("code",)


def test_scope_of_a_title_does_not_hide_its_opening() -> None:
    assert kinds("[Feature request]: document limits of uploads") == ("doc",)
    assert kinds("tables: Document limits of uploads") == ("doc",)


def test_name_of_a_file_tells_the_kind_even_in_code() -> None:
    assert kinds("Remove a word twice from `guide.md`") == ("doc",)


def test_hints_are_not_enough_however_many() -> None:
    assert kinds("Menu button of the header opens the footer of a mobile site") == ("code",)


def test_word_of_code_outweighs_what_the_code_is_about() -> None:
    assert kinds("Change the font of the header") == ("design",)
    assert kinds("Change the function that loads the font") == ("code",)


def test_two_kinds_are_said_with_the_clearer_first() -> None:
    assert kinds("Update the Spanish translation of the documentation") == ("translation", "doc")


def test_second_kind_needs_a_clear_sign() -> None:
    assert kinds("Add an aria-label to the icon") == ("a11y",)


def test_body_tells_what_the_title_keeps_to_itself() -> None:
    body = "With a screen reader the fields have no names. WCAG asks for them."
    assert kinds("Fields of the form", body=body) == ("a11y",)
    assert kinds("Start page", body="Here are mockups; the buttons are misaligned.") == ("design",)


def test_one_word_of_the_body_is_not_enough() -> None:
    assert kinds("Start page", body="The documentation says that it opens.") == ("code",)
    assert kinds("Start page", body="It would be a better user experience.") == ("code",)


def test_code_comments_and_addresses_of_the_body_tell_nothing() -> None:
    body = (
        "```html\nscreen reader wcag mockup\n```\n<!-- screen reader, wcag -->\n"
        "https://example.org/screen-reader/wcag"
    )
    assert kinds("It fails", body=body) == ("code",)


def test_repository_with_languages_is_code_where_nothing_else_is_said() -> None:
    facts = facts_of("Crash on start")
    assert facts.kinds == ("code",)
    assert "code" in facts.because


def test_nothing_is_said_of_a_repository_without_languages() -> None:
    assert facts_of("Third meeting", with_code=False).kinds == ()


def test_reason_names_the_words_of_the_title() -> None:
    facts = facts_of("Add alt text to maps")
    assert facts.because == "the title says “alt text”"


def test_reason_names_the_words_of_the_body() -> None:
    facts = facts_of("Fields of the form", body="No screen reader knows them, as WCAG asks.")
    assert facts.because == "the text says “screen reader”, “wcag”"


@pytest.mark.parametrize(
    "text",
    [
        "a" * LONGEST_BODY_CHARS,
        "translat" * (LONGEST_BODY_CHARS // 8),
        "design " * (LONGEST_BODY_CHARS // 7),
        "`" * LONGEST_BODY_CHARS,
        "<!--" * (LONGEST_BODY_CHARS // 4),
        "[" * LONGEST_BODY_CHARS,
        ": " * (LONGEST_BODY_CHARS // 2),
        "." * LONGEST_BODY_CHARS,
        "翻" * LONGEST_BODY_CHARS,
        "\u202e\u0000🎨" * (LONGEST_BODY_CHARS // 3),
        "a.b" * (LONGEST_BODY_CHARS // 3),
    ],
)
def test_hostile_text_takes_no_longer_than_another(text: str) -> None:
    facts_of("Warm up", body="Read the words.")
    start = time.process_time()
    facts_of(text[:LONGEST_TITLE_CHARS], body=text)
    assert time.process_time() - start < MOST_S


@given(title=st.text(max_size=200), body=st.text(max_size=400))
def test_any_text_gives_few_kinds_that_exist(title: str, body: str) -> None:
    facts = facts_of(title, body=body)
    assert 1 <= len(facts.kinds) <= MAX_KINDS_FROM_TEXT
    assert len(set(facts.kinds)) == len(facts.kinds)
    assert all(kind(key) for key in facts.kinds)
    assert facts.because


@given(title=st.text(max_size=200), body=st.text(max_size=400))
def test_asking_twice_gives_the_same(title: str, body: str) -> None:
    assert facts_of(title, body=body) == facts_of(title, body=body)

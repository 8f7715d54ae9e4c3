from hub.normalise.skills import code_skills_of, skills_in_text, skills_of


def test_labels_languages_and_topics_give_skills_once_in_order() -> None:
    found = skills_of(("Python", "JavaScript", "Nonsense"), ("js", "django", "cats"), ("figma",))
    assert found == ("figma", "python", "javascript", "django")


def test_code_asks_for_main_languages_and_frameworks_not_for_what_it_is_about() -> None:
    found = code_skills_of(("Python", "Vue", "CSS"), ("gardening", "django", "offline-first"))
    assert found == ("python", "vue", "django")


def test_text_names_skills_in_whole_words() -> None:
    text = (
        "Please check it with a screen reader, then fix the TypeScript; the PostgreSQL part waits."
    )
    assert skills_in_text(text) == ("screen-reader-testing", "typescript", "postgresql")


def test_everyday_words_are_no_skills() -> None:
    text = "Go express yourself: the design of this page should rust in peace, swift and reactive."
    assert skills_in_text(text) == ()


def test_ambiguous_names_count_as_written_by_those_who_mean_them() -> None:
    assert skills_in_text("Needs some Rust and Golang.") == ("rust", "go")


def test_short_alias_that_is_a_word_elsewhere_is_not_read() -> None:
    assert skills_in_text("Importare i bilanci dei comuni") == ()


def test_platform_of_a_bug_report_is_no_skill() -> None:
    assert skills_in_text("OS: Windows 11, also seen on Linux, macOS, Android and iOS") == ()


def test_language_of_a_code_fence_counts_and_its_inside_does_not() -> None:
    assert skills_in_text('It fails:\n\n```go\nimport "python"\n```\n') == ("go",)


def test_fence_of_output_says_nothing() -> None:
    assert skills_in_text("```console\n$ python -m django\n```") == ()


def test_unclosed_fence_hides_the_rest() -> None:
    assert skills_in_text("See\n```\npython django") == ()


def test_inline_code_links_and_comments_are_no_prose() -> None:
    text = "`python` https://django.example/flask <!-- mention your Vue.js version -->"
    assert skills_in_text(text) == ()


def test_start_of_a_long_text_is_enough() -> None:
    assert skills_in_text("word " * 10_000 + "Django") == ()

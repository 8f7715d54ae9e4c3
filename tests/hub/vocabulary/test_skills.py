from collections import defaultdict

import pytest

from hub.vocabulary.skills import find_skill, fold_skill, skill, skill_name, skills, spellings

CATEGORIES = {
    "language", "framework", "platform", "tool", "practice", "design", "writing", "translation",
    "testing", "access", "research", "organising", "servers", "security", "media", "knowledge",
}  # fmt: skip


def test_there_are_at_least_600_skills_with_keys_of_their_own() -> None:
    keys = [each.key for each in skills()]
    assert len(keys) >= 600
    assert len(keys) == len(set(keys))
    assert all(len(key) <= 60 for key in keys)


def test_more_than_four_hundred_skills_are_without_code() -> None:
    with_code = {"language", "framework", "platform", "tool", "practice", "servers"}
    assert sum(each.category not in with_code for each in skills()) > 400


def test_no_spelling_leads_to_two_skills() -> None:
    keys_of: dict[str, set[str]] = defaultdict(set)
    for spelling, key in spellings():
        keys_of[fold_skill(spelling)].add(key)
    assert {spelling: keys for spelling, keys in keys_of.items() if len(keys) > 1} == {}


def test_every_skill_has_a_source_a_known_category_and_lower_case_aliases() -> None:
    for each in skills():
        assert each.source, each.key
        assert each.category in CATEGORIES, each.key
        assert all(alias == alias.casefold() for alias in each.aliases), each.key


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("js", "javascript"),
        ("JavaScript", "javascript"),
        ("node", "nodejs"),
        ("Node.js", "nodejs"),
        ("NodeJS", "nodejs"),
        ("k8s", "kubernetes"),
        ("Kubernetes", "kubernetes"),
        ("C++", "cpp"),
        ("C#", "csharp"),
        ("F#", "fsharp"),
        ("C", "c"),
        (".NET", "dotnet"),
        ("Visual Basic .NET", "visual-basic"),
        ("Jupyter Notebook", "jupyter"),
        ("vue.js", "vue"),
        ("figma", "figma"),
        ("user research", "ux-research"),
        ("screen readers", "screen-reader-testing"),
        ("subtitles", "subtitling"),
        ("leichte Sprache", "plain-language"),
        ("GitHub Actions", "continuous-integration"),
        ("technical writing", "technical-writing"),
        ("facilitation", "facilitation"),
        ("HCL", "terraform"),
        ("Emacs Lisp", "emacs-lisp"),
        ("Nuxt.js", "nuxt"),
        ("translation memory", "cat-tools"),
        ("alt text", "alt-texts"),
        ("GDPR", "data-protection"),
        ("card sorting", "card-sorting"),
    ],
)
def test_spelling_is_found(written: str, key: str) -> None:
    found = find_skill(written)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("written", ["", "  ", "bug", "good first issue", "..."])
def test_what_is_no_skill_is_not_found(written: str) -> None:
    assert find_skill(written) is None


def test_every_key_and_name_finds_its_own_skill() -> None:
    for each in skills():
        for written in (each.key, each.name, each.name.upper()):
            found = find_skill(written)
            assert found is not None, written
            assert found.key == each.key


def test_unknown_key_is_its_own_name() -> None:
    assert skill_name("screen-reader-testing") == "Screen reader testing"
    assert skill_name("weaving") == "weaving"
    assert skill("weaving") is None

import pytest

from hub.normalise.labels import HelpLabels, LabelFacts, read_labels


@pytest.mark.parametrize(
    "label",
    ["bug", "Bug", "type: bug", "kind/bug", "Kind/Bug", "type::bug", "T-bug", "1 - bug", "🐛 bug",
     "[type] bug", "Type=Bug", "area > bug", "confirmed bug"],
)  # fmt: skip
def test_prefix_and_ornament_of_a_label_do_not_matter(label: str) -> None:
    assert read_labels((label,)).likely_kinds == ("code",)


@pytest.mark.parametrize(
    ("label", "level"),
    [("difficulty/low", "beginner"), ("Difficulty: Medium", "intermediate"), ("E-hard", "advanced"),
     ("level::advanced", "advanced"), ("exp/beginner", "beginner"),
     ("Complexity - high", "advanced"), ("good first issue", "beginner")],
)  # fmt: skip
def test_level_is_read(label: str, level: str) -> None:
    assert read_labels((label,)).level == level


@pytest.mark.parametrize(
    ("label", "effort"),
    [("size/S", "small"), ("effort: 2 hours", "small"), ("effort::medium", "medium"),
     ("Estimate: L", "large"), ("size/XL", "large"), ("bitesize", "small"), ("epic", "large")],
)  # fmt: skip
def test_effort_is_read(label: str, effort: str) -> None:
    assert read_labels((label,)).effort == effort


@pytest.mark.parametrize(
    ("label", "impact"),
    [("Priority: Major", "high"), ("Priority-High", "high"), ("P: normal", "medium"),
     ("priority/critical-urgent", "high"), ("P-low", "low"), ("severity::3", "medium"),
     ("P0", "high"), ("Priorität: niedrig", "low"), ("优先级：高", "high"), ("Critical", "high"),
     ("impact: medium", "medium"), ("nice to have", "low")],
)  # fmt: skip
def test_impact_is_read_as_the_project_says_it(label: str, impact: str) -> None:
    assert read_labels((label,)) == LabelFacts(impact=impact)


def test_of_several_impacts_the_highest_counts() -> None:
    assert read_labels(("P3", "impact: high", "minor issue")).impact == "high"


@pytest.mark.parametrize(
    "label",
    ["priority: unknown", "priority: docs", "severity: any", "low", "S", "high", "v1.1.0",
     "duplicate", "wontfix",
     "epic::checkout", "milestone: docs", "🎉", "", "::", "/", "a::b", "resolution: fixed"],
)  # fmt: skip
def test_label_without_a_word_on_the_work_says_nothing(label: str) -> None:
    assert read_labels((label,)) == LabelFacts()


def test_kinds_keep_the_order_of_labels_and_stand_once() -> None:
    facts = read_labels(("docs", "accessibility", "documentation", "design"))
    assert facts.kinds == ("doc", "a11y", "design")


def test_scope_itself_is_read_where_the_rest_says_nothing() -> None:
    assert read_labels(("docs: install page",)).kinds == ("doc",)


def test_two_labels_in_one_are_both_read() -> None:
    facts = read_labels(("Good First Issue, Difficulty/1:Easy, docs",))
    assert facts.is_newcomer_fit
    assert facts.level == "beginner"
    assert facts.kinds == ("doc",)


def test_explicit_level_stands_above_the_one_that_newcomers_imply() -> None:
    facts = read_labels(("good first issue", "difficulty: hard"))
    assert facts.level == "advanced"
    assert facts.is_newcomer_fit


def test_of_several_efforts_the_longest_counts() -> None:
    assert read_labels(("size/S", "size/L", "size/M")).effort == "large"


def test_marks_are_read() -> None:
    facts = read_labels(("help wanted", "E-mentor", "Status/Blocked", "workflow::in dev"))
    assert facts.wants_help
    assert facts.has_mentor
    assert facts.is_blocked
    assert facts.is_claimed
    assert not facts.is_newcomer_fit


def test_wish_for_a_mentor_is_not_a_mentor() -> None:
    facts = read_labels(("needs mentor",))
    assert not facts.has_mentor
    assert facts.wants_help


def test_name_of_a_skill_is_read_as_a_skill() -> None:
    assert read_labels(("Python", "lang: Rust", "screen reader")).skills == (
        "python",
        "rust",
        "screen-reader-testing",
    )


def test_single_letter_is_a_language_only_behind_its_scope() -> None:
    assert read_labels(("C", "R")).skills == ()
    assert read_labels(("lang: C",)).skills == ("c",)


@pytest.mark.parametrize(
    ("label", "kind"),
    [("Übersetzung", "translation"), ("Barrierefreiheit", "a11y"), ("diseño", "design"),
     ("documentação", "doc"), ("aide bienvenue", None), ("テスト", "test"),
     ("ترجمة", "translation")],
)  # fmt: skip
def test_label_in_another_language_is_read(label: str, kind: str | None) -> None:
    facts = read_labels((label,))
    assert facts.kinds == ((kind,) if kind else ())
    assert facts != LabelFacts()


def test_no_labels_say_nothing() -> None:
    assert read_labels(()) == LabelFacts()


def test_label_that_a_catalogue_names_asks_for_help() -> None:
    catalogue = HelpLabels.of(wanted=["Lantern Lit"], for_newcomers=[])

    facts = read_labels((":bulb: lantern-lit",), catalogue)

    assert (facts.wants_help, facts.is_newcomer_fit, facts.level) == (True, False, None)
    assert not read_labels(("lantern-lit",)).wants_help
    assert not read_labels(("other",), catalogue).wants_help


def test_label_of_a_catalogue_for_newcomers_marks_a_first_task() -> None:
    catalogue = HelpLabels.of(wanted=["help us"], for_newcomers=["Lantern Lit"])

    assert read_labels(("lantern lit",), catalogue) == LabelFacts(
        level="beginner", is_newcomer_fit=True, wants_help=True
    )
    assert not read_labels(("help us",), catalogue).is_newcomer_fit


def test_level_that_an_issue_says_itself_counts_more_than_a_catalogue() -> None:
    catalogue = HelpLabels.of(wanted=[], for_newcomers=["lantern lit"])

    facts = read_labels(("lantern lit", "difficulty: hard"), catalogue)

    assert (facts.level, facts.is_newcomer_fit) == ("advanced", True)


@pytest.mark.parametrize("label", ["", " ", "🎉", "-"])
def test_label_without_letters_names_nothing(label: str) -> None:
    catalogue = HelpLabels.of(wanted=[label], for_newcomers=[label])

    assert read_labels(("", "🎉", "bug"), catalogue) == read_labels(("", "🎉", "bug"))

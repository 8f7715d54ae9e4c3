import pytest

from hub.normalise.causes import causes_of


@pytest.mark.parametrize(
    ("topics", "description", "cause"),
    [
        (("tide-gauge",), "Reads small water-level buoys", "climate"),
        ((), "Night bus times for small towns", "getting_around"),
        (("Recipe Management",), "Cook together", "food"),
        ((), "A shared notebook for home care: patients and nurses", "health"),
        (("education",), None, "learning"),
        ((), "A house book for tenants", "housing"),
        ((), "A dictionary for an endangered language", "languages"),
        (("a11y",), None, "access"),
        (("civic-tech",), "The budget of a town", "local_government"),
        ((), "Mailing lists and minutes for volunteers", "groups"),
        (("astronomy",), None, "science"),
        (("ActivityPub",), "Federated photos", "free_internet"),
        ((), "Tauschbörse für Saatgut im Stadtteil", "food"),
        ((), "Une carte des vélos en libre service", "getting_around"),
    ],
)  # fmt: skip
def test_topics_and_words_lead_to_a_cause(
    topics: tuple[str, ...], description: str | None, cause: str
) -> None:
    assert cause in causes_of(topics, description)


def test_word_of_several_words_may_have_a_star() -> None:
    assert causes_of((), "Control your heat pumps from the sofa") == ("climate",)


def test_topic_weighs_more_than_a_word() -> None:
    assert causes_of(("education",), "Cycling")[0] == "learning"


def test_at_most_three_causes_are_named() -> None:
    text = "Bus timetables, recipes, hospitals, schools, tenants and museums"
    assert len(causes_of((), text)) == 3


def test_topic_that_stands_whole_is_not_read_by_its_words() -> None:
    assert causes_of(("Energy Data Accessibility and Integration",), None) == ("climate",)


def test_nothing_is_said_of_a_tool_for_all() -> None:
    assert causes_of(("cli", "parser"), "A fast JSON parser with zero dependencies") == ()
    assert causes_of((), None) == ()

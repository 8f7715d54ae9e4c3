from hub.vocabulary.causes import cause, causes
from hub.vocabulary.kinds import kind, kinds
from hub.vocabulary.spoken import spoken_language, spoken_languages, spoken_name
from hub.vocabulary.terms import (
    effort,
    effort_rank,
    efforts,
    impact,
    impact_rank,
    impacts,
    level,
    level_rank,
    levels,
)


def test_there_are_exactly_eleven_kinds_in_the_order_of_the_home_page() -> None:
    keys = [each.key for each in kinds()]
    assert keys == [
        "code", "design", "doc", "translation", "test", "a11y",
        "research", "organise", "infra", "security", "media",
    ]  # fmt: skip


def test_a_contribution_key_stands_under_one_kind_only() -> None:
    keys = [key for each in kinds() for key in each.all_contributors]
    assert len(keys) == len(set(keys))


def test_kind_is_found_by_key() -> None:
    found = kind("a11y")
    assert found is not None
    assert found.label == "Accessibility"
    assert found.icon == "accessible"
    assert kind("nonsense") is None


def test_there_are_the_twelve_causes_of_the_home_page() -> None:
    assert [each.label for each in causes()] == [
        "Climate and water", "Getting around", "Food and gardens", "Health and care",
        "Learning", "Housing", "Languages and culture", "Disability and access",
        "Local government", "Tools for groups", "Science", "Free internet",
    ]  # fmt: skip


def test_cause_is_found_by_key() -> None:
    found = cause("access")
    assert found is not None
    assert found.label == "Disability and access"
    assert cause("nonsense") is None


def test_levels_efforts_and_impacts_are_ranked_from_least_to_most() -> None:
    assert [each.key for each in levels()] == ["beginner", "intermediate", "advanced"]
    assert [each.key for each in efforts()] == ["small", "medium", "large"]
    assert [each.key for each in impacts()] == ["low", "medium", "high"]
    assert impact_rank("low") < impact_rank("high")
    assert impact("nonsense") is None
    assert level_rank("beginner") < level_rank("advanced")
    assert effort_rank("small") < effort_rank("large")
    assert level_rank("nonsense") == effort_rank("nonsense") == impact_rank("nonsense") == -1


def test_terms_carry_the_words_of_the_design() -> None:
    small, beginner = effort("small"), level("beginner")
    assert small is not None
    assert beginner is not None
    assert (small.label, small.filter_label, small.most_hours) == (
        "about 2 hours",
        "Up to 2 hours",
        2.0,
    )
    assert beginner.label == "good first task"
    assert effort("nonsense") is None
    assert level("nonsense") is None


def test_spoken_language_is_found_by_code_and_by_the_language_of_a_longer_code() -> None:
    assert spoken_name("de") == "German"
    assert spoken_name("pt-BR") == "Brazilian Portuguese"
    assert spoken_name("pt-AO") == "Portuguese"
    assert spoken_name("xx") == "xx"
    found = spoken_language("ar")
    assert found is not None
    assert found.own_name == "العربية"


def test_every_entry_has_a_source_and_keys_are_not_repeated() -> None:
    groups = (
        [(each.key, each.source) for each in kinds()],
        [(each.key, each.source) for each in causes()],
        [(each.key, each.source) for each in levels()],
        [(each.key, each.source) for each in efforts()],
        [(each.code, each.source) for each in spoken_languages()],
    )
    for group in groups:
        assert all(source for _, source in group)
        assert len({key for key, _ in group}) == len(group)


def test_no_topic_leads_to_two_causes() -> None:
    topics = [topic.casefold() for each in causes() for topic in each.topics]
    assert len(topics) == len(set(topics))

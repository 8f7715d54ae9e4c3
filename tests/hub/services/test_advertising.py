import pytest

from hub.services.advertising import is_advertised


@pytest.mark.parametrize(
    ("labels", "own_labels", "shown"),
    [
        ((), (), True),
        (("bug",), (), True),
        ((), ("help wanted",), False),
        (("bug",), ("help wanted",), False),
        (("bug", "Help  Wanted "), ("help wanted",), True),
        (("b",), ("a", "B"), True),
    ],
)
def test_issue_is_shown_by_the_labels_of_its_project(
    labels: tuple[str, ...], own_labels: tuple[str, ...], shown: bool
) -> None:
    assert is_advertised(labels, own_labels) is shown

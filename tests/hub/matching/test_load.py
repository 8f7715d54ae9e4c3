import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.matching.load import most_tasks
from tests.hub.matching.given import patient


@pytest.mark.parametrize(
    ("hours", "tasks"), [(0.25, 1), (1, 2), (2.5, 5), (None, 4), (8, 16), (40, 20)]
)
def test_hours_bound_the_tasks_of_a_month(hours: float | None, tasks: int) -> None:
    assert most_tasks(hours) == tasks


@patient
@given(st.floats(0.01, 200), st.floats(0.01, 200))
def test_more_hours_never_allow_fewer_tasks(one: float, other: float) -> None:
    fewer, more = sorted((one, other))
    assert 1 <= most_tasks(fewer) <= most_tasks(more) <= 20

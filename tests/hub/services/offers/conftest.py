"""Somebody who offers help, and a steward of the project to which they do."""

import pytest

from hub.context import AppContext
from tests.hub.offering import make_steward
from tests.hub.sample import Sample


@pytest.fixture
def teodor(context: AppContext, sample: Sample) -> int:
    """A steward of the project to which the others offer help."""
    return make_steward(context, sample, "teodor")


@pytest.fixture
def noor(sample: Sample) -> int:
    return sample.people["noor"]


@pytest.fixture
def task_id(sample: Sample) -> int:
    return sample.tasks["screen-reader"]

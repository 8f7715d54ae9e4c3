"""Fixtures of the replay tests."""

from tests.replay.fixtures import github_exchanges, github_replay, gitlab_exchanges, recorded

__all__ = ["github_exchanges", "github_replay", "gitlab_exchanges", "recorded"]

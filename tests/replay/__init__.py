"""A server that stands in for a forge with the answers that were recorded from it."""

from tests.replay.recordings import Exchange, load
from tests.replay.server import ReplayServer

__all__ = ["Exchange", "ReplayServer", "load"]

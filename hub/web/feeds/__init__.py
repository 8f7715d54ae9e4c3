"""The news of a search as a feed that any reader can follow: Atom and JSON Feed. Pure."""

from hub.web.feeds.atom import ATOM_TYPE, atom
from hub.web.feeds.json_feed import JSON_FEED_TYPE, json_feed
from hub.web.feeds.values import Entry, Feed, feed_of

__all__ = ["ATOM_TYPE", "JSON_FEED_TYPE", "Entry", "Feed", "atom", "feed_of", "json_feed"]

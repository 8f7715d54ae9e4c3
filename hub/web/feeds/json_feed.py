"""A feed as JSON Feed. Source: https://www.jsonfeed.org/version/1.1/"""

import json
from typing import Final

from hub.web.feeds.values import Entry, Feed

JSON_FEED_TYPE: Final = "application/feed+json"
_VERSION: Final = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed) -> bytes:
    """Write a feed as JSON in UTF-8."""
    written = {
        "version": _VERSION,
        "title": feed.title,
        "home_page_url": feed.page_address,
        "feed_url": feed.address,
        "authors": [{"name": feed.hub_name}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()


def _item(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.address,
        "url": entry.address,
        "title": entry.title,
        "content_text": entry.text,
        "date_published": entry.published_at.isoformat(timespec="seconds"),
        "date_modified": entry.updated_at.isoformat(timespec="seconds"),
        "authors": [{"name": entry.made_by}],
        "tags": list(entry.words),
    }

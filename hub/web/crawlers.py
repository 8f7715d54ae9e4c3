"""Tells programs that walk through all pages, and say so, from people who look at one."""

import re

from starlette.requests import Request

# As crawlers name themselves; browsers use none of these words.
_NAMES = re.compile(r"bot\b|bot/|crawl|spider|slurp|archiver|facebookexternalhit|preview", re.I)


def is_crawler(request: Request) -> bool:
    """Say whether a request comes from a program that says that it walks through pages.

    What such a one is given was shown to nobody: it is no load for whom it names.
    """
    return bool(_NAMES.search(request.headers.get("user-agent", "")))

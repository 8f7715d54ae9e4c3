"""The pages for what went wrong, in words for the reader."""

from dataclasses import dataclass

from hub.web.pages.base import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    """What happened and what to do, in one sentence; ``hint`` adds a second one."""

    sentence: str
    hint: str = ""
    is_indexed: bool = False

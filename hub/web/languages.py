"""The language in which a reader is told reasons: what their browser asks for, if there is such."""

from typing import Annotated

from fastapi import Depends, Request, Response

from hub.matching.telling import ENGLISH, languages

_MOST_ASKED = 20


def language_of(request: Request) -> str:
    """Choose by ``Accept-Language`` (RFC 9110, 12.5.4), English where nothing fits."""
    return preferred(request.headers.get("accept-language", ""))


async def get_language(request: Request, response: Response) -> str:
    """Give the language of an answer that holds reasons, and say in the answer which it is."""
    language = language_of(request)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
    return language


Language = Annotated[str, Depends(get_language)]


def preferred(header: str) -> str:
    """Find the first of the languages asked for that there is, the most wanted first."""
    there = languages()
    asked = [_weighed(part) for part in header.split(",")[:_MOST_ASKED]]
    for weight, tag in sorted(asked, key=lambda each: -each[0]):
        main = tag.split("-", maxsplit=1)[0]
        if weight > 0 and main in there:
            return main
    return ENGLISH


def _weighed(part: str) -> tuple[float, str]:
    tag, _, rest = part.partition(";")
    weight = rest.strip().lower().removeprefix("q=")
    try:
        return (float(weight) if rest.strip() else 1.0), tag.strip().lower()
    except ValueError:
        return 0.0, ""

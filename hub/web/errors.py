"""What went wrong, as a page or, for programs, as a problem (RFC 9457). The only such place.

what is raised                 answer
NotFound, no such route        404
BadRequest, QueryRefused,
parameters that do not fit     400 (404 where the path itself does not fit)
SignInNeeded                   to the sign-in page, and back from there
TokenNeeded                    401, and how to show one
Refused                        403; a missing scope is named
Conflict                       409
TooOften                       429
NotConfigured, Unavailable,
engine or database away        503
anything else                  500, logged with its traceback
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from hub import errors
from hub.web.pages.errors import ErrorPage
from hub.web.permissions import ScopeMissing, SignInNeeded, TokenNeeded
from hub.web.rendering import pages_of
from hub.web.viewers import viewer_of
from search.errors import QueryRefused, SearchError

API_PREFIX = "/api"
WEBHOOKS_PREFIX = "/webhooks/"
_FOR_PROGRAMS = (API_PREFIX, WEBHOOKS_PREFIX)
PROBLEM_TYPE = "application/problem+json"
TEMPLATE = "errors/error.html"

_log = structlog.get_logger(__name__)

_NOT_HERE = "This page has gone, or never was."
_OUR_FAULT = (
    "This went wrong on our side. What you wrote is kept. Try again, or come back in a few minutes."
)
_SEARCH_AWAY = "Search is away at the moment. Every other page works; try again in a few minutes."
_DATABASE_AWAY = "The hub cannot reach its data at the moment. Try again in a few minutes."

_TITLES = {
    400: "This cannot be read",
    403: "This was refused",
    404: "Not here",
    405: "This address does not take that",
    409: "This has changed meanwhile",
    413: "This is too much at once",
    429: "This was asked for too often",
    414: "This address is too long",
    500: "This went wrong on our side",
    503: "Away for a moment",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """An answer that is no success: its status and one sentence for the reader.

    ``parts`` names what does not fit and why, for programs.
    """

    status: int
    sentence: str
    parts: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def install(app: FastAPI) -> None:
    """Make every expected failure of a route an answer."""
    for kind in (
        errors.HubError,
        SearchError,
        RequestValidationError,
        HTTPException,
        OperationalError,
    ):
        app.add_exception_handler(kind, _handle)


async def _handle(request: Request, exc: Exception) -> Response:
    if isinstance(exc, SignInNeeded):
        return RedirectResponse(exc.address, 303, headers={"Cache-Control": "no-store"})
    await _note_viewer(request, exc)
    trouble = trouble_of(exc)
    if trouble.status >= 500:
        _log.error("request.failed", status=trouble.status, error=type(exc).__name__, exc_info=exc)
    return answer(request, trouble)


async def _note_viewer(request: Request, exc: Exception) -> None:
    """Find out who asks where no route was met, so that the page names them as all others do."""
    if hasattr(request.state, "viewer") or isinstance(exc, OperationalError):
        return
    context = request.app.state.context
    with suppress(OperationalError):  # then the page stands without a name
        request.state.viewer = await viewer_of(request, context, context.clock.now())


def trouble_of(exc: Exception) -> Trouble:
    """Translate an exception; what nobody expected is a 500 that tells nothing."""
    match exc:
        case TokenNeeded() | ScopeMissing():
            return _of_token(exc)
        case errors.Unavailable():
            return Trouble(503, str(exc), headers={"Retry-After": "60"})
        case errors.HubError() | QueryRefused():
            return Trouble(_status_of(exc), str(exc))
        case SearchError():
            return Trouble(503, _SEARCH_AWAY, headers={"Retry-After": "60"})
        case OperationalError():
            return Trouble(503, _DATABASE_AWAY, headers={"Retry-After": "60"})
        case RequestValidationError():
            return _of_parameters(exc)
        case HTTPException():
            return _of_http(exc)
    return Trouble(500, _OUR_FAULT)


def _of_token(exc: TokenNeeded | ScopeMissing) -> Trouble:
    """Say in a header too what is wrong with a token (RFC 6750, section 3)."""
    if isinstance(exc, ScopeMissing):
        status, parts = 403, {"error": "insufficient_scope", "scope": exc.scope.value}
    else:
        status, parts = 401, {"error": exc.error}
    told = "".join(f', {name}="{value}"' for name, value in parts.items() if value)
    headers = {"WWW-Authenticate": f'Bearer realm="api"{told}', "Cache-Control": "no-store"}
    return Trouble(status, str(exc), headers=headers)


def _status_of(exc: Exception) -> int:
    statuses = {
        errors.NotFound: 404,
        errors.Refused: 403,
        errors.TooOften: 429,
        errors.Conflict: 409,
        errors.NotConfigured: 503,
    }
    return next((status for kind, status in statuses.items() if isinstance(exc, kind)), 400)


def _of_parameters(exc: RequestValidationError) -> Trouble:
    problems = exc.errors()
    if any(problem["loc"][:1] == ("path",) for problem in problems):
        return Trouble(404, _NOT_HERE)
    parts = tuple((_place(problem["loc"]), str(problem["msg"])) for problem in problems[:20])
    names = ", ".join(dict.fromkeys(place for place, _ in parts))
    is_sent = all(problem["loc"][:1] == ("body",) for problem in problems)
    where = "what was sent" if is_sent else "the address"
    return Trouble(400, f"This part of {where} cannot be used: {names}.", parts=parts)


def _place(loc: tuple[int | str, ...]) -> str:
    """Name a parameter; a position within it and where it stood are of no use to a reader."""
    names = [str(part) for part in loc[1:] if isinstance(part, str)]
    return (".".join(names) or "the body")[:60]


def _of_http(exc: HTTPException) -> Trouble:
    sentences = {
        404: _NOT_HERE,
        405: "This address cannot be used in that way.",
        413: "That is more than this hub reads at once. Send less.",
    }
    phrase = _phrase(exc.status_code)
    sentence = sentences.get(exc.status_code, f"The hub cannot answer this: {phrase.lower()}.")
    return Trouble(exc.status_code, sentence, headers=exc.headers or {})


def answer(request: Request, trouble: Trouble) -> Response:
    """Make the answer in the form that the address asks for."""
    if request.scope["path"].startswith(_FOR_PROGRAMS):
        return _problem(trouble)
    return _page(request, trouble)


def _problem(trouble: Trouble) -> Response:
    content: dict[str, object] = {
        "type": "about:blank",
        "title": _phrase(trouble.status),
        "status": trouble.status,
        "detail": trouble.sentence,
    }
    if trouble.parts:
        content["errors"] = [{"name": name, "detail": why} for name, why in trouble.parts]
    return JSONResponse(
        content, trouble.status, media_type=PROBLEM_TYPE, headers=dict(trouble.headers)
    )


def _page(request: Request, trouble: Trouble) -> Response:
    page = ErrorPage(title=_TITLES.get(trouble.status, "Not now"), sentence=trouble.sentence)
    response = pages_of(request).page(request, TEMPLATE, page, status=trouble.status)
    response.headers.update(trouble.headers)
    return response


def answer_to_failure(request: Request, exc: Exception) -> Response:
    """Answer what nobody expected; stands even if the page itself is what fails."""
    trouble = trouble_of(exc)
    try:
        return answer(request, trouble)
    except Exception:
        _log.exception("error_page.failed")
        return PlainTextResponse(trouble.sentence, trouble.status)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Not answered"

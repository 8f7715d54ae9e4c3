"""For machines: whether the hub can work, its numbers, and what robots may read."""

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from hub.context import AppContext
from hub.web.deps import Context, DbSession, Now
from hub.web.metrics import Metrics

router = APIRouter(include_in_schema=False)
_log = structlog.get_logger(__name__)

# A search has endlessly many addresses; a robot learns all from the pages of tasks and projects.
_ROBOTS = "User-agent: *\nDisallow: /search\nDisallow: /api/\nDisallow: /metrics\n"


@router.get("/healthz")
def healthz(context: Context) -> JSONResponse:
    """Say whether the database and the search engine answer: 200, or 503."""
    parts = {"database": _is_database_up(context), "search": context.engine.healthy()}
    words = {name: "up" if is_up else "down" for name, is_up in parts.items()}
    status = 200 if all(parts.values()) else 503
    return JSONResponse(words, status, headers={"Cache-Control": "no-store"})


def _is_database_up(context: AppContext) -> bool:
    try:
        with context.reading() as session:
            session.connection().execute(text("SELECT 1"))
    except SQLAlchemyError:
        _log.exception("healthz.database_down")
        return False
    return True


@router.get("/metrics")
def metrics(request: Request, session: DbSession, now: Now) -> Response:
    """Give the numbers for monitoring."""
    numbers = request.app.state.metrics
    assert isinstance(numbers, Metrics)
    text = numbers.text(session, now=now)
    return Response(text, media_type="text/plain; version=1.0.0; charset=utf-8")


@router.get("/robots.txt")
def robots() -> PlainTextResponse:
    """Say what robots may read."""
    return PlainTextResponse(_ROBOTS, headers={"Cache-Control": "public, max-age=86400"})


@router.get("/favicon.ico")
def favicon() -> RedirectResponse:
    """Send those who guess the address to the icon."""
    return RedirectResponse("/static/favicon.svg", status_code=308)

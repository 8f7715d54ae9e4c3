"""Finds out who asks: by the cookie of a session, or, where programs ask, by a token.

Pages know cookies alone, and the API knows tokens alone: so no page of another site can use the
API with somebody's cookie, and no token opens a page.
"""

from datetime import datetime

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request

from hub.context import AppContext
from hub.services import api_tokens, sessions
from hub.views.accounts import TokenHolder, Viewer
from hub.web import rates
from hub.web.cookies import session_secret
from hub.web.permissions import TokenNeeded

API_PATHS = "/api/"
_SCHEME = "bearer "
_UNKNOWN = "This token is not known here, or its time is over. Make a new one on your account page."


async def viewer_of(request: Request, context: AppContext, now: datetime) -> Viewer | None:
    """Give who is signed in where a page is asked for; ``None`` for a visitor."""
    secret = session_secret(request, context.settings)
    if not secret or request.url.path.startswith(API_PATHS):
        return None
    return await run_in_threadpool(_find_viewer, context, secret, now)


async def holder_of(request: Request, context: AppContext, now: datetime) -> TokenHolder | None:
    """Give whose token a program shows; ``None`` without one.

    Raises :class:`TokenNeeded` for a token that is none, and TooOften for many of them from one
    place.
    """
    shown = request.headers.get("authorization", "")
    if not shown.lower().startswith(_SCHEME):
        return None
    secret = shown[len(_SCHEME) :].strip()
    holder = None
    if api_tokens.looks_like_token(secret):
        holder = await run_in_threadpool(_find_holder, context, secret, now)
    if holder is None:
        counts = rates.rates_of(request)
        counts.count(rates.TOKENS_BY_SENDER, "token from", rates.sender_of(request))
        raise TokenNeeded(_UNKNOWN, error="invalid_token")
    return holder


def _find_viewer(context: AppContext, secret: str, now: datetime) -> Viewer | None:
    with context.reading() as session:
        viewer = sessions.find(session, secret, now=now)
    if viewer is not None and now - viewer.seen_at >= sessions.SEEN_EVERY:
        with context.transaction() as session:
            sessions.note_seen(session, viewer.signed_in_id, now=now)
    return viewer


def _find_holder(context: AppContext, secret: str, now: datetime) -> TokenHolder | None:
    with context.reading() as session:
        holder = api_tokens.find(session, secret, now=now)
    if holder is not None and api_tokens.is_use_to_be_noted(holder, now=now):
        with context.transaction() as session:
            api_tokens.note_used(session, holder, now=now)
    return holder

"""Stands before every route: finds out who asks, and refuses what the table does not permit.

A coroutine, as the other dependencies are: who brings no cookie costs no thread. Data for programs
knows no cookies, so whoever asks there is a visitor.
"""

from datetime import datetime
from urllib.parse import quote

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from hub.context import AppContext
from hub.errors import Refused
from hub.services import sessions
from hub.views.accounts import Viewer
from hub.web.access_log import route_of
from hub.web.cookies import session_secret
from hub.web.deps import Context, Now
from hub.web.permissions import ROUTES, SignInNeeded, actor_of, may


async def guard(request: Request, context: Context, now: Now) -> None:
    """Note who asks as ``request.state.viewer``, and refuse what they may not do."""
    viewer = await _viewer(request, context, now)
    request.state.viewer = viewer
    need = ROUTES.get(f"{request.method} {route_of(request.scope)}")
    if need is not None and may(actor_of(viewer), *need):
        return
    if need is not None and viewer is None:
        back = request.url.path if request.method == "GET" else "/account"
        raise SignInNeeded(f"/sign-in?next={quote(back)}")
    raise Refused("This is not yours to do or to see.")


async def _viewer(request: Request, context: AppContext, now: datetime) -> Viewer | None:
    secret = session_secret(request, context.settings)
    if not secret or request.url.path.startswith("/api/"):
        return None
    return await run_in_threadpool(_find, context, secret, now)


def _find(context: AppContext, secret: str, now: datetime) -> Viewer | None:
    with context.reading() as session:
        viewer = sessions.find(session, secret, now=now)
    if viewer is not None and now - viewer.seen_at >= sessions.SEEN_EVERY:
        with context.transaction() as session:
            sessions.note_seen(session, viewer.signed_in_id, now=now)
    return viewer

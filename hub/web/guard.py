"""Stands before every route: finds out who asks, and refuses what the table does not permit.

A coroutine, as the other dependencies are: who brings no cookie costs no thread. Data for programs
knows no cookies: whoever asks there is a visitor, or holds a token.
"""

from urllib.parse import quote

from fastapi import Request

from hub.errors import Refused
from hub.views.accounts import TokenHolder
from hub.web.access_log import route_of
from hub.web.deps import Context, Now
from hub.web.permissions import (
    ANYBODY,
    ROUTES,
    Action,
    ScopeMissing,
    SignInNeeded,
    Thing,
    TokenNeeded,
    actors_of,
    may,
    scope_for,
)
from hub.web.viewers import API_PATHS, holder_of, viewer_of

_NOT_YOURS = "This is not yours to do or to see."


async def guard(request: Request, context: Context, now: Now) -> None:
    """Note who asks in ``request.state``, and refuse what they may not do."""
    request.state.viewer = await viewer_of(request, context, now)
    request.state.holder = None
    need = ROUTES.get(f"{request.method} {route_of(request.scope)}")
    if request.url.path.startswith(API_PATHS):
        request.state.holder = await holder_of(request, context, now)
        _judge_program(request.state.holder, need)
        return
    if need is not None and may(actors_of(request.state.viewer), *need):
        return
    if need is not None and request.state.viewer is None:
        back = request.url.path if request.method == "GET" else "/account"
        raise SignInNeeded(f"/sign-in?next={quote(back)}")
    raise Refused(_NOT_YOURS)


def _judge_program(holder: TokenHolder | None, need: tuple[Action, Thing] | None) -> None:
    """Let a program do what visitors may, and beyond that what its token is good for."""
    if need is not None and may(ANYBODY, *need):
        return
    scope = scope_for(*need) if need is not None else None
    if scope is None:
        raise Refused(_NOT_YOURS)
    if holder is None:
        raise TokenNeeded("This needs a token. Make one on your account page, and send it along.")
    if scope not in holder.scopes:
        raise ScopeMissing(scope)

"""What a route may ask for: the context, a session, the instant, who is signed in.

These are coroutines, though everything else is not: a plain function would be sent to the thread
pool, and each of those hops costs more than what it does. None of them waits: a session opens no
connection until it is used, which the route does in its own thread.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel import Session

from hub.context import AppContext
from hub.services.openness import VISITOR, Asker, member
from hub.views.accounts import TokenHolder, Viewer


async def get_context(request: Request) -> AppContext:
    """Give what bootstrap made."""
    context = request.app.state.context
    assert isinstance(context, AppContext)
    return context


Context = Annotated[AppContext, Depends(get_context)]


async def get_session(context: Context) -> AsyncIterator[Session]:
    """Open a session to read with: one state for the whole request, no lock."""
    with context.reading() as session:
        yield session


async def get_now(context: Context) -> datetime:
    """Give one instant for the whole request."""
    return context.clock.now()


# scope="function": the block ends before the answer is sent, so a failure in it is not a 200.
DbSession = Annotated[Session, Depends(get_session, scope="function")]
Now = Annotated[datetime, Depends(get_now)]


async def get_viewer(request: Request) -> Viewer | None:
    """Give the signed-in person who asks, or ``None`` for a visitor.

    :mod:`hub.web.guard` found them before any route. What only members may do needs a line in
    :mod:`hub.web.permissions`; a route of such a line asks for :data:`Member` instead.
    """
    viewer = request.state.viewer
    assert viewer is None or isinstance(viewer, Viewer)
    return viewer


MaybeViewer = Annotated[Viewer | None, Depends(get_viewer)]


async def get_asker(viewer: MaybeViewer) -> Asker:
    """Give what of people is open to who asks for a page."""
    return VISITOR if viewer is None else member(viewer.person_id)


Asking = Annotated[Asker, Depends(get_asker)]


async def get_program(request: Request) -> Asker:
    """Give what of people is open to a program: what is open to everyone.

    Left out is who stands apart from the person whose token it shows.
    """
    holder = request.state.holder
    return Asker(VISITOR.audiences, holder.person_id if holder else None)


Program = Annotated[Asker, Depends(get_program)]


async def get_member(viewer: MaybeViewer) -> Viewer:
    """Give the signed-in person of a route that only members may use."""
    assert viewer is not None, "The table of permissions lets visitors use this route."
    return viewer


Member = Annotated[Viewer, Depends(get_member)]

# Describes to readers of the API that a token is needed; :mod:`hub.web.guard` looks at it.
_token = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="A token of yours, made on your account page under “Tokens”.",
)


async def get_holder(
    request: Request, _shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_token)]
) -> TokenHolder:
    """Give whose token a program showed, on a route that needs one."""
    holder = request.state.holder
    assert isinstance(holder, TokenHolder), "The table of permissions lets visitors use this route."
    return holder


Holder = Annotated[TokenHolder, Depends(get_holder)]

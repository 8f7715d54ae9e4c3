"""What all ways to sign in end with: a new session, the token of a form, and where to go."""

from datetime import datetime

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from hub.context import AppContext
from hub.services import sessions
from hub.services.secrets import form_token
from hub.web import cookies


def begin_session(
    session: Session, request: Request, context: AppContext, person_id: int, *, now: datetime
) -> str:
    """Begin a session in place of the one that was here; returns the secret for its cookie."""
    sessions.end_by_secret(session, cookies.session_secret(request, context.settings), now=now)
    user_agent = request.headers.get("user-agent", "")
    return sessions.begin(session, person_id, user_agent=user_agent, now=now)


def token_for(request: Request, browser: str) -> str:
    """Give the token of a form: of the session where there is one, else of the browser."""
    viewer = request.state.viewer
    return viewer.form_token if viewer is not None else form_token(browser)


def go(address: str) -> Response:
    """Send the browser on; nobody keeps the answer."""
    return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})

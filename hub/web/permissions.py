"""Who may do what to what: the one table of it. What does not stand here is refused.

Actors build on one another: a member may all that a visitor may, an operator all that a member
may. Members act on what is their own; whose it is, the services ask by the person's id.
"""

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from hub.errors import HubError
from hub.views.accounts import Viewer


class Actor(IntEnum):
    """Who asks, the one who may least first."""

    VISITOR = 1
    MEMBER = 2
    OPERATOR = 3


class Action(StrEnum):
    """What is done."""

    SEE = "see"
    SEND = "send"
    CHANGE = "change"
    END = "end"
    EXPORT = "export"
    DELETE = "delete"


class Thing(StrEnum):
    """What it is done to."""

    PUBLIC_PAGE = "public page"
    PUBLIC_DATA = "public data"
    HEALTH = "health of the hub"
    DELIVERY = "delivery of a forge, which its signature permits"
    COLOURS = "colours of the page"
    SIGN_IN = "sign-in"
    OWN_SESSION = "own session"
    OWN_ACCOUNT = "own account"
    OWN_PROFILE = "own profile"
    OWN_SEARCHES = "own searches"
    OWN_HISTORY = "own work on forges"
    OWN_SUGGESTIONS = "own suggestions, and what one says to them"
    OPERATOR_CODE = "operator's code"


# The least who may.
PERMISSIONS: Mapping[tuple[Action, Thing], Actor] = {
    (Action.SEE, Thing.PUBLIC_PAGE): Actor.VISITOR,
    (Action.SEE, Thing.PUBLIC_DATA): Actor.VISITOR,
    (Action.SEE, Thing.HEALTH): Actor.VISITOR,
    (Action.SEND, Thing.DELIVERY): Actor.VISITOR,
    (Action.CHANGE, Thing.COLOURS): Actor.VISITOR,
    (Action.SEE, Thing.SIGN_IN): Actor.VISITOR,
    (Action.SEND, Thing.SIGN_IN): Actor.VISITOR,
    # A visitor too: who was signed out elsewhere may still press the button of an old page.
    (Action.END, Thing.SIGN_IN): Actor.VISITOR,
    (Action.SEE, Thing.OWN_ACCOUNT): Actor.MEMBER,
    (Action.EXPORT, Thing.OWN_ACCOUNT): Actor.MEMBER,
    (Action.DELETE, Thing.OWN_ACCOUNT): Actor.MEMBER,
    (Action.END, Thing.OWN_SESSION): Actor.MEMBER,
    (Action.SEE, Thing.OWN_PROFILE): Actor.MEMBER,
    (Action.CHANGE, Thing.OWN_PROFILE): Actor.MEMBER,
    (Action.SEE, Thing.OWN_SEARCHES): Actor.MEMBER,
    (Action.CHANGE, Thing.OWN_SEARCHES): Actor.MEMBER,
    (Action.SEE, Thing.OWN_HISTORY): Actor.MEMBER,
    (Action.CHANGE, Thing.OWN_HISTORY): Actor.MEMBER,
    (Action.SEE, Thing.OWN_SUGGESTIONS): Actor.MEMBER,
    (Action.CHANGE, Thing.OWN_SUGGESTIONS): Actor.MEMBER,
    (Action.SEND, Thing.OPERATOR_CODE): Actor.MEMBER,
}

_PAGE = (Action.SEE, Thing.PUBLIC_PAGE)
_DATA = (Action.SEE, Thing.PUBLIC_DATA)
_HEALTH = (Action.SEE, Thing.HEALTH)

ROUTES: Mapping[str, tuple[Action, Thing]] = {
    "GET /": _PAGE,
    "GET /path": _PAGE,
    "GET /search": _PAGE,
    "GET /search/glimpse": _PAGE,
    "GET /search.atom": _PAGE,
    "GET /search.json": _PAGE,
    "GET /tasks": _PAGE,
    "GET /tasks/{task_id}": _PAGE,
    "GET /projects": _PAGE,
    "GET /projects/{slug}": _PAGE,
    "GET /people": _PAGE,
    "GET /people/{handle}": _PAGE,
    "GET /sources": _PAGE,
    "GET /about": _PAGE,
    "GET /api": _PAGE,
    "GET /patterns": _PAGE,
    "GET /robots.txt": _PAGE,
    "GET /favicon.ico": _PAGE,
    "GET /api/v1/tasks": _DATA,
    "GET /api/v1/tasks/{task_id}": _DATA,
    "GET /api/v1/tasks/{task_id}/suggestions": _DATA,
    "GET /api/v1/projects": _DATA,
    "GET /api/v1/projects/{slug}": _DATA,
    "GET /api/v1/projects/{slug}/tasks": _DATA,
    "GET /api/v1/people": _DATA,
    "GET /api/v1/people/{handle}": _DATA,
    "GET /api/v1/people/{handle}/suggestions": _DATA,
    "GET /api/v1/search": _DATA,
    "GET /api/v1/sources": _DATA,
    "GET /api/v1/vocabulary": _DATA,
    "GET /healthz": _HEALTH,
    "GET /metrics": _HEALTH,
    "POST /webhooks/{kind}/{host}": (Action.SEND, Thing.DELIVERY),
    "POST /theme": (Action.CHANGE, Thing.COLOURS),
    "GET /sign-in": (Action.SEE, Thing.SIGN_IN),
    "POST /sign-in": (Action.SEND, Thing.SIGN_IN),
    "GET /sign-in/sent": (Action.SEE, Thing.SIGN_IN),
    "GET /sign-in/link/{secret}": (Action.SEE, Thing.SIGN_IN),
    "POST /sign-in/link": (Action.SEND, Thing.SIGN_IN),
    "POST /sign-out": (Action.END, Thing.SIGN_IN),
    "GET /account": (Action.SEE, Thing.OWN_ACCOUNT),
    "POST /account/sessions/end": (Action.END, Thing.OWN_SESSION),
    "POST /account/operator": (Action.SEND, Thing.OPERATOR_CODE),
    "GET /account/export": (Action.EXPORT, Thing.OWN_ACCOUNT),
    "GET /account/export.json": (Action.EXPORT, Thing.OWN_ACCOUNT),
    "POST /account/delete": (Action.DELETE, Thing.OWN_ACCOUNT),
    "GET /account/profile": (Action.SEE, Thing.OWN_PROFILE),
    "POST /account/profile": (Action.CHANGE, Thing.OWN_PROFILE),
    "GET /account/history": (Action.SEE, Thing.OWN_HISTORY),
    "POST /account/history/ask": (Action.CHANGE, Thing.OWN_HISTORY),
    "POST /account/history/end": (Action.CHANGE, Thing.OWN_HISTORY),
    "POST /account/history/strike": (Action.CHANGE, Thing.OWN_HISTORY),
    "POST /account/history/back": (Action.CHANGE, Thing.OWN_HISTORY),
    "POST /account/history/skill": (Action.CHANGE, Thing.OWN_HISTORY),
    "GET /account/searches": (Action.SEE, Thing.OWN_SEARCHES),
    "POST /account/searches": (Action.CHANGE, Thing.OWN_SEARCHES),
    "POST /account/searches/forget": (Action.CHANGE, Thing.OWN_SEARCHES),
    "GET /for-you": (Action.SEE, Thing.OWN_SUGGESTIONS),
    "POST /for-you/answers": (Action.CHANGE, Thing.OWN_SUGGESTIONS),
    "POST /for-you/answers/take-back": (Action.CHANGE, Thing.OWN_SUGGESTIONS),
}


class SignInNeeded(HubError):
    """A visitor asked for what is for members; ``address`` leads to the sign-in page and back."""

    def __init__(self, address: str) -> None:
        super().__init__("Sign in first.")
        self.address = address


def may(actor: Actor, action: Action, thing: Thing) -> bool:
    """Say whether an actor may do this; what the table does not name, nobody may."""
    least = PERMISSIONS.get((action, thing))
    return least is not None and actor >= least


def actor_of(viewer: Viewer | None) -> Actor:
    """Say which actor somebody is."""
    if viewer is None:
        return Actor.VISITOR
    return Actor.OPERATOR if viewer.is_operator else Actor.MEMBER

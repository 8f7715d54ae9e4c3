"""Who may do what to what: the one table of it. What does not stand here is refused.

Everybody may what a visitor may, and who is signed in what a member may. Stewards and operators are
members of whom the table permits more, each their own: an operator is no steward for that. Members
act on what is their own, and stewards on what they look after; whose it is, the services ask by the
person's id.

A token acts as the member whose it is, and never as an operator: what it may at most stands in
:data:`BY_TOKEN`, each with the scope that it needs. What does not stand there, no token opens.
"""

from collections.abc import Collection, Mapping
from enum import IntEnum, StrEnum

from hub.errors import HubError, Refused
from hub.models import Scope
from hub.views.accounts import Viewer


class Actor(IntEnum):
    """Who asks. Somebody may be several of them; a steward looks after one project at least."""

    VISITOR = 1
    MEMBER = 2
    STEWARD = 3
    OPERATOR = 4


ANYBODY = frozenset({Actor.VISITOR})
A_MEMBER = ANYBODY | {Actor.MEMBER}


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
    OWN_TOKENS = "own tokens"
    OWN_LOG = "what happened to the own account"
    OWN_ACCOUNT = "own account"
    OWN_WAYS_IN = "own ways to sign in"
    OWN_PROFILE = "own profile"
    NEVER_PEOPLE = "whom one wants nothing to do with"
    CONTACT = "how to reach somebody who lets members look it up"
    OWN_LOOKS = "who looked up how to reach one"
    STEWARDSHIP = "looking after a project, for which there must be proof"
    DESK = "what waits for the stewards of a project, and who they are"
    OWN_OFFERS = "own offers of help"
    OWN_SEARCHES = "own searches"
    OWN_MAIL = "what one gets by mail"
    LETTER = "mails like a letter, which the secret in it permits to stop"
    OWN_HISTORY = "own work on forges"
    OWN_SUGGESTIONS = "own suggestions, and what one says to them"
    OPERATOR_CODE = "operator's code"


# Who may.
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
    (Action.CHANGE, Thing.OWN_WAYS_IN): Actor.MEMBER,
    (Action.SEE, Thing.OWN_TOKENS): Actor.MEMBER,
    (Action.CHANGE, Thing.OWN_TOKENS): Actor.MEMBER,
    (Action.END, Thing.OWN_TOKENS): Actor.MEMBER,
    (Action.SEE, Thing.OWN_LOG): Actor.MEMBER,
    (Action.SEE, Thing.OWN_PROFILE): Actor.MEMBER,
    (Action.CHANGE, Thing.OWN_PROFILE): Actor.MEMBER,
    (Action.SEE, Thing.NEVER_PEOPLE): Actor.MEMBER,
    (Action.CHANGE, Thing.NEVER_PEOPLE): Actor.MEMBER,
    (Action.SEE, Thing.CONTACT): Actor.MEMBER,
    (Action.SEE, Thing.OWN_LOOKS): Actor.MEMBER,
    (Action.SEE, Thing.STEWARDSHIP): Actor.MEMBER,
    (Action.SEND, Thing.STEWARDSHIP): Actor.MEMBER,
    (Action.SEE, Thing.DESK): Actor.STEWARD,
    (Action.CHANGE, Thing.DESK): Actor.STEWARD,
    (Action.SEE, Thing.OWN_OFFERS): Actor.MEMBER,
    (Action.CHANGE, Thing.OWN_OFFERS): Actor.MEMBER,
    (Action.SEE, Thing.OWN_SEARCHES): Actor.MEMBER,
    (Action.CHANGE, Thing.OWN_SEARCHES): Actor.MEMBER,
    (Action.SEE, Thing.OWN_MAIL): Actor.MEMBER,
    (Action.CHANGE, Thing.OWN_MAIL): Actor.MEMBER,
    (Action.SEE, Thing.LETTER): Actor.VISITOR,
    (Action.END, Thing.LETTER): Actor.VISITOR,
    (Action.SEE, Thing.OWN_HISTORY): Actor.MEMBER,
    (Action.CHANGE, Thing.OWN_HISTORY): Actor.MEMBER,
    (Action.SEE, Thing.OWN_SUGGESTIONS): Actor.MEMBER,
    (Action.CHANGE, Thing.OWN_SUGGESTIONS): Actor.MEMBER,
    (Action.SEND, Thing.OPERATOR_CODE): Actor.MEMBER,
}

# What a token may, and the scope that it needs for it.
BY_TOKEN: Mapping[tuple[Action, Thing], Scope] = {
    (Action.SEE, Thing.OWN_PROFILE): Scope.READ_OWN,
    (Action.SEE, Thing.OWN_SUGGESTIONS): Scope.READ_OWN,
    (Action.SEE, Thing.OWN_SEARCHES): Scope.READ_OWN,
    (Action.SEE, Thing.OWN_OFFERS): Scope.READ_OWN,
    (Action.EXPORT, Thing.OWN_ACCOUNT): Scope.READ_OWN,
    (Action.CHANGE, Thing.OWN_SUGGESTIONS): Scope.WRITE_OWN,
    (Action.CHANGE, Thing.OWN_PROFILE): Scope.WRITE_OWN,
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
    "GET /privacy": _PAGE,
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
    "GET /api/v1/me": (Action.SEE, Thing.OWN_PROFILE),
    "GET /api/v1/me/suggestions": (Action.SEE, Thing.OWN_SUGGESTIONS),
    "GET /api/v1/me/searches": (Action.SEE, Thing.OWN_SEARCHES),
    "GET /api/v1/me/offers": (Action.SEE, Thing.OWN_OFFERS),
    "GET /api/v1/me/export": (Action.EXPORT, Thing.OWN_ACCOUNT),
    "PATCH /api/v1/me/profile": (Action.CHANGE, Thing.OWN_PROFILE),
    "POST /api/v1/me/answers": (Action.CHANGE, Thing.OWN_SUGGESTIONS),
    "GET /healthz": _HEALTH,
    "GET /metrics": _HEALTH,
    "POST /webhooks/{kind}/{host}": (Action.SEND, Thing.DELIVERY),
    "POST /theme": (Action.CHANGE, Thing.COLOURS),
    "GET /sign-in": (Action.SEE, Thing.SIGN_IN),
    "POST /sign-in": (Action.SEND, Thing.SIGN_IN),
    "GET /sign-in/sent": (Action.SEE, Thing.SIGN_IN),
    "GET /sign-in/link/{secret}": (Action.SEE, Thing.SIGN_IN),
    "POST /sign-in/link": (Action.SEND, Thing.SIGN_IN),
    "GET /sign-in/with/{host}": (Action.SEND, Thing.SIGN_IN),
    "GET /sign-in/with/{host}/back": (Action.SEND, Thing.SIGN_IN),
    "GET /sign-in/name/{secret}": (Action.SEE, Thing.SIGN_IN),
    "POST /sign-in/name": (Action.SEND, Thing.SIGN_IN),
    "POST /sign-out": (Action.END, Thing.SIGN_IN),
    "GET /account": (Action.SEE, Thing.OWN_ACCOUNT),
    "POST /account/sessions/end": (Action.END, Thing.OWN_SESSION),
    "GET /account/tokens": (Action.SEE, Thing.OWN_TOKENS),
    "POST /account/tokens": (Action.CHANGE, Thing.OWN_TOKENS),
    "POST /account/tokens/end": (Action.END, Thing.OWN_TOKENS),
    "GET /account/log": (Action.SEE, Thing.OWN_LOG),
    "POST /account/operator": (Action.SEND, Thing.OPERATOR_CODE),
    "POST /account/address": (Action.CHANGE, Thing.OWN_WAYS_IN),
    "GET /account/address/{secret}": (Action.SEE, Thing.OWN_ACCOUNT),
    "POST /account/address/use": (Action.CHANGE, Thing.OWN_WAYS_IN),
    "POST /account/address/end": (Action.CHANGE, Thing.OWN_WAYS_IN),
    "POST /account/forges/join": (Action.CHANGE, Thing.OWN_WAYS_IN),
    "POST /account/forges/part": (Action.CHANGE, Thing.OWN_WAYS_IN),
    "GET /account/export": (Action.EXPORT, Thing.OWN_ACCOUNT),
    "GET /account/export.json": (Action.EXPORT, Thing.OWN_ACCOUNT),
    "POST /account/delete": (Action.DELETE, Thing.OWN_ACCOUNT),
    "GET /account/profile": (Action.SEE, Thing.OWN_PROFILE),
    "POST /account/profile": (Action.CHANGE, Thing.OWN_PROFILE),
    "GET /account/history": (Action.SEE, Thing.OWN_HISTORY),
    "POST /account/history/ask": (Action.CHANGE, Thing.OWN_HISTORY),
    "POST /account/history/end": (Action.CHANGE, Thing.OWN_HISTORY),
    "GET /account/history/works": (Action.SEE, Thing.OWN_HISTORY),
    "POST /account/history/use": (Action.CHANGE, Thing.OWN_HISTORY),
    "POST /account/history/rest": (Action.CHANGE, Thing.OWN_HISTORY),
    "POST /account/history/strike": (Action.CHANGE, Thing.OWN_HISTORY),
    "POST /account/history/strike-repository": (Action.CHANGE, Thing.OWN_HISTORY),
    "POST /account/history/back": (Action.CHANGE, Thing.OWN_HISTORY),
    "POST /account/history/skill": (Action.CHANGE, Thing.OWN_HISTORY),
    "GET /account/avoid": (Action.SEE, Thing.NEVER_PEOPLE),
    "POST /account/avoid": (Action.CHANGE, Thing.NEVER_PEOPLE),
    "POST /people/{handle}/contact": (Action.SEE, Thing.CONTACT),
    "GET /account/contact": (Action.SEE, Thing.OWN_LOOKS),
    "GET /tasks/{task_id}/offer": (Action.SEE, Thing.OWN_OFFERS),
    "POST /tasks/{task_id}/offer": (Action.CHANGE, Thing.OWN_OFFERS),
    "GET /account/offers": (Action.SEE, Thing.OWN_OFFERS),
    "POST /account/offers/take-back": (Action.CHANGE, Thing.OWN_OFFERS),
    "POST /account/offers/steward": (Action.SEND, Thing.STEWARDSHIP),
    "GET /projects/{slug}/claim": (Action.SEE, Thing.STEWARDSHIP),
    "POST /projects/{slug}/claim": (Action.SEND, Thing.STEWARDSHIP),
    "GET /desk": (Action.SEE, Thing.DESK),
    "POST /desk/answer": (Action.CHANGE, Thing.DESK),
    "POST /desk/stewards": (Action.CHANGE, Thing.DESK),
    "POST /desk/step-down": (Action.CHANGE, Thing.DESK),
    "GET /account/searches": (Action.SEE, Thing.OWN_SEARCHES),
    "POST /account/searches": (Action.CHANGE, Thing.OWN_SEARCHES),
    "POST /account/searches/forget": (Action.CHANGE, Thing.OWN_SEARCHES),
    "GET /account/mail": (Action.SEE, Thing.OWN_MAIL),
    "POST /account/mail": (Action.CHANGE, Thing.OWN_MAIL),
    "GET /mail/stop/{secret}": (Action.SEE, Thing.LETTER),
    "POST /mail/stop/{secret}": (Action.END, Thing.LETTER),
    "GET /for-you": (Action.SEE, Thing.OWN_SUGGESTIONS),
    "POST /for-you/answers": (Action.CHANGE, Thing.OWN_SUGGESTIONS),
    "POST /for-you/answers/take-back": (Action.CHANGE, Thing.OWN_SUGGESTIONS),
    "GET /my-tasks": (Action.SEE, Thing.OWN_SUGGESTIONS),
    "POST /my-tasks/take-back": (Action.CHANGE, Thing.OWN_SUGGESTIONS),
}


class SignInNeeded(HubError):
    """A visitor asked for what is for members; ``address`` leads to the sign-in page and back."""

    def __init__(self, address: str) -> None:
        super().__init__("Sign in first.")
        self.address = address


class TokenNeeded(HubError):
    """A program showed no token where one is needed, or one that is none.

    ``error`` is the word for it in RFC 6750, section 3.1; empty where no token was shown.
    """

    def __init__(self, message: str, *, error: str = "") -> None:
        super().__init__(message)
        self.error = error


class ScopeMissing(Refused):
    """A token is not good for this; ``scope`` is what it would need."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(f"This token may not do that: it needs the scope {scope.value}.")
        self.scope = scope


def may(actors: Collection[Actor], action: Action, thing: Thing) -> bool:
    """Say whether somebody may do this; what the table does not name, nobody may."""
    return PERMISSIONS.get((action, thing)) in actors


def actors_of(viewer: Viewer | None) -> frozenset[Actor]:
    """Say as which actors somebody may act."""
    if viewer is None:
        return ANYBODY
    more = {Actor.STEWARD: viewer.is_steward, Actor.OPERATOR: viewer.is_operator}
    return A_MEMBER | {actor for actor, is_one in more.items() if is_one}


def scope_for(action: Action, thing: Thing) -> Scope | None:
    """Give the scope that a token needs for this; ``None`` for what no token may do."""
    return BY_TOKEN.get((action, thing)) if may(A_MEMBER, action, thing) else None

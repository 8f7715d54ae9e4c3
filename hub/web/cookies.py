"""The two cookies about a person: who is signed in, and which browser asked for a link.

Under https their names begin with ``__Host-``: a browser then takes them from this host alone,
over https alone (https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie). On a
developer's http they have plain names, since browsers would refuse the others.
"""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from hub.services.accounts import LINK_LASTS
from hub.services.sessions import ENDS_AFTER
from hub.settings import Settings

_SESSION, _BROWSER = "session", "browser"
_SAFE = "__Host-"
MAX_SECRET_CHARS = 100


def has_session(request: Request) -> bool:
    """Say whether a request carries a session's cookie under either name, valid or not."""
    return _SESSION in request.cookies or _SAFE + _SESSION in request.cookies


def session_secret(request: Request, settings: Settings) -> str:
    """Give the secret of the session's cookie; empty without one."""
    return _read(request, _name(_SESSION, settings))


def browser_secret(request: Request, settings: Settings) -> str:
    """Give the secret by which the browser is known that asked for a link; empty without one."""
    return _read(request, _name(_BROWSER, settings))


def set_session(response: Response, secret: str, settings: Settings) -> None:
    """Sign the browser in."""
    _set(response, _SESSION, secret, settings, max_age_s=int(ENDS_AFTER.total_seconds()))


def drop_session(response: Response, settings: Settings) -> None:
    """Have the browser forget that it was signed in."""
    response.delete_cookie(
        _name(_SESSION, settings), secure=_is_safe(settings), httponly=True, samesite="lax"
    )


def set_browser(response: Response, secret: str, settings: Settings) -> None:
    """Know the browser again when it follows the link."""
    _set(response, _BROWSER, secret, settings, max_age_s=4 * int(LINK_LASTS.total_seconds()))


def _read(request: Request, name: str) -> str:
    secret = request.cookies.get(name, "")
    return secret if len(secret) <= MAX_SECRET_CHARS else ""


def _set(response: Response, name: str, secret: str, settings: Settings, *, max_age_s: int) -> None:
    response.set_cookie(
        _name(name, settings),
        secret,
        max_age=max_age_s,
        secure=_is_safe(settings),
        httponly=True,
        samesite="lax",
        path="/",
    )


def _name(name: str, settings: Settings) -> str:
    return _SAFE + name if _is_safe(settings) else name


def _is_safe(settings: Settings) -> bool:
    return urlsplit(settings.public_url).scheme == "https"

"""Signing in with GitLab, by OpenID Connect.

``profile`` is what it takes to learn the name that an account has there.
Source: https://docs.gitlab.com/integration/openid_connect_provider/
"""

from integrations.oauth import SignInPlace
from integrations.openid import OpenIdPaths, OpenIdSignIn
from integrations.records import ForgeKind

_PATHS = OpenIdPaths(
    authorization="/oauth/authorize",
    token="/oauth/token",  # noqa: S106 -- an address, no password
    keys="/oauth/discovery/keys",
    user="/oauth/userinfo",
)


def gitlab_sign_in(place: SignInPlace) -> OpenIdSignIn:
    """Make what lets a GitLab say who somebody is."""
    return OpenIdSignIn(ForgeKind.GITLAB, place, _PATHS, scope="openid profile")

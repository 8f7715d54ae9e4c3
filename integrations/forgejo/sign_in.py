"""Signing in with Forgejo, Gitea or Codeberg, by OpenID Connect.

Without a scope of their own, such as ``read:user``, these give a key to everything: only newer
versions know smaller ones. The hub throws the key away in any case.
Source: https://forgejo.org/docs/latest/user/oauth2-provider/
"""

from integrations.oauth import SignInPlace
from integrations.openid import OpenIdPaths, OpenIdSignIn
from integrations.records import ForgeKind

_PATHS = OpenIdPaths(
    authorization="/login/oauth/authorize",
    token="/login/oauth/access_token",  # noqa: S106 -- an address, no password
    keys="/login/oauth/keys",
    user="/login/oauth/userinfo",
)


def forgejo_sign_in(place: SignInPlace) -> OpenIdSignIn:
    """Make what lets a Forgejo or a Gitea say who somebody is."""
    return OpenIdSignIn(ForgeKind.FORGEJO, place, _PATHS, scope="openid profile read:user")

"""What can go wrong with a forge, by what the caller has to do about it.

    ForgeError
    ├── ForgeUnavailable   try again later, at ``retry_at`` where the forge said when
    │   └── RateLimited    the forge asked us to wait
    ├── ForgeRefused       a person must act: token, permission, setting
    │   ├── DeliveryRefused      a webhook's delivery without a signature of ours
    │   └── IdentityRefused      what a forge says of who signs in cannot be believed
    ├── RecordGone         delete or hide what we hold (404, 410, 451)
    │   ├── IssuesDisabled the repository stands, but has no issue list
    │   └── AccountTaken   the login is somebody else's now
    └── RecordInvalid      skip the record and count it
        └── DeliveryUnreadable   a webhook's delivery that is signed and makes no sense

A message says what happened, to what, and what to do; it never holds a token.
"""

from datetime import datetime


class ForgeError(Exception):
    """Any failure of a forge."""


class ForgeUnavailable(ForgeError):
    """The forge did not answer, or not now."""

    def __init__(self, message: str, *, retry_at: datetime | None = None) -> None:
        super().__init__(message)
        self.retry_at = retry_at


class RateLimited(ForgeUnavailable):
    """The forge asked us to wait until ``retry_at``."""


class ForgeRefused(ForgeError):
    """The forge will not let us; only a person can change that."""


class RecordGone(ForgeError):
    """What we asked for is not there any more, or never was."""


class IssuesDisabled(RecordGone):
    """The repository has its issue list turned off."""


class AccountTaken(RecordGone):
    """The account that we knew is not under its login any more; another one is."""


class RecordInvalid(ForgeError):
    """One record could not be read."""


class DeliveryRefused(ForgeRefused):
    """A webhook's delivery is not signed with a secret of ours."""


class IdentityRefused(ForgeRefused):
    """What a forge says of who signs in cannot be believed, or is too old."""


class DeliveryUnreadable(RecordInvalid):
    """A webhook's delivery is signed, and makes no sense."""

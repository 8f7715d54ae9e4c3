"""What can go wrong with mail, by what is to be done.

    MailError
    ├── MailPostponed  nothing was sent; the same works again later
    ├── MailRefused    the server will not take this one
    └── MailLost       it may have been sent, and is not sent again

Messages quote no address and no text of a mail.
"""

from hub.errors import HubError


class MailError(HubError):
    """A mail was not sent, or nobody knows."""


class MailPostponed(MailError):
    """Nothing was sent."""


class MailRefused(MailError):
    """The server will not take this one."""


class MailLost(MailError):
    """It may have been sent."""

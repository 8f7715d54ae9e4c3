"""What can go wrong in the domain. Knows no HTTP; ``web/errors.py`` maps these to answers.

    HubError
    ├── NotFound       what was asked for is not here, or is not to be seen
    ├── BadRequest     the input cannot be used; the message says what to do
    ├── Refused        who asks may not do this
    ├── TooOften       it was asked for too often; the same works again later
    ├── Conflict       it was changed or exists already
    ├── Unavailable    a part of the hub is away; the same works again later
    └── NotConfigured  an operator must set something up first

A message says what happened, to what, and what to do.
"""


class HubError(Exception):
    """Any failure that the hub expects."""


class NotFound(HubError):
    """What was asked for is not here, or is not to be seen."""


class BadRequest(HubError):
    """The input cannot be used."""


class Refused(HubError):
    """Who asks may not do this."""


class TooOften(HubError):
    """It was asked for too often."""


class Conflict(HubError):
    """It was changed meanwhile, or is there already."""


class Unavailable(HubError):
    """A part of the hub is away for the moment."""


class NotConfigured(HubError):
    """An operator must set something up first."""

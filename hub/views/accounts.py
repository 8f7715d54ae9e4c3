"""Who is signed in, and where."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in person who asks, in one of their browsers.

    ``form_token`` goes into every form of theirs; see :mod:`hub.web.forms.reading`.
    """

    person_id: int
    handle: str
    name: str
    is_operator: bool
    signed_in_id: int
    seen_at: datetime
    form_token: str


@dataclass(frozen=True, slots=True)
class BrowserView:
    """A browser in which a person is signed in."""

    signed_in_id: int
    browser: str
    began_at: datetime
    seen_at: datetime

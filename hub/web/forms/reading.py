"""Reads a form, and refuses one that does not come from a page which we gave to this browser.

The token is derived from the secret of the session's cookie, or, before anybody is signed in, of
the browser's: who cannot read that cookie cannot make it. The gate for origins stands before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request

from hub.errors import BadRequest, Refused
from hub.services.secrets import is_form_token
from hub.web.cookies import browser_secret, session_secret
from hub.web.deps import Context

MOST_FIELDS = 400


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, as they were sent."""

    fields: Mapping[str, Sequence[str]]

    def text(self, name: str) -> str:
        """Give the last value of a field; empty if there is none."""
        return self.fields.get(name, [""])[-1]

    def number(self, name: str) -> int:
        """Give a number of up to nine digits, such as a row's id; 0, which no row has, for else."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0

    def texts(self, name: str) -> tuple[str, ...]:
        """Give all values of a field, each once, in their order."""
        return tuple(dict.fromkeys(self.fields.get(name, ())))


# Reading the body needs the event loop; the routes that take the form run in threads.
async def get_form(request: Request, context: Context) -> Form:
    """Read the form of a request. Raises :class:`Refused` without the right token."""
    form = await _read(request)
    if request.state.viewer is not None:
        secret = session_secret(request, context.settings)
    else:
        secret = browser_secret(request, context.settings)
    if not secret or not is_form_token(form.text("form_token"), secret):
        raise Refused(
            "This form is too old, or cookies are off. Open its page again and send it once more."
        )
    return form


async def _read(request: Request) -> Form:
    body = (await request.body()).decode("utf-8", "replace")
    try:
        fields = parse_qs(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as exc:
        raise BadRequest("This form has more fields than any of ours.") from exc
    return Form({name: [_storable(each) for each in values] for name, values in fields.items()})


def _storable(text: str) -> str:
    """Leave out the one character that no database takes."""
    return text.replace("\x00", "")


SentForm = Annotated[Form, Depends(get_form)]

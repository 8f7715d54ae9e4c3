"""A mail server of tests that speaks the real protocol, and a hub that sends its mail there."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from hub.bootstrap import make_mailer
from hub.context import AppContext


@dataclass
class Postbox:
    """A mail server that keeps what it takes; ``says`` is its answer to the next letters."""

    says: str = "250 OK"
    messages: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.says.startswith("250"):
            assert isinstance(envelope.content, bytes)
            message = message_from_bytes(envelope.content, policy=default)
            assert isinstance(message, EmailMessage)
            self.messages.append(message)
        return self.says


def free_port() -> int:
    """Find a port: aiosmtpd knocks at the one that it was given, so it cannot be given 0."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    assert isinstance(port, int)
    return port


@contextmanager
def mailing(context: AppContext, postbox: Postbox) -> Iterator[AppContext]:
    """Have a hub send its mail to the postbox while the block runs."""
    port = free_port()
    server = Controller(postbox, hostname="127.0.0.1", port=port)
    server.start()
    settings = context.settings.model_copy(
        update={
            "mail_server": "127.0.0.1",
            "mail_port": port,
            "mail_security": "none",
            "mail_from": "hub@hub.example",
        }
    )
    try:
        yield replace(context, settings=settings, mailer=make_mailer(settings))
    finally:
        server.stop()


def text_of(message: EmailMessage) -> str:
    """Give the plain text of a mail."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def html_of(message: EmailMessage) -> str:
    """Give the HTML of a mail."""
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content())

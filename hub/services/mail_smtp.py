"""Speaks SMTP to the operator's mail server. Knows letters, no table."""

import asyncio
from collections.abc import Awaitable, Callable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr, formatdate, make_msgid, parseaddr
from typing import NoReturn

import aiosmtplib

from hub.context import Letter
from hub.services.mail_errors import MailLost, MailPostponed, MailRefused
from hub.settings import Settings

TIMEOUT_S = 20.0
# A long address in a header stays on one line: servers take 998 (RFC 5322, 2.1.1). Seven bits are
# taken by every server.
_POLICY = SMTP.clone(max_line_length=900, cte_type="7bit")


class SmtpMailer:
    """Sends one letter over one connection. ``sender`` is an address, with or without a name."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        name, address = parseaddr(settings.mail_from)
        self._sender = address
        self._from = formataddr((_one_line(name or settings.name), address))

    def send(self, letter: Letter, *, letter_id: str) -> None:
        """Send it in text and HTML; see :class:`hub.context.Mailer`."""
        asyncio.run(self._send(self._message(letter, letter_id)))

    def _message(self, letter: Letter, letter_id: str) -> EmailMessage:
        message = EmailMessage(policy=_POLICY)
        message["From"] = self._from
        message["To"] = letter.address
        message["Subject"] = _one_line(letter.subject)
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(letter_id, domain=self._sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message["X-Hub-Letter"] = letter_id
        if letter.stop_address:
            # RFC 8058: a mail program stops such mails by one POST to this address.
            message["List-Unsubscribe"] = f"<{letter.stop_address}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        return message

    async def _send(self, message: EmailMessage) -> None:
        client = self._client()
        await _or_postponed(client.connect)
        try:
            await self._log_in(client)
            await _hand_over(client, self._sender, message)
        finally:
            client.close()

    def _client(self) -> aiosmtplib.SMTP:
        security = self._settings.mail_security
        return aiosmtplib.SMTP(
            hostname=self._settings.mail_server,
            port=self._settings.mail_port,
            use_tls=security == "tls",
            start_tls=security == "starttls",
            timeout=TIMEOUT_S,
        )

    async def _log_in(self, client: aiosmtplib.SMTP) -> None:
        user, password = self._settings.mail_user, self._settings.mail_password
        if user and password is not None:

            async def log_in() -> object:
                return await client.login(user, password.get_secret_value())

            await _or_postponed(log_in)


def _one_line(text: str) -> str:
    """Make a header of a text: line breaks and other signs without a shape would begin another."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


async def _or_postponed(step: Callable[[], Awaitable[object]]) -> None:
    """Do what comes before any mail: whatever fails here, nothing was sent."""
    try:
        await step()
    except (aiosmtplib.SMTPException, OSError) as exc:
        raise MailPostponed(
            f"The mail server cannot be used ({type(exc).__name__}). See HUB_MAIL_SERVER."
        ) from None


async def _hand_over(client: aiosmtplib.SMTP, sender: str, message: EmailMessage) -> None:
    try:
        await client.sendmail(sender, [str(message["To"])], message.as_bytes())
    except aiosmtplib.SMTPRecipientsRefused as exc:
        _give_up(exc.recipients[0].code if exc.recipients else 550)
    except aiosmtplib.SMTPResponseException as exc:
        _give_up(exc.code)
    except (aiosmtplib.SMTPException, OSError, ValueError) as exc:
        raise MailLost(f"The mail server gave no answer ({type(exc).__name__}).") from None


def _give_up(code: int) -> NoReturn:
    """Read what a server said: 4xx is for now, 5xx for ever (RFC 5321, 4.2.1)."""
    if 400 <= code < 500:
        raise MailPostponed(f"The mail server asks to try again later ({code}).") from None
    raise MailRefused(f"The mail server does not take this mail ({code}).") from None

"""Mail that waits: sent by a real server's protocol, tried again, never sent twice."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from sqlmodel import select

from hub.bootstrap import make_mailer
from hub.context import Letter
from hub.errors import NotConfigured
from hub.models import OutgoingMail
from hub.services import mail
from hub.services.mail_errors import MailLost, MailPostponed
from hub.services.mail_letters import sign_in_letter
from tests.conftest import Database
from tests.hub.mail_server import Postbox, html_of, mailing, text_of
from tests.hub.running import RunningHub, running_hub

LETTER = sign_in_letter(
    "ada@people.example", "http://127.0.0.1:8000/sign-in/link/abc", hub="Our <hub>", minutes=15
)


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def hub(database: Database, tmp_path: Path, postbox: Postbox) -> Iterator[RunningHub]:
    """A hub that sends its mail to the postbox."""
    with running_hub(database, tmp_path) as running, mailing(running.context, postbox) as context:
        yield replace(running, context=context)


def put(hub: RunningHub) -> None:
    now = hub.clock.now()
    with hub.context.transaction() as session:
        mail.put(session, LETTER, now=now, ends_at=now + timedelta(minutes=15))


def waiting(hub: RunningHub) -> list[OutgoingMail]:
    with hub.context.reading() as session:
        return list(session.exec(select(OutgoingMail)))


def test_letter_arrives_once_in_text_and_html(hub: RunningHub, postbox: Postbox) -> None:
    put(hub)

    assert mail.send_due(hub.context) == 1
    assert mail.send_due(hub.context) == 0

    [message] = postbox.messages
    assert message["To"] == "ada@people.example"
    assert message["From"] == "OTD Hub <hub@hub.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"]
    assert message["Message-ID"].endswith("@hub.example>")
    assert "List-Unsubscribe" not in message
    assert "http://127.0.0.1:8000/sign-in/link/abc" in text_of(message)
    assert "Our &lt;hub&gt;" in html_of(message)
    assert waiting(hub) == []


def test_letter_waits_while_the_server_asks_to(hub: RunningHub, postbox: Postbox) -> None:
    put(hub)
    postbox.says = "451 Later"
    assert mail.send_due(hub.context) == 0
    assert mail.send_due(hub.context) == 0
    assert [row.tries for row in waiting(hub)] == [1]

    postbox.says = "250 OK"
    hub.clock.move(mail.FIRST_WAIT)

    assert mail.send_due(hub.context) == 1


def test_refused_letter_is_given_up(hub: RunningHub, postbox: Postbox) -> None:
    put(hub)
    postbox.says = "550 No"
    assert mail.send_due(hub.context) == 0
    assert waiting(hub) == []


def test_letter_is_dropped_when_it_is_of_no_use(hub: RunningHub, postbox: Postbox) -> None:
    put(hub)
    hub.clock.move(timedelta(minutes=15))
    assert mail.send_due(hub.context) == 0
    assert postbox.messages == []
    assert waiting(hub) == []


@dataclass
class FailingMailer:
    """A server that fails in one way, each time."""

    error: BaseException
    tries: int = 0

    def send(self, letter: Letter, *, letter_id: str) -> None:
        self.tries += 1
        raise self.error


def test_letter_of_which_nobody_knows_is_not_sent_again(hub: RunningHub) -> None:
    put(hub)
    mailer = FailingMailer(MailLost("No answer."))
    context = replace(hub.context, mailer=mailer)
    mail.send_due(context)
    hub.clock.move(timedelta(minutes=5))
    mail.send_due(context)
    assert mailer.tries == 1


def test_letter_of_a_worker_that_died_while_sending_is_not_sent_again(
    hub: RunningHub, postbox: Postbox
) -> None:
    put(hub)
    with pytest.raises(KeyboardInterrupt):
        mail.send_due(replace(hub.context, mailer=FailingMailer(KeyboardInterrupt())))

    assert mail.send_due(hub.context) == 0
    assert postbox.messages == []


def test_tries_end(hub: RunningHub) -> None:
    put(hub)
    mailer = FailingMailer(MailPostponed("Away."))
    for _ in range(20):
        mail.send_due(replace(hub.context, mailer=mailer))
        hub.clock.move(timedelta(minutes=1))
    assert mailer.tries <= mail.MOST_TRIES
    assert waiting(hub) == []


def test_notice_is_tried_for_as_long_as_it_is_of_use(hub: RunningHub, postbox: Postbox) -> None:
    now = hub.clock.now()
    with hub.context.transaction() as session:
        mail.put(session, LETTER, now=now, ends_at=now + timedelta(days=1))
    postbox.says = "451 Later"
    for _ in range(20):
        mail.send_due(hub.context)
        hub.clock.move(mail.LONGEST_WAIT)
    postbox.says = "250 OK"

    assert mail.send_due(hub.context) == 1


def test_headers_stay_on_one_line(hub: RunningHub, postbox: Postbox) -> None:
    subject = "Lamp\r\nBcc: eve@people.example\u2028X: y\x00"
    settings = hub.context.settings.model_copy(update={"name": "Our\nX-Evil: hub"})
    stop_address = f"https://a-hub-with-a-long-name.people.example/mail/stop/{'a' * 90}"
    letter = replace(LETTER, subject=subject, stop_address=stop_address)

    make_mailer(settings).send(letter, letter_id="1")

    [message] = postbox.messages
    assert message["Subject"] == "Lamp Bcc: eve@people.example X: y"
    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert message["List-Unsubscribe"] == f"<{stop_address}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_server_that_is_away_costs_no_letter(hub: RunningHub) -> None:
    put(hub)
    settings = hub.context.settings.model_copy(update={"mail_port": 1})
    assert mail.send_due(replace(hub.context, mailer=make_mailer(settings))) == 0
    assert [row.taken_at for row in waiting(hub)] == [None]


def test_log_names_no_address(hub: RunningHub, postbox: Postbox) -> None:
    postbox.says = "550 ada@people.example is unknown"
    put(hub)
    with structlog.testing.capture_logs() as logs:
        mail.send_due(hub.context)
    assert len(logs) == 1
    assert "ada@" not in repr(logs)


def test_half_a_setting_is_refused(hub: RunningHub) -> None:
    with pytest.raises(NotConfigured, match="HUB_MAIL_FROM"):
        make_mailer(hub.context.settings.model_copy(update={"mail_from": ""}))

"""What dbos says comes out in the hub's form, without passwords."""

import logging

from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from hub.jobs.logs import forward_logs, sentence_of, without_password


def test_warning_of_dbos_is_one_line_of_the_hub() -> None:
    forward_logs()

    with capture_logs() as said:
        logging.getLogger("dbos").info("chatter")
        logging.getLogger("dbos").warning("lost postgresql://hub:hunter2@db/hub")

    assert said == [{"event": "lost postgresql://hub:***@db/hub", "log_level": "warning"}]


def test_error_of_the_database_is_told_without_its_statement() -> None:
    error = OperationalError("UPDATE task SET secret", {}, Exception("database is locked\nhint"))

    assert sentence_of(error) == "database is locked"


def test_address_without_password_stays() -> None:
    assert without_password("sqlite:///hub.db at https://x.org") == (
        "sqlite:///hub.db at https://x.org"
    )

"""What dbos has to say goes through the hub's own log: warnings and errors, without secrets."""

import logging
import re

import structlog
from sqlalchemy.exc import DBAPIError

_LOGGER = "dbos"
# The password in an address of a database, should one stand in a driver's message.
_PASSWORD = re.compile(r"(?<=://)([^/\s:@]+):[^/\s@]+(?=@)")


class _Forwarding(logging.Handler):
    """Hands records of dbos to structlog, one line each."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger("hub.jobs")
        error = record.exc_info[1] if record.exc_info else None
        fields = {"why": sentence_of(error)} if error is not None else {}
        log.log(record.levelno, _first_line(record.getMessage()), **fields)


def forward_logs() -> None:
    """Take over the log of dbos, which would write to stderr in a form of its own."""
    logger = logging.getLogger(_LOGGER)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    logger.addHandler(_Forwarding())


def sentence_of(error: BaseException | None) -> str:
    """Give an error in one line; of a database's error only what the driver said."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return _first_line(str(cause)) or type(cause).__name__


def _first_line(text: str) -> str:
    """Leave out statements and their values, which follow: of no use, and perhaps private."""
    lines = text.strip().splitlines()
    return without_password(lines[0]) if lines else ""


def without_password(text: str) -> str:
    """Hide the password in an address."""
    return _PASSWORD.sub(r"\1:***", text)

"""Logs: one line an event, fields by name, to stderr. Secrets stay out."""

import logging
import sys

import structlog

SECRET_WORDS = ("token", "password", "secret", "key", "authorization", "cookie")


def set_up_logs(level: str) -> None:
    """Set up structlog for this process: coloured at a terminal, JSON lines elsewhere."""
    is_terminal = sys.stderr.isatty()
    renderer = (
        structlog.dev.ConsoleRenderer() if is_terminal else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            mask_secrets,
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def mask_secrets(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Hide the value of every field whose name sounds secret."""
    return {
        name: "***" if any(word in name.lower() for word in SECRET_WORDS) else value
        for name, value in event.items()
    }

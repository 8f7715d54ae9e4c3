"""Opens a hub for one command: settings, context, tables; and closes it behind the command."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from pydantic import ValidationError

from hub.bootstrap import make_context, require_tables
from hub.context import AppContext
from hub.errors import NotConfigured
from hub.logs import set_up_logs
from hub.settings import Settings


def read_settings() -> Settings:
    """Read the settings. Raises :class:`NotConfigured` with the name of the one that is wrong."""
    try:
        return Settings()
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False)[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise NotConfigured(f"HUB_{name} cannot be used: {first['msg']}.") from exc


@contextmanager
def open_hub() -> Iterator[AppContext]:
    """Open the hub that the settings describe, with its tables ready."""
    settings = read_settings()
    set_up_logs(settings.log_level)
    with ExitStack() as stack:
        context = make_context(settings, stack)
        require_tables(context)
        yield context

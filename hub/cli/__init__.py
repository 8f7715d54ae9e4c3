"""The command ``otdhub``, one module a verb. Exit code 0: done, 1: failed, 2: misused."""

import sys

import typer
from sqlalchemy.exc import DBAPIError

from hub.cli import version
from hub.cli.output import say
from hub.cli.verbs import Verbs
from hub.errors import BadRequest, HubError
from integrations.errors import ForgeError
from search.errors import SearchError

app = typer.Typer(
    name="otdhub",
    cls=Verbs,
    help="An open tech development hub: projects, tasks and people from many forges.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.callback()(version.root)


def main() -> None:
    """Run the command line; an expected failure is one sentence, never a traceback."""
    try:
        app()
    except BadRequest as exc:
        say(str(exc))
        sys.exit(2)
    except (HubError, ForgeError, SearchError) as exc:
        say(str(exc))
        sys.exit(1)
    except DBAPIError as exc:
        say(f"The database cannot be used: {_first_line(exc.orig)}. See `otdhub doctor`.")
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(1)
    except OSError as exc:
        say(f"{exc.filename or 'A file'} cannot be used: {exc.strerror}. See `otdhub doctor`.")
        sys.exit(1)


def _first_line(error: BaseException | None) -> str:
    """Quote the driver alone: the statement and its values are of no use, and may be private."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")

"""The command ``otdhub``, one module a verb. Exit code 0: done, 1: failed, 2: misused."""

import sys

import typer
from sqlalchemy.exc import DBAPIError

from hub.cli import (
    checking,
    database,
    demo,
    doctor,
    importing,
    index,
    jobs,
    searching,
    serving,
    sources,
    suggesting,
    syncing,
    version,
    working,
)
from hub.cli.output import say
from hub.errors import BadRequest, HubError
from integrations.errors import ForgeError
from search.errors import SearchError

app = typer.Typer(
    name="otdhub",
    help="An open tech development hub: projects, tasks and people from many forges.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.callback()(version.root)
app.command("serve")(serving.serve)
app.command("worker")(working.worker)
app.add_typer(jobs.app, name="jobs")
app.command("sync")(syncing.sync)
app.add_typer(sources.app, name="sources")
app.command("import")(importing.import_file)
app.command("check-file")(checking.check_file)
app.command("search")(searching.search)
app.command("suggest")(suggesting.suggest)
app.add_typer(index.app, name="index")
app.command("doctor")(doctor.doctor)
app.command("demo")(demo.demo)
app.add_typer(database.app, name="db")


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

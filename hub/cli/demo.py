"""``otdhub demo``: a hub with sample data, filled by the real main job and served."""

import fcntl
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from hub.bootstrap import make_context, require_tables
from hub.cli.opening import read_settings
from hub.cli.output import Bars, bars, say
from hub.cli.serving import run_server
from hub.clock import SystemClock
from hub.context import AppContext
from hub.demo import demo_forges, demo_people, demo_sources
from hub.errors import NotConfigured
from hub.logs import set_up_logs
from hub.services import accounts, demo_hub, indexing
from hub.services.sync import sync_source
from hub.settings import Settings

MARKER = "this-is-a-demo"
SOMEBODY = "noor"
STEWARD = "mirembe"


def demo(
    directory: Annotated[
        Path, typer.Option(help="Folder of the demo; it is emptied at each start.")
    ] = Path("demo-data"),
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    serve: Annotated[bool, typer.Option(help="Serve the hub when it is filled.")] = True,
) -> None:
    """Fill a hub with sample data through the in-memory forges, and serve it."""
    settings = demo_settings(directory, host, port)
    set_up_logs("WARNING")
    with ExitStack() as stack:
        claim(directory, stack)
        clock = SystemClock()
        context = make_context(settings, stack, clock=clock, forges=demo_forges(clock.now()))
        require_tables(context)
        with bars() as shown:
            _fill(context, shown)
        if serve:
            _show_the_way_in(context)
            run_server(context, host=host or settings.host, port=port or settings.port)


def demo_settings(directory: Path, host: str | None, port: int | None) -> Settings:
    """Take the operator's settings, but keep the demo's data to itself."""
    settings = read_settings()
    is_told = "public_url" in settings.model_fields_set and host is None and port is None
    here = f"http://{host or settings.host}:{port or settings.port}"
    return settings.model_copy(
        update={
            "public_url": settings.public_url if is_told else here,
            "data_dir": directory,
            "database_url": None,
            "search_url": None,
            "run_by": "nobody: these are samples, and every name in them is made up",
        }
    )


def claim(directory: Path, stack: ExitStack) -> None:
    """Start from nothing, in a folder that no other demo empties until ``stack`` is closed.

    Raises :class:`NotConfigured` for a folder that is no demo's, or where one runs.
    """
    marker = directory / MARKER
    if directory.exists() and any(directory.iterdir()) and not marker.exists():
        raise NotConfigured(
            f"{directory} holds something else than a demo. Choose another --directory."
        )
    directory.mkdir(parents=True, exist_ok=True)
    held = stack.enter_context(marker.open("w"))
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as exc:
        raise NotConfigured(
            f"A demo runs in {directory} already. Stop it, or choose another --directory."
        ) from exc
    for each in directory.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        elif each != marker:
            each.unlink()


def _show_the_way_in(context: AppContext) -> None:
    """Print a link that signs in as somebody of the demo, to whom no mail can be sent."""
    address = demo_hub.address_of(SOMEBODY)
    link = accounts.link_for_terminal(context, address, now=context.clock.now())
    say(f"Sign in as {SOMEBODY.capitalize()}, within 15 minutes: {link}")
    say(f"For another: HUB_DATA_DIR={context.settings.data_dir} otdhub account link {address}")
    steward = demo_hub.address_of(STEWARD)
    say(f"{STEWARD.capitalize()} ({steward}) looks after Lanternbus and answers offers of help.")


def _fill(context: AppContext, shown: Bars) -> None:
    """Run the main job: sources, sync, index; and let the people of the demo ask for it."""
    now = context.clock.now()
    with context.transaction() as session:
        source_ids = demo_hub.add_sources(session, demo_sources(), now=now)
        people = demo_hub.add_people(session, demo_people(now), now=now)
    for source_id in source_ids:
        sync_source(context, source_id, progress=shown)
    with context.transaction() as session:
        demo_hub.add_stewards(session, demo_people(now), now=context.clock.now())
    indexed = indexing.index_changes(context, progress=shown)
    suggested = demo_hub.try_suggestions(context, progress=shown)
    say(
        f"{people} people asked to be suggested, {indexed} rows are indexed, "
        f"{suggested} tasks have people they could suit."
    )

"""``otdhub sync``: pull sources, then bring what changed to the index."""

from datetime import datetime
from typing import Annotated

import typer

from hub.cli.opening import open_hub
from hub.cli.output import Bars, bars, print_json, say
from hub.context import AppContext
from hub.errors import NotConfigured
from hub.models import RunStatus, SyncRun
from hub.services import indexing, source_admin
from hub.services.sync import SyncResult, sync_source


def sync(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Ids or addresses; all that are not paused if none.")
    ] = None,
    wait: Annotated[
        bool, typer.Option(help="Wait when a forge asks us to, and go on then.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the runs as JSON.")] = False,
) -> None:
    """Pull sources and bring what changed to the index. Safe to stop and run again."""
    with open_hub() as context:
        with context.reading() as session:
            picked = source_admin.pick(session, sources or [], hosts=tuple(context.forges))
            names = {each.id: str(source_admin.place_of(each)) for each in picked if each.id}
        if not names:
            say("No source to pull. Add one: otdhub sources add https://github.com/OWNER")
            return
        with bars() as shown:
            results = [_sync_one(context, sid, shown, wait=wait) for sid in names]
            indexing.index_changes(context, progress=shown)
        runs = [_report(context, names[sid], run) for sid, run in zip(names, results, strict=True)]
    if as_json:
        print_json(runs)
    if any(run["status"] != RunStatus.DONE for run in runs):
        raise typer.Exit(1)


def _sync_one(context: AppContext, source_id: int, shown: Bars, *, wait: bool) -> SyncResult | str:
    try:
        result = sync_source(context, source_id, progress=shown)
        while wait and result.retry_at is not None:
            _wait_until(context, result.retry_at, result.message or "", shown)
            result = sync_source(context, source_id, progress=shown)
    except NotConfigured as exc:
        return str(exc)
    return result


def _wait_until(context: AppContext, retry_at: datetime, message: str, shown: Bars) -> None:
    seconds = max(1.0, (retry_at - context.clock.now()).total_seconds())
    minutes = max(1, round(seconds / 60))
    shown.say(f"{message} Waiting about {minutes} min; you can stop here and run sync again later.")
    context.clock.sleep(seconds)


def _report(
    context: AppContext, name: str, result: SyncResult | str
) -> dict[str, str | int | list[str] | None]:
    if isinstance(result, str):
        say(f"{name}: {result}")
        return {"source": name, "status": RunStatus.FAILED, "message": result}
    with context.reading() as session:
        run = session.get_one(SyncRun, result.run_id)
    _say_run(name, run)
    return {
        "source": name,
        "status": run.status,
        "message": run.message,
        "repositories": run.repositories_seen,
        "issues": run.issues_seen,
        "tasks_changed": run.tasks_changed,
        "skipped": run.records_skipped,
        "requests": run.requests_made,
        "problems": list(run.problems),
    }


def _say_run(name: str, run: SyncRun) -> None:
    counts = (
        f"{run.repositories_seen} repositories, {run.issues_seen} issues read, "
        f"{run.tasks_changed} tasks changed, {run.requests_made} requests"
    )
    skipped = f", {run.records_skipped} skipped" if run.records_skipped else ""
    say(f"{name}: {run.status}. {counts}{skipped}.")
    if run.message:
        say(f"  {run.message}")
    for problem in run.problems:
        say(f"  {problem}")

"""A hub with a catalogue as its source, and what the tests of it do and look at."""

from pathlib import Path

from sqlmodel import col, select

from hub.models import Project, Repository, Task
from hub.services import runs
from hub.services.catalogue_sync import CataloguePull, pull_catalogue
from hub.services.source_admin import add, parse_local_place
from tests.hub.running import HOST, RunningHub


def add_catalogue(hub: RunningHub, text: str) -> int:
    with hub.context.transaction() as session:
        source = add(session, parse_local_place(text), now=hub.clock.now())
        assert source.id is not None
        return source.id


def write_list(path: Path, *names: str, host: str = HOST) -> Path:
    path.write_text("".join(f"https://{host}/riders/{name}\n" for name in names))
    return path


def grab(folder: Path, name: str, label: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yml").write_text(
        f"name: {name.title()}\ndesc: Buses\nsite: https://{HOST}/riders/{name}\n"
        f"upforgrabs:\n  name: {label}\n  link: https://{HOST}/riders/{name}/issues\n"
    )


def pull(hub: RunningHub, source_id: int) -> CataloguePull:
    with hub.context.transaction() as session:
        run_id = runs.start(session, source_id, now=hub.clock.now())
    return pull_catalogue(hub.context, source_id, run_id)


def listed(hub: RunningHub) -> list[str]:
    with hub.context.reading() as session:
        return list(
            session.exec(
                select(Repository.path)
                .join(Project, col(Project.id) == col(Repository.project_id))
                .where(col(Project.is_listed))
                .order_by(Repository.path)
            )
        )


def the_project(hub: RunningHub, name: str) -> Project:
    with hub.context.reading() as session:
        return session.exec(select(Project).where(Project.name == name)).one()


def marks(hub: RunningHub) -> dict[int, tuple[bool, bool, str | None]]:
    with hub.context.reading() as session:
        return {
            task.number or 0: (task.wants_help, task.is_newcomer_fit, task.level)
            for task in session.exec(select(Task))
        }

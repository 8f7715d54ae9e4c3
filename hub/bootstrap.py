"""The composition root: settings → context. The only file that names forges, engines and clients.

Everything that holds a connection or a file is closed by the caller's ``ExitStack``.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from hub import schema
from hub.clock import Clock, SystemClock
from hub.context import AppContext
from hub.database import make_engine, make_reading, make_transaction
from hub.errors import NotConfigured
from hub.settings import Settings
from integrations.base import Forge
from integrations.records import ForgeKind
from integrations.registry import FORGES
from search.base import SearchEngine
from search.registry import ENGINES, EnginePlace


def make_context(
    settings: Settings,
    stack: ExitStack,
    *,
    clock: Clock | None = None,
    forges: Sequence[Forge] | None = None,
) -> AppContext:
    """Make the parts of a hub. ``forges`` stand in for those that the settings name.

    Raises :class:`NotConfigured` where a setting cannot work, and says what to set.
    """
    clock = clock or SystemClock()
    _make_data_dir(settings.data_dir)
    database = make_engine(settings.effective_database_url)
    stack.callback(database.dispose)
    if forges is None:
        forges = (make_github(settings, clock, stack=stack),)
    engine = _make_search_engine(settings)
    stack.callback(engine.close)
    return AppContext(
        settings=settings,
        database=database,
        transaction=make_transaction(database),
        reading=make_reading(database),
        forges={(forge.kind, forge.host): forge for forge in forges},
        engine=engine,
        clock=clock,
    )


def _make_data_dir(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise NotConfigured(
            f"HUB_DATA_DIR: the folder {folder} cannot be used: {exc.strerror}."
        ) from exc


def require_tables(context: AppContext) -> None:
    """Bring the tables of an SQLite hub up to date; elsewhere ask the operator to do it.

    A hub on one machine has one database file and nobody to ask; a shared database is changed
    only on purpose. Raises :class:`NotConfigured` in that case.
    """
    if schema.is_current(context.database):
        return
    if context.database.dialect.name != "sqlite":
        raise NotConfigured(
            "The database lacks tables of this version. Run `otdhub db upgrade` first."
        )
    schema.upgrade(context.database)


def make_github(settings: Settings, clock: Clock, *, stack: ExitStack) -> Forge:
    """Make the client of github.com, or of what stands in for it."""
    entry = FORGES[ForgeKind.GITHUB]
    assert entry.default_host is not None
    forge = entry.make(
        entry.default_host,
        base_url=settings.github_base_url,
        tokens=tuple(token.get_secret_value() for token in settings.github_tokens),
        timeout_s=settings.request_timeout_s,
        private_hosts=settings.private_hosts,
        now=clock.now,
    )
    stack.callback(forge.close)
    return forge


def _make_search_engine(settings: Settings) -> SearchEngine:
    key = settings.search_key.get_secret_value() if settings.search_key else ""
    place = EnginePlace(settings.data_dir / "index", settings.search_url or "", key)
    try:
        return ENGINES["meilisearch" if settings.search_url else "tantivy"](place)
    except ValueError as exc:
        raise NotConfigured(str(exc)) from exc

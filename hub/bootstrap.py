"""The composition root: settings → context. The only file that names forges, engines and clients.

Everything that holds a connection or a file is closed by the caller's ``ExitStack``.
"""

import re
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TypeAlias

from pydantic import SecretStr

from hub import schema
from hub.clock import Clock, SystemClock
from hub.context import AppContext, Jobs, Mailer, NoJobs, NoMailer
from hub.database import make_engine, make_reading, make_transaction
from hub.errors import NotConfigured
from hub.jobs.asking import AskedJobs
from hub.jobs.storage import make_jobs_engine
from hub.services.mail_smtp import SmtpMailer
from hub.settings import Settings
from hub.vocabulary.synonyms import synonyms
from integrations.addresses import AddressGuard
from integrations.base import Forge
from integrations.catalogues import CatalogueReader
from integrations.errors import ForgeError
from integrations.github import AppKey, GitHubForge
from integrations.oauth import SignInPlace
from integrations.records import ForgeKind
from integrations.registry import FORGES, SIGN_IN, WEBHOOKS, ForgeMaker
from integrations.signing_in import SignInForge
from integrations.webhooks import WebhookReader
from search.base import SearchEngine
from search.registry import ENGINES, EnginePlace

SHORTEST_SECRET = 16
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?")


def make_context(
    settings: Settings,
    stack: ExitStack,
    *,
    clock: Clock | None = None,
    forges: Sequence[Forge] | None = None,
) -> AppContext:
    """Make the parts of a hub. ``forges`` stand in for those that the settings name; no worker,
    which is another process, could read them, so nothing can be asked of one then.

    Raises :class:`NotConfigured` where a setting cannot work, and says what to set.
    """
    clock = clock or SystemClock()
    _make_data_dir(settings.data_dir)
    database = make_engine(settings.effective_database_url)
    stack.callback(database.dispose)
    reading = make_reading(database)
    jobs: Jobs = NoJobs()
    if forges is None:
        forges = make_forges(settings, clock, stack=stack)
        jobs = AskedJobs(make_jobs_engine(database, settings.data_dir), reading)
        stack.callback(jobs.close)
    engine = _make_search_engine(settings)
    stack.callback(engine.close)
    return AppContext(
        settings=settings,
        database=database,
        transaction=make_transaction(database),
        reading=reading,
        forges={(forge.kind, forge.host): forge for forge in forges},
        engine=engine,
        clock=clock,
        webhooks=make_webhooks(settings),
        catalogues=CatalogueReader(
            AddressGuard.allowing(settings.private_hosts), timeout_s=settings.request_timeout_s
        ),
        jobs=jobs,
        mailer=make_mailer(settings),
        sign_in_forges=make_sign_in_forges(settings, stack),
    )


def make_mailer(settings: Settings) -> Mailer:
    """Make what sends mail; raises :class:`NotConfigured` for half a setting."""
    if bool(settings.mail_server) != bool(settings.mail_from):
        raise NotConfigured("Mail needs both HUB_MAIL_SERVER and HUB_MAIL_FROM.")
    return SmtpMailer(settings) if settings.has_mail else NoMailer()


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


def prepare_jobs(context: AppContext) -> None:
    """Make the tables of jobs ready, so that the first webhook need not wait for them."""
    if isinstance(context.jobs, AskedJobs):
        context.jobs.prepare()


def make_forges(settings: Settings, clock: Clock, *, stack: ExitStack) -> tuple[Forge, ...]:
    """Make the client of every forge that has a well-known host, or that the settings name.

    Raises :class:`NotConfigured` for a setting that names no forge.
    """
    tokens = _tokens_by_host(settings)
    places = _places(settings)
    if strangers := tokens.keys() - {host for _, host in places}:
        raise NotConfigured(
            f"HUB_FORGE_TOKENS: {', '.join(sorted(strangers))} is no forge of this hub. "
            "Add it to HUB_FORGES as KIND:HOST."
        )
    return tuple(
        _make_forge(settings, clock, place, base_url, tokens.get(place[1], ()), stack=stack)
        for place, base_url in places.items()
    )


def make_webhooks(settings: Settings) -> dict[tuple[str, str], WebhookReader]:
    """Make what reads the deliveries of every forge that a secret was agreed with.

    Raises :class:`NotConfigured` for a secret that cannot be one, or that is of no forge.
    """
    secrets = _secrets_by_host(settings)
    readers: dict[tuple[str, str], WebhookReader] = {}
    for kind, host in _places(settings):
        if host in secrets and kind in WEBHOOKS:
            try:
                readers[kind, host] = WEBHOOKS[kind](host, secrets=secrets[host])
            except ValueError as exc:
                raise NotConfigured(str(exc)) from exc
    if strangers := secrets.keys() - {host for _, host in readers}:
        raise NotConfigured(
            f"HUB_WEBHOOK_SECRETS: {', '.join(sorted(strangers))} is no forge of this hub. "
            "Add it to HUB_FORGES as KIND:HOST."
        )
    return readers


def _secrets_by_host(settings: Settings) -> dict[str, tuple[str, ...]]:
    secrets: dict[str, tuple[str, ...]] = {}
    for pair in settings.webhook_secrets:
        host, _, secret = pair.get_secret_value().partition("=")
        if not _HOST.fullmatch(host):
            raise NotConfigured("HUB_WEBHOOK_SECRETS: write each as HOST=SECRET, parted by commas.")
        if len(secret) < SHORTEST_SECRET:
            raise NotConfigured(
                f"HUB_WEBHOOK_SECRETS: the secret of {host} is too short to keep anybody out. "
                f"Use at least {SHORTEST_SECRET} characters, such as of `openssl rand -hex 32`."
            )
        secrets[host.lower()] = (*secrets.get(host.lower(), ()), secret)
    return secrets


Place: TypeAlias = tuple[ForgeKind, str]


def make_sign_in_forges(settings: Settings, stack: ExitStack) -> dict[str, SignInForge]:
    """Make what lets forges say who somebody is, by host.

    Raises :class:`NotConfigured` for half a setting, or one that cannot be read.
    """
    secrets = _client_secrets(settings)
    guard = AddressGuard.allowing(settings.private_hosts)
    places = _places(settings)
    made: dict[str, SignInForge] = {}
    for text in settings.sign_in_with:
        (kind, host), client_id, address = _read_sign_in(text)
        if host in made:
            raise NotConfigured(f"HUB_SIGN_IN_WITH: {host} is named twice.")
        if host not in secrets:
            raise NotConfigured(f"HUB_SIGN_IN_SECRETS: {host} needs its secret, as HOST=SECRET.")
        api_url = places.get((kind, host))
        for asked in (address, api_url or ""):
            _require_privacy(asked, settings.private_hosts)
        place = SignInPlace(
            host=host,
            client_id=client_id,
            client_secret=secrets.pop(host),
            pages_url=address or f"https://{host}",
            guard=guard,
            api_url=api_url,
            timeout_s=settings.request_timeout_s,
        )
        try:
            made[host] = SIGN_IN[kind](place)
        except ForgeError as exc:
            raise NotConfigured(f"HUB_SIGN_IN_WITH: {exc}") from exc
        stack.callback(made[host].close)
    if secrets:
        strangers = ", ".join(sorted(secrets))
        raise NotConfigured(f"HUB_SIGN_IN_SECRETS: {strangers} stands not in HUB_SIGN_IN_WITH.")
    return made


def _read_sign_in(text: str) -> tuple[Place, str, str]:
    """Read KIND:HOST=CLIENT_ID or KIND:HOST=CLIENT_ID@ADDRESS."""
    place, _, rest = text.partition("=")
    kind, _, host = place.strip().partition(":")
    client_id, _, address = rest.strip().partition("@")
    if kind not in SIGN_IN or not _HOST.fullmatch(host) or not client_id:
        raise NotConfigured(
            f"HUB_SIGN_IN_WITH: {place!r} names no forge to sign in with. Write "
            f"KIND:HOST=CLIENT_ID, where KIND is one of {', '.join(SIGN_IN)}."
        )
    return (ForgeKind(kind), host.lower()), client_id, address


def _require_privacy(address: str, private_hosts: Sequence[str]) -> None:
    """Refuse to send secrets in the clear, but within the operator's own network."""
    scheme, _, rest = address.partition("://")
    authority = rest.partition("/")[0].lower()
    own = {host.strip().lower() for host in private_hosts}
    if scheme.lower() == "http" and own.isdisjoint({authority, authority.rpartition(":")[0]}):
        raise NotConfigured(
            f"HUB_SIGN_IN_WITH: the secret of a forge is sent by https alone. {authority} must "
            "have it, or stand in HUB_PRIVATE_HOSTS."
        )


def _client_secrets(settings: Settings) -> dict[str, str]:
    secrets: dict[str, str] = {}
    for pair in settings.sign_in_secrets:
        host, _, secret = pair.get_secret_value().partition("=")
        if not secret or not _HOST.fullmatch(host):
            raise NotConfigured("HUB_SIGN_IN_SECRETS: write each as HOST=SECRET, parted by commas.")
        secrets[host.lower()] = secret
    return secrets


def _places(settings: Settings) -> dict[Place, str | None]:
    """Name every forge of the hub, with the address of its API where a setting gives one."""
    return _well_known_places(settings) | dict(map(_read_forge, settings.forges))


def _well_known_places(settings: Settings) -> dict[Place, str | None]:
    places: dict[Place, str | None] = {
        (kind, entry.default_host): None
        for kind, entry in FORGES.items()
        if entry.default_host is not None
    }
    return places | {(ForgeKind.GITHUB, "github.com"): settings.github_base_url}


def _read_forge(text: str) -> tuple[Place, str | None]:
    """Read KIND:HOST or KIND:HOST=ADDRESS."""
    place, _, base_url = text.partition("=")
    kind, _, host = place.strip().partition(":")
    if kind not in FORGES or not _HOST.fullmatch(host):
        kinds = ", ".join(FORGES)
        raise NotConfigured(
            f"HUB_FORGES: {place!r} names no forge. Write KIND:HOST, where KIND is one of {kinds}."
        )
    return (ForgeKind(kind), host.lower()), base_url.strip() or None


def _tokens_by_host(settings: Settings) -> dict[str, tuple[str, ...]]:
    named = {
        "github.com": settings.github_tokens,
        "gitlab.com": settings.gitlab_tokens,
        "codeberg.org": settings.codeberg_tokens,
    }
    tokens = {
        host: tuple(token.get_secret_value() for token in secrets)
        for host, secrets in named.items()
        if secrets
    }
    for pair in settings.forge_tokens:
        host, _, token = pair.get_secret_value().partition("=")
        if not token or not _HOST.fullmatch(host):
            raise NotConfigured("HUB_FORGE_TOKENS: write each as HOST=TOKEN, parted by commas.")
        tokens[host.lower()] = (*tokens.get(host.lower(), ()), token)
    return tokens


def _make_forge(
    settings: Settings,
    clock: Clock,
    place: Place,
    base_url: str | None,
    tokens: tuple[str, ...],
    *,
    stack: ExitStack,
) -> Forge:
    kind, host = place
    make: ForgeMaker = FORGES[kind].make
    if place == (ForgeKind.GITHUB, "github.com") and (app := _github_app(settings)):
        make = partial(GitHubForge, app=app)
    forge = make(
        host,
        base_url=base_url,
        tokens=tokens,
        timeout_s=settings.request_timeout_s,
        private_hosts=settings.private_hosts,
        now=clock.now,
    )
    stack.callback(forge.close)
    return forge


def _github_app(settings: Settings) -> AppKey | None:
    """Read the key of the operator's GitHub App; its text goes into no message."""
    app_id, file = settings.github_app_id, settings.github_app_key_file
    installations = settings.github_app_installations
    if not (app_id or file or installations):
        return None
    if not (app_id and file and installations):
        raise NotConfigured(
            "A GitHub App needs all of HUB_GITHUB_APP_ID, HUB_GITHUB_APP_KEY_FILE and "
            "HUB_GITHUB_APP_INSTALLATIONS."
        )
    try:
        app = AppKey(app_id, file.read_text(encoding="ascii"), installations)
        app.auth()
    except OSError as exc:
        raise NotConfigured(
            f"HUB_GITHUB_APP_KEY_FILE: {file} cannot be read: {exc.strerror}."
        ) from None
    except ValueError:
        raise NotConfigured(
            f"HUB_GITHUB_APP_KEY_FILE: {file} is no private key of a GitHub App in PEM form."
        ) from None
    return app


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value else ""


def _make_search_engine(settings: Settings) -> SearchEngine:
    place = EnginePlace(
        settings.data_dir / "index",
        settings.search_url or "",
        _secret(settings.search_key),
        read_key=_secret(settings.search_read_key),
        synonyms=synonyms(),
    )
    try:
        return ENGINES["meilisearch" if settings.search_url else "tantivy"](place)
    except ValueError as exc:
        raise NotConfigured(str(exc)) from exc

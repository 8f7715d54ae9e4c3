"""What an operator does to sources: add, pause, resume, remove; and how a source is written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlmodel import Session, col, select

from hub.errors import BadRequest, Conflict, NotFound
from hub.models import Source
from hub.services import catalogue_addresses as catalogues
from integrations.records import ForgeKind, SourceScope

HOSTS = {"github.com": ForgeKind.GITHUB, "gitlab.com": ForgeKind.GITLAB}
HOSTS |= {"codeberg.org": ForgeKind.FORGEJO}
HOW_TO_WRITE = (
    "Write a source as https://github.com/owner, https://github.com/owner/repository, "
    "github:owner, github:org:name, or github:topic:climate,water; a catalogue as its address, "
    "or catalogue:FORMAT:ADDRESS. "
    "A group of GitLab is https://gitlab.com/groups/group/subgroup or gitlab:org:group/subgroup."
)
_MAX_LOCATOR_CHARS = 300
_MARKERS = {SourceScope.TOPIC: "topic:", SourceScope.ORGANISATION: "org:"}
_SAFE_PATH = re.compile(r"[\w.\-]+(/[\w.\-]+)*")
_SAFE_TOPICS = re.compile(r"[a-z0-9\-]+(,[a-z0-9\-]+)*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source is: on which forge, and what of it."""

    forge: str
    host: str
    scope: SourceScope
    locator: str

    def __str__(self) -> str:
        if self.scope == SourceScope.CATALOGUE:
            return f"{catalogues.MARK}{self.locator}"
        marker = _MARKERS.get(self.scope, "")
        return f"{self.host}:{marker}{self.locator}"


def parse_place(text: str, *, hosts: Sequence[tuple[str, str]] = ()) -> Place:
    """Read a source as people write it; ``hosts`` are the (kind, host) that this hub can read.

    Raises :class:`BadRequest` with what can be written.
    """
    if text.strip().startswith(catalogues.MARK):
        return _catalogue(catalogues.remote_locator(text))
    known = {host: kind for kind, host in hosts} | {h: str(k) for h, k in HOSTS.items()}
    by_kind = {kind: host for host, kind in reversed(known.items())}
    text = text.strip()
    if text.startswith(("http://", "https://")):
        host, rest = _host_and_path(text)
        if catalogues.looks_like_catalogue(text, is_at_forge=host in known):
            return _catalogue(catalogues.remote_locator(text))
    else:
        name, _, rest = text.partition(":")
        host = by_kind.get(name.lower(), name.lower())
    if known.get(host) == ForgeKind.GITLAB:
        rest = _as_gitlab_writes(rest)
    if host not in known or not rest:
        raise BadRequest(f"{text!r} does not name a forge that this hub knows. {HOW_TO_WRITE}")
    return Place(known[host], host, *_scope_and_locator(text, rest))


def _as_gitlab_writes(rest: str) -> str:
    """Read GitLab's own addresses: of a group, and of a page within a project or group."""
    place = rest.partition("/-/")[0].removesuffix("/-")
    return f"org:{place.removeprefix('groups/')}" if place.startswith("groups/") else place


def parse_local_place(text: str, *, hosts: Sequence[tuple[str, str]] = ()) -> Place:
    """Read a source as who runs the hub writes it: a catalogue may also be a path of its machine.

    Never for what a visitor wrote: paths are read. Raises :class:`BadRequest`.
    """
    if catalogues.looks_like_path(text.strip()) or text.strip().startswith(catalogues.MARK):
        return _catalogue(catalogues.local_locator(text))
    return parse_place(text, hosts=hosts)


def _catalogue(locator: str) -> Place:
    host = catalogues.host_of(locator)
    return Place(SourceScope.CATALOGUE.value, host, SourceScope.CATALOGUE, locator)


def _host_and_path(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
    except ValueError as exc:
        raise BadRequest(f"{address!r} is no address. {HOW_TO_WRITE}") from exc
    if "@" in parts.netloc:  # a password or a token, which must not be printed
        raise BadRequest(f"Write the address without a login in it. {HOW_TO_WRITE}")
    return parts.netloc.lower(), parts.path.strip("/").removesuffix(".git")


def _scope_and_locator(text: str, rest: str) -> tuple[SourceScope, str]:
    if len(rest) > _MAX_LOCATOR_CHARS:
        raise BadRequest(f"{rest[:40]!r}… is too long for a source. {HOW_TO_WRITE}")
    if rest.startswith("topic:"):
        topics = rest.removeprefix("topic:").replace(" ", "").lower()
        if _SAFE_TOPICS.fullmatch(topics):
            return SourceScope.TOPIC, topics
    elif rest.startswith("org:"):
        login = rest.removeprefix("org:")
        if _SAFE_PATH.fullmatch(login) and ".." not in login:
            return SourceScope.ORGANISATION, login
    elif _SAFE_PATH.fullmatch(rest) and ".." not in rest:
        return (SourceScope.REPOSITORY if "/" in rest else SourceScope.OWNER), rest
    raise BadRequest(f"{text!r} cannot be read as a source. {HOW_TO_WRITE}")


def place_of(source: Source) -> Place:
    """Give the place of a source, to be written as people write it."""
    return Place(source.forge, source.host, SourceScope(source.scope), source.locator)


def add(session: Session, place: Place, *, now: datetime) -> Source:
    """Add a source. Raises :class:`Conflict` if it is there already, and says how to resume it."""
    existing = find(session, place)
    if existing is not None:
        paused = "It is paused: resume it." if existing.is_paused else "It needs nothing more."
        raise Conflict(f"{place} is source {existing.id} already. {paused}")
    source = Source(
        forge=place.forge,
        host=place.host,
        scope=place.scope,
        locator=place.locator,
        added_at=now,
    )
    session.add(source)
    session.flush()
    return source


def find(session: Session, place: Place) -> Source | None:
    """Find the source of a place."""
    return session.exec(
        select(Source).where(
            Source.forge == place.forge,
            Source.host == place.host,
            Source.scope == place.scope,
            Source.locator == place.locator,
        )
    ).first()


def pick(
    session: Session, names: Sequence[str], *, hosts: Sequence[tuple[str, str]] = ()
) -> list[Source]:
    """Find sources by id or as written; all that are not paused if no name is given.

    Raises :class:`NotFound` for the first name that no source has.
    """
    if not names:
        statement = select(Source).where(col(Source.is_paused).is_(False)).order_by(col(Source.id))
        return list(session.exec(statement))
    return [_pick_one(session, name, hosts) for name in names]


def _pick_one(session: Session, name: str, hosts: Sequence[tuple[str, str]]) -> Source:
    if name.isdecimal():
        found = session.get(Source, int(name)) if len(name) < 10 else None
    else:
        found = find(session, parse_local_place(name, hosts=hosts))
    if found is None:
        raise NotFound(f"There is no source {name}. `otdhub sources list` shows them all.")
    return found


def pause(source: Source, *, because: str) -> None:
    """Stop pulling a source; what was pulled stays."""
    source.is_paused = True
    source.paused_because = because


def resume(source: Source) -> None:
    """Pull a source again from where it stopped."""
    source.is_paused = False
    source.paused_because = None
    source.retry_at = None


def remove(session: Session, source: Source) -> None:
    """Forget a source and its runs. Projects that it brought stay, without being read anew."""
    session.delete(source)

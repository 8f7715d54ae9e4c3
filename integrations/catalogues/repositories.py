"""Which repository an address of the web names: forge, host and path. Pure guessing, no request."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qsl, unquote, urlsplit

from integrations.records import ForgeKind, RecordProblem

MAX_ADDRESS_CHARS = 2000
NO_REPOSITORY = (
    "names no repository. Write it as https://HOST/OWNER/NAME, at a forge that the hub can tell."
)

# Forges of many projects whose names do not say which software they run.
KNOWN_HOSTS: Mapping[str, str] = MappingProxyType(
    {
        "github.com": ForgeKind.GITHUB,
        "gitlab.com": ForgeKind.GITLAB,
        "framagit.org": ForgeKind.GITLAB,
        "0xacab.org": ForgeKind.GITLAB,
        "code.videolan.org": ForgeKind.GITLAB,
        "git.drupalcode.org": ForgeKind.GITLAB,
        "invent.kde.org": ForgeKind.GITLAB,
        "salsa.debian.org": ForgeKind.GITLAB,
        "codeberg.org": ForgeKind.FORGEJO,
        "git.disroot.org": ForgeKind.FORGEJO,
        "bitbucket.org": ForgeKind.BITBUCKET,
        "git.sr.ht": ForgeKind.SOURCEHUT,
    }
)
_BY_FIRST_LABEL = {
    "gitlab": ForgeKind.GITLAB,
    "gitea": ForgeKind.FORGEJO,
    "forgejo": ForgeKind.FORGEJO,
    "github": ForgeKind.GITHUB,
    "git": ForgeKind.UNKNOWN,
    "code": ForgeKind.UNKNOWN,
    "source": ForgeKind.UNKNOWN,
}
# First parts of an address that are pages of the forge, not owners.
_NO_OWNERS = frozenset(
    {
        "about", "apps", "collections", "contact", "dashboard", "enterprise", "events", "explore",
        "features", "groups", "help", "issues", "login", "marketplace", "new", "notifications",
        "orgs", "organizations", "pricing", "pulls", "search", "security", "settings", "sponsors",
        "stars", "team", "topics", "trending", "users",
    }
)  # fmt: skip
# What stands behind the path of a repository in addresses of its pages.
_PAGES = frozenset(
    {
        "actions", "activity", "blob", "boards", "branches", "commits", "issues", "labels",
        "merge_requests", "milestones", "projects", "pull", "pulls", "raw", "releases", "src",
        "tags", "tree", "wiki", "wikis",
    }
)  # fmt: skip
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.\-]*[a-z0-9])?(?::[0-9]{1,5})?")
_PART = re.compile(r"~?[A-Za-z0-9_.\-+]+")
_SCP = re.compile(r"git@([A-Za-z0-9.\-]+):(?!//)(.+)")
_LABEL_IN_QUERY = re.compile(r'(?<![\w-])label:(?:"([^"]+)"|([^\s"]+))')


@dataclass(frozen=True, slots=True)
class RepositoryPlace:
    """A repository by its address; the kind is a guess where the host does not say."""

    kind: ForgeKind
    host: str
    path: str

    @property
    def url(self) -> str:
        """Give the address of its page."""
        return f"https://{self.host}/{self.path}"

    @property
    def name(self) -> str:
        """Give the last part of its path."""
        return self.path.rpartition("/")[2]


def repository_at(address: str, hosts: Mapping[str, str]) -> RepositoryPlace | None:
    """Read the repository out of its own address, or out of one of its pages.

    ``hosts`` are forges that the hub knows besides; ``None`` means that it is no repository.
    """
    split = _host_and_parts(address)
    if split is None:
        return None
    host, parts = split
    kind = _kind_of(host, hosts)
    if kind is None or len(parts) < 2 or parts[0].casefold() in _NO_OWNERS:
        return None
    kept = _path_parts(parts, kind)
    kept[-1] = kept[-1].removesuffix(".git")
    path = "/".join(kept)
    are_names = all(_PART.fullmatch(part) and part.strip(".") for part in kept)
    if len(kept) < 2 or not are_names or len(path) > 300:
        return None
    return RepositoryPlace(kind, host, path)


def no_repository(entry: str, address: str) -> RecordProblem:
    """Make the problem of an entry whose address is that of no repository."""
    shown = address if len(address) <= 100 else f"{address[:100]}…"
    return RecordProblem(entry, f"{shown!r} {NO_REPOSITORY}" if address else "has no address.")


def label_in(address: str | None) -> str | None:
    """Read the one label for which an address of an issue list asks; ``None`` if not just one."""
    try:
        parts = urlsplit((address or "")[:MAX_ADDRESS_CHARS])
    except ValueError:
        return None
    labels = {found for found in _labels_of(parts.path, parts.query) if not found.isdecimal()}
    return labels.pop() if len(labels) == 1 else None


def _labels_of(path: str, query: str) -> list[str]:
    _, found, label = path.partition("/labels/")
    labels = [unquote(label.strip("/"))] if found and label.strip("/") else []
    for name, value in parse_qsl(query, max_num_fields=None):
        if name in {"label_name[]", "label_name", "labels", "label"}:
            labels += value.split(",")
        elif name == "q":
            labels += [quoted or bare for quoted, bare in _LABEL_IN_QUERY.findall(value)]
    return [label.strip() for label in labels if label.strip()]


def _host_and_parts(address: str) -> tuple[str, list[str]] | None:
    text = address.strip()[:MAX_ADDRESS_CHARS]
    scp = _SCP.fullmatch(text)
    if scp:
        text = f"ssh://git@{scp[1]}/{scp[2]}"
    elif "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    scheme = parts.scheme.removeprefix("git+")
    login, _, host = parts.netloc.rpartition("@")
    if scheme not in {"http", "https", "git", "ssh"} or (login and login != "git"):
        return None
    host = host.casefold().removeprefix("www.")
    if scheme in {"git", "ssh"}:
        host = host.partition(":")[0]  # that port is not the one of the pages
    if not _HOST.fullmatch(host):
        return None
    return host, [part for part in parts.path.split("/") if part]


def _kind_of(host: str, hosts: Mapping[str, str]) -> ForgeKind | None:
    known = hosts.get(host) or KNOWN_HOSTS.get(host)
    if known is not None:
        return ForgeKind(known) if known in set(ForgeKind) else ForgeKind.UNKNOWN
    first, dot, _ = host.partition(".")
    return _BY_FIRST_LABEL.get(first) if dot else None


def _path_parts(parts: list[str], kind: ForgeKind) -> list[str]:
    """Cut off the page of a repository; on GitLab and where it is not known, groups may nest."""
    if kind not in {ForgeKind.GITLAB, ForgeKind.UNKNOWN}:
        return [*parts[:2]]
    for place, part in enumerate(parts):
        if part == "-" or (place >= 2 and part.casefold() in _PAGES):
            return parts[:place] or [""]
    return [*parts]

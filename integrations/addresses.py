"""The address guard: the hub never calls a private address unless its operator named that host.

A visitor may name a source, and a forge may answer with a redirect: without the guard either could
make the hub ask the machine beside it. A name is resolved here and only here, every address of it
is checked, and the connection is made to a checked address, so a name that changes its answer in
between (DNS rebinding) gains nothing. It knows nothing of forges.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from integrations.errors import ForgeRefused, ForgeUnavailable

_DEFAULT_PORTS = {"http": 80, "https": 443}

# Blocks that some Python versions call global: shared address space (RFC 6598), protocol
# assignments and benchmarks (RFC 6890), 6to4 relays, site-local, local NAT64 and discard-only.
_CLOSED: tuple[IPv4Network | IPv6Network, ...] = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "5f00::/16",
        "fec0::/10",
    )
)
_NAT64 = ip_network("64:ff9b::/96")
_IPV4_COMPATIBLE = ip_network("::/96")


@dataclass(frozen=True, slots=True)
class AddressGuard:
    """Decides which hosts may be called.

    ``private_hosts`` are the operator's exceptions, ``name`` or ``name:port``.
    """

    private_hosts: frozenset[str] = frozenset()

    @classmethod
    def allowing(cls, private_hosts: tuple[str, ...]) -> "AddressGuard":
        """Make a guard from the operator's list, in any case and with blanks."""
        return cls(frozenset(host.strip().casefold() for host in private_hosts if host.strip()))

    def check_url(self, url: str) -> None:
        """Raise :class:`ForgeRefused` unless ``url`` is http or https, with a host, nobody's login.

        The addresses are checked later, when the connection is made.
        """
        try:
            parts = urlsplit(url)
            is_usable = parts.scheme in _DEFAULT_PORTS and bool(parts.hostname)
            has_login = parts.username is not None or parts.password is not None
            _ = parts.port
        except ValueError:
            is_usable, has_login = False, False
        if not is_usable or has_login:
            raise ForgeRefused(
                "The hub calls http and https addresses only, without a login in them. "
                "Check the address of the source."
            )

    def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """Resolve ``host`` to addresses that may be called, in the order of the resolver.

        One closed address among them refuses the host as a whole: an honest forge has none.
        """
        found = _resolve(host, port)
        if not self._is_excepted(host, port):
            for address in found:
                if not is_public(address):
                    raise ForgeRefused(
                        f"{host} stands at the private address {address}, which the hub does not "
                        f"call. If that is meant, add {host} to HUB_PRIVATE_HOSTS."
                    )
        return found

    def _is_excepted(self, host: str, port: int) -> bool:
        name = host.strip("[]").rstrip(".").casefold()
        bracketed = f"[{name}]" if ":" in name else name
        return not self.private_hosts.isdisjoint({name, bracketed, f"{bracketed}:{port}"})


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet.

    An IPv6 address that carries an IPv4 address (mapped, compatible, 6to4, NAT64) counts as that
    one. Source: the IANA special-purpose registries, https://www.iana.org/assignments.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    carried = _carried_ipv4(parsed)
    if carried is not None:
        parsed = carried
    if any(parsed.version == block.version and parsed in block for block in _CLOSED):
        return False
    return parsed.is_global and not (
        parsed.is_multicast or parsed.is_reserved or parsed.is_unspecified or parsed.is_loopback
    )


def _carried_ipv4(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64 or address in _IPV4_COMPATIBLE:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _resolve(host: str, port: int) -> tuple[str, ...]:
    try:
        answers = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as exc:
        raise ForgeUnavailable(
            f"The name {host} could not be found. Check the address, or try again later."
        ) from exc
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))

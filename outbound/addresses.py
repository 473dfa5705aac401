"""Which network addresses lie on the public internet."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# Space that Python 3.11 calls global and that nevertheless leads inside, to a relay, or to nobody.
_REFUSED_V4 = tuple(ip_network(network) for network in ("192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4", "240.0.0.0/4"))
# 6to4, Teredo and their like carry an IPv4 address inside; NAT64 (64:ff9b::/96) lies outside 2000::/3 already.
_REFUSED_V6 = tuple(ip_network(network) for network in ("2001::/23", "2002::/16", "2001:db8::/32", "3fff::/20"))
_UNICAST_V6 = ip_network("2000::/3")


def is_public(address: str) -> bool:
    """Tell whether an address may be connected to.

    Source: the special-purpose registries of IANA, as Python's `ipaddress` holds them, narrowed: IPv6 only from the
    global unicast block 2000::/3, and nothing in which an IPv4 address can hide.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    if not parsed.is_global or parsed.is_multicast or parsed.is_reserved:
        return False
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in _REFUSED_V4)
    return parsed in _UNICAST_V6 and not any(parsed in network for network in _REFUSED_V6)


def pairs(allowed: Iterable[str]) -> frozenset[tuple[str, int]]:
    """Read an administrator's exceptions.

    Shape: pairs of lower-case host (IPv6 without brackets) and port.
    Errors: ValueError for an entry that is not "host:port".
    """
    found = set()
    for entry in allowed:
        host, separator, port = entry.strip().rpartition(":")
        if not separator or not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise ValueError(f"{entry!r} is not of the form host:port")
        found.add((host.removeprefix("[").removesuffix("]").lower(), int(port)))
    return frozenset(found)

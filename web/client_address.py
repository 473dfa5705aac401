"""Who is calling: the address of the other side, believed no further than the proxies that we run."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Protocol

from django.conf import settings


class Called(Protocol):
    """What a request of Django's and one of the API's have in common."""

    @property
    def META(self) -> dict[str, Any]: ...  # noqa: N802


def client_address(remote_addr: str, forwarded_for: str, trusted_proxies: int) -> str:
    """Find the caller's address.

    `forwarded_for` is the header X-Forwarded-For, several joined by commas, or "". Each of our `trusted_proxies`
    appended the address that called it, so the caller stands that many places from the end; what stands before was
    written by the caller. With 0 the header is not looked at.
    Shape: a normalised address, IPv4 where it was mapped into IPv6; "" when there is none (a Unix socket).
    """
    if trusted_proxies > 0:
        entries = [entry for entry in forwarded_for.split(",") if entry.strip()]
        if entries:
            found = _parsed(entries[-min(trusted_proxies, len(entries))])
            if found is not None:
                return str(found)
    own = _parsed(remote_addr)
    return "" if own is None else str(own)


def network_prefix(address: str) -> str:
    """Coarsen an address to its network, /24 or /48; "" when it is none."""
    return _network(address, v4=24, v6=48)


def limited_network(address: str) -> str:
    """Give the smallest network that one caller holds: the IPv4 address itself, an IPv6 /64; "" when it is none."""
    return _network(address, v4=32, v6=64)


def of_request(request: Called) -> str:
    """Find the address of a request's caller, by TRUSTED_PROXIES."""
    meta = request.META
    return client_address(
        str(meta.get("REMOTE_ADDR", "")), str(meta.get("HTTP_X_FORWARDED_FOR", "")), settings.TRUSTED_PROXIES
    )


def _network(address: str, *, v4: int, v6: int) -> str:
    parsed = _parsed(address)
    if parsed is None:
        return ""
    length = v4 if isinstance(parsed, IPv4Address) else v6
    return str(ip_network((int(parsed).to_bytes(parsed.max_prefixlen // 8, "big"), length), strict=False))


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    stripped = text.strip().strip('"')
    if stripped.startswith("["):
        stripped = stripped[1:].partition("]")[0]
    elif stripped.count(":") == 1:
        stripped = stripped.partition(":")[0]
    try:
        parsed = ip_address(stripped.partition("%")[0])
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return mapped or parsed

"""Who came, for one day, without knowing who: keyed hashes in place of addresses."""

from hmac import digest

from advocacy.clicks.events import USER_AGENT_LENGTH, short
from web.client_address import network_prefix


def visitor(*, address: str, user_agent: str, salt: bytes) -> str:
    """Hash a visitor: address and browser under the day's salt.

    Shape: 22 characters; "" without an address. Source: HMAC-SHA-256, cut to 128 bits.
    """
    if not address:
        return ""
    return _hashed(salt, f"v\0{address}\0{user_agent[:USER_AGENT_LENGTH]}")


def network(*, address: str, salt: bytes) -> str:
    """Hash a visitor's network, /24 or /48, under the day's salt; "" without an address."""
    if not address:
        return ""
    if ":" in address:
        return _hashed(salt, f"n\0{network_prefix(address)}")
    return _hashed(salt, f"n\0{address[: address.rindex('.')]}.0/24")  # the same, without parsing it again


def _hashed(salt: bytes, text: str) -> str:
    return short(digest(salt, text.encode("utf-8", "replace"), "sha256")[:16])

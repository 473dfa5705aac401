"""Who came, for one day, without knowing who: keyed hashes in place of addresses."""

from binascii import b2a_base64
from functools import lru_cache
from hashlib import blake2b

from advocacy.clicks.events import TO_URL, USER_AGENT_LENGTH
from web.client_address import network_prefix

LENGTH = 22  # characters, 132 bits
_OCTETS = 18


def visitor(*, address: str, user_agent: str, salt: bytes) -> str:
    """Hash a visitor: address and browser under the day's salt.

    Shape: 22 characters; "" without an address. Source: BLAKE2b, keyed.
    """
    return visit(address, user_agent, salt)[0]


def network(*, address: str, salt: bytes) -> str:
    """Hash a visitor's network, /24 or /48, under the day's salt; "" without an address."""
    return visit(address, "", salt)[1]


def visit(address: str, user_agent: str, salt: bytes) -> tuple[str, str]:
    """Hash a visitor and the visitor's network, both at the price of one."""
    if not address:
        return "", ""
    of_visitor, of_network = _keyed(salt)
    who, where = of_visitor.copy(), of_network.copy()
    who.update(f"{address}\0{user_agent[:USER_AGENT_LENGTH]}".encode("utf-8", "replace"))
    if ":" in address:
        where.update(network_prefix(address).encode())
    else:
        where.update(address[: address.rindex(".")].encode())  # the same for a /24, without parsing it again
    text = b2a_base64(who.digest() + where.digest(), newline=False).translate(TO_URL).decode("ascii")
    return text[:LENGTH], text[24 : 24 + LENGTH]


@lru_cache(maxsize=1)  # yesterday's goes when today's comes
def _keyed(salt: bytes) -> tuple[blake2b, blake2b]:
    return (
        blake2b(key=salt, digest_size=_OCTETS, person=b"visitor"),
        blake2b(key=salt, digest_size=_OCTETS, person=b"network"),
    )

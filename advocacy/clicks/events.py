"""One answered visit as one line of the spool.

Fields stand between tabs; the last is a CRC-32 of all before it, so that a line that was torn by a full disk or a power
cut is never taken for a shorter one. No field can hold a tab, a line break or an address.
"""

import os
import re
import string
from binascii import a2b_base64, b2a_base64, crc32
from functools import lru_cache
from os import urandom
from typing import NamedTuple
from uuid import UUID

VERSION = "1"
USER_AGENT_LENGTH = 1000
HOST_LENGTH = 120

HEAD = "h"
PREFETCH = "f"
ROBOT = "r"  # was given the preview page as a known robot
INTERNAL = "i"
HOSTING = "c"
NAVIGATION = "n"  # the browser says that a person goes there
NOT_NAVIGATION = "s"  # the browser says that something else asks: a script, a picture, a frame
FLAGS = HEAD + PREFETCH + ROBOT + INTERNAL + HOSTING + NAVIGATION + NOT_NAVIGATION

EARLIEST_MS = 1_577_836_800_000  # 2020
LATEST_MS = 4_102_444_800_000  # 2100

TO_URL = bytes.maketrans(b"+/", b"-_")
FROM_URL = bytes.maketrans(b"-_", b"+/")
_BLANKS = dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029), " ")
_HOST_CHARACTERS = frozenset(string.ascii_lowercase + string.digits + "-._:[]")
# An id has 128 bits, its last character two of them.
_WHO = re.compile(
    rf"{VERSION}\t([A-Za-z0-9_-]{{21}}[AQgw])\t([1-9][0-9]{{0,18}})\t([0-9]{{13}})\t"
    r"([A-Za-z0-9_-]{22}|)\t([A-Za-z0-9_-]{22}|)\t"
)
_SAID = re.compile(rf"([{FLAGS}]*)\t([a-z0-9._:\[\]-]{{0,{HOST_LENGTH}}})\t([^\t\0]{{0,{USER_AGENT_LENGTH}}})\t")
# An id's second part, 80 bits in 14 characters: its version, twelve random bits, its variant, 62 random bits.
_TAIL_LENGTH = 14
_TAILS = 512
_TAIL_FIXED = 0x7 << 76 | 0x2 << 62
_TAIL_RANDOM = ((1 << 12) - 1) << 64 | (1 << 62) - 1
# Each tail stands in twelve bytes, so that sixteen characters hold it and nothing of the next one.
_ALL_FIXED = int.from_bytes((_TAIL_FIXED << 16).to_bytes(12, "big") * _TAILS, "big")
_ALL_RANDOM = int.from_bytes((_TAIL_RANDOM << 16).to_bytes(12, "big") * _TAILS, "big")


class Event(NamedTuple):
    event_id: str  # 22 characters of base64url
    link_id: int
    at_ms: int  # since 1970, UTC
    visitor: str
    network_prefix: str
    flags: str
    referrer_host: str
    user_agent: str

    @property
    def uuid(self) -> UUID:
        return UUID(bytes=a2b_base64(self.event_id.encode().translate(FROM_URL) + b"=="))


class UnreadableLine(ValueError):
    """What stands in the spool is not a line that we wrote."""


def identifier(*, at_ms: int) -> str:
    """Draw the id of a new event.

    Shape: 22 characters of base64url, a UUID of version 7: time first, so that new rows sit together in the index,
    then 74 random bits.
    """
    try:
        tail = _tails.pop()
    except IndexError:
        _tails.extend(_drawn())
        tail = _tails.pop()
    return _time(at_ms) + tail


def short(digest: bytes) -> str:
    """Write 16 bytes as 22 characters that may stand in an address."""
    return b2a_base64(digest, newline=False)[:22].translate(TO_URL).decode("ascii")


def clean_user_agent(text: str) -> str:
    """Make one line of a browser's name for itself, cut to what is kept of it."""
    text = text[:USER_AGENT_LENGTH]
    return text if text.isprintable() else text.translate(_BLANKS).encode("utf-8", "replace").decode("utf-8")


def referrer_host(referrer: str) -> str:
    """Take the host, and nothing else, of the page a visitor came from; "" when there is none to be read."""
    if not referrer:
        return ""
    parts = referrer[:2000].split("/", 3)
    if len(parts) < 3 or not parts[0].endswith(":"):
        return ""
    host = parts[2].rpartition("@")[2].partition("?")[0].partition("#")[0].lower()
    return host[:HOST_LENGTH] if _HOST_CHARACTERS.issuperset(host) else ""


def write(event: Event) -> bytes:
    """Write the line, with its line break. Safe for every text: what cannot stand in a line becomes a blank."""
    return line(*event)


def line(
    event_id: str,
    link_id: int,
    at_ms: int,
    visitor: str,
    network_prefix: str,
    flags: str,
    referrer_host: str,
    user_agent: str,
) -> bytes:
    """Write the line of an event that needs not be made: the redirect's way, at a third of the price."""
    who = f"{visitor}\t{network_prefix}\t{flags}\t{referrer_host}\t{user_agent}"
    body = f"{VERSION}\t{event_id}\t{link_id}\t{at_ms}\t{who}\t".encode()
    return b"%b%08x\n" % (body, crc32(body))


def read(line: bytes) -> Event:
    """Read a line, without its line break.

    Errors: UnreadableLine unless it is one that `write` made, whole.
    """
    body = line[:-8]
    if line[-8:] != b"%08x" % crc32(body):
        raise UnreadableLine("It was torn or changed.")
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise UnreadableLine("It is not text.") from error
    who = _WHO.match(text)
    said = _said(text[who.end() :]) if who else None
    if who is None or said is None:
        raise UnreadableLine("It is of another version, or a field holds what it cannot hold.")
    event_id, link, at, visitor, network_prefix = who.groups()
    link_id, at_ms = int(link), int(at)
    if not (EARLIEST_MS <= at_ms < LATEST_MS and link_id < 2**63):
        raise UnreadableLine("A number is out of all bounds.")
    # Past the constructor that takes names, which takes as long as all the numbers of a line.
    return tuple.__new__(Event, (event_id, link_id, at_ms, visitor, network_prefix, *said))


@lru_cache(maxsize=8192)  # half of a line, and the same for everybody who comes by one browser from one network
def _said(text: str) -> tuple[str, str, str] | None:
    found = _SAID.fullmatch(text)
    return (found[1], found[2], found[3]) if found else None


@lru_cache(maxsize=64)
def _time(at_ms: int) -> str:
    return b2a_base64(at_ms.to_bytes(6, "big"), newline=False).translate(TO_URL).decode("ascii")


def _drawn() -> list[str]:
    """Draw many tails at once: to ask the system for each costs more than everything else about an id."""
    random = int.from_bytes(urandom(12 * _TAILS), "big") & _ALL_RANDOM
    encoded = b2a_base64((random | _ALL_FIXED).to_bytes(12 * _TAILS, "big"), newline=False)
    text = encoded.translate(TO_URL).decode("ascii")
    return [text[start : start + _TAIL_LENGTH] for start in range(0, len(text), 16)]


_tails: list[str] = []
os.register_at_fork(after_in_child=_tails.clear)  # two processes must not give out the same ids

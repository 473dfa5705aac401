"""The short link, answered before Django: look up, write one line, send on.

A plain WSGI function, because a framework's middleware costs ten times as much as the work itself. Nothing in here
keeps, logs or passes on an address: it lives as long as the call does.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DatabaseError

from advocacy.clicks import cards, events, robots, salt, spool, visitors
from advocacy.clicks.address_ranges import AddressRanges
from advocacy.clicks.targets import Targets
from web.client_address import client_address

PREFIX = "/l/"
_PREFIX_LENGTH = len(PREFIX)
MOST_NAMES = 4096

_EVERY_ANSWER = [
    ("Cache-Control", "no-store"),
    ("X-Robots-Tag", "noindex"),
    ("X-Content-Type-Options", "nosniff"),
]
_REDIRECT = [
    *_EVERY_ANSWER,
    ("Referrer-Policy", "no-referrer-when-downgrade"),
    ("Content-Length", "0"),
]
_CARD = [
    *_EVERY_ANSWER,
    ("Referrer-Policy", "no-referrer-when-downgrade"),
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
]
_PREFETCHES = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
# As the server writes it; everything else is parsed.
_is_plain = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}").fullmatch


class Answer(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes = b""


class Browser(NamedTuple):
    """What a browser's name says, found out once for each name."""

    name: str  # as it is kept
    flags: str
    is_nameless: bool


class Redirect:
    """Written out where it could be divided: each call of a visit costs, and was measured."""

    def __init__(
        self,
        *,
        spool: spool.Spool,
        salts: salt.Salts,
        targets: Targets,
        internal: AddressRanges,
        hosting: AddressRanges,
        trusted_proxies: int,
    ) -> None:
        self.spool = spool
        self.salts = salts
        self.targets = targets
        self.internal = internal
        self.hosting = hosting
        self.trusted_proxies = trusted_proxies
        self._has_ranges = not (internal.is_empty and hosting.is_empty)
        self._browsers: dict[str, Browser] = {}

    def answer(self, environ: Mapping[str, Any], *, now: float) -> Answer | None:
        """Answer a visit of a short link and record it.

        Shape: None when the link leads nowhere; a page has to say so.
        """
        method = environ["REQUEST_METHOD"]
        if method != "GET" and method != "HEAD":
            return Answer("405 Method Not Allowed", [*_EVERY_ANSWER, ("Allow", "GET, HEAD"), ("Content-Length", "0")])
        code = environ["PATH_INFO"][_PREFIX_LENGTH:]
        try:
            target = self.targets.find(code.removesuffix("/"), now=now)
        except DatabaseError:
            return Answer("503 Service Unavailable", [*_EVERY_ANSWER, ("Retry-After", "5"), ("Content-Length", "0")])
        if target is None:
            return None
        said = environ.get("HTTP_USER_AGENT", "")
        name, flags, is_nameless = self._browsers.get(said) or self._browser(said)
        if method == "HEAD":
            flags = events.HEAD + flags
        if (
            "HTTP_SEC_PURPOSE" in environ
            or "HTTP_PURPOSE" in environ
            or "HTTP_X_PURPOSE" in environ
            or "HTTP_X_MOZ" in environ
        ) and _is_prefetch(environ):
            flags += events.PREFETCH
        is_visit = not flags and not is_nameless
        mode = environ.get("HTTP_SEC_FETCH_MODE")
        if mode is not None:
            flags += events.NAVIGATION if mode == "navigate" else events.NOT_NAVIGATION
        address = environ.get("REMOTE_ADDR", "")
        if self.trusted_proxies or _is_plain(address) is None:
            address = client_address(address, environ.get("HTTP_X_FORWARDED_FOR", ""), self.trusted_proxies)
        if self._has_ranges:
            flags += self._ranges(address)
        link, _, _, before, after = target
        at_ms = int(now * 1000)
        click_id = events.identifier(at_ms=at_ms)
        visitor, network = visitors.visit(address, name, self.salts.current(now))
        host = events.referrer_host(environ.get("HTTP_REFERER", ""))
        self.spool.append(events.line(click_id, link, at_ms, visitor, network, flags, host, name), now=now)
        if is_visit:
            return Answer("302 Found", [*_REDIRECT, ("Location", f"{before}{click_id}{after}")])
        return self._card(link, method, leads_on=events.ROBOT not in flags)

    def _browser(self, said: str) -> Browser:
        name = events.clean_user_agent(said)
        browser = Browser(name, events.ROBOT if robots.wants_preview(name) else "", not name.strip())
        if len(said) <= events.USER_AGENT_LENGTH:
            if len(self._browsers) >= MOST_NAMES:
                self._browsers.clear()
            self._browsers[said] = browser
        return browser

    def _ranges(self, address: str) -> str:
        internal = events.INTERNAL if self.internal.hold(address) else ""
        return internal + events.HOSTING if self.hosting.hold(address) else internal

    def _card(self, link: int, method: str, *, leads_on: bool) -> Answer:
        body = cards.page(link_id=link, leads_on=leads_on).encode()
        headers = [*_CARD, ("Content-Length", str(len(body)))]
        return Answer("200 OK", headers, b"" if method == "HEAD" else body)


def of_process() -> Redirect:
    """Give this process its one redirect, as the settings say."""
    return _built(
        folder=settings.SPOOL_DIR,
        rotate_bytes=settings.SPOOL_ROTATE_BYTES,
        rotate_seconds=settings.SPOOL_ROTATE_SECONDS,
        fsync_seconds=settings.SPOOL_FSYNC_SECONDS,
        salt_url=settings.SALT_URL,
        salt_file=settings.SALT_FILE,
        internal=tuple(settings.INTERNAL_NETWORKS),
        hosting=tuple(settings.HOSTING_NETWORKS),
        trusted_proxies=settings.TRUSTED_PROXIES,
    )


def _is_prefetch(environ: Mapping[str, Any]) -> bool:
    said = " ".join(environ.get(name, "") for name in _PREFETCHES).lower()
    return "prefetch" in said or "preview" in said or "prerender" in said


@lru_cache(maxsize=1)
def _built(
    *,
    folder: Path,
    rotate_bytes: int,
    rotate_seconds: float,
    fsync_seconds: float,
    salt_url: str,
    salt_file: Path,
    internal: tuple[str, ...],
    hosting: tuple[str, ...],
    trusted_proxies: int,
) -> Redirect:
    return Redirect(
        spool=spool.of_process(
            folder=folder, rotate_bytes=rotate_bytes, rotate_seconds=rotate_seconds, fsync_seconds=fsync_seconds
        ),
        salts=salt.of_process(url=salt_url, file=salt_file),
        targets=Targets(),
        internal=AddressRanges(internal),
        hosting=AddressRanges(hosting),
        trusted_proxies=trusted_proxies,
    )

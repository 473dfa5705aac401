"""The short link, answered before Django: look up, write one line, send on.

A plain WSGI function, because a framework's middleware costs ten times as much as the work itself. Nothing in here
keeps, logs or passes on an address: it lives as long as the call does.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError

from advocacy.clicks import cards, events, robots, salt, spool, visitors
from advocacy.clicks.address_ranges import AddressRanges
from advocacy.clicks.targets import Target, Targets
from web.client_address import client_address

PREFIX = "/l/"
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
_PLAIN_ADDRESS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")


class Answer(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes = b""


class Redirect:
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
        self._previews: dict[str, bool] = {}

    def answer(self, environ: Mapping[str, object], *, now: float) -> Answer | None:
        """Answer a visit of a short link and record it.

        Shape: None when the link leads nowhere; a page has to say so.
        """
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            return Answer("405 Method Not Allowed", [*_EVERY_ANSWER, ("Allow", "GET, HEAD"), ("Content-Length", "0")])
        code = str(environ["PATH_INFO"])[len(PREFIX) :].removesuffix("/")
        try:
            target = self.targets.find(code, now=now)
        except DatabaseError:
            return Answer("503 Service Unavailable", [*_EVERY_ANSWER, ("Retry-After", "5"), ("Content-Length", "0")])
        if target is None:
            return None
        user_agent = events.clean_user_agent(str(environ.get("HTTP_USER_AGENT", "")))
        flags = self._flags(environ, method, user_agent)
        click_id = self._record(environ, target, flags, user_agent, now)
        if flags and (events.HEAD in flags or events.PREFETCH in flags or events.ROBOT in flags):
            return self._card(target, method, leads_on=events.ROBOT not in flags)
        if not user_agent.strip():
            return self._card(target, method, leads_on=True)
        return Answer("302 Found", [*_REDIRECT, ("Location", f"{target.before}{click_id}{target.after}")])

    def _flags(self, environ: Mapping[str, object], method: object, user_agent: str) -> str:
        flags = events.HEAD if method == "HEAD" else ""
        if any(name in environ for name in _PREFETCHES) and _is_prefetch(environ):
            flags += events.PREFETCH
        is_preview = self._previews.get(user_agent)
        if is_preview is None:
            if len(self._previews) >= MOST_NAMES:
                self._previews.clear()
            is_preview = self._previews[user_agent] = robots.wants_preview(user_agent)
        if is_preview:
            flags += events.ROBOT
        mode = environ.get("HTTP_SEC_FETCH_MODE")
        if mode is not None:
            flags += events.NAVIGATION if mode == "navigate" else events.NOT_NAVIGATION
        return flags

    def _record(self, environ: Mapping[str, object], target: Target, flags: str, user_agent: str, now: float) -> str:
        address = str(environ.get("REMOTE_ADDR", ""))
        if self.trusted_proxies or _PLAIN_ADDRESS.fullmatch(address) is None:
            address = client_address(address, str(environ.get("HTTP_X_FORWARDED_FOR", "")), self.trusted_proxies)
        if self.internal.hold(address):
            flags += events.INTERNAL
        if self.hosting.hold(address):
            flags += events.HOSTING
        key = self.salts.current(now)
        at_ms = int(now * 1000)
        click_id = events.identifier(at_ms=at_ms)
        event = events.Event(
            click_id,
            target.link_id,
            at_ms,
            visitors.visitor(address=address, user_agent=user_agent, salt=key),
            visitors.network(address=address, salt=key),
            flags,
            events.referrer_host(str(environ.get("HTTP_REFERER", ""))),
            user_agent,
        )
        self.spool.append(events.write(event), now=now)
        return click_id

    def _card(self, target: Target, method: object, *, leads_on: bool) -> Answer:
        body = cards.page(link_id=target.link_id, leads_on=leads_on).encode()
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


def _is_prefetch(environ: Mapping[str, object]) -> bool:
    said = " ".join(str(environ.get(name, "")) for name in _PREFETCHES).lower()
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

"""The networks on loopback, which the outbound guard is told to allow."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from accounts.models import CompanySettings, Person
from advocacy.measuring import readers, visits
from advocacy.models import NetworkServer, Share
from tests.advocacy.factories import ShareFactory
from tests.advocacy.measuring.bluesky_server import BlueskyServer
from tests.advocacy.measuring.mastodon_server import HOST, MastodonServer
from tests.outbound.conftest import raw_server

__all__ = ["raw_server"]

Sweep = Callable[[datetime], int]


@pytest.fixture
def bluesky_web() -> Iterator[HTTPServer]:
    server = HTTPServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def mastodon(httpserver: HTTPServer, settings: Settings) -> MastodonServer:
    fake = MastodonServer(httpserver)
    settings.MASTODON_ADDRESS = fake.address
    settings.OUTBOUND_ALLOWED = [*settings.OUTBOUND_ALLOWED, f"{httpserver.host}:{httpserver.port}"]
    return fake


@pytest.fixture
def bluesky(bluesky_web: HTTPServer, settings: Settings) -> BlueskyServer:
    fake = BlueskyServer(bluesky_web)
    settings.BLUESKY_APPVIEW = fake.address
    settings.OUTBOUND_ALLOWED = [*settings.OUTBOUND_ALLOWED, f"{bluesky_web.host}:{bluesky_web.port}"]
    return fake


@pytest.fixture
def sweep(settings: Settings) -> Sweep:
    """One sweep as the task does it; the pause between two visits is over."""

    def run(now: datetime) -> int:
        NetworkServer.objects.filter(failures=0).update(free_at=now)
        every = readers.every(mastodon_address=settings.MASTODON_ADDRESS, bluesky_address=settings.BLUESKY_APPVIEW)
        return visits.sweep(now=now, readers=every, allowed=settings.OUTBOUND_ALLOWED)

    return run


@pytest.fixture
def tooted(company: CompanySettings, employee: Person) -> Share:
    """An hour ago, on Mastodon."""
    return ShareFactory.create(person=employee, network="mastodon", permalink=f"https://{HOST}/@ana/1001")


@pytest.fixture
def skeeted(company: CompanySettings, employee: Person) -> Share:
    """An hour ago, on Bluesky."""
    address = "https://bsky.app/profile/ana.bsky.social/post/3kaaa"
    return ShareFactory.create(person=employee, network="bluesky", permalink=address)

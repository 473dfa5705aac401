"""A link that leads somewhere, a redirect with its own spool, and people who follow the link."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.models import CompanySettings
from advocacy.clicks import salt
from advocacy.clicks.address_ranges import AddressRanges
from advocacy.clicks.redirect import Answer, Redirect
from advocacy.clicks.spool import Spool
from advocacy.clicks.targets import Targets
from advocacy.models import Link
from tests.advocacy.factories import LinkFactory

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)

Visit = Callable[..., Answer | None]


@pytest.fixture
def link(company: CompanySettings) -> Link:
    return LinkFactory.create(code="abcd2345", target="https://northwind.example/spring?utm_source=linkedin#top")


@pytest.fixture(autouse=True)
def static_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    return settings.STATIC_ROOT


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    opened = Spool(folder=tmp_path / "spool", rotate_bytes=1_000_000, rotate_seconds=3600, fsync_seconds=3600)
    yield opened
    opened.close()


@pytest.fixture
def redirect(spool: Spool, tmp_path: Path) -> Redirect:
    return Redirect(
        spool=spool,
        salts=salt.Salts(salt.FileStore(tmp_path / "salt.json")),
        targets=Targets(),
        internal=AddressRanges(["198.51.100.0/24"]),
        hosting=AddressRanges(["203.0.113.0/24", "2001:db8:ffff::/48"]),
        trusted_proxies=0,
    )


@pytest.fixture
def visit(redirect: Redirect, now: datetime) -> Visit:
    def visiting(
        code: str = "abcd2345",
        *,
        at: datetime = now,
        address: str = "192.0.2.7",
        agent: str = FIREFOX,
        method: str = "GET",
        **headers: str,
    ) -> Answer | None:
        environ = {"REQUEST_METHOD": method, "PATH_INFO": f"/l/{code}", "REMOTE_ADDR": address}
        return redirect.answer(environ | {"HTTP_USER_AGENT": agent} | headers, now=at.timestamp())

    return visiting

"""A real browser against the whole of the web side: short links, pages and static files, as config.wsgi serves them."""

import importlib
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route, expect
from pytest_django import DjangoDbBlocker, Settings
from pytest_httpserver import HTTPServer
from time_machine import Traveller, travel

from accounts.models import Person
from advocacy.clicks import redirect
from config.celery import app as celery
from tests import databases
from tests.content.factories import CampaignFactory, MilestoneFactory, ObjectiveFactory
from tests.leaderboard.factories import MeasurementFactory

# Playwright runs an event loop in the thread of the tests; nothing of ours is asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
OWN_HOST = "127.0.0.1"
PATIENCE_MS = 20_000  # for a busy machine; who waits for a condition goes on as soon as it is there
FIRST_MS = 3 * PATIENCE_MS  # the first page of a process also loads every view and template
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: Any, django_db_blocker: DjangoDbBlocker
) -> None:
    """A file instead of memory: each thread of the server gets a connection and transactions of its own."""
    if connection.vendor == "sqlite":
        name = connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "browser.sqlite3")
        with django_db_blocker.unblock(), databases.filled(name):
            pass


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The file is there already; it goes with the folder it lies in."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    found = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    return {
        **({"executable_path": found} if found else {}),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture
def clock(now: datetime) -> Iterator[Traveller]:
    """The server's clock; it runs, and a test may move it."""
    with travel(now, tick=True) as traveller:
        yield traveller


@pytest.fixture
def site(
    transactional_db: None,
    own_world: None,
    clock: Traveller,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[str]:
    """The address of a server that answers like config.wsgi does. What is nudged is left to the test to run."""
    wsgi = importlib.import_module("config.wsgi")
    monkeypatch.setitem(celery.conf, "broker_url", "memory://")
    shared = {name: one for name, one in connections.databases.items() if one["ENGINE"].endswith("sqlite3")}
    overrides = {name: connections[name] for name in shared if connections[name].is_in_memory_db()}
    for shared_one in overrides.values():
        shared_one.inc_thread_sharing()
    thread = LiveServerThread(OWN_HOST, static_handler=lambda _pages: wsgi.application, connections_override=overrides)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    address = f"http://{OWN_HOST}:{thread.port}"
    settings.SITE_URL = settings.LINK_URL = address
    monkeypatch.setattr(wsgi, "pages", StaticFilesHandler(get_wsgi_application()))
    monkeypatch.setattr(wsgi, "SITE_HOST", address.removeprefix("http://"))
    monkeypatch.setattr(wsgi, "links", redirect.of_process())
    yield address
    thread.terminate()
    for shared_one in overrides.values():
        shared_one.dec_thread_sharing()


@pytest.fixture
def newsroom(httpserver: HTTPServer, settings: Settings) -> HTTPServer:
    """Somebody else's site on this machine, which may be read."""
    settings.OUTBOUND_ALLOWED = [f"{httpserver.host}:{httpserver.port}"]
    return httpserver


@pytest.fixture
def campaign(site: str, now: datetime) -> Any:
    objective = ObjectiveFactory.create(title="Travellers know that we run night trains", baseline=10)
    MilestoneFactory.create(objective=objective, due_on=now.date() - timedelta(days=1), value=20)
    MeasurementFactory.create(objective=objective, on=now.date() - timedelta(days=1), value=26)
    return CampaignFactory.create(objective=objective, name="Bridges")


class Complaints(list[str]):
    """What a browser had to say against a page. A test names what it provokes; everything else fails it."""

    def expect(self, *parts: str) -> None:
        """This will take out what was provoked, and fail when it was not said."""
        for part in parts:
            found = [complaint for complaint in self if part in complaint]
            assert found, f"nobody complained of {part!r}: {self}"
            for complaint in found:
                self.remove(complaint)


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    heard = Complaints()
    yield heard
    assert not heard, "\n".join(heard)


Opener = Callable[..., Page]


@pytest.fixture
def window(browser: Browser, site: str, complaints: Complaints) -> Iterator[Opener]:
    """This will open a window of its own for somebody, signed in, with what his session knows, or for a visitor."""
    opened: list[BrowserContext] = []

    def open_window(person: Person | None = None, *, session: dict[str, Any] | None = None, **said: Any) -> Page:
        said = {"viewport": DESK, "base_url": site, "user_agent": READER, "locale": "en-GB", **said}
        context = browser.new_context(**said)
        context.set_default_timeout(PATIENCE_MS)
        context.set_default_navigation_timeout(FIRST_MS)
        opened.append(context)
        context.route(lambda url: not url.startswith(f"http://{OWN_HOST}:"), elsewhere)
        listen(context, complaints)
        if person:
            sign_in(context, person, site, session)
        return context.new_page()

    yield open_window
    for context in opened:
        context.close()


def elsewhere(route: Route) -> None:
    """This will answer for the rest of the world, so that no test needs it."""
    route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>Elsewhere</title>")


def listen(context: BrowserContext, complaints: Complaints) -> None:
    def console(message: ConsoleMessage) -> None:
        complaints.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def failed(request: Request) -> None:
        # A page that is left gives up what it still asked for.
        if request.failure != "net::ERR_ABORTED":
            complaints.append(f"failed: {request.method} {request.url}: {request.failure}")

    context.on("console", console)
    context.on("weberror", lambda error: complaints.append(f"error: {error.error}"))
    context.on("requestfailed", failed)


def sign_in(context: BrowserContext, person: Person, site: str, known: dict[str, Any] | None = None) -> None:
    client = Client()
    client.force_login(person)
    session = client.session
    session.update(known or {})
    session.save()
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])

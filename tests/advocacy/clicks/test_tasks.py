from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from advocacy import tasks
from advocacy.clicks import hosts
from advocacy.models import Click, Link, SpoolHost, UserAgent
from content.models import Story
from tests.advocacy.clicks.conftest import CHROME, Visit

pytestmark = pytest.mark.django_db

READER = f"{CHROME} NewReader/1.0"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    queues: list[str] = []
    monkeypatch.setattr(tasks.drain_host, "apply_async", lambda queue, expires: queues.append(queue))
    return queues


def test_drain_clicks_stores_what_waits_here(link: Link, visit: Visit, asked: list[str]) -> None:
    visit()
    assert tasks.drain_clicks() == 1
    assert Click.objects.count() == 1
    assert asked == []


def test_drain_clicks_makes_no_host_where_there_is_no_spool(company: object, asked: list[str]) -> None:
    assert tasks.drain_clicks() == 0
    tasks.announce_host()
    assert not SpoolHost.objects.exists()


def test_drain_clicks_asks_the_other_hosts_that_are_there(company: object, asked: list[str]) -> None:
    now = timezone.now()
    hosts.announce(name="web-2", now=now)
    hosts.announce(name="long-gone", now=now - timedelta(days=3))
    hosts.announce(name="testhost", now=now)
    tasks.drain_clicks()
    assert asked == ["clicks.web-2"]


def test_judge_clicks_looks_at_the_last_two_days(link: Link, visit: Visit, asked: list[str]) -> None:
    now = timezone.now()
    Story.objects.update(goes_live_at=now - timedelta(days=9), expires_at=now + timedelta(days=1))
    for days in (0, 1, 5):
        visit(at=now - timedelta(days=days), agent=READER, address=f"192.0.2.{days}")
    tasks.drain_clicks()
    UserAgent.objects.update(text="curl/8.5.0")
    assert tasks.judge_clicks() == 2
    assert list(Click.objects.order_by("at").values_list("quality", flat=True)) == ["human", "robot", "human"]
    assert tasks.judge_clicks() == 0


def test_announce_host_makes_a_host_with_a_spool_known(company: object, settings: Settings) -> None:
    settings.SPOOL_DIR.mkdir()
    tasks.announce_host()
    tasks.announce_host()
    assert SpoolHost.objects.get().name == "testhost"

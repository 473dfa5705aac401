from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from accounts import sweeps
from accounts.models import Person
from advocacy.models import SpoolHost
from config import machinery
from config.celery import app
from tests.accounts.factories import NotificationFactory


@pytest.fixture(autouse=True)
def own_queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "messages"
    folder.mkdir()
    (tmp_path / "control").mkdir()
    options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(tmp_path / "control"),
    }
    monkeypatch.setitem(app.conf, "broker_url", "filesystem://")
    monkeypatch.setitem(app.conf, "broker_read_url", "filesystem://")
    monkeypatch.setitem(app.conf, "broker_transport_options", options)
    return folder


def test_every_planned_task_has_a_sentence() -> None:
    assert machinery.DOES.keys() == {entry["task"] for entry in configured.CELERY_BEAT_SCHEDULE.values()}


def test_queue_counts_what_waits(own_queue: Path) -> None:
    (own_queue / "1_x.celery.msg").write_text("{}")
    part = machinery.queue()
    assert (part.says, part.state) == ("1 task waits for a worker.", "good")


def test_queue_says_when_it_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> int:
        raise machinery.BrokerSilent

    monkeypatch.setattr(machinery, "queue_length", silent)
    assert machinery.queue().state == "stop"


@pytest.mark.parametrize(
    ("columns", "state"),
    [
        ({"events_drained": 5}, "good"),
        ({"bytes_waiting": 9_000, "late": True}, "stop"),
        ({"lines_quarantined": 1}, "care"),
        ({"clicks_lost": 1}, "stop"),
        ({"drained_at": None}, "stop"),
    ],
)
def test_spool_says_how_far_behind_it_is(columns: dict[str, object], state: str, now: datetime) -> None:
    drained_at = now - timedelta(minutes=10) if columns.pop("late", False) else now
    host = SpoolHost(**{"name": "web1", "seen_at": now, "drained_at": drained_at, **columns})
    assert machinery.spool(host=host, now=now).state == state


def test_sweeps_are_late_or_on_time(db: None, now: datetime) -> None:
    name = "advocacy.tasks.drain_clicks"
    sweeps.finished(name=name, started_at=now, now=now)
    state = {part.name: part.state for part in machinery.sweeps(now=now + timedelta(seconds=60))}
    assert state[str(machinery.DOES[name])] == "good"
    assert state[str(machinery.DOES["leaderboard.tasks.check_all_points"])] == "good"
    assert len(state) == len({entry["task"] for entry in configured.CELERY_BEAT_SCHEDULE.values()})
    state = {part.name: part.state for part in machinery.sweeps(now=now + timedelta(seconds=600))}
    assert state[str(machinery.DOES[name])] == "stop"


def test_broken_sweeps_are_said(db: None, now: datetime) -> None:
    for _turn in range(3):
        sweeps.failed(name="advocacy.tasks.drain_clicks", started_at=now, now=now, error="OSError")
    part = next(
        part for part in machinery.sweeps(now=now) if part.name == machinery.DOES["advocacy.tasks.drain_clicks"]
    )
    assert part.state == "stop"
    assert "OSError 3 times in a row" in part.says


def test_mail_given_up_is_said(employee: Person) -> None:
    NotificationFactory.create(person=employee)
    assert machinery.mail().says == "1 mail waits to be sent."
    NotificationFactory.create(person=employee, mail="failed")
    assert machinery.mail().state == "care"


def test_page_begins_with_a_verdict(
    administrator: Person, client_of: Callable[[Person], Client], now: datetime
) -> None:
    SpoolHost.objects.create(name="web1", seen_at=now, drained_at=now, clicks_lost=3)
    page = client_of(administrator).get(reverse("status")).content.decode()
    assert "Something stands still." in page
    assert "3 clicks were sent on without being counted" in page

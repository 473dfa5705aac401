"""A nudge makes it quicker, and is never needed."""

import pytest
from celery.app.task import Task
from django.urls import reverse
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from content.models import Preview
from tests.access.world import CSRF, World


def test_broker_that_is_silent_keeps_nobody_from_asking(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    asked = []

    def silent(self: Task, *args: object, **kwargs: object) -> None:
        asked.append(self.name)
        raise OperationalError

    monkeypatch.setattr(Task, "delay", silent)
    with django_capture_on_commit_callbacks(execute=True):
        answer = world.client("curator").post(
            reverse("start_story"), {"url": "https://a.example/1"}, headers={"X-CSRFToken": CSRF}
        )
    assert asked == ["content.tasks.read_waiting_previews"]
    assert answer.status_code == 302
    assert Preview.objects.filter(url="https://a.example/1", state="waiting").exists()

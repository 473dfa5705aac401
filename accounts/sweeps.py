"""The record of background work that the status page shows."""

from datetime import datetime

from django.db.models import F

from accounts.models import SweepRun


def finished(*, name: str, started_at: datetime, now: datetime, result: str = "") -> None:
    """This will note that a task ran to its end. Safe to repeat."""
    _note(name=name, started_at=started_at, finished_at=now, result=result[:200], error="", failures=0)


def failed(*, name: str, started_at: datetime, now: datetime, error: str) -> None:
    """This will note that a task broke off; failures in a row are counted."""
    _note(name=name, started_at=started_at, finished_at=now, result="", error=error[:200], failures=F("failures") + 1)


def _note(*, name: str, **columns: object) -> None:
    if not SweepRun.objects.filter(name=name).update(**columns):
        first = {**columns, "failures": 1 if columns["error"] else 0}
        SweepRun.objects.bulk_create([SweepRun(name=name, **first)], ignore_conflicts=True)

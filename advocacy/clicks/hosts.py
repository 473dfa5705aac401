"""The hosts that answer links, each with a spool of its own that only a worker on that host can read."""

from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import F

from advocacy.models import SpoolHost

RECENT = timedelta(days=1)
ASKED_EVERY_SECONDS = 3


def announce(*, name: str, now: datetime) -> SpoolHost:
    """Say that this host has a spool and somebody who reads it. Safe to repeat."""
    host, _ = SpoolHost.objects.update_or_create(
        name=name[:120], defaults={"seen_at": now}, create_defaults={"name": name[:120], "seen_at": now}
    )
    return host


def others(*, name: str, now: datetime) -> list[str]:
    """Name the other hosts that were seen within a day."""
    recent = SpoolHost.objects.filter(seen_at__gte=now - RECENT).exclude(name=name[:120]).order_by("name")
    return list(recent.values_list("name", flat=True))


def queue(name: str) -> str:
    """Name the queue that only the workers of this host listen to."""
    return f"clicks.{name}"


def has_spool(folder: Path) -> bool:
    return folder.is_dir()


def add(*, host: SpoolHost, drained: int = 0, quarantined: int = 0, lost: int = 0) -> None:
    """Add to what is known of a host, in the caller's transaction."""
    SpoolHost.objects.filter(pk=host.pk).update(
        events_drained=F("events_drained") + drained,
        lines_quarantined=F("lines_quarantined") + quarantined,
        clicks_lost=F("clicks_lost") + lost,
    )


def measure(*, host: SpoolHost, files: int, octets: int, now: datetime) -> None:
    """Note what waits after a sweep."""
    SpoolHost.objects.filter(pk=host.pk).update(files_waiting=files, bytes_waiting=octets, drained_at=now, seen_at=now)

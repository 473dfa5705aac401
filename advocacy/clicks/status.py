"""How the spools are, for the administrators' status page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from advocacy.models import SpoolHost

LATE = timedelta(seconds=60)


@dataclass(frozen=True)
class HostStatus:
    name: str
    seen_at: datetime
    drained_at: datetime | None
    files_waiting: int
    bytes_waiting: int
    events_drained: int
    lines_quarantined: int
    clicks_lost: int
    is_late: bool  # nobody drained it for a minute

    @property
    def is_well(self) -> bool:
        return not (self.is_late or self.lines_quarantined or self.clicks_lost)


def of_hosts(now: datetime) -> list[HostStatus]:
    """Describe every host that answers links. Shape: by name. Source: one query."""
    return [
        HostStatus(
            name=host.name,
            seen_at=host.seen_at,
            drained_at=host.drained_at,
            files_waiting=host.files_waiting,
            bytes_waiting=host.bytes_waiting,
            events_drained=host.events_drained,
            lines_quarantined=host.lines_quarantined,
            clicks_lost=host.clicks_lost,
            is_late=host.drained_at is None or now - host.drained_at > LATE,
        )
        for host in SpoolHost.objects.order_by("name")
    ]

"""What gives machines away that carry a person's browser: not one visit, but several together. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

SCANNER = "scanner"
BURST = "burst"
REASONS = frozenset({SCANNER, BURST})

# Mail gateways open every link of a message at once. Nobody reads three posts of one person in that time.
SCANNED_LINKS = 3
SCANNER_WINDOW = timedelta(seconds=5)
# One network on one link. An office that was just told about a post stays below that.
BURST_VISITS = 20
BURST_WINDOW = timedelta(seconds=10)
FARTHEST = max(SCANNER_WINDOW, BURST_WINDOW)  # no visit says anything about another that is farther away


class Visit(NamedTuple):
    event_id: UUID
    at: datetime
    link_id: int
    visitor: str
    network_prefix: str


def found(visits: Iterable[Visit]) -> dict[UUID, str]:
    """Find the machines among the visits to one person's links.

    Shape: event → reason. It depends on the set of visits alone, and of that only on what lies FARTHEST around each.
    """
    ordered = sorted(visits, key=lambda visit: (visit.at, visit.event_id))
    reasons: dict[UUID, str] = {}
    for group in _groups(ordered, BURST):
        for visit in _crowded(group, BURST_WINDOW, BURST_VISITS, distinct="event_id"):
            reasons[visit.event_id] = BURST
    for group in _groups(ordered, SCANNER):
        for visit in _crowded(group, SCANNER_WINDOW, SCANNED_LINKS, distinct="link_id"):
            reasons[visit.event_id] = SCANNER
    return reasons


def _groups(visits: list[Visit], reason: str) -> Iterable[list[Visit]]:
    groups: defaultdict[Hashable, list[Visit]] = defaultdict(list)
    for visit in visits:
        if reason == BURST and visit.network_prefix:
            groups[visit.network_prefix, visit.link_id].append(visit)
        if reason == SCANNER and visit.visitor:
            groups[visit.visitor].append(visit)
    return groups.values()


def _crowded(visits: list[Visit], window: timedelta, most: int, *, distinct: str) -> Iterator[Visit]:
    """Walk a window over visits in the order of time, and give those of every window that holds too much."""
    first = given = 0
    inside: defaultdict[object, int] = defaultdict(int)
    for last, visit in enumerate(visits):
        inside[getattr(visit, distinct)] += 1
        while visit.at - visits[first].at >= window:
            gone = getattr(visits[first], distinct)
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            first += 1
        if len(inside) >= most:
            yield from visits[max(first, given) : last + 1]
            given = last + 1

"""From the host's spool into the database: every line once, whatever dies on the way.

The lines' rows, their figures and the position in the file are one transaction; the file goes after the last of them. A
line that comes back all the same (a file restored from a backup) is known by its event id.
"""

import logging
import os
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from accounts import company
from advocacy.clicks import (
    again,
    behaviour,
    events,
    hosts,
    own_visits,
    partitions,
    quality,
    rows,
    salt,
    spool_files,
    user_agents,
)
from advocacy.clicks.spool_files import Batch, SpoolFile
from advocacy.models import CompanyClicks, SpoolHost, SpoolPosition
from advocacy.models.click import Quality

logger = logging.getLogger(__name__)

BUDGET_SECONDS = 20.0
# One transaction each. On SQLite somebody who claims a story waits behind it; elsewhere a larger one writes less often
# to the same sums, and takes more memory, of which it needs six times as much.
BATCH_BYTES = {"sqlite": 65_536, "postgresql": 8_388_608}


LOOKING_SECONDS = 1.0  # of a sweep
Crowds = dict[int, tuple[datetime, datetime]]  # person → when the links were visited by what may be machines
CROWD = 5  # visits of one network to one link in one minute of one batch, from which on all batches are asked
CROWD_MS = 60_000


class Overtaken(Exception):
    """Somebody else stored these lines in the meantime."""


@dataclass(frozen=True)
class Sweep:
    """What one sweep knows and gathers."""

    host: SpoolHost
    zone: ZoneInfo
    now: datetime
    stop_at: float
    first_ms: int  # events before that lie on days of which the clicks are deleted
    crowds: Crowds = field(default_factory=dict)


def sweep(*, now: datetime, budget_seconds: float = BUDGET_SECONDS) -> int:
    """Store what waits in this host's spool.

    Shape: how many clicks were new. Safe to repeat, to run several times at once, and to kill at any point.
    Errors: DatabaseError when a file could not be stored, after all others were tried.
    """
    stop_at = monotonic() + budget_seconds
    host = hosts.announce(name=settings.SPOOL_HOST, now=now)
    zone = company.current().zone
    this = Sweep(host=host, zone=zone, now=now, stop_at=stop_at, first_ms=_first_ms(zone))
    stored = 0
    failure: DatabaseError | None = None
    for file in spool_files.waiting(settings.SPOOL_DIR):
        try:
            stored += _drain(file, this)
        except DatabaseError as error:
            logger.exception("%s could not be stored; it stays.", file.name)
            failure = error
    _look(this)
    _count_losses(host)
    _tidy(host)
    _measure(host, now)
    salt.store(url=settings.SALT_URL, file=settings.SALT_FILE).forget(int(now.timestamp() // salt.DAY_SECONDS))
    own_visits.forget(now=now)
    if failure is not None:
        raise failure
    return stored


def _first_ms(zone: ZoneInfo) -> int:
    final = CompanyClicks.objects.final_until()
    if final == date.min:
        return 0
    return int(company.day_starts(on=final + timedelta(days=1), zone=zone).timestamp() * 1000)


def _drain(file: SpoolFile, this: Sweep) -> int:
    stored = 0
    with spool_files.held(file) as descriptor:
        if descriptor is None:
            return 0
        # Asked before the lines are read: what is closed now has its last line already.
        is_closed = spool_files.is_closed(file, spool_files.waiting(file.path.parent))
        place, _ = SpoolPosition.objects.get_or_create(host=this.host, name=file.name)
        position = place.position
        while monotonic() < this.stop_at:
            batch = spool_files.batch(
                descriptor, position=position, most_bytes=BATCH_BYTES[connection.vendor], is_closed=is_closed
            )
            if batch.end == position:
                break
            try:
                stored += _store(file, batch, place, position, this)
            except Overtaken:
                return stored
            position = batch.end
        if is_closed and position >= os.fstat(descriptor).st_size:
            file.path.unlink(missing_ok=True)
            place.delete()
    return stored


def _store(file: SpoolFile, batch: Batch, place: SpoolPosition, position: int, this: Sweep) -> int:
    judged, unreadable = _judged(batch, this)
    if unreadable:
        _set_aside(file, unreadable)
    partitions.prepare(months=rows.months(judged=judged))
    with transaction.atomic():
        if not SpoolPosition.objects.filter(pk=place.pk, position=position).update(position=batch.end):
            raise Overtaken
        added = rows.store(judged=judged, zone=this.zone)
        hosts.add(host=this.host, drained=added, quarantined=len(unreadable))
    for person, (since, until) in _crowds(judged).items():
        first, last = this.crowds.get(person, (since, until))
        this.crowds[person] = (min(first, since), max(last, until))
    return added


def _look(this: Sweep) -> None:
    """This will judge together what came together. What there is no time for is judged at night, with its whole day."""
    stop_at = min(this.stop_at, monotonic() + LOOKING_SECONDS)
    for person, (since, until) in sorted(this.crowds.items()):
        if monotonic() >= stop_at:
            logger.warning("Too many links were visited by crowds; they are judged at night.")
            return
        again.look(person_id=person, since=since - behaviour.FARTHEST, until=until + behaviour.FARTHEST, zone=this.zone)


def _crowds(judged: Collection[rows.Judged]) -> Crowds:
    """Find whose links were visited by machines, perhaps, and when; a batch may hold a part of what came at once."""
    visits = [
        (person, event.link_id, event.at_ms // CROWD_MS, event.visitor, event.network_prefix)
        for event, person, verdict, _ in judged
        if verdict.quality is not Quality.ROBOT
    ]
    together = Counter([(person, link, minute, network) for person, link, minute, _, network in visits if network])
    crowded = {person for (person, *_), count in together.items() if count >= CROWD}
    # Of whoever came by several links of one person, one is remembered and the others differ.
    links = {(person, minute, visitor): link for person, link, minute, visitor, _ in visits if visitor}
    crowded |= {
        person for person, link, minute, visitor, _ in visits if visitor and links[person, minute, visitor] != link
    }
    if not crowded:
        return {}
    times: defaultdict[int, list[int]] = defaultdict(list)
    for event, person, verdict, _ in judged:
        if person in crowded and verdict.quality is not Quality.ROBOT:
            times[person].append(event.at_ms)
    millisecond = timedelta(milliseconds=1)
    return {
        person: (quality.instant(min(at_ms)), quality.instant(max(at_ms)) + millisecond)
        for person, at_ms in times.items()
    }


def _judged(batch: Batch, this: Sweep) -> tuple[list[rows.Judged], list[tuple[int, bytes]]]:
    """Read and judge the lines of a batch. Shape: what can be stored, and the lines that cannot."""
    readable: list[tuple[int, bytes, events.Event]] = []
    unreadable: list[tuple[int, bytes]] = []
    for begins, line in batch.lines:
        try:
            event = events.read(line)
        except events.UnreadableLine:
            unreadable.append((begins, line))
            continue
        # What was counted on a day whose clicks are deleted cannot be told from what was not.
        if event.at_ms < this.first_ms:
            unreadable.append((begins, line))
        else:
            readable.append((begins, line, event))
    around = quality.surroundings([event for _, _, event in readable])
    names = user_agents.known(texts={event.user_agent for _, _, event in readable}, now=this.now)
    judged = []
    for begins, line, event in readable:
        person = around.people.get(event.link_id)
        if person is None:
            unreadable.append((begins, line))
            continue
        name = names[event.user_agent]
        verdict = quality.judge(event, rule=name.rule, around=around)
        judged.append(rows.Judged(event, person, verdict, name.pk))
    return judged, unreadable


def _set_aside(file: SpoolFile, lines: list[tuple[int, bytes]]) -> None:
    logger.warning("%s: %d lines cannot be stored and are set aside.", file.name, len(lines))
    try:
        spool_files.quarantine(file, lines)
    except OSError as error:
        # They are counted all the same; a full disk must not keep the good lines from being drained, which frees it.
        logger.warning("%s: they could not be kept: %s.", file.name, error.strerror)


def _count_losses(host: SpoolHost) -> None:
    """Add what the host's processes could not write, each number once."""
    folder = settings.SPOOL_DIR
    for name, lost in spool_files.losses(folder).items():
        place, _ = SpoolPosition.objects.get_or_create(host=host, name=name)
        if lost > place.position:
            with transaction.atomic():
                if SpoolPosition.objects.filter(pk=place.pk, position=place.position).update(position=lost):
                    hosts.add(host=host, lost=lost - place.position)
        if spool_files.remove_counter(folder, name, counted=lost):
            place.delete()


def _tidy(host: SpoolHost) -> None:
    """Forget the positions of files that went when a sweep was killed right after it removed them."""
    folder = settings.SPOOL_DIR
    for place in SpoolPosition.objects.filter(host=host):
        if not (folder / place.name).exists():
            place.delete()


def _measure(host: SpoolHost, now: datetime) -> None:
    drained = dict(SpoolPosition.objects.filter(host=host).values_list("name", "position"))
    left = []
    for file in spool_files.waiting(settings.SPOOL_DIR):
        try:
            left.append(file.path.stat().st_size - drained.get(file.name, 0))
        except FileNotFoundError:
            continue
    waiting = [octets for octets in left if octets > 0]
    hosts.measure(host=host, files=len(waiting), octets=sum(waiting), now=now)

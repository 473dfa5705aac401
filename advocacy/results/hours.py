"""When people read us: the clicks of four weeks by weekday and hour, and the one sentence that they bear out."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import charts
from accounts import company
from advocacy.models import HourlyClicks

DAYS = 28  # whole days, so that every weekday is there four times
HOURS = range(24)
WEEK = range(7)
TOGETHER = 2  # hours that are named together
# A part of n independent clicks is known to 1/√n at worst, nineteen times of twenty: of 400, to five in a hundred.
ENOUGH = 400
APART = 1.96  # nineteen times of twenty
LEVELS = 4

Place = tuple[int | None, int | None]  # weekday and first hour; None: all of them
Cells = Mapping[tuple[date, int], int]


class Kind(StrEnum):
    """What four weeks of clicks bear out."""

    NONE = "none"  # nobody came
    FEW = "few"  # too few to say
    TIME = "time"  # two hours of one weekday
    HOURS = "hours"  # two hours, all weekdays together
    DAY = "day"  # a weekday, all hours together
    ONCE = "once"  # the same, but most of it on one date
    FLAT = "flat"  # nothing stands out


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What stands out. Units: clicks; a part between 0 and 1. `weekday`: Monday is 0; `hour`: the first of two."""

    kind: Kind
    weekday: int | None = None
    hour: int | None = None
    on: date | None = None
    clicks: int = 0
    part: float = 0.0


@dataclass(frozen=True)
class Cell:
    """Clicks in one hour of a weekday, how dark they are shown, and whether the sentence speaks of them."""

    clicks: int
    level: int
    is_found: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    begins: str
    cells: Sequence[Cell]
    clicks: int


@dataclass(frozen=True, kw_only=True)
class ReadingHours:
    """Four weeks of human clicks on all links, up to and with `until`, by the clock of the zone.

    Shape: `cells[hour][weekday]`; `minute`: when hours begin, for they are kept as hours of UTC.
    """

    since: date
    until: date
    zone: str
    minute: int
    cells: Sequence[Sequence[int]]
    finding: Finding

    @property
    def clicks(self) -> int:
        return sum(self.by_weekday)

    @property
    def by_weekday(self) -> list[int]:
        return [sum(hour[weekday] for hour in self.cells) for weekday in WEEK]

    def begins(self, hour: int) -> str:
        return time_format(time(hour % len(HOURS), self.minute), "TIME_FORMAT")

    def level(self, clicks: int) -> int:
        """This will say how dark a cell is: 0 for none, 4 for the upper quarter of the largest."""
        most = max(max(hour) for hour in self.cells)
        return math.ceil(LEVELS * clicks / most) if clicks else 0

    def is_found(self, *, weekday: int, hour: int) -> bool:
        """This will say whether a cell is one of those that the sentence speaks of."""
        found = self.finding
        if found.weekday is None and found.hour is None:
            return False
        begins = found.hour
        return found.weekday in {None, weekday} and (begins is None or begins <= hour < begins + TOGETHER)

    @property
    def rows(self) -> list[Row]:
        """This will give the table as a page shows it: an hour a row, a weekday a column."""
        return [
            Row(
                begins=self.begins(hour),
                cells=[
                    Cell(clicks, self.level(clicks), is_found=self.is_found(weekday=weekday, hour=hour))
                    for weekday, clicks in enumerate(clicks_of)
                ],
                clicks=sum(clicks_of),
            )
            for hour, clicks_of in enumerate(self.cells)
        ]

    @property
    def line(self) -> str:
        """This will give the sentence that a person reads."""
        found = self.finding
        words = {
            "day": str(WEEKDAYS[found.weekday]) if found.weekday is not None else "",
            "from": self.begins(found.hour) if found.hour is not None else "",
            "to": self.begins(found.hour + TOGETHER) if found.hour is not None else "",
            "on": date_format(found.on, "MONTH_DAY_FORMAT") if found.on else "",
            "part": charts.percent(found.part),
            "clicks": charts.whole(self.clicks),
            "enough": charts.whole(ENOUGH),
        }
        return self._sentence % words

    @property
    def _sentence(self) -> str:
        match self.finding.kind:
            case Kind.NONE:
                return _("Nobody followed a link in the last four weeks.")
            case Kind.FEW:
                return ngettext(
                    "%(clicks)s click in four weeks is too few to say when people read us; it takes %(enough)s.",
                    "%(clicks)s clicks in four weeks are too few to say when people read us; it takes %(enough)s.",
                    self.clicks,
                )
            case Kind.TIME:
                return _(
                    "People read us most on %(day)s from %(from)s to %(to)s: "
                    "%(part)s of %(clicks)s clicks in four weeks."
                )
            case Kind.HOURS:
                return _(
                    "People read us most from %(from)s to %(to)s, all weekdays together: "
                    "%(part)s of %(clicks)s clicks in four weeks."
                )
            case Kind.DAY:
                return _(
                    "People read us most on %(day)s, all hours together: %(part)s of %(clicks)s clicks in four weeks."
                )
            case Kind.ONCE:
                return _(
                    "What stands out came mostly on %(on)s, with %(part)s of %(clicks)s clicks in four weeks: "
                    "one good day, not yet a habit."
                )
            case _:
                return _(
                    "No hour and no weekday stands out among %(clicks)s clicks in four weeks: "
                    "the busiest two hours have %(part)s."
                )


def of(*, now: datetime) -> ReadingHours:
    """This will lay out the human clicks of the last 28 whole company days. Source: two queries, 673 rows at most."""
    zone = company.current().zone
    today = company.day(at=now, zone=zone)
    since, until = today - timedelta(days=DAYS), today - timedelta(days=1)
    span = [company.day_starts(on=on, zone=zone) for on in (since, today)]
    rows = HourlyClicks.objects.filter(at__gte=span[0], at__lt=span[1], human__gt=0)
    return laid_out(rows.values_list("at", "human"), since=since, until=until, zone=zone)


def laid_out(hours: Iterable[tuple[datetime, int]], *, since: date, until: date, zone: ZoneInfo) -> ReadingHours:
    """This will lay hours of UTC out by weekday and hour of a zone, and say what stands out.

    An hour belongs to the weekday and the hour of the clock in which it begins. Where clocks are half an hour apart
    from UTC all of them begin at half past, and are called so. A clock that is put back has one hour twice, and what
    came in both is added up; the hour that a clock skips has nothing. No click is lost. Pure.
    """
    cells: Counter[tuple[date, int]] = Counter()
    for at, clicks in hours:
        local = at.astimezone(zone)
        cells[local.date(), local.hour] += clicks
    table = [[0] * len(WEEK) for _hour in HOURS]
    for (on, hour), clicks in cells.items():
        table[hour][on.weekday()] += clicks
    return ReadingHours(
        since=since,
        until=until,
        zone=str(zone),
        minute=datetime.combine(until, time(12), tzinfo=UTC).astimezone(zone).minute,
        cells=table,
        finding=_finding(cells, table),
    )


def is_ahead(first: int, second: int) -> bool:
    """This will say whether one count is larger than another by more than chance.

    Source: the difference of two Poisson counts has the sum of both as its variance.
    """
    return first - second > APART * math.sqrt(first + second)


def _finding(cells: Cells, table: Sequence[Sequence[int]]) -> Finding:
    """The narrowest that is borne out: two hours of a weekday, else two hours, else a weekday."""
    everything = sum(cells.values())
    if everything < ENOUGH:
        return Finding(kind=Kind.FEW if everything else Kind.NONE)
    firsts = HOURS[: 1 - TOGETHER]
    sums: dict[Kind, dict[Place, int]] = {
        Kind.TIME: {(day, hour): _sum(table, [day], hour) for day in WEEK for hour in firsts},
        Kind.HOURS: {(None, hour): _sum(table, WEEK, hour) for hour in firsts},
        Kind.DAY: {(day, None): sum(hour[day] for hour in table) for day in WEEK},
    }
    for kind, counts in sums.items():
        best = max(counts, key=lambda place: counts[place])
        others = [clicks for place, clicks in counts.items() if not _touches(place, best)]
        if is_ahead(counts[best], max(others)):
            return _of_one_day(cells, kind, best, counts[best], everything)
    most = max(sums[Kind.TIME].values())
    return Finding(kind=Kind.FLAT, clicks=most, part=most / everything)


def _of_one_day(cells: Cells, kind: Kind, best: Place, clicks: int, everything: int) -> Finding:
    """Clicks come in clusters: one post that many read makes a Tuesday, and says nothing of the next."""
    weekday, begins = best
    by_date: Counter[date] = Counter()
    for (on, hour), count in cells.items():
        if weekday in {None, on.weekday()} and (begins is None or begins <= hour < begins + TOGETHER):
            by_date[on] += count
    on, most = by_date.most_common(1)[0]
    if most * 2 > clicks:
        whole_day = sum(count for (day, _hour), count in cells.items() if day == on)
        return Finding(kind=Kind.ONCE, on=on, clicks=whole_day, part=whole_day / everything)
    return Finding(kind=kind, weekday=weekday, hour=begins, clicks=clicks, part=clicks / everything)


def _sum(table: Sequence[Sequence[int]], days: Iterable[int], hour: int) -> int:
    return sum(table[each][day] for day in days for each in range(hour, hour + TOGETHER))


def _touches(one: Place, other: Place) -> bool:
    """Two hours that overlap or follow each other on a day are one stretch, not rivals."""
    if one[0] != other[0] or one[1] is None or other[1] is None:
        return one == other
    return abs(one[1] - other[1]) <= TOGETHER

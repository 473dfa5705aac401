"""The ledger: points of a person's week as a function of the set of facts in it, and nothing else.

The facts of one act are ordered by time, then key; in which order they became known changes nothing. When the set
changes, the difference is added as one more line.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Sum

from accounts import company
from accounts.models import FollowerCount, Person
from leaderboard import causes, lifts, seasons, standings, weights
from leaderboard.models import Act, PointEntry, SettledCause

LOOK_BACK = timedelta(days=28)
BATCH = 500
Reason = PointEntry.Reason
Week = tuple[int, date]


def settle(*, now: datetime, most: int = BATCH) -> int:
    """This will bring the ledger up to date with what happened in the last four weeks, and count the lines it added.

    Safe to repeat: without a new fact nothing is written. What two workers try at once, one of them does.
    Source: two anti-joins for each act; then one short transaction for each person and week.
    """
    zone = company.current().zone
    since = now - LOOK_BACK
    return _settle_weeks(_open(since=since, zone=zone, most=most), now=now, zone=zone)


def check_all(*, now: datetime) -> int:
    """This will look at every fact there is, at the clicks of the last three weeks and at every total of the season.

    Shape: how many lines were added and totals put right. Safe to repeat.
    """
    zone = company.current().zone
    changed = 0
    done: set[Week] = set()
    while found := _open(since=None, zone=zone, most=BATCH) - done:
        changed += _settle_weeks(found, now=now, zone=zone)
        done |= found
    this_week = company.week(at=now, zone=zone)
    recent = SettledCause.objects.filter(
        act=Act.SHARE,
        week__gt=this_week - lifts.COUNTED - seasons.WEEK,
        person__in=FollowerCount.objects.values("person"),
    )
    changed += _settle_weeks(set(recent.values_list("person_id", "week").distinct()) - done, now=now, zone=zone)
    for week in {this_week, this_week - LOOK_BACK}:
        changed += standings.check(season=seasons.of(week=week))
    return changed


def _open(*, since: datetime | None, zone: ZoneInfo, most: int) -> set[Week]:
    """Find the weeks of people whose set of facts differs from the settled one."""
    found: set[Week] = set()
    from_week = company.week(at=since, zone=zone) if since else None
    for act in Act.values:
        for person_id, at in causes.unsettled(act=act, since=since, most=most):
            found.add((person_id, company.week(at=at, zone=zone)))
        found.update(causes.vanished(act=act, since=from_week, most=most))
    return found


def _settle_weeks(weeks: set[Week], *, now: datetime, zone: ZoneInfo) -> int:
    values: dict[date, dict[str, weights.Value]] = {}
    added = 0
    for person_id, week in sorted(weeks):
        if week not in values:
            values[week] = weights.at(week)
        try:
            added += _settle_week(person_id=person_id, week=week, now=now, zone=zone, values=values[week])
        except IntegrityError:
            continue  # another worker settled this week between our reading and our writing; the next sweep looks again
    return added


def _settle_week(*, person_id: int, week: date, now: datetime, zone: ZoneInfo, values: dict[str, weights.Value]) -> int:
    """Settle one person's week; all acts in one transaction behind a lock on the person."""
    start = company.day_starts(on=week, zone=zone)
    end = company.day_starts(on=week + seasons.WEEK, zone=zone)
    with transaction.atomic():
        person = Person.objects.select_for_update(no_key=True).filter(pk=person_id).first()
        if person is None:
            return 0
        settled: dict[str, set[int]] = {act: set() for act in Act.values}
        for act, cause in SettledCause.objects.filter(person=person, week=week).values_list("act", "cause"):
            settled[act].add(cause)
        ledger = {
            act: (number, points)
            for act, number, points in PointEntry.objects.filter(person=person, week=week)
            .order_by()
            .values_list("act")
            .annotate(Max("number"), Sum("points"))
        }
        added = total = 0
        for act in Act.values:
            facts = causes.of(act=act, person_id=person_id, start=start, end=end)
            facts = _settle_facts(act=act, person=person, week=week, facts=facts, settled=settled[act])
            number, before = ledger.get(act, (0, 0))
            lift = lifts.of(person_id=person_id, shares=facts, week=week) if act == Act.SHARE else Decimal(1)
            difference = values[act].together(len(facts), factor=lift) - before
            if difference:
                PointEntry.objects.create(
                    person=person,
                    team_id=person.team_id,
                    week=week,
                    act=act,
                    number=number + 1,
                    points=difference,
                    causes=facts,
                    reason=_reason(act=act, difference=difference, facts=set(facts), settled=settled[act]),
                    at=now,
                )
                added += 1
                total += difference
        if added:
            standings.add(person=person, week=week, points=total)
    return added


def _settle_facts(*, act: str, person: Person, week: date, facts: list[int], settled: set[int]) -> list[int]:
    """Write down which facts are settled now; a fact that was settled in another week stays there."""
    new = set(facts) - settled
    if new:
        elsewhere = SettledCause.objects.filter(act=act, cause__in=new).values_list("cause", flat=True)
        new -= set(elsewhere)
        SettledCause.objects.bulk_create(
            [SettledCause(act=act, cause=cause, person=person, week=week) for cause in sorted(new)]
        )
    gone = settled - set(facts)
    if gone:
        SettledCause.objects.filter(act=act, cause__in=gone, person=person, week=week).delete()
    return [fact for fact in facts if fact in settled or fact in new]


def _reason(*, act: str, difference: int, facts: set[int], settled: set[int]) -> str:
    if difference > 0 and facts - settled:
        return Reason.SETTLED
    if difference < 0 and settled - facts:
        return Reason.TAKEN_BACK
    return Reason.CLICKS if act == Act.SHARE else Reason.WEIGHTS


@dataclass(frozen=True)
class Line:
    """An act in a person's week. Units: points to two decimals at most; `one_more` is what once more would give."""

    act: str
    label: str
    times: int
    points: Decimal
    one_more: Decimal


@dataclass(frozen=True)
class Sheet:
    """A person's week, line by line; every act is there, also with nothing done."""

    week: date
    lines: list[Line]
    points: Decimal


def sheet(*, person: Person, week: date) -> Sheet:
    """This will explain a person's points of a week. Source: three queries."""
    values = weights.at(week)
    mine = {"person": person, "week": week}
    times = dict(SettledCause.objects.filter(**mine).order_by().values_list("act").annotate(Count("pk")))
    given = dict(PointEntry.objects.filter(**mine).order_by().values_list("act").annotate(Sum("points")))
    lines = []
    for act in Act:
        done, points = times.get(act, 0), given.get(act, 0)
        plain = values[act].together(done)
        factor = Decimal(points) / plain if plain else Decimal(1)
        more = int(values[act].together(done + 1, factor=factor)) - points if done else values[act].points
        lines.append(
            Line(
                act=act.value,
                label=str(act.label),
                times=done,
                points=Decimal(points) / 100,
                one_more=Decimal(max(more, 0)) / 100,
            )
        )
    return Sheet(week=week, lines=lines, points=Decimal(sum(given.values())) / 100)

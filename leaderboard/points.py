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
from leaderboard.models import Act, PointEntry, Season, SettledCause

LOOK_BACK = timedelta(days=7)
SEASONS_CHECKED = timedelta(days=28)
BATCH = 500
Reason = PointEntry.Reason
Week = tuple[int, date]
Open = dict[Week, set[str]]  # whose week, and which acts of it


def settle(*, now: datetime, most: int = BATCH) -> int:
    """This will bring the ledger up to date with what happened in the last week, and count the lines it added.

    What is older, or gone without a word, is left to the nightly check.
    Safe to repeat: without a new fact nothing is written. What two workers try at once, one of them does.
    Source: an anti-join for each act and one the other way round for what can be taken back; then one short transaction
    for each person and week.
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
    while found := {key: acts for key, acts in _open(since=None, zone=zone, most=BATCH).items() if key not in done}:
        changed += _settle_weeks(found, now=now, zone=zone)
        done |= found.keys()
    this_week = company.week(at=now, zone=zone)
    recent = SettledCause.objects.filter(
        act=Act.SHARE,
        week__gt=this_week - lifts.COUNTED - seasons.WEEK,
        person__in=FollowerCount.objects.values("person"),
    )
    lifted = {key: {str(Act.SHARE)} for key in recent.order_by().values_list("person_id", "week").distinct()}
    changed += _settle_weeks(lifted, now=now, zone=zone)
    for week in {this_week, this_week - SEASONS_CHECKED}:
        changed += standings.check(season=seasons.of(week=week))
    return changed


def _open(*, since: datetime | None, zone: ZoneInfo, most: int) -> Open:
    """Find the weeks of people whose set of facts differs from the settled one, and the acts that it is about."""
    found: Open = {}
    from_week = company.week(at=since, zone=zone) if since else None
    for act in Act.values:
        for person_id, at in causes.unsettled(act=act, since=since, most=most):
            found.setdefault((person_id, company.week(at=at, zone=zone)), set()).add(act)
        # Nobody takes a reading back: only the nightly check looks whether one is gone.
        if since is None or act != Act.READ:
            for key in causes.vanished(act=act, since=from_week, most=most):
                found.setdefault(key, set()).add(act)
    return found


def _settle_weeks(weeks: Open, *, now: datetime, zone: ZoneInfo) -> int:
    values: dict[date, dict[str, weights.Value]] = {}
    begun: dict[date, Season] = {}
    added = 0
    for (person_id, week), acts in sorted(weeks.items()):
        if week not in values:
            values[week], begun[week] = weights.at(week), seasons.of(week=week)
        start = company.day_starts(on=week, zone=zone)
        end = company.day_starts(on=week + seasons.WEEK, zone=zone)
        try:
            with transaction.atomic():
                person = Person.objects.select_for_update(no_key=True).filter(pk=person_id).first()
                if person is None:
                    continue
                facts = {act: causes.of(act=act, person_id=person_id, start=start, end=end) for act in sorted(acts)}
                lines = _append(person=person, week=week, facts=facts, values=values[week], now=now)
                if lines:
                    total = sum(line.points for line in lines)
                    standings.add(person=person, season=begun[week], points=total)
        except IntegrityError:
            continue  # another worker settled this week between our reading and our writing; the next sweep looks again
        added += len(lines)
    return added


def _append(
    *, person: Person, week: date, facts: dict[str, list[int]], values: dict[str, weights.Value], now: datetime
) -> list[PointEntry]:
    """Write the lines by which a person's week differs from the ledger; the person is locked."""
    mine = {"person": person, "week": week, "act__in": list(facts)}
    settled: dict[str, set[int]] = {act: set() for act in facts}
    for act, cause in SettledCause.objects.filter(**mine).values_list("act", "cause"):
        settled[act].add(cause)
    ledger = {
        act: (number, points)
        for act, number, points in PointEntry.objects.filter(**mine)
        .order_by()
        .values_list("act")
        .annotate(Max("number"), Sum("points"))
    }
    lines = []
    for act, found in facts.items():
        counted = _settle_facts(act=act, person=person, week=week, facts=found, settled=settled[act])
        number, before = ledger.get(act, (0, 0))
        lift = lifts.of(person_id=person.pk, shares=counted, week=week) if act == Act.SHARE else Decimal(1)
        difference = values[act].together(len(counted), factor=lift) - before
        if difference:
            reason = _reason(act=act, difference=difference, facts=set(counted), settled=settled[act])
            lines.append(
                PointEntry(
                    person=person,
                    team_id=person.team_id,
                    week=week,
                    act=act,
                    number=number + 1,
                    points=difference,
                    causes=counted,
                    reason=reason,
                    at=now,
                )
            )
    return PointEntry.objects.bulk_create(lines)


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

"""The ledger: points of a person's week as a function of the set of facts in it, and nothing else.

The facts of one act are ordered by time, then key; in which order they became known changes nothing. When the set
changes, the difference is added as one more line.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
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
CHECK_BATCH = 20_000
# People in one transaction: it stays well under the 200 ms for which others may have to wait on SQLite.
TOGETHER = 40
Reason = PointEntry.Reason
Week = tuple[int, date]
Open = dict[Week, set[str]]  # whose week, and which acts of it
Key = tuple[int, str]  # person and act
Facts = dict[Key, list[int]]


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
    while found := {
        key: acts for key, acts in _open(since=None, zone=zone, most=CHECK_BATCH).items() if key not in done
    }:
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


def _batched(keys: Iterable[int], size: int) -> Iterator[list[int]]:
    rest = iter(keys)
    while some := list(islice(rest, size)):
        yield some


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
    by_week: dict[date, dict[int, set[str]]] = {}
    for (person_id, week), acts in sorted(weeks.items()):
        by_week.setdefault(week, {})[person_id] = acts
    added = 0
    for week, people in by_week.items():
        values, season = weights.at(week), seasons.of(week=week)
        for some in _batched(people, TOGETHER):
            chunk = {person_id: people[person_id] for person_id in some}
            try:
                added += _settle_people(chunk, week=week, season=season, values=values, now=now, zone=zone)
            except IntegrityError:
                continue  # another worker settled one of these between our reading and our writing: next sweep
    return added


def _settle_people(
    acts_of: dict[int, set[str]],
    *,
    week: date,
    season: Season,
    values: dict[str, weights.Value],
    now: datetime,
    zone: ZoneInfo,
) -> int:
    """Settle one week of a few people in one short transaction, behind a lock on each of them."""
    start = company.day_starts(on=week, zone=zone)
    end = company.day_starts(on=week + seasons.WEEK, zone=zone)
    with transaction.atomic():
        # In the order of keys: two workers who hold different people of one chunk would wait for each other otherwise.
        locked = Person.objects.select_for_update(no_key=True).filter(pk__in=acts_of).order_by("pk")
        people = {person.pk: person for person in locked}
        facts: dict[Key, list[int]] = {(who, act): [] for who in people for act in acts_of[who]}
        for act in sorted({act for _, act in facts}):
            doers = [who for who in people if act in acts_of[who]]
            for who, cause in causes.of(act=act, people=doers, start=start, end=end):
                facts[who, act].append(cause)
        settled = _settled(people, week=week)
        counted = _settle_facts(facts=facts, settled=settled, week=week)
        lines = _lines(people, week=week, counted=counted, settled=settled, values=values, now=now)
        PointEntry.objects.bulk_create(lines)
        totals: Counter[Person] = Counter()
        for line in lines:
            totals[line.person] += line.points
        standings.add(season=season, points=totals)
    return len(lines)


def _settled(people: Collection[int], *, week: date) -> dict[Key, set[int]]:
    found: dict[Key, set[int]] = {}
    rows = SettledCause.objects.filter(person__in=people, week=week)
    for who, act, cause in rows.values_list("person_id", "act", "cause"):
        found.setdefault((who, act), set()).add(cause)
    return found


def _settle_facts(*, facts: Facts, settled: dict[Key, set[int]], week: date) -> Facts:
    """Write down which facts are settled now; a fact that was settled in another week stays there."""
    new = {key: set(found) - settled.get(key, set()) for key, found in facts.items()}
    elsewhere: set[tuple[str, int]] = set()
    for act in sorted({act for (_, act), found in new.items() if found}):
        sought = [cause for (_, other), found in new.items() if other == act for cause in found]
        rows = SettledCause.objects.filter(act=act, cause__in=sought).values_list("cause", flat=True)
        elsewhere |= {(act, cause) for cause in rows}
    counted: Facts = {}
    rows_to_add = []
    for (who, act), found in facts.items():
        added = {cause for cause in new[who, act] if (act, cause) not in elsewhere}
        before = settled.get((who, act), set())
        rows_to_add += [SettledCause(act=act, cause=cause, person_id=who, week=week) for cause in sorted(added)]
        if gone := before - set(found):
            SettledCause.objects.filter(act=act, cause__in=gone, person=who, week=week).delete()
        counted[who, act] = [cause for cause in found if cause in before or cause in added]
    SettledCause.objects.bulk_create(rows_to_add)
    return counted


def _lines(
    people: dict[int, Person],
    *,
    week: date,
    counted: Facts,
    settled: dict[Key, set[int]],
    values: dict[str, weights.Value],
    now: datetime,
) -> list[PointEntry]:
    """The lines by which these people's week differs from the ledger."""
    rows = PointEntry.objects.filter(person__in=people, week=week).order_by().values_list("person_id", "act")
    ledger = {(who, act): (number, sum_) for who, act, number, sum_ in rows.annotate(Max("number"), Sum("points"))}
    known = set(FollowerCount.objects.filter(person__in=people).values_list("person_id", flat=True))
    lines = []
    for (who, act), found in counted.items():
        number, before = ledger.get((who, act), (0, 0))
        has_lift = act == Act.SHARE and who in known
        lift = lifts.of(person_id=who, shares=found, week=week) if has_lift else Decimal(1)
        difference = values[act].together(len(found), factor=lift) - before
        if difference:
            reason = _reason(act=act, difference=difference, facts=set(found), settled=settled.get((who, act), set()))
            line = PointEntry(person=people[who], team_id=people[who].team_id, week=week, act=act, number=number + 1)
            line.points, line.causes, line.reason, line.at = difference, found, reason, now
            lines.append(line)
    return lines


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

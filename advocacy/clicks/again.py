"""Clicks judged again: by how they came together, and by better rules; all sums follow.

Every step takes its turn before it reads clicks, as whoever adds clicks does, and changes them and their sums in one
transaction. All of it is safe to repeat, and to kill at any point.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts import company
from advocacy.clicks import behaviour, quality, robots, tallies, turns
from advocacy.models import Click, CompanyClicks, DailyClicks, Link, UserAgent
from advocacy.models.click import Quality

IDS_IN_A_STATEMENT = 500
_COLUMNS = (
    "event_id",
    "at",
    "link_id",
    "visitor",
    "network_prefix",
    "quality",
    "reason",
    "is_new_visitor",
    "user_agent__rule",
)
NAMES_AT_ONCE = 1000


class Stored(NamedTuple):
    event_id: UUID
    at: datetime
    link_id: int
    visitor: str
    network_prefix: str
    quality: str
    reason: str
    is_new_visitor: bool
    rule: str | None


def look(*, person_id: int, since: datetime, until: datetime, zone: ZoneInfo) -> int:
    """Judge the clicks on a person's links again that came from `since` to before `until`.

    Shape: how many are judged otherwise now.
    """
    links = list(Link.objects.filter(person=person_id).order_by("pk").values_list("pk", flat=True))
    first, last = company.day(at=since, zone=zone), company.day(at=until, zone=zone)
    with transaction.atomic():
        turns.take()
        days = DailyClicks.objects.filter(link__in=links, on__gte=first, on__lte=last)
        rows = {(row.link_id, row.on): row for row in days}
        clicks = _clicks(links, since - behaviour.FARTHEST, until + behaviour.FARTHEST)
        together = behaviour.found(
            behaviour.Visit(*click[:5])
            for click in clicks
            if click.reason not in quality.ROBOTS_FOR_GOOD and not click.rule
        )
        changed: dict[tuple[int, date], dict[UUID, quality.Verdict]] = defaultdict(dict)
        for click in clicks:
            verdict = quality.again(
                reason=click.reason, rule=click.rule or "", together=together.get(click.event_id, "")
            )
            day = (click.link_id, company.day(at=click.at, zone=zone))
            if since <= click.at < until and (click.quality, click.reason) != verdict and day in rows:
                changed[day][click.event_id] = verdict
        for day, verdicts in changed.items():
            _change(rows[day], verdicts, zone)
    return sum(map(len, changed.values()))


def judge(*, since: date, until: date, zone: ZoneInfo) -> int:
    """Judge all clicks of the company days from `since` to before `until` again.

    Shape: how many are judged otherwise now. Each person's clicks of a day are one transaction.
    """
    since = max(since, _first_day())
    days = DailyClicks.objects.filter(on__gte=since, on__lt=until).order_by("on", "person_id")
    return sum(
        look(
            person_id=person,
            since=company.day_starts(on=on, zone=zone),
            until=company.day_starts(on=on + timedelta(days=1), zone=zone),
            zone=zone,
        )
        for on, person in days.values_list("on", "person_id").distinct()
    )


def judge_names() -> int:
    """Judge every browser's name again, by today's list and supplement. Shape: how many changed."""
    changed = []
    for row in UserAgent.objects.order_by("pk").iterator(chunk_size=NAMES_AT_ONCE):
        rule = robots.rule_of(row.text)
        if rule != row.rule:
            row.rule, row.is_robot = rule, bool(rule)
            changed.append(row)
    UserAgent.objects.bulk_update(changed, ["rule", "is_robot"], batch_size=NAMES_AT_ONCE)
    return len(changed)


def recompute(*, since: date, until: date, zone: ZoneInfo) -> int:
    """Make all sums of the company days from `since` to before `until` anew, from the clicks themselves.

    Shape: how many rows said something else; 0 as long as nobody changed rows by hand. Where no click is left of a link
    and day, its figures stay, and so does every day of which clicks were deleted.
    """
    since = max(since, _first_day())
    if since >= until:
        return 0
    keys = DailyClicks.objects.filter(on__gte=since, on__lt=until).order_by("on", "link_id").values_list("pk")
    wrong = sum(_recompute(key, zone) for (key,) in keys.iterator())
    days = DailyClicks.objects.filter(on__gte=since, on__lt=until).order_by("on").values_list("on", flat=True)
    for on in days.distinct():
        first, last = _span(on, zone)
        wrong += tallies.recount_hours(since=first, until=last)
    wrong += tallies.recount(since=since, until=until)
    tallies.rebuild(since=since, until=until, zone=zone)  # what waits to be made anew is not wrong
    return wrong + tallies.rebuild(since=since, until=until, zone=zone, only_stale=False)


def _recompute(key: int, zone: ZoneInfo) -> bool:
    with transaction.atomic():
        turns.take()
        row = DailyClicks.objects.filter(pk=key).first()
        clicks = _clicks([row.link_id], *_span(row.on, zone)) if row else []
        if row is None or not clicks:  # they are gone, or never were; the figures stay
            return False
        _mark_first(clicks, {click.visitor for click in clicks})
        figures = dict.fromkeys(Quality.values, 0)
        for click in clicks:
            figures[click.quality] += 1
        figures["visitors"] = len(
            {click.visitor for click in clicks if click.quality == Quality.HUMAN and click.visitor}
        )
        if all(getattr(row, name) == figure for name, figure in figures.items()):
            return False
        DailyClicks.objects.filter(pk=row.pk).update(**figures)
    return True


def _first_day() -> date:
    final = CompanyClicks.objects.final_until()
    return final if final == date.min else final + timedelta(days=1)


def _change(row: DailyClicks, verdicts: Mapping[UUID, quality.Verdict], zone: ZoneInfo) -> None:
    since, until = _span(row.on, zone)
    before = _clicks([row.link_id], since, until, ids=verdicts)
    by_verdict: defaultdict[quality.Verdict, list[UUID]] = defaultdict(list)
    for click in before:
        verdict = verdicts[click.event_id]
        by_verdict[verdict].append(click.event_id)
        setattr(row, click.quality, getattr(row, click.quality) - 1)
        setattr(row, verdict.quality, getattr(row, verdict.quality) + 1)
    for verdict, ids in by_verdict.items():
        _update(row.link_id, ids, quality=verdict.quality, reason=verdict.reason)
    visitors = {click.visitor for click in before if click.visitor}
    more = _mark_first(_clicks([row.link_id], since, until, visitors=visitors), visitors) if visitors else 0
    row.visitors += more
    row.save(update_fields=[*Quality.values, "visitors"])
    moved = [(click.at, click.quality, str(verdicts[click.event_id].quality)) for click in before]
    tallies.shift(day=row, at=moved, visitors=more)


def _mark_first(clicks: Iterable[Stored], visitors: Collection[str]) -> int:
    """Mark the first click as a person of each of these visitors to one link on one day. Shape: how many more."""
    firsts: dict[str, UUID] = {}
    for click in clicks:  # in the order of time
        if click.quality == Quality.HUMAN and click.visitor in visitors and click.visitor:
            firsts.setdefault(click.visitor, click.event_id)
    new = [click for click in clicks if not click.is_new_visitor and firsts.get(click.visitor) == click.event_id]
    old = [click for click in clicks if click.is_new_visitor and firsts.get(click.visitor) != click.event_id]
    for changed, is_new_visitor in ((new, True), (old, False)):
        for click in changed:
            _update(click.link_id, [click.event_id], is_new_visitor=is_new_visitor)
    return len(new) - len(old)


def _update(link: int, ids: list[UUID], **values: object) -> None:
    for start in range(0, len(ids), IDS_IN_A_STATEMENT):
        Click.objects.filter(link=link, event_id__in=ids[start : start + IDS_IN_A_STATEMENT]).update(**values)


def _clicks(
    links: Collection[int],
    since: datetime,
    until: datetime,
    *,
    ids: Iterable[UUID] = (),
    visitors: Collection[str] = (),
) -> list[Stored]:
    found = Click.objects.filter(link__in=links, at__gte=since, at__lt=until).order_by("at", "event_id")
    ids, visitors = frozenset(ids), frozenset(visitors)
    if 0 < len(ids) <= IDS_IN_A_STATEMENT:
        found = found.filter(event_id__in=ids)
    if 0 < len(visitors) <= IDS_IN_A_STATEMENT:
        found = found.filter(visitor__in=visitors)
    clicks = [Stored(*row) for row in found.values_list(*_COLUMNS)]
    return [
        click for click in clicks if (not ids or click.event_id in ids) and (not visitors or click.visitor in visitors)
    ]


def _span(on: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return company.day_starts(on=on, zone=zone), company.day_starts(on=on + timedelta(days=1), zone=zone)

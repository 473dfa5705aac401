"""What the product counts itself for an objective, month by month: one measurement on the last day of each month."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Sum

from accounts import company
from advocacy.models import Conversation, DailyClicks, Share
from content import objectives
from content.models import Objective

# A month is counted again for so long after its end: clicks wait in spools, and posts are confirmed days later.
SETTLES = timedelta(days=7)
MOST_MONTHS = 24


def sweep(*, now: datetime) -> int:
    """This will measure every open objective that is counted here, and say how many measurements are new or changed.

    Shape: whole months only, none before the objective's beginning, at most two years back. Never touches what was
    measured by hand. Safe to repeat, and by two at once.
    """
    today = company.day(at=now, zone=company.current().zone)
    open_ones = Objective.objects.filter(closed_on=None).exclude(platform_metric="").prefetch_related("measurements")
    return sum(_measure(objective=objective, today=today) for objective in open_ones.order_by("pk"))


def value(*, objective: Objective, first: date, last: date) -> int:
    """This will count an objective's own figure from one company day to another, both within.

    Source: one query over the stories of its campaigns; clicks are daily sums, of people only.
    """
    metric, zone = Objective.PlatformMetric, company.current().zone
    start = company.day_starts(on=first, zone=zone)
    end = company.day_starts(on=last + timedelta(days=1), zone=zone)
    posts = Share.objects.filter(
        story__campaign__objective=objective, state=Share.State.POSTED, posted_at__gte=start, posted_at__lt=end
    )
    if objective.platform_metric == metric.SHARES:
        return posts.count()
    if objective.platform_metric == metric.TELLERS:
        return posts.values("person").distinct().count()
    if objective.platform_metric == metric.CONVERSATIONS:
        return Conversation.objects.filter(
            story__campaign__objective=objective, started_at__gte=start, started_at__lt=end
        ).count()
    clicks = DailyClicks.objects.filter(story__campaign__objective=objective, on__gte=first, on__lte=last)
    return clicks.aggregate(together=Sum("human"))["together"] or 0


def _measure(*, objective: Objective, today: date) -> int:
    known = {measurement.on for measurement in objective.measurements.all()}
    changed = 0
    for first, last in _months(begin=objective.starts_on, today=today):
        if last in known and today > last + SETTLES:
            continue
        counted = value(objective=objective, first=first, last=last)
        changed += objectives.record_count(objective=objective, on=last, value=Decimal(counted))
    return changed


def _months(*, begin: date, today: date) -> Iterator[tuple[date, date]]:
    """The whole months that are over, the newest first."""
    last = today.replace(day=1) - timedelta(days=1)
    for _month in range(MOST_MONTHS):
        first = last.replace(day=1)
        if first < begin:
            return
        yield first, last
        last = first - timedelta(days=1)

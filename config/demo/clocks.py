"""At which hours the invented readers came: around the way to work, at noon, in the evening, later at the weekend."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from accounts import company as companies
from advocacy.models import DailyClicks, HourlyClicks, Share
from config.demo.fill import Tell, World, insert

SEED = 7  # dice of its own, so that nothing else in the company changes with it
QUALITIES = ("human", "suspect", "robot")
# How likely each hour of the company's clock is. Machines never sleep.
MONDAY = (1, 0, 0, 0, 0, 2, 8, 18, 24, 20, 14, 13, 30, 26, 12, 10, 11, 15, 14, 9, 8, 7, 4, 2)
TUESDAY = (1, 0, 0, 0, 0, 2, 9, 20, 26, 22, 16, 20, 150, 130, 14, 9, 9, 11, 9, 6, 5, 5, 3, 1)
WORKDAY = (1, 0, 0, 0, 0, 2, 8, 19, 26, 22, 14, 13, 32, 28, 12, 10, 11, 16, 14, 9, 8, 7, 4, 2)
FRIDAY = (1, 0, 0, 0, 0, 2, 7, 16, 22, 19, 14, 15, 30, 24, 13, 9, 8, 8, 7, 6, 6, 6, 4, 2)
WEEKEND = (3, 1, 0, 0, 0, 0, 1, 2, 5, 10, 16, 17, 12, 9, 9, 10, 11, 12, 13, 14, 15, 13, 9, 5)
PEOPLE: Sequence[Sequence[int]] = (MONDAY, TUESDAY, WORKDAY, WORKDAY, FRIDAY, WEEKEND, WEEKEND)
MACHINES = (1,) * 24


def strike(world: World, tell: Tell) -> None:
    """This will lay each day's clicks on its hours, not before the post was out and not after now."""
    tell("Writing it down", 0.9)
    chance = random.Random(SEED)  # noqa: S311 - an invented company
    posted = dict(Share.objects.filter(posted_at__isnull=False).values_list("link", "posted_at"))
    hours: defaultdict[datetime, dict[str, int]] = defaultdict(lambda: dict.fromkeys(QUALITIES, 0))
    rows = DailyClicks.objects.order_by("pk").values_list("link", "on", *QUALITIES)
    for link, on, *counts in rows.iterator():
        open_hours = list(_hours(world, on=on, since=posted.get(link)))
        if not open_hours:
            continue
        for quality, count in zip(QUALITIES, counts, strict=True):
            likely = PEOPLE[on.weekday()] if quality == "human" else MACHINES
            weights = [likely[local.hour] or 0.1 for local in open_hours]
            for local in chance.choices(open_hours, weights, k=count):
                hours[local.astimezone(UTC)][quality] += 1
    insert((HourlyClicks(at=at, **counts) for at, counts in sorted(hours.items())), HourlyClicks)


def _hours(world: World, *, on: date, since: datetime | None) -> Iterator[datetime]:
    """Each hour of a company day, by the company's clock; of the first and the last day those that can have been."""
    at = companies.day_starts(on=on, zone=world.zone).astimezone(UTC)
    end = companies.day_starts(on=on + timedelta(days=1), zone=world.zone)
    while at < end:
        if at <= world.now and (since is None or at + timedelta(hours=1) > since):
            yield at.astimezone(world.zone)
        at += timedelta(hours=1)

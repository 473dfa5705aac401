"""The order in which the invented company comes to life."""

import random
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from config.demo import activity, clocks, company, echoes, fill, habits, pending
from config.demo.fill import Tell
from leaderboard import points

SEED = 20


def fill_all(*, size: int, now: datetime, tell: Tell) -> fill.World:
    """This will fill an empty database. The same size, moment and seed give the same company.

    Shape: the world it made. Units: `size` people.
    """
    world = fill.World(now=now, chance=random.Random(SEED), zone=ZoneInfo(company.ZONE))  # noqa: S311 - an invented company
    tell("Hiring people", 0.0)
    fill.organisation(world)
    fill.workforce(world, size=size)
    habits.learn(world)
    habits.describe(world)
    fill.newsroom(world, tell)
    activity.live(world, tell)
    clocks.strike(world, tell)
    pending.wait(world)
    pending.recall(world)
    echoes.echo(world, tell)
    tell("Settling points", 0.1)
    points.check_all(now=now)
    return world


def fill_now(*, size: int, tell: Tell) -> None:
    """This will fill an empty database as of this moment."""
    fill_all(size=size, now=timezone.now(), tell=tell)

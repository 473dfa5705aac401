"""Sweeps: the ledger every few seconds, everything every night, and names of people who left."""

from celery import shared_task
from django.utils import timezone

from leaderboard import boards, measuring, points


@shared_task
def settle_points() -> int:
    """This will bring the ledger up to date with the last week's facts. Safe to repeat."""
    return points.settle(now=timezone.now())


@shared_task
def check_all_points() -> int:
    """This will look at every fact and every total of the season. Safe to repeat."""
    return points.check_all(now=timezone.now())


@shared_task
def measure_objectives() -> int:
    """This will measure the objectives that are counted here. Safe to repeat."""
    return measuring.sweep(now=timezone.now())


@shared_task
def sweep_left() -> int:
    """This will take the people who left off the board. Safe to repeat."""
    return boards.sweep_left(now=timezone.now())

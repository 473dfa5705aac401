"""Sweeps: the ledger every few seconds, everything every night, and names of people who left."""

from celery import shared_task
from django.utils import timezone

from leaderboard import boards, points


@shared_task
def settle_points() -> int:
    return points.settle(now=timezone.now())


@shared_task
def check_all_points() -> int:
    return points.check_all(now=timezone.now())


@shared_task
def sweep_left() -> int:
    return boards.sweep_left(now=timezone.now())

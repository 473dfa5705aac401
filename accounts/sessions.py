"""Sessions that are over."""

from datetime import datetime

from django.contrib.sessions.models import Session


def sweep(*, now: datetime, most: int = 5_000) -> int:
    """This will delete sessions that ran out and count them.

    Safe to repeat: `most` keeps each transaction short.
    """
    keys = list(Session.objects.filter(expire_date__lt=now).values_list("pk", flat=True)[:most])
    return Session.objects.filter(pk__in=keys).delete()[0]

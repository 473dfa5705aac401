"""Sessions that are over."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session


def sweep(*, now: datetime, most: int = 5_000) -> int:
    """This will delete sessions that ran out and count them.

    Safe to repeat: `most` keeps each transaction short.
    """
    keys = list(Session.objects.filter(expire_date__lt=now).values_list("pk", flat=True)[:most])
    return Session.objects.filter(pk__in=keys).delete()[0]


def end(*, people: Collection[int]) -> int:
    """This will delete the sessions of these people and count them.

    A session says whose it is only when it is opened: all of them are read. Safe to repeat.
    """
    keys = {str(key) for key in people}
    theirs = [
        session.pk
        for session in Session.objects.iterator(chunk_size=1_000)
        if session.get_decoded().get(SESSION_KEY) in keys
    ]
    return Session.objects.filter(pk__in=theirs).delete()[0]

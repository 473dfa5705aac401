"""Leaving and erasure: what a person wrote goes, the figures stay right."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import audit
from accounts.models import Person
from advocacy.models import (
    Conversation,
    ConversationTurn,
    Decline,
    Draft,
    NetworkAccount,
    Reply,
    SavedSearch,
    Share,
    WaitingPlace,
)


def forget_words(*, most: int = 200) -> int:
    """This will take out the words of people who asked to be erased and are gone, and say how many rows changed.

    Shape: drafts, what they put aside and searched for, waits that ended, replies under their posts and the names of
    their accounts are deleted; an open wait ends in the line itself. Shares and conversations lose words, names and
    addresses and are still counted. The disclosure stays: it is the company's sentence; so does feedback that was
    brought to the company.
    Safe to repeat.
    """
    gone = Person.objects.forgotten()
    drafts = Draft.objects.filter(person__in=gone).order_by("pk")
    declines = Decline.objects.filter(person__in=gone).order_by("pk")
    searches = SavedSearch.objects.filter(person__in=gone).order_by("pk")
    waits = WaitingPlace.objects.filter(person__in=gone, ended_at__isnull=False).order_by("pk")
    replies = Reply.objects.filter(share__person__in=gone).order_by("pk")
    accounts = NetworkAccount.objects.filter(person__in=gone).order_by("pk")
    shares = Share.objects.filter(person__in=gone).exclude(words="", permalink="").order_by("pk")
    turns = ConversationTurn.objects.filter(conversation__person__in=gone).exclude(text="").order_by("pk")
    return (
        Draft.objects.filter(pk__in=_first(drafts, most)).delete()[0]
        + Decline.objects.filter(pk__in=_first(declines, most)).delete()[0]
        + SavedSearch.objects.filter(pk__in=_first(searches, most)).delete()[0]
        + WaitingPlace.objects.filter(pk__in=_first(waits, most)).delete()[0]
        + Reply.objects.filter(pk__in=_first(replies, most)).delete()[0]
        + NetworkAccount.objects.filter(pk__in=_first(accounts, most)).delete()[0]
        + Share.objects.filter(pk__in=_first(shares, most)).update(words="", permalink="")
        + ConversationTurn.objects.filter(pk__in=_first(turns, most)).update(text="")
        + _forget_counterparts(most=most)
    )


def _first(rows: QuerySet[Any, Any], most: int) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:most])


def _forget_counterparts(*, most: int) -> int:
    named = Conversation.objects.filter(~Q(counterpart="", thread_url=""), person__in=Person.objects.forgotten())
    forgotten = 0
    for conversation in named.order_by("pk")[:most]:
        with transaction.atomic():
            Conversation.objects.filter(pk=conversation.pk).update(counterpart="", thread_url="")
            # The audit log names a conversation by both sides.
            audit.rename(targets=[conversation], name="")
        forgotten += 1
    return forgotten

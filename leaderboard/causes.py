"""The facts that give points: which rows count for an act, whose they are and when they happened.

A cause is known by its act and its key. Whether it was settled is asked by an anti-join, never by the highest key seen:
a fact that is committed late may have a lower key than one that was settled before.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length, Trim

from accounts.models import Person
from advocacy import originality
from advocacy.models import Conversation, ConversationTurn, Reading, Share
from leaderboard.models import Act, SettledCause

OWN_WORDS_LEAST = 40  # characters
LIKENESS_BELOW = originality.NEARLY_THE_SAME  # what the composer calls nearly the same is nobody's own


def _readings() -> QuerySet[Any]:
    return Reading.objects.filter(read_at__isnull=False).annotate(who=F("person_id"), happened_at=F("read_at"))


def _posted() -> QuerySet[Any]:
    return Share.objects.filter(state=Share.State.POSTED).annotate(who=F("person_id"), happened_at=F("posted_at"))


def _shares() -> QuerySet[Any]:
    """A share whose author hides where he works gives nothing. The same story on the same network exists once."""
    return _posted().exclude(disclosure="")


def _own_words() -> QuerySet[Any]:
    written: QuerySet[Any] = _posted().annotate(length=Length(Trim("words")))
    return written.filter(length__gte=OWN_WORDS_LEAST, likeness__lt=LIKENESS_BELOW)


def _replies() -> QuerySet[Any]:
    """An answer is the first thing that we say after them; a second message in a row is the same answer."""
    before = ConversationTurn.objects.filter(
        Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk")), conversation=OuterRef("conversation")
    ).order_by("-at", "-pk")
    return (
        ConversationTurn.objects.filter(side=ConversationTurn.Side.US)
        .annotate(
            who=F("conversation__person_id"), happened_at=F("at"), side_before=Subquery(before.values("side")[:1])
        )
        .filter(side_before=ConversationTurn.Side.THEM)
    )


def _conversations() -> QuerySet[Any]:
    seen = (Conversation.Evidence.THREADED, Conversation.Evidence.CONFIRMED)
    return Conversation.objects.filter(evidence__in=seen).annotate(
        who=F("person_id"), happened_at=Coalesce("threaded_at", "started_at")
    )


_OF: Mapping[str, Callable[[], QuerySet[Any]]] = {
    Act.CONVERSATION: _conversations,
    Act.REPLY: _replies,
    Act.OWN_WORDS: _own_words,
    Act.SHARE: _shares,
    Act.READ: _readings,
}


def of(*, act: str, people: Collection[int], start: datetime, end: datetime) -> Iterable[tuple[int, int]]:
    """This will list what people did in [start, end).

    Shape: (person key, cause key), by time, then key. Source: one query.
    """
    facts = _OF[act]().filter(who__in=people, happened_at__gte=start, happened_at__lt=end)
    return facts.order_by("happened_at", "pk").values_list("who", "pk")


def unsettled(*, act: str, since: datetime | None, most: int) -> Iterable[tuple[int, datetime]]:
    """This will find facts that are not in the ledger yet.

    Shape: (person key, when), oldest first; nobody whose words were erased: he keeps the points of before.
    Source: one anti-join on leaderboard.SettledCause.
    """
    settled = SettledCause.objects.filter(act=act, cause=OuterRef("pk"))
    facts = _OF[act]().filter(~Exists(settled))
    if since is not None:
        facts = facts.filter(happened_at__gte=since)
    facts = facts.exclude(who__in=Person.objects.forgotten())
    return facts.order_by("happened_at", "pk").values_list("who", "happened_at")[:most]


def vanished(*, act: str, since: date | None, most: int) -> Iterable[tuple[int, date]]:
    """This will find what is in the ledger and no longer a fact: a share taken back, a row that is gone.

    Shape: (person key, week); nobody whose words were erased: he keeps the points of before.
    Source: one anti-join the other way round.
    """
    settled = SettledCause.objects.filter(~Exists(_OF[act]().filter(pk=OuterRef("cause"))), act=act)
    if since is not None:
        settled = settled.filter(week__gte=since)
    settled = settled.exclude(person__in=Person.objects.forgotten())
    return settled.order_by("week", "pk").values_list("person_id", "week")[:most]

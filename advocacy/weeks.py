"""A person's own week: what he read, told and talked about. Only he sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts import company
from accounts.models import CompanySettings, Person
from advocacy.clicks import figures
from advocacy.models import Claim, Conversation, Decline, Reading, Share


@dataclass(frozen=True)
class Week:
    """`person` has the team with it. `handled_today`: stories put aside or taken up since the company's midnight."""

    person: Person
    readings: int
    shares: int
    conversations: int
    handled_today: int


@dataclass(frozen=True)
class Effect:
    """The newest post of a person, with the people who opened it and those who talked with him about it."""

    share: Share
    human: int
    conversations: int


def of(*, person: Person, settings: CompanySettings, now: datetime) -> Week:
    """This will count somebody's company week so far. Source: one query."""
    monday = company.day_starts(on=company.week(at=now, zone=settings.zone), zone=settings.zone)
    midnight = company.day_starts(on=company.day(at=now, zone=settings.zone), zone=settings.zone)
    row = (
        Person.objects.filter(pk=person.pk)
        .select_related("team")
        .annotate(
            readings=_number(Reading.objects.filter(read_at__gte=monday)),
            shares=_number(Share.objects.filter(state=Share.State.POSTED, posted_at__gte=monday)),
            conversations=_number(Conversation.objects.filter(started_at__gte=monday)),
            declined=_number(Decline.objects.filter(at__gte=midnight)),
            claimed=_number(Claim.objects.filter(taken_at__gte=midnight)),
        )
        .get()
    )
    return Week(
        person=row,
        readings=row.readings,
        shares=row.shares,
        conversations=row.conversations,
        handled_today=row.declined + row.claimed,
    )


def newest_effect(*, person: Person) -> Effect | None:
    """This will say what came of somebody's newest post; None before the first. Source: one query."""
    talks = Conversation.objects.filter(share=OuterRef("pk")).order_by().values("share").annotate(total=Count("pk"))
    posted = Share.objects.filter(person=person, state=Share.State.POSTED).select_related("story")
    share = (
        posted.annotate(
            human=figures.behind("link", "human"),
            talks=Coalesce(Subquery(talks.values("total")), Value(0)),
        )
        .order_by("-posted_at")
        .first()
    )
    return Effect(share=share, human=share.human, conversations=share.talks) if share else None


def _number(rows: QuerySet[Any, Any]) -> Coalesce:
    counted = rows.filter(person=OuterRef("pk")).order_by().values("person").annotate(total=Count("pk"))
    return Coalesce(Subquery(counted.values("total")), Value(0))

"""What a person's own telling did: who talked with him, and what came of each share. Shown to that person alone."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts import company
from accounts.models import Person
from advocacy.clicks import figures
from advocacy.models import Conversation, Reading, Share
from leaderboard.causes import LIKENESS_BELOW
from leaderboard.models import Season

SHARES_SHOWN = 10  # on one page


@dataclass(frozen=True)
class Effect:
    """A person's season; `visitors` are counted anew each day."""

    talks: int
    waiting: int
    readings: int
    told: int
    own_words: int
    human: int
    visitors: int


def of(*, person: Person, season: Season) -> Effect:
    """This will sum up what a person did in a season and what it set off.

    Units: counts of people, stories and clicks.
    Source: Conversation, Reading, Share and DailyClicks of this person; four queries.
    """
    since = company.day_starts(on=season.starts_on, zone=company.current().zone)
    talks = Conversation.objects.filter(person=person, started_at__gte=since)
    waiting = Conversation.objects.filter(person=person, state=Conversation.State.WAITING).count()
    posted = Share.objects.filter(person=person, state=Share.State.POSTED, posted_at__gte=since)
    clicks = figures.for_person(person, season.starts_on)
    counts = posted.aggregate(told=Count("pk"), own_words=Count("pk", filter=Q(likeness__lt=LIKENESS_BELOW)))
    return Effect(
        talks=talks.count(),
        waiting=waiting,
        readings=Reading.objects.filter(person=person, read_at__gte=since).count(),
        human=clicks.human,
        visitors=clicks.visitors,
        **counts,
    )


def shares(*, person: Person) -> QuerySet[Share]:
    """This will list everything a person ever told, the newest first, each with its story and what came of it.

    Shape: each has `talks`, `human` and `visitors` (counted anew each day) of its own.
    """
    posted = Share.objects.filter(person=person, state=Share.State.POSTED)
    return _with_effect(posted).select_related("story").order_by("-posted_at", "-pk")


def _with_effect(shares: QuerySet[Share]) -> QuerySet[Share]:
    talks = Conversation.objects.filter(share=OuterRef("pk")).order_by().values("share")
    return shares.annotate(
        human=figures.behind("link", "human"),
        visitors=figures.behind("link", "visitors"),
        talks=Coalesce(Subquery(talks.annotate(n=Count("pk")).values("n")), 0),
    )

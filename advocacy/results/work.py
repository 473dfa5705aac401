"""A curator's own work, looked back on: what nobody took up, what came too late, what waited long for a yes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Person
from advocacy.models import Claim, Conversation
from content.models import Approval, Story, StoryVersion

LOOKED_BACK = timedelta(days=90)
GIVE_IT = timedelta(days=3)  # so long a story may be out before it counts as passed by
LATE = timedelta(hours=1)
LONG = timedelta(days=2)
SHOWN = 20


@dataclass(frozen=True)
class Waited:
    """A story and how long one of its versions waited for an answer; `is_over` when the answer came."""

    story: Story
    time: timedelta
    is_over: bool

    @property
    def days(self) -> int:
        return self.time.days


@dataclass(frozen=True)
class Work:
    """The last ninety days of one curator. Lists show at most twenty, the newest first."""

    out: int
    talked: int
    never_claimed: Sequence[Story]
    too_late: Sequence[Story]
    left_over: Sequence[Story]  # with `taken` and `left`
    waited: Sequence[Waited]

    @property
    def is_clean(self) -> bool:
        return not (self.never_claimed or self.too_late or self.left_over or self.waited)


def of(*, person: Person, now: datetime) -> Work:
    """This will look back on what a curator's own stories came to. Source: seven queries."""
    since = now - LOOKED_BACK
    mine = Story.objects.filter(author=person)
    out = mine.filter(went_live_at__gte=since).exclude(state=Story.State.RETRACTED).order_by("-went_live_at", "-pk")
    claimed = Claim.objects.filter(story=OuterRef("pk"))
    ended = out.filter(state=Story.State.ENDED).annotate(taken=Coalesce("availability__taken", Value(0)))
    return Work(
        out=out.count(),
        talked=Conversation.objects.filter(story__author=person, started_at__gte=since).count(),
        never_claimed=list(out.filter(~Exists(claimed), went_live_at__lte=now - GIVE_IT)[:SHOWN]),
        too_late=list(out.filter(went_live_at__gt=F("goes_live_at") + LATE)[:SHOWN]),
        left_over=list(
            ended.filter(taken__gt=0, taken__lt=F("places")).annotate(left=F("places") - F("taken"))[:SHOWN]
        ),
        waited=_waited(stories=mine, since=since, now=now),
    )


def _waited(*, stories: QuerySet[Story], since: datetime, now: datetime) -> list[Waited]:
    """What still waits first, then what waited the longest."""
    asked = StoryVersion.objects.filter(story=OuterRef("story"), number=OuterRef("version")).values("at")
    answered = (
        Approval.objects.filter(story__in=stories, at__gte=since)
        .annotate(asked_at=Subquery(asked[:1]))
        .filter(at__gt=F("asked_at") + LONG)
        .select_related("story")
        .order_by("-at")
    )
    # Of several answers to one version the first ended the waiting.
    first = {(answer.story_id, answer.version): answer for answer in answered[:200]}
    over = [Waited(story=each.story, time=each.at - each.asked_at, is_over=True) for each in first.values()]
    waiting = stories.filter(waiting_version__isnull=False, submitted_at__lte=now - LONG).order_by("submitted_at")
    still = [
        Waited(story=story, time=now - story.submitted_at, is_over=False)
        for story in waiting[:SHOWN]
        if story.submitted_at
    ]
    return (still + sorted(over, key=lambda each: -each.time))[:SHOWN]

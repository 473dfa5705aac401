"""From reading to talking: how many came how far, of one story or of many, beside stories like it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Value

from accounts import company
from advocacy.clicks import figures
from advocacy.models import Claim, Conversation, Reading, Share, StoryClicks
from advocacy.results import ranges
from advocacy.results.ranges import Range
from content.models import Story

MOST_ALIKE = 60
ALIKE_SINCE = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How far people came: who read, who took a place, posts, readers who followed a link, conversations.

    Units: people, people, posts, visitors who are people and count once a day, conversations.
    """

    read: int = 0
    claimed: int = 0
    told: int = 0
    clicked: int = 0
    talked: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in STEPS})


STEPS = tuple(field.name for field in fields(Counts))
NONE = Counts()


@dataclass(frozen=True)
class Likes:
    """The middle half of comparable stories, step by step; `steps` is empty when there were fewer than five."""

    stories: int
    is_same_reason: bool
    is_at_this_age: bool
    steps: Mapping[str, Range]


def of_stories(
    keys: Collection[int], *, age: timedelta | None = None, since: datetime | None = None
) -> dict[int, Counts]:
    """This will count how far people came, story by story; within an age of the story, or since a moment, if given.

    Source: five queries grouped by story, however many stories; clicks are sums of daily figures.
    """
    if not keys:
        return {}
    found: dict[str, dict[int, int]] = {
        "read": _grouped(Reading.objects.filter(story__in=keys), "read_at", Count("pk"), age, since),
        "claimed": _grouped(
            Claim.objects.filter(story__in=keys), "taken_at", Count("person", distinct=True), age, since
        ),
        "told": _grouped(
            Share.objects.filter(story__in=keys, state=Share.State.POSTED), "posted_at", Count("pk"), age, since
        ),
        "clicked": _clicked(keys, age, since),
        "talked": _grouped(Conversation.objects.filter(story__in=keys), "started_at", Count("pk"), age, since),
    }
    return {key: Counts(**{name: found[name].get(key, 0) for name in STEPS}) for key in keys}


def together(stories: QuerySet[Story]) -> Counts:
    """This will add up how far people came with many stories. Source: six queries, none of which lists the stories."""
    keys = stories.order_by().values("pk")
    clicks = figures.visitors_by("all", StoryClicks.objects.filter(story__in=keys).annotate(all=Value(1)))
    return Counts(
        read=Reading.objects.filter(story__in=keys, read_at__isnull=False).count(),
        claimed=Claim.objects.filter(story__in=keys).values("story", "person").distinct().count(),
        told=Share.objects.filter(story__in=keys, state=Share.State.POSTED).count(),
        clicked=clicks.get(1, 0),
        talked=Conversation.objects.filter(story__in=keys).count(),
    )


def beside(*, story: Story, now: datetime) -> Likes:
    """This will say how far people came with stories like this one: of its kind, and of its reason if five are there.

    Shape: a story that is still out is compared with what others had at its age, one that is over with whole ones.
    Source: the sixty newest of the last year, six or seven queries.
    """
    began, is_out = story.went_live_at, story.state == Story.State.LIVE
    if began is None:
        return Likes(stories=0, is_same_reason=False, is_at_this_age=False, steps={})
    age = now - began if is_out else None
    alike = Story.objects.filter(kind=story.kind, went_live_at__gte=now - ALIKE_SINCE).exclude(pk=story.pk)
    if age is None:
        alike = alike.filter(state=Story.State.ENDED)
    else:
        alike = alike.filter(
            Q(state=Story.State.ENDED) | Q(went_live_at__lte=began), state__in=(Story.State.LIVE, Story.State.ENDED)
        )
    reason = story.campaign.objective.reason if story.campaign else None
    keys = list(_newest(alike.filter(campaign__objective__reason=reason))) if reason else []
    is_same_reason = len(keys) >= ranges.ENOUGH
    if not is_same_reason:
        keys = list(_newest(alike))
    if len(keys) < ranges.ENOUGH:
        return Likes(stories=len(keys), is_same_reason=False, is_at_this_age=is_out, steps={})
    counts = of_stories(keys, age=age).values()
    steps = {name: ranges.middle_half(getattr(each, name) for each in counts) for name in STEPS}
    return Likes(
        stories=len(keys),
        is_same_reason=is_same_reason,
        is_at_this_age=is_out,
        steps={name: step for name, step in steps.items() if step},
    )


def _newest(stories: QuerySet[Story]) -> QuerySet[Any, int]:
    return stories.order_by("-went_live_at", "-pk").values_list("pk", flat=True)[:MOST_ALIKE]


def _grouped(
    rows: QuerySet[Any], at: str, count: Count, age: timedelta | None, since: datetime | None
) -> dict[int, int]:
    rows = rows.filter(**{f"{at}__isnull": False})
    if age is not None:
        rows = rows.filter(**{f"{at}__lte": F("story__went_live_at") + age})
    if since is not None:
        rows = rows.filter(**{f"{at}__gte": since})
    return dict(rows.order_by().values_list("story").annotate(count))


def _clicked(keys: Collection[int], age: timedelta | None, since: datetime | None) -> dict[int, int]:
    rows = StoryClicks.objects.filter(story__in=keys).order_by()
    zone = company.current().zone
    if since is not None:
        rows = rows.filter(on__gte=company.day(at=since, zone=zone))
    if age is None:
        return dict(rows.values_list("story").annotate(Sum("visitors")))
    # Days are added up here: a day and an age do not meet in SQL the same way on both databases.
    found: dict[int, int] = {}
    for story, began, on, visitors in rows.values_list("story", "story__went_live_at", "on").annotate(Sum("visitors")):
        if began is not None and on <= company.day(at=began + age, zone=zone):
            found[story] = found.get(story, 0) + visitors
    return found

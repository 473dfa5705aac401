"""What campaigns came to, and which stories worked best lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advocacy.clicks import figures
from advocacy.models import Conversation, Share, StoryClicks
from advocacy.results import ladders
from advocacy.results.ladders import Counts
from content.models import Campaign, Story

LATELY = timedelta(days=28)
BEST = 3


@dataclass(frozen=True)
class CampaignSums:
    """A campaign in one line. Units: stories that were out, conversations, posts, readers who followed a link."""

    campaign: Campaign
    stories: int
    talked: int
    told: int
    clicked: int


@dataclass(frozen=True)
class Worked:
    """A story that worked lately, and what came of it since then."""

    story: Story
    counts: Counts

    @property
    def line(self) -> str:
        posts = ngettext("%(count)d post", "%(count)d posts", self.counts.told) % {"count": self.counts.told}
        if not self.counts.talked:
            return _("%(posts)s, nobody answered yet") % {"posts": posts}
        talks = ngettext("%(count)d conversation", "%(count)d conversations", self.counts.talked)
        return _("%(talks)s from %(posts)s") % {"talks": talks % {"count": self.counts.talked}, "posts": posts}


def with_stories(*, stories: QuerySet[Story]) -> QuerySet[Campaign]:
    """This will list the campaigns that some of these stories belong to: the open ones first, then by name."""
    mine = stories.filter(campaign=OuterRef("pk"), went_live_at__isnull=False)
    return Campaign.objects.filter(Exists(mine)).select_related("objective").order_by("closed_on", "name")


def sums(*, campaigns: Sequence[Campaign], stories: QuerySet[Story]) -> list[CampaignSums]:
    """This will add up what campaigns came to, over the stories given. Source: five queries for all of them."""
    out = stories.filter(campaign__in=campaigns, went_live_at__isnull=False).order_by()
    keys = out.values("pk")
    by_campaign = "story__campaign"
    talked = Conversation.objects.filter(story__in=keys).order_by().values_list(by_campaign).annotate(Count("pk"))
    posted = Share.objects.filter(story__in=keys, state=Share.State.POSTED).order_by()
    told = posted.values_list(by_campaign).annotate(Count("pk"))
    clicks = figures.visitors_by(by_campaign, StoryClicks.objects.filter(story__in=keys))
    counts = [dict(rows) for rows in (out.values_list("campaign").annotate(Count("pk")), talked, told)]
    return [CampaignSums(campaign, *(each.get(campaign.pk, 0) for each in (*counts, clicks))) for campaign in campaigns]


def stories_of(*, campaign: Campaign | None, stories: QuerySet[Story]) -> QuerySet[Story]:
    """This will list the stories of a campaign, or of none, that were out.

    Shape: those with the most conversations first, then the newest.
    """
    talks = Conversation.objects.filter(story=OuterRef("pk")).order_by().values("story").annotate(count=Count("pk"))
    counted = Coalesce(Subquery(talks.values("count"), output_field=IntegerField()), Value(0))
    out = stories.filter(campaign=campaign, went_live_at__isnull=False).annotate(talks=counted)
    return out.order_by("-talks", "-went_live_at", "-pk")


def worked(*, stories: QuerySet[Story], now: datetime) -> list[Worked]:
    """This will name the three stories that worked best in the last four weeks.

    Shape: the most conversations first, then the most posts; nothing that was never told.
    Source: grouped counts, eight queries at most.
    """
    since = now - LATELY
    keys = stories.exclude(state=Story.State.RETRACTED).order_by().values("pk")
    talks = Conversation.objects.filter(started_at__gte=since, story__in=keys).order_by()
    talked = talks.values("story").annotate(count=Count("pk")).order_by("-count", "-story")
    best = list(talked.values_list("story", flat=True)[:BEST])
    if len(best) < BEST:
        posts = Share.objects.filter(state=Share.State.POSTED, posted_at__gte=since, story__in=keys)
        told = posts.exclude(story__in=best).order_by().values("story").annotate(count=Count("pk"))
        best += list(told.order_by("-count", "-story").values_list("story", flat=True)[: BEST - len(best)])
    counts = ladders.of_stories(best, since=since)
    found = Story.objects.in_bulk(best)
    ordered = sorted(best, key=lambda key: (-counts[key].talked, -counts[key].told, best.index(key)))
    return [Worked(story=found[key], counts=counts[key]) for key in ordered]

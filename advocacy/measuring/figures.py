"""What is known of posts: how many reacted, passed on and replied, from where and when; or why it is not known."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

import networks
from advocacy.models import DailyEngagement, Engagement, Measuring, Share
from advocacy.models.engagement import Source
from content.models import Story

MOST_DAYS = 60
SILENT_FROM = 3  # failures in a row


@dataclass(frozen=True)
class Known:
    """What is known of one post. `why` says in a sentence why it is not, or no more, read in public."""

    engagement: Engagement | None
    is_read: bool  # in public, now and again
    can_be_told: bool
    why: str


@dataclass(frozen=True)
class Sums:
    """A story's posts together. Units: posts; how often people reacted, passed on and replied.

    The numbers are sums over `read` posts, read in public, and `told` ones; of the rest nothing is known.
    """

    posts: int
    read: int
    told: int
    reactions: int
    reshares: int
    replies: int

    @property
    def unknown(self) -> int:
        return self.posts - self.read - self.told


def of_share(*, share: Share) -> Known:
    """This will say what is known of a post. Source: two queries at most."""
    network, is_out = networks.get(share.network), share.state == Share.State.POSTED
    engagement = Engagement.objects.filter(share=share).first()
    if not is_out or not network.has_permalinks:
        return Known(engagement=engagement, is_read=False, can_be_told=False, why="")
    if not (network.is_measurable and settings.MEASURING):
        why = _("%(network)s does not let us read this.") % {"network": network.name}
        if network.is_measurable:
            why = _("At the moment nothing is read from %(network)s.") % {"network": network.name}
        return Known(engagement=engagement, is_read=False, can_be_told=True, why=why)
    if not share.permalink:
        why = _("We do not know where your post stands. With its address, its numbers are read there.")
        return Known(engagement=engagement, is_read=False, can_be_told=True, why=why)
    known = Measuring.objects.filter(share=share, permalink=share.permalink).select_related("server")
    measuring = known.first()
    state = measuring.state if measuring else Measuring.State.DUE
    if measuring and state == Measuring.State.DUE and measuring.server.failures >= SILENT_FROM:
        why = _("The server did not answer the last times. It is asked again, less and less often.")
        return Known(engagement=engagement, is_read=False, can_be_told=engagement is None, why=why)
    return Known(
        engagement=engagement,
        is_read=state == Measuring.State.DUE,
        can_be_told=state in {Measuring.State.CLOSED, Measuring.State.ELSEWHERE}
        or (state == Measuring.State.OVER and engagement is None),
        why=_why(state),
    )


def days(*, share: Share) -> list[DailyEngagement]:
    """This will list what was known of a post at the end of each day, the newest 60, the newest first. One query."""
    return list(DailyEngagement.objects.filter(share=share).order_by("-on")[:MOST_DAYS])


def of_shares(shares: Iterable[Share]) -> dict[int, Engagement]:
    """This will give what is known of some posts. Shape: by the share's key; unknown ones are absent. One query."""
    keys = [share.pk for share in shares]
    return {known.share_id: known for known in Engagement.objects.filter(share__in=keys)} if keys else {}


def of_story(*, story: Story) -> Sums:
    """This will add up what is known of a story's posts. Source: two queries."""
    posted = Share.objects.filter(story=story, state=Share.State.POSTED)
    sums = Engagement.objects.filter(share__story=story, share__state=Share.State.POSTED).aggregate(
        read=Count("pk", filter=Q(source=Source.PUBLIC_API)),
        told=Count("pk", filter=Q(source=Source.SELF_REPORTED)),
        **{name: Sum(name, default=0) for name in ("reactions", "reshares", "replies")},
    )
    return Sums(posts=posted.count(), **sums)


def _why(state: str) -> str:
    return {
        Measuring.State.CLOSED.value: _("The server does not let us read this post, or it is not there."),
        Measuring.State.ELSEWHERE.value: _("This address leads to somebody else’s post. Is it the right one?"),
        Measuring.State.GONE.value: _("Your post is no longer there. These are the last numbers."),
        Measuring.State.OVER.value: _("Posts are read for a month. These are the last numbers."),
    }.get(state, "")

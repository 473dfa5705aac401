"""Counts of a post as its writer tells them, where the network does not let us read them."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from advocacy.measuring import figures, posts
from advocacy.models import Engagement, Share
from advocacy.models.engagement import Source

MOST = 1_000_000_000


class ReadInPublic(ValidationError):
    """These counts are read in public, or there is nothing to count."""


class NoCount(ValidationError):
    """Not a number of people."""


def tell(*, share: Share, reactions: int, reshares: int, replies: int, now: datetime) -> Engagement:
    """This will keep what a person says of a post: how many reacted, passed it on and replied.

    Safe to repeat: the last numbers count, and of each of the company's days the last ones stay.
    Errors: ReadInPublic for a post that is not out or is read in public; NoCount.
    """
    counts = {"reactions": reactions, "reshares": reshares, "replies": replies}
    for name, count in counts.items():
        if not 0 <= count <= MOST:
            raise NoCount({name: _("Write a whole number, 0 or more.")})
    if not figures.of_share(share=share).can_be_told:
        raise ReadInPublic(_("The numbers of this post are read where it stands, or it is not out: nothing to tell."))
    posts.note(share=share, counts=counts, source=Source.SELF_REPORTED, now=now)
    return Engagement.objects.get(share=share)

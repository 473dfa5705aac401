"""Pages of our own that everybody may open: where the short link of a story leads that stands nowhere else.

An article, a film, a document or an event that was written here has no address on the web; readers outside get this one
for as long as the story is out.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from content.models import Story


def find(*, public_id: UUID) -> Story | None:
    """This will find a story that has, or had, a page in the open: approved, out by now, and without another address.

    Source: one query.
    """
    was_out = (Story.State.LIVE, Story.State.ENDED, Story.State.RETRACTED)
    stories = Story.objects.select_related("picture", "attachment").filter(url="", approved_version__isnull=False)
    return stories.filter(public_id=public_id, state__in=was_out).first()


def is_open(*, story: Story, now: datetime) -> bool:
    """This will say whether strangers may read the story now."""
    return not story.url and story.is_open(now)


def address(*, story: Story) -> str:
    """This will give the whole address at which everybody can read a story: its own, or the page that stands here."""
    return story.url or f"{settings.SITE_URL}{reverse('open_page', args=[story.public_id])}"

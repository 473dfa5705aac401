"""The small page that draws a card of a link: for robots that fetch previews, and whoever is taken for one."""

from django.conf import settings
from django.template.loader import render_to_string

from accounts import company
from advocacy.models import Link


def page(*, link_id: int, leads_on: bool) -> str:
    """Draw the page with its Open Graph tags.

    `leads_on`: a browser goes on to the story by itself; a robot that draws a card stays. Source: two queries.
    """
    link = Link.objects.select_related("story__picture").get(pk=link_id)
    story = link.story
    picture = story.picture
    return render_to_string(
        "advocacy/link_card.html",
        {
            "story": story,
            "address": f"{settings.LINK_URL}/l/{link.code}",
            "target": link.target,
            "leads_on": leads_on,
            "site_name": story.site_name or company.current().name,
            "picture": picture,
            "picture_address": f"{settings.SITE_URL}{picture.file.url}" if picture else "",
        },
    )

"""How a story begins: filled in from the page that was read, as far as the page says anything."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from accounts import company
from accounts.models import Person
from content import reach, stories
from content.manuscripts import Audience, Manuscript
from content.models import Preview, Story

DAYS = 14


def from_preview(*, preview: Preview, by: Person, now: datetime) -> Story:
    """This will make a draft of a page; one that could not be read gives a draft with nothing but its link.

    Safe to repeat: a preview becomes one story. Errors: as stories.create.
    """
    team = reach.home(person=by)
    languages = {code for code, _name in settings.LANGUAGES}
    ends_on = company.day(at=now, zone=company.current().zone) + timedelta(days=DAYS + 1)
    manuscript = Manuscript(
        url=preview.final_url or preview.url,
        title=preview.title or (preview.entry.title if preview.entry else ""),
        summary=preview.description or (preview.entry.summary if preview.entry else ""),
        site_name=preview.site_name,
        language=preview.language if preview.language in languages else by.language,
        minutes=max(1, preview.minutes),
        picture=str(preview.picture.public_id) if preview.picture else "",
        prompts=(_("What did you see yourself?"), _("What surprised you?")),
        audience=(Audience(team=str(team.public_id) if team else ""),),
        expires_at=company.day_starts(on=ends_on, zone=company.current().zone),
    )
    return stories.create(manuscript=manuscript, by=by, now=now, owner_team=team, preview=preview, entry=preview.entry)

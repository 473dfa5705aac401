"""What `manage.py check` says about this room."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Care
from django.utils import timezone
from django.utils.translation import gettext as _

from advocacy.publishing import linkedin


def linkedin_says(*, today: date) -> str:
    """This will say what is the matter with LINKEDIN_VERSION; nothing when all is well, or LinkedIn is not used."""
    if not linkedin.is_offered():
        return ""
    months = linkedin.months_old(version=settings.LINKEDIN_VERSION, today=today)
    if months is None:
        return _("LINKEDIN_VERSION is no version. It looks like %(example)s.") % {"example": "202610"}
    if months > linkedin.OLD_AFTER_MONTHS:
        return _(
            "LINKEDIN_VERSION is %(months)d months old; after about twelve LinkedIn switches it off. Set a newer one."
        ) % {"months": months}
    return ""


@register(Tags.compatibility, deploy=True)
def linkedin_version(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """This will warn of a version of LinkedIn's interface that is about to be switched off, or that is none."""
    said = linkedin_says(today=timezone.now().date())
    if not said:
        return []
    is_none = linkedin.months_old(version=settings.LINKEDIN_VERSION, today=timezone.now().date()) is None
    return [Error(said, id="advocacy.E001") if is_none else Care(said, id="advocacy.W001")]

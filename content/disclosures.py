"""The sentence that stands first in every post: who says it."""

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import CompanySettings
from content.models import Disclosure


def of(*, region: str, language: str, company: CompanySettings) -> str:
    """This will give the sentence for a market, in the language of the story.

    Shape: that of the region and language, else that of the language, else the company's own, else the plain one.
    Source: one query.
    """
    found = dict(Disclosure.objects.filter(language=language, region__in=("", region)).values_list("region", "text"))
    chosen = found.get(region) or found.get("") or company.disclosure
    if chosen:
        return chosen
    with translation.override(language):
        return _("I work at %(company)s.") % {"company": company.called}

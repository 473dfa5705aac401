"""The sentence that stands first in every post."""

from django.utils.translation import gettext as _

from accounts.models import CompanySettings
from content.models import Disclosure


def of(*, region: str, language: str, company: CompanySettings) -> str:
    """This will find the sentence for a market: by region and language, by language, the company's own, or a plain one.

    Source: one query.
    """
    found = {
        disclosure.region: disclosure.text
        for disclosure in Disclosure.objects.filter(language=language, region__in=("", region))
    }
    return (
        found.get(region)
        or found.get("")
        or company.disclosure
        or _("I work at %(company)s.") % {"company": company.called}
    )

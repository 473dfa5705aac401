"""What stands first in a post: who says it."""

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import CompanySettings, Person
from content.models import Disclosure


def of(*, person: Person, language: str, company: CompanySettings) -> str:
    """This will give the sentence for a person's market and the story's language.

    Shape: that of the region and language, else that of the language, else the company's own, else the plain one.
    Source: content.Disclosure, one query.
    """
    fitting = Disclosure.objects.filter(Q(region="") | Q(region=person.region), language=language)
    by_region = {disclosure.region: disclosure.text for disclosure in fitting}
    chosen = by_region.get(person.region) or by_region.get("") or company.disclosure
    if chosen:
        return chosen
    with translation.override(language):
        return _("I work at %(company)s.") % {"company": company.name}

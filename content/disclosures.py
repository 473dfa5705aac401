"""The sentence that stands first in every post: who says it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import CompanySettings, Person
from content import guidance
from content.models import Disclosure


class MarketTaken(ValidationError):
    """The region and language have a sentence."""


def of(*, region: str, language: str, company: CompanySettings) -> str:
    """This will give the sentence for a market, in the language of the story.

    Shape: that of the region and language, else that of the language, else the company's own, else the plain one.
    Source: one query.
    """
    found = dict(Disclosure.objects.filter(language=language, region__in=("", region)).values_list("region", "text"))
    chosen = found.get(region) or found.get("")
    if chosen:
        return chosen
    with translation.override(language):
        return of_company(company=company)


def of_company(*, company: CompanySettings) -> str:
    """This will give the sentence that stands first where no market has its own, in the language that is active."""
    return company.disclosure or _("I work at %(company)s.") % {"company": company.called}


def add(*, region: str, language: str, text: str, by: Person, now: datetime) -> Disclosure:
    """This will set what posts say first in a region and language; an empty region stands for everywhere else.

    Errors: guidance.NotForThisRole, MarketTaken.
    """
    guidance.require(by=by)
    try:
        with transaction.atomic():
            added = Disclosure.objects.create(region=region.strip(), language=language, text=text.strip())
            audit.record(by=by, action="disclosures.add", target=added, detail=_detail(added), at=now)
    except IntegrityError:
        sentence = gettext_lazy("This region and language have a sentence. Change it there.")
        raise MarketTaken(sentence, code="market_taken") from None
    return added


def change(*, disclosure: Disclosure, text: str, by: Person, now: datetime) -> Disclosure:
    """This will set another sentence; posts that are out keep theirs.

    Errors: guidance.NotForThisRole.
    """
    guidance.require(by=by)
    before = disclosure.text
    with transaction.atomic():
        Disclosure.objects.filter(pk=disclosure.pk).update(text=text.strip())
        disclosure.refresh_from_db()
        detail = {**_detail(disclosure), "before": before}
        audit.record(by=by, action="disclosures.change", target=disclosure, detail=detail, at=now)
    return disclosure


def remove(*, disclosure: Disclosure, by: Person, now: datetime) -> None:
    """This will let the next wider sentence stand first instead; added again with the same words, it is back.

    Safe to repeat. Errors: guidance.NotForThisRole.
    """
    guidance.require(by=by)
    with transaction.atomic():
        if Disclosure.objects.filter(pk=disclosure.pk).delete()[0]:
            audit.record(by=by, action="disclosures.remove", target=disclosure, detail=_detail(disclosure), at=now)


def _detail(disclosure: Disclosure) -> dict[str, str]:
    return {"region": disclosure.region, "language": disclosure.language}

"""Words that need a second thought, each with the reason that the writer is told."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import Person
from content import guidance
from content.models import BlockedTerm


class TermTaken(ValidationError):
    """The term is in the list, for the same language or for all."""


def add(*, term: str, language: str, reason: str, by: Person, now: datetime) -> BlockedTerm:
    """This will name a term to everybody who writes it, in one language or, with an empty one, in all.

    Errors: guidance.NotForThisRole, TermTaken.
    """
    guidance.require(by=by)
    plain = " ".join(term.split())
    if BlockedTerm.objects.filter(term__iexact=plain, language__in={"", language}).exists():
        raise _taken()
    try:
        with transaction.atomic():
            added = BlockedTerm.objects.create(term=plain, language=language, reason=reason.strip())
            audit.record(by=by, action="blocked_terms.add", target=added, detail=_detail(added), at=now)
    except IntegrityError:
        raise _taken() from None
    return added


def change(*, term: BlockedTerm, reason: str, by: Person, now: datetime) -> BlockedTerm:
    """This will give another reason to who writes the term.

    Errors: guidance.NotForThisRole.
    """
    guidance.require(by=by)
    with transaction.atomic():
        BlockedTerm.objects.filter(pk=term.pk).update(reason=reason.strip())
        term.refresh_from_db()
        audit.record(by=by, action="blocked_terms.change", target=term, detail=_detail(term), at=now)
    return term


def remove(*, term: BlockedTerm, by: Person, now: datetime) -> None:
    """This will name the term to nobody any more; added again with the same words, it is back.

    Safe to repeat. Errors: guidance.NotForThisRole.
    """
    guidance.require(by=by)
    with transaction.atomic():
        if BlockedTerm.objects.filter(pk=term.pk).delete()[0]:
            audit.record(by=by, action="blocked_terms.remove", target=term, detail=_detail(term), at=now)


def _detail(term: BlockedTerm) -> dict[str, str]:
    return {"language": term.language, "reason": term.reason}


def _taken() -> TermTaken:
    sentence = gettext_lazy("This term is in the list, in this language or in all. Change its reason there.")
    return TermTaken(sentence, code="term_taken")

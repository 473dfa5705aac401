"""How allauth lets people in: anybody of the company's e-mail domains, and whom an administrator invited."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import company, people
from accounts.models import Person

# Where an address is new to us. Everywhere else one is only looked up, and no answer may tell whether it is known.
NEW_ADDRESS = {"account_signup", "account_email"}
CODES = {"account/email/login_code", "account/email/password_reset_code"}


class ForeignAddress(ValidationError):
    pass


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(company.current().domains)

    def clean_email(self, email: str) -> str:
        match = self.request.resolver_match if self.request else None
        is_new = match is not None and match.url_name in NEW_ADDRESS
        if is_new and email.lower().rpartition("@")[2] not in company.current().domains:
            raise ForeignAddress(_("Use your work e-mail address."))
        return email

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        # Who was invited or imported has no address row yet. The code that goes out now is going to prove the address.
        if template_prefix in CODES:
            person = Person.objects.filter(email__iexact=email).first()
            if person and not EmailAddress.objects.filter(user=person).exists():
                EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"primary": True})
        super().send_mail(template_prefix, email, context)

    def new_user(self, request: HttpRequest) -> Person:
        language = translation.get_language() or settings.LANGUAGE_CODE
        known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        return Person(joined_at=timezone.now(), language=known)

    def save_user(self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True) -> Any:  # noqa: FBT001, FBT002
        user.name = user.name or people.name_from(email=form.cleaned_data["email"])
        return super().save_user(request, user, form, commit)

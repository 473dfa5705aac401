"""The first administrator, who can then give every role from inside."""

from datetime import datetime

from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit, people
from accounts.models import Person, RoleGrant


def appoint(*, email: str, now: datetime) -> Person:
    """This will make sure that a person with this address is here and is an administrator.

    For who holds the machine; nobody in the product can call this.
    Safe to repeat: the person and the role stay as they are. Errors: ValidationError for what is no address; Forgotten.
    """
    email = email.strip().lower()
    validate_email(email)
    with transaction.atomic():
        person: Person | None = Person.objects.filter(email__iexact=email).first()
        if person is None:
            person = Person(email=email, name=people.name_from(email=email), joined_at=now)
            person.set_unusable_password()
            person.save(force_insert=True)
        if not person.is_active:
            if person.erase_requested_at:
                raise people.Forgotten(_("This person asked to be forgotten. Use another address."))
            Person.objects.filter(pk=person.pk).update(is_active=True, left_at=None)
            person.is_active, person.left_at = True, None
        if not RoleGrant.objects.filter(person=person, role=RoleGrant.Role.ADMINISTRATOR).exists():
            RoleGrant.objects.create(person=person, role=RoleGrant.Role.ADMINISTRATOR, granted_at=now)
            audit.record(by=None, action="administrators.appoint", target=person, at=now)
    return person

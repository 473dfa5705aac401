"""The wish to be forgotten: noted, taken back within a week, or carried out."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import audit, notifications, people, roles, sessions
from accounts.models import (
    ApiToken,
    FollowerCount,
    LessonRead,
    Notification,
    Person,
    PolicyAcknowledgement,
    RoleGrant,
)


class OnlyAdministrator(ValidationError):
    pass


class TooLate(ValidationError):
    pass


def request(*, person: Person, now: datetime) -> None:
    """This will note that a person wants to be forgotten, and tell the administrators.

    Safe to repeat: the first time counts. Errors: OnlyAdministrator when no other administrator stays.
    """
    with transaction.atomic():
        if _is_only_administrator(person):
            raise OnlyAdministrator(_("You are the last administrator. Give the role to somebody else first."))
        if not Person.objects.present().filter(pk=person.pk, erase_requested_at=None).update(erase_requested_at=now):
            return
        audit.record(by=person, action="erasures.request", target=person, at=now)
        for administrator in roles.people_with(role=roles.Role.ADMINISTRATOR):
            with translation.override(administrator.language):
                notifications.add(
                    person=administrator,
                    key=f"erasures.request:{person.public_id}:{now:%Y%m%d%H%M%S}",
                    title=_("%(name)s asks to be forgotten") % {"name": person},
                    text=_("It happens in seven days, or when you end their time here."),
                    path=_page(person),
                    now=now,
                )
    person.erase_requested_at = now


def withdraw(*, person: Person, now: datetime) -> None:
    """This will take that wish back. Safe to repeat. Errors: TooLate once it has taken effect."""
    with transaction.atomic():
        asked = Person.objects.filter(pk=person.pk).exclude(erase_requested_at=None)
        if asked.exclude(pk__in=Person.objects.to_erase(now)).filter(erased_at=None).update(erase_requested_at=None):
            audit.record(by=person, action="erasures.withdraw", target=person, at=now)
    person.refresh_from_db(fields=("erase_requested_at",))
    if person.erase_requested_at:
        raise TooLate(_("The seven days are over: it is being carried out."))


def sweep(*, now: datetime, most: int = 50) -> int:
    """This will erase those whose wish takes effect now, and count them.

    What the other rooms keep of them, those sweep themselves: they find them by Person.objects.forgotten().
    Safe to repeat; the last administrator waits until there is another one.
    """
    due = list(Person.objects.to_erase(now).order_by("erase_requested_at", "pk")[:most])
    erased = [person.pk for person in due if _erase(person=person, now=now)]
    if erased:
        sessions.end(people=erased)
    return len(erased)


def _erase(*, person: Person, now: datetime) -> bool:
    with transaction.atomic():
        if _is_only_administrator(person) or not Person.objects.to_erase(now).filter(pk=person.pk).exists():
            return False
        people.end(person=person, by=None, now=now)
        pseudonym = f"erased-{person.public_id}@erased.invalid"
        tokens = ApiToken.objects.filter(person=person)
        audit.rename(targets=tokens, name="")
        tokens.delete()
        EmailAddress.objects.filter(user=person).delete()
        FollowerCount.objects.filter(person=person).delete()
        Notification.objects.filter(person=person).delete()
        LessonRead.objects.filter(person=person).delete()
        PolicyAcknowledgement.objects.filter(person=person).delete()
        # What administrators were told of him, with his name.
        Notification.objects.filter(path=_page(person)).delete()
        Person.objects.filter(pk=person.pk).update(
            email=pseudonym,
            name="",
            job_title="",
            region="",
            time_zone="",
            pen_name="",
            board_choice=Person.BoardChoice.HIDDEN,
            wants_mail=False,
            quiet_from=None,
            quiet_until=None,
            networks=[],
            is_shown_to_team=False,
            first_week_closed_at=None,
            last_login=None,
            erased_at=now,
        )
        person.refresh_from_db()
        audit.record(by=None, action="erasures.erase", target=person, at=now)
        audit.rename(targets=[person], name=pseudonym)
    return True


def _is_only_administrator(person: Person) -> bool:
    """Is this the one administrator who stays? Locks the grants by key, so that two cannot both go at once."""
    administrators = RoleGrant.objects.select_for_update(of=("self",)).filter(
        role=roles.Role.ADMINISTRATOR, person__is_active=True
    )
    staying = {
        grant.person_id: grant.person.erase_requested_at is None
        for grant in administrators.select_related("person").order_by("pk")
    }
    others = [key for key, stays in staying.items() if stays and key != person.pk]
    return person.pk in staying and not others


def _page(person: Person) -> str:
    return f"/company/people/{person.public_id}/"

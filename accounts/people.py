"""People come, change what is said of them, and leave."""

import zoneinfo
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

import networks as places
from accounts import audit, company, notifications, quiet_hours, roles
from accounts.models import ApiToken, Person, RoleGrant, Team

PAGE_SIZE = 50


class AlreadyHere(ValidationError):
    pass


class NotYourself(ValidationError):
    pass


class Forgotten(ValidationError):
    pass


@dataclass(frozen=True)
class Listed:
    """A stretch of the list of people by name; `further` names whom the next one starts after."""

    people: list[Person]
    further: Person | None


def listed(*, search: str = "", after: Person | None = None, left: bool = False) -> Listed:
    """This will list people by name, PAGE_SIZE at a time.

    `search` looks into names and e-mail addresses.
    Source: accounts.Person by the index (name, id), so page 7,000 costs what page 1 does; teams come with it.
    """
    found = Person.objects.select_related("team").order_by("name", "pk")
    found = found.exclude(left_at=None) if left else found.filter(left_at=None)
    if search.strip():
        found = found.filter(Q(name__icontains=search.strip()) | Q(email__icontains=search.strip()))
    if after is not None:
        found = found.filter(Q(name__gt=after.name) | Q(name=after.name, pk__gt=after.pk))
    people = list(found[: PAGE_SIZE + 1])
    return Listed(people=people[:PAGE_SIZE], further=people[PAGE_SIZE - 1] if len(people) > PAGE_SIZE else None)


def name_from(*, email: str) -> str:
    """This will guess a name from an address: ana.kovac@… is Ana Kovac."""
    words = email.split("@", maxsplit=1)[0].split("+", maxsplit=1)[0].replace("_", ".").split(".")
    return " ".join(word.capitalize() for word in words if word)[:150]


def invite(*, email: str, name: str, team: Team | None, by: Person, now: datetime) -> Person:
    """This will add a person, who then signs in with a code sent to that address.

    Any domain will do: an invitation is an administrator's decision.
    Errors: NotAllowed unless `by` is an administrator; AlreadyHere; ValidationError for what is no address.
    """
    roles.require(person=by, role=roles.Role.ADMINISTRATOR)
    email = email.strip().lower()
    validate_email(email)
    person = Person(
        email=email,
        name=name.strip()[:150] or name_from(email=email),
        team=team,
        language=by.language,
        joined_at=now,
    )
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            audit.record(by=by, action="people.invite", target=person, at=now)
            with translation.override(person.language):
                name = company.current().name
                notifications.add(
                    person=person,
                    key="people.invite",
                    title=_("%(company)s invites you to Firsthand") % {"company": name},
                    text=_("Sign in with this e-mail address; a code will be sent to you."),
                    path="/",
                    now=now,
                )
    except IntegrityError as error:
        raise AlreadyHere(_("Somebody with this e-mail address is here already.")) from error
    return person


def speak(*, person: Person, language: str) -> None:
    """This will speak to somebody in another language from now on, here and in mails. Errors: ValidationError."""
    if language not in dict(settings.LANGUAGES):
        raise ValidationError({"language": _("Choose a language from the list.")})
    Person.objects.filter(pk=person.pk).update(language=language)
    person.language = language


def change(*, person: Person, name: str, job_title: str, language: str, time_zone: str) -> None:
    """This will save what a person says of himself or herself. Errors: ValidationError by field."""
    name = name.strip()
    if not name:
        raise ValidationError({"name": _("Write your name as colleagues know it.")})
    if language not in dict(settings.LANGUAGES):
        raise ValidationError({"language": _("Choose a language from the list.")})
    if time_zone and time_zone not in zoneinfo.available_timezones():
        raise ValidationError({"time_zone": _("Choose a time zone from the list.")})
    person.name, person.job_title = name[:150], job_title.strip()[:150]
    person.language, person.time_zone = language, time_zone
    person.save(update_fields=["name", "job_title", "language", "time_zone"])


def use_networks(*, person: Person, keys: Collection[str]) -> None:
    """This will note the networks that a person uses, in the order in which they are offered.

    Safe to repeat. Errors: UnknownNetwork.
    """
    wanted = {places.get(key).key for key in keys}
    person.networks = [network.key for network in places.every() if network.key in wanted]
    Person.objects.filter(pk=person.pk).update(networks=person.networks)


def mail(*, person: Person, wants_mail: bool, quiet_from: time | None, quiet_until: time | None, now: datetime) -> None:
    """This will decide whether a person gets mail, and in which hours of the day none.

    What waits for the end of the hours before is looked at anew. Safe to repeat.
    Errors: quiet_hours.HalfAnAnswer, quiet_hours.AllDay.
    """
    quiet_hours.check(begins=quiet_from, ends=quiet_until)
    with transaction.atomic():
        person.wants_mail, person.quiet_from, person.quiet_until = wants_mail, quiet_from, quiet_until
        person.save(update_fields=["wants_mail", "quiet_from", "quiet_until"])
        if wants_mail:
            notifications.look_again(person=person, now=now)
        else:
            notifications.keep_inside(person=person)


def say_all(*, person: Person, now: datetime, **said: Any) -> None:
    """This will save all that a person says of himself in one go, all or nothing; what is not in `said` stays.

    `said` holds the arguments of `change`, and those of `mail`, `use_networks` and `show_to_team` by their columns.
    Errors: those of the four.
    """
    with transaction.atomic():
        change(person=person, **{name: said[name] for name in ("name", "job_title", "language", "time_zone")})
        mail(
            person=person,
            wants_mail=said["wants_mail"],
            quiet_from=said.get("quiet_from", person.quiet_from),
            quiet_until=said.get("quiet_until", person.quiet_until),
            now=now,
        )
        use_networks(person=person, keys=said.get("networks", person.networks))
        show_to_team(person=person, is_shown=said.get("is_shown_to_team", person.is_shown_to_team))


def show_to_team(*, person: Person, is_shown: bool) -> None:
    """This will let colleagues of the team see which stories a person took up, or not. Safe to repeat."""
    Person.objects.filter(pk=person.pk).update(is_shown_to_team=is_shown)
    person.is_shown_to_team = is_shown


def place(*, person: Person, team: Team | None, by: Person, now: datetime) -> None:
    """This will move a person to a team; what happened before stays with the team of that time.

    Safe to repeat. Errors: NotAllowed unless `by` is an administrator.
    """
    roles.require(person=by, role=roles.Role.ADMINISTRATOR)
    with transaction.atomic():
        elsewhere = Q(team__isnull=False) if team is None else ~Q(team=team) | Q(team=None)
        if Person.objects.filter(elsewhere, pk=person.pk).update(team=team):
            audit.record(by=by, action="people.place", target=person, detail={"team": str(team or "")}, at=now)
    person.team = team


def deactivate(*, person: Person, by: Person, now: datetime) -> None:
    """This will end a person's time here: no sign-in, no session, no key. The other rooms sweep what is left.

    Safe to repeat.
    Errors: NotAllowed unless `by` is an administrator; NotYourself.
    """
    roles.require(person=by, role=roles.Role.ADMINISTRATOR)
    if person.pk == by.pk:
        raise NotYourself(_("You cannot end your own time here. Ask another administrator."))
    with transaction.atomic():
        # Locked in the order of keys, so that two administrators cannot end each other's time at once.
        administrators = RoleGrant.objects.select_for_update().filter(role=roles.Role.ADMINISTRATOR).order_by("pk")
        if by.pk not in [grant.person_id for grant in administrators]:
            by.held_roles = None
            roles.require(person=by, role=roles.Role.ADMINISTRATOR)
        end(person=person, by=by, now=now)


def end(*, person: Person, by: Person | None, now: datetime) -> None:
    """This will close every door to a person: password, sessions, keys, roles and mail. Call it in a transaction.

    Safe to repeat. `by` is nobody when a sweep does it.
    """
    # Sessions carry a digest of the password: with another one they are void, also after a return.
    person.set_unusable_password()
    left = Person.objects.filter(pk=person.pk, left_at=None).update(
        left_at=now, is_active=False, password=person.password
    )
    if not left:
        return
    ApiToken.objects.filter(person=person, revoked_at=None).update(revoked_at=now)
    for grant in RoleGrant.objects.filter(person=person):
        audit.record(by=by, action="roles.revoke", target=person, detail={"role": grant.role}, at=now)
    RoleGrant.objects.filter(person=person).delete()
    notifications.keep_inside(person=person)
    audit.record(by=by, action="people.deactivate", target=person, at=now)
    person.left_at, person.is_active, person.held_roles = now, False, None


def reactivate(*, person: Person, by: Person, now: datetime) -> None:
    """This will let a person in again, without the roles and keys of before.

    Safe to repeat. Errors: NotAllowed unless `by` is an administrator; Forgotten for who asked to be.
    """
    roles.require(person=by, role=roles.Role.ADMINISTRATOR)
    with transaction.atomic():
        gone = Person.objects.filter(pk=person.pk, erase_requested_at=None).exclude(left_at=None)
        if gone.update(left_at=None, is_active=True):
            audit.record(by=by, action="people.reactivate", target=person, at=now)
    person.refresh_from_db(fields=("left_at", "is_active", "erase_requested_at"))
    if person.left_at is not None:
        raise Forgotten(_("This person asked to be forgotten. Invite them anew if they want to come back."))

"""Who may do what: roles held by a person, for the whole company or for a part of the team tree."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person, RoleGrant, Team

Role = RoleGrant.Role


class NotAllowed(PermissionDenied):
    """The person may see this and not do it."""


class LastAdministrator(ValidationError):
    pass


def of(*, person: Person) -> frozenset[str]:
    """This will name the roles that a person holds, for the whole company or a part of it.

    Source: accounts.RoleGrant, one query the first time for each instance of the person.
    """
    if person.held_roles is None:
        person.held_roles = frozenset(RoleGrant.objects.filter(person=person).values_list("role", flat=True))
    return person.held_roles


def holds(*, person: Person, role: str) -> bool:
    """This will say whether a person holds a role anywhere."""
    return role in of(person=person)


def require(*, person: Person, role: str) -> None:
    """This will do nothing for who holds the role.

    Errors: NotAllowed for everybody else.
    """
    if not holds(person=person, role=role):
        raise NotAllowed(_("This needs a role that you do not have. Ask an administrator if you should."))


def teams(*, person: Person, role: str) -> list[Team] | None:
    """This will name the teams a role is limited to; None means the whole company, an empty list means nowhere.

    Source: accounts.RoleGrant and Team, one query.
    """
    grants = list(RoleGrant.objects.filter(person=person, role=role).select_related("team"))
    if any(grant.team is None for grant in grants):
        return None
    return [grant.team for grant in grants if grant.team]


def covers(*, person: Person, role: str, team: Team | None) -> bool:
    """This will say whether the role reaches a team; what belongs to the whole company needs the role for all of it."""
    limits = teams(person=person, role=role)
    if limits is None:
        return True
    return team is not None and any(team.path.startswith(limit.path) for limit in limits)


def people_with(*, role: str) -> list[Person]:
    """This will list everybody present who holds a role anywhere, by key. Source: one query."""
    return list(Person.objects.present().filter(grants__role=role).distinct().order_by("pk"))


def grant(*, person: Person, role: str, team: Team | None, by: Person, now: datetime) -> RoleGrant:
    """This will give a role.

    Safe to repeat: a role already given stays as it is.
    Errors: NotAllowed unless `by` is an administrator; ValidationError for a team with a role that is company-wide.
    """
    require(person=by, role=Role.ADMINISTRATOR)
    if team is not None and role not in (Role.CURATOR, Role.APPROVER):
        raise ValidationError(_("Only curators and approvers can be limited to a team. Leave the team empty."))
    try:
        with transaction.atomic():
            given = RoleGrant.objects.create(person=person, role=role, team=team, granted_at=now, granted_by=by)
            audit.record(
                by=by, action="roles.grant", target=person, detail={"role": role, "team": str(team or "")}, at=now
            )
    except IntegrityError:
        return RoleGrant.objects.get(person=person, role=role, team=team)
    person.held_roles = None
    return given


def revoke(*, grant: RoleGrant, by: Person, now: datetime) -> None:
    """This will take a role back.

    Errors: NotAllowed unless `by` is an administrator; LastAdministrator when nobody would be left to give roles.
    """
    require(person=by, role=Role.ADMINISTRATOR)
    with transaction.atomic():
        if grant.role == Role.ADMINISTRATOR:
            # Locked in the order of keys, so that two administrators cannot take the role from each other at once.
            others = RoleGrant.objects.select_for_update().filter(role=Role.ADMINISTRATOR, person__is_active=True)
            if not [other for other in others.order_by("pk") if other.pk != grant.pk]:
                raise LastAdministrator(_("This is the last administrator. Give the role to somebody else first."))
        if RoleGrant.objects.filter(pk=grant.pk).delete()[0]:
            audit.record(
                by=by,
                action="roles.revoke",
                target=grant.person,
                detail={"role": grant.role, "team": str(grant.team or "")},
                at=now,
            )

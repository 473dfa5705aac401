"""The tree of teams."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, ProtectedError, Q, QuerySet, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from accounts import audit, roles
from accounts.models import Person, Team

DEEPEST = 20


class NameTaken(ValidationError):
    pass


class TeamInsideItself(ValidationError):
    pass


class TeamNotEmpty(ValidationError):
    pass


def tree() -> list[Team]:
    """This will list all teams with `people_count`, who belong to the team itself.

    Shape: every team after the one above it, teams of one parent by name. Source: one query.
    """
    counted: QuerySet[Team] = Team.objects.annotate(people_count=Count("people", filter=Q(people__left_at=None)))
    below: dict[int | None, list[Team]] = {}
    for team in counted.order_by("name"):
        below.setdefault(team.parent_id, []).append(team)
    ordered: list[Team] = []
    waiting = below.get(None, [])[::-1]
    while waiting:
        team = waiting.pop()
        ordered.append(team)
        waiting.extend(below.get(team.pk, [])[::-1])
    return ordered


def add(*, name: str, parent: Team | None, by: Person, now: datetime) -> Team:
    """This will add a team.

    Errors: NotAllowed unless `by` is an administrator; NameTaken; ValidationError without a name or when too deep.
    """
    roles.require(person=by, role=roles.Role.ADMINISTRATOR)
    name = _checked(name)
    if parent is not None:
        _check_depth(len(parent.ancestor_ids) + 1)
    try:
        with transaction.atomic():
            above = Team.objects.select_for_update().get(pk=parent.pk) if parent else None
            team = Team.objects.create(name=name, parent=above)
            team.path = f"{above.path if above else '/'}{team.pk}/"
            Team.objects.filter(pk=team.pk).update(path=team.path)
            audit.record(by=by, action="teams.add", target=team, at=now)
    except IntegrityError as error:
        raise _taken() from error
    return team


def rename(*, team: Team, name: str, by: Person, now: datetime) -> None:
    """This will give a team another name. Safe to repeat.

    Errors: NotAllowed unless `by` is an administrator; NameTaken.
    """
    roles.require(person=by, role=roles.Role.ADMINISTRATOR)
    name = _checked(name)
    try:
        with transaction.atomic():
            if Team.objects.filter(pk=team.pk).exclude(name=name).update(name=name):
                audit.record(by=by, action="teams.rename", target=team, detail={"name": name}, at=now)
    except IntegrityError as error:
        raise _taken() from error
    team.name = name


def move(*, team: Team, parent: Team | None, by: Person, now: datetime) -> None:
    """This will hang a team with all below it under another one, or to the top.

    Safe to repeat. The paths of the whole part of the tree are rewritten by one statement.
    Errors: NotAllowed unless `by` is an administrator; TeamInsideItself; NameTaken; ValidationError when too deep.
    """
    roles.require(person=by, role=roles.Role.ADMINISTRATOR)
    try:
        with transaction.atomic():
            # One move at a time: two crossing moves could each hang one team below the other.
            teams = {row.pk: row for row in Team.objects.select_for_update().order_by("pk")}
            moving, above = teams[team.pk], teams[parent.pk] if parent else None
            if above and above.path.startswith(moving.path):
                raise TeamInsideItself(_("A team cannot stand below itself."))
            if moving.parent_id == (above.pk if above else None):
                return
            levels = [len(row.ancestor_ids) for row in teams.values() if row.path.startswith(moving.path)]
            higher = len(above.ancestor_ids) if above else 0
            _check_depth(higher + max(levels) - len(moving.ancestor_ids) + 1)
            old, new = moving.path, f"{above.path if above else '/'}{moving.pk}/"
            Team.objects.filter(pk=moving.pk).update(parent=above)
            Team.objects.filter(path__startswith=old).update(path=Concat(Value(new), Substr("path", len(old) + 1)))
            audit.record(by=by, action="teams.move", target=team, detail={"below": str(above or "")}, at=now)
    except IntegrityError as error:
        raise _taken() from error
    team.parent, team.path = above, new


def remove(*, team: Team, by: Person, now: datetime) -> None:
    """This will take an empty team away.

    Errors: NotAllowed unless `by` is an administrator; TeamNotEmpty while people, teams, roles or facts belong to it.
    """
    roles.require(person=by, role=roles.Role.ADMINISTRATOR)
    try:
        with transaction.atomic():
            if team.people.exists() or team.children.exists() or team.grants.exists():
                raise TeamNotEmpty(_("People, teams or roles still belong to this team. Move them first."))
            audit.record(by=by, action="teams.remove", target=team, at=now)
            team.delete()
    except (ProtectedError, IntegrityError) as error:
        raise TeamNotEmpty(_("Stories and shares belong to this team’s past. Rename it, or leave it empty.")) from error


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise ValidationError(_("Give the team a name."))
    if len(name) > 120:
        raise ValidationError(_("A team’s name has 120 characters at most."))
    return name


def _check_depth(levels: int) -> None:
    if levels > DEEPEST:
        raise ValidationError(_("Teams can stand %(deepest)d levels deep, not deeper.") % {"deepest": DEEPEST})


def _taken() -> NameTaken:
    return NameTaken(_("There is a team of this name in the same place already."))

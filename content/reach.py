"""What a curator or an approver may touch: the company's stories, or those of his teams."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.models import Person, Team


class OutsideReach(PermissionDenied):
    """The role does not reach this team."""


def require(*, person: Person, role: str, team: Team | None) -> None:
    """This will do nothing when the role reaches the team; without a team it must reach the whole company.

    Errors: OutsideReach.
    """
    if not roles.covers(person=person, role=role, team=team):
        raise OutsideReach(_("Your role does not reach this team. Ask somebody whose role does."))


def home(*, person: Person) -> Team | None:
    """This will name the team to which a new story of this curator belongs: none for the whole company."""
    limits = roles.teams(person=person, role=roles.Role.CURATOR)
    return limits[0] if limits else None

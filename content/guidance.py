"""Who may write what holds for every story: steps of approval, topics, disclosures, blocked terms."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.models import Person
from accounts.roles import Role


class NotForThisRole(PermissionDenied):
    """Rules of the studio are seen by every curator, and written by fewer."""


def may_change(*, person: Person) -> bool:
    """This will say whether a person may write the rules: an administrator, or a curator of the whole company."""
    if roles.holds(person=person, role=Role.ADMINISTRATOR):
        return True
    return roles.covers(person=person, role=Role.CURATOR, team=None)


def require(*, by: Person) -> None:
    """This will do nothing for who may write the rules.

    Errors: NotForThisRole.
    """
    if not may_change(person=by):
        raise NotForThisRole(_("Administrators and curators of the whole company change the rules. Ask one of them."))

"""What the shell of every page shows."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts import company, notifications, roles
from accounts import demo as demonstration
from accounts.models import CompanySettings, Person


@dataclass(frozen=True)
class Shell:
    """The company and the person as the masthead needs them; roles as plain yes or no."""

    company: CompanySettings
    person: Person | None
    roles: frozenset[str]
    unread_notifications: int
    demo: bool

    @property
    def company_name(self) -> str:
        return self.company.name

    @property
    def person_name(self) -> str:
        return str(self.person or "")

    @property
    def initials(self) -> str:
        return self.person.initials if self.person else ""

    @property
    def is_in_first_week(self) -> bool:
        """Came within a month, and did not put the first steps away."""
        if self.person is None or self.person.first_week_closed_at is not None:
            return False
        return self.person.joined_at >= timezone.now() - timedelta(days=30)

    @property
    def cast(self) -> list[demonstration.CastMember]:
        """Whom the sign-in page of the demonstration lets one play. Source: one query."""
        return demonstration.cast() if self.demo and self.person is None else []

    @property
    def is_curator(self) -> bool:
        return roles.Role.CURATOR in self.roles

    @property
    def is_approver(self) -> bool:
        return roles.Role.APPROVER in self.roles

    @property
    def is_leader(self) -> bool:
        return roles.Role.LEADER in self.roles

    @property
    def is_operations(self) -> bool:
        return roles.Role.OPERATIONS in self.roles

    @property
    def is_administrator(self) -> bool:
        return roles.Role.ADMINISTRATOR in self.roles


def shell(request: HttpRequest) -> dict[str, Shell]:
    person = request.user if hasattr(request, "user") and isinstance(request.user, Person) else None
    return {
        "shell": Shell(
            company=getattr(request, "company", None) or company.current(),
            person=person,
            roles=roles.of(person=person) if person else frozenset(),
            unread_notifications=notifications.unread(person=person) if person else 0,
            demo=settings.DEMO,
        )
    }

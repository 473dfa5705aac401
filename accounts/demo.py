"""The cast of the demonstration: one person for each role, let in without a password. Only with DEMO."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Person

DOMAIN = "northwind.example"


@dataclass(frozen=True)
class Part:
    """A role to play; `says` is what its person comes for."""

    key: str
    role: str | Promise
    says: str | Promise

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


@dataclass(frozen=True)
class CastMember:
    key: str
    name: str
    title: str
    role: str | Promise
    says: str | Promise
    initials: str


PARTS = (
    Part("employee", _("Employee"), _("What is worth telling today?")),
    Part("curator", _("Curator"), _("Which story goes out next?")),
    Part("approver", _("Approver"), _("What waits for my yes?")),
    Part("leader", _("Leader"), _("What came of it?")),
    Part("operations", _("Operations"), _("What does the market tell us?")),
    Part("administrator", _("Administrator"), _("Is everybody in the right place?")),
)


def cast() -> list[CastMember]:
    """This will list who can be played. Shape: as in PARTS, without those who have no row. Source: one query."""
    people = {
        person.email: person for person in Person.objects.present().filter(email__in=[part.email for part in PARTS])
    }
    return [
        CastMember(part.key, str(person), person.job_title, part.role, part.says, person.initials)
        for part in PARTS
        if (person := people.get(part.email))
    ]


def person(*, key: str) -> Person | None:
    """This will find the person of a part; None for a key that is none. Source: one query."""
    part = next((part for part in PARTS if part.key == key), None)
    return Person.objects.present().filter(email=part.email).first() if part else None

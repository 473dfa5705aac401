"""What a person says of himself, and what of it is still open. All of it is free to leave empty."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import people
from accounts.models import FollowerCount, Person
from content.models import Interest
from leaderboard import boards


@dataclass(frozen=True)
class Entry:
    """One line of the check-list; `part` is the part of the profile page where it is said."""

    part: str
    say: str | Promise
    is_said: bool


@dataclass(frozen=True)
class Checklist:
    entries: list[Entry]

    @property
    def said(self) -> int:
        return sum(entry.is_said for entry in self.entries)

    @property
    def is_complete(self) -> bool:
        return self.said == len(self.entries)

    @property
    def open(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.is_said]


def checklist(*, person: Person) -> Checklist:
    """This will say which of five things a person has told. Source: one query."""
    row = Person.objects.filter(pk=person.pk).annotate(
        has_followers=Exists(FollowerCount.objects.filter(person=OuterRef("pk"))),
        has_interests=Exists(Interest.objects.filter(person=OuterRef("pk"))),
    )
    has_followers, has_interests = row.values_list("has_followers", "has_interests").get()
    return Checklist(
        [
            Entry("you", _("what you do"), bool(person.job_title)),
            Entry("networks", _("which networks you use"), bool(person.networks)),
            Entry("networks", _("roughly how many follow you"), has_followers),
            Entry("interests", _("what you want to hear about"), has_interests),
            Entry("mail", _("when no mail may come"), person.quiet_from is not None or not person.wants_mail),
        ]
    )


def show(*, person: Person, is_shown_to_team: bool, choice: str, pen_name: str, now: datetime) -> None:
    """This will decide what others see of a person: the team, and everybody on the board. All or nothing.

    Safe to repeat. Errors: those of boards.choose.
    """
    with transaction.atomic():
        people.show_to_team(person=person, is_shown=is_shown_to_team)
        boards.choose(person=person, choice=choice, pen_name=pen_name, now=now)

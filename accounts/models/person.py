"""People, the tree of teams they belong to, and the roles they hold."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# How long somebody who is still here can take the wish to be forgotten back.
ERASURE_WAIT = timedelta(days=7)


class Team(models.Model):
    """A node of the organisation; `path` holds the keys from the root to this team: /1/4/9/."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=120)
    path = models.CharField(max_length=400, db_index=True, default="/")

    class Meta:
        ordering = ("path",)
        constraints = (
            models.UniqueConstraint(fields=("parent", "name"), name="team_once_in_its_parent"),
            models.UniqueConstraint(fields=("name",), name="team_once_at_the_top", condition=models.Q(parent=None)),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def ancestor_ids(self) -> list[int]:
        """The keys of this team and all above it, from the root."""
        return [int(part) for part in self.path.split("/") if part]


class PersonQuerySet(models.QuerySet["Person"]):
    def present(self) -> "PersonQuerySet":
        """This will keep the people who work here now."""
        return self.filter(is_active=True, left_at=None)

    def inside(self, team: Team) -> "PersonQuerySet":
        """This will keep the people of a team and of all teams below it."""
        return self.filter(team__path__startswith=team.path)

    def to_erase(self, now: datetime) -> "PersonQuerySet":
        """This will keep those whose wish to be forgotten takes effect now: a week old, or of somebody who left."""
        due = models.Q(left_at__isnull=False) | models.Q(erase_requested_at__lte=now - ERASURE_WAIT)
        return self.filter(due, erase_requested_at__isnull=False, erased_at=None)

    def forgotten(self) -> "PersonQuerySet":
        """This will keep those who asked to be forgotten and are gone: every room takes its own words of them out."""
        return self.filter(erase_requested_at__isnull=False, left_at__isnull=False)


class PersonManager(BaseUserManager["Person"].from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Django and allauth look people up by their e-mail address through this."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)  # type: ignore[no-any-return]


class Person(AbstractBaseUser):
    class BoardChoice(models.TextChoices):
        HIDDEN = "hidden", _("Not on the board")
        NAMED = "named", _("Under my name")
        PEN_NAME = "pen_name", _("Under a pen name")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=150, blank=True)
    job_title = models.CharField(max_length=150, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="people")
    region = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(max_length=60, blank=True)  # empty: the company's
    board_choice = models.CharField(max_length=10, choices=BoardChoice, default=BoardChoice.HIDDEN)
    pen_name = models.CharField(max_length=40, blank=True)
    wants_mail = models.BooleanField(default=True)
    quiet_from = models.TimeField(null=True, blank=True)  # in the person's zone; no mail until quiet_until
    quiet_until = models.TimeField(null=True, blank=True)
    networks = models.JSONField(default=list, blank=True)  # keys of the networks that the person uses
    is_shown_to_team = models.BooleanField(default=False)  # colleagues of the team see which stories were taken up
    first_week_closed_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    erase_requested_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    # What roles.of() found for this instance; a request asks once.
    held_roles: "frozenset[str] | None" = None

    objects = PersonManager()

    class Meta:
        verbose_name_plural = "people"
        constraints = (
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.UniqueConstraint(Lower("pen_name"), name="person_pen_name_once", condition=~models.Q(pen_name="")),
        )
        indexes = (
            models.Index(fields=("team", "left_at"), name="person_by_team"),
            # Few rows each; every process that answers links asks for them every few seconds.
            models.Index(fields=("left_at",), condition=models.Q(left_at__isnull=False), name="person_who_left"),
            models.Index(
                fields=("id",), condition=models.Q(is_active=False, left_at__isnull=True), name="person_shut_out"
            ),
            models.Index(fields=("name", "id"), name="person_by_name"),
            models.Index(
                fields=("erase_requested_at",),
                name="person_to_forget",
                condition=models.Q(erase_requested_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return gettext("A former colleague") if self.erased_at else self.name or self.email

    @property
    def erasure_due_at(self) -> datetime | None:
        """When the wish to be forgotten takes effect, for somebody who stays until then."""
        return self.erase_requested_at + ERASURE_WAIT if self.erase_requested_at else None

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0] if self.name else str(self).split("@", maxsplit=1)[0]

    @property
    def initials(self) -> str:
        parts = [part for part in self.name.split() if part[:1].isalpha()] or [str(self)]
        return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()


class RoleGrant(models.Model):
    """A role beyond employee, for the whole company or, for curators and approvers, for one team and those below."""

    class Role(models.TextChoices):
        CURATOR = "curator", _("Curator")
        APPROVER = "approver", _("Approver")
        LEADER = "leader", _("Leader")
        OPERATIONS = "operations", _("Operations")
        ADMINISTRATOR = "administrator", _("Administrator")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="grants")
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "role", "team"), name="role_granted_once_for_a_team", condition=~models.Q(team=None)
            ),
            models.UniqueConstraint(
                fields=("person", "role"), name="role_granted_once_for_all", condition=models.Q(team=None)
            ),
            models.CheckConstraint(
                condition=models.Q(team=None) | models.Q(role__in=("curator", "approver")),
                name="role_for_a_team_is_curator_or_approver",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"


class Headcount(models.Model):
    """How many people a team itself had on a day, without the teams below it."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="headcounts")
    on = models.DateField()
    people = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("team", "on"), name="headcount_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.team} on {self.on}: {self.people}"

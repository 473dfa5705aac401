"""What helps a curator's week: days that stay quiet, stories to begin from, and what can be undone."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Team


class QuietDay(models.Model):
    """Days on which nothing should go out: a holiday, results that are not public yet, mourning."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first_on = models.DateField()
    last_on = models.DateField()
    region = models.CharField(max_length=60, blank=True)  # empty: everywhere
    reason = models.CharField(max_length=120)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("first_on", "id")
        constraints = (models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="quiet_days_in_order"),)

    def __str__(self) -> str:
        return f"{self.first_on}: {self.reason}"


class StoryTemplate(models.Model):
    """A manuscript to begin from."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80)
    said = models.JSONField()  # a manuscript, as manuscripts.as_json writes it
    owner_team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+")  # none: the company
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)  # offered no more; it can come back

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class BulkAction(models.Model):
    """One thing done to many stories, with what it takes to undo it."""

    class Action(models.TextChoices):
        SUBMIT = "submit", _("Asked for approval")
        WITHDRAW = "withdraw", _("Taken back from approval")
        MOVE = "move", _("Moved by days")
        CAMPAIGN = "campaign", _("Put into a campaign")
        TOPIC = "topic", _("Given a topic")
        DISCARD = "discard", _("Thrown away")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    action = models.CharField(max_length=12, choices=Action)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done = models.JSONField(default=list)  # for each story: its public id, its revision since, and what was before
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("by", "-at"), name="bulk_action_newest"),)

    def __str__(self) -> str:
        return f"{self.action}, {self.at}"

"""Who has to say yes before something goes out, the yes or no to one version, and notes at a place in its text."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, RoleGrant
from content.models.story import Story
from content.models.topic import Topic


class ApprovalStep(models.Model):
    """One step on the way out. Without any, a yes of one approver is enough."""

    class Rule(models.TextChoices):
        ANY = "any", _("One of them is enough")
        ALL = "all", _("All of them")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=20, choices=RoleGrant.Role, default=RoleGrant.Role.APPROVER)
    people = models.ManyToManyField(Person, blank=True, related_name="+")  # none: everybody with the role
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+")  # none: every story
    rule = models.CharField(max_length=3, choices=Rule, default=Rule.ANY)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.name


class Approval(models.Model):
    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        SENT_BACK = "sent_back", _("Sent back")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    story = models.ForeignKey(Story, models.CASCADE, related_name="approvals")
    version = models.PositiveIntegerField()
    step = models.ForeignKey(ApprovalStep, models.PROTECT, null=True, blank=True, related_name="+")  # none: no steps
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.UniqueConstraint(
                fields=("story", "version", "by"), name="approval_once_a_version", condition=models.Q(step=None)
            ),
            models.UniqueConstraint(fields=("story", "version", "by", "step"), name="approval_once_a_step"),
        )

    def __str__(self) -> str:
        return f"{self.story}, version {self.version}: {self.decision}"


class Remark(models.Model):
    """A note at a place in the text of a version."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    story = models.ForeignKey(Story, models.CASCADE, related_name="remarks")
    version = models.PositiveIntegerField()
    field = models.CharField(max_length=30)  # a field of the manuscript
    quote = models.CharField(max_length=300, blank=True)  # the words that are meant; empty: the whole field
    text = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.text[:60]

"""A second person's yes or no to one version of a story."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from content.models.story import Story


class Approval(models.Model):
    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        SENT_BACK = "sent_back", _("Sent back")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    story = models.ForeignKey(Story, models.CASCADE, related_name="approvals")
    version = models.PositiveIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)
        constraints = (models.UniqueConstraint(fields=("story", "version", "by"), name="approval_once_a_version"),)

    def __str__(self) -> str:
        return f"{self.story}, version {self.version}: {self.decision}"

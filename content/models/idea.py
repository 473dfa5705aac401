"""What an employee thinks should be told: a few words and perhaps a link, until a curator takes it up or answers."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from content.models.preview import Preview
from content.models.story import Story


class Idea(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        TAKEN = "taken", _("Became a story")
        DECLINED = "declined", _("Not now")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    text = models.TextField()
    url = models.URLField(max_length=2000, blank=True)
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    story = models.ForeignKey(Story, models.SET_NULL, null=True, blank=True, related_name="+")
    preview = models.ForeignKey(Preview, models.SET_NULL, null=True, blank=True, related_name="+")  # of its link
    answer = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("proposed_at",), name="idea_waiting", condition=Q(state="waiting")),
            models.Index(fields=("person", "-proposed_at"), name="idea_by_person"),
        )

    def __str__(self) -> str:
        # Not its words: the audit log keeps this name when they are forgotten.
        return f"idea of {self.proposed_at:%Y-%m-%d}"

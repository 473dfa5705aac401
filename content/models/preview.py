"""A page that somebody asked us to read: a row first, the fetching in a task."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from content.models.feed import FeedEntry
from content.models.picture import Picture


class Preview(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READING = "reading", _("Being read")
        READY = "ready", _("Read")
        FAILED = "failed", _("Could not be read")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    url = models.URLField(max_length=2000)
    asked_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    entry = models.ForeignKey(FeedEntry, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    step = models.CharField(max_length=20, blank=True)  # page | picture: what is being fetched now
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)  # the sentence for the person
    title = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    site_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, blank=True)
    final_url = models.URLField(max_length=2000, blank=True)
    published_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, blank=True, related_name="+")
    picture_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("next_attempt_at",),
                name="preview_to_read",
                condition=models.Q(state__in=("waiting", "reading")),
            ),
        )

    def __str__(self) -> str:
        return self.title or self.url

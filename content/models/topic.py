"""What stories are about, and what people want to hear about."""

import uuid

from django.db import models

from accounts.models import Person


class Topic(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60, unique=True)
    retired_at = models.DateTimeField(null=True, blank=True)  # offered no more; stories keep it

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Interest(models.Model):
    """A topic that a person chose."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "topic"), name="interest_once"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.topic}"

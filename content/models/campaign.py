"""Why stories are told: an objective with dated milestones, measurements against it, campaigns that serve it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Objective(models.Model):
    class Reason(models.TextChoices):
        PIPELINE = "pipeline", _("Pipeline")
        VISIBILITY = "visibility", _("Visibility")
        CREDIBILITY = "credibility", _("Credibility")
        TALENT = "talent", _("Talent")
        BELONGING = "belonging", _("Belonging")

    class PlatformMetric(models.TextChoices):
        """What the product can count itself, in a month, for the stories of an objective."""

        CONVERSATIONS = "conversations", _("Conversations begun")
        SHARES = "shares", _("Posts told in own words")
        TELLERS = "tellers", _("Colleagues who told a story")
        CLICKS = "clicks", _("Clicks of people")

    class Unit(models.TextChoices):
        PER_CENT = "per_cent", _("per cent of people asked")
        COUNT = "count", _("count")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reason = models.CharField(max_length=12, choices=Reason)
    title = models.CharField(max_length=160)  # "Travellers know that we run night trains"
    metric = models.CharField(max_length=160)  # "Aided awareness, travellers aged 18 to 75"
    unit = models.CharField(max_length=10, choices=Unit, default=Unit.PER_CENT)
    # What is measured without anybody's doing; empty: by hand.
    platform_metric = models.CharField(max_length=14, choices=PlatformMetric, blank=True)
    baseline = models.DecimalField(max_digits=14, decimal_places=2)
    starts_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-starts_on", "id")

    def __str__(self) -> str:
        return self.title


class Milestone(models.Model):
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="milestones")
    due_on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ("due_on",)
        constraints = (models.UniqueConstraint(fields=("objective", "due_on"), name="milestone_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.objective}: {self.value} by {self.due_on}"


class Measurement(models.Model):
    class Source(models.TextChoices):
        SURVEY = "survey", _("Survey")
        COUNT = "count", _("Counted")
        PLATFORM = "platform", _("Counted here")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    objective = models.ForeignKey(Objective, models.CASCADE, related_name="measurements")
    on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=2)
    sample_size = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=10, choices=Source)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("on",)
        constraints = (
            models.UniqueConstraint(fields=("objective", "on"), name="measurement_once_a_day"),
            models.CheckConstraint(
                condition=~models.Q(source="survey") | models.Q(sample_size__gt=0), name="survey_has_a_sample_size"
            ),
        )

    def __str__(self) -> str:
        return f"{self.objective}: {self.value} on {self.on}"


class Campaign(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    objective = models.ForeignKey(Objective, models.PROTECT, related_name="campaigns")
    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)  # utm_campaign
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

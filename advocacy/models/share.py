"""What a person told, where, in which words; and the personal link that brings the readers back."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

import networks
from accounts.models import Person, Team
from advocacy.models.claim import Claim
from content.models import Story


class Link(models.Model):
    """A personal short link: one for each person, story and network. Its target can only be the story's."""

    code = models.CharField(max_length=16, unique=True)  # unguessable, letters nobody confuses
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")  # at the time
    network = models.CharField(max_length=20, choices=networks.choices)
    target = models.URLField(max_length=2400)  # the story's address with its campaign parameters
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "story", "network"), name="link_once"),)

    def __str__(self) -> str:
        return self.code


class Share(models.Model):
    class State(models.TextChoices):
        OPENED = "opened", _("Opened, not confirmed")
        POSTED = "posted", _("Posted")
        WITHDRAWN = "withdrawn", _("Taken back")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    link = models.OneToOneField(Link, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, models.PROTECT, related_name="+")
    story_version = models.PositiveIntegerField()  # the version that the person saw
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")  # at the time
    network = models.CharField(max_length=20, choices=networks.choices)
    words = models.TextField()  # the person's own, without disclosure and link
    disclosure = models.CharField(max_length=200, blank=True)  # as it stood first; empty: taken out by the person
    likeness = models.FloatField()  # 0…1, Jaccard of word triples with the nearest caption or colleague's text
    state = models.CharField(max_length=10, choices=State, default=State.OPENED)
    opened_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True, blank=True)
    permalink = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "story", "network"), name="share_once"),
            models.CheckConstraint(
                condition=~Q(state="posted") | Q(posted_at__isnull=False), name="share_posted_has_a_time"
            ),
        )
        indexes = (
            models.Index(fields=("person", "-posted_at"), name="share_by_person"),
            models.Index(fields=("story", "posted_at"), name="share_by_story"),
            models.Index(fields=("posted_at",), name="share_by_time"),
            # Few of all: asked for every few seconds.
            models.Index(
                fields=("posted_at",),
                name="share_to_measure",
                condition=Q(network__in=("bluesky", "mastodon"), state="posted") & ~Q(permalink=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} tells {self.story} on {self.network}"


class Recall(models.Model):
    """A story was retracted after somebody had told it: what he was asked to do, and what he did."""

    class Answer(models.TextChoices):
        REMOVED = "removed", _("Taken down")
        CORRECTED = "corrected", _("Corrected")
        NEVER_OUT = "never_out", _("It never went out")

    share = models.OneToOneField(Share, models.CASCADE, related_name="+")
    told_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)  # empty: he still has to act
    answered_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("told_at",), name="recall_open", condition=Q(answer="")),)

    def __str__(self) -> str:
        return f"{self.share}: {self.answer or 'open'}"

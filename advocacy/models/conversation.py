"""What the telling started: conversations, their turns, and what the market said to the company."""

import uuid

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import networks
from accounts.models import Person, Team
from advocacy.models.share import Share
from content.models import Story

# Somebody may answer a post in the lift: where a conversation happens is a network or nothing of the kind.
CHANNELS = [*networks.CHOICES, ("in_person", _("In person or by phone"))]


def channels() -> list[tuple[str, str | Promise]]:
    """This will give the channels, for the column: a new network needs no migration."""
    return CHANNELS


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def with_opening(self) -> "ConversationQuerySet":
        """This will give each conversation `opening`: the newest words of the other side, or an empty text."""
        newest = ConversationTurn.objects.filter(conversation=OuterRef("pk"), side=ConversationTurn.Side.THEM).order_by(
            "-at", "-pk"
        )
        return self.annotate(
            opening=Coalesce(Subquery(newest.values("text")[:1]), Value(""), output_field=models.TextField())
        )


class Conversation(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for your answer")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    class Evidence(models.TextChoices):
        TOLD = "told", _("Told by the person")
        THREADED = "threaded", _("To be seen in a thread")
        CONFIRMED = "confirmed", _("Confirmed by the other side")

    class Outcome(models.TextChoices):
        RELATIONSHIP = "relationship", _("A relationship")
        OPPORTUNITY = "opportunity", _("An opportunity")
        HIRE = "hire", _("A hire")
        SUPPORT = "support", _("Help given")
        FEEDBACK = "feedback", _("Feedback")

    class Source(models.TextChoices):
        SELF_REPORTED = "self_reported", _("Told by the person")
        API_PUBLIC = "api_public", _("Read in public")
        CRM = "crm", _("From the sales system")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")  # at the time
    share = models.ForeignKey(Share, models.SET_NULL, null=True, blank=True, related_name="+")
    story = models.ForeignKey(Story, models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=20, choices=channels)
    counterpart = models.CharField(max_length=120, blank=True)  # "a traveller in Graz": unnamed unless the person names
    thread_url = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    evidence = models.CharField(max_length=10, choices=Evidence, default=Evidence.TOLD)
    threaded_at = models.DateTimeField(null=True, blank=True)  # when it first had a linked thread or two turns each way
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    source = models.CharField(max_length=14, choices=Source, default=Source.SELF_REPORTED)
    started_at = models.DateTimeField()
    last_turn_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)  # the first answer
    remind_at = models.DateTimeField(null=True, blank=True)
    put_off_until = models.DateTimeField(null=True, blank=True)  # "tomorrow": not on the first screen before
    form_key = models.UUIDField(null=True, blank=True)  # the same form sent twice is one conversation

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "form_key"), name="conversation_once", condition=Q(form_key__isnull=False)
            ),
        )
        indexes = (
            models.Index(fields=("person", "state", "-last_turn_at"), name="conversation_by_person"),
            models.Index(fields=("started_at",), name="conversation_by_time"),
            models.Index(fields=("remind_at",), name="conversation_to_remind", condition=Q(state="waiting")),
        )

    def __str__(self) -> str:
        return f"{self.person} and {self.counterpart or '—'}"


class ConversationTurn(models.Model):
    class Side(models.TextChoices):
        THEM = "them", _("They said")
        US = "us", _("You said")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="turns")
    side = models.CharField(max_length=4, choices=Side)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    form_key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("conversation", "form_key"), name="turn_once", condition=Q(form_key__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]


class Feedback(models.Model):
    """What the market said, on its way to somebody who can act on it, and the answer on its way back."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        TAKEN = "taken", _("Taken up")
        ANSWERED = "answered", _("Answered")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conversation = models.OneToOneField(Conversation, models.CASCADE, related_name="feedback")
    brought_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    taken_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "feedback"
        indexes = (models.Index(fields=("state", "-created_at"), name="feedback_by_state"),)

    def __str__(self) -> str:
        return self.text[:60]

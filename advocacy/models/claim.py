"""From the queue to the empty box: what somebody read, passed over, claimed and began to write."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from content.models import Story


class Reading(models.Model):
    class Proof(models.TextChoices):
        DWELL = "dwell", _("Time on the page")
        SERVER_TIME = "server_time", _("Time between opening and claiming")
        AT_SOURCE = "at_source", _("Says: I read it at the source")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()  # the first time
    dwell_seconds = models.PositiveIntegerField(default=0)  # measured on the page, summed over visits
    read_at = models.DateTimeField(null=True, blank=True)  # when it counted as read
    proof = models.CharField(max_length=12, choices=Proof, blank=True)
    reached_percent = models.PositiveSmallIntegerField(default=0)  # how far down the page, to go on from there

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "story"), name="reading_once"),)
        indexes = (models.Index(fields=("person", "-read_at"), name="reading_by_person"),)

    def __str__(self) -> str:
        return f"{self.person} reads {self.story}"


class Decline(models.Model):
    """ "Not for me". Private: only counts of five and more are ever shown."""

    class Reason(models.TextChoices):
        NOT_MY_SUBJECT = "subject", _("Not my subject")
        NOT_MY_NETWORK = "network", _("Not for the people who follow me")
        NOT_CONVINCED = "unconvinced", _("I am not convinced of it")
        NO_TIME = "time", _("No time for it")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "story"), name="decline_once"),)

    def __str__(self) -> str:
        return f"{self.person} declines {self.story}"


class Availability(models.Model):
    """How many places of a story are taken. Only advocacy/places.py moves it, with the claim."""

    # Stories know nothing of it; queries of this room join it by the name "availability".
    story = models.OneToOneField(
        Story, models.CASCADE, primary_key=True, related_name="+", related_query_name="availability"
    )
    places = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    places_per_day = models.PositiveIntegerField(null=True, blank=True)
    day = models.DateField(null=True, blank=True)  # the company's day that taken_today counts
    taken_today = models.PositiveIntegerField(default=0)
    # How many wait for a place. Beside the counter, so that the statement which takes one sees both under one lock.
    waiting = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)  # how many opened the story, counted up to a hundred

    class Meta:
        verbose_name_plural = "availabilities"
        constraints = (models.CheckConstraint(condition=Q(taken__lte=F("places")), name="places_never_oversold"),)

    def __str__(self) -> str:
        return f"{self.taken} of {self.places}"


class Claim(models.Model):
    class State(models.TextChoices):
        OPEN = "open", _("Yours")
        SHARED = "shared", _("Told")
        RELEASED = "released", _("Let go")
        EXPIRED = "expired", _("Over")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, models.PROTECT, related_name="+")
    story_version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    taken_at = models.DateTimeField()
    keep_until = models.DateTimeField()
    extended_at = models.DateTimeField(null=True, blank=True)  # "one more day", once
    warned_at = models.DateTimeField(null=True, blank=True)  # told that the place ends soon, once
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "story"), name="claim_once", condition=Q(state__in=("open", "shared"))
            ),
        )
        indexes = (
            models.Index(fields=("keep_until",), name="claim_to_expire", condition=Q(state="open")),
            models.Index(fields=("person", "state"), name="claim_by_person"),
            models.Index(fields=("story", "state"), name="claim_by_story"),
        )

    def __str__(self) -> str:
        return f"{self.person} claims {self.story}"


class WaitingPlace(models.Model):
    """Somebody waits for a place; the next free one becomes his."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # left the line, or the story was over
    claim = models.OneToOneField(Claim, models.SET_NULL, null=True, blank=True, related_name="+")  # what came of it

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "story"), name="waiting_once", condition=Q(ended_at=None)),
        )
        indexes = (models.Index(fields=("story", "since", "id"), name="waiting_line", condition=Q(ended_at=None)),)

    def __str__(self) -> str:
        return f"{self.person} waits for {self.story}"


class SavedSearch(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    search = models.JSONField()  # the fields of library.Search that are not empty
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "saved searches"
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("person", "name"), name="saved_search_once"),)

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """Words on their way. They outlive the claim: nobody loses what he wrote."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, models.CASCADE, related_name="+")
    words = models.TextField(blank=True)
    variants = models.JSONField(default=dict, blank=True)  # other words for a network: {key: text}
    story_version = models.PositiveIntegerField(default=0)  # the one it was begun on
    keeps_disclosure = models.BooleanField(default=True)
    networks = models.JSONField(default=list)  # keys of the networks that are ticked
    revision = models.PositiveIntegerField(default=0)  # counts savings; an older window cannot overwrite a newer one
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "story"), name="draft_once"),)

    def __str__(self) -> str:
        return f"{self.person} writes about {self.story}"

"""What is offered: stories, who may see them, the captions beside them, and every version of what they said."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

import networks
from accounts import roles
from accounts.models import Person, Team
from content.models.attachment import Attachment
from content.models.campaign import Campaign
from content.models.feed import FeedEntry
from content.models.picture import Picture
from content.models.preview import Preview
from content.models.topic import Interest, Topic


class StoryQuerySet(models.QuerySet["Story"]):
    def live(self, now: datetime) -> "StoryQuerySet":
        """This will keep the stories that are out and neither ended nor retracted."""
        return self.filter(state=Story.State.LIVE, goes_live_at__lte=now, expires_at__gt=now)

    def for_person(self, person: Person) -> "StoryQuerySet":
        """This will keep the stories with an audience rule that fits the person: team (or one above), region, language,
        interest.

        Source: one EXISTS on content.AudienceRule.
        """
        teams = person.team.ancestor_ids if person.team else []
        fits = AudienceRule.objects.filter(
            Q(team=None) | Q(team__in=teams),
            Q(region="") | Q(region=person.region),
            Q(language="") | Q(language=person.language),
            Q(topic=None) | Q(topic__in=Interest.objects.filter(person=person).values("topic")),
            story=OuterRef("pk"),
        )
        return self.filter(Exists(fits))

    def shown_to(self, person: Person) -> "StoryQuerySet":
        """This will keep the stories that the person may know of: they were live once, and were meant for him."""
        return self.filter(
            state__in=(Story.State.LIVE, Story.State.ENDED, Story.State.RETRACTED), approved_version__isnull=False
        ).for_person(person)

    def in_reach(self, person: Person, *, role: str) -> "StoryQuerySet":
        """This will keep the stories that a role lets a person work on: all, or those of the teams it is limited to.

        Drafts that were thrown away are not among them.
        """
        limits = roles.teams(person=person, role=role)
        kept = self.filter(discarded_at=None)
        if limits is None:
            return kept
        fits = Q(pk__in=())
        for limit in limits:
            fits |= Q(owner_team__path__startswith=limit.path)
        return kept.filter(fits)

    def waiting(self) -> "StoryQuerySet":
        """This will keep the stories of which a version waits for a yes, the longest waiting first."""
        return self.filter(waiting_version__isnull=False).order_by("submitted_at", "pk")


class Story(models.Model):
    class Kind(models.TextChoices):
        LINK = "link", _("Link")
        ARTICLE = "article", _("Article")
        IMAGE = "image", _("Picture")
        VIDEO = "video", _("Video")
        DOCUMENT = "document", _("Document")
        EVENT = "event", _("Event")
        JOB = "job", _("Job")
        OFFER = "offer", _("Offer")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("Waiting for a yes")
        APPROVED = "approved", _("Planned")
        LIVE = "live", _("Live")
        ENDED = "ended", _("Ended")
        RETRACTED = "retracted", _("Retracted")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.LINK)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    owner_team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")  # none: the company
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    revision = models.PositiveIntegerField(
        default=0
    )  # goes up with every change, so that nobody overwrites unseen words

    # What it says: copied into a StoryVersion whenever it is submitted. Once approved these columns hold the approved
    # version only; a change of a live story waits in a StoryVersion until somebody says yes.
    url = models.URLField(max_length=2000, blank=True)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)  # our own page: Markdown
    site_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="en")
    minutes = models.PositiveSmallIntegerField(default=1)
    value_reader = models.CharField(max_length=200, blank=True)
    value_employee = models.CharField(max_length=200, blank=True)
    value_company = models.CharField(max_length=200, blank=True)
    prompts = models.JSONField(default=list, blank=True)  # list of questions
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, blank=True, related_name="+")
    picture_alt = models.CharField(max_length=300, blank=True)
    attachment = models.ForeignKey(Attachment, models.SET_NULL, null=True, blank=True, related_name="+")
    attachment_text = models.TextField(blank=True)  # what is said in the video, or what the document says, in words
    place = models.CharField(max_length=200, blank=True)  # of an event or a job
    event_starts_at = models.DateTimeField(null=True, blank=True)
    event_ends_at = models.DateTimeField(null=True, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)  # of a job or an offer
    offer_code = models.CharField(max_length=40, blank=True)
    offer_stock = models.PositiveIntegerField(null=True, blank=True)  # empty: as many as want it
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="stories")
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    translation_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="translations")
    feed_entry = models.ForeignKey(FeedEntry, models.SET_NULL, null=True, blank=True, related_name="+")
    preview = models.OneToOneField(Preview, models.SET_NULL, null=True, blank=True, related_name="+")

    # how it is offered
    places = models.PositiveIntegerField(default=12)
    places_per_day = models.PositiveIntegerField(null=True, blank=True)
    claim_days = models.PositiveSmallIntegerField(default=3)  # how long a place is kept
    goes_live_at = models.DateTimeField(null=True, blank=True)  # the embargo
    expires_at = models.DateTimeField(null=True, blank=True)
    went_live_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    version = models.PositiveIntegerField(default=0)  # the newest StoryVersion; 0: never submitted
    approved_version = models.PositiveIntegerField(null=True, blank=True)
    waiting_version = models.PositiveIntegerField(null=True, blank=True)  # the one that waits for a yes
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    retracted_at = models.DateTimeField(null=True, blank=True)
    retract_reason = models.CharField(max_length=300, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)  # a draft that was thrown away; it can come back

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stories"
        indexes = (
            models.Index(fields=("state", "goes_live_at"), name="story_by_state"),
            models.Index(fields=("state", "expires_at"), name="story_by_end"),
            models.Index(fields=("submitted_at",), name="story_waiting", condition=Q(waiting_version__isnull=False)),
            models.Index(fields=("discarded_at",), name="story_discarded", condition=Q(discarded_at__isnull=False)),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("draft", "review", "retracted"))
                | Q(approved_version__isnull=False, goes_live_at__isnull=False, expires_at__isnull=False),
                name="story_out_only_when_approved_and_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state="review") | Q(waiting_version__isnull=False), name="story_in_review_has_a_version"
            ),
            models.CheckConstraint(condition=Q(places__gt=0), name="story_has_places"),
            models.CheckConstraint(
                condition=Q(discarded_at=None) | Q(state="draft"), name="story_discarded_is_a_draft"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def values(self) -> tuple[str, str, str]:
        """For the reader, for the colleague who tells it, for the company."""
        return (self.value_reader, self.value_employee, self.value_company)

    @property
    def source_host(self) -> str:
        """Where an outside page lives, for the reader's eye: 18f.gsa.gov."""
        return self.url.split("/")[2].removeprefix("www.") if self.url.startswith("http") else ""

    @property
    def has_change_waiting(self) -> bool:
        """Does a newer version of this story wait for a yes while the approved one stays out?"""
        return self.approved_version is not None and self.waiting_version is not None

    def is_open(self, now: datetime) -> bool:
        """Can places be taken as far as the story is concerned?"""
        return (
            self.state == self.State.LIVE
            and self.goes_live_at is not None
            and self.expires_at is not None
            and self.goes_live_at <= now < self.expires_at
        )


class StoryVersion(models.Model):
    """What a story said when it was submitted; shares and approvals point to one by its number."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    said = models.JSONField()  # the fields under "what it says", captions and audience, by name
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("story", "number"), name="story_version_once"),)

    def __str__(self) -> str:
        return f"{self.story}, version {self.number}"


class Caption(models.Model):
    """Words for ideas, never for the box."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="captions")
    network = models.CharField(max_length=20, choices=networks.choices, blank=True)  # empty: any
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    text = models.TextField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:60]


class Evidence(models.Model):
    """What a story claims as a fact, where that is written, and until when it holds."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="evidence")
    statement = models.CharField(max_length=300)
    source = models.CharField(max_length=200)
    url = models.URLField(max_length=2000, blank=True)
    holds_until = models.DateField(null=True, blank=True)  # the last day; empty: for good

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.statement


class WorkingCopy(models.Model):
    """A change to an approved story that somebody writes on and nobody was asked about yet; and beside it the words
    that were put aside last, so that they can be brought back.
    """

    story = models.OneToOneField(Story, models.CASCADE, related_name="working_copy")
    said = models.JSONField(null=True)  # a manuscript; none: no change is in work
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    aside = models.JSONField(null=True)  # a manuscript that was thrown away or replaced by an older version
    aside_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "working copies"

    def __str__(self) -> str:
        return f"{self.story}, in work"


class AudienceRule(models.Model):
    """Who is meant. A story reaches a person whom one of its rules fits; an empty field fits everybody."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="audience")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    region = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=8, blank=True)
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, blank=True, related_name="+")  # an interest

    class Meta:
        indexes = (models.Index(fields=("team", "region", "language", "story"), name="audience_by_fit"),)

    def __str__(self) -> str:
        return f"{self.story}: {self.team or '*'} {self.region or '*'} {self.language or '*'} {self.topic or '*'}"

"""What the networks show in public of a post: its counts, its replies, and when it is looked at again."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

import networks
from accounts.models import FollowerCount, Person
from advocacy.models.conversation import Conversation
from advocacy.models.share import Share

MOST_WORDS = 500


class Source(models.TextChoices):
    PUBLIC_API = "public_api", _("Read in public")
    SELF_REPORTED = "self_reported", _("Told by the person")


class Counts(models.Model):
    """How often people reacted to a post, passed it on and replied to it, as the network counts."""

    reactions = models.PositiveBigIntegerField()
    reshares = models.PositiveBigIntegerField()  # with quotes, where the network counts them
    replies = models.PositiveBigIntegerField()
    source = models.CharField(max_length=13, choices=Source)
    read_at = models.DateTimeField()  # read in public, or told by the person

    class Meta:
        abstract = True


class Engagement(Counts):
    """The counts of a post as they were known last."""

    share = models.OneToOneField(Share, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.share}: {self.reactions}, {self.reshares}, {self.replies}"


class DailyEngagement(Counts):
    """The counts of a post as they were known last on one of the company's days."""

    share = models.ForeignKey(Share, models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        verbose_name_plural = "daily engagement"
        constraints = (models.UniqueConstraint(fields=("share", "on"), name="engagement_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.share} on {self.on}"


class NetworkServer(models.Model):
    """A server that is asked for posts: by one worker at a time, with a pause, and less often while it does not answer.

    Who takes it draws the next `turn`; what a worker of an older turn finds out is not written.
    """

    host = models.CharField(max_length=253, unique=True)
    free_at = models.DateTimeField()  # not asked before
    taken_until = models.DateTimeField(null=True, blank=True)  # a worker is asking it
    turn = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)  # in a row

    def __str__(self) -> str:
        return self.host


# Of somebody who works here and does not want to be forgotten.
_PRESENT = {"person__is_active": True, "person__left_at": None, "person__erase_requested_at": None}


class MeasuringQuerySet(models.QuerySet["Measuring"]):
    def standing(self) -> "MeasuringQuerySet":
        """This will keep the posts that still stand out there, of people who work here."""
        return self.filter(Exists(_standing()))

    def fallen(self) -> "MeasuringQuerySet":
        """This will keep all others."""
        return self.filter(~Exists(_standing()))


def _standing() -> models.QuerySet[Share]:
    """Beside the row and not joined to it: PostgreSQL looks at a row again after it waited for it, but not at joins."""
    return Share.objects.filter(pk=OuterRef("share"), state=Share.State.POSTED, **_PRESENT)


class Measuring(models.Model):
    """A post that is looked at in public: when next, or why no more."""

    class State(models.TextChoices):
        DUE = "due", _("Is read from time to time")
        CLOSED = "closed", _("The server does not let us read it")
        ELSEWHERE = "elsewhere", _("Not a post of that account")
        GONE = "gone", _("No longer there")
        OVER = "over", _("No longer read")

    share = models.OneToOneField(Share, models.CASCADE, related_name="+")
    server = models.ForeignKey(NetworkServer, models.PROTECT, related_name="+")
    permalink = models.URLField(max_length=500)  # that the rest is about
    remote_id = models.CharField(max_length=1000, blank=True)  # the network's own name of the post, once it is known
    state = models.CharField(max_length=10, choices=State, default=State.DUE)
    next_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)  # the last time that it could be read
    failures = models.PositiveIntegerField(default=0)  # in a row

    objects = MeasuringQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "measuring"
        constraints = (
            models.CheckConstraint(
                condition=Q(state="due", next_at__isnull=False) | ~Q(state="due") & Q(next_at__isnull=True),
                name="measuring_due_has_a_time",
            ),
        )
        indexes = (
            models.Index(fields=("server", "next_at"), name="measuring_due", condition=Q(next_at__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.share}: {self.state}"


class NetworkAccountQuerySet(models.QuerySet["NetworkAccount"]):
    def told(self) -> "NetworkAccountQuerySet":
        """This will keep the accounts of people who work here and told how many follow them on that network."""
        told = FollowerCount.objects.filter(person=OuterRef("person"), network=OuterRef("network"))
        return self.filter(Exists(told), **_PRESENT)


class NetworkAccount(models.Model):
    """The account under which a person posts, as its posts say: known so that colleagues are told apart from others,
    and, where the person told how many follow him, so that this number can be read in public.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    network = models.CharField(max_length=20, choices=networks.choices)
    name = models.CharField(max_length=300)  # the same on every server: ana@rail.example, a DID
    remote_id = models.CharField(max_length=300)  # how the server calls it
    server = models.ForeignKey(NetworkServer, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()  # with a post that could be read
    next_at = models.DateTimeField()  # when its followers are read again
    failures = models.PositiveIntegerField(default=0)

    objects = NetworkAccountQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "network", "name"), name="network_account_once"),)
        indexes = (
            models.Index(fields=("network", "name"), name="network_account_by_name"),
            models.Index(fields=("server", "next_at"), name="network_account_due"),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.name}"


class Reply(models.Model):
    """A public reply under a person's post: a suggestion for that person alone, and nothing else.

    Once the person decided, only the digests stay, so that nobody is asked twice.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for your decision")
        TAKEN = "taken", _("A conversation")
        PUT_AWAY = "put_away", _("Put away")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    share = models.ForeignKey(Share, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)  # of the network's own name of the reply
    author_digest = models.CharField(max_length=64)
    author_name = models.CharField(max_length=80, blank=True)
    author_handle = models.CharField(max_length=300, blank=True)
    words = models.CharField(max_length=MOST_WORDS, blank=True)
    address = models.URLField(max_length=500, blank=True)
    said_at = models.DateTimeField()
    found_at = models.DateTimeField()
    is_colleague = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    conversation = models.ForeignKey(Conversation, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "replies"
        constraints = (
            models.UniqueConstraint(fields=("share", "digest"), name="reply_once"),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(author_name="", author_handle="", words="", address=""),
                name="reply_decided_says_nothing",
            ),
        )
        indexes = (models.Index(fields=("found_at",), name="reply_by_age"),)

    def __str__(self) -> str:
        return f"{self.share}: {self.state}"

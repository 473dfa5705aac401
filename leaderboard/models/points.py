"""The ledger of points: what each act weighs, what was given and taken back, and which facts are in it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Team


class Act(models.TextChoices):
    """What gives points, in the order in which a person sees it."""

    CONVERSATION = "conversation", _("Conversations")
    REPLY = "reply", _("Replies answered")
    OWN_WORDS = "own_words", _("Own words")
    SHARE = "share", _("Shares")
    READ = "read", _("Stories read")


class Weight(models.Model):
    """What an act weighs from a day on. Without a row the published defaults hold (leaderboard/weights.py)."""

    act = models.CharField(max_length=16, choices=Act)
    points = models.PositiveIntegerField()  # hundredths, for the first time in a week
    decay = models.DecimalField(max_digits=3, decimal_places=2)  # each further time gives this part of the one before
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # the first day on which it no longer holds

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("act", "valid_from"), name="weight_once"),
            models.UniqueConstraint(fields=("act",), name="weight_open_once", condition=Q(valid_to=None)),
            models.CheckConstraint(condition=Q(decay__gte=0, decay__lt=1), name="weight_decays"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="weight_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.act} from {self.valid_from}: {self.points / 100}"


class PointEntry(models.Model):
    """One line of the ledger. Lines are only ever added; what is taken back is a line below zero."""

    class Reason(models.TextChoices):
        SETTLED = "settled", _("Counted")
        TAKEN_BACK = "taken_back", _("Taken back")
        CLICKS = "clicks", _("More or fewer people followed your links than a network of your size leads to expect")
        WEIGHTS = "weights", _("Worked out again")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")  # at the time
    week = models.DateField()  # its Monday
    act = models.CharField(max_length=16, choices=Act)
    number = models.PositiveIntegerField()  # counts the lines of one person, week and act, from 1
    points = models.IntegerField()  # hundredths, with a sign
    causes = models.JSONField()  # keys of the rows that the sum up to this line rests on
    reason = models.CharField(max_length=12, choices=Reason)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "point entries"
        constraints = (
            # Two workers who settle the same week at once would write the same number: the second is refused.
            models.UniqueConstraint(fields=("person", "week", "act", "number"), name="point_entry_once"),
        )
        indexes = (models.Index(fields=("week", "person"), name="point_entry_by_week"),)

    def __str__(self) -> str:
        return f"{self.person}, {self.week}, {self.act}: {self.points / 100:+}"


class SettledCause(models.Model):
    """A fact that is in the ledger. What is missing here has not been settled yet: an anti-join finds it."""

    act = models.CharField(max_length=16, choices=Act)
    cause = models.BigIntegerField()  # key of the reading, share, turn or conversation; a soft reference
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    week = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("act", "cause"), name="settled_once"),)
        indexes = (
            models.Index(fields=("person", "week", "act"), name="settled_by_week"),
            models.Index(fields=("act", "week"), name="settled_to_check"),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.cause}"

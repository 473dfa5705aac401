"""Clicks, first-hand: every event once, its user agent, their sums, and the hosts that write spools.

A click holds no address: only keyed hashes of the visitor and of the network prefix, made with a salt of the day that
is destroyed after 48 hours.
"""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

import networks
from accounts.models import Person, Team
from advocacy.models.share import Link
from content.models import Story


class Quality(models.TextChoices):
    HUMAN = "human", _("People")
    SUSPECT = "suspect", _("Suspect")
    ROBOT = "robot", _("Robots")


class UserAgent(models.Model):
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the text, hexadecimal
    text = models.CharField(max_length=1000, blank=True)
    is_robot = models.BooleanField()
    rule = models.CharField(max_length=60, blank=True)  # which rule of which list said so
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text


class Click(models.Model):
    """One answered visit of a link. Partitioned by month on PostgreSQL, hence the key of two columns."""

    pk = models.CompositePrimaryKey("event_id", "at")
    event_id = models.UUIDField()
    at = models.DateTimeField()
    link = models.ForeignKey(Link, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    quality = models.CharField(max_length=8, choices=Quality)
    reason = models.CharField(max_length=30, blank=True)  # why it is not counted as a person
    visitor = models.CharField(max_length=22, blank=True)  # keyed hash, one day long
    network_prefix = models.CharField(max_length=22, blank=True)
    user_agent = models.ForeignKey(
        UserAgent, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    referrer_host = models.CharField(max_length=120, blank=True)
    is_new_visitor = models.BooleanField()  # the first human click of this visitor on this link on this day

    class Meta:
        indexes = (
            models.Index(fields=("link", "at"), name="click_by_link"),
            # Was this visitor at this link today? The sum keeps PostgreSQL from taking the index of links for it.
            models.Index(
                "visitor", models.F("link") + 0, condition=models.Q(is_new_visitor=True), name="click_by_visitor"
            ),
        )

    def __str__(self) -> str:
        return f"{self.link_id} at {self.at}"


class DailyClicks(models.Model):
    """What a link got on a company day. All other sums come of these rows."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="+")
    on = models.DateField()
    story = models.ForeignKey(Story, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    network = models.CharField(max_length=20, choices=networks.choices)
    human = models.PositiveIntegerField(default=0)
    suspect = models.PositiveIntegerField(default=0)
    robot = models.PositiveIntegerField(default=0)
    visitors = models.PositiveIntegerField(default=0)  # daily unique human visitors of this link

    class Meta:
        verbose_name_plural = "daily clicks"
        constraints = (models.UniqueConstraint(fields=("link", "on"), name="daily_clicks_once"),)
        indexes = (
            models.Index(fields=("story", "on"), name="daily_clicks_by_story"),
            models.Index(fields=("person", "on"), name="daily_clicks_by_person"),
            models.Index(fields=("on",), name="daily_clicks_by_day"),
        )

    def __str__(self) -> str:
        return f"{self.link} on {self.on}: {self.human}"


class Together(models.Model):
    """What several links got on a company day, and how many different visitors that were."""

    on = models.DateField()
    human = models.PositiveIntegerField(default=0)
    suspect = models.PositiveIntegerField(default=0)
    robot = models.PositiveIntegerField(default=0)
    link_visitors = models.PositiveIntegerField(default=0)  # of each link, added up: who came by two links is two
    visitors = models.PositiveIntegerField(default=0)  # each once, by the sketch; without one, as `link_visitors`
    sketch = models.BinaryField(default=b"", blank=True)  # as advocacy.clicks.sketches makes it
    is_stale = models.BooleanField(default=False)  # visitors were taken away, which no sketch can follow

    class Meta:
        abstract = True


class StoryClicks(Together):
    story = models.ForeignKey(Story, models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "story clicks"
        constraints = (models.UniqueConstraint(fields=("story", "on"), name="story_clicks_once"),)

    def __str__(self) -> str:
        return f"{self.story} on {self.on}: {self.human}"


class TeamClicks(Together):
    team_number = models.PositiveBigIntegerField()  # the team's key, also when it is gone; 0: people without a team
    network = models.CharField(max_length=20, choices=networks.choices)

    class Meta:
        verbose_name_plural = "team clicks"
        constraints = (models.UniqueConstraint(fields=("on", "team_number", "network"), name="team_clicks_once"),)

    def __str__(self) -> str:
        return f"Team {self.team_number}, {self.network} on {self.on}: {self.human}"


class CompanyClicksQuerySet(models.QuerySet["CompanyClicks"]):
    def final_until(self) -> date:
        """This will name the last day of which not all clicks are kept; the first day there is when all are."""
        return self.filter(is_final=True).aggregate(last=models.Max("on"))["last"] or date.min


class CompanyClicks(Together):
    is_final = models.BooleanField(default=False)  # its clicks are deleted, or some of them: nothing is worked out anew

    objects = CompanyClicksQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "company clicks"
        constraints = (models.UniqueConstraint(fields=("on",), name="company_clicks_once"),)

    def __str__(self) -> str:
        return f"{self.on}: {self.human}"


class HourlyClicks(models.Model):
    """What all links got in an hour of UTC."""

    at = models.DateTimeField(unique=True)  # when the hour begins
    human = models.PositiveIntegerField(default=0)
    suspect = models.PositiveIntegerField(default=0)
    robot = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "hourly clicks"

    def __str__(self) -> str:
        return f"{self.at}: {self.human}"


class OwnVisitor(models.Model):
    """The visitor hash of a person's own browser on a day, so that his own visits are not counted."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    visitor = models.CharField(max_length=22)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "visitor"), name="own_visitor_once"),)

    def __str__(self) -> str:
        return f"{self.person} at {self.seen_at}"


class SpoolHost(models.Model):
    """A web host that writes clicks to files, and what is known of its spool."""

    name = models.CharField(max_length=120, unique=True)
    seen_at = models.DateTimeField()
    drained_at = models.DateTimeField(null=True, blank=True)
    files_waiting = models.PositiveIntegerField(default=0)
    bytes_waiting = models.PositiveBigIntegerField(default=0)
    events_drained = models.PositiveBigIntegerField(default=0)
    lines_quarantined = models.PositiveBigIntegerField(default=0)
    clicks_lost = models.PositiveBigIntegerField(default=0)  # redirected while the disk was full

    def __str__(self) -> str:
        return self.name


class SpoolPosition(models.Model):
    """How far a file of a host's spool is in the database.

    Written in the transaction that stores what stood there, so that a crash at any point leaves the two agreeing.
    """

    host = models.ForeignKey(SpoolHost, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    # Bytes of a file of clicks; of a file of losses, how many were counted.
    position = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("host", "name"), name="spool_position_once"),)

    def __str__(self) -> str:
        return f"{self.name}: {self.position}"

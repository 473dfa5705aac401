"""The company's own accounts, and how many people follow whom, dated and with a source."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

import networks
from accounts.models.person import Person


class BrandAccount(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    network = models.CharField(max_length=20, choices=networks.choices)
    handle = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("network", "handle"), name="brand_account_once"),)

    def __str__(self) -> str:
        return f"{self.handle} ({self.network})"


class BrandFollowers(models.Model):
    account = models.ForeignKey(BrandAccount, models.CASCADE, related_name="followers")
    on = models.DateField()
    followers = models.PositiveBigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("account", "on"), name="brand_followers_once_a_day"),)
        get_latest_by = "on"

    def __str__(self) -> str:
        return f"{self.account} on {self.on}: {self.followers}"


class FollowerCount(models.Model):
    """How many people follow a person, as a range: a count has equal ends, a band has two."""

    class Source(models.TextChoices):
        PERSON = "person", _("Told by the person")
        NETWORK = "network", _("Read from the network")
        IMPORT = "import", _("Imported")

    person = models.ForeignKey(Person, models.CASCADE, related_name="follower_counts")
    network = models.CharField(max_length=20, choices=networks.choices)
    least = models.PositiveIntegerField()
    most = models.PositiveIntegerField()
    source = models.CharField(max_length=10, choices=Source)
    on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "network", "on"), name="follower_count_once_a_day"),
            models.CheckConstraint(condition=models.Q(least__lte=models.F("most")), name="follower_count_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.network}: {self.least}–{self.most}"

"""What the company puts in the place of the model's own priors."""

from django.db import models
from django.utils.translation import gettext_lazy as _

import networks
from accounts.models import Person


class Assumption(models.Model):
    """One input of the model on one network, as the company supposes it: a middle and an 80 % range."""

    class Input(models.TextChoices):
        FOLLOWERS = "followers", _("Followers of each employee")
        BRAND_POSTS = "brand_posts", _("Posts a month on our page")
        ACCOUNT = "account", _("Part of employees with an account")
        PARTICIPATION = "participation", _("Part of them who share in a month")
        SHARER_ADVANTAGE = "sharer_advantage", _("Followers of those who share, compared with everybody")
        COLLEAGUE_SHARE = "colleague_share", _("Part of followers who are colleagues")
        DISTINCT_SHARE = "distinct_share", _("Different people among all followers")
        BRAND_OVERLAP = "brand_overlap", _("Part of followers who follow our page already")

    # A part of something lies between 0 and 1; the others are numbers from 0 up.
    PARTS = (Input.ACCOUNT, Input.PARTICIPATION, Input.COLLEAGUE_SHARE, Input.DISTINCT_SHARE, Input.BRAND_OVERLAP)

    network = models.CharField(max_length=20, choices=networks.choices)
    input = models.CharField(max_length=20, choices=Input)
    low = models.FloatField()
    middle = models.FloatField()
    high = models.FloatField()
    source = models.CharField(max_length=200)  # on whose word
    chosen_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("network", "input"), name="assumption_once"),
            models.CheckConstraint(
                condition=models.Q(low__gt=0, low__lte=models.F("middle"), middle__lte=models.F("high")),
                name="assumption_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(input__in=("followers", "brand_posts", "sharer_advantage")) | models.Q(high__lt=1),
                name="assumption_part_below_one",
            ),
        )

    def __str__(self) -> str:
        return f"{self.input} on {self.network}: {self.low}–{self.middle}–{self.high}"

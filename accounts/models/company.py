"""What is true of the whole company. One row."""

import zoneinfo

from django.core.validators import RegexValidator
from django.db import models


def default_domains() -> list[str]:
    return []


class CompanySettings(models.Model):
    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120, default="Your company")
    short_name = models.CharField(max_length=40, blank=True)
    domains = models.JSONField(default=default_domains)  # e-mail domains that may sign up; none: by invitation only
    colour = models.CharField(max_length=7, blank=True, validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")])
    currency = models.CharField(max_length=3, default="EUR", validators=[RegexValidator(r"^[A-Z]{3}$")])
    time_zone = models.CharField(max_length=60, default="Europe/Berlin")  # decides days, weeks and pace
    disclosure = models.CharField(max_length=200, blank=True)  # stands first in every post; empty: "I work at <name>."
    policy = models.TextField(blank=True)
    policy_version = models.PositiveIntegerField(default=1)
    policy_changed_at = models.DateTimeField(null=True, blank=True)
    # People up to this key were told of the current version; empty: there is nothing to tell, or all were told.
    policy_told_up_to = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "company settings"
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="company_settings_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def called(self) -> str:
        """The name in running text: "Northwind explains the spring closures"."""
        return self.short_name or self.name

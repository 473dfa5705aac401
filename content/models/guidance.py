"""What a post must say first in a market, and words that need a second thought."""

import uuid

from django.conf import settings
from django.db import models


class Disclosure(models.Model):
    """The sentence that stands first, by region and language; the company's own where none fits."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.CharField(max_length=60, blank=True)  # empty: everywhere
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    text = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("region", "language"), name="disclosure_once"),)

    def __str__(self) -> str:
        return self.text


class BlockedTerm(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    term = models.CharField(max_length=80)
    language = models.CharField(max_length=8, blank=True)  # empty: in every language
    reason = models.CharField(max_length=200)  # shown to the person who wrote it

    class Meta:
        constraints = (models.UniqueConstraint(fields=("term", "language"), name="blocked_term_once"),)

    def __str__(self) -> str:
        return self.term

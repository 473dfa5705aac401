"""Feeds that are read for us, and the entries they brought."""

import uuid

from django.db import models

from accounts.models import Person


class Feed(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    url = models.URLField(max_length=2000, unique=True)
    title = models.CharField(max_length=200, blank=True)
    site_url = models.URLField(max_length=2000, blank=True)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    next_check_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)  # a worker is reading it
    failures = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=("next_check_at",), name="feed_due", condition=models.Q(stopped_at=None)),)

    def __str__(self) -> str:
        return self.title or self.url


class FeedEntry(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    feed = models.ForeignKey(Feed, models.CASCADE, related_name="entries")
    entry_id = models.CharField(max_length=500)
    url = models.URLField(max_length=2000)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)  # became a story

    class Meta:
        verbose_name_plural = "feed entries"
        constraints = (models.UniqueConstraint(fields=("feed", "entry_id"), name="feed_entry_once"),)
        indexes = (
            models.Index(
                fields=("-published_at", "-id"),
                name="feed_entry_to_look_at",
                condition=models.Q(dismissed_at=None, taken_at=None),
            ),
        )

    def __str__(self) -> str:
        return self.title

"""A picture of our own: fetched or uploaded, verified, re-encoded, never hot-linked."""

import uuid

from django.db import models


class Picture(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(upload_to="pictures/", max_length=200)
    medium_file = models.FileField(upload_to="pictures/", max_length=200, blank=True)  # for phones and cards
    small_file = models.FileField(upload_to="pictures/", max_length=200)  # a square for lists
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the file, hexadecimal
    source_url = models.URLField(max_length=2000, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"

    @property
    def medium_url(self) -> str:
        """Empty for pictures that are no wider than that."""
        return self.medium_file.url if self.medium_file else ""

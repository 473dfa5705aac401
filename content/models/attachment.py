"""A file that belongs to a story: a video or a document, uploaded and kept by us."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person


class Attachment(models.Model):
    class Kind(models.TextChoices):
        VIDEO = "video", _("Video")
        DOCUMENT = "document", _("Document")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    file = models.FileField(upload_to="attachments/", max_length=200)
    name = models.CharField(max_length=200)  # as it was called where it came from
    content_type = models.CharField(max_length=80)  # by what is in it, not by its name
    size_bytes = models.PositiveBigIntegerField()
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

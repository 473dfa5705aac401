"""What a person is told, once, in the product and by e-mail."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.person import Person


class Notification(models.Model):
    class Mail(models.TextChoices):
        NONE = "none", _("Not mailed")
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="notifications")
    key = models.CharField(max_length=120)  # what it is about; the same key is never told twice
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    path = models.CharField(max_length=300)  # where to go, within this site
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail = models.CharField(max_length=10, choices=Mail, default=Mail.WAITING)
    mailed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="notification_never_twice"),)
        indexes = (
            models.Index(fields=("person", "-created_at"), name="notification_newest_first"),
            models.Index(
                fields=("next_attempt_at",),
                name="notification_to_mail",
                condition=models.Q(mail__in=("waiting", "sending")),
            ),
            models.Index(fields=("person",), name="notification_unread", condition=models.Q(read_at=None)),
        )

    def __str__(self) -> str:
        return self.title

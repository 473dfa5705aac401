"""Who did what to which row, and when. Entries are only ever added."""

from django.db import models

from accounts.models.person import Person


class AuditEntry(models.Model):
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )  # nobody: the product itself
    action = models.CharField(max_length=60)  # as in the rule's module and verb: stories.approve
    target_kind = models.CharField(max_length=40)
    target_id = models.CharField(max_length=64, blank=True)
    target_name = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = (models.Index(fields=("target_kind", "target_id"), name="audit_by_target"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target_name}"

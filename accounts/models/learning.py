"""What a person has read of the rules and of the craft, in which version and when."""

from django.db import models

from accounts.models.person import Person


class PolicyAcknowledgement(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    text_digest = models.CharField(max_length=64)  # SHA-256 of the text that was read, hexadecimal
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "version"), name="policy_acknowledged_once"),)

    def __str__(self) -> str:
        return f"{self.person}: version {self.version}"


class LessonRead(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    lesson = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "lessons read"
        constraints = (models.UniqueConstraint(fields=("person", "lesson"), name="lesson_read_once"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.lesson}"

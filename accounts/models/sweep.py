"""When each piece of background work last ran, and how it went. One row a task."""

from django.db import models


class SweepRun(models.Model):
    name = models.CharField(max_length=100, unique=True)  # the task's: content.tasks.turn_stories
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=200, blank=True)  # empty: it went well
    failures = models.PositiveIntegerField(default=0)  # in a row

    def __str__(self) -> str:
        return self.name

"""Where people stand in a season: their total, and how many people have each score."""

from django.db import models
from django.db.models import Q

from accounts.models import Person


class Season(models.Model):
    """A quarter, from its first Monday to the Sunday before the next one's."""

    starts_on = models.DateField(unique=True)
    ends_on = models.DateField()

    class Meta:
        ordering = ("-starts_on",)
        constraints = (models.CheckConstraint(condition=Q(ends_on__gt=models.F("starts_on")), name="season_in_order"),)

    def __str__(self) -> str:
        return f"{self.starts_on} to {self.ends_on}"


class Standing(models.Model):
    """A person's total in a season; always the sum of his entries in its weeks."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    season = models.ForeignKey(Season, models.CASCADE, related_name="standings")
    points = models.IntegerField(default=0)  # hundredths
    score = models.IntegerField(default=0)  # the same in tenths: what a page shows and ranks by, so that ties are seen
    is_on_board = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "season"), name="standing_once"),)
        indexes = (
            models.Index(
                fields=("season", "-score", "person"), name="standing_on_board", condition=Q(is_on_board=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.points / 100}"


class ScoreCount(models.Model):
    """How many people on the board have a score. Summing the scores above one's own gives a rank without a scan."""

    season = models.ForeignKey(Season, models.CASCADE, related_name="+")
    score = models.IntegerField()  # tenths
    people = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("season", "score"), name="score_count_once"),)

    def __str__(self) -> str:
        return f"{self.people} with {self.score / 10}"

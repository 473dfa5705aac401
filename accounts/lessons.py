"""Which of the lessons somebody has done. What is in them, and how the exercises are checked, is told downstream."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import LessonRead, Person

KEYS = ("reading", "own-words", "disclosure", "answering")


class UnknownLesson(ValidationError):
    pass


def done(*, person: Person) -> dict[str, datetime]:
    """This will name the lessons that a person has done, and when. Source: one query."""
    return dict(LessonRead.objects.filter(person=person, lesson__in=KEYS).values_list("lesson", "at"))


def mark(*, person: Person, lesson: str, now: datetime) -> None:
    """This will note that a person has done a lesson. Safe to repeat: the first time counts. Errors: UnknownLesson."""
    if lesson not in KEYS:
        raise UnknownLesson(_("There is no such lesson."))
    LessonRead.objects.bulk_create([LessonRead(person=person, lesson=lesson, at=now)], ignore_conflicts=True)

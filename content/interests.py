"""What a person wants to hear about: the topics he chose. Today and audiences ask it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Person
from content.models import Interest, Topic


class UnknownTopic(ValidationError):
    pass


def offered() -> list[Topic]:
    """This will list the topics that can be chosen, by name. Source: one query."""
    return list(Topic.objects.filter(retired_at=None))


def of(*, person: Person) -> set[UUID]:
    """This will name the topics that a person chose and that are still offered. Source: one query."""
    chosen = Interest.objects.filter(person=person, topic__retired_at=None)
    return set(chosen.values_list("topic__public_id", flat=True))


def choose(*, person: Person, topics: Collection[UUID], now: datetime) -> None:
    """This will take exactly these topics for a person; one that was chosen before keeps its date.

    Safe to repeat. Errors: UnknownTopic for one that is not offered.
    """
    chosen = {topic.pk for topic in Topic.objects.filter(public_id__in=topics, retired_at=None)}
    if len(chosen) != len(set(topics)):
        raise UnknownTopic(_("Choose topics from the list."))
    with transaction.atomic():
        Interest.objects.filter(person=person).exclude(topic__in=chosen).delete()
        rows = [Interest(person=person, topic_id=topic, since=now) for topic in sorted(chosen)]
        Interest.objects.bulk_create(rows, ignore_conflicts=True)

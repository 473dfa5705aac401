"""What stories may be about: topics that the studio offers, and people choose as interests."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import Person
from content import guidance
from content.models import Topic


class NameTaken(ValidationError):
    """Another topic is called so, one that is retired perhaps."""


class NoSuchTopic(ValidationError):
    """The topic is retired, or not retired, already."""


def add(*, name: str, by: Person, now: datetime) -> Topic:
    """This will offer a topic.

    Errors: guidance.NotForThisRole, NameTaken.
    """
    guidance.require(by=by)
    _require_free(name=name)
    try:
        with transaction.atomic():
            topic = Topic.objects.create(name=_plain(name))
            audit.record(by=by, action="topics.add", target=topic, at=now)
    except IntegrityError:
        raise _taken() from None
    return topic


def rename(*, topic: Topic, name: str, by: Person, now: datetime) -> Topic:
    """This will call a topic otherwise, in every story that has it.

    Errors: guidance.NotForThisRole, NameTaken.
    """
    guidance.require(by=by)
    _require_free(name=name, apart_from=topic)
    before = topic.name
    try:
        with transaction.atomic():
            Topic.objects.filter(pk=topic.pk).update(name=_plain(name))
            topic.refresh_from_db()
            audit.record(by=by, action="topics.rename", target=topic, detail={"before": before}, at=now)
    except IntegrityError:
        raise _taken() from None
    return topic


def retire(*, topic: Topic, by: Person, now: datetime) -> Topic:
    """This will offer a topic no more; the stories that have it keep it.

    Errors: guidance.NotForThisRole, NoSuchTopic.
    """
    return _set_retired(topic=topic, at=now, by=by, now=now)


def restore(*, topic: Topic, by: Person, now: datetime) -> Topic:
    """This will offer a retired topic again.

    Errors: guidance.NotForThisRole, NoSuchTopic.
    """
    return _set_retired(topic=topic, at=None, by=by, now=now)


def _set_retired(*, topic: Topic, at: datetime | None, by: Person, now: datetime) -> Topic:
    guidance.require(by=by)
    with transaction.atomic():
        turned = Topic.objects.filter(pk=topic.pk, retired_at__isnull=at is not None).update(retired_at=at)
        topic.refresh_from_db()
        if not turned:
            sentence = gettext_lazy("Somebody else changed this topic meanwhile. Look again.")
            raise NoSuchTopic(sentence, code="no_such_topic")
        audit.record(by=by, action="topics.retire" if at else "topics.restore", target=topic, at=now)
    return topic


def _require_free(*, name: str, apart_from: Topic | None = None) -> None:
    same = Topic.objects.filter(name__iexact=_plain(name))
    if (same.exclude(pk=apart_from.pk) if apart_from else same).exists():
        raise _taken()


def _plain(name: str) -> str:
    return " ".join(name.split())


def _taken() -> NameTaken:
    sentence = gettext_lazy("There is a topic of this name. If it is retired, bring it back.")
    return NameTaken(sentence, code="name_taken")

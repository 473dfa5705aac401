"""Stories to begin from: kept from one that is there, taken away, brought back."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import audit, roles
from accounts.models import Person
from accounts.roles import Role
from content import manuscripts, reach
from content.manuscripts import Manuscript
from content.models import Story, StoryTemplate

UNDO = timedelta(hours=1)


class NameMissing(ValidationError):
    pass


def offered(*, person: Person) -> QuerySet[StoryTemplate]:
    """This will list the templates that a curator may begin from, by name: the company's, and those of his teams."""
    return _in_reach(person).filter(removed_at=None)


def removed(*, person: Person, now: datetime) -> QuerySet[StoryTemplate]:
    """This will list the templates that were taken away within the hour, and may have been so by mistake."""
    return _in_reach(person).filter(removed_at__gt=now - UNDO)


def _in_reach(person: Person) -> QuerySet[StoryTemplate]:
    kept = StoryTemplate.objects.select_related("owner_team")
    limits = roles.teams(person=person, role=Role.CURATOR)
    if limits is None:
        return kept
    fits = Q(owner_team=None)
    for limit in limits:
        fits |= Q(owner_team__path__startswith=limit.path)
    return kept.filter(fits)


def keep(*, story: Story, manuscript: Manuscript, name: str, by: Person, now: datetime) -> StoryTemplate:
    """This will keep a story as a template, without what is true of it alone: link, file, facts, dates, code.

    Errors: reach.OutsideReach, NameMissing.
    """
    reach.require(person=by, role=Role.CURATOR, team=story.owner_team)
    called = " ".join(name.split())[:80]
    if not called:
        raise NameMissing(_("Give the template a name that colleagues recognise."), code="name_missing")
    said = manuscripts.as_json(
        replace(manuscript, url="", attachment="", attachment_text="", evidence=(), offer_code="")
    ) | dict.fromkeys(manuscripts.MOMENTS)
    with transaction.atomic():
        template = StoryTemplate.objects.create(
            name=called, said=said, owner_team=story.owner_team, made_by=by, made_at=now
        )
        audit.record(by=by, action="story_templates.keep", target=template, at=now)
    return template


def remove(*, template: StoryTemplate, by: Person, now: datetime) -> None:
    """This will offer a template no more. Safe to repeat. Errors: reach.OutsideReach."""
    reach.require(person=by, role=Role.CURATOR, team=template.owner_team)
    with transaction.atomic():
        if StoryTemplate.objects.filter(pk=template.pk, removed_at=None).update(removed_at=now):
            audit.record(by=by, action="story_templates.remove", target=template, at=now)


def restore(*, template: StoryTemplate, by: Person, now: datetime) -> None:
    """This will offer a template again. Safe to repeat. Errors: reach.OutsideReach."""
    reach.require(person=by, role=Role.CURATOR, team=template.owner_team)
    with transaction.atomic():
        if StoryTemplate.objects.filter(pk=template.pk).exclude(removed_at=None).update(removed_at=None):
            audit.record(by=by, action="story_templates.restore", target=template, at=now)

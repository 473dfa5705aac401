"""Facts that stop holding while their story is out: who wrote it and the curators are told, before and when it happens.

A story is not paused for it. `checks` lets none out whose facts end before it does, so this comes up only for what was
approved under other dates; whether a story that is half told should stop is a person's decision, and retracting takes
one press.
"""

from datetime import date, datetime, timedelta
from hashlib import sha256

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import company, notifications, roles
from accounts.models import Person
from accounts.roles import Role
from content.models import Evidence, Story

TOLD_DAYS_BEFORE = 7
FACTS_AT_ONCE = 500


def tell_ending(*, now: datetime) -> int:
    """This will tell author and curators of the facts of planned and live stories that end within a week, and of those
    that ended, and say how many people were told something.

    Safe to repeat: nobody is told twice of the same fact and date. Units: days of the company.
    """
    today = company.day(at=now, zone=company.current().zone)
    ending = (
        Evidence.objects.filter(
            story__state__in=(Story.State.LIVE, Story.State.APPROVED),
            holds_until__lte=today + timedelta(days=TOLD_DAYS_BEFORE),
        )
        .select_related("story__author", "story__owner_team")
        .order_by("holds_until", "pk")
    )
    curators = roles.people_with(role=Role.CURATOR)
    return sum(_tell(fact=fact, curators=curators, today=today, now=now) for fact in ending[:FACTS_AT_ONCE])


def _tell(*, fact: Evidence, curators: list[Person], today: date, now: datetime) -> int:
    story, holds_until = fact.story, fact.holds_until
    if holds_until is None:
        return 0
    has_ended = holds_until < today
    # The lines of a story are written anew with every change; the fact itself is what somebody was told of.
    digest = sha256(fact.statement.encode()).hexdigest()[:16]
    key = f"fact-{'ended' if has_ended else 'ends'}:{story.public_id}:{holds_until.isoformat()}:{digest}"
    meant = {story.author_id: story.author} | {
        person.pk: person
        for person in curators
        if roles.covers(person=person, role=Role.CURATOR, team=story.owner_team)
    }
    told = 0
    for person in meant.values():
        with translation.override(person.language):
            title = _("A fact no longer holds: %(title)s") if has_ended else _("A fact holds until %(day)s: %(title)s")
            what = _("“%(statement)s” (%(source)s). Bring newer proof, or take the story back.")
            told += (
                notifications.add(
                    person=person,
                    key=key,
                    title=title % {"title": story.title, "day": date_format(holds_until, "DATE_FORMAT")},
                    text=what % {"statement": fact.statement, "source": fact.source},
                    path=reverse("edit_story", args=[story.public_id]),
                    now=now,
                )
                is not None
            )
    return told

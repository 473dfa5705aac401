"""The invented company: believable, complete, and the same for the same dice."""

from collections import Counter
from datetime import datetime

from django.db.models import F, Q, Sum

from accounts import demo
from accounts.models import Person, PolicyAcknowledgement, RoleGrant
from advocacy import today
from advocacy.models import (
    Availability,
    Claim,
    Conversation,
    DailyClicks,
    Engagement,
    HourlyClicks,
    Reading,
    Recall,
    Reply,
    Share,
    WaitingPlace,
)
from config.demo import build
from config.demo.stories import TALES
from content import checks, manuscripts, steps
from content.models import Feed, Remark, Story
from leaderboard.models import PointEntry


def test_fill_makes_a_believable_company_by_the_rules(db: None, now: datetime) -> None:
    steps: list[str] = []
    build.fill_all(size=80, now=now, tell=lambda what, part: steps.append(what))
    assert steps[0] == "Hiring people"
    _is_complete()
    _keeps_what_the_rules_promise(now)
    _goes_out_by_the_checks()
    _waits_for_somebody()
    ana = Person.objects.get(email="employee@northwind.example")
    assert Conversation.objects.filter(person=ana, state=Conversation.State.WAITING).count() >= 2
    assert Story.objects.live(now).for_person(ana).count() >= today.MOST


def _is_complete() -> None:
    assert Person.objects.count() == 80
    assert Counter(Story.objects.values_list("kind", flat=True)).keys() == set(Story.Kind.values)
    assert Counter(Story.objects.values_list("state", flat=True)).keys() == set(Story.State.values)
    assert Story.objects.count() == len(TALES) == 60
    assert len(demo.cast()) == 6
    assert set(RoleGrant.objects.values_list("role", flat=True)) == set(RoleGrant.Role.values)
    for model in (Reading, Claim, Share, DailyClicks, Conversation, Engagement, Reply, PointEntry, Feed):
        assert model.objects.exists(), model


def _keeps_what_the_rules_promise(now: datetime) -> None:
    for availability in Availability.objects.all():
        held = Claim.objects.filter(story=availability.story_id, state__in=("open", "shared")).count()
        assert availability.taken == held <= availability.places
    assert not Claim.objects.filter(taken_at__gt=now).exists()
    assert not Share.objects.filter(posted_at__gt=now).exists()
    assert not Engagement.objects.filter(Q(read_at__gt=now) | Q(read_at__lt=F("share__posted_at"))).exists()
    assert not Conversation.objects.filter(last_turn_at__gt=now).exists()
    sums = {name: Sum(name) for name in ("human", "suspect", "robot")}
    assert HourlyClicks.objects.aggregate(**sums) == DailyClicks.objects.aggregate(**sums)
    assert not HourlyClicks.objects.filter(at__gt=now).exists()
    read = set(Reading.objects.filter(read_at__isnull=False).values_list("person", "story"))
    assert set(Claim.objects.values_list("person", "story")) <= read


def _goes_out_by_the_checks() -> None:
    """What was submitted would have been let through then."""
    for story in Story.objects.exclude(state=Story.State.DRAFT):
        checks.require_ready(manuscript=manuscripts.of_story(story=story), now=story.submitted_at)


def _waits_for_somebody() -> None:
    full = Availability.objects.get(waiting__gt=0)
    assert full.taken == full.places
    assert full.waiting == WaitingPlace.objects.filter(story=full.story, ended_at=None).count()
    told = Share.objects.filter(story__state=Story.State.RETRACTED, state=Share.State.POSTED)
    assert Recall.objects.count() == told.count()
    for story in Story.objects.exclude(approved_version=None):
        assert all(asked.is_done for asked in steps.path(story=story)), story
    (half,) = Story.objects.filter(state=Story.State.REVIEW, approvals__isnull=False)
    first, second = steps.path(story=half)
    assert (first.is_done, second.is_current, Remark.objects.filter(story=half).count()) == (True, True, 1)
    assert 0 < PolicyAcknowledgement.objects.count() < Person.objects.count()

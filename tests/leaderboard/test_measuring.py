"""The product measures what it counts, a month at a time, and leaves alone what people measured."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from content.models import Measurement, Objective
from leaderboard import measuring
from tests.advocacy.factories import ConversationFactory, ShareFactory
from tests.content.factories import CampaignFactory, ObjectiveFactory, StoryFactory
from tests.leaderboard.factories import DailyClicksFactory

pytestmark = pytest.mark.django_db
FEBRUARY = datetime(2026, 2, 10, 12, tzinfo=UTC)


@pytest.fixture
def objective(company):
    return ObjectiveFactory(unit="count", platform_metric="conversations", starts_on=date(2026, 1, 15))


@pytest.fixture
def story(objective):
    return StoryFactory(live=True, places=50, campaign=CampaignFactory(objective=objective))


def found():
    return [(each.on, each.value, each.source) for each in Measurement.objects.order_by("on")]


def test_sweep_counts_whole_months_since_the_beginning(objective, story, now):
    for at in (FEBRUARY, FEBRUARY - timedelta(days=20), now):
        ConversationFactory(story=story, started_at=at)
    ConversationFactory(started_at=FEBRUARY)
    assert measuring.sweep(now=now) == 1
    assert measuring.sweep(now=now) == 0
    assert found() == [(date(2026, 2, 28), Decimal(1), "platform")]


def test_sweep_follows_a_month_for_a_week_and_then_leaves_it(objective, story, now):
    measuring.sweep(now=datetime(2026, 3, 1, 9, tzinfo=UTC))
    ConversationFactory(story=story, started_at=FEBRUARY)
    assert measuring.sweep(now=datetime(2026, 3, 6, 9, tzinfo=UTC)) == 1
    ConversationFactory(story=story, started_at=FEBRUARY)
    assert measuring.sweep(now=now) == 0
    assert found()[0][1] == 1


def test_sweep_never_touches_what_was_measured_by_hand(objective, story, now):
    Measurement.objects.create(objective=objective, on=date(2026, 2, 28), value=7, source="count")
    ConversationFactory(story=story, started_at=FEBRUARY)
    assert measuring.sweep(now=datetime(2026, 3, 2, 9, tzinfo=UTC)) == 0
    assert found() == [(date(2026, 2, 28), Decimal(7), "count")]


def test_sweep_passes_over_what_is_closed_or_measured_by_hand(objective, now):
    Objective.objects.update(closed_on=now.date())
    ObjectiveFactory(starts_on=date(2026, 1, 1))
    assert measuring.sweep(now=now) == 0


@pytest.mark.parametrize(("metric", "expected"), [("shares", 3), ("tellers", 2), ("clicks", 12), ("conversations", 0)])
def test_value_counts_each_metric(objective, story, metric, expected):
    share = ShareFactory(story=story, posted_at=FEBRUARY)
    ShareFactory(story=story, person=share.person, claim=share.claim, network="bluesky", posted_at=FEBRUARY)
    ShareFactory(story=story, posted_at=FEBRUARY)
    ShareFactory(story=story, opened=True)
    DailyClicksFactory(link=share.link, on=FEBRUARY.date(), human=12, robot=50)
    Objective.objects.update(platform_metric=metric)
    objective.refresh_from_db()
    assert measuring.value(objective=objective, first=date(2026, 2, 1), last=date(2026, 2, 28)) == expected

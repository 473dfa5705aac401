"""Rows of the leaderboard room for tests, and what it counts."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from advocacy.clicks import tallies
from advocacy.models import DailyClicks
from content.models import Measurement
from leaderboard.models import Assumption
from tests.content.factories import ObjectiveFactory

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
WEEK = date(2026, 3, 9)


class DailyClicksFactory(DjangoModelFactory[DailyClicks]):
    class Meta:
        model = DailyClicks

    on = NOW.date()
    story = factory.SelfAttribute("link.story")
    person = factory.SelfAttribute("link.person")
    team = factory.SelfAttribute("link.team")
    network = factory.SelfAttribute("link.network")
    human = 1
    visitors = 1

    @classmethod
    def _create(cls, model_class: type[DailyClicks], *args: Any, **kwargs: Any) -> DailyClicks:
        row: DailyClicks = super()._create(model_class, *args, **kwargs)
        tallies.recount(since=row.on, until=row.on + timedelta(days=1))
        return row


class MeasurementFactory(DjangoModelFactory[Measurement]):
    class Meta:
        model = Measurement

    objective = factory.SubFactory(ObjectiveFactory)
    on = NOW.date()
    value = 31
    sample_size = 400
    source = Measurement.Source.SURVEY


class AssumptionFactory(DjangoModelFactory[Assumption]):
    class Meta:
        model = Assumption

    network = "linkedin"
    input = Assumption.Input.FOLLOWERS
    low = 100.0
    middle = 200.0
    high = 300.0
    source = "A guess of the social media team."
    chosen_at = NOW

"""Objectives: what is due, what was measured, what follows from neither."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import NotAllowed
from content import objectives
from content.models import Measurement
from tests.content.factories import MilestoneFactory, ObjectiveFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def objective():
    objective = ObjectiveFactory.create(starts_on=date(2026, 1, 1))
    MilestoneFactory.create(objective=objective, due_on=date(2026, 3, 1), value=30)
    MilestoneFactory.create(objective=objective, due_on=date(2026, 9, 1), value=40)
    return objective


def measured(objective, on, value):
    Measurement.objects.create(objective=objective, on=on, value=value, source="survey", sample_size=400)


@pytest.mark.parametrize(
    ("values", "is_met"),
    [
        ({}, None),
        ({date(2026, 2, 1): 35}, None),  # measured before it was due
        ({date(2026, 3, 1): 30}, True),
        ({date(2026, 3, 5): 29}, False),
        ({date(2026, 3, 5): 29, date(2026, 3, 9): 31}, False),  # the first after the day decides
        ({date(2026, 3, 20): 50}, None),  # to come
    ],
)
def test_course_says_whether_the_due_milestone_was_met(objective, values, is_met):
    for on, value in values.items():
        measured(objective, on, value)
    course = objectives.course(objective=objective, on=date(2026, 3, 10))
    assert (course.due.value, course.next.value, course.is_met) == (30, 40, is_met)


def test_course_before_anything_is_due(objective):
    measured(objective, date(2026, 1, 5), 3)
    course = objectives.course(objective=objective, on=date(2026, 2, 1))
    assert (course.due, course.is_met, course.latest.value) == (None, None, 3)


def measure(objective, by, now, **changed):
    fields = {"on": date(2026, 3, 9), "value": Decimal(31), "source": "survey", "sample_size": 800} | changed
    return objectives.measure(objective=objective, by=by, now=now, today=date(2026, 3, 10), **fields)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"value": Decimal(101)}, objectives.OutOfRange),
        ({"on": date(2026, 3, 11)}, objectives.BeforeStart),
        ({"on": date(2025, 12, 31)}, objectives.BeforeStart),
        ({"sample_size": None}, objectives.SampleMissing),
    ],
)
def test_measure_refusals(objective, curator, now, changed, error):
    with pytest.raises(error):
        measure(objective, curator, now, **changed)
    assert not objective.measurements.exists()


def test_measure_twice_on_a_day_is_refused(objective, curator, employee, now):
    measure(objective, curator, now)
    with pytest.raises(objectives.AlreadyMeasured):
        measure(objective, curator, now)
    with pytest.raises(NotAllowed):
        measure(objective, employee, now)


def test_milestones_lie_after_the_start_and_stand_alone_on_their_day(objective, curator, now):
    for due_on, error in ((date(2026, 1, 1), objectives.BeforeStart), (date(2026, 9, 1), objectives.AlreadyDue)):
        with pytest.raises(error):
            objectives.add_milestone(objective=objective, due_on=due_on, value=Decimal(1), by=curator, now=now)


def test_campaign_has_a_slug_even_without_latin_letters(objective, curator, now):
    first = objectives.start_campaign(objective=objective, name="夜行列車", by=curator, now=now)
    second = objectives.start_campaign(objective=objective, name="昼の列車", by=curator, now=now)
    assert first.slug.startswith("campaign-")
    assert first.slug != second.slug


def test_objectives_page_asks_no_more_for_more_objectives(client_of, curator, django_assert_max_num_queries):
    client = client_of(curator)
    ObjectiveFactory.create()
    with CaptureQueriesContext(connection) as one:
        client.get("/studio/objectives/")
    ObjectiveFactory.create_batch(3)
    with django_assert_max_num_queries(len(one)):
        client.get("/studio/objectives/")

"""Objectives: what is due, what was measured, what follows from neither."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.roles import NotAllowed
from content import objectives
from content.models import Campaign, Measurement
from tests.content.factories import CampaignFactory, MilestoneFactory, ObjectiveFactory

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


# -- what is counted here, wrong measurements, campaigns ---------------------------------------------------------------


def test_count_by_takes_counts_only(curator, now):
    counted = ObjectiveFactory(unit="count")
    assert objectives.count_by(objective=counted, platform_metric="clicks", by=curator, now=now)
    assert not objectives.count_by(objective=counted, platform_metric="clicks", by=curator, now=now)
    assert AuditEntry.objects.filter(action="objectives.count_by").count() == 1
    with pytest.raises(objectives.NotACount, match="not per cent"):
        objectives.count_by(objective=ObjectiveFactory(), platform_metric="clicks", by=curator, now=now)
    with pytest.raises(objectives.NotACount, match="Choose one"):
        objectives.count_by(objective=counted, platform_metric="likes", by=curator, now=now)


def test_remove_measurement_keeps_what_it_said_in_the_log(curator, now):
    objective = ObjectiveFactory()
    wrong = Measurement.objects.create(
        objective=objective, on=objective.starts_on, value=31, sample_size=400, source="survey"
    )
    objectives.remove_measurement(measurement=wrong, by=curator, now=now)
    entry = AuditEntry.objects.get(action="objectives.remove_measurement")
    assert entry.detail["value"] == "31"
    assert not Measurement.objects.exists()


def test_remove_measurement_is_refused_while_the_product_counts(curator, now):
    objective = ObjectiveFactory(unit="count", platform_metric="clicks")
    objectives.record_count(objective=objective, on=objective.starts_on, value=Decimal(5))
    counted = Measurement.objects.select_related("objective").get()
    with pytest.raises(objectives.CountedHere, match="Stop the counting first"):
        objectives.remove_measurement(measurement=counted, by=curator, now=now)
    objectives.count_by(objective=counted.objective, platform_metric="", by=curator, now=now)
    objectives.remove_measurement(measurement=counted, by=curator, now=now)
    assert not Measurement.objects.exists()


def test_campaign_is_renamed_closed_and_opened_again(curator, now):
    campaign, other = CampaignFactory(), CampaignFactory(name="Winter")
    objectives.rename_campaign(campaign=campaign, name=" Spring ", by=curator, now=now)
    assert Campaign.objects.get(pk=campaign.pk).name == "Spring"
    with pytest.raises(objectives.NameTaken):
        objectives.rename_campaign(campaign=campaign, name=other.name, by=curator, now=now)
    with pytest.raises(objectives.NameMissing):
        objectives.rename_campaign(campaign=campaign, name="  ", by=curator, now=now)
    assert objectives.close_campaign(campaign=campaign, on=now.date(), by=curator, now=now)
    assert not objectives.close_campaign(campaign=campaign, on=now.date(), by=curator, now=now)
    assert objectives.reopen_campaign(campaign=campaign, by=curator, now=now)
    assert Campaign.objects.get(pk=campaign.pk).closed_on is None


def test_page_takes_a_measurement_out_and_puts_it_back(curator, client_of):
    objective = ObjectiveFactory()
    wrong = Measurement.objects.create(
        objective=objective, on=objective.starts_on, value=31, sample_size=400, source="survey", note="Autumn"
    )
    client = client_of(curator)
    answer = client.post(reverse("remove_measurement", args=[objective.public_id, wrong.public_id]), follow=True)
    page = answer.content.decode()
    assert "Put it back" in page
    form = answer.context["removed"]
    client.post(reverse("add_measurement", args=[objective.public_id]), form.initial)
    again = Measurement.objects.get()
    assert (again.value, again.sample_size, again.note) == (31, 400, "Autumn")


def test_page_puts_nothing_back_that_was_made_up(curator, client_of):
    objective = ObjectiveFactory()
    page = client_of(curator).get(reverse("objective", args=[objective.public_id]), {"removed": "eyJhIjoxfQ:1:x"})
    assert "Put it back" not in page.content.decode()


def test_page_keeps_a_refused_name(curator, client_of):
    campaign, other = CampaignFactory(), CampaignFactory(name="Winter")
    answer = client_of(curator).post(reverse("rename_campaign", args=[campaign.public_id]), {"name": other.name})
    assert answer.status_code == 422
    assert 'value="Winter"' in answer.content.decode()
    assert "Choose another name" in answer.content.decode()

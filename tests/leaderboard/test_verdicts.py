from datetime import date, timedelta

import pytest
from django.utils import translation
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from content.models import Measurement, Objective
from leaderboard import verdicts
from leaderboard.verdicts import Outcome
from tests.content.factories import MilestoneFactory, ObjectiveFactory
from tests.leaderboard.factories import NOW, MeasurementFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def objective() -> Objective:
    return ObjectiveFactory.create(starts_on=TODAY - timedelta(days=180))


def due(objective: Objective, days: int, value: int = 30) -> None:
    MilestoneFactory.create(objective=objective, due_on=TODAY + timedelta(days=days), value=value)


def shown(days: int) -> str:
    return date_format(TODAY + timedelta(days=days), "DATE_FORMAT")


def of(objective: Objective, on: date = TODAY) -> verdicts.Verdict:
    return verdicts.of(objective=Objective.objects.get(pk=objective.pk), on=on)


def test_of_says_on_course_with_range_and_chance(objective: Objective) -> None:
    due(objective, -1)
    due(objective, 180, 40)
    MeasurementFactory.create(objective=objective, value=31, sample_size=400)
    verdict = of(objective)
    assert verdict.outcome is Outcome.ON_COURSE
    assert f"{verdict.word} {verdict.sentence}" == (
        "On course. 31%, likely between 27 and 36%. By now it should be 30%."
    )
    assert verdict.low == pytest.approx(26.66, abs=0.01)
    assert verdict.high == pytest.approx(35.70, abs=0.01)
    assert verdict.chance is not None
    assert verdict.chance == pytest.approx(0.68, abs=0.01)
    assert verdict.chance_words == "68%"


@pytest.mark.parametrize(
    ("value", "outcome"),
    [(50, Outcome.REACHED), (30, Outcome.REACHED), (27, Outcome.SHORT), (20, Outcome.BEHIND), (0, Outcome.BEHIND)],
)
def test_of_judges_the_last_milestone(objective: Objective, value: int, outcome: Outcome) -> None:
    due(objective, -1)
    MeasurementFactory.create(objective=objective, value=value)
    assert of(objective).outcome is outcome


def test_of_says_when_nothing_is_measured(objective: Objective) -> None:
    due(objective, 30)
    verdict = of(objective)
    assert verdict.outcome is Outcome.NOT_MEASURED
    assert verdict.sentence == f"30% by {shown(30)} is the next milestone."
    assert (verdict.value, verdict.chance, verdict.chance_words) == (None, None, "")


def test_of_does_not_judge_what_is_not_due(objective: Objective) -> None:
    due(objective, 1)
    MeasurementFactory.create(objective=objective, value=2)
    assert of(objective).outcome is Outcome.NOT_DUE
    assert of(objective).chance is None


def test_of_does_not_judge_by_an_older_measurement(objective: Objective) -> None:
    due(objective, -10)
    MeasurementFactory.create(objective=objective, value=12, on=TODAY - timedelta(days=60))
    assert of(objective).outcome is Outcome.OUTDATED
    assert of(objective).sentence.endswith(f"30% was due on {shown(-10)}. Measure again.")


def test_of_ignores_what_is_measured_later(objective: Objective) -> None:
    due(objective, -10)
    MeasurementFactory.create(objective=objective, on=TODAY + timedelta(days=1))
    assert of(objective).outcome is Outcome.NOT_MEASURED


def test_of_needs_a_milestone_and_a_beginning(objective: Objective) -> None:
    assert of(objective).outcome is Outcome.NO_MILESTONE
    later = ObjectiveFactory.create(starts_on=TODAY + timedelta(days=3))
    due(later, 90)
    assert of(later).outcome is Outcome.NOT_BEGUN


def test_of_gives_no_range_for_a_count(objective: Objective) -> None:
    Objective.objects.filter(pk=objective.pk).update(unit=Objective.Unit.COUNT)
    due(objective, -1, 1200)
    MeasurementFactory.create(objective=objective, value=1500, sample_size=None, source=Measurement.Source.COUNT)
    verdict = of(objective)
    assert verdict.sentence == f"It stands at 1,500. The goal was 1,200 by {shown(-1)}."
    assert (verdict.low, verdict.high, verdict.chance) == (None, None, None)


def test_of_speaks_german_numbers(objective: Objective) -> None:
    due(objective, -1)
    MeasurementFactory.create(objective=objective, value=31.5)
    with translation.override("de"):
        assert "31,5" in of(objective).sentence


def test_every_asks_three_queries(objective: Objective, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(4):
        other = ObjectiveFactory.create()
        due(other, number - 2)
        MeasurementFactory.create(objective=other)
    ObjectiveFactory.create(closed_on=TODAY)
    with django_assert_num_queries(3):
        assert len(verdicts.every(on=TODAY)) == 5

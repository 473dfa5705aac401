from dataclasses import replace

import pytest

from charts.badges import Badge
from leaderboard.amplification import priors, waterfall
from leaderboard.amplification.distributions import Fixed
from leaderboard.amplification.waterfall import StepKey
from tests.leaderboard.amplification import cases


def fall(**changes):
    company, prior_set = cases.TEN_EACH
    return waterfall.compute(company=replace(company, **changes), priors=prior_set)


def test_compute_gives_three_and_a_half_exactly():
    assert fall().step(StepKey.NOMINAL).people == 3_500_000
    assert fall().step(StepKey.NOMINAL).ratio == 3.5


@pytest.mark.parametrize(
    ("key", "people", "ratio"),
    [
        (StepKey.EXTERNAL, 3_150_000, 3.15),
        (StepKey.DISTINCT, 1_890_000, 1.89),
        (StepKey.NEW, 1_417_500, 1.4175),
        (StepKey.ACTIVE_EXTERNAL, 56_700, 0.0567),
        (StepKey.ACTIVE_DISTINCT, 56_028, 0.056028),
        (StepKey.ACTIVE_NEW, 42_021, 0.042021),
    ],
)
def test_compute_gives_the_published_steps(key, people, ratio):
    step = fall().step(key)
    assert step.people == pytest.approx(people, abs=0.5)
    assert step.ratio == pytest.approx(ratio, abs=5e-7)


def test_compute_says_who_left():
    lost = [round(step.lost) for step in fall().steps]
    assert lost == [0, 350_000, 1_260_000, 472_500, 1_360_800, 672, 14_007]


def test_compute_gives_steps_in_order_and_active_people():
    result = fall()
    assert [step.key for step in result.steps] == list(StepKey)
    assert result.active_people == pytest.approx(3_150)


def test_compute_marks_what_is_assumed():
    badges = [step.badge for step in fall().steps]
    assert badges == [Badge.ASSUMED] + [Badge.MODELLED] * 6


def test_break_even_people_equal_the_page():
    result = fall()
    company, prior_set = cases.TEN_EACH
    everyone = result.break_even_people / company.employees
    there = waterfall.compute(
        company=company,
        priors=replace(
            prior_set,
            account=prior_set.account.settled(value=1.0, basis=""),
            participation=prior_set.participation.settled(value=everyone, basis=""),
        ),
    )
    assert there.step(StepKey.ACTIVE_NEW).people == pytest.approx(company.brand_followers)


def test_break_even_people_is_none_when_nothing_would_be_enough():
    assert fall(brand_followers=10_000_000).break_even_people is None


def test_compute_without_employees_gives_zeros():
    result = fall(employees=0)
    assert {step.people for step in result.steps} == {0}
    assert result.active_people == 0
    assert result.break_even_people is None


def test_compute_without_a_page_gives_no_ratio():
    assert {step.ratio for step in fall(brand_followers=0).steps} == {None}


def test_compute_caps_the_advantage_when_everybody_shares():
    company, prior_set = cases.TEN_EACH
    everybody = replace(
        prior_set,
        account=prior_set.account.settled(value=1.0, basis=""),
        participation=prior_set.participation.settled(value=1.0, basis=""),
    )
    result = waterfall.compute(company=company, priors=everybody)
    assert result.step(StepKey.ACTIVE_NEW).people == pytest.approx(1_417_500)


def test_settled_prior_is_measured():
    prior = priors.X.participation.settled(value=0.009, basis="counted in October")
    assert (prior.point, prior.badge, prior.distribution) == (0.009, Badge.MEASURED, Fixed(0.009))

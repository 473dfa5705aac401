from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from leaderboard.amplification import audiences, priors, simulation
from leaderboard.amplification.distributions import Fixed
from leaderboard.amplification.simulation import Outcome
from tests.leaderboard.amplification import cases

CASES = {
    "ten each": cases.TEN_EACH,
    "open network": cases.OPEN_NETWORK,
    "professionals": cases.PROFESSIONALS,
    "small firm": cases.SMALL_FIRM,
}

# (case, outcome, 10 %, 50 %, 90 %); None where no figure was published.
PUBLISHED = [
    ("ten each", Outcome.NOMINAL_RATIO, 3.5, 3.5, 3.5),
    ("ten each", Outcome.NEW_RATIO, 0.87, 1.40, 1.98),
    ("ten each", Outcome.ACTIVE_PEOPLE, 396, 2_096, 7_283),
    ("ten each", Outcome.ACTIVE_NEW_RATIO, None, 0.027, 0.11),
    ("ten each", Outcome.REACHED, 900, 5_800, 26_000),
    ("ten each", Outcome.BRAND_REACHED, 418_000, 561_000, 711_000),
    ("ten each", Outcome.NEW_REACHED_RATIO, None, 0.009, 0.04),
    ("ten each", Outcome.CLICKS, 5, 53, 408),
    ("ten each", Outcome.BRAND_CLICKS, None, 3_883, None),
    ("ten each", Outcome.CONVERSATIONS, 0, 4, 38),
    ("ten each", Outcome.BRAND_CONVERSATIONS, None, 152, None),
    ("ten each", Outcome.OPPORTUNITIES, None, 0.13, 1.2),
    ("ten each", Outcome.REVENUE_CENTS, None, 59_500, None),
    ("ten each", Outcome.INCREMENTAL_CENTS, None, 20_200, None),
    ("ten each", Outcome.BREAK_EVEN_PEOPLE, 56_000, 113_000, 321_000),
    ("ten each", Outcome.OVERSTATEMENT, 11, 22, 42),
    ("open network", Outcome.NOMINAL_RATIO, 32, 53, 88),
    ("open network", Outcome.NEW_RATIO, 10, 21, 38),
    ("open network", Outcome.ACTIVE_NEW_RATIO, 0.06, 0.40, 1.8),
    ("open network", Outcome.REACHED, 8_000, 58_000, 301_000),
    ("open network", Outcome.NEW_REACHED_RATIO, None, 0.09, 0.48),
    ("open network", Outcome.CLICKS, 40, 414, 3_327),
    ("open network", Outcome.BRAND_CLICKS, None, 3_881, None),
    ("open network", Outcome.CONVERSATIONS, 2, 30, 318),
    ("open network", Outcome.OPPORTUNITIES, 0.09, 1.0, 9.6),
    ("open network", Outcome.REVENUE_CENTS, None, 476_000, None),
    ("open network", Outcome.INCREMENTAL_CENTS, None, 159_400, None),
    ("open network", Outcome.BREAK_EVEN_PEOPLE, 2_400, 5_100, 11_000),
    ("open network", Outcome.OVERSTATEMENT, 17, 32, 61),
    ("professionals", Outcome.NOMINAL_RATIO, 54, 75, 105),
    ("professionals", Outcome.NEW_RATIO, 13, 24, 42),
    ("professionals", Outcome.ACTIVE_PEOPLE, 38, 134, 337),
    ("professionals", Outcome.ACTIVE_NEW_RATIO, 0.48, 2.05, 6.3),
    ("professionals", Outcome.ACTIVE_NEW_EACH, 151, 309, 624),
    ("professionals", Outcome.REACHED, 1_700, 8_100, 29_000),
    ("professionals", Outcome.BRAND_REACHED, 6_300, 9_400, 12_800),
    ("professionals", Outcome.NEW_REACHED_RATIO, 0.16, 0.76, 3.0),
    ("professionals", Outcome.CLICKS, 18, 121, 691),
    ("professionals", Outcome.BRAND_CLICKS, None, 92, None),
    ("professionals", Outcome.CONVERSATIONS, 0, 7, 59),
    ("professionals", Outcome.BRAND_CONVERSATIONS, None, 3, None),
    ("professionals", Outcome.OPPORTUNITIES, 0.03, 0.27, 1.9),
    ("professionals", Outcome.REVENUE_CENTS, None, 125_400, None),
    ("professionals", Outcome.INCREMENTAL_CENTS, 3_300, 42_500, 354_200),
    ("professionals", Outcome.BREAK_EVEN_PEOPLE, 30, 62, 127),
    ("professionals", Outcome.OVERSTATEMENT, 17, 28, 53),
    ("small firm", Outcome.NOMINAL_RATIO, 22, 30, 42),
    ("small firm", Outcome.NEW_RATIO, 5.4, 9.8, 17),
    ("small firm", Outcome.ACTIVE_PEOPLE, 1, 5, 14),
    ("small firm", Outcome.ACTIVE_NEW_RATIO, 0.05, 0.71, 2.7),
    ("small firm", Outcome.REACHED, 18, 261, 1_200),
    ("small firm", Outcome.BRAND_REACHED, 444, 713, 1_000),
    ("small firm", Outcome.NEW_REACHED_RATIO, 0.02, 0.34, 1.7),
    ("small firm", Outcome.CLICKS, 0, 4, 28),
    ("small firm", Outcome.BRAND_CLICKS, None, 5, None),
    ("small firm", Outcome.CONVERSATIONS, 0, 0, 2),
    ("small firm", Outcome.BREAK_EVEN_PEOPLE, 3, 6, 13),
    ("small firm", Outcome.OVERSTATEMENT, 12, 25, 53),
]


@cache
def simulated(name):
    company, prior_set = CASES[name]
    return simulation.run(company=company, priors=prior_set)


@pytest.mark.parametrize(("case", "outcome", "low", "middle", "high"), PUBLISHED)
def test_run_agrees_with_the_published_figures(case, outcome, low, middle, high):
    found = simulated(case).quantiles(outcome)
    # The figures are rounded to two places, and both runs have their own Monte-Carlo error; whole counts differ by one.
    counted = outcome in (Outcome.CLICKS, Outcome.BRAND_CLICKS, Outcome.CONVERSATIONS, Outcome.BRAND_CONVERSATIONS)
    slack = 1 if counted else 0.5 if middle >= 5 else 0.0012
    assert found.p50 == pytest.approx(middle, rel=0.08, abs=slack)
    if low is not None:
        assert found.p10 == pytest.approx(low, rel=0.12, abs=slack)
    if high is not None:
        assert found.p90 == pytest.approx(high, rel=0.08, abs=slack)


@pytest.mark.parametrize("case", CASES)
def test_run_keeps_the_order_of_reach(case):
    result = simulated(case)
    draws = result.outcomes
    slack = 1 + 1e-9
    assert (draws[Outcome.REACHED] <= draws[Outcome.ACTIVE_DISTINCT] * slack).all()
    assert (draws[Outcome.ACTIVE_DISTINCT] <= draws[Outcome.ACTIVE_EXTERNAL] * slack).all()
    assert (draws[Outcome.ACTIVE_EXTERNAL] <= draws[Outcome.NOMINAL] * slack).all()
    assert (draws[Outcome.DISTINCT] <= draws[Outcome.NOMINAL] * slack).all()
    assert (draws[Outcome.REACHED] <= draws[Outcome.IMPRESSIONS] * slack).all()
    assert (draws[Outcome.BRAND_REACHED] <= draws[Outcome.BRAND_IMPRESSIONS] * slack).all()
    assert (draws[Outcome.NEW_REACHED] <= draws[Outcome.REACHED] * slack).all()


@pytest.mark.parametrize("case", ["professionals", "small firm"])
def test_run_repeats_with_the_same_seed(case):
    company, prior_set = CASES[case]
    again = simulation.run(company=company, priors=prior_set, draws=500, seed=7)
    first = simulation.run(company=company, priors=prior_set, draws=500, seed=7)
    other = simulation.run(company=company, priors=prior_set, draws=500, seed=8)
    for outcome, draws in first.outcomes.items():
        np.testing.assert_array_equal(draws, again.outcomes[outcome])
    assert not np.array_equal(first.outcomes[Outcome.REACHED], other.outcomes[Outcome.REACHED])


def test_run_without_employees_gives_zeros():
    company, prior_set = cases.PROFESSIONALS
    result = simulation.run(company=replace(company, employees=0), priors=prior_set, draws=200)
    for outcome in (Outcome.NOMINAL, Outcome.NEW, Outcome.ACTIVE_NEW, Outcome.REACHED, Outcome.CLICKS):
        assert not result.outcomes[outcome].any()
    assert result.quantiles(Outcome.BREAK_EVEN_PEOPLE).p50 == np.inf


def test_run_without_a_page_has_no_ratios():
    company, prior_set = cases.PROFESSIONALS
    result = simulation.run(company=replace(company, brand_followers=0), priors=prior_set, draws=200)
    assert result.quantiles(Outcome.ACTIVE_NEW_RATIO) is None
    assert result.quantiles(Outcome.REACHED).p50 > 0


def test_run_without_posts_has_no_ratio_of_reach():
    company, prior_set = cases.PROFESSIONALS
    result = simulation.run(company=replace(company, brand_posts=0), priors=prior_set, draws=200)
    assert result.quantiles(Outcome.NEW_REACHED_RATIO) is None
    assert result.quantiles(Outcome.ACTIVE_NEW_RATIO) is not None


def test_every_quantile_is_ordered_and_a_number():
    for found in simulated("small firm").every_quantile().values():
        assert list(found) == sorted(found)


def test_explain_puts_participation_first():
    parts = simulated("professionals").explain(Outcome.NEW_REACHED)
    assert next(iter(parts)) == "participation"
    assert sum(parts.values()) == pytest.approx(1)
    assert parts["participation"] == pytest.approx(0.58, abs=0.05)
    assert parts["shares_each"] == pytest.approx(0.14, abs=0.03)
    assert parts["sharer_advantage"] == pytest.approx(0.14, abs=0.03)
    assert parts["account"] == pytest.approx(0.06, abs=0.02)
    assert parts["organic_reach"] == pytest.approx(0.04, abs=0.02)


def test_explain_leaves_out_what_is_known():
    company, prior_set = cases.PROFESSIONALS
    known = replace(prior_set, participation=prior_set.participation.settled(value=0.05, basis="counted"))
    result = simulation.run(company=company, priors=known, draws=500)
    assert "participation" not in result.explain(Outcome.NEW_REACHED)


def test_run_survives_extreme_inputs():
    extreme = replace(
        priors.X,
        distinct_share=priors.X.distinct_share.settled(value=1.0, basis=""),
        brand_overlap=priors.X.brand_overlap.settled(value=1.0, basis=""),
        participation=priors.X.participation.settled(value=0.0, basis=""),
    )
    company = replace(cases.TEN_EACH[0], followers=priors.followers_each(Fixed(1e-9)))
    result = simulation.run(company=company, priors=extreme, draws=100)
    assert not any(np.isnan(draws).any() for draws in result.outcomes.values())


def sums(count, *, exact_below, monkeypatch, spread=1.0):
    monkeypatch.setattr(audiences, "EXACT_BELOW", exact_below)
    size = 4_000
    return audiences.draw(
        np.random.default_rng(1),
        people=np.full(size, count),
        followers=np.full(size, 300.0),
        spread=spread,
        shares=np.full(size, 3.0),
        share_shape=np.full(size, 0.5),
        size_law=np.full(size, 0.17),
    )


@pytest.mark.parametrize("name", ["followers", "weighted_shares", "follower_shares"])
def test_draw_by_moments_agrees_with_person_by_person(name, monkeypatch):
    exact = getattr(sums(400, exact_below=10_000, monkeypatch=monkeypatch), name)
    matched = getattr(sums(400, exact_below=300, monkeypatch=monkeypatch), name)
    assert matched.mean() == pytest.approx(exact.mean(), rel=0.02)
    np.testing.assert_allclose(np.quantile(matched, [0.1, 0.5, 0.9]), np.quantile(exact, [0.1, 0.5, 0.9]), rtol=0.04)


def test_draw_by_moments_keeps_the_correlation(monkeypatch):
    exact = sums(400, exact_below=10_000, monkeypatch=monkeypatch)
    matched = sums(400, exact_below=300, monkeypatch=monkeypatch)
    found = np.corrcoef(matched.followers, matched.weighted_shares)[0, 1]
    assert found == pytest.approx(np.corrcoef(exact.followers, exact.weighted_shares)[0, 1], abs=0.05)


def test_draw_of_few_skewed_accounts_is_exact(monkeypatch):
    # Ten accounts of very unequal size: moments alone put the lower end near zero.
    exact = sums(10, exact_below=300, monkeypatch=monkeypatch, spread=1.9).followers / 3_000
    matched = sums(10, exact_below=1, monkeypatch=monkeypatch, spread=1.9).followers / 3_000
    assert np.quantile(exact, 0.1) > 10 * np.quantile(matched, 0.1)


def test_draw_without_people_or_spread():
    none = np.zeros(3, dtype=np.int64)
    ones = np.ones(3)
    empty = audiences.draw(
        np.random.default_rng(0), people=none, followers=ones, spread=1.0, shares=ones, share_shape=ones, size_law=ones
    )
    assert not empty.followers.any()
    even = audiences.draw(
        np.random.default_rng(0),
        people=none + 500,
        followers=ones,
        spread=0.0,
        shares=ones,
        share_shape=ones,
        size_law=ones / 2,
    )
    np.testing.assert_allclose(even.followers, 500)
    np.testing.assert_allclose(even.weighted_shares, 500)

import numpy as np
import pytest

from charts.badges import Badge
from leaderboard.amplification import priors
from leaderboard.amplification.distributions import Beta, Fixed, LogNormal

RANGES = [
    (priors.X, "account", 0.04, 0.29),
    (priors.LINKEDIN, "account", 0.37, 0.73),
    (priors.X, "participation", 0.015, 0.12),
    (priors.X, "shares_each", 1.1, 8),
    (priors.X, "sharer_advantage", 1.1, 3.5),
    (priors.X, "colleague_share", 0.03, 0.19),
    (priors.LINKEDIN, "colleague_share", 0.11, 0.40),
    (priors.X, "distinct_share", 0.40, 0.79),
    (priors.X, "brand_overlap", 0.11, 0.40),
    (priors.X, "organic_reach", 0.03, 0.12),
    (priors.LINKEDIN, "organic_reach", 0.06, 0.16),
    (priors.X, "brand_reach", 0.014, 0.045),
    (priors.LINKEDIN, "brand_reach", 0.025, 0.10),
    (priors.X, "size_law", 0.12, 0.25),
    (priors.X, "reshare", 0.01, 0.10),
    (priors.X, "look_shape", 0.5, 1.3),
    (priors.X, "share_shape", 0.28, 0.9),
    (priors.X, "click_rate", 0.001, 0.005),
    (priors.LINKEDIN, "click_rate", 0.002, 0.008),
    (priors.X, "click_multiplier", 1.1, 2.6),
    (priors.X, "conversation_multiplier", 1.3, 7),
    (priors.X, "opportunity_per_conversation", 0.005, 0.039),
    (priors.X, "opportunity_per_click", 0.0003, 0.0019),
    (priors.X, "win_rate", 0.12, 0.28),
    (priors.X, "incremental_share", 0.12, 0.71),
]


@pytest.mark.parametrize(("prior_set", "name", "low", "high"), RANGES)
def test_prior_has_the_published_range(prior_set, name, low, high):
    draws = getattr(prior_set, name).distribution.draw(np.random.default_rng(0), 40_000)
    found = np.quantile(draws, [0.1, 0.9])
    assert found[0] == pytest.approx(low, rel=0.17, abs=0.0005)
    assert found[1] == pytest.approx(high, rel=0.08, abs=0.0005)


@pytest.mark.parametrize("prior_set", priors.SETS.values(), ids=lambda prior_set: prior_set.key)
def test_every_prior_names_itself_and_its_basis(prior_set):
    every = [value for value in vars(prior_set).values() if isinstance(value, priors.Prior)]
    assert len(every) == 21
    for prior in every:
        assert str(prior.name)
        assert str(prior.basis)


@pytest.mark.parametrize("prior_set", priors.SETS.values(), ids=lambda prior_set: prior_set.key)
def test_what_nobody_measured_is_assumed(prior_set):
    assumed = {name for name, value in vars(prior_set).items() if getattr(value, "badge", None) is Badge.ASSUMED}
    assert assumed == {
        "colleague_share",
        "distinct_share",
        "conversation_rate",
        "conversation_multiplier",
        "opportunity_per_conversation",
        "incremental_share",
    }


def test_get_finds_a_set_by_its_key():
    assert priors.get("linkedin-1") is priors.LINKEDIN


def test_click_rate_brackets_the_measured_clicks_per_follower_and_share():
    views_each = priors.X.organic_reach.point * (150 / priors.X.reference_followers) ** -priors.X.size_law.point
    low = 1.03e-4
    assert low < 9.6e6 / 75e9 < low * priors.X.click_multiplier.point
    assert views_each * priors.X.click_rate.point > low


def test_points_are_the_mean_of_a_share_and_the_median_of_a_size():
    assert (Fixed(3).point, Beta(0.2, 10).point, LogNormal(2, 1, 4).point) == (3, 0.2, 2)

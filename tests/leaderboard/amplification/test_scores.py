import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.amplification import scores

VALUES = st.floats(-1e6, 1e6)


def brute_force(draws, actual):
    size = len(draws)
    distance = sum(abs(draw - actual) for draw in draws) / size
    spread = sum(abs(one - other) for one in draws for other in draws)
    return distance - spread / (2 * size * (size - 1))


@given(draws=st.lists(VALUES, min_size=2, max_size=40), actual=VALUES)
def test_crps_equals_brute_force(draws, actual):
    assert scores.crps(draws, actual) == pytest.approx(brute_force(draws, actual), rel=1e-9, abs=1e-6)


def test_crps_is_kinder_to_the_better_forecast():
    generator = np.random.default_rng(0)
    near, far = generator.normal(10, 1, 2_000), generator.normal(20, 1, 2_000)
    assert scores.crps(near, 10) < scores.crps(far, 10)


def test_crps_refuses_a_single_draw():
    with pytest.raises(ValueError, match="two draws"):
        scores.crps([1.0], 1.0)


def test_skill_compares_with_the_reference():
    assert scores.skill(score=0.69, reference=1.0) == pytest.approx(0.31)
    assert scores.skill(score=0.5, reference=0.0) is None

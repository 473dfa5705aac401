import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.amplification import curves

SHAPES = st.sampled_from([0.3, 0.5, 0.8, 1.0, 2.0, 10.0, np.inf])


def test_gamma_poisson_gives_the_published_figure():
    assert float(curves.gamma_poisson(3_150_000, 4_725_000, 1)) == 1_890_000


def test_gamma_poisson_tends_to_independence():
    even = float(curves.gamma_poisson(3e6, 4e6, np.inf))
    assert even == pytest.approx(4e6 * (1 - np.exp(-0.75)), rel=1e-12)
    assert float(curves.gamma_poisson(3e6, 4e6, 1e7)) == pytest.approx(even, rel=1e-6)


def test_gamma_poisson_is_continuous_at_one():
    assert float(curves.gamma_poisson(3e6, 4e6, 1 + 1e-9)) == pytest.approx(float(curves.gamma_poisson(3e6, 4e6, 1)))


@pytest.mark.parametrize("shape", [0.3, 1.0, 4.0, np.inf])
def test_gamma_poisson_is_increasing_and_concave(shape):
    exposures = np.linspace(0, 5e6, 200)
    met = curves.gamma_poisson(exposures, 1e6, shape)
    steps = np.diff(met)
    assert (steps > 0).all()
    assert (np.diff(steps) < 1e-6).all()
    assert (met < 1e6).all()


@given(exposures=st.floats(0, 1e9), pool=st.floats(0, 1e9), shape=SHAPES)
def test_gamma_poisson_never_exceeds_pool_or_exposures(exposures, pool, shape):
    met = float(curves.gamma_poisson(exposures, pool, shape))
    assert 0 <= met <= exposures
    assert met <= pool * (1 + 1e-12)


def test_gamma_poisson_of_nothing_is_nothing():
    assert float(curves.gamma_poisson(0, 0, 1)) == 0
    assert float(curves.gamma_poisson(10, 0, np.inf)) == 0
    assert float(curves.gamma_poisson(0, 10, 0.5)) == 0


@pytest.mark.parametrize("shape", [0.5, 1.0, 3.0, np.inf])
@pytest.mark.parametrize("distinct_share", [0.1, 0.6, 0.95])
def test_pool_behind_is_the_inverse(shape, distinct_share):
    pool = curves.pool_behind(1e6, distinct_share, shape)
    assert float(curves.gamma_poisson(1e6, pool, shape)) == pytest.approx(distinct_share * 1e6, rel=1e-9)


def test_pool_behind_survives_the_ends():
    assert np.isfinite(curves.pool_behind(np.array([10.0, 10.0]), np.array([0.0, 1.0]))).all()


@pytest.mark.parametrize(("posts", "shape"), [(4, 1.26), (5, 0.83), (8, 0.50), (10, 0.42)])
def test_look_shape_explains_thirty_five_per_post_and_sixty_one_per_month(posts, shape):
    assert float(curves.gamma_poisson(posts * 0.35, 1, shape)) == pytest.approx(0.61, abs=0.005)

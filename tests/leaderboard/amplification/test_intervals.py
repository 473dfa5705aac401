import math

import pytest

from leaderboard.amplification import intervals


def test_wilson_gives_the_published_interval():
    low, high = intervals.wilson(120, 400, 1.96)
    assert low == pytest.approx(0.25717, abs=5e-6)
    assert high == pytest.approx(0.34663, abs=1e-5)


@pytest.mark.parametrize(
    ("hits", "sample", "z", "low", "high"),
    [
        (124, 400, intervals.Z_95, 0.267, 0.357),
        (0, 100, intervals.Z_95, 0.0, 0.037),
        (100, 100, intervals.Z_95, 0.963, 1.0),
        (10, 12, intervals.Z_80, 0.66, 0.93),
        (0, 0, intervals.Z_95, 0.0, 1.0),
    ],
)
def test_wilson_brackets(hits, sample, z, low, high):
    assert intervals.wilson(hits, sample, z) == pytest.approx((low, high), abs=0.003)


def test_wilson_stays_within_bounds():
    for sample in (1, 2, 7, 1_000_000):
        for hits in {0, 1, sample // 2, sample}:
            low, high = intervals.wilson(hits, sample)
            assert 0 <= low <= hits / sample <= high <= 1


def test_probability_met_gives_the_published_chance():
    assert intervals.probability_met(hits=124, sample=400, target=0.30) == pytest.approx(0.68, abs=0.005)


def test_probability_met_agrees_with_the_integral():
    hits, sample, target, steps = 7, 20, 0.3, 200_000
    scale = math.exp(math.lgamma(sample + 2) - math.lgamma(hits + 1) - math.lgamma(sample - hits + 1))
    width = (1 - target) / steps
    points = (target + (step + 0.5) * width for step in range(steps))
    integral = math.fsum(scale * p**hits * (1 - p) ** (sample - hits) * width for p in points)
    assert intervals.probability_met(hits=hits, sample=sample, target=target) == pytest.approx(integral, abs=1e-8)


@pytest.mark.parametrize(("target", "chance"), [(0.0, 1.0), (-1, 1.0), (1.0, 0.0), (0.3, 0.7)])
def test_probability_met_at_the_ends_and_unasked(target, chance):
    assert intervals.probability_met(hits=0, sample=0, target=target) == pytest.approx(chance)


def test_probability_met_falls_with_the_target():
    chances = [intervals.probability_met(hits=300, sample=1_000, target=target / 100) for target in range(101)]
    assert chances == sorted(chances, reverse=True)


def test_samples_have_the_published_sizes():
    assert intervals.sample_for_width(share=0.30, half_width=0.03) == 897
    assert intervals.sample_for_width(share=0.30, half_width=0.05) == 323
    assert intervals.sample_for_change(before=0.30, after=0.40) == 354
    assert intervals.sample_for_change(before=0.40, after=0.50) == 385

"""Sums over the people who share, without ever listing a large company's employees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leaderboard.amplification.curves import FloatArray

# Below this many people the sum of skewed accounts is drawn person by person: the moments alone mislead there.
EXACT_BELOW = 300
_BLOCK_PEOPLE = 500_000


@dataclass(frozen=True)
class Audience:
    """Three sums over the people who share, one value for each draw.

    Shape: ``followers`` ΣFᵢ; ``weighted_shares`` Σsᵢ·Fᵢ^(1−δ), what impressions grow with; ``follower_shares``
    Σsᵢ·Fᵢ, followers counted again for each share.
    """

    followers: FloatArray
    weighted_shares: FloatArray
    follower_shares: FloatArray


def draw(
    generator: np.random.Generator,
    *,
    people: NDArray[np.int64],
    followers: FloatArray,
    spread: float,
    shares: FloatArray,
    share_shape: FloatArray,
    size_law: FloatArray,
) -> Audience:
    """Draw the three sums for each number of ``people``.

    Shape: all arrays have one value for each draw. ``followers`` is the mean of one person's, ``spread`` the standard
    deviation of its logarithm; ``shares`` (≥ 1) the mean of one person's shares, ``share_shape`` their unevenness κ_S.
    Source: Fᵢ lognormal, sᵢ = 1 + Poisson((s−1)·Gamma(κ_S)/κ_S). From ``EXACT_BELOW`` people on, one Gamma variable
    with the right mean and variance for ΣFᵢ, and another for what Σsᵢ·Fᵢ^(1−δ) does not share with it.
    """
    sums = np.zeros((3, people.size))
    few = np.flatnonzero((people > 0) & (people < EXACT_BELOW))
    many = np.flatnonzero(people >= EXACT_BELOW)
    for block in _blocks(few, people):
        sums[:, block] = _exact(
            generator, people[block], followers[block], spread, shares[block], share_shape[block], size_law[block]
        )
    sums[:, many] = _matched(
        generator, people[many], followers[many], spread, shares[many], share_shape[many], size_law[many]
    )
    return Audience(followers=sums[0], weighted_shares=sums[1], follower_shares=sums[2])


def _blocks(draws: NDArray[np.int64], people: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Cut the draws into pieces of about ``_BLOCK_PEOPLE`` people each."""
    if not draws.size:
        return []
    piece = np.cumsum(people[draws]) // _BLOCK_PEOPLE
    return np.split(draws, np.flatnonzero(np.diff(piece)) + 1)


def _exact(
    generator: np.random.Generator,
    people: NDArray[np.int64],
    followers: FloatArray,
    spread: float,
    shares: FloatArray,
    share_shape: FloatArray,
    size_law: FloatArray,
) -> FloatArray:
    """Draw each person of each draw, and add them up."""
    draw_of = np.repeat(np.arange(people.size), people)
    starts = np.concatenate(([0], np.cumsum(people)[:-1]))
    logarithm = np.log(followers) - spread**2 / 2
    each = np.exp(logarithm[draw_of] + spread * generator.standard_normal(draw_of.size))
    eagerness = generator.standard_gamma(share_shape[draw_of]) / share_shape[draw_of]
    count = 1.0 + generator.poisson((shares[draw_of] - 1) * eagerness)
    return np.stack(
        [
            np.add.reduceat(each, starts),
            np.add.reduceat(count * each ** (1 - size_law[draw_of]), starts),
            np.add.reduceat(count * each, starts),
        ]
    )


def _matched(
    generator: np.random.Generator,
    people: NDArray[np.int64],
    followers: FloatArray,
    spread: float,
    shares: FloatArray,
    share_shape: FloatArray,
    size_law: FloatArray,
) -> FloatArray:
    """Draw the sums from their moments.

    Source: for lognormal F, CV²(F) = e^(σ²)−1, the covariance of F and F^(1−δ) over their means is e^((1−δ)σ²)−1, and
    mean F^(1−δ) = exp((1−δ)μ + ½(1−δ)²σ²); CV²(s) = [(s−1) + (s−1)²/κ_S]/s².
    """
    variance = spread**2
    power = 1 - size_law
    share_variation = ((shares - 1) + (shares - 1) ** 2 / share_shape) / shares**2
    own = np.expm1(variance)
    weighted = (1 + share_variation) * np.exp(power**2 * variance) - 1
    common = np.expm1(power * variance)
    slope = common / own if own > 0 else np.zeros_like(power)
    first = _around_one(generator, np.full(people.size, own) / people)
    second = _around_one(generator, np.maximum(weighted - slope * common, 0.0) / people)
    logarithm = np.log(followers) - variance / 2
    mean_weight = shares * np.exp(power * logarithm + power**2 * variance / 2)
    return np.stack(
        [
            people * followers * first,
            people * mean_weight * first**slope * second,
            people * shares * followers * first * second,
        ]
    )


def _around_one(generator: np.random.Generator, squared_variation: FloatArray) -> FloatArray:
    """Draw Gamma values with mean 1 and the given squared coefficient of variation."""
    varies = squared_variation > 0
    shape = 1 / np.where(varies, squared_variation, 1.0)
    return np.where(varies, generator.standard_gamma(shape) / shape, 1.0)

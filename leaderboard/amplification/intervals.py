"""How far a count from a sample may be from the truth."""

from __future__ import annotations

import math
from typing import NamedTuple

# How far both ends of a range that holds so many per cent lie from its middle, in standard deviations.
Z_80 = 1.2815515655446004
Z_95 = 1.959963984540054
Z_POWER_80 = 0.8416212335729143


class Interval(NamedTuple):
    """Both ends, as shares between 0 and 1."""

    low: float
    high: float


def wilson(hits: float, sample: float, z: float = Z_95) -> Interval:
    """Bracket the true share behind ``hits`` of ``sample``.

    Shape: (0, 1) when nobody was asked.
    Source: Wilson (1927), the score interval.
    """
    if sample <= 0:
        return Interval(0.0, 1.0)
    share = hits / sample
    weight = z * z / sample
    middle = (share + weight / 2) / (1 + weight)
    half = z * math.sqrt(share * (1 - share) / sample + weight / (4 * sample)) / (1 + weight)
    return Interval(max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share)))


def probability_met(*, hits: int, sample: int, target: float) -> float:
    """Give the chance that the true share is at least ``target``, after ``hits`` of ``sample`` said yes.

    Units: a probability; ``target`` is a share. Nobody asked leaves 1 − target.
    Source: the Beta(hits+1, sample−hits+1) posterior of a flat prior; its tail equals the chance of at most ``hits``
    successes in ``sample`` + 1 trials at ``target``.
    """
    if target <= 0:
        return 1.0
    if target >= 1:
        return 0.0
    trials = sample + 1
    yes, no = math.log(target), math.log1p(-target)
    terms = (
        math.exp(
            math.lgamma(trials + 1)
            - math.lgamma(count + 1)
            - math.lgamma(trials - count + 1)
            + count * yes
            + (trials - count) * no
        )
        for count in range(hits + 1)
    )
    return min(1.0, math.fsum(terms))


def sample_for_width(*, share: float, half_width: float, z: float = Z_95) -> int:
    """Say how many people to ask, so that a share near ``share`` is known to ± ``half_width``.

    Source: z²·p·(1−p)/h², rounded up.
    """
    return math.ceil(z * z * share * (1 - share) / half_width**2)


def sample_for_change(*, before: float, after: float, z: float = Z_95, power: float = Z_POWER_80) -> int:
    """Say how many people to ask in each wave, so that a rise from ``before`` to ``after`` would be noticed.

    Source: (z + z_power)²·(p₁(1−p₁) + p₂(1−p₂))/(p₂−p₁)², rounded up; 80 % power unless told otherwise.
    """
    variance = before * (1 - before) + after * (1 - after)
    return math.ceil((z + power) ** 2 * variance / (after - before) ** 2)

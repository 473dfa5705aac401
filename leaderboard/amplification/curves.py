"""Reach curves: how many different people stand behind a number of follows, or of impressions.

Source: the Gamma-Poisson (negative binomial) family. Shape 1 is the one-point curve of Goerg, "Estimating reach
curves from one data point" (Google, 2014); an infinite shape is Sainsbury's independence; Danaher (1989–1992) on
why audiences are duplicated unevenly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

_BISECTIONS = 200
_EDGE = 1e-9


def gamma_poisson(exposures: ArrayLike, pool: ArrayLike, shape: ArrayLike) -> FloatArray:
    """Count the different people met by ``exposures`` that fall on a ``pool`` of people unevenly.

    Shape: the arguments are broadcast against each other. No exposure gives 0, and so does an
    empty pool (under a billionth of a person).
    Units: people; ``shape`` is α, small where few meet most, infinite where chance alone decides.
    Source: M·[1 − (1 + A/(αM))^(−α)]; α = 1 is A·M/(A+M); α → ∞ is M·(1 − e^(−A/M)).
    """
    a, m, alpha = np.broadcast_arrays(
        np.asarray(exposures, dtype=np.float64),
        np.asarray(pool, dtype=np.float64),
        np.asarray(shape, dtype=np.float64),
    )
    filled = m > _EDGE
    safe = np.where(filled, m, 1.0)
    load = a / safe
    finite = np.isfinite(alpha)
    bounded = np.where(finite, alpha, 1.0)
    uneven = -np.expm1(-bounded * np.log1p(load / bounded)) * safe
    even = -np.expm1(-load) * safe
    hyperbolic = a * (safe / (a + safe))
    met = np.where(finite, np.where(alpha == 1.0, hyperbolic, uneven), even)
    return np.where(filled, np.minimum(met, a), 0.0)


def pool_behind(exposures: ArrayLike, distinct_share: ArrayLike, shape: float = 1.0) -> FloatArray:
    """Find the pool of people in which ``exposures`` would meet ``distinct_share`` × ``exposures`` different people.

    Shape: the arguments are broadcast against each other.
    Units: people. ``distinct_share`` lies in (0, 1); at either end it is moved inside by one part in a billion.
    Source: A·u/(1−u) for shape 1, bisection on the load A/M otherwise.
    """
    a, u = np.broadcast_arrays(
        np.asarray(exposures, dtype=np.float64),
        np.clip(np.asarray(distinct_share, dtype=np.float64), _EDGE, 1 - _EDGE),
    )
    if shape == 1.0:
        return np.asarray(a * u / (1.0 - u), dtype=np.float64)
    low = np.full(u.shape, -40.0)
    high = np.full(u.shape, 40.0)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        load = np.exp(middle)
        too_light = gamma_poisson(load, 1.0, shape) / load > u
        low = np.where(too_light, middle, low)
        high = np.where(too_light, high, middle)
    return np.asarray(a / np.exp((low + high) / 2), dtype=np.float64)

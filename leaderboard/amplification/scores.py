"""How good a forecast was, once the month is over."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def crps(draws: ArrayLike, actual: float) -> float:
    """Score the draws of a forecast against what happened: the lower, the better.

    Units: those of the draws. At least two draws are needed.
    Errors: ``ValueError`` for fewer than two draws.
    Source: the fair continuous ranked probability score (Ferro, 2014),
    mean|xᵢ−y| − Σᵢⱼ|xᵢ−xⱼ|/(2m(m−1)), in O(m log m) by sorting.
    """
    ordered = np.sort(np.asarray(draws, dtype=np.float64))
    size = ordered.size
    if size < 2:
        message = "A forecast needs at least two draws."
        raise ValueError(message)
    distance = float(np.mean(np.abs(ordered - actual)))
    places = 2 * np.arange(1, size + 1, dtype=np.float64) - size - 1
    spread = float(np.dot(places, ordered)) / (size * (size - 1))
    return distance - spread


def skill(*, score: float, reference: float) -> float | None:
    """Compare a score with that of a simple reference: 1 is perfect, 0 no better, None when the reference was perfect.

    Source: 1 − CRPS/CRPS(reference).
    """
    return 1 - score / reference if reference > 0 else None

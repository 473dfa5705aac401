"""The three ways in which an input of the model may be uncertain."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from leaderboard.amplification.curves import FloatArray

# The distance from the median to either end of an 80 % range, in standard deviations.
Z_80 = 1.2815515655446004


class Distribution(Protocol):
    """What the model asks of an uncertain input."""

    @property
    def point(self) -> float:
        """This will give the one value that stands for all in the closed form."""
        ...

    def draw(self, generator: np.random.Generator, size: int) -> FloatArray:
        """Draw ``size`` values."""
        ...


@dataclass(frozen=True)
class Fixed:
    """A value that is known, or taken as known."""

    value: float

    @property
    def point(self) -> float:
        """This will give the value itself."""
        return self.value

    def draw(self, generator: np.random.Generator, size: int) -> FloatArray:
        """Repeat the value; the generator is left alone."""
        return np.full(size, self.value)


@dataclass(frozen=True)
class Beta:
    """A share, known as well as ``worth`` observations would make it known."""

    mean: float
    worth: float

    @property
    def point(self) -> float:
        """This will give the mean."""
        return self.mean

    def draw(self, generator: np.random.Generator, size: int) -> FloatArray:
        """Draw shares between 0 and 1."""
        return generator.beta(self.mean * self.worth, (1 - self.mean) * self.worth, size)


@dataclass(frozen=True)
class LogNormal:
    """A positive quantity with a median, and an 80 % range that sets its spread."""

    median: float
    low: float
    high: float

    @property
    def point(self) -> float:
        """This will give the median."""
        return self.median

    @property
    def spread(self) -> float:
        """This will give the standard deviation of the logarithm."""
        return math.log(self.high / self.low) / (2 * Z_80)

    def draw(self, generator: np.random.Generator, size: int) -> FloatArray:
        """Draw positive values."""
        return generator.lognormal(math.log(self.median), self.spread, size)

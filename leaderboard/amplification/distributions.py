"""The three ways in which an input of the model may be uncertain."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from leaderboard.amplification.curves import FloatArray
from leaderboard.amplification.intervals import Z_80


class Distribution(Protocol):
    """What the model asks of an uncertain input."""

    @property
    def point(self) -> float:
        """This will give the one value that stands for all in the closed form."""
        ...

    @property
    def ends(self) -> tuple[float, float]:
        """This will give both ends of the 80 % range."""
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

    @property
    def ends(self) -> tuple[float, float]:
        """This will give the value twice."""
        return self.value, self.value

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

    @property
    def ends(self) -> tuple[float, float]:
        """This will add up the density over twelve standard deviations until a tenth, and nine tenths, lie behind."""
        deviation = math.sqrt(self.mean * (1 - self.mean) / (self.worth + 1))
        edges = np.linspace(max(0.0, self.mean - 12 * deviation), min(1.0, self.mean + 12 * deviation), 20_001)
        here = (edges[1:] + edges[:-1]) / 2
        yes, no = self.mean * self.worth, (1 - self.mean) * self.worth
        logarithm = (yes - 1) * np.log(here) + (no - 1) * np.log1p(-here)
        behind = np.cumsum(np.exp(logarithm - logarithm.max()))
        low, high = np.interp((0.1, 0.9), behind / behind[-1], edges[1:])
        return float(low), float(high)

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
    def ends(self) -> tuple[float, float]:
        """This will give the range that the quantity was described by."""
        return self.low, self.high

    @property
    def spread(self) -> float:
        """This will give the standard deviation of the logarithm."""
        return math.log(self.high / self.low) / (2 * Z_80)

    def draw(self, generator: np.random.Generator, size: int) -> FloatArray:
        """Draw positive values."""
        return generator.lognormal(math.log(self.median), self.spread, size)

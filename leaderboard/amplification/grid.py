"""The table of followers by participation: the best single exhibit for a leader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leaderboard.amplification import curves
from leaderboard.amplification.priors import PriorSet
from leaderboard.amplification.waterfall import ratio_to


@dataclass(frozen=True, kw_only=True)
class Cell:
    """New people, as a number and as a multiple of the brand's followers; ``is_more`` from one page upwards."""

    participation: float
    people: float
    ratio: float | None
    is_more: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """One number of followers, across all rates of participation."""

    followers: float
    cells: tuple[Cell, ...]


def table(
    *,
    employees: int,
    brand_followers: int,
    followers: Sequence[float],
    participation: Sequence[float],
    priors: PriorSet,
) -> tuple[Row, ...]:
    """Work out new people for each number of followers and each part of all employees who share.

    Shape: one row for each of ``followers``, one cell for each of ``participation``, in the order given.
    Units: participation is a share of *all* employees; those who share have as many followers as anybody (η = 1).
    Source: U = gp(N·p·F·(1−ι), M, α)·(1−ω), where M is the pool behind everybody's followers.
    """
    return tuple(
        Row(
            followers=each,
            cells=tuple(
                _cell(
                    external=employees * each * (1 - priors.colleague_share.point),
                    rate=rate,
                    brand_followers=brand_followers,
                    priors=priors,
                )
                for rate in participation
            ),
        )
        for each in followers
    )


def _cell(*, external: float, rate: float, brand_followers: int, priors: PriorSet) -> Cell:
    pool = curves.pool_behind(external, priors.distinct_share.point, priors.pool_shape)
    distinct = float(curves.gamma_poisson(external * rate, pool, priors.pool_shape))
    people = distinct * (1 - priors.brand_overlap.point)
    ratio = ratio_to(brand_followers, people)
    return Cell(participation=rate, people=people, ratio=ratio, is_more=ratio is not None and ratio >= 1)

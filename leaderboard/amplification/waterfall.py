"""From followers added up to new people, step by step, in closed form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from charts.badges import Badge
from leaderboard.amplification import curves
from leaderboard.amplification.priors import Company, PriorSet


class StepKey(StrEnum):
    """The steps, in their order."""

    NOMINAL = "nominal"
    EXTERNAL = "external"
    DISTINCT = "distinct"
    NEW = "new"
    ACTIVE_EXTERNAL = "active_external"
    ACTIVE_DISTINCT = "active_distinct"
    ACTIVE_NEW = "active_new"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One bar: how many people are left, as a multiple of the brand's followers too, and who left on the way.

    Units: people. ``ratio`` is None when the brand has no followers to compare with. ``lost`` is 0 for the first.
    """

    key: StepKey
    people: float
    ratio: float | None
    lost: float
    badge: Badge


@dataclass(frozen=True, kw_only=True)
class Waterfall:
    """The steps, and the two figures that stand beside them.

    Shape: seven steps in the order of ``StepKey``; the first four suppose that everybody shares, the last three that
    ``active_people`` do.
    Units: people. ``break_even_people`` is None when no number of employees could equal the page.
    """

    steps: tuple[Step, ...]
    active_people: float
    break_even_people: float | None

    def step(self, key: StepKey) -> Step:
        """Find one step by its name."""
        return next(step for step in self.steps if step.key == key)


def ratio_to(brand_followers: int, people: float) -> float | None:
    """Express people as a multiple of the brand's followers, or None when it has none."""
    return people / brand_followers if brand_followers else None


def compute(*, company: Company, priors: PriorSet) -> Waterfall:
    """Work out the waterfall from the point values of all inputs.

    Shape: see ``Waterfall``.
    Units: people in one month on one network. It is a product of means: the median of ``simulation`` lies lower,
    because the product is skewed; show that one where a single number is claimed.
    Source: 350,000 × 10 against 1,000,000 is 3.5; (1−ι) removes colleagues, the reach curve double counting, (1−ω)
    those who follow the brand already; the active audience is N·a·π·η·F·(1−ι), where η ≤ 1/π.
    """
    nominal = company.employees * company.followers.point
    external = nominal * (1 - priors.colleague_share.point)
    distinct = external * priors.distinct_share.point
    new = distinct * (1 - priors.brand_overlap.point)
    active_people = company.employees * priors.account.point * priors.participation.point
    advantage = _capped(priors.sharer_advantage.point, priors.participation.point)
    active_external = active_people * advantage * company.followers.point * (1 - priors.colleague_share.point)
    pool = float(curves.pool_behind(external, priors.distinct_share.point, priors.pool_shape))
    active_distinct = float(curves.gamma_poisson(active_external, pool, priors.pool_shape))
    active_new = active_distinct * (1 - priors.brand_overlap.point)
    people = (nominal, external, distinct, new, active_external, active_distinct, active_new)
    steps = tuple(
        Step(
            key=key,
            people=here,
            ratio=ratio_to(company.brand_followers, here),
            lost=before - here,
            badge=company.followers.badge if key is StepKey.NOMINAL else Badge.MODELLED,
        )
        for key, before, here in zip(StepKey, (nominal, *people), people, strict=False)
    )
    return Waterfall(
        steps=steps,
        active_people=active_people,
        break_even_people=_break_even(company=company, priors=priors, pool=pool, advantage=advantage),
    )


def _capped(advantage: float, participation: float) -> float:
    """Keep those who share from having more followers than everybody together."""
    return min(advantage, 1 / participation) if participation > 0 else advantage


def _break_even(*, company: Company, priors: PriorSet, pool: float, advantage: float) -> float | None:
    """Find how many active people have as many new people behind them as the brand has followers.

    Source: U* = B/(1−ω); A* = U*·M/(M−U*) with α = 1; n* = A*/(η·F·(1−ι)); impossible when U* ≥ M.
    """
    overlap = priors.brand_overlap.point
    audience_each = advantage * company.followers.point * (1 - priors.colleague_share.point)
    if overlap >= 1 or audience_each <= 0:
        return None
    wanted = company.brand_followers / (1 - overlap)
    if wanted >= pool:
        return None
    return wanted * pool / (pool - wanted) / audience_each

"""The same model with its uncertainty: ten thousand months that could be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from leaderboard.amplification import audiences, curves
from leaderboard.amplification.audiences import Audience
from leaderboard.amplification.curves import FloatArray
from leaderboard.amplification.priors import Company, PriorSet

DRAWS = 10_000
LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)


class Outcome(StrEnum):
    """What comes out. A ratio compares with the brand and is absent when there is nothing to compare with."""

    NOMINAL = "nominal"
    EXTERNAL = "external"
    DISTINCT = "distinct"
    NEW = "new"
    ACTIVE_PEOPLE = "active_people"
    ACTIVE_EXTERNAL = "active_external"
    ACTIVE_DISTINCT = "active_distinct"
    ACTIVE_NEW = "active_new"
    ACTIVE_NEW_EACH = "active_new_each"
    IMPRESSIONS = "impressions"
    REACHED = "reached"
    NEW_REACHED = "new_reached"
    BRAND_IMPRESSIONS = "brand_impressions"
    BRAND_REACHED = "brand_reached"
    CLICKS = "clicks"
    BRAND_CLICKS = "brand_clicks"
    CONVERSATIONS = "conversations"
    BRAND_CONVERSATIONS = "brand_conversations"
    OPPORTUNITIES = "opportunities"
    REVENUE_CENTS = "revenue_cents"
    INCREMENTAL_CENTS = "incremental_cents"
    BREAK_EVEN_PEOPLE = "break_even_people"
    OVERSTATEMENT = "overstatement"
    NOMINAL_RATIO = "nominal_ratio"
    NEW_RATIO = "new_ratio"
    ACTIVE_NEW_RATIO = "active_new_ratio"
    NEW_REACHED_RATIO = "new_reached_ratio"


class Quantiles(NamedTuple):
    """The middle of the draws, the inner half and the 80 % band. Infinity means: not by any number."""

    p10: float
    p25: float
    p50: float
    p75: float
    p90: float


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """All draws of one run, by outcome and by input; read only."""

    seed: int
    outcomes: Mapping[Outcome, FloatArray]
    inputs: Mapping[str, FloatArray]

    def quantiles(self, outcome: Outcome) -> Quantiles | None:
        """Sum up one outcome, or None where there is no brand to compare with."""
        draws = self.outcomes.get(outcome)
        return None if draws is None else _quantiles(draws)

    def every_quantile(self) -> dict[Outcome, Quantiles]:
        """Sum up all outcomes: what is stored with a forecast."""
        return {outcome: _quantiles(draws) for outcome, draws in self.outcomes.items()}

    def explain(self, outcome: Outcome) -> dict[str, float]:
        """Share an outcome's uncertainty among the inputs.

        Shape: input → share, largest first; the shares add up to 1; inputs that do not vary are absent.
        Source: squared Spearman rank correlations, divided by their sum.
        """
        target = _ranks(self.outcomes[outcome])
        squared = {
            name: float(np.corrcoef(_ranks(draws), target)[0, 1]) ** 2
            for name, draws in self.inputs.items()
            if draws.size > 1 and np.ptp(draws) > 0
        }
        total = sum(squared.values())
        return {name: part / total for name, part in sorted(squared.items(), key=lambda item: -item[1]) if total > 0}


_INPUTS = (
    "account",
    "participation",
    "shares_each",
    "sharer_advantage",
    "colleague_share",
    "distinct_share",
    "brand_overlap",
    "organic_reach",
    "brand_reach",
    "size_law",
    "reshare",
    "look_shape",
    "share_shape",
    "click_rate",
    "click_multiplier",
    "conversation_rate",
    "conversation_multiplier",
    "opportunity_per_conversation",
    "opportunity_per_click",
    "win_rate",
    "incremental_share",
)


def run(*, company: Company, priors: PriorSet, draws: int = DRAWS, seed: int = 0) -> Simulation:
    """Draw months of one network from the priors.

    Shape: every outcome is an array of ``draws`` values; the same seed gives the same arrays.
    Units: people, counts and minor units of money, in one month. Opportunities and money are what the
    clicks and conversations drawn lead one to expect: they carry no further chance of their own.
    Source: follows and impressions each pass a Gamma-Poisson curve (``curves``). The spread of exposures behind the
    second one is CV² = (1/κ_S + k̄ − 1)/k̄ with k̄ = A/U, and κ = 1/[(1 + 1/κ_L)(1 + CV²) − 1]. Clicks and
    conversations are Poisson; new people reached are R·(1 − ω·R_b/B). Employees are never listed one by one: memory
    grows with ``draws``, not with the company.
    """
    generator = np.random.default_rng(seed)
    drawn = {name: getattr(priors, name).distribution.draw(generator, draws) for name in _INPUTS}
    drawn["followers"] = company.followers.distribution.draw(generator, draws)
    outcomes = _audience(generator, company, priors, drawn)
    outcomes |= _reach(company, drawn, outcomes)
    outcomes |= _results(generator, company, drawn, outcomes)
    outcomes |= _ratios(company, outcomes)
    del outcomes["potential"]
    return Simulation(
        seed=seed,
        outcomes=MappingProxyType({outcome: outcomes[outcome] for outcome in Outcome if outcome in outcomes}),
        inputs=MappingProxyType(drawn),
    )


def _audience(
    generator: np.random.Generator, company: Company, priors: PriorSet, drawn: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    """Draw who could see something: everybody's followers, and those of the people who share."""
    outside = 1 - drawn["colleague_share"]
    unknown = 1 - drawn["brand_overlap"]
    nominal = company.employees * drawn["followers"]
    external = nominal * outside
    pool = curves.pool_behind(external, drawn["distinct_share"], priors.pool_shape)
    distinct = external * drawn["distinct_share"]
    participation = np.maximum(drawn["participation"], 1e-12)
    followers = np.minimum(drawn["sharer_advantage"], 1 / participation) * drawn["followers"]
    people = generator.binomial(company.employees, drawn["account"] * drawn["participation"])
    sums: Audience = audiences.draw(
        generator,
        people=people,
        followers=followers,
        spread=priors.follower_spread,
        shares=np.maximum(drawn["shares_each"], 1.0),
        share_shape=drawn["share_shape"],
        size_law=drawn["size_law"],
    )
    # Those who share are some of everybody: their followers cannot be more than everybody's.
    active_external = np.minimum(sums.followers * outside, external)
    active_distinct = curves.gamma_poisson(active_external, pool, priors.pool_shape)
    per_post = drawn["organic_reach"] * priors.reference_followers ** drawn["size_law"]
    wanted = company.brand_followers / np.maximum(unknown, 1e-12)
    reachable = wanted < pool
    enough = np.where(reachable, wanted * pool / np.where(reachable, pool - wanted, 1.0), np.inf)
    audience_each = followers * outside
    return {
        Outcome.NOMINAL: nominal,
        Outcome.EXTERNAL: external,
        Outcome.DISTINCT: distinct,
        Outcome.NEW: distinct * unknown,
        Outcome.ACTIVE_PEOPLE: people.astype(np.float64),
        Outcome.ACTIVE_EXTERNAL: active_external,
        Outcome.ACTIVE_DISTINCT: active_distinct,
        Outcome.ACTIVE_NEW: active_distinct * unknown,
        Outcome.ACTIVE_NEW_EACH: active_distinct * unknown / np.maximum(people, 1),
        Outcome.IMPRESSIONS: outside * (1 + drawn["reshare"]) * per_post * sums.weighted_shares,
        Outcome.BREAK_EVEN_PEOPLE: enough / np.where(audience_each > 0, audience_each, 1.0),
        "potential": sums.follower_shares,
    }


def _reach(
    company: Company, drawn: Mapping[str, FloatArray], so_far: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    """Work out who did see something in the month, from employees and from the brand."""
    distinct = so_far[Outcome.ACTIVE_DISTINCT]
    followed = distinct > 0
    follows_each = np.where(followed, so_far[Outcome.ACTIVE_EXTERNAL] / np.where(followed, distinct, 1.0), 1.0)
    variation = (1 / drawn["share_shape"] + follows_each - 1) / follows_each
    shape = 1 / ((1 + 1 / drawn["look_shape"]) * (1 + variation) - 1)
    reached = curves.gamma_poisson(so_far[Outcome.IMPRESSIONS], distinct, shape)
    brand_impressions = company.brand_posts * company.brand_followers * drawn["brand_reach"]
    brand_reached = curves.gamma_poisson(brand_impressions, company.brand_followers, drawn["look_shape"])
    brand_part = brand_reached / max(company.brand_followers, 1)
    potential = so_far["potential"]
    return {
        Outcome.REACHED: reached,
        Outcome.NEW_REACHED: reached * (1 - drawn["brand_overlap"] * brand_part),
        Outcome.BRAND_IMPRESSIONS: brand_impressions,
        Outcome.BRAND_REACHED: brand_reached,
        Outcome.OVERSTATEMENT: np.where(reached > 0, potential / np.where(reached > 0, reached, 1.0), 0.0),
    }


def _results(
    generator: np.random.Generator,
    company: Company,
    drawn: Mapping[str, FloatArray],
    so_far: Mapping[str, FloatArray],
) -> dict[str, FloatArray]:
    """Draw what came of it: clicks, conversations, and what they are expected to be worth."""
    views, brand_views = so_far[Outcome.IMPRESSIONS], so_far[Outcome.BRAND_IMPRESSIONS]
    clicks = _count(generator, views * drawn["click_rate"] * drawn["click_multiplier"])
    talks = _count(generator, views * drawn["conversation_rate"] * drawn["conversation_multiplier"])
    opportunities = talks * drawn["opportunity_per_conversation"] + clicks * drawn["opportunity_per_click"]
    revenue = opportunities * drawn["win_rate"] * company.deal_cents
    return {
        Outcome.CLICKS: clicks,
        Outcome.BRAND_CLICKS: _count(generator, brand_views * drawn["click_rate"]),
        Outcome.CONVERSATIONS: talks,
        Outcome.BRAND_CONVERSATIONS: _count(generator, brand_views * drawn["conversation_rate"]),
        Outcome.OPPORTUNITIES: opportunities,
        Outcome.REVENUE_CENTS: revenue,
        Outcome.INCREMENTAL_CENTS: revenue * drawn["incremental_share"],
    }


def _count(generator: np.random.Generator, expected: FloatArray) -> FloatArray:
    return generator.poisson(expected).astype(np.float64)


def _ratios(company: Company, so_far: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Compare with the brand, where it has followers and posts."""
    if not company.brand_followers:
        return {}
    ratios: dict[str, FloatArray] = {
        Outcome.NOMINAL_RATIO: so_far[Outcome.NOMINAL] / company.brand_followers,
        Outcome.NEW_RATIO: so_far[Outcome.NEW] / company.brand_followers,
        Outcome.ACTIVE_NEW_RATIO: so_far[Outcome.ACTIVE_NEW] / company.brand_followers,
    }
    if company.brand_posts > 0:
        ratios[Outcome.NEW_REACHED_RATIO] = so_far[Outcome.NEW_REACHED] / so_far[Outcome.BRAND_REACHED]
    return ratios


def _quantiles(draws: FloatArray) -> Quantiles:
    # Values that were drawn, never something between two: halfway to infinity is not a number.
    return Quantiles(*(float(value) for value in np.quantile(draws, LEVELS, method="inverted_cdf")))


def _ranks(draws: FloatArray) -> FloatArray:
    ranks = np.empty(draws.size)
    ranks[np.argsort(draws, kind="stable")] = np.arange(draws.size, dtype=np.float64)
    return ranks

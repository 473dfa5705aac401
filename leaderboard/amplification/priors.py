"""What the model takes for granted before a company has measured anything, and on whose word.

Every prior names its basis. Those without any published measurement are Assumed and must be shown so; the others rest
on somebody else's measurement and are Modelled; a company's own count replaces either and is Measured.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from charts.badges import Badge
from leaderboard.amplification.distributions import Beta, Distribution, Fixed, LogNormal


@dataclass(frozen=True, kw_only=True)
class Prior:
    """One input: what it is called, how uncertain it is, and why."""

    name: str | Promise
    distribution: Distribution
    basis: str | Promise
    badge: Badge = Badge.MODELLED

    @property
    def point(self) -> float:
        """This will give the one value that the closed form uses."""
        return self.distribution.point

    def settled(self, *, value: float, basis: str | Promise, badge: Badge = Badge.MEASURED) -> Prior:
        """Replace the uncertainty by a value that somebody counted, or wants to try."""
        return Prior(name=self.name, distribution=Fixed(value), basis=basis, badge=badge)


@dataclass(frozen=True, kw_only=True)
class PriorSet:
    """All inputs of one network. ``key`` is stored with each forecast.

    Units: shares lie between 0 and 1 and are per month where time matters; ``organic_reach`` is the part of one's
    followers who see one post, for an account of ``reference_followers``; ``follower_spread`` is the standard
    deviation of the logarithm of followers; ``pool_shape`` is the α of the follows.
    """

    key: str
    reference_followers: float
    follower_spread: float
    pool_shape: float = 1.0
    account: Prior
    participation: Prior
    shares_each: Prior
    sharer_advantage: Prior
    colleague_share: Prior
    distinct_share: Prior
    brand_overlap: Prior
    organic_reach: Prior
    brand_reach: Prior
    size_law: Prior
    reshare: Prior
    look_shape: Prior
    share_shape: Prior
    click_rate: Prior
    click_multiplier: Prior
    conversation_rate: Prior
    conversation_multiplier: Prior
    opportunity_per_conversation: Prior
    opportunity_per_click: Prior
    win_rate: Prior
    incremental_share: Prior


@dataclass(frozen=True, kw_only=True)
class Company:
    """What the company knows about itself.

    Units: ``followers`` per employee with an account; ``brand_posts`` a month; ``deal_cents`` in minor units.
    """

    employees: int
    followers: Prior
    brand_followers: int
    brand_posts: float
    deal_cents: int = 0


def followers_each(distribution: Distribution, *, badge: Badge = Badge.ASSUMED, basis: str | Promise = "") -> Prior:
    """Say how many followers an employee with an account has on average."""
    return Prior(name=_("Followers of each employee"), distribution=distribution, basis=basis, badge=badge)


_PARTICIPATION = Prior(
    name=_("Employees with an account who share in a month"),
    distribution=Beta(0.06, 30),
    basis=_("LinkedIn reports 3% without a programme (2017); PostBeyond’s customers see about 10%."),
)
_SHARES_EACH = Prior(
    name=_("Shares a month by each of them"),
    distribution=LogNormal(3, 1.1, 8),
    basis=_("Figures of vendors about their own customers: a weak source."),
)
_SHARER_ADVANTAGE = Prior(
    name=_("Followers of those who share, compared with everybody"),
    distribution=LogNormal(2.0, 1.1, 3.5),
    basis=_("Pew 2019: the busiest tenth has a median of 387 followers, the others 19. That is the ceiling."),
)
_DISTINCT_SHARE = Prior(
    name=_("Different people among all followers, if everybody took part"),
    distribution=Beta(0.60, 10),
    basis=_("No published measurement. One employee in ten who agrees could tell us."),
    badge=Badge.ASSUMED,
)
_BRAND_OVERLAP = Prior(
    name=_("Followers who follow our page already"),
    distribution=Beta(0.25, 14),
    basis=_("34% measured at Microsoft on Twitter (Socialook, 2012); vendors say 8%."),
)
_SIZE_LAW = Prior(
    name=_("How reach falls as accounts grow"),
    distribution=LogNormal(0.17, 0.12, 0.25),
    basis=_("Locowise: 11% below 10,000 followers, 6% below 100,000, 5% above."),
)
_RESHARE = Prior(
    name=_("Passed on by others"),
    distribution=Beta(0.05, 30),
    basis=_("Goel and others, 2012 and 2016: most posts end within one step of their author."),
)
_LOOK_SHAPE = Prior(
    name=_("How unevenly people look"),
    distribution=LogNormal(0.8, 0.5, 1.3),
    basis=_("Bernstein and others, 2013: 35% of friends see one post, 61% see one in a month."),
)
_SHARE_SHAPE = Prior(
    name=_("How unevenly people share"),
    distribution=LogNormal(0.5, 0.28, 0.9),
    basis=_("van Mierlo, 2014: one member in a hundred writes three quarters of all posts."),
)
_CLICK_MULTIPLIER = Prior(
    name=_("Clicks on an employee’s post, compared with the same post on our page"),
    distribution=LogNormal(1.7, 1.1, 2.6),
    basis=_("LinkedIn, 2016: 1.8 to 2.4 times. It sells the idea, so the figure is lowered."),
)
_CONVERSATION_MULTIPLIER = Prior(
    name=_("Conversations from an employee’s post, compared with our page"),
    distribution=LogNormal(3, 1.3, 7),
    basis=_("No clean measurement: 25 times at Microsoft, but large pages always do worse."),
    badge=Badge.ASSUMED,
)
_OPPORTUNITY_PER_CONVERSATION = Prior(
    name=_("Conversations that become an opportunity"),
    distribution=Beta(0.02, 100),
    basis=_("No published measurement."),
    badge=Badge.ASSUMED,
)
_OPPORTUNITY_PER_CLICK = Prior(
    name=_("Clicks that become an opportunity"),
    distribution=Beta(0.001, 2000),
    basis=_("Published ranges of each stage multiplied: 1–5%, 20–40%, 13–60%, 30–80%."),
)
_WIN_RATE = Prior(
    name=_("Opportunities that are won"),
    distribution=Beta(0.20, 40),
    basis=_("Published rates lie between 10% and 30%."),
)
_INCREMENTAL_SHARE = Prior(
    name=_("Revenue that would not have come anyway"),
    distribution=Beta(0.40, 4),
    basis=_("No published measurement. Only holding stories back can change it."),
    badge=Badge.ASSUMED,
)


X = PriorSet(
    key="x-1",
    reference_followers=1_000,
    follower_spread=1.9,
    account=Prior(
        name=_("Employees with an account"),
        distribution=Beta(0.15, 12),
        basis=_("6% of IBM’s staff in 2011; 22% of adults in the United States (Pew)."),
    ),
    participation=_PARTICIPATION,
    shares_each=_SHARES_EACH,
    sharer_advantage=_SHARER_ADVANTAGE,
    colleague_share=Prior(
        name=_("Followers who are colleagues"),
        distribution=Beta(0.10, 20),
        basis=_("No published measurement. Measure it in the first month."),
        badge=Badge.ASSUMED,
    ),
    distinct_share=_DISTINCT_SHARE,
    brand_overlap=_BRAND_OVERLAP,
    organic_reach=Prior(
        name=_("Followers who see one post of an employee"),
        distribution=LogNormal(0.06, 0.03, 0.12),
        basis=_("Twitter, 2014: between 1.3% and 8.3%, by account size; Facebook’s logs show 35% of friends."),
    ),
    brand_reach=Prior(
        name=_("Followers who see one post of our page"),
        distribution=LogNormal(0.025, 0.014, 0.045),
        basis=_("Twitter, 2014: between 1.3% and 4.1% for large accounts."),
    ),
    size_law=_SIZE_LAW,
    reshare=_RESHARE,
    look_shape=_LOOK_SHAPE,
    share_shape=_SHARE_SHAPE,
    click_rate=Prior(
        name=_("Clicks for each view of our page’s post"),
        distribution=Beta(0.003, 1000),
        basis=_("Set so that clicks for each follower and share bracket what Gabielkov and others measured in 2016."),
    ),
    click_multiplier=_CLICK_MULTIPLIER,
    conversation_rate=Prior(
        name=_("Conversations for each view of our page’s post"),
        distribution=LogNormal(1.0e-4, 1.0e-4 / 3, 3.0e-4),
        basis=_("No published measurement. Counted here from the first month."),
        badge=Badge.ASSUMED,
    ),
    conversation_multiplier=_CONVERSATION_MULTIPLIER,
    opportunity_per_conversation=_OPPORTUNITY_PER_CONVERSATION,
    opportunity_per_click=_OPPORTUNITY_PER_CLICK,
    win_rate=_WIN_RATE,
    incremental_share=_INCREMENTAL_SHARE,
)

LINKEDIN = PriorSet(
    key="linkedin-1",
    reference_followers=500,
    follower_spread=1.0,
    account=Prior(
        name=_("Employees with an account"),
        distribution=Beta(0.55, 12),
        basis=_("Between 198,000 and 300,000 of IBM’s 400,000 employees."),
    ),
    participation=_PARTICIPATION,
    shares_each=_SHARES_EACH,
    sharer_advantage=_SHARER_ADVANTAGE,
    colleague_share=Prior(
        name=_("Followers who are colleagues"),
        distribution=Beta(0.25, 14),
        basis=_("No published measurement. Measure it in the first month."),
        badge=Badge.ASSUMED,
    ),
    distinct_share=_DISTINCT_SHARE,
    brand_overlap=_BRAND_OVERLAP,
    organic_reach=Prior(
        name=_("Followers who see one post of an employee"),
        distribution=LogNormal(0.10, 0.06, 0.16),
        basis=_("12–15% of one’s network for each post, about half of that since 2025."),
    ),
    brand_reach=Prior(
        name=_("Followers who see one post of our page"),
        distribution=LogNormal(0.05, 0.025, 0.10),
        basis=_("Company pages reach 4–8% of their followers."),
    ),
    size_law=_SIZE_LAW,
    reshare=_RESHARE,
    look_shape=_LOOK_SHAPE,
    share_shape=_SHARE_SHAPE,
    click_rate=Prior(
        name=_("Clicks for each view of our page’s post"),
        distribution=Beta(0.005, 1000),
        basis=_("Sponsored posts get 0.29–0.65%."),
    ),
    click_multiplier=_CLICK_MULTIPLIER,
    conversation_rate=Prior(
        name=_("Conversations for each view of our page’s post"),
        distribution=LogNormal(1.5e-4, 0.5e-4, 4.5e-4),
        basis=_("No published measurement. Counted here from the first month."),
        badge=Badge.ASSUMED,
    ),
    conversation_multiplier=_CONVERSATION_MULTIPLIER,
    opportunity_per_conversation=_OPPORTUNITY_PER_CONVERSATION,
    opportunity_per_click=_OPPORTUNITY_PER_CLICK,
    win_rate=_WIN_RATE,
    incremental_share=_INCREMENTAL_SHARE,
)

SETS: dict[str, PriorSet] = {priors.key: priors for priors in (X, LINKEDIN)}


def get(key: str) -> PriorSet:
    """Find the set that a forecast was made with.

    Errors: ``KeyError`` for a set that never existed.
    """
    return SETS[key]

"""The four companies that the model is checked against, and what it must say about them."""

from dataclasses import replace

from leaderboard.amplification import priors
from leaderboard.amplification.distributions import Fixed, LogNormal

# Ten followers each: nobody has a crowd, so their numbers differ less than on the open network.
TEN_EACH = (
    priors.Company(
        employees=350_000,
        followers=priors.followers_each(Fixed(10)),
        brand_followers=1_000_000,
        brand_posts=60,
        deal_cents=2_500_000,
    ),
    replace(priors.X, follower_spread=1.0),
)
OPEN_NETWORK = (
    priors.Company(
        employees=350_000,
        followers=priors.followers_each(LogNormal(150, 90, 250)),
        brand_followers=1_000_000,
        brand_posts=60,
        deal_cents=2_500_000,
    ),
    priors.X,
)
PROFESSIONALS = (
    priors.Company(
        employees=5_000,
        followers=priors.followers_each(LogNormal(300, 210, 420)),
        brand_followers=20_000,
        brand_posts=20,
        deal_cents=2_500_000,
    ),
    priors.LINKEDIN,
)
SMALL_FIRM = (
    priors.Company(
        employees=200,
        followers=priors.followers_each(LogNormal(300, 210, 420)),
        brand_followers=2_000,
        brand_posts=12,
        deal_cents=2_500_000,
    ),
    priors.LINKEDIN,
)

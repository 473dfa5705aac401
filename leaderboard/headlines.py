"""The article's claim, and the same for this company: what a workforce adds to its own page's audience.

350,000 employees with 10 followers each against 1,000,000 followers of the page is 3.5. The waterfall shows what is
left of it.
"""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Avg, Count, Exists, F, OuterRef, StdDev
from django.utils.translation import gettext_lazy as _

from accounts.models import BrandFollowers, FollowerCount
from charts.badges import Badge
from leaderboard import amplification
from leaderboard.amplification import priors, simulation, waterfall
from leaderboard.amplification.distributions import Beta, Fixed, LogNormal
from leaderboard.amplification.intervals import Z_80
from leaderboard.amplification.priors import Company, Prior, PriorSet
from leaderboard.amplification.simulation import Outcome, Quantiles
from leaderboard.models import Assumption

# Networks of which enough is published to say anything about people who were not counted.
MODELLED: Mapping[str, PriorSet] = {"linkedin": priors.LINKEDIN}
FOLLOWERS_KNOWN_FROM = 30  # people; fewer say little about all
FOLLOWERS_LAST = timedelta(days=365)
BRAND_POSTS = 20.0
KEPT_SECONDS = 7 * 24 * 3600
_WANTED = (Outcome.ACTIVE_NEW, Outcome.ACTIVE_NEW_RATIO, Outcome.NEW_RATIO, Outcome.BREAK_EVEN_PEOPLE)

ARTICLE = Company(
    employees=350_000,
    followers=priors.followers_each(Fixed(10), basis=_("The article’s example.")),
    brand_followers=1_000_000,
    brand_posts=60,
)
# Ten followers each: nobody in the example has a crowd, so their numbers differ less than on the open network.
ARTICLE_PRIORS = replace(priors.X, follower_spread=1.0)


@dataclass(frozen=True, kw_only=True)
class Headline:
    """One company on one network in one month: the closed form, and what ten thousand draws say.

    Units: people. `quantiles` hold the 80 % range of each outcome that is shown; `sharers` is None where taking part is
    supposed and not counted.
    """

    network: str
    company: Company
    priors: PriorSet
    fall: waterfall.Waterfall
    quantiles: Mapping[Outcome, Quantiles]
    sharers: int | None

    @property
    def ratio(self) -> float | None:
        """Everybody's followers, added up, as a multiple of the page's."""
        return self.fall.step(waterfall.StepKey.NOMINAL).ratio

    @property
    def new_people(self) -> Quantiles:
        return self.quantiles[Outcome.ACTIVE_NEW]


def article() -> Headline:
    """This will work out the article's example. The first ratio is 3.5 exactly."""
    return _headline(network="", company=ARTICLE, inputs=ARTICLE_PRIORS, sharers=None)


def own(*, employees: int, sharers: Mapping[str, int], on: date) -> list[Headline]:
    """This will work out the same for each of the company's pages of which the network can be modelled.

    Units: `sharers` counts the people who shared in the last month, by network. Shape: the largest page first.
    Source: BrandFollowers, Assumption, FollowerCount; two queries, and one for each page.
    """
    pages = _pages(on=on)
    chosen: dict[str, dict[str, Assumption]] = {}
    for assumption in Assumption.objects.filter(network__in=MODELLED):
        chosen.setdefault(assumption.network, {})[assumption.input] = assumption
    found = []
    for network, brand_followers in sorted(pages.items(), key=lambda page: -page[1]):
        if network not in MODELLED or not employees:
            continue
        mine = chosen.get(network, {})
        posts = mine.get(Assumption.Input.BRAND_POSTS)
        firm = Company(
            employees=employees,
            followers=followers(network=network, chosen=mine.get(Assumption.Input.FOLLOWERS), on=on),
            brand_followers=brand_followers,
            brand_posts=posts.middle if posts else BRAND_POSTS,
        )
        active = min(sharers.get(network, 0), employees)
        inputs = _inputs(MODELLED[network], chosen=mine, active=active, employees=employees)
        found.append(_headline(network=network, company=firm, inputs=inputs, sharers=active or None))
    return found


def _pages(*, on: date) -> dict[str, int]:
    """The newest follower count of each network's largest page that is still open."""
    newer = BrandFollowers.objects.filter(account=OuterRef("account"), on__gt=OuterRef("on"), on__lte=on)
    counts = BrandFollowers.objects.filter(~Exists(newer), account__closed_at=None, on__lte=on, followers__gt=0)
    pages: dict[str, int] = {}
    for network, followers in counts.values_list("account__network", "followers"):
        pages[network] = max(pages.get(network, 0), followers)
    return pages


def followers(*, network: str, chosen: Assumption | None, on: date) -> Prior:
    """This will say how many people follow an employee: as chosen, else as colleagues told, else as published."""
    if chosen:
        return priors.followers_each(LogNormal(chosen.middle, chosen.low, chosen.high), basis=chosen.source)
    newer = FollowerCount.objects.filter(person=OuterRef("person"), network=network, on__gt=OuterRef("on"), on__lte=on)
    counts = FollowerCount.objects.filter(~Exists(newer), network=network, on__lte=on, on__gt=on - FOLLOWERS_LAST)
    middle = (F("least") + F("most")) / 2.0
    known = counts.aggregate(people=Count("person", distinct=True), mean=Avg(middle), deviation=StdDev(middle))
    if known["people"] < FOLLOWERS_KNOWN_FROM or not known["mean"]:
        return priors.followers_each(
            LogNormal(300, 210, 420), basis=_("About 300 contacts each, as published and weakly sourced.")
        )
    mean, margin = float(known["mean"]), Z_80 * float(known["deviation"] or 0) / math.sqrt(known["people"])
    spread = LogNormal(mean, max(mean - margin, mean / 2), mean + margin) if margin else Fixed(mean)
    return priors.followers_each(
        spread,
        badge=Badge.MEASURED,
        basis=_("Of %(people)s colleagues, as they told or the network shows.") % {"people": known["people"]},
    )


def _inputs(base: PriorSet, *, chosen: Mapping[str, Assumption], active: int, employees: int) -> PriorSet:
    """Put what the company supposes, and who was counted taking part, in the place of the priors."""
    changed: dict[str, Prior] = {}
    for name, assumption in chosen.items():
        if name in (Assumption.Input.FOLLOWERS, Assumption.Input.BRAND_POSTS):
            continue
        prior: Prior = getattr(base, name)
        changed[name] = replace(
            prior, distribution=_distribution(assumption), basis=assumption.source, badge=Badge.ASSUMED
        )
    if active:
        counted = _("Counted here: people who shared in the last 30 days.")
        changed["account"] = base.account.settled(value=1.0, basis=counted)
        changed["participation"] = base.participation.settled(value=active / employees, basis=counted)
    return replace(base, **changed)  # type: ignore[arg-type]


def _distribution(assumption: Assumption) -> Beta | LogNormal:
    if assumption.input not in Assumption.PARTS:
        return LogNormal(assumption.middle, assumption.low, assumption.high)
    deviation = max((assumption.high - assumption.low) / (2 * Z_80), 1e-6)
    return Beta(assumption.middle, max(assumption.middle * (1 - assumption.middle) / deviation**2 - 1, 2.0))


def _headline(*, network: str, company: Company, inputs: PriorSet, sharers: int | None) -> Headline:
    return Headline(
        network=network,
        company=company,
        priors=inputs,
        fall=waterfall.compute(company=company, priors=inputs),
        quantiles=_drawn(company, inputs),
        sharers=sharers,
    )


def _drawn(company: Company, inputs: PriorSet) -> dict[Outcome, Quantiles]:
    """Draw the months, or take them from the cache: the same inputs give the same draws."""
    key = f"amplification:{_digest(company, inputs)}"
    kept = cache.get(key)
    if kept is None:
        drawn = simulation.run(company=company, priors=inputs)
        kept = {outcome.value: tuple(drawn.quantiles(outcome) or ()) for outcome in _WANTED}
        cache.set(key, kept, KEPT_SECONDS)
    return {Outcome(name): Quantiles(*values) for name, values in kept.items() if values}


def _digest(company: Company, inputs: PriorSet) -> str:
    """Everything that the draws depend on, and no sentence."""
    numbers = [amplification.MODEL_VERSION, simulation.DRAWS, company.employees, company.brand_followers]
    numbers += [company.brand_posts, company.deal_cents, repr(company.followers.distribution)]
    for field in fields(inputs):
        value = getattr(inputs, field.name)
        numbers.append(f"{field.name}={value.distribution if isinstance(value, Prior) else value!r}")
    return hashlib.sha256(repr(numbers).encode()).hexdigest()

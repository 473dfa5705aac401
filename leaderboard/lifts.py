"""How a person's links did, compared with what a network of that size leads to expect."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum

from accounts.models import FollowerCount
from advocacy.models import DailyClicks, Share
from leaderboard import weights

# Clicks count until the end of the week after the one of the share; then the points stay as they are.
COUNTED = timedelta(days=14)


def of(*, person_id: int, shares: Collection[int], week: date) -> Decimal:
    """This will work out the lift of a week's shares; 1 when nobody knows how many people follow the person.

    Shape: one factor for the week, over the shares on networks with a known number of followers.
    Source: FollowerCount (the newest known by the end of the counting), Share, DailyClicks; three queries.
    """
    until = week + COUNTED
    newest: dict[str, int] = {}
    counts = FollowerCount.objects.filter(person=person_id, on__lt=until).order_by("on")
    for network, least, most in counts.values_list("network", "least", "most"):
        newest[network] = (least + most) // 2
    if not newest or not shares:
        return Decimal(1)
    known = list(Share.objects.filter(pk__in=shares, network__in=newest).values_list("link_id", "network"))
    if not known:
        return Decimal(1)
    clicks = DailyClicks.objects.filter(link__in=[link for link, _ in known], on__gte=week, on__lt=until)
    visitors = clicks.aggregate(together=Sum("visitors"))["together"] or 0
    return weights.click_lift(clicks=visitors, followers=sum(newest[network] for _, network in known))

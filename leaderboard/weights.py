"""What each act gives: published, the same for everybody, less for each further time in a week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from django.db.models import Q

from leaderboard.models import Act, Weight

# Of the followers of a share, this part clicks: what the lift compares a person's clicks with.
CLICKS_PER_FOLLOWER = Decimal("0.0004")
_LIFT_PRIOR = 4
LIFT_LEAST = Decimal("0.5")
LIFT_MOST = Decimal(2)


@dataclass(frozen=True)
class Value:
    """Points in hundredths for the first time in a week, and the part of it that each further time gives."""

    points: int
    decay: Decimal

    def together(self, times: int, *, factor: Decimal = Decimal(1)) -> int:
        """This will add up what an act gives when done so often in one week.

        Units: hundredths of points. Source: w·(1−dⁿ)/(1−d).
        """
        sum_of_parts = (1 - self.decay**times) / (1 - self.decay)
        return int((self.points * sum_of_parts * factor).to_integral_value(ROUND_HALF_UP))

    @property
    def most(self) -> int:
        """What an act can give in a week, however often it is done. Units: hundredths. Source: w/(1−d)."""
        return int((self.points / (1 - self.decay)).to_integral_value(ROUND_HALF_UP))


# Talking holds two thirds of what can be had in a week, sharing about a sixteenth: more of the same pays ever less.
DEFAULTS: Mapping[str, Value] = MappingProxyType(
    {
        Act.CONVERSATION: Value(points=800, decay=Decimal("0.85")),
        Act.REPLY: Value(points=500, decay=Decimal("0.85")),
        Act.OWN_WORDS: Value(points=400, decay=Decimal("0.60")),
        Act.SHARE: Value(points=400, decay=Decimal("0.50")),
        Act.READ: Value(points=100, decay=Decimal("0.50")),
    }
)


def at(day: date) -> dict[str, Value]:
    """This will give what each act weighs on a day: the row that holds then, the default where there is none.

    Shape: every act, in the order in which people see them. Source: leaderboard.Weight, one query.
    """
    rows = Weight.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day).order_by("valid_from")
    return {**DEFAULTS, **{row.act: Value(points=row.points, decay=row.decay) for row in rows}}


def click_lift(*, clicks: int, followers: int) -> Decimal:
    """This will compare the people who clicked with what so many followers lead one to expect.

    Units: a factor between 0.5 and 2; `followers` are added up over all shares of the week.
    Source: (4 + clicks) / (4 + 0.0004 · followers), a shrunken Gamma-Poisson rate: small networks
    compete fairly.
    """
    lift = (_LIFT_PRIOR + clicks) / (_LIFT_PRIOR + CLICKS_PER_FOLLOWER * followers)
    return min(max(lift, LIFT_LEAST), LIFT_MOST)

"""What this room stores of a person, for that person."""

from typing import Any

from accounts.models import Person
from leaderboard.models import PointEntry, Standing


def of(*, person: Person) -> dict[str, Any]:
    """This will gather everything that this room knows of a person.

    Shape: plain values ready for JSON; points to two decimals. Source: two queries.
    """
    standings = Standing.objects.filter(person=person).select_related("season").order_by("season__starts_on")
    entries = PointEntry.objects.filter(person=person).order_by("at", "pk")
    return {
        "seasons": [
            {
                "starts_on": standing.season.starts_on.isoformat(),
                "ends_on": standing.season.ends_on.isoformat(),
                "points": standing.points / 100,
                "is_on_board": standing.is_on_board,
            }
            for standing in standings
        ],
        "points": [
            {
                "week": entry.week.isoformat(),
                "act": entry.act,
                "points": entry.points / 100,
                "reason": entry.reason,
                "at": entry.at.isoformat(),
            }
            for entry in entries
        ],
    }

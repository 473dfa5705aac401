"""Who of somebody's own team took a story up: only those who said that the team may see it."""

from dataclasses import dataclass

from accounts.models import Person
from advocacy import places
from advocacy.models import Claim
from content.models import Story

MOST_NAMES = 3


@dataclass(frozen=True)
class Takers:
    """First names, the latest first, and how many more; who did not take part is never told, nor counted."""

    names: tuple[str, ...] = ()
    more: int = 0


def takers(*, person: Person, story: Story) -> Takers:
    """This will name the colleagues of a person's team who took a story up, without himself.

    Source: one query, none for somebody without a team.
    """
    if person.team_id is None:
        return Takers()
    shown = Claim.objects.filter(
        story=story,
        state__in=places.HELD,
        person__team=person.team_id,
        person__is_shown_to_team=True,
        person__is_active=True,
        person__left_at=None,
        person__erased_at=None,
    ).exclude(person=person)
    people = [claim.person for claim in shown.select_related("person").order_by("-taken_at", "-pk")[:200]]
    names = tuple(colleague.first_name for colleague in people[:MOST_NAMES])
    return Takers(names=names, more=len(people) - len(names))

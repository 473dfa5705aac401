"""Who stands where: one total for each person and season, and ranks among those who chose to be seen.

A rank is one more than the number of people with a higher score. How many people have each score is kept beside the
totals, so that a rank is a sum over scores and not over 350,000 people. Equal scores share a rank: 1, 2, 2, 4.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import Person
from leaderboard.models import PointEntry, ScoreCount, Season, Standing


@dataclass(frozen=True)
class Place:
    """One line of the board. Units: points to one decimal."""

    rank: int
    points: Decimal
    name: str
    note: str
    is_you: bool


@dataclass(frozen=True)
class Own:
    """Where one person stands; rank and `people` only speak of the board. Units: points to one decimal."""

    points: Decimal
    rank: int | None
    people: int


@dataclass(frozen=True)
class Around:
    """The person and those next to him; `before` counts the people between the top that was asked for and the first."""

    places: list[Place]
    before: int


def shown(score: int) -> Decimal:
    """This will turn tenths into the number that people read."""
    return Decimal(score) / 10


def add(*, season: Season, points: Mapping[Person, int]) -> None:
    """This will move people's totals in a season. Call it in the transaction of the entries, with the people locked.

    Units: hundredths of points, with a sign.
    """
    changes: Counter[int] = Counter()
    found = {
        standing.person_id: standing
        for standing in Standing.objects.filter(season=season, person__in=points).select_for_update().order_by("pk")
    }
    new = [_new(person=person, season=season) for person in points if person.pk not in found]
    for standing in Standing.objects.bulk_create(new):
        found[standing.person_id] = standing
        changes[0] += standing.is_on_board
    for person, more in points.items():
        _move(found[person.pk], points=found[person.pk].points + more, changes=changes)
    Standing.objects.bulk_update(found.values(), ("points", "score"))
    _count(season=season, changes=changes)


def _new(*, person: Person, season: Season) -> Standing:
    is_on_board = person.board_choice != Person.BoardChoice.HIDDEN and person.is_active and person.left_at is None
    return Standing(person=person, season=season, is_on_board=is_on_board)


def _move(standing: Standing, *, points: int, changes: Counter[int]) -> None:
    before = standing.score
    standing.points = points
    standing.score = int((Decimal(points) / 10).to_integral_value(ROUND_HALF_UP))
    if standing.is_on_board:
        changes[before] -= 1
        changes[standing.score] += 1


def _count(*, season: Season, changes: Mapping[int, int]) -> None:
    """Lowest score first, always: two people who swap scores would wait for each other otherwise."""
    for score, change in sorted(changes.items()):
        if not change:
            continue
        rows = ScoreCount.objects.filter(season=season, score=score, people__gte=max(0, -change))
        if not rows.update(people=F("people") + change) and change > 0:
            row, is_new = ScoreCount.objects.get_or_create(season=season, score=score, defaults={"people": change})
            if not is_new:
                ScoreCount.objects.filter(pk=row.pk).update(people=F("people") + change)


def show(*, person: Person, season: Season, on_board: bool) -> None:
    """This will put a person on the board of a season or take him off it. Safe to repeat."""
    with transaction.atomic():
        add(season=season, points={person: 0})
        standing = Standing.objects.select_for_update().get(person=person, season=season)
        changed = Standing.objects.filter(pk=standing.pk, is_on_board=not on_board).update(is_on_board=on_board)
        if changed:
            _count(season=season, changes={standing.score: 1 if on_board else -1})


def of(*, person: Person, season: Season) -> Own:
    """This will say where a person stands. Source: two queries; the second sums people by score."""
    standing = Standing.objects.filter(person=person, season=season).first()
    if standing is None or not standing.is_on_board:
        return Own(points=shown(standing.score if standing else 0), rank=None, people=size(season=season))
    counts = ScoreCount.objects.filter(season=season)
    people = counts.aggregate(
        above=Coalesce(Sum("people", filter=Q(score__gt=standing.score)), 0), all=Coalesce(Sum("people"), 0)
    )
    return Own(points=shown(standing.score), rank=people["above"] + 1, people=people["all"])


def size(*, season: Season) -> int:
    """This will count the people on the board. Source: one query."""
    return int(ScoreCount.objects.filter(season=season).aggregate(people=Coalesce(Sum("people"), 0))["people"])


def _on_board(season: Season) -> QuerySet[Standing]:
    # People who left are not shown even before the sweep has taken them off; nor who asks to be forgotten, at once.
    people = Standing.objects.filter(
        season=season,
        is_on_board=True,
        person__is_active=True,
        person__left_at=None,
        person__erase_requested_at=None,
    )
    return people.exclude(person__board_choice=Person.BoardChoice.HIDDEN).select_related("person__team")


def top(number: int, *, season: Season, you: Person) -> list[Place]:
    """This will list the first people of the board.

    Shape: highest first, then person key; equal scores share a rank. Source: three queries on indexes.
    """
    return _places(_on_board(season).order_by("-score", "person_id")[:number], season=season, you=you)


def around(*, person: Person, season: Season, beside: int = 2, after: int = 0) -> Around:
    """This will show a person among those next to him; nothing when he is not on the board.

    Shape: up to `beside` people above and below, highest first; `before` counts the people between place number
    `after` of the board and the first of these. Source: seven queries on indexes.
    """
    own = _on_board(season).filter(person=person).first()
    if own is None:
        return Around(places=[], before=0)
    higher = Q(score__gt=own.score) | Q(score=own.score, person_id__lt=person.pk)
    lower = Q(score__lt=own.score) | Q(score=own.score, person_id__gt=person.pk)
    above = list(_on_board(season).filter(higher, score__gte=own.score).order_by("score", "-person_id")[:beside])
    below = list(_on_board(season).filter(lower, score__lte=own.score).order_by("-score", "person_id")[:beside])
    rows = [*reversed(above), own, *below]
    first = rows[0]
    ahead = ScoreCount.objects.filter(season=season, score__gt=first.score).aggregate(n=Coalesce(Sum("people"), 0))["n"]
    ahead += Standing.objects.filter(
        season=season, is_on_board=True, score=first.score, person_id__lt=first.person_id
    ).count()
    # Who is in the top already is not listed twice.
    rows = rows[max(0, after - ahead) :]
    return Around(places=_places(rows, season=season, you=person), before=max(0, ahead - after))


def _places(rows: Iterable[Standing], *, season: Season, you: Person) -> list[Place]:
    rows = list(rows)
    if not rows:
        return []
    scores = [row.score for row in rows]
    counts = ScoreCount.objects.filter(season=season)
    ahead = counts.filter(score__gt=max(scores)).aggregate(people=Coalesce(Sum("people"), 0))["people"]
    between = counts.filter(score__range=(min(scores), max(scores))).order_by("-score")
    ranks = {}
    for score, people in between.values_list("score", "people"):
        ranks[score] = ahead + 1
        ahead += people
    return [_place(row, rank=ranks.get(row.score, ahead + 1), you=you) for row in rows]


def _place(row: Standing, *, rank: int, you: Person) -> Place:
    has_pen_name = row.person.board_choice == Person.BoardChoice.PEN_NAME
    return Place(
        rank=rank,
        points=shown(row.score),
        name=row.person.pen_name if has_pen_name else str(row.person),
        note=_("a pen name") if has_pen_name else str(row.person.team or ""),
        is_you=row.person_id == you.pk,
    )


def check(*, season: Season) -> int:
    """This will put right what is not the sum of its entries, and count it. Safe to repeat.

    Source: leaderboard.PointEntry, one grouped query, and one write for each row that was wrong.
    """
    entries = PointEntry.objects.filter(
        person=OuterRef("person"), week__gte=season.starts_on, week__lte=season.ends_on
    ).order_by()
    total = entries.values("person").annotate(together=Sum("points")).values("together")
    wrong = (
        Standing.objects.filter(season=season).annotate(total=Coalesce(Subquery(total), 0)).exclude(points=F("total"))
    )
    repaired = 0
    for key, right in list(wrong.values_list("pk", "total")):
        with transaction.atomic():
            standing = Standing.objects.select_for_update().get(pk=key)
            changes: Counter[int] = Counter()
            _move(standing, points=right, changes=changes)
            standing.save(update_fields=("points", "score"))
            _count(season=season, changes=changes)
        repaired += 1
    return repaired + _check_counts(season=season)


def _check_counts(*, season: Season) -> int:
    on_board = Standing.objects.filter(season=season, is_on_board=True).order_by()
    right = dict(on_board.values_list("score").annotate(people=Count("pk")))
    repaired = 0
    for score, people in ScoreCount.objects.filter(season=season).values_list("score", "people"):
        if right.get(score, 0) != people:
            repaired += ScoreCount.objects.filter(season=season, score=score, people=people).update(
                people=right.get(score, 0)
            )
        right.pop(score, None)
    missing = [ScoreCount(season=season, score=score, people=people) for score, people in right.items()]
    ScoreCount.objects.bulk_create(missing, ignore_conflicts=True)
    return repaired + len(missing)

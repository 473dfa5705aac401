"""Places: the counter behind every claim, moved by single conditional statements.

Only claims.py and waiting.py take, and claims.py gives back; a sweep lays out the counters and follows what curators
change.
"""

from collections.abc import Collection
from contextlib import nullcontext
from datetime import date, datetime
from typing import Any

import psycopg
from django.db import connection, transaction
from django.db.models import Case, Exists, F, OuterRef, PositiveIntegerField, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Greatest

from accounts import company
from accounts.models import CompanySettings
from advocacy.models import Availability, Claim, Reading
from content.models import Story

HELD = (Claim.State.OPEN, Claim.State.SHARED)

# The audience as content.StoryQuerySet.for_person asks for it, by hand: composing that query anew costs ten times the
# statement. A test holds the two together. The row lock of the UPDATE makes everybody else wait and look at the counter
# again, at the line as well; the claim is inserted only by who moved the counter. The story's own figures decide, not
# their copy: a curator may have changed them a moment ago.
_TAKE = """
WITH offered AS (
    SELECT story.id, story.places, story.places_per_day,
           (%(now)s AT TIME ZONE
            COALESCE((SELECT time_zone FROM accounts_companysettings WHERE id = 1), %(zone)s))::date AS day
      FROM content_story AS story
     WHERE story.id = %(story)s AND story.state = 'live'
       AND story.goes_live_at <= %(now)s AND story.expires_at > %(now)s
       AND EXISTS (SELECT 1 FROM content_audiencerule AS rule
                    WHERE rule.story_id = story.id
                      AND (rule.team_id IS NULL OR rule.team_id = ANY(%(teams)s))
                      AND rule.region IN ('', %(region)s) AND rule.language IN ('', %(language)s)
                      AND (rule.topic_id IS NULL OR EXISTS (SELECT 1 FROM content_interest AS interest
                                                             WHERE interest.person_id = %(person)s
                                                               AND interest.topic_id = rule.topic_id)))
       AND EXISTS (SELECT 1 FROM advocacy_reading AS reading
                    WHERE reading.person_id = %(person)s AND reading.story_id = story.id
                      AND reading.read_at IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM advocacy_claim AS held
                        WHERE held.person_id = %(person)s AND held.story_id = story.id
                          AND held.state IN ('open', 'shared'))
),
moved AS (
    UPDATE advocacy_availability AS counter
       SET taken = counter.taken + 1,
           places = offered.places,
           places_per_day = offered.places_per_day,
           taken_today = CASE WHEN counter.day = offered.day THEN counter.taken_today + 1 ELSE 1 END,
           day = offered.day
      FROM offered
     WHERE counter.story_id = offered.id
       AND counter.taken < offered.places
       AND counter.waiting = 0
       AND (offered.places_per_day IS NULL OR counter.day IS DISTINCT FROM offered.day
            OR counter.taken_today < offered.places_per_day)
 RETURNING counter.story_id
)
INSERT INTO advocacy_claim (public_id, person_id, story_id, story_version, state, taken_at, keep_until)
SELECT %(public_id)s, %(person)s, moved.story_id, %(version)s, 'open', %(now)s, %(keep_until)s FROM moved
RETURNING id
"""
DEFAULT_ZONE = CompanySettings().time_zone


def take(*, claim: Claim, now: datetime) -> bool:
    """This will take a place and insert the claim, if the person may have one and one is there; False otherwise.

    Shape: the claim has its key afterwards. Nothing is left half done.
    Errors: IntegrityError when the same person takes another place of the story at the same moment.
    Source: one statement on PostgreSQL; an IMMEDIATE transaction of three on SQLite.
    """
    if connection.vendor != "postgresql":
        return _take_in_a_transaction(claim=claim, now=now)
    person = claim.person
    values = {
        "now": now,
        "zone": DEFAULT_ZONE,
        "story": claim.story_id,
        "person": claim.person_id,
        "teams": person.team.ancestor_ids if person.team else [],
        "region": person.region,
        "language": person.language,
        "public_id": claim.public_id,
        "version": claim.story_version,
        "keep_until": claim.keep_until,
    }
    # Alone it is a transaction already; inside one, a savepoint keeps a refused insert from spoiling the rest.
    guard = transaction.atomic() if connection.in_atomic_block else nullcontext()
    connection.ensure_connection()
    # Planning takes five times as long as the statement, so it is prepared, which Django's own cursor cannot do.
    with guard, connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_TAKE, values, prepare=True)
        row = cursor.fetchone()
    if row is None:
        return False
    claim.pk = row[0]
    claim._state.adding, claim._state.db = False, connection.alias  # noqa: SLF001 - inserted by hand
    return True


def _offered(*, claim: Claim, now: datetime) -> QuerySet[Any, Any]:
    """This will ask for the claim's story if the person may take a place of it: meant for him, live, read, not held."""
    read = Reading.objects.filter(person=claim.person_id, story=OuterRef("pk"), read_at__isnull=False)
    held = Claim.objects.filter(person=claim.person_id, story=OuterRef("pk"), state__in=HELD)
    stories = Story.objects.live(now).for_person(claim.person).filter(Exists(read), ~Exists(held), pk=claim.story_id)
    return stories.values("id", "places", "places_per_day")


def take_from_line(*, claim: Claim, now: datetime) -> bool:
    """This will take a place for somebody who waits in line, as take() does, and count one less who waits.

    Within a transaction that holds the counter (lock): who is next was found under it.
    """
    return _take_in_a_transaction(claim=claim, now=now, from_line=True)


def lock(*, story_id: int) -> Availability | None:
    """This will hold a story's counter until the transaction ends: nobody takes, joins or leaves the line meanwhile."""
    return Availability.objects.select_for_update().filter(story_id=story_id).first()


def is_free(*, counter: Availability, story: Story, day: date) -> bool:
    """This will say whether a place could be taken on a company day, were nobody in line."""
    if counter.taken >= story.places:
        return False
    return story.places_per_day is None or counter.day != day or counter.taken_today < story.places_per_day


def _take_in_a_transaction(*, claim: Claim, now: datetime, from_line: bool = False) -> bool:
    day = company.day(at=now, zone=company.current().zone)
    with transaction.atomic():
        offered = _offered(claim=claim, now=now).first()
        if offered is None:
            return False
        pace = offered["places_per_day"]
        free = Availability.objects.filter(story_id=offered["id"], taken__lt=offered["places"])
        free = free.filter(waiting__gt=0) if from_line else free.filter(waiting=0)
        if pace is not None:
            free = free.filter(Q(day=None) | ~Q(day=day) | Q(taken_today__lt=pace))
        moved = free.update(
            taken=F("taken") + 1,
            waiting=F("waiting") - 1 if from_line else F("waiting"),
            places=offered["places"],
            places_per_day=pace,
            taken_today=Case(
                When(day=day, then=F("taken_today") + 1), default=Value(1), output_field=PositiveIntegerField()
            ),
            day=day,
        )
        if moved:
            claim.save(force_insert=True)
        return bool(moved)


def give_back(*, story_id: int, day: date) -> None:
    """This will count one place less; that of the day as well, when it was taken on the day that is counted."""
    Availability.objects.filter(story_id=story_id, taken__gt=0).update(
        taken=F("taken") - 1,
        taken_today=Case(
            When(day=day, taken_today__gt=0, then=F("taken_today") - 1),
            default=F("taken_today"),
            output_field=PositiveIntegerField(),
        ),
    )


def lay_out(*, stories: Collection[Story]) -> int:
    """This will give stories their counter and say how many had none. Safe to repeat, and by two at once."""
    known = set(Availability.objects.filter(story__in=stories).values_list("story_id", flat=True))
    rows = [
        Availability(story=story, places=story.places, places_per_day=story.places_per_day)
        for story in stories
        if story.pk not in known
    ]
    Availability.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def follow(*, now: datetime, most: int = 500) -> int:
    """This will lay out the places of stories that came out, and follow the number that a curator changed.

    Shape: how many rows were made or changed. Safe to repeat.
    """
    out = Story.objects.live(now)
    counted = Availability.objects.filter(story=OuterRef("pk"))
    new = list(out.annotate(counter=Subquery(counted.values("pk")[:1])).filter(counter=None).order_by("pk")[:most])
    made = lay_out(stories=new)
    fewer = Q(story__places__lt=F("taken"), places__gt=F("taken"))
    other = Q(story__places__gte=F("taken")) & ~Q(places=F("story__places"))
    moved = 0
    for row in Availability.objects.filter(fewer | other, story__in=out).select_related("story").order_by("pk")[:most]:
        # Places that are taken stay taken, also when a curator offers fewer now.
        moved += Availability.objects.filter(pk=row.pk).update(places=Greatest(F("taken"), Value(row.story.places)))
    return made + moved

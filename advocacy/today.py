"""Today: at most three stories, chosen for one person, and then it ends."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce, Greatest

from accounts import company
from accounts.models import CompanySettings, Person
from advocacy.models import Claim, Decline, Reading
from content.models import AudienceRule, Story

MOST = 3
MOST_CANDIDATES = 200
FRESH_DAYS = 4.0  # after so many days a story is half as fresh
SOON = timedelta(days=3)


class Reason(StrEnum):
    """Why this story, in one word; the pages say it in a sentence."""

    BEGUN = "begun"
    TEAM = "team"
    REGION = "region"
    SOON_OVER = "soon_over"
    NEW = "new"
    RARELY_TOLD = "rarely_told"
    LANGUAGE = "language"
    PLACES = "places"


@dataclass(frozen=True)
class Reader:
    """Whom the choice is for. `day` makes the choice of a day stay; `handled` is what was settled today already."""

    key: int
    language: str
    day: date
    handled: int = 0


@dataclass(frozen=True)
class Candidate:
    """A story with places left, meant for the reader, neither put aside nor held by him."""

    key: int
    subject: str | None
    language: str
    went_live_at: datetime
    expires_at: datetime
    places: int
    taken: int
    for_team: bool
    for_region: bool
    is_begun: bool


# What a candidate is made of, in the order of its fields.
COLUMNS = (
    "pk",
    "campaign__objective__reason",
    "language",
    "goes_live_at",
    "expires_at",
    "places",
    "taken",
    "for_team",
    "for_region",
    "is_begun",
)


@dataclass(frozen=True)
class Choice:
    key: int
    reason: Reason


def choose(candidates: Iterable[Candidate], reader: Reader, now: datetime) -> list[Choice]:
    """This will choose a reader's stories of the day: pure, so the same input gives the same stories.

    Shape: best first, at most three less what was settled today; of equally good ones, one of each subject first.
    Units: points of fit (team 2, region 1.5, own language 1, begun 3), freshness (2, halved every four days), places
    (1.5 for a story nobody took up, 0 for a full one), an end within three days (1). A draw by person, story and day
    (up to 1) spreads the demand, so that a story which few have seen is somebody's first.
    """
    scored = []
    for candidate in candidates:
        parts = _parts(candidate, reader, now)
        score = sum(parts.values()) + _draw(candidate, reader)
        scored.append((score, candidate.key, candidate, parts))
    scored.sort(key=lambda entry: (-entry[0], entry[1]))
    chosen: list[Choice] = []
    subjects: set[str | None] = set()
    waiting = scored
    wanted = max(0, MOST - reader.handled)
    while waiting and len(chosen) < wanted:
        best = next((entry for entry in waiting[:12] if entry[2].subject not in subjects), waiting[0])
        waiting = [entry for entry in waiting if entry is not best]
        subjects.add(best[2].subject)
        chosen.append(Choice(key=best[1], reason=_why(best[3])))
    return chosen


def _parts(candidate: Candidate, reader: Reader, now: datetime) -> dict[Reason, float]:
    age_days = max(0.0, (now - candidate.went_live_at).total_seconds() / 86_400)
    free = 1 - candidate.taken / candidate.places
    return {
        Reason.BEGUN: 3.0 if candidate.is_begun else 0.0,
        Reason.TEAM: 2.0 if candidate.for_team else 0.0,
        Reason.REGION: 1.5 if candidate.for_region else 0.0,
        Reason.LANGUAGE: 1.0 if candidate.language == reader.language else 0.0,
        Reason.NEW: 2.0 * 0.5 ** (age_days / FRESH_DAYS),
        Reason.RARELY_TOLD: 1.5 * free,
        Reason.SOON_OVER: 1.0 if candidate.expires_at - now < SOON else 0.0,
    }


def _why(parts: dict[Reason, float]) -> Reason:
    telling = {reason: part for reason, part in parts.items() if part >= 1.0 and reason is not Reason.LANGUAGE}
    if telling:
        return max(telling, key=lambda reason: telling[reason])
    return Reason.LANGUAGE if parts[Reason.LANGUAGE] else Reason.PLACES


def _draw(candidate: Candidate, reader: Reader) -> float:
    return (zlib.crc32(f"{reader.key}:{candidate.key}:{reader.day}".encode()) & 0xFFFF) / 0xFFFF


@dataclass(frozen=True)
class Queue:
    """The stories of the day, each with why, and how many more the library has."""

    stories: list[tuple[Story, Reason]]
    more: int


def queue(*, person: Person, handled: int, settings: CompanySettings, now: datetime) -> Queue:
    """This will lay out somebody's stories of the day. Source: two queries (narrow rows to choose from, the chosen)."""
    found, total = candidates(person=person, now=now)
    reader = Reader(
        key=person.pk, language=person.language, day=company.day(at=now, zone=settings.zone), handled=handled
    )
    reasons = {choice.key: choice.reason for choice in choose(found, reader, now)}
    rows = cards(person=person).in_bulk(list(reasons)) if reasons else {}
    stories = [(rows[key], reason) for key, reason in reasons.items() if key in rows]
    return Queue(stories=stories, more=total - len(stories))


def candidates(*, person: Person, now: datetime) -> tuple[list[Candidate], int]:
    """This will list the stories that may come into somebody's queue, and say how many there are in all.

    Shape: at most 200: what he began, what is for his team, then what the fewest have taken up, the newest first.
    Source: one query over the live stories that reach him, without those put aside, held, or full.
    """
    rows = (
        offered(person=person, now=now)
        .annotate(total=Window(Count("pk")), share_taken=F("taken") * 100 / F("places"))
        .order_by("-is_begun", "-for_team", "share_taken", "-goes_live_at", "-pk")
        .values_list("total", *COLUMNS)[:MOST_CANDIDATES]
    )
    found = list(rows)
    return [Candidate(*values) for _total, *values in found], found[0][0] if found else 0


def offered(*, person: Person, now: datetime) -> QuerySet[Any, Any]:
    """This will keep what somebody may take up now, with how it fits him."""
    rules = AudienceRule.objects.filter(story=OuterRef("pk"))
    teams = person.team.ancestor_ids if person.team else []
    claimed = Claim.objects.filter(
        person=person, story=OuterRef("pk"), state__in=(Claim.State.OPEN, Claim.State.SHARED)
    )
    declined = Decline.objects.filter(person=person, story=OuterRef("pk"))
    begun = Reading.objects.filter(person=person, story=OuterRef("pk"))
    stories = Story.objects.live(now).for_person(person).filter(~Exists(claimed), ~Exists(declined))
    fitting: QuerySet[Any, Any] = (
        with_taken(stories)
        .filter(Q(taken__lt=F("places")))
        .annotate(
            for_team=Exists(rules.filter(team__in=teams)),
            for_region=Exists(rules.filter(region=person.region).exclude(region="")),
            is_begun=Exists(begun),
        )
    )
    return fitting


def with_taken(stories: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """This will give each story `taken` and `left`, the numbers of places gone and free."""
    # A join: as a subquery it would be asked again wherever the number is used, for each story.
    counting: QuerySet[Any, Any] = stories.annotate(taken=Coalesce("availability__taken", Value(0))).annotate(
        left=Greatest(F("places") - F("taken"), Value(0))
    )
    return counting


def cards(*, person: Person) -> QuerySet[Any, Any]:
    """This will give stories what a card shows: picture, reason, places, and when the person read it (`my_read_at`)."""
    mine = Reading.objects.filter(person=person, story=OuterRef("pk")).values("read_at")[:1]
    stories = Story.objects.select_related("picture", "campaign__objective").defer("body")
    shown: QuerySet[Any, Any] = with_taken(stories).annotate(my_read_at=Subquery(mine))
    return shown

"""Today: at most three stories, chosen for one person, and then it ends."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from accounts import company
from accounts.models import CompanySettings, Person
from advocacy import candidates
from advocacy.candidates import SEEN_BY_MANY, Candidate
from advocacy.models import Reading
from content.models import Story

MOST = 3
FRESH_DAYS = 4.0  # after so many days a story is half as fresh
SOON = timedelta(days=3)
UNSEEN = ("body", "attachment_text", "prompts")  # what a card does not show
BY_SUBJECT = 12  # among so many of the best, a subject that is not there yet goes first


class Reason(StrEnum):
    """Why this story, in one word; the pages say it in a sentence."""

    BEGUN = "begun"
    TEAM = "team"
    INTEREST = "interest"
    REGION = "region"
    FAMILIAR = "familiar"
    SOON_OVER = "soon_over"
    NEW = "new"
    RARELY_TOLD = "rarely_told"
    RARELY_SEEN = "rarely_seen"
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
class Choice:
    key: int
    reason: Reason


def choose(stories: Iterable[Candidate], reader: Reader, now: datetime) -> list[Choice]:
    """This will choose a reader's stories of the day: pure, so the same input gives the same stories.

    Shape: best first, at most three less what was settled today; of equally good ones, one of each subject first.
    Units: points of fit (begun 3, team 2, interest 2, region 1.5, like what he read lately 1, own language 1),
    freshness (2, halved every four days), places (1.5 for a story nobody took up, 0 for a full one), fairness (1 for a
    story nobody saw, 0 from a hundred on), an end within three days (1). A draw by person, story and day (up to 1)
    spreads the demand. That others took a story up or saw it never adds a point.
    """
    scored = [(_score(story, reader, now), story.key, story) for story in stories]
    scored.sort(key=lambda entry: (-entry[0], entry[1]))
    chosen: list[Choice] = []
    subjects: set[str | None] = set()
    wanted = max(0, MOST - reader.handled)
    while scored and len(chosen) < wanted:
        at = next((place for place, entry in enumerate(scored[:BY_SUBJECT]) if entry[2].subject not in subjects), 0)
        _points, key, story = scored.pop(at)
        subjects.add(story.subject)
        chosen.append(Choice(key=key, reason=_why(_parts(story, reader, now))))
    return chosen


def _parts(story: Candidate, reader: Reader, now: datetime) -> dict[Reason, float]:
    age_days = max(0.0, (now - story.went_live_at).total_seconds() / 86_400)
    return {
        Reason.BEGUN: 3.0 * story.is_begun,
        Reason.TEAM: 2.0 * story.for_team,
        Reason.INTEREST: 2.0 * story.for_interest,
        Reason.REGION: 1.5 * story.for_region,
        Reason.FAMILIAR: 1.0 * story.is_familiar,
        Reason.LANGUAGE: 1.0 * (story.language == reader.language),
        Reason.NEW: 2.0 * 0.5 ** (age_days / FRESH_DAYS),
        Reason.RARELY_TOLD: 1.5 * (1 - story.taken / story.places),
        Reason.RARELY_SEEN: 1.0 * max(0.0, 1 - story.seen / SEEN_BY_MANY),
        Reason.SOON_OVER: 1.0 * (story.expires_at - now < SOON),
    }


def _score(story: Candidate, reader: Reader, now: datetime) -> float:
    draw = (zlib.crc32(b"%d:%d:%d" % (reader.key, story.key, reader.day.toordinal())) & 0xFFFF) / 0xFFFF
    return sum(_parts(story, reader, now).values()) + draw


def _why(parts: dict[Reason, float]) -> Reason:
    """The part that weighs the most is the reason; what is true of nearly every story does not tell."""
    telling = {reason: part for reason, part in parts.items() if part >= 1.0 and reason is not Reason.LANGUAGE}
    if telling:
        return max(telling, key=lambda reason: telling[reason])
    return Reason.LANGUAGE if parts[Reason.LANGUAGE] else Reason.PLACES


@dataclass(frozen=True)
class Queue:
    """The stories of the day, each with why, and how many more the library has."""

    stories: list[tuple[Story, Reason]]
    more: int


def queue(*, person: Person, handled: int, settings: CompanySettings, now: datetime) -> Queue:
    """This will lay out somebody's stories of the day. Source: two queries (narrow rows to choose from, the chosen)."""
    found, total = candidates.of(person=person, now=now)
    reader = Reader(
        key=person.pk, language=person.language, day=company.day(at=now, zone=settings.zone), handled=handled
    )
    reasons = {choice.key: choice.reason for choice in choose(found, reader, now)}
    rows = Story.objects.select_related("picture", "campaign__objective").defer(*UNSEEN).in_bulk(list(reasons))
    for story in found:
        if story.key in rows:
            row: Any = rows[story.key]
            row.taken, row.left, row.my_read_at = story.taken, story.places - story.taken - story.waiting, story.read_at
    stories = [(rows[key], reason) for key, reason in reasons.items() if key in rows]
    return Queue(stories=stories, more=total - len(stories))


def next_story_at(*, person: Person, now: datetime) -> datetime | None:
    """This will say when the next approved story meant for somebody goes live. Source: one query."""
    coming = Story.objects.filter(state=Story.State.APPROVED, goes_live_at__gt=now).for_person(person)
    return coming.order_by("goes_live_at").values_list("goes_live_at", flat=True).first()


def with_taken(stories: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """This will give each story `taken` and `left`, the numbers of places gone and free. Who waits comes first."""
    # A join: as a subquery it would be asked again wherever the number is used, for each story.
    counting: QuerySet[Any, Any] = stories.annotate(
        taken=Coalesce("availability__taken", Value(0)), line=Coalesce("availability__waiting", Value(0))
    ).annotate(left=Greatest(F("places") - F("taken") - F("line"), Value(0)))
    return counting


def cards(*, person: Person) -> QuerySet[Any, Any]:
    """This will give stories what a card shows: picture, reason, places, and when the person read it (`my_read_at`)."""
    mine = Reading.objects.filter(person=person, story=OuterRef("pk")).values("read_at")[:1]
    stories = Story.objects.select_related("picture", "campaign__objective").defer(*UNSEEN)
    shown: QuerySet[Any, Any] = with_taken(stories).annotate(my_read_at=Subquery(mine))
    return shown

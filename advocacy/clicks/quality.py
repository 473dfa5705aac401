"""Was it a person? Every rule that decides, in the order in which they are asked."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from advocacy.clicks import behaviour, events
from advocacy.clicks.lists import among
from advocacy.models import Link, OwnVisitor, Share
from advocacy.models.click import Quality

POSTING_SECONDS = 2.0  # nobody reads a post and follows its link so soon after it went out; scanners do


@dataclass(frozen=True)
class Surroundings:
    """What must be known of the links in a batch to judge its events."""

    people: Mapping[int, int]  # link → person
    own_visits: Collection[tuple[int, str]]  # person, visitor
    posted: Mapping[int, tuple[datetime, ...]]  # link → when its share was opened and posted


class Verdict(NamedTuple):
    quality: Quality
    reason: str = ""


PERSON = Verdict(Quality.HUMAN)
_HEAD, _PREFETCH = Verdict(Quality.ROBOT, "head"), Verdict(Quality.ROBOT, "prefetch")
_NO_NAME, _KNOWN_ROBOT = Verdict(Quality.ROBOT, "no_name"), Verdict(Quality.ROBOT, "known_robot")
# What the request itself said; no better rule says otherwise.
ROBOTS_FOR_GOOD = frozenset({"head", "prefetch", "no_name"})
SUSPECTS_FOR_GOOD = frozenset({"own_visit", "own_network", "hosting", "not_a_visit", "at_posting"})


def surroundings(batch: Collection[events.Event]) -> Surroundings:
    """Read what `judge` needs, for all events together. Source: three queries."""
    if not batch:
        return Surroundings(people={}, own_visits=frozenset(), posted={})
    links = among({event.link_id for event in batch})
    people = dict(Link.objects.filter(pk__in=links).values_list("pk", "person_id"))
    shares = Share.objects.filter(link__in=links).values_list("link_id", "opened_at", "posted_at")
    own_visits = OwnVisitor.objects.filter(person__in=among(set(people.values())))  # fewer than all who visited
    return Surroundings(
        people=people,
        own_visits=frozenset(own_visits.values_list("person_id", "visitor")),
        posted={link: tuple(at for at in moments if at is not None) for link, *moments in shares},
    )


def judge(event: events.Event, *, rule: str, around: Surroundings) -> Verdict:
    """Decide about one event whose link is known; `rule` is what its browser's name was caught by."""
    flags = event.flags
    if events.HEAD in flags:
        return _HEAD
    if events.PREFETCH in flags:
        return _PREFETCH
    if not event.user_agent.strip():
        return _NO_NAME
    if rule or events.ROBOT in flags:
        return _KNOWN_ROBOT
    if (around.people[event.link_id], event.visitor) in around.own_visits:
        return Verdict(Quality.SUSPECT, "own_visit")
    if events.INTERNAL in flags:
        return Verdict(Quality.SUSPECT, "own_network")
    if events.HOSTING in flags:
        return Verdict(Quality.SUSPECT, "hosting")
    if events.NOT_NAVIGATION in flags:
        return Verdict(Quality.SUSPECT, "not_a_visit")
    posted = around.posted.get(event.link_id)
    if posted and _is_at_posting(moment(event), posted):
        return Verdict(Quality.SUSPECT, "at_posting")
    return PERSON


def _is_at_posting(at: datetime, posted: Iterable[datetime]) -> bool:
    window = timedelta(seconds=POSTING_SECONDS)
    return any(timedelta(0) <= at - one < window for one in posted)


def again(*, reason: str, rule: str, together: str) -> Verdict:
    """Decide again about a stored click.

    `reason`: why it was no person's so far; `rule`: what its browser's name is caught by today; `together`: what it is
    by the company it came in. In the same order as `judge`.
    """
    if reason in ROBOTS_FOR_GOOD:
        return Verdict(Quality.ROBOT, reason)
    if rule:
        return Verdict(Quality.ROBOT, "known_robot")
    if reason in SUSPECTS_FOR_GOOD:
        return Verdict(Quality.SUSPECT, reason)
    return Verdict(Quality.SUSPECT, together) if together in behaviour.REASONS else PERSON


def moment(event: events.Event) -> datetime:
    return instant(event.at_ms)


def instant(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, tz=UTC)

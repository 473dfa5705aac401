"""Was it a person? Every rule that decides, in the order in which they are asked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from advocacy.clicks import behaviour, events
from advocacy.models import Link, OwnVisitor, Share
from advocacy.models.click import Quality

POSTING_SECONDS = 2.0  # nobody reads a post and follows its link so soon after it went out; scanners do


@dataclass(frozen=True)
class Surroundings:
    """What must be known of the links in a batch to judge its events."""

    links: Mapping[int, Link]
    own_visits: Collection[tuple[int, str]]  # person, visitor
    posted: Mapping[int, tuple[datetime, ...]]  # link → when its share was opened and posted


class Verdict(NamedTuple):
    quality: Quality
    reason: str = ""


PERSON = Verdict(Quality.HUMAN)
# What the request itself said; no better rule says otherwise.
ROBOTS_FOR_GOOD = frozenset({"head", "prefetch", "no_name"})
SUSPECTS_FOR_GOOD = frozenset({"own_visit", "own_network", "hosting", "not_a_visit", "at_posting"})


def surroundings(batch: Collection[events.Event]) -> Surroundings:
    """Read what `judge` needs, for all events together. Source: three queries."""
    link_ids = {event.link_id for event in batch}
    links = Link.objects.filter(pk__in=link_ids).select_related("person")
    shares = Share.objects.filter(link__in=link_ids).values_list("link_id", "opened_at", "posted_at")
    own_visits = OwnVisitor.objects.filter(visitor__in={event.visitor for event in batch if event.visitor})
    return Surroundings(
        links={link.pk: link for link in links},
        own_visits=frozenset(own_visits.values_list("person_id", "visitor")),
        posted={link: tuple(at for at in moments if at is not None) for link, *moments in shares},
    )


def judge(event: events.Event, *, rule: str, around: Surroundings) -> Verdict:
    """Decide about one event whose link is known; `rule` is what its browser's name was caught by."""
    if events.HEAD in event.flags:
        return Verdict(Quality.ROBOT, "head")
    if events.PREFETCH in event.flags:
        return Verdict(Quality.ROBOT, "prefetch")
    if not event.user_agent.strip():
        return Verdict(Quality.ROBOT, "no_name")
    if rule or events.ROBOT in event.flags:
        return Verdict(Quality.ROBOT, "known_robot")
    person = around.links[event.link_id].person_id
    if (person, event.visitor) in around.own_visits:
        return Verdict(Quality.SUSPECT, "own_visit")
    if events.INTERNAL in event.flags:
        return Verdict(Quality.SUSPECT, "own_network")
    if events.HOSTING in event.flags:
        return Verdict(Quality.SUSPECT, "hosting")
    if events.NOT_NAVIGATION in event.flags:
        return Verdict(Quality.SUSPECT, "not_a_visit")
    at = moment(event)
    window = timedelta(seconds=POSTING_SECONDS)
    if any(timedelta(0) <= at - posted < window for posted in around.posted.get(event.link_id, ())):
        return Verdict(Quality.SUSPECT, "at_posting")
    return PERSON


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
    return datetime.fromtimestamp(event.at_ms / 1000, tz=UTC)

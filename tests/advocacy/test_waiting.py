"""Who waits gets the next place, in the order of coming; nobody else does meanwhile."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.urls import reverse

from accounts.models import Notification, Person
from advocacy import claims, declines, readings, waiting
from advocacy.models import Availability, Claim, WaitingPlace
from content.models import AudienceRule, Story
from tests.accounts.factories import PersonFactory
from tests.advocacy.factories import AvailabilityFactory, ClaimFactory, ReadingFactory
from tests.advocacy.test_claims import press_at_once, reader
from tests.content.factories import AudienceRuleFactory, StoryFactory

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def story(company):
    """One place, and it is taken."""
    made = StoryFactory(live=True, places=1)
    ClaimFactory(story=made)
    return made


def held(story):
    return Claim.objects.get(story=story, state="open")


def counter(story):
    row = Availability.objects.get(story=story)
    return row.taken, row.waiting


def join(story, at):
    person = reader(story)
    waiting.join(person=person, story=story, now=at)
    return person


def test_join_puts_people_in_line_in_the_order_of_coming(story, now):
    first, second = join(story, now), join(story, now + MINUTE)
    assert waiting.of(person=first, story=story, now=now).sentence == "You are first in line."
    assert waiting.of(person=second, story=story, now=now).position == 2
    assert waiting.of(person=reader(story), story=story, now=now) == waiting.Line(is_full=True, length=2, position=None)
    assert counter(story) == (1, 2)


def test_join_twice_keeps_the_place_in_line(story, now):
    first = join(story, now)
    join(story, now + MINUTE)
    waiting.join(person=first, story=story, now=now + 2 * MINUTE)
    assert waiting.of(person=first, story=story, now=now).position == 1
    assert counter(story) == (1, 2)


def test_join_is_refused_while_a_place_is_free(company, now):
    story = StoryFactory(live=True, places=1)
    with pytest.raises(waiting.PlaceFree, match="A place is free"):
        waiting.join(person=reader(story), story=story, now=now)
    assert counter(story) == (0, 0)


def test_join_is_refused_to_who_has_a_place(story, now):
    holder = held(story).person
    ReadingFactory(person=holder, story=story)
    with pytest.raises(waiting.HasPlace):
        waiting.join(person=holder, story=story, now=now)


def test_join_needs_reading_an_open_story_and_its_audience(story, company, other_team, now):
    with pytest.raises(readings.NotRead):
        waiting.join(person=PersonFactory(), story=story, now=now)
    with pytest.raises(claims.Over):
        waiting.join(person=reader(story), story=story, now=story.expires_at)
    foreign = StoryFactory(live=True, everybody=False)
    AudienceRuleFactory(story=foreign, team=other_team)
    with pytest.raises(Http404):
        waiting.join(person=reader(foreign), story=foreign, now=now)


def test_join_is_possible_when_the_days_pace_is_used_up(company, now):
    story = StoryFactory(live=True, places=5, places_per_day=1)
    claims.take(person=reader(story), story=story, now=now)
    person = join(story, now)
    assert waiting.serve(now=now) == 0
    assert waiting.serve(now=now + timedelta(days=1)) == 1
    assert Claim.objects.get(person=person).state == Claim.State.OPEN


def test_leave_makes_room_for_those_behind(story, now):
    first, second = join(story, now), join(story, now + MINUTE)
    assert waiting.leave(person=first, story=story, now=now)
    assert not waiting.leave(person=first, story=story, now=now)
    assert waiting.of(person=second, story=story, now=now).position == 1
    assert counter(story) == (1, 1)


def test_serve_gives_the_freed_place_to_the_first_and_keeps_time_from_then(story, now):
    first, second = join(story, now), join(story, now + MINUTE)
    claims.release(claim=held(story), now=now + 2 * MINUTE)
    later = now + timedelta(hours=2)
    assert waiting.serve(now=later) == 1
    assert waiting.serve(now=later) == 0
    claim = held(story)
    assert (claim.person, claim.taken_at) == (first, later)
    assert claim.keep_until == later + timedelta(days=story.claim_days)
    assert WaitingPlace.objects.get(person=first).claim == claim
    assert "is yours" in Notification.objects.get(person=first).title
    assert not Notification.objects.filter(person=second).exists()
    assert counter(story) == (1, 1)


def test_serve_gives_places_that_a_curator_added(story, now):
    people = [join(story, now + number * MINUTE) for number in range(3)]
    Story.objects.filter(pk=story.pk).update(places=3)
    assert waiting.serve(now=now) == 2
    assert set(Claim.objects.filter(state="open", person__in=people).values_list("person", flat=True)) == {
        person.pk for person in people[:2]
    }


def test_take_does_not_overtake_the_line(story, now):
    join(story, now)
    claims.release(claim=held(story), now=now)
    with pytest.raises(claims.OthersWait, match="wait in line"):
        claims.take(person=reader(story), story=story, now=now)
    assert counter(story) == (0, 1)


def test_serve_passes_over_who_left_put_it_aside_or_may_not_see_it(story, now):
    gone, aside, last = (join(story, now + number * MINUTE) for number in range(3))
    Person.objects.filter(pk=gone.pk).update(left_at=now, is_active=False)
    declines.record(person=aside, story=story, now=now + timedelta(hours=1))
    claims.release(claim=held(story), now=now)
    waiting.serve(now=now)
    assert held(story).person == last
    assert counter(story) == (1, 0)
    other = join(story, now)
    AudienceRule.objects.filter(story=story).update(region="Elsewhere")
    claims.release(claim=held(story), now=now)
    waiting.serve(now=now)
    assert not Claim.objects.filter(person=other).exists()
    assert counter(story) == (0, 0)


def test_serve_mends_a_count_without_rows(story, now):
    join(story, now)
    claims.release(claim=held(story), now=now)
    WaitingPlace.objects.all().delete()
    waiting.serve(now=now)
    assert counter(story) == (0, 0)


@pytest.mark.parametrize("state", ["ended", "retracted"])
def test_close_ends_the_line_and_tells_once(story, now, state):
    person = join(story, now)
    Story.objects.filter(pk=story.pk).update(state=state)
    assert waiting.close(now=now) == 1
    assert waiting.close(now=now) == 0
    assert counter(story) == (1, 0)
    assert Notification.objects.filter(person=person).count() == 1


def test_pages_join_say_where_one_stands_and_leave(story, client_of, now):
    Story.objects.filter(pk=story.pk).update(expires_at=now + timedelta(days=9000))
    Claim.objects.update(keep_until=now + timedelta(days=9000))
    person = reader(story)
    client = client_of(person)
    answer = client.post(reverse("join_line", args=[story.public_id]))
    assert answer["Location"].endswith("#claim")
    assert waiting.of(person=person, story=story, now=now).position == 1
    client.post(reverse("leave_line", args=[story.public_id]))
    assert waiting.of(person=person, story=story, now=now).position is None


def test_api_joins_reads_and_leaves(story, api_of, now):
    Story.objects.filter(pk=story.pk).update(expires_at=now + timedelta(days=9000))
    client = api_of(reader(story))
    path = reverse("api_line", args=[story.public_id])
    assert client.get(path).json() == {"is_full": True, "length": 0, "position": None}
    assert client.post(path).json() == {"is_full": True, "length": 1, "position": 1}
    assert client.delete(path).json()["position"] is None


# -- two at once -----------------------------------------------------------------------------------------------------

races = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL"),
    pytest.mark.django_db(transaction=True),
]


def racing(test):
    for mark in races:
        test = mark(test)
    return test


@racing
def test_serve_and_take_at_once_never_oversell_and_keep_the_order(now):
    story = StoryFactory(live=True, places=3)
    AvailabilityFactory(story=story)
    holders = [ClaimFactory(story=story) for _number in range(3)]
    line = [join(story, now + number * MINUTE) for number in range(5)]
    strangers = [reader(story) for _number in range(12)]
    later = now + timedelta(hours=1)
    press_at_once(
        [lambda claim=claim: claims.release(claim=Claim.objects.get(pk=claim.pk), now=later) for claim in holders]
        + [lambda: waiting.serve(now=later)] * 4
        + [
            lambda person=person: claims.take(person=person, story=Story.objects.get(pk=story.pk), now=later)
            for person in strangers
        ]
    )
    waiting.serve(now=later)
    served = Claim.objects.filter(story=story, state="open").values_list("person", flat=True)
    assert set(served) == {person.pk for person in line[:3]}
    assert counter(story) == (3, 2)


@racing
def test_join_leave_and_serve_at_once_count_right(now):
    story = StoryFactory(live=True, places=2)
    AvailabilityFactory(story=story)
    for _number in range(2):
        ClaimFactory(story=story)
    people = [reader(story) for _number in range(10)]
    fresh = Story.objects.get(pk=story.pk)
    presses = [
        lambda person=person: waiting.join(person=person, story=fresh, now=now) for person in people for _ in range(2)
    ]
    outcomes = press_at_once([*presses, *[lambda: waiting.serve(now=now)] * 3])
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert counter(story) == (2, 10)
    outcomes = press_at_once(
        [lambda person=person: waiting.leave(person=person, story=fresh, now=now) for person in people[:6]]
        + [lambda claim=claim: claims.release(claim=claim, now=now) for claim in Claim.objects.filter(state="open")]
        + [lambda: waiting.serve(now=now)] * 3
    )
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    waiting.serve(now=now)
    taken, in_line = counter(story)
    assert in_line == WaitingPlace.objects.filter(ended_at=None).count()
    assert taken == Claim.objects.filter(state="open").count() == 2

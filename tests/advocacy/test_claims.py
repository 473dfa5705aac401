"""Places are taken once, given back, and never oversold."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.http import Http404

from accounts.models import Notification
from advocacy import claims, places, readings
from advocacy.models import Availability, Claim, Reading, Share
from content.models import Story
from tests.accounts.factories import PersonFactory, TeamFactory
from tests.advocacy.factories import AvailabilityFactory, ClaimFactory, DraftFactory, ReadingFactory, ShareFactory
from tests.content.factories import AudienceRuleFactory, StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(company):
    return StoryFactory(live=True, places=2)


def reader(story, **more):
    return ReadingFactory(story=story, **more).person


def test_take_takes_a_place_and_keeps_it_for_some_days(story, now):
    claim = claims.take(person=reader(story), story=story, now=now)
    assert claim.pk == Claim.objects.get().pk
    assert claim.keep_until == now + timedelta(days=story.claim_days)
    assert claim.story_version == 1
    row = Availability.objects.get(story=story)
    assert (row.taken, row.taken_today, row.day, row.places) == (1, 1, now.date(), 2)


def test_take_keeps_nothing_beyond_the_storys_end(story, now):
    Story.objects.filter(pk=story.pk).update(expires_at=now + timedelta(hours=5))
    story.refresh_from_db()
    assert claims.take(person=reader(story), story=story, now=now).keep_until == story.expires_at


def test_take_twice_gives_the_claim_one_has(story, now):
    person = reader(story)
    assert claims.take(person=person, story=story, now=now) == claims.take(person=person, story=story, now=now)
    assert Availability.objects.get(story=story).taken == 1


def test_take_again_after_release_is_another_claim(story, now):
    person = reader(story)
    first = claims.take(person=person, story=story, now=now)
    claims.release(claim=first, now=now)
    assert claims.take(person=person, story=story, now=now) != first
    assert Availability.objects.get(story=story).taken == 1


def test_take_of_the_last_place_leaves_none(story, now):
    for _number in range(2):
        claims.take(person=reader(story), story=story, now=now)
    with pytest.raises(claims.Full, match="All places are taken"):
        claims.take(person=reader(story), story=story, now=now)
    assert Claim.objects.count() == 2


def test_take_follows_places_that_a_curator_changed(story, now):
    for _number in range(2):
        claims.take(person=reader(story), story=story, now=now)
    Story.objects.filter(pk=story.pk).update(places=3)
    claims.take(person=reader(story), story=story, now=now)
    Story.objects.filter(pk=story.pk).update(places=1)
    with pytest.raises(claims.Full):
        claims.take(person=reader(story), story=story, now=now)


def test_take_goes_at_the_pace_of_company_days(story, now):
    Story.objects.filter(pk=story.pk).update(places_per_day=1)
    claims.take(person=reader(story), story=story, now=now)
    # 23:30 in Berlin is still the same day; half past midnight is the next one, though both are one day in UTC.
    with pytest.raises(claims.FullToday, match="Come back tomorrow"):
        claims.take(person=reader(story), story=story, now=now.replace(hour=22, minute=30))
    claims.take(person=reader(story), story=story, now=now.replace(hour=23, minute=30))


def test_take_needs_reading(story, now):
    person = PersonFactory()
    with pytest.raises(readings.NotRead, match="15 seconds"):
        claims.take(person=person, story=story, now=now)
    ReadingFactory(person=person, story=story, unread=True, opened_at=now)
    with pytest.raises(readings.NotRead, match="5 seconds"):
        claims.take(person=person, story=story, now=now + timedelta(seconds=10))
    claims.take(person=person, story=story, now=now + timedelta(seconds=15))
    assert Reading.objects.get(person=person).proof == Reading.Proof.SERVER_TIME


def test_take_of_an_ended_story_is_refused(company, now):
    story = StoryFactory(ended=True)
    with pytest.raises(claims.Over):
        claims.take(person=reader(story), story=story, now=now)


def test_take_of_a_story_past_its_end_is_refused_before_the_sweep_came(story, now):
    with pytest.raises(claims.Over):
        claims.take(person=reader(story), story=story, now=story.expires_at)


def test_take_of_a_retracted_story_is_refused(company, now):
    story = StoryFactory(retracted=True)
    with pytest.raises(claims.Retracted):
        claims.take(person=reader(story), story=story, now=now)


def test_take_of_a_foreign_story_does_not_exist(company, other_team, now):
    story = StoryFactory(live=True, everybody=False)
    AudienceRuleFactory(story=story, team=other_team)
    with pytest.raises(Http404):
        claims.take(person=reader(story), story=story, now=now)


def test_release_counts_once_and_gives_back_the_days_place(story, now):
    claim = claims.take(person=reader(story), story=story, now=now)
    assert claims.release(claim=claim, now=now)
    assert not claims.release(claim=claim, now=now)
    row = Availability.objects.get(story=story)
    assert (row.taken, row.taken_today) == (0, 0)


def test_release_on_another_day_leaves_that_days_pace(story, now):
    claim = claims.take(person=reader(story), story=story, now=now)
    later = now + timedelta(days=1)
    claims.take(person=reader(story), story=story, now=later)
    claims.release(claim=claim, now=later)
    row = Availability.objects.get(story=story)
    assert (row.taken, row.taken_today) == (1, 1)


def test_extend_refuses_the_second_time_after_the_end_and_beyond_the_story(story, now):
    claim = claims.take(person=reader(story), story=story, now=now)
    until = claim.keep_until
    assert claims.extend(claim=claim, now=now).keep_until == until + timedelta(days=1)
    with pytest.raises(claims.ExtendedBefore):
        claims.extend(claim=claim, now=now)
    other = ClaimFactory(story=story, keep_until=now)
    with pytest.raises(claims.NotYours):
        claims.extend(claim=other, now=now)
    last = ClaimFactory(story=StoryFactory(live=True), keep_until=story.expires_at)
    with pytest.raises(claims.Over):
        claims.extend(claim=last, now=now)


def test_expire_gives_back_tells_and_keeps_the_words(story, now):
    claim = ClaimFactory(story=story, keep_until=now)
    draft = DraftFactory(person=claim.person, story=story)
    kept = ClaimFactory(story=story)
    assert claims.expire(now=now) == 1
    assert claims.expire(now=now) == 0
    assert Claim.objects.get(pk=claim.pk).state == Claim.State.EXPIRED
    assert Claim.objects.get(pk=kept.pk).state == Claim.State.OPEN
    assert Availability.objects.get(story=story).taken == 1
    assert "went back" in Notification.objects.get(person=claim.person).title
    draft.refresh_from_db()
    assert draft.words


def test_expire_asks_who_may_have_posted(story, now):
    claim = ClaimFactory(story=story, keep_until=now)
    ShareFactory(person=claim.person, story=story, claim=claim, opened=True)
    claims.expire(now=now)
    assert Notification.objects.get().title.startswith("Did you post")


def test_expire_ends_claims_of_a_retracted_story(story, now):
    claim = ClaimFactory(story=story)
    Story.objects.filter(pk=story.pk).update(state="retracted")
    claims.expire(now=now)
    assert "taken back" in Notification.objects.get(person=claim.person).title


def test_release_of_leavers_gives_their_places_back(story, leaver, now):
    ClaimFactory(story=story, person=leaver)
    ClaimFactory(story=story)
    assert claims.release_of_leavers(now=now) == 1
    assert Availability.objects.get(story=story).taken == 1


def test_tell_marks_the_claim_and_leaves_the_place_taken(story, now):
    claim = ClaimFactory(story=story)
    assert claims.tell(claim=claim, now=now)
    assert not claims.tell(claim=claim, now=now)
    assert Availability.objects.get(story=story).taken == 1
    assert not Share.objects.exists()


def test_follow_lays_out_and_follows_but_never_below_what_is_taken(story, now):
    assert places.follow(now=now) == 1
    assert places.follow(now=now) == 0
    Availability.objects.filter(story=story).update(taken=2)
    Story.objects.filter(pk=story.pk).update(places=1)
    places.follow(now=now)
    assert Availability.objects.get(story=story).places == 2
    assert places.follow(now=now) == 0
    Story.objects.filter(pk=story.pk).update(places=9)
    assert places.follow(now=now) == 1
    assert Availability.objects.get(story=story).places == 9


@pytest.mark.parametrize("region", ["", "South", "North"])
@pytest.mark.parametrize("language", ["", "en", "de"])
@pytest.mark.parametrize("whose", ["nobody", "mine", "above", "other"])
def test_take_asks_for_the_same_audience_as_the_queue(company, team, other_team, now, whose, language, region):
    below = TeamFactory(parent=team)
    person = PersonFactory(team=below, region="South", language="en")
    story = StoryFactory(live=True, everybody=False)
    teams = {"nobody": None, "mine": below, "above": team, "other": other_team}
    AudienceRuleFactory(story=story, team=teams[whose], region=region, language=language)
    ReadingFactory(person=person, story=story)
    AvailabilityFactory(story=story)
    claim = Claim(person=person, story=story, story_version=1, taken_at=now, keep_until=now)
    assert places.take(claim=claim, now=now) == Story.objects.live(now).for_person(person).exists()


# -- two at once -----------------------------------------------------------------------------------------------------


def press_at_once(presses):
    """Run callables in threads of their own, let go at the same moment; return what each gave or raised."""
    barrier = threading.Barrier(len(presses))
    outcomes = [None] * len(presses)

    def run(at, press):
        try:
            barrier.wait(timeout=30)
            outcomes[at] = press()
        except Exception as refusal:  # noqa: BLE001 - the outcome is looked at
            outcomes[at] = refusal
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=(at, press)) for at, press in enumerate(presses)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("people", "offered"), [(2, 1), (64, 20)])
def test_take_at_once_never_oversells(people, offered, now):
    story = StoryFactory(live=True, places=offered)
    AvailabilityFactory(story=story)
    persons = [reader(story) for _number in range(people)]
    outcomes = press_at_once(
        [
            lambda person=person: claims.take(person=person, story=Story.objects.get(pk=story.pk), now=now)
            for person in persons
        ]
    )
    assert sum(isinstance(outcome, Claim) for outcome in outcomes) == offered
    assert sum(isinstance(outcome, claims.Full) for outcome in outcomes) == people - offered
    assert Availability.objects.get(story=story).taken == offered
    assert Claim.objects.filter(story=story, state="open").count() == offered


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_take_at_once_by_the_same_person_is_one_claim(now):
    story = StoryFactory(live=True, places=20)
    AvailabilityFactory(story=story)
    person = reader(story)
    outcomes = press_at_once([lambda: claims.take(person=person, story=story, now=now)] * 8)
    assert {outcome.pk for outcome in outcomes} == {Claim.objects.get().pk}
    assert Availability.objects.get(story=story).taken == 1


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_release_and_expire_at_once_give_one_place_back(now):
    story = StoryFactory(live=True, places=5)
    claim = ClaimFactory(story=story, keep_until=now)
    ClaimFactory(story=story)
    presses = [lambda: claims.release(claim=Claim.objects.get(pk=claim.pk), now=now), lambda: claims.expire(now=now)]
    press_at_once(presses * 3)
    assert Availability.objects.get(story=story).taken == 1


# -- notice ----------------------------------------------------------------------------------------------------------


def test_warn_tells_once_a_day_before_the_end(story, now):
    claim = ClaimFactory(story=story, taken_at=now, keep_until=now + timedelta(days=3))
    assert claims.warn(now=now + timedelta(days=1, hours=23)) == 0
    assert claims.warn(now=now + timedelta(days=2)) == 1
    assert claims.warn(now=now + timedelta(days=2, hours=1)) == 0
    told = Notification.objects.get(person=claim.person)
    assert told.title.endswith("ends tomorrow")
    assert "one more day" in told.text


def test_warn_waits_for_half_of_a_short_time(story, now):
    ClaimFactory(story=story, taken_at=now, keep_until=now + timedelta(hours=6))
    assert claims.warn(now=now + timedelta(hours=2)) == 0
    assert claims.warn(now=now + timedelta(hours=3)) == 1
    assert Notification.objects.get().title.endswith("ends today")


def test_warn_is_silent_for_what_is_over(story, now):
    ClaimFactory(story=story, taken_at=now - timedelta(days=3), keep_until=now)
    ClaimFactory(story=story, shared=True, taken_at=now - timedelta(days=3), keep_until=now + timedelta(hours=2))
    assert claims.warn(now=now) == 0

"""Who may be offered what today: one statement by hand, held against the queryset and against plain Python."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts import company
from advocacy import candidates, readings, today
from advocacy.models import Availability, Claim, Decline, Reading, WaitingPlace
from content.models import AudienceRule, Interest, Story, Topic
from tests.accounts.factories import PersonFactory, TeamFactory
from tests.advocacy.factories import AvailabilityFactory, ClaimFactory, DeclineFactory, ReadingFactory
from tests.content.factories import AudienceRuleFactory, CampaignFactory, ObjectiveFactory, StoryFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def wait(person, story):
    return WaitingPlace.objects.create(person=person, story=story, since=NOW)


def topic(name, *stories, person=None):
    made = Topic.objects.create(name=name)
    for story in stories:
        story.topics.add(made)
    if person:
        Interest.objects.create(person=person, topic=made, since=NOW)
    return made


def test_candidates_leave_out_what_is_put_aside_held_full_or_for_others(employee, other_team, now):
    offered = StoryFactory(live=True)
    DeclineFactory(person=employee)
    ClaimFactory(person=employee)
    wait(employee, StoryFactory(live=True))
    AvailabilityFactory(story=StoryFactory(live=True, places=1), taken=1)
    AudienceRuleFactory(story=StoryFactory(live=True, everybody=False), team=other_team)
    StoryFactory(ended=True)
    StoryFactory(approved=True)
    found, total = candidates.of(person=employee, now=now)
    assert ([one.key for one in found], total) == ([offered.pk], 1)


def test_candidates_know_team_region_subject_and_what_was_begun(employee, now):
    story = StoryFactory(
        live=True,
        everybody=False,
        campaign=CampaignFactory(objective=ObjectiveFactory(reason="talent")),
    )
    AudienceRuleFactory(story=story, team=employee.team)
    ReadingFactory(person=employee, story=story, unread=True)
    found = candidates.of(person=employee, now=now)[0][0]
    assert (found.for_team, found.for_region, found.subject, found.is_begun) == (True, False, "talent", True)
    assert (found.places, found.taken) == (12, 0)


def test_candidates_are_bounded_and_counted_in_full(employee, now, monkeypatch):
    monkeypatch.setattr(candidates, "MOST", 3)
    popular = StoryFactory(live=True, places=10)
    Availability.objects.create(story=popular, places=10, taken=9)
    StoryFactory.create_batch(4, live=True)
    found, total = candidates.of(person=employee, now=now)
    assert (len(found), total) == (3, 5)
    assert popular.pk not in [one.key for one in found]


def test_candidates_know_what_somebody_wants_to_hear_about(employee, now):
    about, meant, other = StoryFactory(live=True), StoryFactory(live=True, everybody=False), StoryFactory(live=True)
    trains = topic("Night trains", about, person=employee)
    topic("Bridges", other)
    AudienceRuleFactory(story=meant, topic=trains)
    AudienceRuleFactory(story=StoryFactory(live=True, everybody=False), topic=Topic.objects.get(name="Bridges"))
    found, total = candidates.of(person=employee, now=now)
    assert {one.key: one.for_interest for one in found} == {about.pk: True, meant.pk: True, other.pk: False}
    assert total == 3


def test_candidates_know_what_is_like_something_read_lately(employee, now):
    talent = CampaignFactory(objective=ObjectiveFactory(reason="talent"))
    pipeline = CampaignFactory(objective=ObjectiveFactory(reason="pipeline"))
    read = [StoryFactory(live=True, campaign=talent) for _number in range(2)]
    for story in read:
        ReadingFactory(person=employee, story=story)
        Decline.objects.create(person=employee, story=story, at=now)
    told = StoryFactory(live=True, campaign=pipeline)
    ClaimFactory(person=employee, story=told, shared=True)
    same_reason = StoryFactory(live=True, campaign=CampaignFactory(objective=talent.objective))
    same_topic, once_only = StoryFactory(live=True, campaign=None), StoryFactory(live=True, campaign=pipeline)
    topic("Points", told, same_topic)
    found, _total = candidates.of(person=employee, now=now)
    assert {one.key: one.is_familiar for one in found} == {
        same_reason.pk: True,
        same_topic.pk: True,
        once_only.pk: False,
    }


def test_candidates_forget_what_was_begun_long_ago(employee, now):
    story = StoryFactory(live=True)
    ReadingFactory(person=employee, story=story, opened_at=now - timedelta(days=8))
    assert not candidates.of(person=employee, now=now)[0][0].is_begun


def test_candidates_leave_a_place_to_who_waits_for_it(employee, now):
    AvailabilityFactory(story=StoryFactory(live=True, places=3), taken=2, waiting=1)
    assert candidates.of(person=employee, now=now) == ([], 0)


def test_candidates_ask_once(employee, now, django_assert_num_queries):
    StoryFactory(live=True)
    with django_assert_num_queries(1):
        candidates.of(person=employee, now=now)


def test_opening_counts_who_saw_a_story_once_each(employee, colleague, now):
    counter = AvailabilityFactory(story=StoryFactory(live=True))
    for person in (employee, employee, colleague):
        readings.open(person=person, story=counter.story, now=now)
    counter.refresh_from_db()
    assert counter.seen == 2
    Availability.objects.update(seen=candidates.SEEN_BY_MANY)
    readings.open(person=PersonFactory(), story=counter.story, now=now)
    counter.refresh_from_db()
    assert counter.seen == candidates.SEEN_BY_MANY


# -- the oracle ------------------------------------------------------------------------------------------------------

FITS = {"team": None, "region": "", "language": "", "topic": None}
OTHER_RULES = {
    "team": ["top", "mine", "other", "other"],
    "region": ["South", "North", "North"],
    "language": ["en", "de", "de"],
    "topic": ["liked", "other", "other"],
}
SHOWN = {
    "state": "live",
    "begins": -1,
    "ends": 1,
    "rules": [FITS],
    "taken": 0,
    "waiting": 0,
    "claim": None,
    "others_claim": False,
    "is_declined": False,
    "is_waited_for": None,
    "is_read": False,
}
OTHER_STORIES = {
    "state": ["draft", "review", "approved", "ended", "retracted"],
    "begins": [0, 1],
    "ends": [0, -1],
    "taken": [1, 2],
    "waiting": [1, 2],
    "claim": ["open", "shared", "released", "expired"],
    "others_claim": [True],
    "is_declined": [True],
    "is_waited_for": ["waits", "left"],
    "is_read": [True],
}


def nearly(usual, others, most):
    """What fits, but for a thing or two: most rows of a wilder kind would be left out for five reasons at once."""
    changes = st.sampled_from([(name, value) for name, values in others.items() for value in values])
    return st.lists(changes, max_size=most).map(lambda changed: {**usual, **dict(changed)})


STORIES = st.builds(
    lambda story, rules: {**story, "rules": rules},
    nearly(SHOWN, OTHER_STORIES, 2),
    st.lists(nearly(FITS, OTHER_RULES, 2), min_size=1, max_size=2) | st.just([]),
)


EACH = [
    SHOWN,
    *({**SHOWN, name: value} for name, values in OTHER_STORIES.items() for value in values),
    *({**SHOWN, "rules": [{**FITS, name: value}]} for name, values in OTHER_RULES.items() for value in values),
    {**SHOWN, "rules": []},
]


def is_meant(said, person):
    """Plain Python, story by story: the same rule in other words."""

    def fits(rule):
        return (
            rule["team"] in (None, "top", "mine")
            and rule["region"] in ("", person.region)
            and rule["language"] in ("", person.language)
            and rule["topic"] in (None, "liked")
        )

    return said["state"] == "live" and said["begins"] <= 0 < said["ends"] and any(fits(rule) for rule in said["rules"])


def may_take(said, person):
    return (
        is_meant(said, person)
        and said["claim"] not in ("open", "shared")
        and not said["is_declined"]
        and said["is_waited_for"] != "waits"
        and said["taken"] + said["waiting"] < 2
    )


def lay(said, *, person, author, teams, topics):
    story = Story.objects.create(
        author=author,
        title="Story",
        places=2,
        version=1,
        approved_version=1,
        waiting_version=1,
        state=said["state"],
        created_at=NOW,
        updated_at=NOW,
        goes_live_at=NOW + timedelta(days=said["begins"]),
        expires_at=NOW + timedelta(days=said["ends"]),
    )
    for rule in said["rules"]:
        AudienceRule.objects.create(
            story=story,
            team=teams.get(rule["team"]),
            region=rule["region"],
            language=rule["language"],
            topic=topics.get(rule["topic"]),
        )
    Availability.objects.create(story=story, places=2, taken=said["taken"], waiting=said["waiting"])
    claim = {"story": story, "story_version": 1, "taken_at": NOW, "keep_until": NOW + timedelta(days=1)}
    if said["claim"]:
        Claim.objects.create(person=person, state=said["claim"], **claim)
    if said["others_claim"]:
        Claim.objects.create(person=author, **claim)
        Decline.objects.create(person=author, story=story, at=NOW)
    if said["is_declined"]:
        Decline.objects.create(person=person, story=story, at=NOW)
    if said["is_waited_for"]:
        row = wait(person, story)
        WaitingPlace.objects.filter(pk=row.pk).update(ended_at=None if said["is_waited_for"] == "waits" else NOW)
    if said["is_read"]:
        Reading.objects.create(person=person, story=story, opened_at=NOW, read_at=NOW)
    return story


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(said=EACH)
@given(said=st.lists(STORIES, min_size=6, max_size=6))
def test_today_never_offers_what_a_person_may_not_see(db, said):
    for table in (AudienceRule, Availability, Claim, Decline, WaitingPlace, Reading, Story, Interest, Topic):
        table.objects.all().delete()
    top = TeamFactory()
    teams = {"top": top, "mine": TeamFactory(parent=top), "other": TeamFactory()}
    topics = {name: Topic.objects.create(name=name) for name in ("liked", "other")}
    person, author = PersonFactory(team=teams["mine"], region="South", language="en"), PersonFactory()
    Interest.objects.create(person=person, topic=topics["liked"], since=NOW)
    stories = [lay(one, person=person, author=author, teams=teams, topics=topics) for one in said]
    expected = {story.pk for story, one in zip(stories, said, strict=True) if may_take(one, person)}
    meant = {story.pk for story, one in zip(stories, said, strict=True) if is_meant(one, person)}
    found, total = candidates.of(person=person, now=NOW)
    assert {one.key for one in found} == expected
    assert total == len(expected)
    assert set(Story.objects.live(NOW).for_person(person).values_list("pk", flat=True)) == meant
    queue = today.queue(person=person, handled=0, settings=company.current(), now=NOW)
    assert {story.pk for story, _reason in queue.stories} <= expected
    assert len(queue.stories) == min(3, len(expected))

"""How much is asked of the same people in a week."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from content import saturation
from content.models import Interest, Topic
from content.saturation import Cell, Group, Load, Offer, Rule
from tests.accounts.factories import PersonFactory, TeamFactory
from tests.content.factories import AudienceRuleFactory, StoryFactory

MONDAY = date(2026, 3, 9)
EVERYBODY = frozenset({Rule(Group())})
OPERATIONS = Rule(Group(team=1))
CELLS = [
    Cell(teams=(1,), region="North", language="en", people=20),
    Cell(teams=(1, 2), region="South", language="de", people=20),
    Cell(teams=(3,), region="South", language="de", people=160),
]


def offer(story=1, *, places=20, per_day=None, first=0, days=7, rules=frozenset({OPERATIONS})):
    begins = MONDAY + timedelta(days=first)
    return Offer(story, places, per_day, begins, begins + timedelta(days=days - 1), frozenset(rules))


def loads(*offers, cells=CELLS, mondays=(MONDAY,), interested=None):
    return saturation.loads(offers=offers, cells=cells, mondays=mondays, interested=interested or {})


@pytest.mark.parametrize(
    ("changed", "places"),
    [
        ({}, 20),
        ({"days": 14}, 10),
        ({"first": -7, "days": 14}, 10),
        ({"per_day": 2}, 14),
        ({"per_day": 9}, 20),
        ({"first": 5, "days": 30, "per_day": 3}, 6),
        ({"first": 7}, 0),
        ({"first": -7}, 0),
    ],
)
def test_places_within_a_week_follow_days_and_pace(changed, places):
    assert offer(**changed).places_within(MONDAY) == pytest.approx(places)


def test_loads_divide_places_by_the_people_reached():
    (load,) = loads(offer(places=20))[MONDAY]
    assert (load.group, load.people, load.asks) == (Group(team=1), 40, pytest.approx(0.5))


def test_loads_never_ask_one_person_twice_for_a_story():
    (load,) = loads(offer(places=4000))[MONDAY]
    assert load.asks == 1


def test_loads_of_a_group_hold_what_everybody_and_a_part_of_it_is_asked():
    part = frozenset({Rule(Group(team=2))})
    found = {
        load.group: load.asks
        for load in loads(offer(1), offer(2, places=100, rules=EVERYBODY), offer(3, rules=part))[MONDAY]
    }
    assert found[Group()] == pytest.approx((20 + 100 + 20) / 200)
    assert found[Group(team=1)] == pytest.approx((20 + 20 + 40 * 0.5) / 40)
    assert found[Group(team=2)] == pytest.approx(0.5 + 0.5 + 1)


def test_loads_count_a_person_once_whom_two_rules_fit():
    both = frozenset({OPERATIONS, Rule(Group(region="North"))})
    found = {load.group: load for load in loads(offer(rules=both))[MONDAY]}
    assert found[Group(team=1)].asks == found[Group(region="North")].asks == pytest.approx(0.5)


def test_loads_say_which_stories_ask_when_it_is_much():
    five = [offer(number, places=100) for number in range(1, 5)]
    (load,) = loads(*five, offer(9, places=10))[MONDAY]
    assert load.is_too_much
    assert load.level == "too_much"
    assert [story for story, _asks in load.stories] == [1, 2, 3, 4, 9]
    assert sum(asks for _story, asks in load.stories) == pytest.approx(load.asks)


def test_loads_take_an_interest_for_the_same_part_of_every_group():
    interested = frozenset({Rule(Group(team=1), topic=7)})
    (load,) = loads(offer(places=5, rules=interested), interested={7: 0.25})[MONDAY]
    assert load.asks == pytest.approx(5 / 40)
    assert loads(offer(rules=interested))[MONDAY] == []


def test_loads_leave_out_an_audience_of_nobody():
    assert loads(offer(rules={Rule(Group(team=99))}))[MONDAY] == []
    assert loads() == {MONDAY: []}


def test_moving_a_story_by_a_week_moves_what_it_asks():
    later = MONDAY + timedelta(days=7)
    before = loads(offer(1), offer(2), mondays=(MONDAY, later))
    after = loads(offer(1), offer(2, first=7), mondays=(MONDAY, later))
    assert [week[0].asks for week in before.values() if week] == [1.0]
    assert [after[monday][0].asks for monday in (MONDAY, later)] == [0.5, 0.5]


@given(
    st.lists(
        st.tuples(
            st.integers(1, 500),
            st.none() | st.integers(1, 40),
            st.integers(-20, 20),
            st.integers(1, 40),
            st.sets(
                st.builds(
                    Rule,
                    st.builds(
                        Group,
                        st.none() | st.integers(1, 4),
                        st.sampled_from(["", "North", "South"]),
                        st.sampled_from(["", "en", "de"]),
                    ),
                ),
                max_size=3,
            ),
        ),
        max_size=6,
    )
)
def test_loads_agree_with_asking_every_single_person(drawn):
    offers = [
        offer(number, places=places, per_day=per_day, first=first, days=days, rules=frozenset(rules))
        for number, (places, per_day, first, days, rules) in enumerate(drawn)
    ]

    def fits(group, cell):
        return (
            (group.team is None or group.team in cell.teams)
            and group.region in ("", cell.region)
            and group.language in ("", cell.language)
        )

    def meant(each, cell):
        return any(fits(rule.group, cell) for rule in each.rules)

    for load in loads(*offers)[MONDAY]:
        mine = [cell for cell in CELLS if fits(load.group, cell)]
        expected = sum(
            cell.people * min(1, each.places_within(MONDAY) / sum(c.people for c in CELLS if meant(each, c)))
            for cell in mine
            for each in offers
            if meant(each, cell)
        ) / sum(cell.people for cell in mine)
        assert load.asks == pytest.approx(expected)


@pytest.mark.parametrize(
    ("asks", "level"),
    [(0, "calm"), (0.99, "calm"), (1, "fine"), (2, "fine"), (2.1, "much"), (3, "much"), (3.1, "too_much")],
)
def test_levels_begin_where_the_module_says(asks, level):
    assert Load(group=Group(), people=1, asks=asks, stories=()).level == level


def test_a_load_says_what_to_do():
    load = Load(group=Group(), people=9, asks=4.04, stories=(), name="Operations")
    assert load.sentence == "Operations: 4 asks a person in this week. Too much, move one."
    assert "2.5 asks" in Load(group=Group(), people=9, asks=2.5, stories=(), name="x").sentence


@pytest.mark.django_db
def test_of_weeks_reads_stories_teams_and_interests(company, now):
    above = TeamFactory.create(name="Operations")
    below = TeamFactory.create(name="Depot", parent=above)
    topic = Topic.objects.create(name="Bridges")
    people = PersonFactory.create_batch(4, team=below, region="North")
    PersonFactory.create(team=below, left=True)
    Interest.objects.create(person=people[0], topic=topic, since=now)
    live = StoryFactory.create_batch(4, live=True, everybody=False, places=90)
    for story in live:
        AudienceRuleFactory.create(story=story, team=above)
    AudienceRuleFactory.create(story=live[0], region="North", topic=topic)
    StoryFactory.create(places=90)  # a draft asks nothing yet
    week = saturation.of_weeks(mondays=[MONDAY], zone=company.zone)[MONDAY]
    assert [(load.name, load.people, load.asks) for load in week] == [("Operations", 4, 4.0), ("North", 4, 4.0)]
    assert {story for story, _asks in week[0].stories} == {story.pk for story in live}


@pytest.mark.django_db
def test_of_weeks_asks_as_few_questions_for_many_stories(company, team):
    topic = Topic.objects.create(name="Bridges")
    for story in StoryFactory.create_batch(12, live=True):
        AudienceRuleFactory.create(story=story, team=team, topic=topic, language="de")
    weeks = [MONDAY + timedelta(days=7 * count) for count in range(4)]
    with CaptureQueriesContext(connection) as asked:
        saturation.of_weeks(mondays=weeks, zone=company.zone)
    assert len(asked) == 6
    assert saturation.of_weeks(mondays=[], zone=company.zone) == {}

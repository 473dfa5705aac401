"""The calendar's weeks."""

from datetime import date, timedelta

import pytest

from content import weeks
from tests.accounts.factories import PersonFactory, RoleGrantFactory, TeamFactory
from tests.content.factories import AudienceRuleFactory, QuietDayFactory, StoryFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 9)


@pytest.fixture
def week(curator, company, now):
    """The week of the tenth of March, a Tuesday."""

    def laid(person=curator, first=MONDAY):
        return weeks.of(person=person, first=first, count=1, now=now, settings=company).weeks[0]

    return laid


def test_of_counts_company_days_from_monday(week):
    found = week(first=MONDAY + timedelta(days=6))
    assert (found.monday, found.number, found.sunday) == (MONDAY, 11, date(2026, 3, 15))
    assert [day.is_today for day in found.days].index(True) == 1
    assert [day.is_quiet for day in found.days] == [False] * 5 + [True] * 2


def test_bars_go_from_the_first_day_to_the_last(week, now):
    StoryFactory.create(live=True)
    StoryFactory.create(
        approved=True, goes_live_at=now + timedelta(days=2), expires_at=now.replace(day=14, hour=22, minute=59)
    )
    first, second = week().bars
    assert (first.first, first.last, first.begins, first.goes_on) == (1, 7, True, True)
    assert (second.first, second.last, second.goes_on, second.is_planned) == (4, 6, False, True)


def test_bars_tell_what_nobody_said_yes_to_and_what_is_over(week, now):
    StoryFactory.create(title="a draft", expires_at=None)
    StoryFactory.create(title="a question", review=True)
    StoryFactory.create(title="over", ended=True)
    StoryFactory.create(title="taken back", retracted=True)
    StoryFactory.create(title="without a day", goes_live_at=None)
    found = {bar.story.title: (bar.is_meant, bar.is_over, bar.last) for bar in week().bars}
    assert found == {"a draft": (True, False, 1), "a question": (True, False, 7), "over": (False, True, 1)}


def test_a_full_week_shows_first_what_begins_in_it(week, now):
    for _number in range(weeks.MOST_BARS):
        StoryFactory.create(live=True, goes_live_at=now - timedelta(days=30), expires_at=now + timedelta(days=30))
    begins = StoryFactory.create(approved=True)
    found = week()
    assert begins in [bar.story for bar in found.bars]
    assert (len(found.bars), found.bars_more, found.begins) == (weeks.MOST_BARS, 1, [begins.pk])


def test_only_stories_in_reach_are_shown_but_all_are_counted(week, now, team):
    limited = PersonFactory.create(team=TeamFactory.create())
    RoleGrantFactory.create(person=limited, role="curator", team=limited.team)
    for _number in range(5):
        story = StoryFactory.create(
            approved=True, places=90, owner_team=team, everybody=False, expires_at=now + timedelta(days=4)
        )
        AudienceRuleFactory.create(story=story, team=limited.team)
    found = week(limited)
    assert found.bars == []
    assert found.level == "too_much"
    assert (found.too_much[0].movable, found.too_much[0].live) == ([], 0)


def test_too_much_names_what_can_still_move(week, curator, now):
    few = TeamFactory.create(name="Operations")
    PersonFactory.create_batch(3, team=few)
    stories = []
    for trait in ("live", "approved", "approved", "approved", "approved"):
        story = StoryFactory.create(**{trait: True}, places=90, everybody=False, expires_at=now + timedelta(days=4))
        AudienceRuleFactory.create(story=story, team=few)
        stories.append(story)
    (much,) = week().too_much
    assert much.load.sentence == "Operations: 5 asks a person in this week. Too much, move one."
    assert [story.state for story in much.movable] == ["approved"] * 3
    assert much.live == 1


def test_clashes_are_stories_that_would_begin_on_a_quiet_day(week, now):
    planned = StoryFactory.create(approved=True)
    StoryFactory.create(live=True, goes_live_at=now)
    elsewhere = StoryFactory.create(approved=True, everybody=False)
    AudienceRuleFactory.create(story=elsewhere, region="North")
    QuietDayFactory.create(first_on=MONDAY, last_on=MONDAY + timedelta(days=3), region="South", reason="Carnival")
    found = week()
    assert [(clash.story, clash.quiet.reason) for clash in found.clashes] == [(planned, "Carnival")]
    assert [bool(day.quiet) for day in found.days] == [True] * 4 + [False] * 3


@pytest.mark.parametrize(
    ("day", "monday"),
    [(date(2026, 3, 15), MONDAY), (date.min, date(2000, 1, 3)), (date.max, date(2099, 12, 28))],
)
def test_monday_of_any_day_can_be_shown(day, monday, curator, company, now):
    assert weeks.monday_of(day) == monday
    calendar = weeks.of(person=curator, first=day, count=4, now=now, settings=company)
    assert len(calendar.weeks) == 4
    assert calendar.earlier <= calendar.first
    assert calendar.sentence

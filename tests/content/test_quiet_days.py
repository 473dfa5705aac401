"""Days on which nothing new goes out."""

from datetime import date, timedelta

import pytest

from accounts.models import AuditEntry
from content import manuscripts, quiet_days, reach
from content.models import QuietDay
from tests.accounts.factories import PersonFactory, RoleGrantFactory
from tests.content.factories import AudienceRuleFactory, QuietDayFactory, StoryFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 16)


def test_add_keeps_days_once(curator, now):
    for _twice in range(2):
        quiet = quiet_days.add(first_on=MONDAY, last_on=None, reason=" Strike ", by=curator, now=now)
    assert (quiet.first_on, quiet.last_on, quiet.reason, quiet.region) == (MONDAY, MONDAY, "Strike", "")
    assert QuietDay.objects.count() == AuditEntry.objects.filter(action="quiet_days.add").count() == 1


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"last_on": MONDAY - timedelta(days=1)}, quiet_days.DaysOutOfOrder),
        ({"last_on": MONDAY + timedelta(days=60)}, quiet_days.DaysOutOfOrder),
        ({"reason": "  "}, quiet_days.ReasonMissing),
    ],
)
def test_add_refuses_what_cannot_be(curator, now, changed, error):
    with pytest.raises(error):
        quiet_days.add(**{"first_on": MONDAY, "last_on": MONDAY, "reason": "Strike", **changed}, by=curator, now=now)
    assert not QuietDay.objects.exists()


def test_only_curators_of_the_whole_company_change_its_silence(other_team, company, now):
    limited = PersonFactory.create()
    RoleGrantFactory.create(person=limited, role="curator", team=other_team)
    quiet = QuietDayFactory.create()
    with pytest.raises(reach.OutsideReach):
        quiet_days.add(first_on=MONDAY, last_on=None, reason="Strike", by=limited, now=now)
    with pytest.raises(reach.OutsideReach):
        quiet_days.remove(quiet_day=quiet, by=limited, now=now)
    assert QuietDay.objects.get() == quiet


def test_remove_can_be_repeated(curator, now):
    quiet = QuietDayFactory.create()
    for _twice in range(2):
        quiet_days.remove(quiet_day=quiet, by=curator, now=now)
    assert not QuietDay.objects.exists()


def test_conflicts_are_those_of_the_company_day_it_begins_on(company, now):
    eve = now.replace(day=15, hour=23, minute=30)  # in Berlin the 16th has begun
    said = manuscripts.of_story(story=StoryFactory.create(goes_live_at=eve))
    quiet = QuietDayFactory.create(first_on=MONDAY)
    QuietDayFactory.create(first_on=MONDAY + timedelta(days=1), last_on=MONDAY + timedelta(days=9))
    assert quiet_days.conflicts(said) == [quiet]


def test_conflicts_look_at_the_regions_that_are_meant(company, now):
    story = StoryFactory.create(goes_live_at=now, everybody=False)
    AudienceRuleFactory.create(story=story, region="North")
    QuietDayFactory.create(region="South")
    assert quiet_days.conflicts(manuscripts.of_story(story=story)) == []
    north = QuietDayFactory.create(region="North")
    assert quiet_days.conflicts(manuscripts.of_story(story=story)) == [north]
    AudienceRuleFactory.create(story=story)
    assert len(quiet_days.conflicts(manuscripts.of_story(story=story))) == 2


def test_conflicts_leave_alone_what_has_no_date(company):
    QuietDayFactory.create()
    assert quiet_days.conflicts(manuscripts.Manuscript()) == []

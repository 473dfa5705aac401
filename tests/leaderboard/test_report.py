from dataclasses import FrozenInstanceError
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import CompanySettings, Headcount, Person, Team
from advocacy.models import Conversation
from leaderboard import headlines, report
from tests.accounts.factories import BrandFollowersFactory, PersonFactory
from tests.advocacy.factories import ConversationFactory, FeedbackFactory, ShareFactory
from tests.content.factories import MilestoneFactory, StoryFactory
from tests.leaderboard.factories import DailyClicksFactory, MeasurementFactory

Evidence = Conversation.Evidence


def shares(people: int, at: datetime) -> None:
    story = StoryFactory.create(live=True, places=999)
    for _ in range(people):
        ShareFactory.create(story=story, posted_at=at)


def test_figures_of_an_empty_company_are_honest(company: CompanySettings, now: datetime) -> None:
    figures = report.figures(now=now)
    assert (figures.talks.together, figures.sharers.people, figures.clicks.human) == (0, 0, 0)
    assert (figures.verdicts, figures.own, figures.new_people) == ((), (), None)
    assert (figures.is_silent, figures.is_boring) == (True, False)
    assert figures.article.ratio == 3.5
    assert [step.do for step in figures.next_steps] == [
        "Set an objective with a date and a number.",
        "Enter how many people follow our page on LinkedIn.",
    ]


def test_figures_count_conversations_by_evidence(employee: Person, now: datetime) -> None:
    for evidence, count in ((Evidence.TOLD, 3), (Evidence.THREADED, 2), (Evidence.CONFIRMED, 1)):
        ConversationFactory.create_batch(count, person=employee, evidence=evidence)
    ConversationFactory.create(person=employee, started_at=now - timedelta(days=40))
    Conversation.objects.filter(evidence=Evidence.CONFIRMED).update(answered_at=now)
    talks = report.figures(now=now).talks
    assert (talks.told, talks.threaded, talks.confirmed, talks.together) == (3, 2, 1, 6)
    assert (talks.before, talks.answered_in_a_day) == (1, 1)


def test_figures_count_people_once(employee: Person, colleague: Person, now: datetime) -> None:
    ShareFactory.create_batch(3, person=employee)
    ShareFactory.create(person=colleague, posted_at=now - timedelta(days=35))
    sharers = report.figures(now=now).sharers
    assert (sharers.people, sharers.before, sharers.shares) == (1, 1, 3)
    assert sharers.of == Person.objects.present().count()


def test_figures_take_the_headcount_when_it_is_fresh(team: Team, company: CompanySettings, now: datetime) -> None:
    Headcount.objects.create(team=team, on=now.date() - timedelta(days=1), people=350)
    assert report.figures(now=now).sharers.of == 350
    Headcount.objects.update(on=now.date() - timedelta(days=9))
    assert report.figures(now=now).sharers.of == 0


def test_figures_add_up_roll_ups_of_the_period(employee: Person, now: datetime) -> None:
    share = ShareFactory.create(person=employee)
    DailyClicksFactory.create(link=share.link, human=9, visitors=7, suspect=2, robot=30)
    DailyClicksFactory.create(link=share.link, human=5, visitors=5, on=now.date() - timedelta(days=30))
    clicks = report.figures(now=now).clicks
    assert (clicks.human, clicks.visitors, clicks.suspect, clicks.robot) == (9, 7, 2, 30)


def test_figures_model_new_people_from_who_shared(team: Team, company: CompanySettings, now: datetime) -> None:
    Headcount.objects.create(team=team, on=now.date(), people=5000)
    BrandFollowersFactory.create(followers=20_000)
    supposed = report.figures(now=now).new_people
    shares(20, now - timedelta(days=1))
    counted = report.figures(now=now).new_people
    assert supposed is not None
    assert counted is not None
    assert (supposed.is_taking_part_counted, counted.is_taking_part_counted) == (False, True)
    assert 0 < counted.low < counted.middle < counted.high
    assert counted.middle < supposed.middle


@pytest.mark.parametrize(("before", "after", "boring"), [(9, 10, True), (2, 30, False)])
def test_figures_call_a_boring_month_boring(
    company: CompanySettings, now: datetime, before: int, after: int, boring: bool
) -> None:
    shares(before, now - timedelta(days=40))
    shares(after, now - timedelta(days=3))
    assert report.figures(now=now).is_boring is boring


def test_figures_advise_only_what_is_true(team: Team, employee: Person, now: datetime) -> None:
    talk = ConversationFactory.create(person=employee, last_turn_at=now - timedelta(days=3))
    FeedbackFactory.create(conversation=talk)
    milestone = MilestoneFactory.create(due_on=now.date() - timedelta(days=1))
    MeasurementFactory.create(objective=milestone.objective)
    Headcount.objects.create(team=team, on=now.date(), people=1000)
    BrandFollowersFactory.create(followers=20_000)
    story = StoryFactory.create(live=True, campaign__objective=milestone.objective)
    ShareFactory.create(person=employee, story=story)
    assert [step.do for step in report.figures(now=now).next_steps] == [
        "See to the one person who has waited for an answer for two days.",
        "Decide on one thing that people outside told us.",
        "Win 29 more colleagues for sharing.",
    ]


def test_figures_cannot_be_changed(company: CompanySettings, now: datetime) -> None:
    figures = report.figures(now=now)
    with pytest.raises(FrozenInstanceError):
        figures.since = figures.until  # type: ignore[misc]


def queries(now: datetime) -> int:
    with CaptureQueriesContext(connection) as asked:
        report.figures(now=now)
    return len(asked)


def test_figures_ask_a_fixed_number_of_queries(team: Team, company: CompanySettings, now: datetime) -> None:
    Headcount.objects.create(team=team, on=now.date(), people=5000)
    BrandFollowersFactory.create(followers=20_000)
    headlines.article()
    few = queries(now)
    for _ in range(4):
        MeasurementFactory.create(objective=MilestoneFactory.create().objective)
    shares(12, now - timedelta(days=2))
    ConversationFactory.create_batch(6, person=PersonFactory.create(team=team))
    assert few <= 18
    assert queries(now) <= few + 2

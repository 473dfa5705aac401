from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import close_old_connections, connection
from django.db.models import Sum
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import CompanySettings, Person
from advocacy.models import Conversation, ConversationTurn, Reading, Share
from leaderboard import points
from leaderboard.models import Act, PointEntry, SettledCause, Standing
from tests.accounts.factories import CompanyFactory, FollowerCountFactory, PersonFactory
from tests.advocacy.factories import (
    ConversationFactory,
    ConversationTurnFactory,
    ReadingFactory,
    ShareFactory,
)
from tests.content.factories import StoryFactory
from tests.leaderboard.factories import WEEK, DailyClicksFactory

Side = ConversationTurn.Side
Evidence = Conversation.Evidence


def given_to(person: Person, act: str | None = None) -> int:
    entries = PointEntry.objects.filter(person=person)
    entries = entries.filter(act=act) if act else entries
    return entries.aggregate(together=Sum("points"))["together"] or 0


def test_settle_gives_what_the_acts_weigh(employee: Person, now: datetime) -> None:
    ReadingFactory.create_batch(3, person=employee)
    ShareFactory.create_batch(2, person=employee)
    talk = ConversationFactory.create(person=employee, evidence=Evidence.THREADED, threaded_at=now)
    for minute, side in enumerate([Side.THEM, Side.US, Side.THEM, Side.US]):
        ConversationTurnFactory.create(conversation=talk, side=side, at=now - timedelta(minutes=30 - minute))
    assert points.settle(now=now) == 5
    assert {act: given_to(employee, act) for act in Act.values} == {
        Act.READ: 175,
        Act.SHARE: 600,
        Act.OWN_WORDS: 640,
        Act.REPLY: 925,
        Act.CONVERSATION: 800,
    }
    standing = Standing.objects.get(person=employee)
    assert (standing.points, standing.score) == (3140, 314)


def test_settle_twice_changes_nothing(employee: Person, now: datetime) -> None:
    ReadingFactory.create(person=employee)
    assert points.settle(now=now) == 1
    assert points.settle(now=now) == 0
    assert points.check_all(now=now) == 0
    assert PointEntry.objects.count() == 1


def test_settle_adds_the_difference_of_a_new_cause(employee: Person, now: datetime) -> None:
    ReadingFactory.create(person=employee)
    points.settle(now=now)
    late = ReadingFactory.create(person=employee, read_at=now - timedelta(hours=2))
    assert points.settle(now=now) == 1
    newest = PointEntry.objects.get(person=employee, number=2)
    assert (newest.points, newest.reason, newest.team) == (50, PointEntry.Reason.SETTLED, employee.team)
    assert newest.causes[0] == late.pk


def test_settle_finds_a_late_cause_with_a_lower_key(employee: Person, now: datetime) -> None:
    late = ReadingFactory.create(person=employee, unread=True)
    ReadingFactory.create(person=employee)
    points.settle(now=now)
    Reading.objects.filter(pk=late.pk).update(read_at=now - timedelta(days=1))
    assert points.settle(now=now) == 1
    assert given_to(employee) == 150
    assert SettledCause.objects.filter(act=Act.READ, cause=late.pk).exists()


def test_settle_takes_back_a_withdrawn_share(employee: Person, now: datetime) -> None:
    share = ShareFactory.create(person=employee)
    points.settle(now=now)
    assert given_to(employee) == 800
    Share.objects.filter(pk=share.pk).update(state=Share.State.WITHDRAWN)
    assert points.settle(now=now) == 2
    assert given_to(employee) == 0
    lines = PointEntry.objects.filter(person=employee, act=Act.SHARE).order_by("number")
    assert [(line.points, line.reason) for line in lines] == [(400, "settled"), (-400, "taken_back")]
    assert Standing.objects.get(person=employee).points == 0
    assert not SettledCause.objects.exists()


def test_settle_gives_nothing_for_a_share_without_disclosure(employee: Person, now: datetime) -> None:
    ShareFactory.create(person=employee, disclosure="", words="Short.")
    assert points.settle(now=now) == 0


@pytest.mark.parametrize(
    ("words", "likeness", "expected"),
    [("x" * 40, 0.59, 400), ("x" * 39, 0.0, 0), ("  " + "x" * 39 + "  ", 0.0, 0), ("x" * 80, 0.6, 0)],
)
def test_settle_gives_own_words_only_for_own_words(
    employee: Person, now: datetime, words: str, likeness: float, expected: int
) -> None:
    ShareFactory.create(person=employee, words=words, likeness=likeness)
    points.settle(now=now)
    assert given_to(employee, Act.OWN_WORDS) == expected


def test_settle_counts_no_opened_share_and_no_unread_story(employee: Person, now: datetime) -> None:
    ShareFactory.create(person=employee, opened=True)
    ReadingFactory.create(person=employee, unread=True)
    assert points.settle(now=now) == 0


def test_settle_counts_an_answer_only_after_them(employee: Person, now: datetime) -> None:
    talk = ConversationFactory.create(person=employee)
    for side in (Side.US, Side.THEM, Side.US, Side.US):
        ConversationTurnFactory.create(conversation=talk, side=side, at=now - timedelta(hours=1))
    points.settle(now=now)
    assert given_to(employee) == 500


@pytest.mark.parametrize(
    ("evidence", "expected"), [(Evidence.TOLD, 0), (Evidence.THREADED, 800), (Evidence.CONFIRMED, 800)]
)
def test_settle_counts_conversations_with_evidence(
    employee: Person, now: datetime, evidence: str, expected: int
) -> None:
    ConversationFactory.create(person=employee, evidence=evidence)
    points.settle(now=now)
    assert given_to(employee) == expected


def test_settle_multiplies_shares_by_the_lift_of_known_followers(employee: Person, now: datetime) -> None:
    FollowerCountFactory.create(person=employee, least=10_000, most=10_000)
    share = ShareFactory.create(person=employee)
    points.settle(now=now)
    assert given_to(employee, Act.SHARE) == 200
    DailyClicksFactory.create(link=share.link, visitors=20, human=90)
    assert points.settle(now=now) == 0
    assert points.check_all(now=now) == 1
    assert given_to(employee, Act.SHARE) == 800
    assert PointEntry.objects.get(act=Act.SHARE, number=2).reason == PointEntry.Reason.CLICKS
    assert points.check_all(now=now) == 0


def test_settle_leaves_the_lift_alone_when_followers_are_not_known(employee: Person, now: datetime) -> None:
    share = ShareFactory.create(person=employee)
    FollowerCountFactory.create(person=employee, network="bluesky", least=5, most=5)
    DailyClicksFactory.create(link=share.link, visitors=500)
    points.settle(now=now)
    assert given_to(employee, Act.SHARE) == 400


def test_week_is_the_companys(employee: Person, now: datetime) -> None:
    """Sunday evening in London is Monday in Berlin."""
    ReadingFactory.create(person=employee, read_at=datetime(2026, 3, 8, 23, 30, tzinfo=UTC))
    ReadingFactory.create(person=employee, read_at=datetime(2026, 3, 8, 22, 30, tzinfo=UTC))
    points.settle(now=now)
    assert set(PointEntry.objects.values_list("week", "points")) == {(WEEK, 100), (date(2026, 3, 2), 100)}


def test_settle_leaves_old_causes_to_the_nightly_check(employee: Person, now: datetime) -> None:
    ReadingFactory.create(person=employee, read_at=now - timedelta(days=8))
    assert points.settle(now=now) == 0
    assert points.check_all(now=now) == 1


def test_check_all_puts_a_wrong_total_right(employee: Person, now: datetime) -> None:
    ReadingFactory.create(person=employee)
    points.settle(now=now)
    Standing.objects.update(points=999, score=100)
    assert points.check_all(now=now) == 1
    assert Standing.objects.get(person=employee).points == 100


def test_settle_works_through_more_than_one_batch(company: CompanySettings, now: datetime) -> None:
    story = StoryFactory.create(live=True)
    for person in PersonFactory.create_batch(5):
        ReadingFactory.create(person=person, story=story)
    assert points.settle(now=now, most=2) == 2
    assert points.settle(now=now, most=2) == 2
    assert points.settle(now=now, most=2) == 1


def test_sheet_explains_the_week_line_by_line(employee: Person, now: datetime) -> None:
    ReadingFactory.create_batch(2, person=employee)
    points.settle(now=now)
    sheet = points.sheet(person=employee, week=WEEK)
    lines = {line.act: line for line in sheet.lines}
    assert [line.act for line in sheet.lines] == list(Act.values)
    assert (lines["read"].times, lines["read"].points, lines["read"].one_more) == (2, Decimal("1.5"), Decimal("0.25"))
    assert (lines["conversation"].times, lines["conversation"].one_more) == (0, Decimal(8))
    assert sheet.points == Decimal("1.5")


class TestOrder(TestCase):
    @given(order=st.permutations(range(5)), stops=st.sets(st.integers(0, 4)))
    @hypothesis_settings(max_examples=15, deadline=None)
    def test_order_in_which_causes_become_known_is_irrelevant(self, order: list[int], stops: set[int]) -> None:
        now = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
        CompanyFactory.create()
        person = PersonFactory.create()
        for place, minutes in enumerate(order):
            ReadingFactory.create(person=person, read_at=now - timedelta(minutes=minutes))
            if place in stops:
                points.settle(now=now)
        points.settle(now=now)
        assert given_to(person) == 194
        last = PointEntry.objects.filter(person=person).order_by("number").last()
        times = dict(Reading.objects.filter(person=person).values_list("pk", "read_at"))
        assert last is not None
        assert last.causes == sorted(times, key=lambda key: (times[key], key))


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_settle_by_two_workers_at_once_counts_once(now: datetime) -> None:
    CompanyFactory.create()
    people = PersonFactory.create_batch(6)
    stories = StoryFactory.create_batch(3, live=True)
    for person in people:
        for story in stories:
            ReadingFactory.create(person=person, story=story)
    barrier = Barrier(4)

    def work() -> None:
        close_old_connections()
        barrier.wait()
        points.settle(now=now)
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    points.settle(now=now)
    for person in people:
        assert given_to(person) == 175
        assert Standing.objects.get(person=person).points == 175
    assert PointEntry.objects.count() == len(people)

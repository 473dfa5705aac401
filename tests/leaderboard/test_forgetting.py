"""Who asks to be forgotten leaves the board at once and the figures never."""

from datetime import datetime, timedelta

from accounts import erasures
from accounts.models import Person
from advocacy import leaving
from advocacy.models import Conversation
from leaderboard import boards, points, report, seasons, standings
from leaderboard.models import PointEntry
from tests.advocacy.factories import ConversationFactory, ConversationTurnFactory, ReadingFactory, ShareFactory

WEEK = timedelta(days=7)


def test_sums_stay_when_words_go(employee: Person, administrator: Person, now: datetime) -> None:
    boards.choose(person=employee, choice="named", now=now)
    ReadingFactory.create(person=employee, opened_at=now, read_at=now)
    ShareFactory.create(person=employee, posted_at=now, opened_at=now, likeness=0.1)
    conversation = ConversationFactory.create(
        person=employee, evidence=Conversation.Evidence.THREADED, started_at=now, threaded_at=now
    )
    ConversationTurnFactory.create(conversation=conversation, at=now)
    points.settle(now=now)
    ledger = list(PointEntry.objects.order_by("pk").values())
    assert {line["act"] for line in ledger} >= {"read", "share", "own_words", "conversation"}
    season = seasons.current(now=now)

    erasures.request(person=employee, now=now)
    assert standings.top(5, season=season, you=administrator) == []
    erasures.sweep(now=now + WEEK)
    later = now + WEEK
    told = report.figures(now=later)
    assert leaving.forget_words()
    assert boards.sweep_left(now=later) == 1
    points.settle(now=later)
    points.check_all(now=later)

    assert list(PointEntry.objects.order_by("pk").values()) == ledger
    after = report.figures(now=later)
    assert (after.talks, after.sharers, after.clicks) == (told.talks, told.sharers, told.clicks)
    assert standings.of(person=employee, season=season).points > 0
    assert standings.size(season=season) == 0


def test_board_has_the_name_again_after_a_change_of_mind(
    employee: Person, administrator: Person, now: datetime
) -> None:
    boards.choose(person=employee, choice="named", now=now)
    season = seasons.current(now=now)
    erasures.request(person=employee, now=now)
    assert boards.sweep_left(now=now) == 0
    erasures.withdraw(person=employee, now=now)
    assert [place.name for place in standings.top(5, season=season, you=employee)] == [employee.name]

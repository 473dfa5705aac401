"""Two workers, or one person who presses twice, at the same moment."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from advocacy.measuring import posts, readers, replies, servers, visits
from advocacy.measuring.findings import Answer, Author, Post, Thread
from advocacy.measuring.readers import Found, Wanted
from advocacy.models import Conversation, DailyEngagement, Engagement, Measuring, NetworkServer, Reply, Share
from tests.advocacy.factories import MeasuringFactory, ReplyFactory, ShareFactory
from tests.advocacy.measuring.mastodon_server import HOST, MastodonServer
from tests.advocacy.test_claims import press_at_once

needs_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
pytestmark = [pytest.mark.postgresql, needs_postgresql, pytest.mark.django_db(transaction=True)]
TIMES = 8
WANTED = Wanted(key=1, permalink=f"https://{HOST}/@ana/1001", remote_id="", has_answers=False)
ANA, BEA = Author("ana@social.example", "7"), Author("bea@rail.example", "8")


def test_many_workers_ask_a_server_once(mastodon: MastodonServer, settings, company, now: datetime) -> None:
    account = mastodon.add_account()
    mastodon.add_status("1002", mastodon.add_account("bea@rail.example"), to=None)
    mastodon.add_status("1001", account, favourites_count=12, replies_count=1)
    mastodon.statuses["1002"] |= {"in_reply_to_id": "1001", "in_reply_to_account_id": account}
    ShareFactory.create(network="mastodon", permalink=f"https://{HOST}/@ana/1001")
    every = readers.every(mastodon_address=settings.MASTODON_ADDRESS, bluesky_address=settings.BLUESKY_APPVIEW)
    allowed = settings.OUTBOUND_ALLOWED
    done = press_at_once([lambda: visits.sweep(now=now, readers=every, allowed=allowed) for _ in range(TIMES)])
    assert sorted(done) == [0] * (TIMES - 1) + [1]
    assert mastodon.asked == ["/api/v1/statuses/1001", "/api/v1/statuses/1001/context"]
    assert (Engagement.objects.count(), Reply.objects.count()) == (1, 1)


def test_many_workers_open_a_post_once(company, settings, now: datetime) -> None:
    ShareFactory.create(network="mastodon", permalink=f"https://{HOST}/@ana/1001")
    every = readers.every(mastodon_address=settings.MASTODON_ADDRESS, bluesky_address=settings.BLUESKY_APPVIEW)
    done = press_at_once([lambda: posts.open(now=now, readers=every) for _ in range(TIMES)])
    assert [each for each in done if isinstance(each, Exception)] == []
    assert (Measuring.objects.count(), NetworkServer.objects.count()) == (1, 1)


def test_of_many_who_read_the_same_post_one_writes(company, now: datetime) -> None:
    MeasuringFactory.create()
    seen = [Measuring.objects.select_related("share__person").get() for _ in range(TIMES)]
    answers = tuple(
        Answer(str(number), BEA, "Bea", "@bea", "Words", f"https://{HOST}/@bea/{number}", now) for number in range(5)
    )

    def keeps(number: int):
        post = Post("1001", ANA, reactions=number, reshares=0, replies=5)
        found = Found(WANTED, post=post, thread=Thread(answers, is_whole=True))
        return lambda: posts.keep(measuring=seen[number], found=found, now=now)

    done = press_at_once([keeps(number) for number in range(TIMES)])
    assert sorted(done) == [False] * (TIMES - 1) + [True]
    assert Engagement.objects.get().reactions == done.index(True)
    assert (DailyEngagement.objects.count(), Reply.objects.count()) == (1, 5)


def test_a_post_taken_back_while_it_is_read_is_not_written(company, now: datetime) -> None:
    seen = MeasuringFactory.create()
    Share.objects.update(state=Share.State.WITHDRAWN)
    post = Post("1001", ANA, reactions=1, reshares=0, replies=0)
    assert not posts.keep(measuring=seen, found=Found(WANTED, post=post), now=now)
    assert not Engagement.objects.exists()


def test_many_who_take_a_server_are_one(company, now: datetime) -> None:
    MeasuringFactory.create()
    rows = [NetworkServer.objects.get() for _ in range(TIMES)]
    taken = press_at_once([lambda row=row: servers.take(server=row, now=now) for row in rows])
    assert sorted(taken) == [False] * (TIMES - 1) + [True]


def test_taking_a_reply_many_times_at_once_is_one_conversation(company, now: datetime) -> None:
    reply = ReplyFactory.create()
    taken = press_at_once([lambda: replies.take(reply=reply, now=now) for _ in range(TIMES)])
    assert len({conversation.pk for conversation in taken}) == 1
    assert Conversation.objects.count() == 1


def test_taking_and_putting_away_at_once_is_one_of_both(company, now: datetime) -> None:
    for _ in range(5):
        reply = ReplyFactory.create()
        press_at_once([lambda r=reply: replies.take(reply=r, now=now), lambda r=reply: replies.put_away(reply=r)])
        state = Reply.objects.get(pk=reply.pk).state
        assert Conversation.objects.filter(share=reply.share).count() == (state == "taken")


def test_two_replies_of_one_author_taken_at_once_are_one_conversation(company, now: datetime) -> None:
    share = ShareFactory.create(network="mastodon", permalink=f"https://{HOST}/@ana/1001")
    several = [ReplyFactory.create(share=share, author_digest="a" * 64) for _ in range(4)]
    taken = press_at_once([lambda r=reply: replies.take(reply=r, now=now + timedelta(seconds=1)) for reply in several])
    assert [each for each in taken if isinstance(each, Exception)] == []
    assert Conversation.objects.count() == 1
    assert Conversation.objects.get().turns.count() == 4

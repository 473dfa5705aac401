"""Replies under posts: suggestions for one person, conversations only at a press, and kept no longer than needed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Notification, Person
from advocacy import conversations, leaving
from advocacy.measuring import known_accounts, replies
from advocacy.models import Conversation, NetworkAccount, Reply, Share
from tests.accounts.factories import BrandAccountFactory
from tests.advocacy.factories import NetworkServerFactory, ReplyFactory, ShareFactory
from tests.advocacy.measuring.bluesky_server import ANA, BEA, BlueskyServer
from tests.advocacy.measuring.conftest import Sweep
from tests.advocacy.measuring.mastodon_server import HOST, MastodonServer

pytestmark = pytest.mark.django_db
CASPAR = "did:plc:cccccccccccccccccccccccc"


@pytest.fixture
def ana(mastodon: MastodonServer, tooted: Share) -> str:
    """The account under which the employee posted."""
    account = mastodon.add_account()
    mastodon.add_status("1001", account)
    return account


@pytest.fixture
def bea(mastodon: MastodonServer, ana: str) -> str:
    return mastodon.add_account("bea@rail.example", name="Bea Huber")


def said() -> list[str]:
    return list(Reply.objects.order_by("said_at").values_list("words", flat=True))


def test_sweep_suggests_replies_on_mastodon(
    mastodon: MastodonServer, sweep: Sweep, tooted: Share, bea: str, employee: Person, now: datetime
) -> None:
    mastodon.add_status("1002", bea, to="1001", content='<p><a href="x">@<span>ana</span></a> Bicycles?</p><p>All?</p>')
    sweep(now)
    reply = replies.waiting(person=employee).get()
    assert (reply.author_name, reply.author_handle) == ("Bea Huber", "@bea@rail.example")
    assert (reply.words, reply.address) == ("@ana Bicycles? All?", f"https://{HOST}/@bea@rail.example/1002")
    assert (reply.share, reply.is_colleague, reply.state) == (tooted, False, "waiting")
    assert not Conversation.objects.exists()
    mastodon.add_status("1003", bea, to="1001")
    sweep(now + timedelta(hours=1))
    assert Reply.objects.count() == 2
    # Told once for a post, in words that say nothing of the reply.
    told = Notification.objects.get(person=employee)
    assert told.title == f"Somebody replied to your post about “{tooted.story.title}”."


def test_sweep_suggests_replies_on_bluesky(
    bluesky: BlueskyServer, sweep: Sweep, skeeted: Share, employee: Person, now: datetime
) -> None:
    bluesky.add_profile()
    bluesky.add_profile(BEA, "bea.rail.example", name="Bea Huber")
    post = bluesky.add_post("3kaaa")
    bluesky.add_post("3kbbb", BEA, to=post, text="Bicycles?\n\nAll of them?")
    sweep(now)
    reply = replies.waiting(person=employee).get()
    assert (reply.author_name, reply.author_handle) == ("Bea Huber", "@bea.rail.example")
    assert (reply.words, reply.address) == ("Bicycles? All of them?", f"https://bsky.app/profile/{BEA}/post/3kbbb")


def test_only_what_is_said_to_the_person_is_suggested(
    mastodon: MastodonServer, sweep: Sweep, ana: str, bea: str, now: datetime
) -> None:
    caspar = mastodon.add_account("caspar")
    mastodon.add_status("1002", bea, to="1001", content="To the post")
    mastodon.add_status("1003", ana, to="1002", content="Her own answer")
    mastodon.add_status("1004", bea, to="1003", content="To her answer")
    mastodon.add_status("1005", caspar, to="1004", content="Between two others")
    mastodon.add_status("1006", caspar, to="1001", content="Not for all", visibility="private")
    sweep(now)
    assert said() == ["To the post", "To her answer"]


def test_the_same_holds_on_bluesky_in_a_deep_thread(
    bluesky: BlueskyServer, sweep: Sweep, skeeted: Share, now: datetime
) -> None:
    bluesky.add_profile()
    bluesky.add_profile(BEA, "bea.rail.example")
    bluesky.add_profile(CASPAR, "caspar.example")
    above = bluesky.add_post("3kaaa")
    for number in range(40):
        above = bluesky.add_post(f"3kb{number}", (BEA, ANA, BEA, CASPAR)[number % 4], to=above, text=f"Turn {number}")
    sweep(now)
    # Ten levels are given; what is said to somebody else is not for her.
    assert said() == ["Turn 0", "Turn 2", "Turn 6"]
    gone = Reply.objects.get(words="Turn 6")
    sweep(now + timedelta(hours=1))
    assert Reply.objects.filter(pk=gone.pk).exists()


def test_who_shows_himself_to_nobody_without_an_account_is_not_shown(
    bluesky: BlueskyServer, sweep: Sweep, skeeted: Share, now: datetime
) -> None:
    bluesky.add_profile()
    bluesky.add_profile(BEA, "bea.rail.example")
    bluesky.profiles[BEA]["labels"] = [{"src": BEA, "uri": BEA, "val": "!no-unauthenticated", "cts": "2024-01-01"}]
    bluesky.add_post("3kbbb", BEA, to=bluesky.add_post("3kaaa"))
    sweep(now)
    assert not Reply.objects.exists()


HOSTILE: dict[str, tuple[dict[str, Any], str]] = {
    "markup": ({"content": "<script>alert(1)</script><p>A<b>ll</b> <img src=x onerror=y></p>"}, "All"),
    "entities": ({"content": "<p>&lt;b&gt;bold&lt;/b&gt;</p>"}, "<b>bold</b>"),
    "a warning before it": ({"content": "<p>The end: she dies.</p>", "spoiler_text": "The <b>end</b>"}, "The end"),
    "turned round": ({"content": "<p>\u202eabc\u2066 d\u0000e</p>"}, "abc de"),
    "no words": ({"content": ""}, ""),
    "no text": ({"content": 7}, ""),
    "very long": ({"content": "<p>" + "long " * 50_000 + "</p>"}, "long " * 98 + "long…"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_strangers_words_become_plain_text(
    mastodon: MastodonServer, sweep: Sweep, bea: str, now: datetime, kind: str
) -> None:
    values, shown = HOSTILE[kind]
    mastodon.add_status("1002", bea, to="1001", **values)
    mastodon.accounts[bea]["display_name"] = "<b>Bea</b> \u202e" + "x" * 5000
    sweep(now)
    reply = Reply.objects.get()
    assert reply.words.rstrip("…").rstrip() == shown.rstrip("…").rstrip()
    assert len(reply.words) <= 500
    assert len(reply.author_name) <= 80
    assert "\u202e" not in reply.author_name


@pytest.mark.parametrize(
    "change",
    [{"id": 7}, {"id": None}, {"created_at": "now"}, {"created_at": "2026-03-10T09:00:00"}, {"account": None},
     {"account": {"id": "9", "acct": "a b"}}, {"account": {"id": "9", "acct": "x" * 999}}],
)  # fmt: skip
def test_a_reply_that_makes_no_sense_is_left_out_and_the_others_are_kept(
    mastodon: MastodonServer, sweep: Sweep, bea: str, now: datetime, change: dict[str, object]
) -> None:
    mastodon.add_status("1002", bea, to="1001").update(change)
    mastodon.add_status("1003", bea, to="1001", content="Fine")
    sweep(now)
    assert said() == ["Fine"]


def test_an_address_that_is_none_on_the_network_leads_to_the_post(
    mastodon: MastodonServer, sweep: Sweep, tooted: Share, now: datetime, ana: str
) -> None:
    mastodon.add_status("1002", mastodon.add_account("odd:name"), to="1001")
    sweep(now)
    assert replies.take(reply=Reply.objects.get(), now=now).thread_url == tooted.permalink


def test_a_colleague_and_the_company_are_marked_and_come_last(
    mastodon: MastodonServer, sweep: Sweep, bea: str, colleague: Person, employee: Person, now: datetime
) -> None:
    NetworkAccount.objects.create(
        person=colleague,
        network="mastodon",
        name="bea@rail.example",
        remote_id="1",
        server=NetworkServerFactory.create(),
        seen_at=now,
        next_at=now,
    )
    BrandAccountFactory.create(network="mastodon", handle="@Northwind@rail.example")
    brand = mastodon.add_account("northwind@rail.example")
    caspar = mastodon.add_account("caspar")
    for key, account in (("1002", caspar), ("1003", bea), ("1004", brand)):
        mastodon.add_status(key, account, to="1001", content=key)
    sweep(now)
    assert [(each.words, each.is_colleague) for each in replies.waiting(person=employee)] == [
        ("1002", False),
        ("1004", True),
        ("1003", True),
    ]


def test_a_reply_that_is_gone_is_not_suggested_any_more(
    mastodon: MastodonServer, sweep: Sweep, bea: str, now: datetime
) -> None:
    mastodon.add_status("1002", bea, to="1001")
    sweep(now)
    mastodon.remove("1002")
    sweep(now + timedelta(hours=1))
    assert not Reply.objects.exists()


def test_what_a_long_thread_leaves_out_is_not_taken_for_gone(
    mastodon: MastodonServer, sweep: Sweep, bea: str, now: datetime
) -> None:
    for number in range(80):
        mastodon.add_status(str(2000 + number), bea, to="1001")
    sweep(now)
    assert Reply.objects.count() == 60
    for number in range(20):
        mastodon.remove(str(2000 + number))
    sweep(now + timedelta(hours=1))
    assert Reply.objects.count() == 80


def test_take_makes_a_conversation_with_its_thread_as_evidence(tooted: Share, employee: Person, now: datetime) -> None:
    reply = ReplyFactory.create(share=tooted)
    told = replies.take(reply=reply, now=now)
    assert (told.person, told.share, told.story) == (employee, tooted, tooted.story)
    assert (told.channel, told.counterpart) == ("mastodon", "Bea Huber @bea@rail.example")
    assert (told.evidence, told.thread_url, told.source) == ("threaded", reply.address, "api_public")
    assert told.turns.get().text == reply.words
    kept = Reply.objects.get()
    assert (kept.state, kept.conversation, kept.words, kept.author_name, kept.address) == ("taken", told, "", "", "")


def test_take_again_is_the_same_conversation(tooted: Share, now: datetime) -> None:
    reply = ReplyFactory.create(share=tooted)
    assert replies.take(reply=reply, now=now) == replies.take(reply=reply, now=now)
    assert Conversation.objects.count() == 1


def test_take_hears_the_same_author_further_in_one_conversation(tooted: Share, now: datetime) -> None:
    first, second = (
        ReplyFactory.create(share=tooted, author_digest="a" * 64, words=words) for words in ("One?", "Two?")
    )
    other = ReplyFactory.create(share=tooted)
    told = replies.take(reply=first, now=now)
    conversations.answer(conversation=told, text="Yes.", now=now)
    conversations.close(conversation=told, outcome="")
    assert replies.take(reply=second, now=now + timedelta(hours=1)) == told
    assert [turn.text for turn in told.turns.all()] == ["One?", "Yes.", "Two?"]
    told.refresh_from_db()
    assert told.state == "waiting"
    assert replies.take(reply=other, now=now) != told


def test_put_away_is_for_good_and_says_nothing_any_more(
    mastodon: MastodonServer, sweep: Sweep, bea: str, employee: Person, now: datetime
) -> None:
    mastodon.add_status("1002", bea, to="1001")
    sweep(now)
    reply = Reply.objects.get()
    replies.put_away(reply=reply)
    replies.put_away(reply=reply)
    sweep(now + timedelta(hours=1))
    kept = Reply.objects.get()
    assert (kept.state, kept.words, kept.author_name, kept.author_handle, kept.address) == ("put_away", "", "", "", "")
    assert not replies.waiting(person=employee).exists()
    with pytest.raises(replies.NoLongerThere):
        replies.take(reply=reply, now=now)


def test_taken_cannot_be_put_away_and_gone_cannot_be_taken(tooted: Share, now: datetime) -> None:
    reply, gone = ReplyFactory.create(share=tooted), ReplyFactory.create(share=tooted)
    replies.take(reply=reply, now=now)
    with pytest.raises(replies.NoLongerThere):
        replies.put_away(reply=reply)
    Reply.objects.filter(pk=gone.pk).delete()
    with pytest.raises(replies.NoLongerThere):
        replies.take(reply=gone, now=now)


def test_a_decided_reply_can_hold_no_words(tooted: Share) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ReplyFactory.create(share=tooted, state="put_away")


def test_forget_deletes_after_three_months_and_of_people_who_left(
    tooted: Share, leaver: Person, colleague: Person, now: datetime
) -> None:
    kept = ReplyFactory.create(share=tooted, found_at=now - timedelta(days=89))
    ReplyFactory.create(share=tooted, found_at=now - timedelta(days=91))
    ReplyFactory.create(share=ShareFactory.create(person=leaver))
    ReplyFactory.create(share=ShareFactory.create(person=colleague, state=Share.State.WITHDRAWN))
    assert replies.forget(now=now) == 3
    assert Reply.objects.get() == kept
    assert replies.forget(now=now) == 0


def test_forget_words_takes_replies_and_names_of_accounts(
    tooted: Share, leaver: Person, employee: Person, now: datetime
) -> None:
    server = NetworkServerFactory.create()
    for person in (employee, leaver):
        ReplyFactory.create(share=ShareFactory.create(person=person), state="put_away", **NOTHING)
        NetworkAccount.objects.create(
            person=person,
            network="mastodon",
            name="a@b.example",
            remote_id="1",
            server=server,
            seen_at=now,
            next_at=now,
        )
    Person.objects.filter(pk=leaver.pk).update(erase_requested_at=now)
    leaving.forget_words()
    assert Reply.objects.get().share.person == employee
    assert NetworkAccount.objects.get().person == employee
    assert known_accounts.forget(now=now + timedelta(days=91)) == 1


NOTHING = {"author_name": "", "author_handle": "", "words": "", "address": ""}


def test_nobody_else_is_shown_a_reply(tooted: Share, colleague: Person, curator: Person, leader: Person) -> None:
    ReplyFactory.create(share=tooted)
    for person in (colleague, curator, leader):
        assert not replies.waiting(person=person).exists()

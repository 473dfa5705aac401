"""Posts read in public: what is written, how often is asked, and what happens when nobody answers."""

import json
from datetime import datetime, timedelta

import pytest
from werkzeug import Response

import networks
from accounts.models import FollowerCount, Person
from advocacy.measuring import plans, readers, servers
from advocacy.models import DailyEngagement, Engagement, Measuring, NetworkAccount, NetworkServer, Reply, Share
from tests.accounts.factories import FollowerCountFactory
from tests.advocacy.factories import MeasuringFactory, ReplyFactory, ShareFactory
from tests.advocacy.measuring.bluesky_server import ANA, BlueskyServer
from tests.advocacy.measuring.conftest import Sweep
from tests.advocacy.measuring.mastodon_server import HOST, MastodonServer

pytestmark = pytest.mark.django_db


def counts(share: Share) -> tuple[int, int, int]:
    known = Engagement.objects.get(share=share)
    return known.reactions, known.reshares, known.replies


def whole_minutes(wait: timedelta) -> timedelta:
    """A visit takes a moment of its own."""
    return timedelta(minutes=round(wait / timedelta(minutes=1)))


def state(share: Share) -> str:
    return Measuring.objects.get(share=share).state


def test_sweep_reads_a_post_on_mastodon(
    mastodon: MastodonServer, sweep: Sweep, tooted: Share, employee: Person, now: datetime
) -> None:
    mastodon.add_status("1001", mastodon.add_account(), favourites_count=12, reblogs_count=3, quotes_count=1)
    assert sweep(now) == 1
    assert counts(tooted) == (12, 4, 0)
    known = Engagement.objects.get(share=tooted)
    assert (known.source, known.read_at - now < timedelta(seconds=30)) == ("public_api", True)
    assert DailyEngagement.objects.get(share=tooted).on == now.date()
    assert NetworkAccount.objects.get(person=employee).name == f"ana@{HOST}"
    assert mastodon.asked == ["/api/v1/statuses/1001"]


def test_sweep_reads_many_posts_on_bluesky_with_one_question(
    bluesky: BlueskyServer, sweep: Sweep, skeeted: Share, employee: Person, now: datetime
) -> None:
    bluesky.add_profile()
    bluesky.add_post("3kaaa", likeCount=12, repostCount=3, quoteCount=1)
    bluesky.add_post("3kbbb", likeCount=5)
    other = ShareFactory.create(network="bluesky", permalink=f"https://bsky.app/profile/{ANA}/post/3kbbb")
    assert sweep(now) == 2
    assert (counts(skeeted), counts(other)) == ((12, 4, 0), (5, 0, 0))
    assert [method for method, _ in bluesky.asked] == ["app.bsky.actor.getProfile", "app.bsky.feed.getPosts"]
    assert sweep(now + timedelta(hours=1)) == 2
    # The handle is known by then.
    assert [method for method, _ in bluesky.asked[2:]] == ["app.bsky.feed.getPosts"]


def test_sweep_asks_bluesky_for_25_posts_at_once(bluesky: BlueskyServer, sweep: Sweep, company, now: datetime) -> None:
    bluesky.add_profile()
    for number in range(30):
        bluesky.add_post(f"3k{number:03}")
        ShareFactory.create(network="bluesky", permalink=f"https://bsky.app/profile/{ANA}/post/3k{number:03}")
    assert (sweep(now), sweep(now)) == (25, 5)
    assert [len(asked) for _, asked in bluesky.asked] == [25, 5]


def test_sweep_leaves_others_to_be_read_when_a_suspended_account_breaks_the_answer(
    bluesky: BlueskyServer, sweep: Sweep, company, now: datetime
) -> None:
    bluesky.add_profile()
    shares = []
    for number in range(5):
        uri = bluesky.add_post(f"3k{number:03}", likeCount=number)
        shares.append(
            ShareFactory.create(network="bluesky", permalink=f"https://bsky.app/profile/{ANA}/post/3k00{number}")
        )
    bluesky.suspended = {uri}
    assert sweep(now) == 4
    assert [counts(share)[0] for share in shares[:4]] == [0, 1, 2, 3]
    last = Measuring.objects.get(share=shares[4])
    assert (last.state, last.failures, last.next_at > now) == ("due", 1, True)


def test_linkedin_is_never_read(sweep: Sweep, company, now: datetime) -> None:
    ShareFactory.create(network="linkedin", permalink="https://www.linkedin.com/feed/update/urn:li:share:7/")
    assert sweep(now) == 0
    assert not Measuring.objects.exists()
    assert not NetworkServer.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"state": Share.State.WITHDRAWN},
        {"state": Share.State.OPENED},
        {"permalink": ""},
        {"posted_at": datetime.fromisoformat("2026-02-01T00:00:00Z")},
    ],
)
def test_sweep_reads_only_what_stands_in_public(
    mastodon: MastodonServer, sweep: Sweep, tooted: Share, now: datetime, change: dict[str, object]
) -> None:
    Share.objects.filter(pk=tooted.pk).update(**change)
    assert sweep(now) == 0
    assert mastodon.asked == []


@pytest.mark.parametrize("change", [{"left_at": True}, {"is_active": False}, {"erase_requested_at": True}])
def test_sweep_stops_when_its_writer_leaves_and_keeps_the_numbers(
    mastodon: MastodonServer, sweep: Sweep, tooted: Share, employee: Person, now: datetime, change: dict[str, bool]
) -> None:
    mastodon.add_status("1001", mastodon.add_account(), favourites_count=12)
    sweep(now)
    ReplyFactory.create(share=tooted)
    Person.objects.filter(pk=employee.pk).update(**{name: now if value else value for name, value in change.items()})
    assert sweep(now + timedelta(days=1)) == 0
    assert len(mastodon.asked) == 1
    assert counts(tooted) == (12, 0, 0)
    assert not Reply.objects.exists()
    assert not Measuring.objects.exists()


def test_sweep_stops_when_the_post_is_taken_back(
    mastodon: MastodonServer, sweep: Sweep, tooted: Share, now: datetime
) -> None:
    mastodon.add_status("1001", mastodon.add_account())
    sweep(now)
    ReplyFactory.create(share=tooted)
    Share.objects.filter(pk=tooted.pk).update(state=Share.State.WITHDRAWN)
    sweep(now + timedelta(days=1))
    assert (len(mastodon.asked), Reply.objects.count()) == (1, 0)


def test_another_address_begins_anew(mastodon: MastodonServer, sweep: Sweep, tooted: Share, now: datetime) -> None:
    account = mastodon.add_account()
    mastodon.add_status("1001", account, favourites_count=12)
    mastodon.add_status("2002", account, favourites_count=1)
    sweep(now)
    Share.objects.filter(pk=tooted.pk).update(permalink=f"https://{HOST}/@ana/2002")
    assert sweep(now) == 1
    assert counts(tooted) == (1, 0, 0)
    Share.objects.filter(pk=tooted.pk).update(permalink="")
    assert sweep(now) == 0
    assert not Engagement.objects.exists()


def test_fresh_posts_are_read_often_and_after_a_month_no_more(
    mastodon: MastodonServer, sweep: Sweep, tooted: Share, now: datetime
) -> None:
    mastodon.add_status("1001", mastodon.add_account())
    at, waits = now, []
    while state(tooted) == "due" if waits else True:
        assert sweep(at) == 1
        next_at = Measuring.objects.get(share=tooted).next_at
        if next_at is None:
            break
        waits.append(whole_minutes(next_at - at))
        at = next_at
    assert timedelta(minutes=10) <= waits[0] < timedelta(minutes=12)
    assert timedelta(days=1) <= waits[-1] < timedelta(days=1, hours=3)
    assert sorted(waits) == waits
    assert 100 < len(waits) < 140
    assert (state(tooted), Measuring.objects.get(share=tooted).next_at) == ("over", None)
    assert DailyEngagement.objects.filter(share=tooted).count() > 25


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_server_that_is_closed_to_strangers_is_not_asked_again(
    mastodon: MastodonServer, sweep: Sweep, tooted: Share, now: datetime, status: int
) -> None:
    mastodon.say(Response("{}", status=status))
    sweep(now)
    sweep(now + timedelta(days=3))
    assert (state(tooted), len(mastodon.asked)) == ("closed", 1)
    # The server is well: nobody else's posts wait because of it.
    assert NetworkServer.objects.get().failures == 0


@pytest.mark.parametrize("status", [404, 410])
def test_a_post_that_could_be_read_and_is_not_there_is_gone_and_keeps_its_last_numbers(
    mastodon: MastodonServer, sweep: Sweep, tooted: Share, now: datetime, status: int
) -> None:
    mastodon.add_status("1001", mastodon.add_account(), favourites_count=12)
    sweep(now)
    ReplyFactory.create(share=tooted)
    mastodon.say(Response("{}", status=status))
    sweep(now + timedelta(days=1))
    assert (state(tooted), counts(tooted), Reply.objects.count()) == ("gone", (12, 0, 0), 0)


def test_bluesky_says_that_a_post_or_an_account_is_not_there(
    bluesky: BlueskyServer, sweep: Sweep, skeeted: Share, now: datetime
) -> None:
    sweep(now)
    assert state(skeeted) == "closed"
    bluesky.add_profile()
    uri = bluesky.add_post("3kbbb")
    other = ShareFactory.create(network="bluesky", permalink="https://bsky.app/profile/ana.bsky.social/post/3kbbb")
    sweep(now)
    bluesky.remove(uri)
    sweep(now + timedelta(days=1))
    assert state(other) == "gone"


def test_somebody_elses_post_is_not_counted(
    mastodon: MastodonServer, sweep: Sweep, tooted: Share, now: datetime
) -> None:
    mastodon.add_status("1001", mastodon.add_account("famous"), favourites_count=90_000)
    sweep(now)
    assert state(tooted) == "elsewhere"
    assert not Engagement.objects.exists()
    assert not NetworkAccount.objects.exists()


BAD_ANSWERS = {
    "a page": Response("<html><body>Sign in</body></html>", content_type="text/html"),
    "broken": Response("", status=500),
    "busy": Response("", status=503),
    "half": Response('{"id": "10', content_type="application/json"),
    "a list": Response("[]", content_type="application/json"),
    "deep": Response("[" * 200_000, content_type="application/json"),
    "another post": Response('{"id": "9", "account": {}}', content_type="application/json"),
    "words for numbers": Response(
        '{"id": "1001", "account": {"id": "7", "acct": "ana"}, "favourites_count": "many", "reblogs_count": -1}'
    ),
    "no account": Response('{"id": "1001", "favourites_count": 1, "reblogs_count": 1, "replies_count": 1}'),
    "huge": Response("x" * 4_000_000, content_type="application/json"),
    "elsewhere": Response("", status=302, headers={"Location": "http://127.0.0.1:1/api/v1/statuses/1001"}),
}


@pytest.mark.parametrize("kind", BAD_ANSWERS)
def test_an_answer_that_is_none_is_asked_for_again_later(
    mastodon: MastodonServer, sweep: Sweep, tooted: Share, now: datetime, kind: str
) -> None:
    mastodon.add_status("1001", mastodon.add_account(), favourites_count=12)
    mastodon.say(BAD_ANSWERS[kind])
    assert sweep(now) == 0
    server = NetworkServer.objects.get()
    assert (state(tooted), server.failures, server.taken_until) == ("due", 1, None)
    assert sweep(now + timedelta(seconds=60)) == 0
    assert len(mastodon.asked) == 1
    assert sweep(now + timedelta(minutes=5)) == 1
    assert counts(tooted) == (12, 0, 0)
    assert NetworkServer.objects.get().failures == 0


@pytest.mark.parametrize("kind", ["a page", "broken", "busy", "deep", "huge", "elsewhere"])
def test_a_thread_that_cannot_be_read_does_not_cost_the_numbers(
    mastodon: MastodonServer, sweep: Sweep, tooted: Share, now: datetime, kind: str
) -> None:
    status = mastodon.add_status("1001", mastodon.add_account(), favourites_count=12, replies_count=1)
    mastodon.say(Response(json.dumps(status), content_type="application/json"), BAD_ANSWERS[kind])
    assert sweep(now) == 1
    assert counts(tooted) == (12, 0, 1)
    server = NetworkServer.objects.get()
    assert server.failures == 0
    if kind in {"broken", "busy", "huge"}:
        assert server.free_at >= now + readers.BREATHER


def test_retry_after_is_kept_to(mastodon: MastodonServer, sweep: Sweep, tooted: Share, now: datetime) -> None:
    mastodon.add_status("1001", mastodon.add_account())
    mastodon.say(Response("", status=429, headers={"Retry-After": "3600"}))
    sweep(now)
    assert sweep(now + timedelta(minutes=59)) == 0
    assert sweep(now + timedelta(minutes=75)) == 1


def test_a_server_with_little_left_to_give_is_left_alone(
    mastodon: MastodonServer, sweep: Sweep, tooted: Share, now: datetime
) -> None:
    account = mastodon.add_account()
    mastodon.add_status("1001", account)
    mastodon.add_status("2002", account)
    ShareFactory.create(network="mastodon", permalink=f"https://{HOST}/@ana/2002")
    mastodon.remaining = 2
    assert sweep(now) == 1
    assert NetworkServer.objects.get().free_at >= now + timedelta(minutes=4)


def test_a_server_that_keeps_failing_is_asked_less_and_less(
    mastodon: MastodonServer, sweep: Sweep, tooted: Share, now: datetime
) -> None:
    at, waits = now, []
    for _ in range(12):
        mastodon.say(Response("", status=502))
        sweep(at)
        waits.append(whole_minutes(NetworkServer.objects.get().free_at - at))
        at = max(NetworkServer.objects.get().free_at, Measuring.objects.get().next_at or at)
    assert waits[0] < timedelta(minutes=3)
    assert waits == sorted(waits)
    assert timedelta(days=1) <= waits[-1] < timedelta(days=1, hours=3)


def test_one_bad_post_does_not_hold_up_the_others_of_its_server(
    mastodon: MastodonServer, sweep: Sweep, tooted: Share, now: datetime
) -> None:
    account = mastodon.add_account()
    mastodon.add_status("1001", account, favourites_count="many")
    mastodon.add_status("2002", account, favourites_count=5)
    other = ShareFactory.create(
        network="mastodon", permalink=f"https://{HOST}/@ana/2002", posted_at=now - timedelta(minutes=1)
    )
    sweep(now)
    sweep(now + timedelta(minutes=3))
    assert counts(other) == (5, 0, 0)


def test_an_internal_address_is_never_opened(settings, sweep: Sweep, tooted: Share, now: datetime) -> None:
    settings.MASTODON_ADDRESS = "http://127.0.0.1:80"
    sweep(now)
    assert state(tooted) == "closed"


def test_a_server_that_says_nothing_counts_as_failed(
    settings, raw_server, sweep: Sweep, tooted: Share, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("advocacy.measuring.asking.TIMEOUT_SECONDS", 0.3)
    silent = raw_server(lambda connection: connection.recv(1))
    settings.MASTODON_ADDRESS, settings.OUTBOUND_ALLOWED = silent.url.rstrip("/"), [silent.pair]
    assert sweep(now) == 0
    assert (state(tooted), NetworkServer.objects.get().failures) == ("due", 1)


def test_a_visit_reads_few_posts_and_pauses(mastodon: MastodonServer, sweep: Sweep, company, now: datetime) -> None:
    account = mastodon.add_account()
    for number in range(10):
        mastodon.add_status(str(3000 + number), account)
        ShareFactory.create(network="mastodon", permalink=f"https://{HOST}/@ana/{3000 + number}")
    assert sweep(now) == readers.MastodonReader.most
    assert NetworkServer.objects.get().free_at >= now + servers.PAUSE


def test_a_server_is_taken_once_and_given_back_by_a_worker_that_died(company, now: datetime) -> None:
    server = MeasuringFactory.create().server
    again = NetworkServer.objects.get()
    assert servers.take(server=server, now=now)
    assert not servers.take(server=again, now=now)
    assert not servers.due(now=now).exists()
    late = now + servers.LEASE
    overtaken, server = server, servers.due(now=late).get()
    assert servers.take(server=server, now=late)
    # Who was overtaken changes nothing any more.
    servers.leave(server=overtaken, wait=None, now=late)
    assert NetworkServer.objects.get().taken_until == late + servers.LEASE


def test_followers_are_read_where_the_person_told_a_number_dated_and_with_their_source(
    mastodon: MastodonServer, sweep: Sweep, tooted: Share, employee: Person, now: datetime
) -> None:
    mastodon.add_status("1001", mastodon.add_account(followers=321))
    sweep(now)
    assert not FollowerCount.objects.exists()
    FollowerCountFactory.create(person=employee, network="mastodon", least=100, most=499, on=now.date())
    sweep(now + timedelta(minutes=1))
    # What was told today stays today.
    assert FollowerCount.objects.get().source == "person"
    sweep(now + timedelta(days=8))
    told, read = FollowerCount.objects.order_by("on")
    assert (read.least, read.most, read.source, read.on) == (321, 321, "network", now.date() + timedelta(days=8))
    assert (told.least, told.most) == (100, 499)
    assert mastodon.asked.count("/api/v1/accounts/7") == 2
    FollowerCount.objects.all().delete()
    sweep(now + timedelta(days=20))
    assert mastodon.asked.count("/api/v1/accounts/7") == 2


def test_followers_are_read_on_bluesky(
    bluesky: BlueskyServer, sweep: Sweep, skeeted: Share, employee: Person, now: datetime
) -> None:
    FollowerCountFactory.create(person=employee, network="bluesky", on=now.date() - timedelta(days=3))
    bluesky.add_profile(followers=4321)
    bluesky.add_post("3kaaa")
    sweep(now)
    sweep(now + timedelta(minutes=1))
    assert FollowerCount.objects.get(source="network").least == 4321


def test_readers_are_those_networks_that_say_so() -> None:

    every = readers.every(mastodon_address="", bluesky_address="")
    assert set(every) == {network.key for network in networks.every() if network.is_measurable}


def test_what_is_asked_of_a_host_spreads_over_time(now: datetime) -> None:
    posted = now - timedelta(hours=1)
    times = {plans.after_reading(posted_at=posted, now=now, key=key) for key in range(50)}
    assert len(times) > 40

"""Feeds, over a real connection on loopback."""

from datetime import timedelta

import pytest
from django.conf import settings
from werkzeug import Request, Response

from accounts.models import AuditEntry
from accounts.roles import NotAllowed
from content import addresses, feeds
from content.models import Feed, FeedEntry

pytestmark = pytest.mark.django_db

ITEM = (
    "<item><guid>{n}</guid><link>https://news.example/{n}</link><title>Entry {n}</title>"
    "<description>&lt;script&gt;alert(1)&lt;/script&gt;Words {n}</description></item>"
)


def rss(*numbers: int) -> str:
    items = "".join(ITEM.format(n=n) for n in numbers)
    return (
        f"<rss version='2.0'><channel><title>Newsroom</title><link>https://news.example/</link>{items}</channel></rss>"
    )


def check(now):
    return feeds.check_due(now=now, allowed=settings.OUTBOUND_ALLOWED)


@pytest.fixture
def feed(web, curator, now):
    return feeds.subscribe(url=web.url_for("/feed.xml"), by=curator, now=now)


def test_subscribe_twice_is_one_feed(curator, feed, now):
    assert feeds.subscribe(url=feed.url, by=curator, now=now) == feed
    assert Feed.objects.count() == 1
    assert AuditEntry.objects.filter(action="feeds.subscribe").count() == 1


def test_subscribe_refusals(curator, employee, now):
    with pytest.raises(addresses.UnusableAddress):
        feeds.subscribe(url="feed", by=curator, now=now)
    with pytest.raises(NotAllowed):
        feeds.subscribe(url="https://news.example/feed.xml", by=employee, now=now)


def test_subscribe_after_stopping_goes_on(curator, feed, now):
    feeds.stop(feed=feed, by=curator, now=now)
    feeds.stop(feed=feed, by=curator, now=now)
    assert check(now) == 0
    assert AuditEntry.objects.filter(action="feeds.stop").count() == 1
    assert feeds.subscribe(url=feed.url, by=curator, now=now).stopped_at is None


def test_check_brings_entries_once_and_as_plain_text(web, feed, now):
    web.expect_request("/feed.xml").respond_with_data(rss(1, 2, 2), content_type="application/rss+xml")
    assert check(now) == 2
    feed.refresh_from_db()
    assert (feed.title, feed.site_url, feed.error, feed.checked_at) == ("Newsroom", "https://news.example/", "", now)
    assert now + timedelta(minutes=60) <= feed.next_check_at <= now + timedelta(minutes=66)
    assert feed.claimed_until is None
    assert check(now) == 0
    assert check(feed.next_check_at) == 0
    assert set(FeedEntry.objects.values_list("summary", flat=True)) == {"Words 1", "Words 2"}


def test_check_asks_only_for_what_is_new(web, feed, now):
    def answer(request: Request) -> Response:
        if request.headers.get("If-None-Match") == '"a"':
            return Response(status=304)
        return Response(rss(1), content_type="text/xml", headers={"ETag": '"a"', "Last-Modified": "Tue, 10 Mar 2026"})

    web.expect_request("/feed.xml").respond_with_handler(answer)
    assert check(now) == 1
    feed.refresh_from_db()
    assert (feed.etag, feed.last_modified) == ('"a"', "Tue, 10 Mar 2026")
    assert check(feed.next_check_at) == 0
    feed.refresh_from_db()
    assert (feed.etag, feed.failures, feed.title) == ('"a"', 0, "Newsroom")
    assert web.log[-1][1].status_code == 304


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("<!doctype html><html><head><title>x</title></head></html>", "a page, not a feed"),
        ("", "nothing at the address"),
        ("just words", "no feed"),
        ("<!DOCTYPE a [<!ENTITY x 'y'>]><rss></rss>", "declares its own entities"),
        ("x" * 2_100_000, "too large"),
    ],
)
def test_check_of_what_is_no_feed_keeps_the_sentence(web, feed, now, body, sentence):
    web.expect_request("/feed.xml").respond_with_data(body, content_type="text/xml")
    assert check(now) == 0
    feed.refresh_from_db()
    assert sentence in feed.error
    assert (feed.failures, feed.checked_at, feed.claimed_until) == (1, now, None)


def test_check_waits_longer_after_every_failure(web, feed, now):
    web.expect_request("/feed.xml").respond_with_data("", status=500)
    waits = []
    for _each in range(14):
        check(now)
        feed.refresh_from_db()
        waits.append(feed.next_check_at - now)
        now = feed.next_check_at
    assert timedelta(minutes=5) <= waits[0] <= timedelta(minutes=5.5)
    assert timedelta(minutes=10) <= waits[1] <= timedelta(minutes=11)
    assert timedelta(days=1) <= waits[-1] <= timedelta(days=1.1)
    web.clear()
    web.expect_request("/feed.xml").respond_with_data(rss(1), content_type="text/xml")
    assert check(now) == 1
    feed.refresh_from_db()
    assert (feed.failures, feed.error) == (0, "")


def test_check_waits_as_long_as_the_site_asks(web, feed, now):
    web.expect_request("/feed.xml").respond_with_data("", status=429, headers={"Retry-After": "7200"})
    check(now)
    feed.refresh_from_db()
    assert feed.next_check_at >= now + timedelta(hours=2)


def test_check_leaves_a_feed_that_a_worker_reads(web, feed, now):
    Feed.objects.update(claimed_until=now + timedelta(minutes=5))
    web.expect_request("/feed.xml").respond_with_data(rss(1), content_type="text/xml")
    assert check(now) == 0
    assert check(now + timedelta(minutes=5)) == 1


def test_check_soon_brings_the_hour_forward(web, feed, curator, now):
    web.expect_request("/feed.xml").respond_with_data(rss(1), content_type="text/xml")
    check(now)
    feeds.check_soon(feed=feed, by=curator, now=now + timedelta(minutes=1))
    feed.refresh_from_db()
    assert feed.next_check_at == now + timedelta(minutes=1)

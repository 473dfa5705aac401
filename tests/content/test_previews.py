"""Pages read for a story, over a real connection on loopback."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from werkzeug import Response

import outbound
from accounts.roles import NotAllowed
from content import addresses, beginnings, entries, previews
from content.models import Picture, Preview, Story
from tests.content.factories import FeedEntryFactory, PreviewFactory

pytestmark = pytest.mark.django_db


def read(now, **kwargs):
    return previews.read_waiting(now=now, allowed=settings.OUTBOUND_ALLOWED, **kwargs)


def test_ask_is_a_row_and_within_ten_minutes_the_same_one(curator, now):
    first = previews.ask(url=" https://northwind.example/a ", by=curator, now=now)
    assert (first.url, first.state) == ("https://northwind.example/a", "waiting")
    assert previews.ask(url="https://northwind.example/a", by=curator, now=now) == first
    later = previews.ask(url="https://northwind.example/a", by=curator, now=now + timedelta(minutes=11))
    assert later != first


def test_ask_again_after_a_failure_is_a_new_row(curator, now):
    failed = PreviewFactory.create(failed=True, asked_by=curator, url="https://northwind.example/a")
    assert previews.ask(url=failed.url, by=curator, now=now) != failed


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("ftp://northwind.example/a", "begin with https"),
        ("javascript:alert(1)", "begin with https"),
        ("mailto:anna@northwind.example", "begin with https"),
        ("", "begin with https"),
        ("a bridge", "begin with https"),
        ("https://", "begin with https"),
        ("https://anna:secret@northwind.example/", "user name or a password"),
        ("https://[::1", "begin with https"),
        ("https://northwind.example/" + "a" * 3000, "begin with https"),
    ],
)
def test_ask_for_what_is_no_web_address_is_refused(curator, now, url, sentence):
    with pytest.raises(addresses.UnusableAddress, match=sentence):
        previews.ask(url=url, by=curator, now=now)


def test_ask_adds_a_missing_scheme(curator, now):
    assert previews.ask(url="www.northwind.example/a", by=curator, now=now).url == "https://www.northwind.example/a"


def test_ask_by_somebody_else_is_refused(employee, now):
    with pytest.raises(NotAllowed):
        previews.ask(url="https://northwind.example/a", by=employee, now=now)


def test_read_fills_in_words_and_picture(curator, now, page_url):
    preview = previews.ask(url=page_url, by=curator, now=now)
    assert read(now) == 1
    preview.refresh_from_db()
    assert (preview.state, preview.title, preview.site_name) == (
        "ready",
        "Forty-one hours to change a bridge",
        "Newsroom",
    )
    assert (preview.minutes, preview.language, preview.final_url, preview.error) == (3, "en", page_url, "")
    picture = Picture.objects.get()
    assert preview.picture == picture
    assert default_storage.exists(picture.file.name)
    assert default_storage.exists(picture.small_file.name)
    assert bool(picture.medium_url) == (picture.width > 800)
    assert read(now) == 0


def test_read_twice_keeps_one_picture(curator, approver, now, page_url):
    for minutes in (0, 20):
        previews.ask(url=page_url, by=curator, now=now + timedelta(minutes=minutes))
        read(now + timedelta(minutes=minutes))
    assert Preview.objects.filter(state="ready").count() == 2
    assert Picture.objects.count() == 1


def test_read_without_a_usable_picture_says_why(curator, now, web):
    html = "<title>A page</title><meta property='og:image' content='/x.svg'><p>Words.</p>"
    web.expect_request("/p").respond_with_data(html, content_type="text/html")
    web.expect_request("/x.svg").respond_with_data("<svg/>", content_type="image/svg+xml")
    preview = previews.ask(url=web.url_for("/p"), by=curator, now=now)
    read(now)
    preview.refresh_from_db()
    assert (preview.state, preview.picture) == ("ready", None)
    assert "SVG" in preview.picture_error


@pytest.mark.parametrize(
    ("body", "content_type", "sentence"),
    [
        (b"%PDF-1.7 x", "application/pdf", "calls it “application/pdf”"),
        (b"%PDF-1.7 x", "text/html", "a file, not a web page"),
        (b"<p>No title here.</p>", "text/html", "has no title"),
        (b"", "text/html", "nothing on this page"),
        (b"<rss version='2.0'></rss>", "text/xml", "a feed, not a page"),
    ],
)
def test_read_of_what_is_no_page_fails_with_a_sentence(curator, now, web, body, content_type, sentence):
    web.expect_request("/x").respond_with_data(body, content_type=content_type)
    preview = previews.ask(url=web.url_for("/x"), by=curator, now=now)
    read(now)
    preview.refresh_from_db()
    assert preview.state == "failed"
    assert sentence in preview.error


def test_read_of_a_lying_encoding_has_the_right_title(curator, now, web):
    html = "<title>Brücke über die Öresund</title>".encode()
    web.expect_request("/x").respond_with_data(html, content_type="text/html; charset=iso-8859-1")
    preview = previews.ask(url=web.url_for("/x"), by=curator, now=now)
    read(now)
    preview.refresh_from_db()
    assert preview.title == "Brücke über die Öresund"


def test_read_of_a_huge_page_fails_with_a_sentence(curator, now, web):
    def endless(_request: object) -> Response:
        response = Response((b"x" * 65536 for _each in range(3200)), content_type="text/html")
        response.headers["Content-Length"] = str(200_000_000)
        return response

    web.expect_request("/x").respond_with_handler(endless)
    preview = previews.ask(url=web.url_for("/x"), by=curator, now=now)
    read(now)
    preview.refresh_from_db()
    assert "too large" in preview.error


def test_read_of_a_redirect_to_an_internal_address_fails_at_once(curator, now, web):
    web.expect_request("/x").respond_with_data("", status=302, headers={"location": "http://169.254.169.254/secret"})
    preview = previews.ask(url=web.url_for("/x"), by=curator, now=now)
    read(now)
    preview.refresh_from_db()
    assert (preview.state, preview.attempts) == ("failed", 1)
    assert "not on the public web" in preview.error
    assert "169.254" not in preview.error


def test_read_of_a_site_in_trouble_is_tried_three_times(curator, now, web):
    web.expect_request("/x").respond_with_data("", status=503)
    preview = previews.ask(url=web.url_for("/x"), by=curator, now=now)
    for attempt in (1, 2, 3):
        assert read(now) == 1
        preview.refresh_from_db()
        assert preview.attempts == attempt
        assert read(now) == 0
        now = preview.next_attempt_at
    assert preview.state == "failed"
    assert "Try again later" in preview.error


def test_read_takes_over_from_a_worker_that_died(curator, now, page_url):
    preview = PreviewFactory.create(
        url=page_url, asked_by=curator, state="reading", attempts=1, next_attempt_at=now + timedelta(minutes=1)
    )
    assert read(now) == 0
    assert read(now + timedelta(minutes=1)) == 1
    preview.refresh_from_db()
    assert preview.state == "ready"


def test_read_gives_a_page_up_that_ends_every_worker(curator, now, page_url):
    preview = PreviewFactory.create(url=page_url, asked_by=curator, state="reading", attempts=3, next_attempt_at=now)
    assert read(now) == 1
    preview.refresh_from_db()
    assert preview.state == "failed"
    assert "Check the link" in preview.error
    assert read(now + timedelta(hours=1)) == 0


def test_read_writes_nothing_over_the_worker_that_took_over(curator, now, monkeypatch):
    preview = previews.ask(url="https://northwind.example/a", by=curator, now=now)

    def overtaken(**_kwargs: object) -> None:
        Preview.objects.filter(pk=preview.pk).update(state="ready", title="Read by another", attempts=2)
        raise outbound.BadStatus(404)

    monkeypatch.setattr(previews, "_read_page", overtaken)
    assert read(now) == 1
    preview.refresh_from_db()
    assert (preview.state, preview.title, preview.error) == ("ready", "Read by another", "")


def test_read_leaves_the_rest_to_the_next_sweep_when_it_takes_long(curator, now, page_url, monkeypatch):
    PreviewFactory.create_batch(2, url=page_url, asked_by=curator, state="waiting", next_attempt_at=now)
    clock = iter((0.0, 1.0, previews.BUDGET_SECONDS))
    monkeypatch.setattr(previews, "monotonic", lambda: next(clock))
    assert read(now) == 1
    assert Preview.objects.filter(state="waiting").count() == 1


def test_read_speaks_the_language_of_who_asked(curator, now, web):
    web.expect_request("/x").respond_with_data("", status=404)
    preview = previews.ask(url=web.url_for("/x"), by=curator, now=now)
    read(now)
    preview.refresh_from_db()
    assert "There is no page at this address (404)" in preview.error


def test_make_a_story_of_an_entry_fills_the_editor(curator, now, page_url):
    entry = FeedEntryFactory.create(url=page_url)
    preview = entries.take(entry=entry, by=curator, now=now)
    read(now)
    preview.refresh_from_db()
    story = beginnings.from_preview(preview=preview, by=curator, now=now)
    entry.refresh_from_db()
    assert (story.title, story.url, story.minutes) == (preview.title, page_url, 3)
    assert (story.picture, story.feed_entry, entry.taken_at) == (preview.picture, entry, now)
    assert story.audience.count() == 1
    assert story.expires_at == datetime(2026, 3, 24, 23, tzinfo=UTC)
    assert beginnings.from_preview(preview=preview, by=curator, now=now) == story
    assert Story.objects.count() == 1


def test_make_a_story_of_a_failed_preview_keeps_the_link_and_the_entrys_words(curator, now):
    entry = FeedEntryFactory.create(summary="About a bridge.")
    preview = PreviewFactory.create(failed=True, entry=entry, url=entry.url, asked_by=curator)
    story = beginnings.from_preview(preview=preview, by=curator, now=now)
    assert (story.url, story.title, story.summary) == (entry.url, entry.title, "About a bridge.")


def test_dismiss_and_restore_an_entry(curator, employee, now):
    entry = FeedEntryFactory.create()
    FeedEntryFactory.create(taken_at=now)
    FeedEntryFactory.create(feed__stopped_at=now)
    assert list(entries.to_look_at()) == [entry]
    for _each in range(2):
        entries.dismiss(entry=entry, by=curator, now=now)
    assert not entries.to_look_at().exists()
    entries.restore(entry=entry, by=curator, now=now)
    assert list(entries.to_look_at()) == [entry]
    with pytest.raises(NotAllowed):
        entries.dismiss(entry=entry, by=employee, now=now)


FILM = '<!doctype html><head>{title}<link rel="alternate" type="application/json+oembed" href="/oembed?of=film"></head>'


@pytest.mark.parametrize("title", ["", "<title>A film of the night shift</title>"])
def test_read_asks_the_site_for_what_the_page_does_not_say(curator, now, web, picture_bytes, title):
    web.expect_request("/film").respond_with_data(FILM.format(title=title), content_type="text/html")
    web.expect_request("/oembed").respond_with_json(
        {"title": "The night shift", "provider_name": "Films", "thumbnail_url": web.url_for("/still.png")}
    )
    web.expect_request("/still.png").respond_with_data(picture_bytes, content_type="image/png")
    preview = previews.ask(url=web.url_for("/film"), by=curator, now=now)
    read(now)
    preview.refresh_from_db()
    assert (preview.state, preview.site_name) == ("ready", "Films")
    assert preview.title == ("A film of the night shift" if title else "The night shift")
    assert (preview.picture.width, preview.picture_error) == (800, "")


@pytest.mark.parametrize("title", ["", "<title>A film of the night shift</title>"])
def test_read_does_without_a_site_that_says_nothing_more(curator, now, web, title):
    web.expect_request("/film").respond_with_data(FILM.format(title=title), content_type="text/html")
    web.expect_request("/oembed").respond_with_data("no", status=500)
    preview = previews.ask(url=web.url_for("/film"), by=curator, now=now)
    read(now)
    preview.refresh_from_db()
    assert (preview.state, preview.title) == (("ready", "A film of the night shift") if title else ("failed", ""))
    assert ("no title" in preview.error) == (not title)


def test_read_never_asks_an_internal_address_for_more(curator, now, web):
    link = FILM.format(title="<title>A film</title>").replace("/oembed", "http://127.0.0.1:1/oembed")
    web.expect_request("/film").respond_with_data(link, content_type="text/html")
    preview = previews.ask(url=web.url_for("/film"), by=curator, now=now)
    read(now)
    preview.refresh_from_db()
    assert (preview.state, preview.picture) == ("ready", None)


def test_read_refuses_a_drawing_for_a_picture(curator, now, web):
    page = '<title>A film</title><meta property="og:image" content="/a.svg">'
    web.expect_request("/film").respond_with_data(page, content_type="text/html")
    web.expect_request("/a.svg").respond_with_data("<svg xmlns='x'><script/></svg>", content_type="image/svg+xml")
    preview = previews.ask(url=web.url_for("/film"), by=curator, now=now)
    read(now)
    preview.refresh_from_db()
    assert (preview.state, preview.picture) == ("ready", None)
    assert "SVG" in preview.picture_error

"""What strangers may read: stories that stand nowhere else, while they are out, and nothing besides."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from advocacy import links, open_pages
from content.models import Attachment
from tests.content.factories import PictureFactory, StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def at(story, name="open_page"):
    return reverse(name, args=[story.public_id])


def test_open_page_shows_the_story_to_anybody(client, company):
    body = "## Roots\n\nHazel, *not* concrete. <script>alert(1)</script>"
    story = StoryFactory(live=True, kind="article", url="", body=body, title="The hedge", picture=PictureFactory())
    answer = client.get(at(story))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<em>not</em>" in page
    assert "<script>alert" not in page
    assert '<meta property="og:title" content="The hedge">' in page
    assert "sessionid" not in answer.cookies


def test_open_page_speaks_the_language_of_the_story(client, company):
    story = StoryFactory(live=True, kind="article", url="", body="Hasel.", language="de")
    assert '<html lang="de">' in client.get(at(story), headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("state", ["review", "approved", None])
def test_open_page_is_not_there_before_its_time(client, company, state):
    story = StoryFactory(kind="article", url="", body="Soon.", **({state: True} if state else {}))
    assert client.get(at(story)).status_code == 404


def test_open_page_is_not_there_for_what_stands_elsewhere(client, company):
    assert client.get(at(StoryFactory(live=True))).status_code == 404


@pytest.mark.parametrize(("state", "says"), [("ended", "come to its end"), ("retracted", "taken back")])
def test_open_page_says_kindly_that_it_is_over(client, company, state, says):
    story = StoryFactory(kind="article", url="", body="The secret middle part.", **{state: True})
    answer = client.get(at(story))
    assert answer.status_code == 410
    assert says in answer.content.decode()
    assert "secret middle" not in answer.content.decode()


def test_open_page_ends_at_the_minute_before_the_sweep_came(client, company, clock, now):
    story = StoryFactory(live=True, kind="article", url="", body="News.")
    clock.move_to(story.expires_at + timedelta(seconds=1))
    assert client.get(at(story)).status_code == 410


def test_open_file_is_fetched_while_the_story_is_out(client, company, curator, now):
    file = Attachment(
        kind="document", name="a.pdf", content_type="application/pdf", size_bytes=9, added_by=curator, added_at=now
    )
    file.file.save("a.pdf", ContentFile(b"%PDF-1.7\n"))
    story = StoryFactory(live=True, kind="document", url="", attachment=file, attachment_text="Nine bytes.")
    assert at(story, "open_file") in client.get(at(story)).content.decode()
    answer = client.get(at(story, "open_file"))
    assert b"".join(answer) == b"%PDF-1.7\n"
    assert answer["Content-Disposition"].startswith("attachment")
    over = StoryFactory(retracted=True, kind="document", url="", attachment=file)
    assert client.get(at(over, "open_file")).status_code == 404


def test_open_event_goes_into_a_calendar(client, company, now):
    story = StoryFactory(live=True, kind="event", url="", event_starts_at=now + timedelta(days=9), place="Askeby")
    answer = client.get(at(story, "open_event"))
    assert answer["Content-Type"].startswith("text/calendar")
    assert at(story).encode() in answer.content.replace(b"\r\n ", b"")
    assert client.get(at(StoryFactory(live=True, url=""), "open_event")).status_code == 404


def test_links_lead_to_the_page_of_a_story_that_stands_nowhere_else(employee, now, settings):
    story = StoryFactory(live=True, kind="article", url="", body="Hazel.")
    parts = urlsplit(links.of(person=employee, story=story, network="linkedin", now=now).target)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == open_pages.address(story=story)
    assert open_pages.address(story=story) == f"{settings.SITE_URL}{at(story)}"
    assert "utm_source=linkedin" in parts.query


def test_open_page_asks_the_database_little(client, company, django_assert_max_num_queries):
    story = StoryFactory(live=True, kind="article", url="", body="Hazel.")
    with django_assert_max_num_queries(3):
        client.get(at(story))

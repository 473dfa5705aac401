"""The sweeps call their rule and give its count back."""

import pytest

from content import tasks
from content.models import Evidence, Feed, Preview
from tests.content.factories import FeedFactory, PreviewFactory, StoryFactory

pytestmark = pytest.mark.django_db


def test_sweeps_with_nothing_to_do():
    assert (tasks.read_waiting_previews(), tasks.check_due_feeds(), tasks.turn_stories()) == (0, 0, 0)


def test_sweeps_with_something_to_do(web):
    web.expect_request("/f").respond_with_data(
        "<rss><channel><title>N</title><item><link>https://x.example/</link><title>T</title></item></channel></rss>",
        content_type="text/xml",
    )
    FeedFactory.create(url=web.url_for("/f"))
    PreviewFactory.create(url=web.url_for("/gone"))
    StoryFactory.create(live=True)
    assert tasks.check_due_feeds() == 1
    assert tasks.read_waiting_previews() == 1
    assert Feed.objects.get().title == "N"
    assert Preview.objects.get().state == "waiting"
    assert tasks.turn_stories() == 1  # its end has long passed by the real clock


def test_sweeps_do_not_read_internal_addresses(httpserver):
    FeedFactory.create(url=httpserver.url_for("/f"))
    PreviewFactory.create(url=httpserver.url_for("/p"))
    assert (tasks.check_due_feeds(), tasks.read_waiting_previews()) == (0, 1)
    assert "An administrator can allow" in Feed.objects.get().error
    assert "An administrator can allow" in Preview.objects.get().error
    assert not httpserver.log


def test_sweep_of_facts_tells_whom_it_concerns():
    story = StoryFactory.create(live=True)
    Evidence.objects.create(story=story, statement="A fact", source="A source", holds_until="2026-03-01")
    assert (tasks.tell_ending_facts(), tasks.tell_ending_facts()) == (1, 0)

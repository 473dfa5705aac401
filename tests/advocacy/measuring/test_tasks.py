"""The two planned tasks."""

import pytest
from pytest_django import Settings

from advocacy import tasks
from advocacy.models import Engagement, Reply, Share
from tests.advocacy.factories import ReplyFactory
from tests.advocacy.measuring.mastodon_server import MastodonServer

pytestmark = pytest.mark.django_db


def test_read_posts_asks_nobody_where_the_company_does_not_want_it(
    mastodon: MastodonServer, settings: Settings, tooted: Share, time_machine, now
) -> None:
    time_machine.move_to(now, tick=False)
    mastodon.add_status("1001", mastodon.add_account())
    settings.MEASURING = False
    assert (tasks.read_posts(), mastodon.asked) == (0, [])
    settings.MEASURING = True
    assert (tasks.read_posts(), Engagement.objects.count()) == (1, 1)


def test_forget_replies_counts_what_is_gone(tooted: Share, now) -> None:
    ReplyFactory.create(share=tooted, found_at=now.replace(year=2020))
    assert tasks.forget_replies() == 1
    assert not Reply.objects.exists()

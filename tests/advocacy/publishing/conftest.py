"""Somebody with a post that is ready, and the networks it may go to."""

from collections.abc import Callable, Iterator

import pytest

from advocacy import connections, shares
from advocacy.models import InstanceApp, Share, SocialConnection
from advocacy.publishing import seals
from advocacy.publishing.posts import Account, Tokens
from tests.advocacy.factories import ClaimFactory, ReadingFactory
from tests.advocacy.publishing import servers
from tests.content.factories import StoryFactory

WORDS = "At four in the morning sixty people went quiet."


@pytest.fixture
def mastodon(settings) -> Iterator[servers.MastodonServer]:
    server = servers.MastodonServer()
    settings.OUTBOUND_ALLOWED = [*settings.OUTBOUND_ALLOWED, server.pair]
    yield server
    server.close()


@pytest.fixture
def story(employee):
    story = StoryFactory(live=True, language="en")
    ReadingFactory(person=employee, story=story)
    return story


@pytest.fixture
def claim(employee, story):
    return ClaimFactory(person=employee, story=story)


@pytest.fixture
def ready(claim, now) -> Callable[[str], Share]:
    """A post that is ready for a network."""

    def made(network: str) -> Share:
        return shares.open(claim=claim, network=network, words=WORDS, keeps_disclosure=False, now=now)

    return made


@pytest.fixture
def on_mastodon(employee, mastodon, now) -> SocialConnection:
    """The person's account on the local server, connected without the way there."""
    mastodon.apps["us"] = {
        "client_id": "us",
        "client_secret": "s3cret",
        "redirect_uris": "http://localhost:8000/connections/mastodon/return/",
        "scopes": "read:accounts write:statuses",
    }
    mastodon.tokens["t0ken"] = {"client_id": "us", "scope": "read:accounts write:statuses", "account": "ana"}
    app = InstanceApp.objects.create(
        home=mastodon.home,
        client_id="us",
        client_secret=seals.seal("s3cret"),
        scopes="read:accounts write:statuses",
        redirect_uri="http://localhost:8000/connections/mastodon/return/",
        read_at=now,
    )
    return connections.save(
        person=employee,
        network="mastodon",
        account=Account(home=mastodon.home, remote_id="109", handle=f"@ana@{mastodon.pair}"),
        tokens=Tokens(access="t0ken", scopes="read:accounts write:statuses"),
        app=app,
        now=now,
        allowed=[mastodon.pair],
    )

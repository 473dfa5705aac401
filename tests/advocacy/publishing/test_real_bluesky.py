"""Bluesky's own server on loopback instead of ours, where it is installed.

mkdir bluesky && cd bluesky && npm install @atproto/dev-env
ATPROTO_DEV_ENV=bluesky .venv/bin/python -m pytest tests/advocacy/publishing/test_real_bluesky.py
"""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

import outbound
from advocacy import connections, consents, publications, shares
from advocacy.models import Publication
from advocacy.publishing import bluesky
from tests.content.factories import PictureFactory

FOLDER = os.environ.get("ATPROTO_DEV_ENV", "")

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER, reason="ATPROTO_DEV_ENV names no folder in which @atproto/dev-env is installed"),
]


@pytest.fixture(scope="module")
def network() -> Iterator[dict[str, str]]:
    script = Path(__file__).with_name("dev_env.mjs")
    with subprocess.Popen(
        ["node", str(script)], cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.stdin.close()


@pytest.fixture
def allowed(network, settings) -> list[str]:
    settings.BLUESKY_URL, settings.BLUESKY_IDENTITIES = network["pds"], network["plc"]
    settings.OUTBOUND_ALLOWED = [urlsplit(network[server]).netloc for server in ("pds", "plc")]
    return settings.OUTBOUND_ALLOWED


@pytest.fixture
def connection(network, allowed, employee, now):
    return consents.sign_in_to_bluesky(
        person=employee, handle=network["handle"], password=network["password"], typed_home="", now=now, allowed=allowed
    )


def posts(network: dict[str, str], allowed: list[str]) -> list[dict[str, Any]]:
    asked = urlencode({"repo": network["did"], "collection": "app.bsky.feed.post"})
    answer = outbound.call("GET", f"{network['pds']}/xrpc/com.atproto.repo.listRecords?{asked}", allowed=allowed)
    return [record["value"] for record in json.loads(answer.body)["records"]]


def test_a_press_leaves_one_post_with_its_link_and_card(connection, network, allowed, ready, story, now):
    assert (connection.handle, connection.remote_id) == ("@ana.test", network["did"])
    story.picture = PictureFactory()
    story.save(update_fields=["picture"])
    share = ready("bluesky")
    text = shares.text(share=share)
    publications.press(share=share, connection=connection, text=text, now=now)
    publications.send(now=now, allowed=allowed)
    publication = Publication.objects.get()
    assert (publication.state, publication.refusal) == ("published", "")
    (post,) = posts(network, allowed)
    assert post["text"] == text
    (facet,) = post["facets"]
    marked = text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
    assert facet["features"][0]["uri"] == marked
    assert post["embed"]["external"]["title"] == story.title
    # The same once more, as after an answer that was lost.
    account, token = connections.account(connection=connection), connections.opened(connection.access_token)
    again = bluesky.publish(account=account, token=token, post=publications._post(publication), allowed=allowed)
    assert again.permalink == publication.permalink
    assert len(posts(network, allowed)) == 1


def test_tokens_are_renewed_and_given_back(connection, allowed):
    before = connection.refresh_token
    renewed = connections.renew(connection=connection, allowed=allowed)
    assert renewed.refresh_token != before
    token = connections.opened(renewed.refresh_token)
    assert bluesky.revoke(home=connection.home, token=token, allowed=allowed)
    with pytest.raises(bluesky.SignedOut):
        bluesky.refresh(home=connection.home, token=token, allowed=allowed)

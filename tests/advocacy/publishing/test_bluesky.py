"""Bluesky from the handle to the post: found, signed in by app password, posted under a key of its own."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile

from advocacy import connections, consents, publications, shares
from advocacy.models import Publication, SocialConnection
from advocacy.publishing import answers, seals
from advocacy.publishing import bluesky as protocol
from advocacy.publishing.refusals import NotConnected
from tests.advocacy.publishing import servers
from tests.content.factories import PictureFactory

CREATE = "/xrpc/com.atproto.repo.createRecord"
PASSWORD = "abcd-efgh-ijkl-mnop"

pytestmark = pytest.mark.django_db


@pytest.fixture
def bluesky(settings):
    server = servers.BlueskyServer()
    settings.OUTBOUND_ALLOWED = [server.pair]
    settings.BLUESKY_URL = settings.BLUESKY_IDENTITIES = server.home
    yield server
    server.close()


def sign_in(person, server, now, **typed):
    said = {"handle": "@ana.example", "password": PASSWORD, "typed_home": ""} | typed
    return consents.sign_in_to_bluesky(person=person, now=now, allowed=[server.pair], **said)


def give_picture(story):
    story.picture = PictureFactory()
    story.save(update_fields=["picture"])
    story.picture.file.storage.save(story.picture.file.name, ContentFile(b"webp"))


@pytest.fixture
def pressed(ready, employee, bluesky, now):
    connection = sign_in(employee, bluesky, now)
    share = ready("bluesky")
    return publications.press(share=share, connection=connection, text=shares.text(share=share), now=now)


def send(bluesky, now):
    publications.send(now=now, allowed=[bluesky.pair])
    return Publication.objects.get()


@pytest.mark.parametrize("handle", ["ana.example", "@Ana.Example", " \u202aana.example\u202c", "ana.example."])
def test_sign_in_finds_the_server_and_keeps_no_password(employee, bluesky, handle, now):
    connection = sign_in(employee, bluesky, now, handle=handle)
    assert (connection.handle, connection.home, connection.remote_id) == ("@ana.example", bluesky.home, servers.ANA)
    kept = " ".join(str(value) for value in SocialConnection.objects.values().get().values())
    assert PASSWORD not in kept
    assert not bluesky.refreshing & set(kept.split())
    assert seals.unseal(connection.refresh_token) in bluesky.refreshing


def test_sign_in_to_a_server_that_was_named(employee, bluesky, now):
    assert sign_in(employee, bluesky, now, typed_home=bluesky.home).state == "connected"
    assert bluesky.times("/xrpc/com.atproto.identity.resolveHandle") == 0


@pytest.mark.parametrize("handle", ["", "ana", "ana example", "@", "a..b", "-a.example", "ana@example.com", "x." * 200])
def test_a_handle_that_is_none_is_refused_in_a_sentence(employee, bluesky, handle, now):
    with pytest.raises(NotConnected, match=r"This is not a Bluesky handle\. It looks like name\.bsky\.social\."):
        sign_in(employee, bluesky, now, handle=handle)
    assert bluesky.asked == []


def test_a_handle_that_nobody_has(employee, bluesky, now):
    with pytest.raises(NotConnected, match=r"Bluesky knows no account @bob\.example\."):
        sign_in(employee, bluesky, now, handle="bob.example")


def test_a_handle_that_the_account_does_not_know_of(employee, bluesky, now):
    bluesky.also_known_as = ["at://somebody.example"]
    with pytest.raises(NotConnected, match="Bluesky knows no account"):
        sign_in(employee, bluesky, now)
    assert bluesky.times("/xrpc/com.atproto.server.createSession") == 0


@pytest.mark.parametrize("password", ["", "my own password", "ABCD-efgh-ijkl-mnop", PASSWORD + "x"])
def test_a_persons_own_password_is_not_sent_anywhere(employee, bluesky, password, now):
    with pytest.raises(NotConnected, match=r"This is not an app password\. It looks like abcd-efgh-ijkl-mnop"):
        sign_in(employee, bluesky, now, password=password)
    assert bluesky.times("/xrpc/com.atproto.server.createSession") == 0


def test_a_wrong_app_password(employee, bluesky, now):
    with pytest.raises(NotConnected, match="does not accept this handle with this app password"):
        sign_in(employee, bluesky, now, password="aaaa-bbbb-cccc-dddd")


@pytest.mark.parametrize(
    "pds", ["https://10.0.0.8", "http://a.example", "ftp://a.example", "https://a.example:99", "x"]
)
def test_a_server_inside_is_not_told_the_password(employee, bluesky, pds, now):
    bluesky.pds = pds
    with pytest.raises(NotConnected):
        sign_in(employee, bluesky, now)
    assert bluesky.times("/xrpc/com.atproto.server.createSession") == 0


@pytest.mark.parametrize(
    "rude", [servers.broken, servers.page, servers.hang_up, servers.slow(1.0), servers.leads_to("http://127.0.0.1:1/")]
)
def test_a_server_in_trouble_is_one_sentence(employee, bluesky, rude, now, monkeypatch):
    monkeypatch.setattr(answers, "CONNECT_SECONDS", 0.3)
    bluesky.rude["/xrpc/com.atproto.server.createSession"] = rude
    with pytest.raises(NotConnected):
        sign_in(employee, bluesky, now)
    assert not SocialConnection.objects.exists()


def test_disconnect_ends_the_session(employee, bluesky, now):
    connections.disconnect(connection=sign_in(employee, bluesky, now), allowed=[bluesky.pair])
    assert not bluesky.refreshing
    assert not SocialConnection.objects.exists()


def test_publish_posts_text_links_language_and_card(pressed, story, bluesky, now):
    story.picture = PictureFactory()
    story.save(update_fields=["picture"])
    publication = send(bluesky, now)
    ((key, record),) = bluesky.records.items()
    assert (publication.state, record["text"], record["langs"]) == ("published", publication.text, ["en"])
    link = publication.text.rsplit("\n", 1)[-1]
    assert record["facets"][-1]["features"][0]["uri"] == link
    assert (record["embed"]["external"]["uri"], record["embed"]["external"]["title"]) == (link, story.title)
    assert publication.share.permalink == f"https://bsky.app/profile/{servers.ANA}/post/{key}"


def test_publish_goes_out_with_its_picture(pressed, story, bluesky, now):
    give_picture(story)
    send(bluesky, now)
    thumb = next(iter(bluesky.records.values()))["embed"]["external"]["thumb"]
    assert bluesky.blobs[thumb["ref"]["$link"]] == b"webp"


def test_a_picture_that_is_not_wanted_does_not_stop_the_post(pressed, story, bluesky, now):
    give_picture(story)
    bluesky.rude["/xrpc/com.atproto.repo.uploadBlob"] = lambda request, response: servers.said(
        {"error": "BlobTooLarge"}, 413
    )
    assert send(bluesky, now).state == "published"


def test_the_session_is_renewed_by_itself(pressed, bluesky, now):
    before = SocialConnection.objects.get()
    bluesky.expire()
    assert send(bluesky, now).state == "published"
    after = SocialConnection.objects.get()
    assert after.refresh_token != before.refresh_token
    assert seals.unseal(after.refresh_token) in bluesky.refreshing


def test_a_session_that_was_ended_asks_for_a_new_sign_in(pressed, bluesky, now):
    bluesky.expire()
    bluesky.refreshing.clear()
    publication = send(bluesky, now)
    assert (publication.state, publication.refusal_code) == ("refused", "signed_out")
    assert SocialConnection.objects.get().state == "revoked"


def test_two_renewals_at_once_take_what_the_first_got(employee, bluesky, now):
    sign_in(employee, bluesky, now)
    first, second = SocialConnection.objects.get(), SocialConnection.objects.get()
    connections.renew(connection=first, allowed=[bluesky.pair])
    connections.renew(connection=second, allowed=[bluesky.pair])
    assert second.access_token == first.access_token


def test_a_server_that_stores_the_post_and_hangs_up_has_it_once(pressed, bluesky, now):
    bluesky.rude[CREATE] = servers.hang_up
    publication = send(bluesky, now)
    assert (publication.state, len(bluesky.records)) == ("published", 1)


def test_what_cannot_be_read_back_is_sent_again_under_the_same_key(pressed, bluesky, now):
    bluesky.rude[CREATE] = servers.hang_up
    bluesky.rude["/xrpc/com.atproto.repo.getRecord"] = servers.broken
    assert send(bluesky, now).state == "waiting"
    bluesky.rude.clear()
    # The server says 500: there is already a value at that key.
    assert send(bluesky, now + timedelta(hours=2)).state == "published"
    assert len(bluesky.records) == 1
    assert bluesky.times(CREATE) == 2


def test_a_refusal_is_said_in_its_words(pressed, bluesky, now):
    bluesky.refuses = "Record/text must not be longer than 300 graphemes"
    publication = send(bluesky, now)
    assert publication.refusal == "Bluesky did not take it: “Record/text must not be longer than 300 graphemes”"
    assert publication.state == "refused"


def test_record_keys_sort_by_time_and_differ_by_press():
    at = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    keys = [protocol.tid(at=at + timedelta(microseconds=step), key="a") for step in range(3)]
    assert keys == sorted(keys)
    assert len({*keys, protocol.tid(at=at, key="b")}) == 4
    # Source: the reference implementation, for the microsecond 0 and the clock 0.
    assert all(len(key) == 13 for key in keys)

"""Mastodon from the first question to the post, against a server that checks what the real one checks."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from mastodon import Mastodon

from advocacy import connections, consents, publications
from advocacy.models import InstanceApp, Publication, SocialConnection
from advocacy.publishing import answers, seals
from advocacy.publishing import mastodon as protocol
from advocacy.publishing.refusals import NotConnected
from tests.advocacy.publishing import servers

BACK = "http://localhost:8000/connections/mastodon/return/"


def connect(person, server, now, *, says="yes"):
    asked = consents.ask_mastodon(typed=server.home, redirect_uri=BACK, now=now, allowed=[server.pair])
    return consents.return_from_mastodon(
        person=person,
        consent=asked,
        said=server.consent(asked.address, says=says),
        redirect_uri=BACK,
        now=now,
        allowed=[server.pair],
    )


def test_connect_leaves_an_account_with_an_encrypted_token(employee, mastodon, now):
    connection = connect(employee, mastodon, now)
    assert connection.handle == f"@ana@{mastodon.pair}"
    assert connection.state == "connected"
    token = next(token for token, value in mastodon.tokens.items() if value["account"])
    assert token not in connection.access_token
    assert seals.unseal(connection.access_token) == token
    assert token not in repr(connection)
    app = InstanceApp.objects.get()
    assert (app.most_characters, app.characters_per_url, app.has_pkce) == (500, 23, True)
    assert next(iter(mastodon.apps.values()))["client_secret"] not in app.client_secret


def test_connect_asks_for_no_more_than_it_needs(employee, mastodon, now):
    asked = consents.ask_mastodon(typed=mastodon.home, redirect_uri=BACK, now=now, allowed=[mastodon.pair])
    query = parse_qs(urlsplit(asked.address).query)
    assert query["scope"] == ["read:accounts write:statuses"]
    assert query["code_challenge_method"] == ["S256"]
    assert asked.verifier not in asked.address
    assert asked.verifier not in repr(asked)


def test_connect_does_without_pkce_where_there_is_none(employee, mastodon, now):
    mastodon.has_pkce = False
    assert connect(employee, mastodon, now).state == "connected"
    assert InstanceApp.objects.get().has_pkce is False


def test_who_does_not_show_what_he_left_with_gets_nothing(employee, mastodon, now):
    asked = consents.ask_mastodon(typed=mastodon.home, redirect_uri=BACK, now=now, allowed=[mastodon.pair])
    said = mastodon.consent(asked.address)
    mastodon.codes[said["code"]]["code_challenge"] = "another"
    with pytest.raises(NotConnected, match="did not confirm it"):
        consents.return_from_mastodon(
            person=employee, consent=asked, said=said, redirect_uri=BACK, now=now, allowed=[mastodon.pair]
        )
    assert not SocialConnection.objects.exists()


def test_a_foreign_answer_is_none(employee, mastodon, now):
    asked = consents.ask_mastodon(typed=mastodon.home, redirect_uri=BACK, now=now, allowed=[mastodon.pair])
    said = mastodon.consent(asked.address) | {"state": "guessed"}
    with pytest.raises(consents.NotAsked):
        consents.return_from_mastodon(
            person=employee, consent=asked, said=said, redirect_uri=BACK, now=now, allowed=[mastodon.pair]
        )


def test_a_no_connects_nothing(employee, mastodon, now):
    with pytest.raises(NotConnected, match="was told no"):
        connect(employee, mastodon, now, says="no")
    assert not SocialConnection.objects.exists()


def test_an_app_is_registered_once_for_each_server(employee, colleague, mastodon, now):
    connect(employee, mastodon, now)
    connect(colleague, mastodon, now)
    assert mastodon.times("/api/v1/apps") == 1


def test_a_server_that_forgot_us_is_told_anew(employee, mastodon, now):
    connect(employee, mastodon, now)
    mastodon.apps.clear()
    mastodon.tokens.clear()
    assert connect(employee, mastodon, now).state == "connected"
    assert mastodon.times("/api/v1/apps") == 2


def test_connect_again_does_not_give_back_the_token_that_came_again(employee, mastodon, now):
    first = connect(employee, mastodon, now)
    SocialConnection.objects.update(state="revoked")
    again = connect(employee, mastodon, now)
    assert (again.pk, again.state) == (first.pk, "connected")
    assert mastodon.times("/oauth/revoke") == 0


def test_disconnect_gives_the_token_back_and_leaves_nothing(employee, mastodon, now):
    connection = connect(employee, mastodon, now)
    connections.disconnect(connection=connection, allowed=[mastodon.pair])
    assert not SocialConnection.objects.exists()
    assert [value for value in mastodon.tokens.values() if value["account"]] == []


def test_disconnect_from_a_server_that_is_gone(employee, mastodon, now):
    connection = connect(employee, mastodon, now)
    mastodon.rude["/oauth/revoke"] = servers.broken
    connections.disconnect(connection=connection, allowed=[mastodon.pair])
    assert not SocialConnection.objects.exists()


@pytest.mark.parametrize(
    "typed", ["", "nonsense", "http://", "a b.example", "localhost", "ana@", "127.0.0.1", "x" * 300]
)
def test_a_server_that_is_none_is_refused_in_a_sentence(typed, now, db):
    with pytest.raises(Exception, match=r"This is not the name of a server\. It looks like mastodon\.social\."):
        consents.ask_mastodon(typed=typed, redirect_uri=BACK, now=now, allowed=[])


def test_an_internal_server_is_not_asked(mastodon, now, db, monkeypatch):
    monkeypatch.setattr("outbound.network.resolve", lambda host, port: ["10.0.0.8"])
    with pytest.raises(NotConnected, match="not on the public web"):
        consents.ask_mastodon(typed="intranet.example", redirect_uri=BACK, now=now, allowed=[])


@pytest.mark.parametrize("rude", [servers.page, servers.leads_to("http://127.0.0.1:1/")])
def test_what_is_no_mastodon_is_said(mastodon, rude, now, db):
    mastodon.rude["/api/v1/apps"] = rude
    with pytest.raises(NotConnected, match="There is no Mastodon at"):
        consents.ask_mastodon(typed=mastodon.home, redirect_uri=BACK, now=now, allowed=[mastodon.pair])


@pytest.mark.parametrize("rude", [servers.broken, servers.hang_up, servers.slow(1.0)])
def test_a_server_in_trouble_is_said(mastodon, rude, now, db, monkeypatch):
    monkeypatch.setattr(answers, "CONNECT_SECONDS", 0.3)
    mastodon.rude["/api/v1/apps"] = rude
    with pytest.raises(NotConnected, match=r"does not answer|cannot answer at the moment"):
        consents.ask_mastodon(typed=mastodon.home, redirect_uri=BACK, now=now, allowed=[mastodon.pair])


def test_a_server_that_knows_no_fine_scopes_is_asked_for_the_broad_ones(mastodon, now, db):
    seen = []

    def picky(request, response):
        seen.append(request.form["scopes"])
        if ":" in request.form["scopes"]:
            return servers.said({"error": "The requested scope is invalid"}, 422)
        return response

    mastodon.rude["/api/v1/apps"] = picky
    asked = consents.ask_mastodon(typed=mastodon.home, redirect_uri=BACK, now=now, allowed=[mastodon.pair])
    assert seen == ["read:accounts write:statuses", "read write"]
    assert parse_qs(urlsplit(asked.address).query)["scope"] == ["read write"]


def test_limits_that_make_no_sense_are_the_usual_ones(mastodon):
    mastodon.most, mastodon.per_url = -1, 10**9
    assert protocol.limits(home=mastodon.home, allowed=[mastodon.pair]) == protocol.Limits(500, 23)


def test_limits_are_read_anew_every_day(on_mastodon, mastodon, now):
    mastodon.most = 11_000
    connections.look_after(now=now + timedelta(hours=23), allowed=[mastodon.pair])
    assert InstanceApp.objects.get().most_characters == 500
    connections.look_after(now=now + timedelta(hours=24), allowed=[mastodon.pair])
    assert InstanceApp.objects.get().most_characters == 11_000
    mastodon.rude["/api/v2/instance"] = servers.broken
    connections.look_after(now=now + timedelta(hours=48), allowed=[mastodon.pair])
    assert InstanceApp.objects.get().most_characters == 11_000


def test_the_other_client_gets_on_with_the_server(mastodon):
    """Mastodon.py, written by others for the real thing, comes through our server: it is faithful enough."""
    client_id, secret = Mastodon.create_app(
        "Oracle", scopes=["read", "write"], redirect_uris=BACK, api_base_url=mastodon.home
    )
    client = Mastodon(client_id=client_id, client_secret=secret, api_base_url=mastodon.home)
    address = client.auth_request_url(redirect_uris=BACK, scopes=["read", "write"], state="s", allow_http=True)
    code = mastodon.consent(address)["code"]
    client.log_in(code=code, redirect_uri=BACK, scopes=["read", "write"], allow_http=True)
    assert client.account_verify_credentials().username == "ana"
    first = client.status_post("Hello", idempotency_key="k", language="en")
    assert client.status_post("Hello", idempotency_key="k", language="en").id == first.id
    assert len(mastodon.statuses) == 1
    assert client.instance_v2().configuration.statuses.max_characters == 500
    client.revoke_access_token(allow_http=True)
    assert re.fullmatch(r"https://social\.example/@ana/\d+", first.url)


def test_publish_posts_the_text_with_its_language_and_fills_in_the_address(ready, on_mastodon, mastodon, now):
    share = ready("mastodon")
    text = publications.shares.text(share=share)
    publications.press(share=share, connection=on_mastodon, text=text, now=now)
    assert publications.send(now=now, allowed=[mastodon.pair]) == 1
    publication = Publication.objects.get()
    share.refresh_from_db()
    assert [(status["text"], status["language"]) for status in mastodon.statuses] == [(text, "en")]
    assert (publication.state, share.state) == ("published", "posted")
    assert share.permalink == publication.permalink == mastodon.statuses[0]["url"]
    on_mastodon.refresh_from_db()
    assert on_mastodon.last_used_at == now

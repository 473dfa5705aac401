"""Connecting and posting as a person does it: pages, presses, and what bad input gets."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from advocacy import publications, shares
from advocacy.models import Publication, Share, SocialConnection
from tests.advocacy.publishing import servers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_that_time(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def client(employee):
    client = Client()
    client.force_login(employee)
    return client


def text_of(answer):
    return unescape(answer.content.decode())


def connect(client, server):
    answer = client.post(reverse("connect_account", args=["mastodon"]), {"home": server.home})
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    address = page.context["consent"].address
    assert address in text_of(page)
    return client.get(reverse("return_from_consent", args=["mastodon"]), server.consent(address), follow=True)


def test_connect_disconnect(client, employee, mastodon):
    assert "You press, and it is posted." in text_of(client.get(reverse("connections")))
    page = connect(client, mastodon)
    assert f"@ana@{mastodon.pair} is connected." in text_of(page)
    connection = SocialConnection.objects.get(person=employee)
    page = client.post(reverse("disconnect_account", args=[connection.public_id]), follow=True)
    assert f"@ana@{mastodon.pair} is not connected any more." in text_of(page)
    assert not SocialConnection.objects.exists()


def test_no_token_on_any_page(client, employee, mastodon):
    connect(client, mastodon)
    token = next(token for token, value in mastodon.tokens.items() if value["account"])
    for name in ("connections", "my_data", "profile", "settings", "api_connections"):
        page = client.get(reverse(name)).content.decode()
        assert token not in page
        assert SocialConnection.objects.get().access_token not in page


def test_my_data_says_that_there_is_an_account(client, mastodon):
    connect(client, mastodon)
    told = client.get(reverse("my_data")).json()["advocacy"]["connections"]
    assert [(each["network"], each["handle"]) for each in told] == [("mastodon", f"@ana@{mastodon.pair}")]


@pytest.mark.parametrize("home", ["", "nonsense", "http://10.0.0.8", "localhost", "x" * 400])
def test_connect_with_nonsense_keeps_what_was_typed(client, home):
    answer = client.post(reverse("connect_account", args=["mastodon"]), {"home": home})
    assert answer.status_code == 422
    assert answer.context["lines"][1]["form"].errors
    assert home[:20] in text_of(answer)


def test_connect_to_what_is_not_offered_is_not_there(client):
    for network in ("linkedin", "x", "nowhere"):
        assert client.post(reverse("connect_account", args=[network])).status_code == 404
        assert client.get(reverse("consent", args=[network])).status_code == 404
        assert client.get(reverse("return_from_consent", args=[network])).status_code == 404


def test_who_was_not_sent_away_cannot_come_back(client, mastodon):
    page = client.get(reverse("return_from_consent", args=["mastodon"]), {"code": "c", "state": "s"}, follow=True)
    assert "This answer belongs to no question of yours." in text_of(page)
    assert client.get(reverse("consent", args=["mastodon"])).status_code == 302
    assert mastodon.asked == []


def test_coming_back_works_once(client, mastodon):
    answer = client.post(reverse("connect_account", args=["mastodon"]), {"home": mastodon.home})
    said = mastodon.consent(client.get(answer["Location"]).context["consent"].address)
    back = reverse("return_from_consent", args=["mastodon"])
    client.get(back, said)
    assert "This answer belongs to no question" in text_of(client.get(back, said, follow=True))
    assert SocialConnection.objects.count() == 1


def test_another_person_cannot_come_back_with_it(client, colleague, mastodon):
    answer = client.post(reverse("connect_account", args=["mastodon"]), {"home": mastodon.home})
    said = mastodon.consent(client.get(answer["Location"]).context["consent"].address)
    other = Client()
    other.force_login(colleague)
    other.get(reverse("return_from_consent", args=["mastodon"]), said)
    assert not SocialConnection.objects.exists()


def test_others_cannot_disconnect(client, on_mastodon, colleague):
    other = Client()
    other.force_login(colleague)
    assert other.post(reverse("disconnect_account", args=[on_mastodon.public_id])).status_code == 404
    assert SocialConnection.objects.exists()


def test_publish_posts_what_the_page_shows(client, ready, on_mastodon, mastodon, monkeypatch, now):
    share = ready("mastodon")
    Share.objects.update(opened_at=now)
    page = client.get(reverse("share", args=[share.public_id]))
    shown = text_of(page).split("data-copy-text", 1)[1].split(">", 1)[1].split("</textarea>", 1)[0]
    assert f"Post it on Mastodon as @ana@{mastodon.pair}" in text_of(page)
    sent = {"text": shown.replace("\n", "\r\n"), "connection": on_mastodon.public_id}
    answer = client.post(reverse("publish_share", args=[share.public_id]), sent)
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert "Being posted" in text_of(page)
    assert "Do not post it" in text_of(page)
    publication = Publication.objects.get()
    publications.send(now=publication.next_at, allowed=[mastodon.pair])
    assert [status["text"] for status in mastodon.statuses] == [shown]
    page = text_of(client.get(reverse("share", args=[share.public_id])))
    assert mastodon.statuses[0]["url"] in page
    assert "Thank you" in page


def test_progress_is_asked_for_until_there_is_an_answer(client, ready, on_mastodon, mastodon, now):
    share = ready("mastodon")
    publication = publications.press(share=share, connection=on_mastodon, text=shares.text(share=share), now=now)
    at = reverse("share", args=[share.public_id])
    part = client.get(at, headers={"HX-Request": "true"})
    assert part.content.decode().strip().startswith('<div class="stack" id="publication"')
    publications.stop(publication=publication, now=now)
    assert client.get(at, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_refusal_keeps_the_text_and_the_way_by_hand(client, ready, on_mastodon, mastodon, now):
    share = ready("mastodon")
    text = shares.text(share=share)
    publications.press(share=share, connection=on_mastodon, text=text, now=now)
    mastodon.refuses = "Too much of a good thing"
    publications.send(now=now, allowed=[mastodon.pair])
    page = text_of(client.get(reverse("share", args=[share.public_id])))
    assert "Mastodon did not take it: “Too much of a good thing”" in page
    assert text in page
    assert "I posted it" in page
    assert f"Post it on Mastodon as @ana@{mastodon.pair}" in page


def test_unknown_fate_is_asked_about(client, ready, on_mastodon, mastodon, now):
    share = ready("mastodon")
    publications.press(share=share, connection=on_mastodon, text=shares.text(share=share), now=now)
    Publication.objects.update(state="uncertain", may_be_out=True)
    at = reverse("share", args=[share.public_id])
    page = text_of(client.get(at))
    assert "did not answer. Look at @ana@" in page
    assert "Post it on Mastodon" not in page
    wrong = client.post(reverse("answer_publication", args=[share.public_id]), {"is_out": "1", "permalink": "no"})
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert 'aria-describedby="out-permalink-error" aria-invalid="true" autofocus' in page
    assert page.count("This is not the address of a post on Mastodon.") == 1
    client.post(reverse("answer_publication", args=[share.public_id]), {"is_out": "1", "permalink": ""})
    assert Share.objects.get().state == "posted"


def test_publish_what_changed_meanwhile_shows_it_again(client, ready, on_mastodon, now):
    share = ready("mastodon")
    sent = {"text": "An older text.", "connection": on_mastodon.public_id}
    answer = client.post(reverse("publish_share", args=[share.public_id]), sent)
    assert answer.status_code == 422
    assert "The text changed since you saw it." in text_of(answer)
    assert not Publication.objects.exists()


def test_publish_by_another_account_than_the_one_shown_is_refused(client, ready, on_mastodon):
    share = ready("mastodon")
    sent = {"text": shares.text(share=share), "connection": share.public_id}
    assert client.post(reverse("publish_share", args=[share.public_id]), sent).status_code == 422
    assert not Publication.objects.exists()


def test_publish_without_an_account_says_so(client, ready, now):
    share = ready("mastodon")
    answer = client.post(reverse("publish_share", args=[share.public_id]), {"text": shares.text(share=share)})
    assert answer.status_code == 422
    assert "Connect your account first." in text_of(answer)
    assert "Connect your account on Mastodon" in text_of(answer)


def test_compose_offers_the_press_and_counts_as_the_own_server_does(client, claim, on_mastodon, mastodon):
    on_mastodon.app.most_characters = 5000
    on_mastodon.app.save(update_fields=["most_characters"])
    page = text_of(client.get(reverse("compose", args=[claim.public_id])))
    assert 'data-limit="5000"' in page
    assert f"Post it on Mastodon as @ana@{mastodon.pair}" in page
    assert "you see the whole text first, and press for it" in page
    answer = client.post(
        reverse("record_share", args=[claim.public_id]),
        {"words": "word " * 300, "revision": "0", "networks": ["mastodon"], "network": "mastodon"},
    )
    assert answer.status_code == 302
    assert f"Post it on Mastodon as @ana@{mastodon.pair}" in text_of(client.get(answer["Location"]))


def test_api_lists_publishes_and_disconnects(api_of, employee, ready, on_mastodon, mastodon, now):
    api, share = api_of(employee), ready("mastodon")
    listed = api.get(reverse("api_connections")).json()["results"]
    assert [(each["network"], each["state"]) for each in listed] == [("mastodon", "connected")]
    at = reverse("api_publication", args=[share.public_id])
    assert api.get(at).status_code == 404
    sent = {"connection": listed[0]["id"], "text": "Another text."}
    assert api.post(at, sent, format="json").status_code == 400
    answer = api.post(at, sent | {"text": shares.text(share=share)}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    assert api.delete(at).json()["refusal_code"] == "stopped"
    answer = api.post(at, sent | {"text": shares.text(share=share)}, format="json")
    publications.send(now=Publication.objects.get().next_at + timedelta(seconds=1), allowed=[mastodon.pair])
    assert api.get(at).json()["permalink"] == mastodon.statuses[0]["url"]
    assert api.delete(reverse("api_connection", args=[listed[0]["id"]])).status_code == 204
    assert not SocialConnection.objects.exists()


def test_a_server_that_is_down_while_connecting_is_one_sentence(client, mastodon):
    mastodon.rude["/api/v1/apps"] = servers.broken
    answer = client.post(reverse("connect_account", args=["mastodon"]), {"home": mastodon.home})
    assert answer.status_code == 422
    assert f"{mastodon.pair} cannot answer at the moment. Try again later." in text_of(answer)

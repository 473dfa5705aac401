"""The sheet and the hand-over as pages: words for a network, the person's server, what changed, what came of it."""

import pytest
import time_machine
from django.urls import reverse

from advocacy.models import Claim, Draft, Share
from advocacy.views import homes
from content.models import Story
from tests.advocacy.factories import (
    ClaimFactory,
    ConversationFactory,
    DraftFactory,
    ShareFactory,
)

pytestmark = pytest.mark.django_db
WORDS = "At four in the morning sixty people went quiet."
ASKED = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def clock(now):
    """The pages ask the clock; here it stands still."""
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def claim(employee, client):
    client.force_login(employee)
    return ClaimFactory(person=employee)


def url(name, row):
    return reverse(name, args=[row.public_id])


def written(**more):
    return {"words": WORDS, "revision": "0", "keeps_disclosure": "1", "networks": ["linkedin"], **more}


def test_record_share_takes_the_words_for_that_network(client, claim):
    client.post(url("record_share", claim), written(networks=["x"], words_x="Short.\r\n", words_gazette="Nobody."))
    assert Share.objects.get().words == "Short."
    assert Draft.objects.get().variants == {"x": "Short.\n"}


def test_refused_words_for_a_network_stay_in_their_box(client, claim):
    answer = client.post(url("record_share", claim), written(networks=["x"], words_x="word " * 90))
    assert answer.status_code == 422
    assert "too many for X" in answer.content.decode()
    assert "word " * 90 in answer.content.decode()


def test_save_draft_signed_out_hands_back_the_words_for_a_network(client, claim):
    client.logout()
    answer = client.post(url("save_draft", claim), written(words_x="Short and not lost."))
    assert "Short and not lost." in answer.content.decode()


def test_words_for_a_network_from_another_window_are_shown(client, claim):
    client.post(url("save_draft", claim), written(words_x="From the first window."))
    answer = client.post(url("save_draft", claim), written(words_x="From the second window."))
    assert answer.status_code == 409
    assert "From the first window." in answer.content.decode()
    assert "From the second window." in answer.content.decode()


def test_record_share_on_mastodon_remembers_the_server_in_the_browser(client, claim):
    sent = written(networks=["mastodon"], home="@marta@Social.Example")
    answer = client.post(url("record_share", claim), sent, headers=ASKED)
    assert answer.json()["intent"].startswith("https://social.example/share?text=")
    cookie = answer.cookies[homes.COOKIE]
    assert (cookie.value, bool(cookie["httponly"]), cookie["samesite"]) == ("social.example", True, "Lax")
    assert "https://social.example/share" in client.get(url("share", Share.objects.get())).content.decode()
    assert 'value="social.example"' in client.get(url("compose", claim)).content.decode()


def test_record_share_on_a_server_that_is_none_is_refused(client, claim):
    answer = client.post(url("record_share", claim), written(networks=["mastodon"], home="nobody"))
    assert answer.status_code == 422
    assert "It looks like mastodon.social." in answer.content.decode()
    assert not Share.objects.exists()


def test_remember_networks_adds_what_is_ticked_and_keeps_the_words(client, claim):
    claim.person.networks = ["bluesky"]
    claim.person.save()
    answer = client.post(url("remember_networks", claim), written(networks=["reddit", "linkedin", "gazette"]))
    assert answer.url == url("compose", claim)
    claim.person.refresh_from_db()
    assert claim.person.networks == ["linkedin", "bluesky", "reddit"]
    assert Draft.objects.get().words == WORDS


def test_remember_networks_leaves_the_draft_to_the_window_that_asks(client, claim):
    assert client.post(url("remember_networks", claim), written(networks=["threads"]), headers=ASKED).status_code == 204
    claim.person.refresh_from_db()
    assert "threads" in claim.person.networks
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("network", "says"),
    [
        ("linkedin", "LinkedIn takes the link only"),
        ("facebook", "Facebook takes the link only"),
        ("xing", "XING takes the link only"),
        ("reddit", "Reddit takes the link only"),
        ("x", "X opens with your text in it"),
        ("threads", "Threads opens with your text in it"),
        ("whatsapp", "WhatsApp opens with your text in it"),
        ("telegram", "Telegram opens with your text in it"),
        ("sheet", "shows the apps it has"),
        ("copy", "put it where you like"),
    ],
)
def test_share_says_how_it_gets_there(client, claim, network, says):
    client.post(url("record_share", claim), written(networks=[network]))
    assert says in client.get(url("share", Share.objects.get())).content.decode()


def test_record_share_hands_words_and_link_to_the_share_sheet_apart(client, claim):
    ready = client.post(url("record_share", claim), written(networks=["sheet"]), headers=ASKED).json()
    link = Share.objects.get().link.code
    assert ready["intent"] is None
    assert ready["sheet"]["text"].endswith(WORDS)
    assert ready["sheet"]["url"].endswith(f"/l/{link}")
    assert ready["sheet"]["url"] not in ready["sheet"]["text"]
    page = client.get(ready["page"]).content.decode()
    assert f'data-sheet-url="{ready["sheet"]["url"]}"' in page
    assert "I sent it" in page
    assert client.post(url("record_share", claim), written(networks=["x"]), headers=ASKED).json()["sheet"] is None


def test_share_on_mastodon_asks_for_the_server_once(client, claim):
    client.post(url("record_share", claim), written(networks=["mastodon"]))
    share = Share.objects.get()
    assert "Say which one is yours" in client.get(url("share", share)).content.decode()
    refused = client.get(url("share", share), {"home": "http://[::1]/"})
    assert refused.status_code == 422
    assert client.get(url("share", share), {"home": "social.example"}).url == url("share", share)
    assert "https://social.example/share" in client.get(url("share", share)).content.decode()


def test_a_forged_cookie_counts_as_none(client, claim):
    client.cookies[homes.COOKIE] = "evil.example/x?y"
    client.post(url("record_share", claim), written(networks=["mastodon"]))
    page = client.get(url("share", Share.objects.get())).content.decode()
    assert "evil.example/x" not in page


def test_hold_draft_puts_the_notice_away(client, claim):
    Story.objects.filter(pk=claim.story_id).update(version=2, approved_version=2, title="Forty-two hours")
    DraftFactory(person=claim.person, story=claim.story, story_version=1)
    assert "The story changed since you began to write." in client.get(url("compose", claim)).content.decode()
    client.post(url("hold_draft", claim))
    assert "The story changed since" not in client.get(url("compose", claim)).content.decode()
    assert Draft.objects.get().words.startswith("At four")


def test_compose_of_a_retracted_story_keeps_the_words_and_says_why(client, claim):
    DraftFactory(person=claim.person, story=claim.story)
    Story.objects.filter(pk=claim.story_id).update(state="retracted", retract_reason="A figure was wrong.")
    Claim.objects.filter(pk=claim.pk).update(state="released")
    page = client.get(url("compose", claim)).content.decode()
    for part in ("This story was taken back.", "A figure was wrong.", "to read and to copy", "At four"):
        assert part in page
    assert "Take a place again" not in page


@pytest.mark.parametrize(
    ("state", "says"), [("retracted", "This story was taken back."), ("ended", "This story is over.")]
)
def test_nothing_offers_to_tell_a_story_on_that_is_not_out_any_more(client, claim, state, says):
    """Somebody told it on one network, ticked another one, and has a third post that is not out yet."""
    DraftFactory(person=claim.person, story=claim.story, networks=["linkedin", "x"])
    Claim.objects.filter(pk=claim.pk).update(state="shared")
    mine = {"claim": claim, "person": claim.person, "story": claim.story}
    told, begun = ShareFactory(**mine, network="linkedin"), ShareFactory(**mine, network="bluesky", opened=True)
    assert "And on your other networks?" in client.get(url("share", told)).content.decode()
    assert "Open Bluesky" in client.get(url("share", begun)).content.decode()
    assert "there may be another network" in client.get(url("story", claim.story)).content.decode()

    Story.objects.filter(pk=claim.story_id).update(state=state)
    assert "And on your other networks?" not in client.get(url("share", told)).content.decode()
    page = client.get(url("share", begun)).content.decode()
    assert "Open Bluesky" not in page
    assert says in page
    assert "I posted it" in page
    page = client.get(url("story", claim.story)).content.decode()
    assert "there may be another network" not in page
    assert "What you wrote" in page
    page = client.get(url("compose", claim)).content.decode()
    assert says in page
    assert "Another network?" not in page
    assert "data-go-button disabled" in page


def test_compose_of_a_story_that_is_over_keeps_the_words(client, claim):
    DraftFactory(person=claim.person, story=claim.story)
    Story.objects.filter(pk=claim.story_id).update(state="ended")
    Claim.objects.filter(pk=claim.pk).update(state="expired")
    page = client.get(url("compose", claim)).content.decode()
    assert "This story is over." in page
    assert "At four" in page
    assert "Take a place again" not in page


def test_share_says_what_came_of_it(client, employee):
    client.force_login(employee)
    share = ShareFactory(person=employee)
    assert "Thank you, Marta." in client.get(url("share", share)).content.decode()
    talk = ConversationFactory(person=employee, share=share, counterpart="a traveller in Graz")
    page = client.get(url("share", share)).content.decode()
    assert "Somebody wrote back, Marta." in page
    assert "a traveller in Graz" in page
    assert f'<a class="link" href="{url("conversation", talk)}">' in page
    assert f"/l/{share.link.code}" in page


def test_share_asks_at_most_fifteen_questions(client, employee, django_assert_max_num_queries):
    client.force_login(employee)
    share = ShareFactory(person=employee)
    DraftFactory(person=employee, story=share.story)
    for _one in range(5):
        ConversationFactory(person=employee, share=share)
    with django_assert_max_num_queries(15):
        client.get(url("share", share))


def test_next_network_brings_its_own_words(client, employee):
    client.force_login(employee)
    share = ShareFactory(person=employee)
    DraftFactory(person=employee, story=share.story, networks=["linkedin", "x"], variants={"x": "Short."})
    page = client.get(url("share", share)).content.decode()
    assert 'name="words_x" value="Short."' in page
    assert "Copy and open X" in page

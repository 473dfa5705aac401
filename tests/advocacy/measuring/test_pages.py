"""Where reactions and replies are shown, and to whom."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import Person
from advocacy.models import Conversation, Engagement, Reply, Share
from tests.advocacy.factories import EngagementFactory, MeasuringFactory, ReplyFactory, ShareFactory
from tests.content.factories import StoryFactory

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
ApiOf = Callable[[Person], APIClient]
NUMBERS = {"reactions": 9, "reshares": 1, "replies": 2}


def page_of(client: Client, share: Share) -> str:
    return client.get(reverse("share", args=[share.public_id])).content.decode()


@pytest.fixture
def linked(company, employee: Person) -> Share:
    return ShareFactory.create(person=employee, network="linkedin")


def test_share_shows_what_was_read_and_when(employee: Person, client_of: ClientOf, tooted: Share) -> None:
    MeasuringFactory.create(share=tooted)
    client = client_of(employee)
    assert "The first numbers come within minutes." in page_of(client, tooted)
    EngagementFactory.create(share=tooted, reactions=1234)
    page = page_of(client, tooted)
    assert "1,234" in page
    assert "One reply waits" not in page
    ReplyFactory.create(share=tooted)
    assert "One reply waits for you" in page_of(client, tooted)
    assert "Read in public on Mastodon on" in page
    assert "tell_engagement" not in page
    assert "Tell us" not in page


def test_share_offers_to_tell_what_linkedin_lets_nobody_read(
    employee: Person, client_of: ClientOf, linked: Share
) -> None:
    client, path = client_of(employee), reverse("tell_engagement", args=[linked.public_id])
    assert "LinkedIn does not let us read this." in page_of(client, linked)
    assert client.post(path, NUMBERS).status_code == 302
    page = page_of(client, linked)
    assert "Told by you" in page
    assert "Tell us newer numbers" in page
    assert Engagement.objects.get().source == "self_reported"


@pytest.mark.parametrize("wrong", ["", "-1", "many", "9" * 40, "1.5", "\u0669\u0669"])
def test_tell_engagement_loses_nothing_of_what_was_typed(
    employee: Person, client_of: ClientOf, linked: Share, wrong: str
) -> None:
    path = reverse("tell_engagement", args=[linked.public_id])
    answer = client_of(employee).post(path, {**NUMBERS, "reactions": wrong, "replies": "77"})
    if wrong == "\u0669\u0669":
        assert Engagement.objects.get().reactions == 99
        return
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="77"' in page
    assert '<details class="handover-home" open' in page
    assert not Engagement.objects.exists()


def test_tell_engagement_of_a_post_that_is_read_says_so(employee: Person, client_of: ClientOf, tooted: Share) -> None:
    MeasuringFactory.create(share=tooted)
    answer = client_of(employee).post(reverse("tell_engagement", args=[tooted.public_id]), NUMBERS)
    assert answer.status_code == 422
    assert "nothing to tell" in answer.content.decode()


def test_conversations_shows_replies_to_their_person_alone(
    employee: Person, colleague: Person, client_of: ClientOf, tooted: Share
) -> None:
    ReplyFactory.create(share=tooted, words="<b>Bicycles?</b>")
    page = client_of(employee).get(reverse("conversations")).content.decode()
    assert "&lt;b&gt;Bicycles?&lt;/b&gt;" in page
    assert "Bea Huber" in page
    assert "Bea Huber" not in client_of(colleague).get(reverse("conversations")).content.decode()


def test_conversations_shows_twenty_and_says_how_many_follow(
    employee: Person, client_of: ClientOf, tooted: Share
) -> None:
    for _ in range(23):
        ReplyFactory.create(share=tooted)
    page = client_of(employee).get(reverse("conversations")).content.decode()
    assert page.count("It is a conversation") == 20
    assert "3 more follow" in page


def test_conversations_asks_no_more_for_more_replies(
    employee: Person, client_of: ClientOf, tooted: Share, django_assert_max_num_queries
) -> None:
    for _ in range(5):
        ReplyFactory.create(share=tooted)
    client = client_of(employee)
    client.get(reverse("conversations"))
    with django_assert_max_num_queries(16):
        client.get(reverse("conversations"))


def test_take_reply_leads_to_the_conversation(employee: Person, client_of: ClientOf, tooted: Share) -> None:
    reply, client = ReplyFactory.create(share=tooted), client_of(employee)
    answer = client.post(reverse("take_reply", args=[reply.public_id]))
    told = Conversation.objects.get()
    assert answer["Location"] == reverse("conversation", args=[told.public_id])
    assert "To be read in the thread" in client.get(answer["Location"]).content.decode()
    assert client.post(reverse("put_away_reply", args=[reply.public_id])).status_code == 302
    assert Reply.objects.get().state == "taken"


def test_put_away_reply_goes_back_to_the_inbox(employee: Person, client_of: ClientOf, tooted: Share) -> None:
    reply, client = ReplyFactory.create(share=tooted), client_of(employee)
    answer = client.post(reverse("put_away_reply", args=[reply.public_id]), follow=True)
    assert "Bea Huber" not in answer.content.decode()
    again = client.post(reverse("take_reply", args=[reply.public_id]), follow=True)
    assert "not waiting any more" in again.content.decode()
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("name", ["take_reply", "put_away_reply"])
def test_somebody_elses_reply_does_not_exist(
    colleague: Person, administrator: Person, client_of: ClientOf, tooted: Share, name: str
) -> None:
    reply = ReplyFactory.create(share=tooted)
    for person in (colleague, administrator):
        assert client_of(person).post(reverse(name, args=[reply.public_id])).status_code == 404


def test_me_shows_what_is_known_of_each_post(
    employee: Person, client_of: ClientOf, tooted: Share, linked: Share
) -> None:
    EngagementFactory.create(share=tooted, reactions=1234)
    page = client_of(employee).get(reverse("me")).content.decode()
    assert "1,234 reactions" in page
    assert page.count("passed on") == 1


def test_story_results_say_of_how_many_posts(leader: Person, client_of: ClientOf, api_of: ApiOf) -> None:
    story = StoryFactory.create(live=True)
    for source in ("public_api", "self_reported"):
        EngagementFactory.create(share__story=story, source=source)
    ShareFactory.create(story=story)
    page = client_of(leader).get(reverse("story_results", args=[story.public_id])).content.decode()
    assert "1 of 3 posts could be read in public." in page
    assert "Of one more its writer told the numbers." in page
    assert "24 reactions" in page
    said = api_of(leader).get(reverse("api_story_results", args=[story.public_id])).json()["engagement"]
    assert said == {"posts": 3, "read": 1, "told": 1, "reactions": 24, "reshares": 6, "replies": 4}


def test_api_tells_and_shows_engagement(employee: Person, api_of: ApiOf, linked: Share) -> None:
    client, path = api_of(employee), reverse("api_engagement", args=[linked.public_id])
    before = client.get(path).json()
    assert (before["engagement"], before["can_be_told"]) == (None, True)
    said = client.put(path, NUMBERS, format="json").json()
    after = said["engagement"]
    assert [day["reactions"] for day in said["days"]] == [9]
    assert {name: after[name] for name in NUMBERS} == NUMBERS
    assert after["source"] == "self_reported"
    assert client.put(path, {**NUMBERS, "reactions": -1}, format="json").status_code == 400


def test_api_lists_takes_and_puts_away_replies(
    employee: Person, colleague: Person, api_of: ApiOf, tooted: Share, now: datetime
) -> None:
    first, second = ReplyFactory.create(share=tooted), ReplyFactory.create(share=tooted, words="")
    client = api_of(employee)
    listed = client.get(reverse("api_replies")).json()["results"]
    assert {each["id"] for each in listed} == {str(first.public_id), str(second.public_id)}
    assert api_of(colleague).get(reverse("api_replies")).json()["results"] == []
    taken = client.post(reverse("api_take_reply", args=[first.public_id]))
    assert (taken.status_code, taken.json()["evidence"]) == (201, "threaded")
    assert client.post(reverse("api_put_away_reply", args=[second.public_id])).status_code == 204
    assert client.post(reverse("api_take_reply", args=[second.public_id])).status_code in {400, 409}
    assert client.get(reverse("api_replies")).json()["results"] == []

"""The employee's path over the API."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from advocacy.models import Claim, DailyClicks, Decline, Draft, Share
from tests.advocacy.factories import ClaimFactory, ReadingFactory, ShareFactory
from tests.content.factories import StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def api(api_of, employee):
    return api_of(employee)


@pytest.fixture
def story():
    return StoryFactory(live=True)


def url(name, row):
    return reverse(name, args=[row.public_id])


def test_whole_path(api, story, clock, now):
    assert api.get(reverse("api_today")).json()["stories"][0]["story"]["id"] == str(story.public_id)
    assert api.get(url("api_story", story)).json()["places_left"] == 12
    clock.move_to(now + timedelta(seconds=20))
    read = api.post(url("api_dwell", story), {"seconds": 16}, format="json").json()
    assert read == {"is_read": True, "seconds_missing": 0}
    taken = api.post(url("api_take_claim", story), format="json")
    assert taken.status_code == 201
    claim = Claim.objects.get()
    written = {"words": "Sixty people went quiet.", "networks": ["bluesky"], "revision": 0}
    desk = api.put(url("api_draft", claim), written, format="json").json()
    assert (desk["revision"], desk["verdict"]) == (1, "own")
    assert [line["network"] for line in desk["counters"] if line["is_ticked"]] == ["bluesky"]
    made = api.post(
        url("api_record_share", claim), {"network": "bluesky", "words": written["words"]}, format="json"
    ).json()
    assert made["text"].startswith("I work at Northwind Rail.")
    assert made["composer"].startswith("https://bsky.app/")
    share = Share.objects.get()
    permalink = "https://bsky.app/profile/marta.bsky.social/post/3k2a4b5c6d7e8"
    posted = api.post(url("api_confirm_share", share), {"permalink": permalink}, format="json").json()
    assert (posted["state"], posted["permalink"]) == ("posted", permalink)
    assert api.get(reverse("api_shares")).json()["count"] == 1
    assert api.get(reverse("api_claims"), {"state": "shared"}).json()["count"] == 1


def test_take_claim_refused_with_the_sentence_of_the_page(api, client_of, employee, story):
    answer = api.post(url("api_take_claim", story), format="json")
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["code"] == "not_read"
    assert error["message"] in client_of(employee).post(url("take_claim", story)).content.decode()


def test_take_claim_of_a_full_story_is_refused(api, employee):
    story = StoryFactory(live=True, places=1)
    ClaimFactory(story=story)
    ReadingFactory(person=employee, story=story)
    assert api.post(url("api_take_claim", story), format="json").json()["error"]["code"] == "full"


def test_draft_of_two_windows_is_refused_and_kept(api, employee, story):
    claim = ClaimFactory(person=employee, story=story)
    api.put(url("api_draft", claim), {"words": "one"}, format="json")
    answer = api.put(url("api_draft", claim), {"words": "two"}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "wrote_elsewhere")
    assert Draft.objects.get().words == "one"


def test_decline_and_undo(api, story):
    assert api.post(url("api_decline_story", story), {"reason": "time"}, format="json").json()["is_declined"]
    assert Decline.objects.get().reason == "time"
    assert not api.delete(url("api_decline_story", story)).json()["is_declined"]
    assert not Decline.objects.exists()


def test_release_and_extend(api, employee, story):
    claim = ClaimFactory(person=employee, story=story)
    assert api.post(url("api_extend_claim", claim), format="json").json()["extended_at"]
    assert api.post(url("api_extend_claim", claim), format="json").json()["error"]["code"] == "extended_before"
    assert api.post(url("api_release_claim", claim), format="json").json()["state"] == "released"


def test_save_permalink_of_another_network_is_refused(api, employee):
    share = ShareFactory(person=employee)
    answer = api.post(url("api_save_permalink", share), {"permalink": "https://example.com"}, format="json")
    assert answer.json()["error"]["code"] == "permalink"
    assert answer.json()["error"]["message"].startswith("This is not the address of a post on LinkedIn. It looks like ")


def test_library_lists_with_every_key(api, story):
    page = api.get(reverse("api_stories"), {"q": "bridge"}).json()
    assert page["count"] == 1
    assert page["results"][0]["retract_reason"] == ""


def test_share_says_what_its_link_brought(api, employee, now):
    share = ShareFactory(person=employee)
    assert api.get(url("api_share", share)).json()["clicks"] == {"human": 0, "suspect": 0, "robot": 0, "visitors": 0}
    DailyClicks.objects.create(
        link=share.link, on=now, story=share.story, person=employee, network="linkedin", human=3, robot=2, visitors=1
    )
    assert api.get(url("api_share", share)).json()["clicks"] == {"human": 3, "suspect": 0, "robot": 2, "visitors": 1}

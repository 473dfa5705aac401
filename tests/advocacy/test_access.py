"""Who may open which page of the employee's path, and call which endpoint."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from tests.advocacy.factories import ClaimFactory, ReadingFactory, ShareFactory
from tests.content.factories import AudienceRuleFactory, StoryFactory

pytestmark = pytest.mark.django_db

ROLES = ["employee", "colleague", "curator", "approver", "leader", "operations", "administrator", "outsider"]
COMMON = ["today", "library"]
# name, method, what the one meant gets; everybody else of the company gets 404
OF_THE_TEAM = [
    ("story", "get", 200),
    ("record_dwell", "post", 200),
    ("read_at_source", "post", 302),
    ("decline_story", "post", 302),
    ("undo_decline", "post", 302),
]
OF_ONE_PERSON = [
    ("compose", "get", 200),
    ("release_claim", "post", 302),
    ("extend_claim", "post", 302),
    ("save_draft", "post", 302),
    ("record_share", "post", 422),
]
SHARES_OF_ONE_PERSON = [("share", "get", 200), ("confirm_share", "post", 302), ("save_permalink", "post", 302)]
API_COMMON = ["api_today", "api_stories", "api_claims", "api_shares"]
API_OF_THE_TEAM = [
    ("api_story", "get", 200),
    ("api_dwell", "post", 400),
    ("api_read_at_source", "post", 200),
    ("api_decline_story", "post", 200),
    ("api_decline_story", "delete", 200),
]
API_OF_ONE_PERSON = [
    ("api_claim", "get", 200),
    ("api_release_claim", "post", 200),
    ("api_extend_claim", "post", 200),
    ("api_draft", "get", 200),
    ("api_draft", "put", 400),
    ("api_record_share", "post", 400),
]
API_SHARES_OF_ONE_PERSON = [
    ("api_share", "get", 200),
    ("api_confirm_share", "post", 200),
    ("api_save_permalink", "post", 200),
]


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def story(team):
    story = StoryFactory(live=True, everybody=False)
    AudienceRuleFactory(story=story, team=team)
    return story


@pytest.fixture
def claim(employee, story):
    ReadingFactory(person=employee, story=story)
    return ClaimFactory(person=employee, story=story)


@pytest.fixture
def share(claim):
    return ShareFactory(person=claim.person, story=claim.story, claim=claim)


def ask(client, method, name, row, **more):
    return getattr(client, method)(reverse(name, args=[row.public_id]), **more).status_code


@pytest.mark.parametrize("role", ROLES)
def test_pages_by_role(role, request, client_of, story, claim, share):
    client = client_of(request.getfixturevalue(role))
    is_outside, is_owner = role == "outsider", role == "employee"
    for name in COMMON:
        assert client.get(reverse(name)).status_code == 200, name
    assert client.get(reverse("privacy")).status_code == 200
    for name, method, status in OF_THE_TEAM:
        assert ask(client, method, name, story) == (404 if is_outside else status), name
    for name, method, status in OF_ONE_PERSON:
        assert ask(client, method, name, claim) == (status if is_owner else 404), name
    for name, method, status in SHARES_OF_ONE_PERSON:
        assert ask(client, method, name, share) == (status if is_owner else 404), name


@pytest.mark.parametrize("role", ROLES)
def test_endpoints_by_role(role, request, api_of, story, claim, share):
    api = api_of(request.getfixturevalue(role))
    is_outside, is_owner = role == "outsider", role == "employee"
    for name in API_COMMON:
        assert api.get(reverse(name)).status_code == 200, name
    for name, method, status in API_OF_THE_TEAM:
        assert ask(api, method, name, story, format="json") == (404 if is_outside else status), name
    for name, method, status in reversed(API_OF_ONE_PERSON):
        assert ask(api, method, name, claim, format="json") == (status if is_owner else 404), name
    for name, method, status in API_SHARES_OF_ONE_PERSON:
        assert ask(api, method, name, share, format="json") == (status if is_owner else 404), name


def test_anonymous_is_sent_to_the_sign_in(story, claim, share):
    client = Client()
    for name in COMMON:
        assert client.get(reverse(name)).url.startswith(reverse("account_login"))
    pages = [(story, OF_THE_TEAM), (claim, OF_ONE_PERSON), (share, SHARES_OF_ONE_PERSON)]
    for row, names in pages:
        for name, method, _status in names:
            # The two that carry somebody's words hand them back instead of losing them on the way.
            expected = 401 if name in ("save_draft", "record_share") else 302
            assert ask(client, method, name, row) == expected, name
    assert client.get(reverse("privacy")).status_code == 200


def test_anonymous_endpoints_refuse(story, claim, share):
    api = APIClient()
    for name in API_COMMON:
        assert api.get(reverse(name)).status_code in (401, 403), name
    pages = [(story, API_OF_THE_TEAM), (claim, API_OF_ONE_PERSON), (share, API_SHARES_OF_ONE_PERSON)]
    for row, names in pages:
        for name, method, _status in names:
            assert ask(api, method, name, row, format="json") in (401, 403), name


def test_leaver_is_out(client_of, leaver):
    assert client_of(leaver).get(reverse("today")).status_code == 302

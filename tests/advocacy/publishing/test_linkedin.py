"""LinkedIn: off unless set up, posted once, and never a second time unasked."""

from datetime import date, timedelta

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from advocacy import checks, connections, consents, publications, shares
from advocacy.models import Publication, SocialConnection
from tests.advocacy.publishing import servers

POSTS = "/rest/posts"
BACK = "http://localhost:8000/connections/linkedin/return/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def linkedin(settings):
    server = servers.LinkedInServer()
    settings.OUTBOUND_ALLOWED = [server.pair]
    settings.LINKEDIN_API = settings.LINKEDIN_SIGN_IN = server.home
    settings.LINKEDIN_CLIENT_ID, settings.LINKEDIN_CLIENT_SECRET = "us", "s3cret"
    yield server
    server.close()


def connect(person, server, now):
    asked = consents.ask_linkedin(redirect_uri=BACK)
    return consents.return_from_linkedin(
        person=person,
        consent=asked,
        said=server.consent(asked.address),
        redirect_uri=BACK,
        now=now,
        allowed=[server.pair],
    )


@pytest.fixture
def pressed(ready, employee, linkedin, now):
    connection = connect(employee, linkedin, now)
    share = ready("linkedin")
    return publications.press(share=share, connection=connection, text=shares.text(share=share), now=now)


def send(linkedin, now):
    publications.send(now=now, allowed=[linkedin.pair])
    return Publication.objects.get()


def test_without_an_application_it_is_not_offered(employee):
    assert [network.key for network in consents.offered()] == ["bluesky", "mastodon"]
    with pytest.raises(consents.NotOffered):
        consents.ask_linkedin(redirect_uri=BACK)
    client = Client()
    client.force_login(employee)
    assert b"Connect LinkedIn" not in client.get(reverse("connections")).content


def test_connect_keeps_whose_it_is_and_until_when(employee, linkedin, now):
    connection = connect(employee, linkedin, now)
    assert (connection.remote_id, connection.handle) == ("urn:li:person:782bbtaQ", "Ana Müller")
    assert connection.expires_at == now + timedelta(days=60)


def test_connect_on_the_page(employee, linkedin):
    client = Client()
    client.force_login(employee)
    answer = client.post(reverse("connect_account", args=["linkedin"]))
    said = linkedin.consent(client.get(answer["Location"]).context["consent"].address)
    client.get(reverse("return_from_consent", args=["linkedin"]), said)
    assert SocialConnection.objects.get().handle == "Ana Müller"


def test_publish_posts_the_text_letter_by_letter_with_the_story_as_article(pressed, story, linkedin, now, settings):
    publication = send(linkedin, now)
    (post,) = linkedin.posts
    assert publication.state == "published"
    assert post["shown"] == publication.text
    assert post["content"]["article"]["title"] == story.title
    assert post["content"]["article"]["source"] in publication.text
    assert linkedin.versions == [settings.LINKEDIN_VERSION]
    assert publication.share.permalink == "https://www.linkedin.com/feed/update/urn:li:share:7000000001/"


@pytest.mark.parametrize("rude", [servers.hang_up, servers.broken, servers.page])
def test_what_may_have_arrived_is_never_sent_again(pressed, linkedin, employee, rude, now):
    linkedin.rude[POSTS] = rude
    publication = send(linkedin, now)
    assert publication.state == "uncertain"
    linkedin.rude.clear()
    for minutes in (1, 30, 600):
        send(linkedin, now + timedelta(minutes=minutes))
    assert (len(linkedin.posts), linkedin.times(POSTS)) == (1, 1)
    assert employee.notifications.get().title == "Is your post out on LinkedIn?"


def test_a_worker_that_died_while_sending_leaves_it_to_the_person(pressed, linkedin, now):
    Publication.objects.update(state="sending", attempts=1, begun_at=now, may_be_out=True, next_at=now)
    assert send(linkedin, now).state == "uncertain"
    assert linkedin.posts == []


def test_too_many_posts_wait(pressed, linkedin, now):
    linkedin.rude[POSTS] = servers.busy(120)
    linkedin_posts = len(linkedin.posts)
    publication = send(linkedin, now)
    assert (publication.state, publication.next_at) == ("waiting", now + timedelta(seconds=120))
    assert linkedin_posts == 0


def test_a_refusal_is_said_in_its_words(pressed, linkedin, now):
    linkedin.refuses = "Content is a duplicate of urn:li:share:6"
    assert send(linkedin, now).refusal == "LinkedIn did not take it: “Content is a duplicate of urn:li:share:6”"


def test_day_fifty_reminds_once_and_day_sixty_ends(employee, linkedin, now):
    connect(employee, linkedin, now)

    def look(days):
        connections.look_after(now=now + timedelta(days=days), allowed=[])
        return list(employee.notifications.order_by("pk").values_list("title", flat=True))

    assert look(49) == []
    assert look(50) == ["LinkedIn soon asks you to sign in again"]
    assert len(look(51)) == 1
    assert look(60)[1:] == ["Connect LinkedIn again"]
    assert SocialConnection.objects.get().state == "expired"


def test_disconnect_gives_the_token_back(employee, linkedin, now):
    connections.disconnect(connection=connect(employee, linkedin, now), allowed=[linkedin.pair])
    assert not linkedin.tokens


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("202610", ""),
        ("202512", "LINKEDIN_VERSION is 11 months old"),
        ("202613", "no version"),
        ("latest", "no version"),
    ],
)
def test_an_old_version_is_warned_of(linkedin, settings, version, said):
    settings.LINKEDIN_VERSION = version
    assert said in checks.linkedin_says(today=date(2026, 11, 23))
    assert bool(checks.linkedin_says(today=date(2026, 11, 23))) == bool(said)


def test_status_page_says_so(linkedin, settings, administrator):
    client = Client()
    client.force_login(administrator)
    settings.LINKEDIN_VERSION = f"{timezone.now():%Y%m}"
    assert b"Networks to post on" not in client.get(reverse("status")).content
    settings.LINKEDIN_VERSION = "202001"
    assert b"months old; after about twelve LinkedIn switches it off" in client.get(reverse("status")).content


def test_deploying_says_so(linkedin, settings):
    settings.LINKEDIN_VERSION = "202001"
    found = run_checks(include_deployment_checks=True, tags=["compatibility"])
    assert "advocacy.W001" in [message.id for message in found]
    settings.LINKEDIN_CLIENT_ID = ""
    found = run_checks(include_deployment_checks=True, tags=["compatibility"])
    assert "advocacy.W001" not in [message.id for message in found]

"""Personal links as they stand in posts: under a domain of their own, with the campaign's parameters behind them."""

import importlib
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.signals import request_started
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone

import networks
from advocacy import links
from advocacy.clicks import redirect
from advocacy.models import Link
from content.models import Story
from tests.advocacy.factories import LinkFactory
from tests.content.factories import StoryFactory

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def own_domain(settings, monkeypatch, company):
    """The site under one name, its links under a short one, as config.wsgi serves both."""
    wsgi = importlib.import_module("config.wsgi")  # reads the settings once, before they are changed
    settings.SITE_URL, settings.LINK_URL = "https://firsthand.northwind.example", "https://nw.example"
    settings.ALLOWED_HOSTS = ["firsthand.northwind.example"]
    monkeypatch.setattr(wsgi, "SITE_HOST", "firsthand.northwind.example")
    monkeypatch.setattr(wsgi, "LINK_HOST", "nw.example")
    monkeypatch.setattr(wsgi, "links", redirect.of_process())

    def visiting(address):
        parts = urlsplit(address)
        answer = {}
        environ = Client()._base_environ(
            PATH_INFO=parts.path, HTTP_HOST=parts.netloc, HTTP_USER_AGENT=FIREFOX, **{"wsgi.url_scheme": "https"}
        )

        def start(status, headers, *_more):
            answer.update(status=status, headers=dict(headers))

        answer["body"] = b"".join(wsgi.application(environ, start)).decode()
        return answer

    # As Django's own test client: the test's transaction must outlive the request.
    request_started.disconnect(close_old_connections)
    yield visiting
    request_started.connect(close_old_connections)


def test_address_begins_with_the_short_domain(own_domain):
    assert links.address(code="abcd2345") == "https://nw.example/l/abcd2345"
    assert len(links.example()) == len(links.address(code="abcd2345"))
    assert links.shown(address=links.address(code="abcd2345")) == "nw.example/l/abcd2345"


def test_every_network_counts_and_opens_the_short_address(own_domain):
    link = links.address(code="abcd2345")
    for network in networks.every():
        text = network.compose("Night trains.", "", link)
        assert text == f"Night trains.\n\n{link}"
        assert network.count(text, link).used == 15 + (network.url_counts_as or len(link))


def test_link_under_the_short_domain_leads_to_the_story(own_domain):
    story = StoryFactory(live=True, goes_live_at=timezone.now(), expires_at=timezone.now() + timedelta(days=1))
    link = LinkFactory(story=story, code=links.new_code(), target="https://northwind.example/spring?a=b")
    answer = own_domain(links.address(code=link.code))
    assert answer["status"].startswith("302")
    assert answer["headers"]["Location"].startswith("https://northwind.example/spring?a=b&adv_cid=")


@pytest.mark.parametrize(
    ("state", "status", "says"),
    [
        (Story.State.ENDED, "410", "This link has come to its end."),
        (Story.State.RETRACTED, "410", "This story was taken back."),
    ],
)
def test_link_that_came_to_its_end_says_so_under_the_short_domain(own_domain, state, status, says):
    link = LinkFactory(story=StoryFactory(live=True), code=links.new_code())
    Story.objects.update(state=state)
    answer = own_domain(links.address(code=link.code))
    assert answer["status"].startswith(status)
    assert says in answer["body"]


def test_unknown_link_says_so_under_the_short_domain(own_domain):
    answer = own_domain("https://nw.example/l/nobody23")
    assert answer["status"].startswith("404")
    assert "There is nothing behind this link." in answer["body"]


@pytest.mark.parametrize("path", ["/", "/l", "/today/?a=b", "/accounts/login/"])
def test_short_domain_without_a_link_leads_to_the_site(own_domain, path):
    answer = own_domain(f"https://nw.example{path}")
    assert answer["status"] == "302 Found"
    assert answer["headers"]["Location"] == "https://firsthand.northwind.example/"


def test_short_domain_serves_what_its_pages_are_drawn_with(own_domain):
    assert own_domain("https://nw.example/static/nothing.css")["status"][:3] in {"400", "404"}  # not sent elsewhere


def test_site_answers_under_its_own_name(own_domain):
    assert own_domain("https://firsthand.northwind.example/privacy/")["status"].startswith("200")


@pytest.mark.parametrize("network", networks.every(), ids=lambda network: network.key)
def test_target_names_the_network_the_story_and_never_the_person(employee, now, network):
    story = StoryFactory(live=True, url="https://northwind.example/spring?page=2&utm_source=mail#top")
    link = links.of(person=employee, story=story, network=network.key, now=now)
    parts = urlsplit(link.target)
    assert parse_qs(parts.query) == {
        "page": ["2"],
        "utm_source": [network.key],
        "utm_medium": ["employee_advocacy"],
        "utm_content": [str(story.public_id)],
    } | ({"utm_campaign": [story.campaign.slug]} if story.campaign else {})
    assert parts.fragment == "top"
    for told in (employee.email, employee.name, str(employee.public_id)):
        assert told not in link.target


def test_each_network_has_a_link_of_its_own(employee, now):
    story = StoryFactory(live=True)
    codes = {links.of(person=employee, story=story, network=each.key, now=now).code for each in networks.every()}
    assert len(codes) == len(networks.every()) == Link.objects.filter(person=employee, story=story).count()

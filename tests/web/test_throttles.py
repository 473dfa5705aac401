from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from rest_framework.request import Request
from rest_framework.views import APIView

from web import throttles

PERSON = SimpleNamespace(pk=7, is_authenticated=True)


def request(user=None, method="POST", address="203.0.113.9"):
    made = getattr(RequestFactory(), method.lower())("/", REMOTE_ADDR=address)
    made.user = user or AnonymousUser()
    return made


def api_request(user=None, address="203.0.113.9", method="GET"):
    made = Request(request(user, method, address))
    made.user = user or AnonymousUser()
    return made


@pytest.fixture
def _rates(settings):
    settings.REST_FRAMEWORK = {"DEFAULT_THROTTLE_RATES": {"person": "2/h", "anonymous": "1/h", "codes": "1/h"}}


@pytest.mark.usefixtures("_rates")
def test_person_throttle_counts_people():
    asked = [throttles.PersonThrottle().allow_request(api_request(PERSON), APIView()) for _ in range(3)]
    assert asked == [True, True, False]
    other = SimpleNamespace(pk=8, is_authenticated=True)
    assert throttles.PersonThrottle().allow_request(api_request(other), APIView())
    assert throttles.PersonThrottle().allow_request(api_request(), APIView())


@pytest.mark.usefixtures("_rates")
def test_anonymous_throttle_counts_networks():
    throttle = throttles.AnonymousThrottle()
    assert throttle.allow_request(api_request(), APIView())
    assert throttle.wait() is None
    assert not throttle.allow_request(api_request(), APIView())
    assert 0 < throttle.wait() <= 3601
    assert throttle.allow_request(api_request(PERSON), APIView())
    assert throttle.allow_request(api_request(address="2001:db8::1"), APIView())
    assert not throttle.allow_request(api_request(address="2001:db8::2"), APIView())


@pytest.mark.usefixtures("_rates")
def test_scoped_throttle_counts_what_the_view_names():
    view = APIView()
    assert all(throttles.ScopedThrottle().allow_request(api_request(PERSON, method="POST"), view) for _ in range(3))
    view.throttle_scope = "codes"
    assert throttles.ScopedThrottle().allow_request(api_request(PERSON, method="POST"), view)
    assert not throttles.ScopedThrottle().allow_request(api_request(PERSON, method="POST"), view)
    assert throttles.ScopedThrottle().allow_request(api_request(PERSON), view)


def test_limited_answers_with_a_page():
    view = throttles.limited("codes", "2/h")(lambda request, *, code: HttpResponse(code))
    assert view(request(), code="a").content == b"a"
    assert view(request(method="GET"), code="a").status_code == 200
    assert view(request(), code="b").status_code == 200
    refused = view(request(), code="c")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3601
    assert refused.content.decode().startswith("That was a lot in a short time. Try again in ")
    assert view(request(PERSON), code="d").status_code == 200
    assert view(request(address="203.0.113.10"), code="d").status_code == 200


def test_limited_counts_the_methods_that_it_is_told():
    view = throttles.limited("pages", "1/h", methods={"GET"})(lambda request: HttpResponse())
    assert [view(request(method="GET")).status_code for _ in range(2)] == [200, 429]
    assert view(request()).status_code == 200


@pytest.mark.parametrize(("seconds", "words"), [(1, "in a minute."), (61, "in 2 minutes."), (3600, "in 60 minutes.")])
def test_sentence_says_how_long(seconds, words):
    assert throttles.sentence(wait_seconds=seconds).endswith(words)

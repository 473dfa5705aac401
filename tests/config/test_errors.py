"""The pages that say what went wrong."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from config import errors


@pytest.fixture
def asked(rf: RequestFactory) -> HttpRequest:
    return rf.get("/somewhere/")


@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404)],
)
@pytest.mark.django_db
def test_page_says_it_in_words(asked: HttpRequest, view: object, status: int) -> None:
    response: HttpResponse = view(asked, Exception("secret detail" if status != 403 else ""))
    page = response.content.decode()
    assert response.status_code == status
    assert page.count("<h1") == 1
    assert 'lang="en"' in page
    assert "secret detail" not in page


@pytest.mark.django_db
def test_refusal_shows_its_own_sentence(asked: HttpRequest) -> None:
    response = errors.forbidden(asked, PermissionDenied("Only a curator can publish <this>."))
    assert "Only a curator can publish &lt;this&gt;." in response.content.decode()


def test_server_error_needs_nothing_that_may_be_broken(asked: HttpRequest) -> None:
    response = errors.server_error(asked)
    assert response.status_code == 500
    assert "Something broke on our side." in response.content.decode()


@pytest.mark.parametrize(
    ("view", "code"),
    [(errors.bad_request, "bad_request"), (errors.forbidden, "permission_denied"), (errors.not_found, "not_found")],
)
def test_api_gets_the_one_error_form(rf: RequestFactory, view: object, code: str) -> None:
    response = view(rf.get("/api/v1/nothing/"), Http404("x") if code == "not_found" else Exception(""))
    error = json.loads(response.content)["error"]
    assert error["code"] == code
    assert error["message"]
    assert error["fields"] == {}


def test_api_server_error_is_json(rf: RequestFactory) -> None:
    response = errors.server_error(rf.get("/api/v1/me/"))
    assert response.status_code == 500
    assert json.loads(response.content)["error"]["code"] == "server_error"


@pytest.mark.django_db
def test_csrf_failure_gives_typed_words_back(rf: RequestFactory) -> None:
    request = rf.post(
        "/write/",
        {
            "words": "At four in the morning\nthe old span hung <over> the river.",
            "csrfmiddlewaretoken": "a b",
            "password1": "correct horse battery",
            "network": "linkedin",
            "file": SimpleUploadedFile("a.csv", b"a b"),
        },
    )
    response = errors.csrf_failure(request, reason="Referer is malformed")
    page = response.content.decode()
    assert response.status_code == 403
    assert "the old span hung &lt;over&gt; the river." in page
    assert "Words" in page
    assert "correct horse" not in page
    assert "malformed" not in page
    assert "no-store" in response["Cache-Control"]


def test_csrf_failure_survives_an_unreadable_form(rf: RequestFactory) -> None:
    request = rf.generic("POST", "/write/", b"nonsense", content_type="multipart/form-data")
    assert errors.typed_words(request) == []


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_every_error_page_stands_alone(name: str) -> None:
    with override("de"):
        page = render_to_string(f"{name}.html")
    assert 'lang="de"' in page
    assert "style=" not in page
    assert " onclick" not in page

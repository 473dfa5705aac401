import json
import logging

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signals import got_request_exception
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.renderers import JSONRenderer

from web import errors

SEE_FIELDS = "Some entries cannot be used. See the fields."
NO_SUCH_TYPE = 'Unsupported media type "text/x" in request.'
NESTED = {"non_field_errors": ["Both."], "a": [{"b": ["Bad."]}, {}]}


class PlacesTaken(ValidationError):
    def __init__(self) -> None:
        super().__init__("All places are taken.", code="places_taken")


class NotYours(PermissionDenied):
    code = "not_yours"


def answer(error: Exception) -> tuple[int, dict[str, object]]:
    response = errors.answer(error, {})
    body = json.loads(JSONRenderer().render(response.data))
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "fields"}
    return response.status_code, body["error"]


@pytest.mark.parametrize(
    ("error", "status", "code", "message", "fields"),
    [
        (PlacesTaken(), 400, "places_taken", "All places are taken.", {}),
        (ValidationError("No."), 400, "invalid", "No.", {}),
        (ValidationError(["One.", "Two."]), 400, "invalid", "One. Two.", {}),
        (ValidationError([PlacesTaken()]), 400, "places_taken", "All places are taken.", {}),
        (ValidationError("At %(place)s.", params={"place": "home"}), 400, "invalid", "At home.", {}),
        (ValidationError({"words": ["Too long."]}), 400, "invalid", SEE_FIELDS, {"words": ["Too long."]}),
        (ValidationError({"__all__": "Both.", "url": "Bad."}), 400, "invalid", "Both.", {"url": ["Bad."]}),
        (NotYours("This is not yours."), 403, "not_yours", "This is not yours.", {}),
        (PermissionDenied(), 403, "permission_denied", "You may not do this.", {}),
        (Http404("No Story matches"), 404, "not_found", "There is nothing here.", {}),
        (exceptions.NotFound("No Story"), 404, "not_found", "There is nothing here.", {}),
        (exceptions.ParseError(), 400, "parse_error", "Malformed request.", {}),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed", 'Method "PUT" not allowed.', {}),
        (exceptions.UnsupportedMediaType("text/x"), 415, "unsupported_media_type", NO_SUCH_TYPE, {}),
        (exceptions.PermissionDenied("No.", code="own"), 403, "own", "No.", {}),
        (exceptions.ValidationError("No."), 400, "invalid", "No.", {}),
        (exceptions.ValidationError(NESTED), 400, "invalid", "Both.", {"a.0.b": ["Bad."]}),
    ],
)  # fmt: skip
def test_answer_has_one_form(error, status, code, message, fields):
    assert answer(error) == (status, {"code": code, "message": message, "fields": fields})


def test_answer_names_the_fields_of_a_serializer():
    class Input(serializers.Serializer):
        words = serializers.CharField(max_length=3)
        tags = serializers.ListField(child=serializers.IntegerField())

    given = Input(data={"words": "four", "tags": [1, "x"]})
    with pytest.raises(exceptions.ValidationError) as refusal:
        given.is_valid(raise_exception=True)
    status, body = answer(refusal.value)
    assert status == 400
    assert set(body["fields"]) == {"words", "tags.1"}


def test_answer_says_when_to_ask_again():
    response = errors.answer(exceptions.Throttled(wait=90), {})
    assert response.status_code == 429
    assert response["Retry-After"] == "90"
    assert response.data["error"]["code"] == "throttled"


def test_answer_asks_for_credentials():
    error = exceptions.NotAuthenticated()
    error.auth_header = "Bearer"
    response = errors.answer(error, {})
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")


def test_answer_tells_nothing_of_an_unforeseen_error(caplog):
    seen = []

    def listen(**arguments: object) -> None:
        seen.append(arguments["request"])

    got_request_exception.connect(listen)
    try:
        with caplog.at_level(logging.ERROR, logger="web.errors"):
            status, body = answer(RuntimeError("secret"))
    finally:
        got_request_exception.disconnect(listen)
    assert (status, body["code"]) == (500, "unexpected")
    assert "secret" not in str(body)
    assert "secret" in caplog.text
    assert seen == [None]

"""One form for everything that goes wrong in the API.

{"error": {"code": "claim_full", "message": "All places are taken.", "fields": {"words": ["…"]}}}, all keys always.
"""

import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.core.signals import got_request_exception
from django.http import Http404
from django.utils.translation import gettext
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from web import throttles

logger = logging.getLogger("web.errors")

Fields = dict[str, list[str]]


def answer(error: Exception, context: Mapping[str, Any]) -> Response:
    """Turn whatever an endpoint raised into the one form (DRF's EXCEPTION_HANDLER).

    A refusal by a rule keeps its code and its sentence. What nobody foresaw is logged, reported to Django's signal and
    answered 500 without a word about its cause.
    """
    set_rollback()
    if isinstance(error, ValidationError):
        return _refusal(error)
    if isinstance(error, Http404):
        return _response(404, code="not_found", message=gettext("There is nothing here."))
    if isinstance(error, PermissionDenied):
        message = str(error) or gettext("You may not do this.")
        return _response(403, code=_code(error, "permission_denied"), message=message)
    if isinstance(error, exceptions.APIException):
        return _api_refusal(error)
    logger.error("An endpoint failed", exc_info=error)
    got_request_exception.send(sender=None, request=context.get("request"))
    return _response(500, code="unexpected", message=gettext("Something went wrong on our side. Try again later."))


def _refusal(error: ValidationError) -> Response:
    fields: Fields = {}
    if hasattr(error, "error_dict"):
        fields = {field: list(messages) for field, messages in error.message_dict.items()}
    general = fields.pop(NON_FIELD_ERRORS, []) if fields else []
    if not hasattr(error, "error_dict"):
        general = list(error.messages)
    return _response(400, code=_code(error, "invalid"), message=" ".join(general) or _look_at_fields(), fields=fields)


def _code(error: Exception, default: str) -> str:
    code = getattr(error, "code", None)
    if not code and hasattr(error, "error_list") and len(error.error_list) == 1:
        code = getattr(error.error_list[0], "code", None)
    return str(code or default)


def _api_refusal(error: exceptions.APIException) -> Response:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]
    if isinstance(error, exceptions.Throttled):
        wait_seconds = int(getattr(error, "wait", None) or 60)
        headers["Retry-After"] = str(wait_seconds)
        message = throttles.sentence(wait_seconds=wait_seconds)
        return _response(error.status_code, code="throttled", message=message, headers=headers)
    if isinstance(error, exceptions.ValidationError):
        fields = _flat(error.detail)
        general = fields.pop("", [])
        return _response(400, code="invalid", message=" ".join(general) or _look_at_fields(), fields=fields)
    message = str(error.detail) if isinstance(error.detail, str) else str(error.default_detail)
    if isinstance(error, exceptions.NotFound):
        message = gettext("There is nothing here.")
    code = str(getattr(error.detail, "code", error.default_code))
    return _response(error.status_code, code=code, message=message, headers=headers)


def _flat(detail: object, path: str = "") -> Fields:
    """Flatten nested details to dotted paths; what belongs to no field stands under ""."""
    if isinstance(detail, Mapping):
        parts = [
            (path if key == "non_field_errors" else f"{path}.{key}".lstrip("."), value) for key, value in detail.items()
        ]
    elif isinstance(detail, list) and any(isinstance(entry, Mapping | list) for entry in detail):
        parts = [(f"{path}.{number}".lstrip("."), entry) for number, entry in enumerate(detail)]
    else:
        messages = detail if isinstance(detail, list) else [detail]
        return {path: [str(message) for message in messages]}
    fields: Fields = {}
    for key, value in parts:
        for name, messages in _flat(value, key).items():
            fields.setdefault(name, []).extend(messages)
    return fields


def _look_at_fields() -> str:
    return gettext("Some entries cannot be used. See the fields.")


def _response(
    status_code: int,
    *,
    code: str,
    message: str,
    fields: Fields | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    named = {_sendable(field): [_sendable(said) for said in messages] for field, messages in (fields or {}).items()}
    error = {"code": code, "message": _sendable(message), "fields": named}
    return Response({"error": error}, status=status_code, headers=headers)


def _sendable(text: str) -> str:
    """A refusal may quote what was sent, and JSON can bring halves of characters that no answer can hold."""
    return text.encode("utf-8", "replace").decode()

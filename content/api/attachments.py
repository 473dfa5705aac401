"""Endpoints of files that belong to stories."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import HoldsRole, person_of
from accounts.roles import Role
from content import attachments
from content.models import Attachment
from web.parsers import JsonParser


class AttachmentOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    kind = serializers.ChoiceField(choices=Attachment.Kind.choices)
    name = serializers.CharField()
    content_type = serializers.CharField()
    size_bytes = serializers.IntegerField()
    path = serializers.SerializerMethodField(help_text="Where who may read it fetches it.")

    def get_path(self, attachment: Attachment) -> str:
        return reverse("attachment", args=[attachment.public_id])


class KeepAttachment(APIView):
    throttle_scope = "files"
    permission_classes = (HoldsRole,)
    parser_classes = (MultiPartParser, JsonParser)  # JSON is refused by its missing file, after who calls is known
    roles = (Role.CURATOR,)
    most_bytes = staticmethod(attachments.most_bytes_of_any)

    class Input(serializers.Serializer[Any]):
        kind = serializers.ChoiceField(choices=Attachment.Kind.choices)
        file = serializers.FileField(allow_empty_file=True)

    @extend_schema(
        operation_id="attachments_keep",
        request={"multipart/form-data": Input},
        responses={201: AttachmentOutput},
        description="Keeps a video or a PDF; a story takes it up by its id. What no story names for a week is deleted.",
    )
    def post(self, request: Request) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        kept = attachments.keep(by=person_of(request), now=timezone.now(), **fields.validated_data)
        return Response(AttachmentOutput(kept).data, status=201)

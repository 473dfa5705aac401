"""The line for a story over the API."""

import uuid
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import person_of
from advocacy import waiting
from advocacy.api.stories import known


class StoryLine(APIView):
    class Output(serializers.Serializer[Any]):
        is_full = serializers.BooleanField(help_text="Is there a reason to wait?")
        length = serializers.IntegerField(help_text="How many wait.")
        position = serializers.IntegerField(allow_null=True, help_text="Your place in the line; null: you do not wait.")

    @extend_schema(operation_id="line_read", responses=Output)
    def get(self, request: Request, story_id: uuid.UUID) -> Response:
        return self._answer(request, story_id)

    @extend_schema(operation_id="line_join", request=None, responses=Output)
    def post(self, request: Request, story_id: uuid.UUID) -> Response:
        story = known(request, story_id)
        waiting.join(person=person_of(request), story=story, now=timezone.now())
        return self._answer(request, story_id)

    @extend_schema(operation_id="line_leave", request=None, responses={200: Output})
    def delete(self, request: Request, story_id: uuid.UUID) -> Response:
        story = known(request, story_id)
        waiting.leave(person=person_of(request), story=story, now=timezone.now())
        return self._answer(request, story_id)

    def _answer(self, request: Request, story_id: uuid.UUID) -> Response:
        line = waiting.of(person=person_of(request), story=known(request, story_id), now=timezone.now())
        return Response(self.Output(line).data)

"""Endpoint of the topics that somebody wants to hear about."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import person_of
from content import interests


class MyInterests(APIView):
    class Input(serializers.Serializer[Any]):
        topics = serializers.ListField(child=serializers.UUIDField(), max_length=200)

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField()
        name = serializers.CharField()
        is_chosen = serializers.BooleanField()

    @extend_schema(operation_id="me_interests_list", responses=Output(many=True))
    def get(self, request: Request) -> Response:
        chosen = interests.of(person=person_of(request))
        rows = [
            {"id": topic.public_id, "name": topic.name, "is_chosen": topic.public_id in chosen}
            for topic in interests.offered()
        ]
        return Response(self.Output(rows, many=True).data)

    @extend_schema(operation_id="me_interests_choose", request=Input, responses=Output(many=True))
    def put(self, request: Request) -> Response:
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        interests.choose(person=person_of(request), now=timezone.now(), **wanted.validated_data)
        return self.get(request)

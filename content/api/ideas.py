"""Endpoints of ideas: one's own, and those that curators take up or answer."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import HoldsRole, person_of
from accounts.roles import Role
from content import ideas
from content.models import Idea
from content.tasks import read_waiting_previews


class IdeaOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    text = serializers.CharField()
    url = serializers.CharField()
    proposed_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=Idea.State.choices)
    answer = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)


class StudioIdeaOutput(IdeaOutput):
    person = serializers.CharField()
    story = serializers.UUIDField(source="story.public_id", allow_null=True, default=None)
    preview = serializers.UUIDField(source="preview.public_id", allow_null=True, default=None)


class Ideas(generics.GenericAPIView[Idea]):
    throttle_scope = "ideas"
    serializer_class = IdeaOutput

    class Input(serializers.Serializer[Any]):
        text = serializers.CharField(max_length=5000, allow_blank=True)
        url = serializers.CharField(max_length=2000, allow_blank=True, default="")

    def get_queryset(self) -> QuerySet[Idea]:
        if getattr(self, "swagger_fake_view", False):
            return Idea.objects.none()
        return ideas.own(person=person_of(self.request))

    @extend_schema(operation_id="ideas_list", responses=IdeaOutput(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(IdeaOutput(page, many=True).data)

    @extend_schema(operation_id="ideas_propose", request=Input, responses={201: IdeaOutput})
    def post(self, request: Request) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        idea = ideas.propose(**fields.validated_data, by=person_of(request), now=timezone.now())
        return Response(IdeaOutput(idea).data, status=201)


class StudioIdeas(generics.GenericAPIView[Idea]):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)
    serializer_class = StudioIdeaOutput

    def get_queryset(self) -> QuerySet[Idea]:
        return ideas.waiting()

    @extend_schema(operation_id="studio_ideas_list", responses=StudioIdeaOutput(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(StudioIdeaOutput(page, many=True).data)


class TakeIdea(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(
        operation_id="ideas_take",
        request=None,
        responses=StudioIdeaOutput,
        description="Begins a story, or has the idea's link read first; the answer names the one or the other.",
    )
    def post(self, request: Request, idea_id: UUID) -> Response:
        idea = _known(idea_id)
        ideas.take(idea=idea, by=person_of(request), now=timezone.now())
        read_waiting_previews.delay_on_commit()
        return Response(StudioIdeaOutput(idea).data)


class AnswerIdea(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    class Input(serializers.Serializer[Any]):
        answer = serializers.CharField(max_length=300, allow_blank=True)

    @extend_schema(operation_id="ideas_answer", request=Input, responses=StudioIdeaOutput)
    def post(self, request: Request, idea_id: UUID) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        answer = fields.validated_data["answer"]
        idea = ideas.answer(idea=_known(idea_id), answer=answer, by=person_of(request), now=timezone.now())
        return Response(StudioIdeaOutput(idea).data)


def _known(idea_id: UUID) -> Idea:
    return get_object_or_404(Idea.objects.select_related("person"), public_id=idea_id)

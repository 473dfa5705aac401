"""Endpoints of how stories begin: a kind, a template, another language."""

from typing import Any
from uuid import UUID

from django.conf import settings
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
from content import beginnings, story_templates, working_copies
from content.api.stories import answer, found
from content.api.words import StoryOutput
from content.models import Story, StoryTemplate


class WriteStory(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    class Input(serializers.Serializer[Any]):
        kind = serializers.ChoiceField(choices=Story.Kind.choices)

    @extend_schema(operation_id="beginnings_blank", request=Input, responses={201: StoryOutput})
    def post(self, request: Request) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        story = beginnings.blank(kind=fields.validated_data["kind"], by=person_of(request), now=timezone.now())
        return answer(story, status=201)


class TranslateStory(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    class Input(serializers.Serializer[Any]):
        language = serializers.ChoiceField(choices=settings.LANGUAGES)

    @extend_schema(
        operation_id="beginnings_translation",
        request=Input,
        responses={201: StoryOutput},
        description="A language that a sibling speaks already gives that one.",
    )
    def post(self, request: Request, story_id: UUID) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        story, language = found(request, story_id), fields.validated_data["language"]
        sibling = beginnings.translation(story=story, language=language, by=person_of(request), now=timezone.now())
        return answer(sibling, status=201)


class TemplateOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    owner_team = serializers.UUIDField(source="owner_team.public_id", allow_null=True, default=None)
    made_at = serializers.DateTimeField()


class Templates(generics.GenericAPIView[StoryTemplate]):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)
    serializer_class = TemplateOutput

    class Input(serializers.Serializer[Any]):
        story = serializers.UUIDField()
        name = serializers.CharField(max_length=80)

    def get_queryset(self) -> QuerySet[StoryTemplate]:
        if getattr(self, "swagger_fake_view", False):
            return StoryTemplate.objects.none()
        return story_templates.offered(person=person_of(self.request))

    @extend_schema(operation_id="story_templates_list", responses=TemplateOutput(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(TemplateOutput(page, many=True).data)

    @extend_schema(operation_id="story_templates_keep", request=Input, responses={201: TemplateOutput})
    def post(self, request: Request) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        story = found(request, fields.validated_data["story"])
        words = working_copies.newest(story=story, copy=working_copies.of(story=story))
        name = fields.validated_data["name"]
        kept = story_templates.keep(story=story, manuscript=words, name=name, by=person_of(request), now=timezone.now())
        return Response(TemplateOutput(kept).data, status=201)


class OneTemplate(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="story_templates_begin", request=None, responses={201: StoryOutput})
    def post(self, request: Request, template_id: UUID) -> Response:
        template = _offered(request, template_id)
        story = beginnings.from_template(template=template, by=person_of(request), now=timezone.now())
        return answer(story, status=201)

    @extend_schema(operation_id="story_templates_remove", request=None, responses={200: TemplateOutput})
    def delete(self, request: Request, template_id: UUID) -> Response:
        template = _offered(request, template_id)
        story_templates.remove(template=template, by=person_of(request), now=timezone.now())
        return Response(TemplateOutput(template).data)


class RestoreTemplate(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="story_templates_restore", request=None, responses=TemplateOutput)
    def post(self, request: Request, template_id: UUID) -> Response:
        now = timezone.now()
        removed = story_templates.removed(person=person_of(request), now=now)
        template = get_object_or_404(removed, public_id=template_id)
        story_templates.restore(template=template, by=person_of(request), now=now)
        return Response(TemplateOutput(template).data)


def _offered(request: Request, template_id: UUID) -> StoryTemplate:
    return get_object_or_404(story_templates.offered(person=person_of(request)), public_id=template_id)

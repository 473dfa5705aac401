"""Endpoints of stories in the making, and of their approval."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import HoldsRole, person_of
from accounts.roles import Role
from content import audiences, checks, listings, manuscripts, reach, stories
from content.api.words import (
    ManuscriptFields,
    StoryLineOutput,
    StoryOutput,
    manuscript,
    written,
)
from content.manuscripts import Manuscript
from content.models import Story


def answer(story: Story, *, status: int = 200) -> Response:
    """This will show a story with the words that the curators wrote last."""
    said = manuscripts.newest(story=story)
    people = audiences.reach(manuscript=said).people
    found = {
        "id": story.public_id,
        "translation_of": story.translation_of.public_id if story.translation_of else None,
        "state": story.state,
        "author": str(story.author),
        "owner_team": story.owner_team.public_id if story.owner_team else None,
        "version": story.version,
        "approved_version": story.approved_version,
        "waiting_version": story.waiting_version,
        "revision": story.revision,
        "updated_at": story.updated_at,
        "words": written(said),
        "missing": [
            check.text for check in checks.of(manuscript=said, people=people, now=timezone.now()) if not check.is_done
        ],
    }
    return Response(StoryOutput(found).data, status=status)


def found(request: Request, story_id: UUID, *, role: str = Role.CURATOR) -> Story:
    reachable = Story.objects.in_reach(person_of(request), role=role)
    return get_object_or_404(reachable.select_related("author", "submitted_by", "owner_team"), public_id=story_id)


class StudioStories(generics.GenericAPIView[Story]):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)
    serializer_class = StoryLineOutput

    def get_queryset(self) -> QuerySet[Story]:
        if getattr(self, "swagger_fake_view", False):
            return Story.objects.none()
        asked = {name: str(value) for name, value in self.request.query_params.dict().items()}
        return listings.find(person=person_of(self.request), listing=listings.read(asked))

    @extend_schema(
        operation_id="studio_stories_list",
        parameters=[
            OpenApiParameter("words", str, description="Each stands in the title, summary, link or author's name."),
            OpenApiParameter("state", str, enum=Story.State.values),
            OpenApiParameter("kind", str, enum=Story.Kind.values),
            OpenApiParameter("campaign", UUID),
            OpenApiParameter("topic", UUID),
            OpenApiParameter("author", UUID),
            OpenApiParameter("sort", str, enum=list(listings.SORTS), default="changed"),
        ],
        responses=StoryLineOutput(many=True),
        description="What makes no sense narrows nothing.",
    )
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(StoryLineOutput(page, many=True).data)

    @extend_schema(operation_id="studio_stories_create", request=ManuscriptFields, responses={201: StoryOutput})
    def post(self, request: Request) -> Response:
        fields = ManuscriptFields(data=request.data)
        fields.is_valid(raise_exception=True)
        person = person_of(request)
        said = manuscript(fields.validated_data, base=Manuscript())
        story = stories.create(manuscript=said, by=person, now=timezone.now(), owner_team=reach.home(person=person))
        return answer(story, status=201)


class StudioStory(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    class Input(serializers.Serializer[Any]):
        revision = serializers.IntegerField(min_value=0)
        words = ManuscriptFields()

    @extend_schema(operation_id="studio_stories_read", responses=StoryOutput)
    def get(self, request: Request, story_id: UUID) -> Response:
        return answer(found(request, story_id))

    @extend_schema(
        operation_id="studio_stories_edit",
        request=Input,
        responses=StoryOutput,
        description="Saves a draft. For a planned or live story this asks for approval of a change.",
    )
    def put(self, request: Request, story_id: UUID) -> Response:
        story = found(request, story_id)
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        said = manuscript(fields.validated_data["words"], base=manuscripts.newest(story=story))
        is_out = story.state in {Story.State.APPROVED, Story.State.LIVE}
        save = stories.change if is_out else stories.edit
        save(
            story=story,
            manuscript=said,
            seen=fields.validated_data["revision"],
            by=person_of(request),
            now=timezone.now(),
        )
        return answer(story)


class SubmitStory(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="studio_stories_submit", request=None, responses=StoryOutput)
    def post(self, request: Request, story_id: UUID) -> Response:
        return answer(stories.submit(story=found(request, story_id), by=person_of(request), now=timezone.now()))


class WithdrawStory(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="studio_stories_withdraw", request=None, responses=StoryOutput)
    def post(self, request: Request, story_id: UUID) -> Response:
        return answer(stories.withdraw(story=found(request, story_id), by=person_of(request), now=timezone.now()))


class RetractStory(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR, Role.APPROVER)

    class Input(serializers.Serializer[Any]):
        reason = serializers.CharField(max_length=300, allow_blank=True)

    @extend_schema(operation_id="studio_stories_retract", request=Input, responses=StoryOutput)
    def post(self, request: Request, story_id: UUID) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        person = person_of(request)
        reachable = Story.objects.in_reach(person, role=Role.CURATOR) | Story.objects.in_reach(
            person, role=Role.APPROVER
        )
        story = get_object_or_404(reachable, public_id=story_id)
        reason = fields.validated_data["reason"]
        return answer(stories.retract(story=story, by=person, reason=reason, now=timezone.now()))

"""Endpoints of what a story said before, of what differs, and of a change in work."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import HoldsRole, person_of
from accounts.roles import Role
from content import versions, working_copies
from content.api.stories import found
from content.api.words import ManuscriptFields, manuscript, written
from content.models import Approval, Story, StoryVersion


class DecisionOutput(serializers.Serializer[Any]):
    by = serializers.CharField()
    step = serializers.CharField(allow_null=True)
    decision = serializers.ChoiceField(choices=Approval.Decision.choices)
    note = serializers.CharField()
    at = serializers.DateTimeField()


class VersionOutput(serializers.Serializer[Any]):
    number = serializers.IntegerField(source="version.number")
    by = serializers.CharField(source="version.by")
    at = serializers.DateTimeField(source="version.at")
    is_out = serializers.BooleanField()
    is_waiting = serializers.BooleanField()
    decisions = DecisionOutput(many=True)


class WordsOutput(serializers.Serializer[Any]):
    """What the curators wrote last, asked for or not."""

    revision = serializers.IntegerField(help_text="Send it back with an edit, so that nobody overwrites unseen words.")
    is_in_work = serializers.BooleanField(help_text="Is this a change that nobody was asked about yet?")
    can_bring_back = serializers.BooleanField(help_text="Were other words put aside?")
    words = ManuscriptFields()


def words_of(story: Story) -> Response:
    """This will answer with the words as they are now."""
    copy = working_copies.of(story=story)
    story.refresh_from_db()
    shown = {
        "revision": story.revision,
        "is_in_work": copy is not None and copy.said is not None and story.state in working_copies.OUT,
        "can_bring_back": copy is not None and copy.aside is not None,
        "words": written(working_copies.newest(story=story, copy=copy)),
    }
    return Response(WordsOutput(shown).data)


class Versions(generics.GenericAPIView[StoryVersion]):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)
    serializer_class = VersionOutput

    def get_queryset(self) -> QuerySet[StoryVersion]:
        if getattr(self, "swagger_fake_view", False):
            return StoryVersion.objects.none()
        return found(self.request, self.kwargs["story_id"]).versions.select_related("by")

    @extend_schema(operation_id="story_versions_list", responses=VersionOutput(many=True))
    def get(self, request: Request, story_id: UUID) -> Response:
        listed = self.paginate_queryset(self.get_queryset()) or []
        lines = versions.lines(story=found(request, story_id), versions=listed)
        return self.get_paginated_response(VersionOutput(lines, many=True).data)


class Difference(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    class Input(serializers.Serializer[Any]):
        before = serializers.IntegerField(min_value=0)
        after = serializers.IntegerField(min_value=0, default=versions.NOW)

    class Output(serializers.Serializer[Any]):
        class Piece(serializers.Serializer[Any]):
            kind = serializers.ChoiceField(choices=("same", "gone", "new"))
            text = serializers.CharField()

        label = serializers.CharField()  # type: ignore[assignment]
        before = serializers.CharField()
        after = serializers.CharField()
        pieces = Piece(many=True)

    @extend_schema(
        operation_id="story_versions_compare",
        parameters=[
            OpenApiParameter("before", int, required=True, description="A version's number; 0: as it is now."),
            OpenApiParameter("after", int, description="A version's number; 0, the default: as it is now."),
        ],
        responses=Output(many=True),
    )
    def get(self, request: Request, story_id: UUID) -> Response:
        story = found(request, story_id)
        asked = self.Input(data=request.query_params)
        asked.is_valid(raise_exception=True)
        try:
            changes = versions.difference(story=story, **asked.validated_data)
        except versions.NoSuchVersion as error:
            raise Http404 from error
        return Response(self.Output(changes, many=True).data)


class BeginAgain(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="story_versions_begin_again", request=None, responses=WordsOutput)
    def post(self, request: Request, story_id: UUID, number: int) -> Response:
        story = found(request, story_id)
        try:
            versions.begin_again(story=story, number=number, by=person_of(request), now=timezone.now())
        except versions.NoSuchVersion as error:
            raise Http404 from error
        return words_of(story)


class ChangeInWork(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    class Input(serializers.Serializer[Any]):
        revision = serializers.IntegerField(min_value=0)
        words = ManuscriptFields()

    @extend_schema(operation_id="change_in_work_read", responses=WordsOutput)
    def get(self, request: Request, story_id: UUID) -> Response:
        return words_of(found(request, story_id))

    @extend_schema(
        operation_id="change_in_work_keep",
        request=Input,
        responses=WordsOutput,
        description="Keeps a change of a planned or live story, of which nobody is told yet.",
    )
    def put(self, request: Request, story_id: UUID) -> Response:
        story = found(request, story_id)
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        base = working_copies.newest(story=story, copy=working_copies.of(story=story))
        working_copies.keep(
            story=story,
            manuscript=manuscript(fields.validated_data["words"], base=base),
            seen=fields.validated_data["revision"],
            by=person_of(request),
            now=timezone.now(),
        )
        return words_of(story)

    @extend_schema(operation_id="change_in_work_discard", responses=WordsOutput)
    def delete(self, request: Request, story_id: UUID) -> Response:
        story = found(request, story_id)
        working_copies.discard(story=story, by=person_of(request), now=timezone.now())
        return words_of(story)


class BringWordsBack(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="change_in_work_bring_back", request=None, responses=WordsOutput)
    def post(self, request: Request, story_id: UUID) -> Response:
        story = found(request, story_id)
        versions.bring_back(story=story, by=person_of(request), now=timezone.now())
        return words_of(story)

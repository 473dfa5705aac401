"""Endpoints of previews, feeds and entries."""

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
from content import beginnings, entries, feeds, previews
from content.api.stories import answer
from content.api.words import StoryOutput
from content.models import Feed, FeedEntry, Preview
from content.tasks import check_due_feeds, read_waiting_previews


class LinkInput(serializers.Serializer[Any]):
    url = serializers.CharField(max_length=2000)


class PreviewOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    url = serializers.CharField()
    state = serializers.ChoiceField(choices=Preview.State.choices)
    step = serializers.CharField()
    error = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    site_name = serializers.CharField()
    language = serializers.CharField()
    final_url = serializers.CharField()
    published_on = serializers.DateField(allow_null=True)
    minutes = serializers.IntegerField()
    picture = serializers.UUIDField(source="picture.public_id", allow_null=True, default=None)
    picture_error = serializers.CharField()


class Previews(APIView):
    throttle_scope = "previews"
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="previews_ask", request=LinkInput, responses={202: PreviewOutput})
    def post(self, request: Request) -> Response:
        fields = LinkInput(data=request.data)
        fields.is_valid(raise_exception=True)
        preview = previews.ask(url=fields.validated_data["url"], by=person_of(request), now=timezone.now())
        read_waiting_previews.delay_on_commit()
        return Response(PreviewOutput(preview).data, status=202)


class OnePreview(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="previews_read", responses=PreviewOutput)
    def get(self, request: Request, preview_id: UUID) -> Response:
        return Response(PreviewOutput(_own(request, preview_id)).data)


class MakeStory(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="previews_make_story", request=None, responses={201: StoryOutput})
    def post(self, request: Request, preview_id: UUID) -> Response:
        preview = _own(request, preview_id)
        story = beginnings.from_preview(preview=preview, by=person_of(request), now=timezone.now())
        return answer(story, status=201)


def _own(request: Request, preview_id: UUID) -> Preview:
    asked = Preview.objects.select_related("picture", "entry")
    return get_object_or_404(asked, public_id=preview_id, asked_by=person_of(request))


class FeedOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    url = serializers.CharField()
    title = serializers.CharField()
    site_url = serializers.CharField()
    checked_at = serializers.DateTimeField(allow_null=True)
    next_check_at = serializers.DateTimeField()
    stopped_at = serializers.DateTimeField(allow_null=True)
    failures = serializers.IntegerField()
    error = serializers.CharField()


class Feeds(generics.GenericAPIView[Feed]):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)
    serializer_class = FeedOutput
    queryset = Feed.objects.filter(stopped_at=None).order_by("title", "pk")

    @extend_schema(operation_id="feeds_list", responses=FeedOutput(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(FeedOutput(page, many=True).data)

    @extend_schema(operation_id="feeds_subscribe", request=LinkInput, responses={201: FeedOutput})
    def post(self, request: Request) -> Response:
        fields = LinkInput(data=request.data)
        fields.is_valid(raise_exception=True)
        feed = feeds.subscribe(url=fields.validated_data["url"], by=person_of(request), now=timezone.now())
        check_due_feeds.delay_on_commit()
        return Response(FeedOutput(feed).data, status=201)


class StopFeed(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="feeds_stop", request=None, responses=FeedOutput)
    def post(self, request: Request, feed_id: UUID) -> Response:
        feed = get_object_or_404(Feed, public_id=feed_id)
        feeds.stop(feed=feed, by=person_of(request), now=timezone.now())
        feed.refresh_from_db()
        return Response(FeedOutput(feed).data)


class CheckFeed(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="feeds_check", request=None, responses={202: FeedOutput})
    def post(self, request: Request, feed_id: UUID) -> Response:
        feed = get_object_or_404(Feed, public_id=feed_id)
        feeds.check_soon(feed=feed, by=person_of(request), now=timezone.now())
        check_due_feeds.delay_on_commit()
        feed.refresh_from_db()
        return Response(FeedOutput(feed).data, status=202)


class EntryOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    feed = serializers.UUIDField(source="feed.public_id")
    url = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    found_at = serializers.DateTimeField()
    dismissed_at = serializers.DateTimeField(allow_null=True)
    taken_at = serializers.DateTimeField(allow_null=True)


class Entries(generics.GenericAPIView[FeedEntry]):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)
    serializer_class = EntryOutput

    def get_queryset(self) -> QuerySet[FeedEntry]:
        return entries.to_look_at()

    @extend_schema(operation_id="entries_list", responses=EntryOutput(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(EntryOutput(page, many=True).data)


class TakeEntry(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="entries_take", request=None, responses={202: PreviewOutput})
    def post(self, request: Request, entry_id: UUID) -> Response:
        entry = get_object_or_404(FeedEntry, public_id=entry_id)
        preview = entries.take(entry=entry, by=person_of(request), now=timezone.now())
        read_waiting_previews.delay_on_commit()
        return Response(PreviewOutput(preview).data, status=202)


class DismissEntry(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="entries_dismiss", request=None, responses=EntryOutput)
    def post(self, request: Request, entry_id: UUID) -> Response:
        entry = get_object_or_404(FeedEntry, public_id=entry_id)
        entries.dismiss(entry=entry, by=person_of(request), now=timezone.now())
        entry.refresh_from_db()
        return Response(EntryOutput(entry).data)


class RestoreEntry(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="entries_restore", request=None, responses=EntryOutput)
    def post(self, request: Request, entry_id: UUID) -> Response:
        entry = get_object_or_404(FeedEntry, public_id=entry_id)
        entries.restore(entry=entry, by=person_of(request), now=timezone.now())
        entry.refresh_from_db()
        return Response(EntryOutput(entry).data)

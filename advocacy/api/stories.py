"""Today, the library and the stories over the API: the same rules as on the pages."""

import uuid
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import company
from accounts.access import person_of
from advocacy import colleagues, declines, library, readings, searches, weeks
from advocacy import today as queue
from advocacy.models import Decline, SavedSearch
from content.models import Story


def known(request: Request, story_id: uuid.UUID) -> Story:
    """This will find a story that the person may know of; all others do not exist for him."""
    person = person_of(request)
    known_to_me = Story.objects.shown_to(person).values("pk")
    return get_object_or_404(  # type: ignore[no-any-return]
        queue.cards(person=person).filter(pk__in=known_to_me), public_id=story_id
    )


class StoryOutput(serializers.ModelSerializer[Story]):
    id = serializers.UUIDField(source="public_id")
    reason = serializers.CharField(source="campaign.objective.reason", default="")
    picture_url = serializers.CharField(source="picture.file.url", default="")
    places_left = serializers.IntegerField(source="left")
    read_at = serializers.DateTimeField(source="my_read_at", allow_null=True)

    class Meta:
        model = Story
        fields = (
            "id",
            "kind",
            "state",
            "reason",
            "title",
            "summary",
            "url",
            "site_name",
            "language",
            "minutes",
            "value_reader",
            "value_employee",
            "value_company",
            "prompts",
            "picture_url",
            "picture_alt",
            "places",
            "places_left",
            "goes_live_at",
            "expires_at",
            "retract_reason",
            "read_at",
        )


class TakersOutput(serializers.Serializer[object]):
    names = serializers.ListField(child=serializers.CharField(), help_text="First names of those who show it.")
    more = serializers.IntegerField()


class StoryInFull(StoryOutput):
    """A story with its own text, where I stopped, and who of my team took it up."""

    topics: Any = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    reached_percent = serializers.IntegerField()
    takers = TakersOutput()

    class Meta(StoryOutput.Meta):
        fields: Any = (*StoryOutput.Meta.fields, "body", "topics", "reached_percent", "takers")


class ReadingOutput(serializers.Serializer[object]):
    is_read = serializers.BooleanField()
    seconds_missing = serializers.IntegerField()


class Today(APIView):
    """At most three stories, why each, and how many more the library has."""

    class Output(serializers.Serializer[object]):
        class Queued(serializers.Serializer[object]):
            story = StoryOutput()
            why = serializers.ChoiceField(choices=[reason.value for reason in queue.Reason])

        stories = Queued(many=True)
        more = serializers.IntegerField()

    @extend_schema(operation_id="today", responses=Output)
    def get(self, request: Request) -> Response:
        now, settings = timezone.now(), company.current()
        week = weeks.of(person=person_of(request), settings=settings, now=now)
        chosen = queue.queue(person=week.person, handled=week.handled_today, settings=settings, now=now)
        stories = [{"story": story, "why": reason.value} for story, reason in chosen.stories]
        return Response(self.Output({"stories": stories, "more": chosen.more}).data)


@extend_schema_view(
    get=extend_schema(
        operation_id="stories_list",
        parameters=[OpenApiParameter(name, str) for name in ("q", "reason", "kind", "language", "topic", "mine")],
    )
)
class Stories(generics.ListAPIView[Story]):
    """The library: what reaches me and is out, nearest to `q` first; `mine` is `read` or `claimed`, `topic` a key."""

    serializer_class = StoryOutput

    def get_queryset(self):  # type: ignore[no-untyped-def]
        asked = self.request.query_params.dict()
        search = library.search({**asked, "words": asked.get("q", "")})
        return library.find(person=person_of(self.request), search=search, now=timezone.now())


class OneStory(APIView):
    """A story; asking for it opens it, as its page does."""

    @extend_schema(operation_id="stories_show", responses=StoryInFull)
    def get(self, request: Request, story_id: uuid.UUID) -> Response:
        story: Any = known(request, story_id)
        person = person_of(request)
        story.reached_percent = readings.open(person=person, story=story, now=timezone.now()).reached_percent
        story.takers = colleagues.takers(person=person, story=story)
        return Response(StoryInFull(story).data)


class StoryDwell(APIView):
    class Input(serializers.Serializer[object]):
        seconds = serializers.IntegerField(min_value=0, max_value=readings.MOST_SECONDS_AT_ONCE)
        reached_end = serializers.BooleanField(default=False)
        reached_percent = serializers.IntegerField(min_value=0, max_value=100, default=0)

    @extend_schema(operation_id="stories_dwell", request=Input, responses=ReadingOutput)
    def post(self, request: Request, story_id: uuid.UUID) -> Response:
        story, now = known(request, story_id), timezone.now()
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        reading = readings.dwell(person=person_of(request), story=story, now=now, **given.validated_data)
        missing = readings.seconds_missing(reading=reading, now=now)
        return Response({"is_read": reading.read_at is not None, "seconds_missing": missing})


class StoryReadAtSource(APIView):
    @extend_schema(operation_id="stories_read_at_source", request=None, responses=ReadingOutput)
    def post(self, request: Request, story_id: uuid.UUID) -> Response:
        story = known(request, story_id)
        readings.at_source(person=person_of(request), story=story, now=timezone.now())
        return Response({"is_read": True, "seconds_missing": 0})


class StoryDecline(APIView):
    """Put a story aside, and bring it back."""

    class Input(serializers.Serializer[object]):
        reason = serializers.ChoiceField(choices=Decline.Reason.choices, default="", allow_blank=True)

    class Output(serializers.Serializer[object]):
        is_declined = serializers.BooleanField()
        reason = serializers.CharField()

    @extend_schema(operation_id="stories_decline", request=Input, responses=Output)
    def post(self, request: Request, story_id: uuid.UUID) -> Response:
        story = known(request, story_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        decline = declines.record(person=person_of(request), story=story, now=timezone.now(), **given.validated_data)
        return Response({"is_declined": True, "reason": decline.reason})

    @extend_schema(operation_id="stories_undo_decline", responses={200: Output})
    def delete(self, request: Request, story_id: uuid.UUID) -> Response:
        declines.undo(person=person_of(request), story=known(request, story_id))
        return Response({"is_declined": False, "reason": ""})


class SearchOutput(serializers.ModelSerializer[SavedSearch]):
    id = serializers.UUIDField(source="public_id")
    search = serializers.DictField(child=serializers.CharField(), help_text="What it looks for; `words` is `q`.")

    class Meta:
        model = SavedSearch
        fields = ("id", "name", "search", "created_at")


class SavedSearches(APIView):
    """My searches, by name; a name that is there already takes the newer search."""

    class Input(serializers.Serializer[object]):
        name = serializers.CharField(max_length=200)
        search = serializers.DictField(child=serializers.CharField(allow_blank=True))

    @extend_schema(operation_id="searches_list", responses=SearchOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(SearchOutput(searches.of(person=person_of(request)), many=True).data)

    @extend_schema(operation_id="searches_save", request=Input, responses={201: SearchOutput})
    def post(self, request: Request) -> Response:
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        saved = searches.save(
            person=person_of(request),
            name=given.validated_data["name"],
            search=library.search(given.validated_data["search"]),
            now=timezone.now(),
        )
        return Response(SearchOutput(saved).data, status=201)


class OneSavedSearch(APIView):
    @extend_schema(operation_id="searches_remove", responses={204: None})
    def delete(self, request: Request, search_id: uuid.UUID) -> Response:
        mine = SavedSearch.objects.filter(person=person_of(request))
        searches.remove(saved=get_object_or_404(mine, public_id=search_id))
        return Response(status=204)

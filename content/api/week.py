"""Endpoints of the calendar, of quiet days, and of what is done to many stories at once."""

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import company
from accounts.access import HoldsRole, person_of
from accounts.roles import Role
from content import bulk, manuscripts, moves, quiet_days, weeks
from content.api.stories import answer, found
from content.api.words import UNKNOWN, StoryLineOutput, StoryOutput
from content.models import BulkAction, Campaign, QuietDay, Story, Topic

MOST_WEEKS = 12
Row = TypeVar("Row", bound=Model)


class QuietDayFields(serializers.Serializer[Any]):
    first_on = serializers.DateField()
    last_on = serializers.DateField(allow_null=True, default=None, help_text="Empty: one day.")
    region = serializers.CharField(max_length=60, allow_blank=True, default="", help_text="Empty: everywhere.")
    reason = serializers.CharField(max_length=120)


class QuietDayOutput(QuietDayFields):
    id = serializers.UUIDField(source="public_id")


class LoadOutput(serializers.Serializer[Any]):
    group = serializers.CharField(source="name")
    people = serializers.IntegerField()
    asks = serializers.FloatField(help_text="Modelled: tellings asked of one person in the week.")
    level = serializers.CharField()


class TooMuchOutput(serializers.Serializer[Any]):
    load = LoadOutput()
    movable = StoryLineOutput(many=True)


class WeekOutput(serializers.Serializer[Any]):
    monday = serializers.DateField()
    number = serializers.IntegerField(help_text="ISO week.")
    level = serializers.CharField(help_text="calm, fine, much or too_much: of the group that is asked the most.")
    stories = serializers.SerializerMethodField(help_text="Ten at most, those first that begin or end in the week.")
    stories_more = serializers.IntegerField(source="bars_more")
    too_much = TooMuchOutput(many=True)

    @extend_schema(responses=StoryLineOutput(many=True))
    def get_stories(self, week: weeks.Week) -> Any:
        return StoryLineOutput([bar.story for bar in week.bars], many=True).data


class CalendarOutput(serializers.Serializer[Any]):
    weeks = WeekOutput(many=True)
    quiet_days = QuietDayOutput(many=True, source="quiet")


class Calendar(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    class Query(serializers.Serializer[Any]):
        first_on = serializers.DateField(required=False)
        weeks = serializers.IntegerField(min_value=1, max_value=MOST_WEEKS, default=weeks.AT_ONCE)

    @extend_schema(operation_id="studio_calendar_read", parameters=[Query], responses=CalendarOutput)
    def get(self, request: Request) -> Response:
        query = self.Query(data=request.query_params)
        query.is_valid(raise_exception=True)
        now, settings = timezone.now(), company.current()
        first = query.validated_data.get("first_on") or company.day(at=now, zone=settings.zone)
        calendar = weeks.of(
            person=person_of(request), first=first, count=query.validated_data["weeks"], now=now, settings=settings
        )
        return Response(CalendarOutput(calendar).data)


class QuietDays(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(
        operation_id="quiet_days_list",
        parameters=[OpenApiParameter("first_on", date), OpenApiParameter("last_on", date)],
        responses=QuietDayOutput(many=True),
        description="Those of the next year; of other days when they are named.",
    )
    def get(self, request: Request) -> Response:
        today = company.day(at=timezone.now(), zone=company.current().zone)
        first, last = serializers.DateField(default=today), serializers.DateField(default=weeks.LAST_DAY)
        asked = request.query_params
        found_days = quiet_days.between(
            first=first.run_validation(asked["first_on"]) if "first_on" in asked else today,
            last=last.run_validation(asked["last_on"]) if "last_on" in asked else weeks.LAST_DAY,
        )
        return Response(QuietDayOutput(found_days[:500], many=True).data)

    @extend_schema(operation_id="quiet_days_add", request=QuietDayFields, responses={201: QuietDayOutput})
    def post(self, request: Request) -> Response:
        fields = QuietDayFields(data=request.data)
        fields.is_valid(raise_exception=True)
        quiet = quiet_days.add(**fields.validated_data, by=person_of(request), now=timezone.now())
        return Response(QuietDayOutput(quiet).data, status=201)


class OneQuietDay(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="quiet_days_remove", request=None, responses={204: None})
    def delete(self, request: Request, quiet_day_id: UUID) -> Response:
        quiet = get_object_or_404(QuietDay, public_id=quiet_day_id)
        quiet_days.remove(quiet_day=quiet, by=person_of(request), now=timezone.now())
        return Response(status=204)


class MoveStory(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    class Input(serializers.Serializer[Any]):
        revision = serializers.IntegerField(min_value=0)
        goes_live_at = serializers.DateTimeField(allow_null=True, required=False)
        expires_at = serializers.DateTimeField(allow_null=True, required=False)

    @extend_schema(
        operation_id="studio_stories_move",
        request=Input,
        responses=StoryOutput,
        description="Other days. A draft has them at once; for a planned or live story a yes is asked for. "
        "What is left out stays as it is.",
    )
    def post(self, request: Request, story_id: UUID) -> Response:
        story = found(request, story_id)
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        said = manuscripts.newest(story=story)
        moves.move(
            story=story,
            goes_live_at=fields.validated_data.get("goes_live_at", said.goes_live_at),
            expires_at=fields.validated_data.get("expires_at", said.expires_at),
            seen=fields.validated_data["revision"],
            by=person_of(request),
            now=timezone.now(),
        )
        return answer(story)


class LineOutput(serializers.Serializer[Any]):
    story = serializers.UUIDField()
    title = serializers.CharField()
    reason = serializers.CharField(help_text="Why it was refused, or could not be undone; empty: it was done.")


class BulkOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="entry.public_id")
    action = serializers.CharField(source="entry.action")
    at = serializers.DateTimeField(source="entry.at")
    undone_at = serializers.DateTimeField(source="entry.undone_at", allow_null=True)
    done = LineOutput(many=True, source="outcome.done")
    refused = LineOutput(many=True, source="outcome.refused")


def told(entry: BulkAction, *, status: int = 200) -> Response:
    return Response(BulkOutput({"entry": entry, "outcome": bulk.outcome(entry=entry)}).data, status=status)


def named(rows: QuerySet[Row], public_id: UUID | None) -> Row | None:
    """This will find the row that a field names, and nothing when it names none. Errors: ValidationError."""
    if public_id is None:
        return None
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise serializers.ValidationError(UNKNOWN)
    return row


class BulkActions(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    class Input(serializers.Serializer[Any]):
        action = serializers.ChoiceField(choices=BulkAction.Action.choices)
        stories = serializers.ListField(child=serializers.UUIDField(), max_length=bulk.MOST)
        days = serializers.IntegerField(min_value=-bulk.MOST_DAYS, max_value=bulk.MOST_DAYS, default=0)
        campaign = serializers.UUIDField(allow_null=True, default=None)
        topic = serializers.UUIDField(allow_null=True, default=None)

        def validate_campaign(self, campaign: UUID | None) -> Campaign | None:
            return named(Campaign.objects.all(), campaign)

        def validate_topic(self, topic: UUID | None) -> Topic | None:
            return named(Topic.objects.all(), topic)

    @extend_schema(
        operation_id="studio_stories_bulk",
        request=Input,
        responses={201: BulkOutput},
        description="One thing done to up to a hundred stories, each by the rule that holds for it alone.",
    )
    def post(self, request: Request) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        person, wanted = person_of(request), dict(fields.validated_data)
        ticked = list(dict.fromkeys(wanted.pop("stories")))
        reachable = Story.objects.in_reach(person, role=Role.CURATOR).select_related(
            "owner_team", "campaign", "preview"
        )
        there = reachable.in_bulk(ticked, field_name="public_id")
        chosen = [there[each] for each in ticked if each in there]
        return told(bulk.do(**wanted, chosen=chosen, by=person, now=timezone.now()), status=201)


class OneBulkAction(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="studio_stories_bulk_read", responses=BulkOutput)
    def get(self, request: Request, bulk_id: UUID) -> Response:
        return told(get_object_or_404(BulkAction, public_id=bulk_id, by=person_of(request)))


class UndoBulkAction(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="studio_stories_bulk_undo", request=None, responses=BulkOutput)
    def post(self, request: Request, bulk_id: UUID) -> Response:
        entry = get_object_or_404(BulkAction, public_id=bulk_id, by=person_of(request))
        return told(bulk.undo(entry=entry, by=person_of(request), now=timezone.now()))

"""One's own points, line by line."""

from datetime import timedelta

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import company
from accounts.access import person_of
from leaderboard import points


class Points(APIView):
    class Input(serializers.Serializer[object]):
        week = serializers.DateField(required=False, allow_null=True, default=None)

    class Output(serializers.Serializer[points.Sheet]):
        class Line(serializers.Serializer[points.Line]):
            act = serializers.CharField()
            label = serializers.CharField()  # type: ignore[assignment]
            times = serializers.IntegerField()
            points = serializers.FloatField()
            one_more = serializers.FloatField(help_text="What doing it once more this week would give.")

        week = serializers.DateField(help_text="Its Monday.")
        points = serializers.FloatField()
        lines = Line(many=True)

    @extend_schema(
        operation_id="points_retrieve",
        parameters=[OpenApiParameter("week", str, description="Any day of the week; this week without it.")],
        responses=Output,
    )
    def get(self, request: Request) -> Response:
        """Your points of a week, act by act. Nobody else can ask for them."""
        asked = self.Input(data=request.query_params)
        asked.is_valid(raise_exception=True)
        day = asked.validated_data["week"] or company.day(at=timezone.now(), zone=company.current().zone)
        week = day - timedelta(days=day.weekday())
        return Response(self.Output(points.sheet(person=person_of(request), week=week)).data)

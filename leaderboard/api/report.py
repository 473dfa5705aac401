"""The leader's figures."""

import math
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import HoldsRole
from accounts.models import Team
from accounts.roles import Role
from leaderboard import readers, report
from leaderboard.amplification.simulation import Outcome
from leaderboard.headlines import Headline
from leaderboard.verdicts import Verdict

Range = dict[str, float | None]


class VerdictOutput(serializers.Serializer[Verdict]):
    objective = serializers.UUIDField(source="objective.public_id")
    title = serializers.CharField(source="objective.title")
    metric = serializers.CharField(source="objective.metric")
    unit = serializers.CharField(source="objective.unit")
    outcome = serializers.CharField()
    word = serializers.CharField()
    sentence = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    measured_on = serializers.DateField(allow_null=True)
    sample_size = serializers.IntegerField(allow_null=True)
    low = serializers.FloatField(allow_null=True, help_text="95 % interval of the survey.")
    high = serializers.FloatField(allow_null=True)
    due = serializers.FloatField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    chance = serializers.FloatField(allow_null=True, help_text="Chance that what is due is truly met, 0 to 1.")


class RangeOutput(serializers.Serializer[object]):
    """An 80 % range and its middle; null stands for: not by any number."""

    low = serializers.FloatField(allow_null=True)
    middle = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class HeadlineOutput(serializers.Serializer[Headline]):
    class Step(serializers.Serializer[object]):
        key = serializers.CharField()
        people = serializers.FloatField()
        ratio = serializers.FloatField(allow_null=True)
        lost = serializers.FloatField()
        badge = serializers.CharField()

    network = serializers.CharField(help_text="Empty for the article's example.")
    employees = serializers.IntegerField(source="company.employees")
    followers_each = serializers.FloatField(source="company.followers.point")
    followers_badge = serializers.CharField(source="company.followers.badge")
    brand_followers = serializers.IntegerField(source="company.brand_followers")
    ratio = serializers.FloatField(allow_null=True)
    sharers = serializers.IntegerField(allow_null=True, help_text="Null where taking part is supposed, not counted.")
    steps = Step(source="fall.steps", many=True)
    new_people = serializers.SerializerMethodField()
    break_even_people = serializers.SerializerMethodField()

    @extend_schema_field(RangeOutput)
    def get_new_people(self, headline: Headline) -> Range:
        return _range(headline, Outcome.ACTIVE_NEW)

    @extend_schema_field(RangeOutput)
    def get_break_even_people(self, headline: Headline) -> Range:
        return _range(headline, Outcome.BREAK_EVEN_PEOPLE)


def _range(headline: Headline, outcome: Outcome) -> Range:
    drawn = headline.quantiles[outcome]
    shown = {"low": drawn.p10, "middle": drawn.p50, "high": drawn.p90}
    return {name: value if math.isfinite(value) else None for name, value in shown.items()}


class Report(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.LEADER,)

    class Output(serializers.Serializer[report.Figures]):
        class Talks(serializers.Serializer[report.Talks]):
            together = serializers.IntegerField()
            told = serializers.IntegerField()
            threaded = serializers.IntegerField()
            confirmed = serializers.IntegerField()
            answered_in_a_day = serializers.IntegerField()
            before = serializers.IntegerField()
            badge = serializers.CharField()

        class Sharers(serializers.Serializer[report.Sharers]):
            people = serializers.IntegerField()
            of = serializers.IntegerField()
            before = serializers.IntegerField()
            shares = serializers.IntegerField()
            badge = serializers.CharField()

        class Clicks(serializers.Serializer[report.Clicks]):
            human = serializers.IntegerField()
            visitors = serializers.IntegerField()
            suspect = serializers.IntegerField()
            robot = serializers.IntegerField()
            badge = serializers.CharField()

        class NewPeople(serializers.Serializer[report.NewPeople]):
            network = serializers.CharField()
            middle = serializers.IntegerField()
            low = serializers.IntegerField()
            high = serializers.IntegerField()
            is_taking_part_counted = serializers.BooleanField()
            badge = serializers.CharField()

        class NextStep(serializers.Serializer[object]):
            do = serializers.CharField()
            because = serializers.CharField()

        since = serializers.DateField()
        until = serializers.DateField()
        verdicts = VerdictOutput(many=True)
        talks = Talks()
        sharers = Sharers()
        clicks = Clicks()
        new_people = NewPeople(allow_null=True)
        article = HeadlineOutput()
        own = HeadlineOutput(many=True)
        is_silent = serializers.BooleanField()
        is_boring = serializers.BooleanField()
        next_steps = NextStep(many=True)

    @extend_schema(operation_id="report_retrieve", responses=Output)
    def get(self, request: Request) -> Response:
        """Verdicts, conversations by evidence, and what the workforce adds to our page, for the last thirty days."""
        return Response(self.Output(report.figures(now=timezone.now())).data)


class FollowedOutput(serializers.Serializer[readers.Followed]):
    clicks = serializers.IntegerField(help_text="By people; robots and suspects are left out.")
    readers = serializers.IntegerField(help_text="Each once a day for each team and network.")
    error = serializers.IntegerField(help_text="How far the readers may be off, nineteen times of twenty.")


class LineOutput(serializers.Serializer[readers.Line]):
    class CellOutput(serializers.Serializer[Any]):
        network = serializers.CharField()
        followed = FollowedOutput()
        has_others = serializers.BooleanField(help_text="With networks on which fewer than five of them shared.")

    name = serializers.CharField()
    above = serializers.CharField(help_text="The team above it; empty: none, or several teams together.")
    is_several = serializers.BooleanField(help_text="Teams with fewer than five people who shared, together.")
    people = serializers.IntegerField(help_text="Different people who shared in these days.")
    together = FollowedOutput()
    networks = serializers.SerializerMethodField()

    @extend_schema_field(CellOutput(many=True))
    def get_networks(self, line: readers.Line) -> object:
        return self.CellOutput(line.cells.values(), many=True).data


class TeamReaders(generics.GenericAPIView[Any]):
    permission_classes = (HoldsRole,)
    roles = (Role.LEADER,)
    serializer_class = LineOutput
    queryset = Team.objects.none()

    class Asked(serializers.Serializer[object]):
        days = serializers.ChoiceField(choices=readers.SPANS, default=readers.USUAL)
        sort = serializers.ChoiceField(choices=[sort.value for sort in readers.Sort], default=readers.Sort.CLICKS.value)

    @extend_schema(operation_id="report_teams", parameters=[Asked], responses=LineOutput(many=True))
    def get(self, request: Request) -> Response:
        """Whose stories are followed, and on which network, in the last so many days; never of fewer than five."""
        asked = self.Asked(data=request.query_params)
        asked.is_valid(raise_exception=True)
        sort = readers.Sort(asked.validated_data["sort"])
        table = readers.by_team(days=asked.validated_data["days"], sort=sort, now=timezone.now())
        page: Any = self.paginate_queryset(table.lines)
        return self.get_paginated_response(LineOutput(page, many=True).data)

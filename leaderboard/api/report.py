"""The leader's figures."""

import math

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import HoldsRole
from accounts.roles import Role
from leaderboard import report
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

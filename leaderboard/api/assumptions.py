"""What the model takes for granted, and the company's own values."""

from datetime import date

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import company
from accounts.access import HoldsRole, person_of
from leaderboard import assumptions
from leaderboard.models import Assumption


class AssumptionOutput(serializers.Serializer[assumptions.Line]):
    class Own(serializers.Serializer[Assumption]):
        low = serializers.FloatField()
        middle = serializers.FloatField()
        high = serializers.FloatField()
        source = serializers.CharField()  # type: ignore[assignment]
        chosen_at = serializers.DateTimeField()

    network = serializers.CharField()
    input = serializers.CharField()
    name = serializers.CharField()
    is_part = serializers.BooleanField(help_text="A part of something: between 0 and 1.")
    low = serializers.FloatField(help_text="Lower end of the 80 % range of the prior.")
    middle = serializers.FloatField()
    high = serializers.FloatField()
    basis = serializers.CharField()
    badge = serializers.CharField()
    is_shown = serializers.BooleanField(help_text="A figure of the report rests on it; only then it can be changed.")
    is_counted = serializers.BooleanField(help_text="People who shared replace it as soon as there are some.")
    own = Own(allow_null=True)


class Assumptions(APIView):
    permission_classes = (HoldsRole,)
    roles = assumptions.ROLES

    @extend_schema(operation_id="assumptions_list", responses=AssumptionOutput(many=True))
    def get(self, request: Request) -> Response:
        """Every input of the model with its prior, and the company's own value where it has one."""
        return Response([AssumptionOutput(line).data for line in assumptions.listed(on=_today())])


class OneAssumption(APIView):
    permission_classes = (HoldsRole,)
    roles = assumptions.ROLES

    class Input(serializers.Serializer[object]):
        low = serializers.FloatField()
        middle = serializers.FloatField()
        high = serializers.FloatField()
        source = serializers.CharField(max_length=200)  # type: ignore[assignment]

    @extend_schema(operation_id="assumptions_suppose", request=Input, responses=AssumptionOutput)
    def put(self, request: Request, network: str, key: str) -> Response:
        """Put the company's own value in the place of a prior. Parts lie between 0 and 1."""
        _insist(network, key)
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        assumptions.suppose(
            network=network, key=key, by=person_of(request), now=timezone.now(), **wanted.validated_data
        )
        return Response(AssumptionOutput(assumptions.of(network=network, key=key, on=_today())).data)

    @extend_schema(operation_id="assumptions_reset", responses={204: None})
    def delete(self, request: Request, network: str, key: str) -> Response:
        """Go back to the prior."""
        _insist(network, key)
        assumptions.reset(network=network, key=key, by=person_of(request), now=timezone.now())
        return Response(status=204)


def _insist(network: str, key: str) -> None:
    if not assumptions.is_known(network=network, key=key):
        raise Http404


def _today() -> date:
    return company.day(at=timezone.now(), zone=company.current().zone)

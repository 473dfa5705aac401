"""Endpoints of objectives, their milestones, measurements and campaigns."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import company
from accounts.access import HoldsRole, person_of
from accounts.roles import Role
from content import objectives
from content.models import Campaign, Measurement, Objective

VALUE: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "min_value": 0}


class MilestoneFields(serializers.Serializer[Any]):
    due_on = serializers.DateField()
    value = serializers.DecimalField(**VALUE)


class MeasurementFields(serializers.Serializer[Any]):
    on = serializers.DateField()
    value = serializers.DecimalField(**VALUE)
    source = serializers.ChoiceField(choices=Measurement.Source.choices)  # type: ignore[assignment]
    sample_size = serializers.IntegerField(min_value=1, max_value=2_000_000_000, allow_null=True, default=None)
    note = serializers.CharField(max_length=200, allow_blank=True, default="")


class MeasurementOutput(MeasurementFields):
    id = serializers.UUIDField(source="public_id")


class CampaignOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    slug = serializers.CharField()
    closed_on = serializers.DateField(allow_null=True)


class ObjectiveFields(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(choices=Objective.Reason.choices)
    title = serializers.CharField(max_length=160)
    metric = serializers.CharField(max_length=160)
    unit = serializers.ChoiceField(choices=Objective.Unit.choices)
    platform_metric = serializers.ChoiceField(
        choices=Objective.PlatformMetric.choices,
        allow_blank=True,
        default="",
        help_text="What is counted here, month by month; empty: measured by hand.",
    )
    baseline = serializers.DecimalField(**VALUE)
    starts_on = serializers.DateField()


class ObjectiveOutput(ObjectiveFields):
    id = serializers.UUIDField(source="public_id")
    milestones = MilestoneFields(many=True)
    measurements = MeasurementOutput(many=True)
    campaigns = CampaignOutput(many=True)


class Objectives(generics.GenericAPIView[Objective]):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR, Role.LEADER)
    serializer_class = ObjectiveOutput
    queryset = Objective.objects.prefetch_related("milestones", "measurements", "campaigns").order_by(
        "-starts_on", "pk"
    )

    @extend_schema(operation_id="objectives_list", responses=ObjectiveOutput(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(ObjectiveOutput(page, many=True).data)

    @extend_schema(operation_id="objectives_set_up", request=ObjectiveFields, responses={201: ObjectiveOutput})
    def post(self, request: Request) -> Response:
        fields = ObjectiveFields(data=request.data)
        fields.is_valid(raise_exception=True)
        objective = objectives.set_up(**fields.validated_data, by=person_of(request), now=timezone.now())
        return Response(ObjectiveOutput(objective).data, status=201)


class OneObjective(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR, Role.LEADER)

    @extend_schema(operation_id="objectives_read", responses=ObjectiveOutput)
    def get(self, request: Request, objective_id: UUID) -> Response:
        return Response(ObjectiveOutput(_found(objective_id)).data)


class AddMilestone(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="objectives_add_milestone", request=MilestoneFields, responses={201: ObjectiveOutput})
    def post(self, request: Request, objective_id: UUID) -> Response:
        fields = MilestoneFields(data=request.data)
        fields.is_valid(raise_exception=True)
        objective = _found(objective_id)
        objectives.add_milestone(
            objective=objective, **fields.validated_data, by=person_of(request), now=timezone.now()
        )
        return Response(ObjectiveOutput(_found(objective_id)).data, status=201)


class Measure(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="objectives_measure", request=MeasurementFields, responses={201: ObjectiveOutput})
    def post(self, request: Request, objective_id: UUID) -> Response:
        fields = MeasurementFields(data=request.data)
        fields.is_valid(raise_exception=True)
        now = timezone.now()
        today = company.day(at=now, zone=company.current().zone)
        objectives.measure(
            objective=_found(objective_id), **fields.validated_data, today=today, by=person_of(request), now=now
        )
        return Response(ObjectiveOutput(_found(objective_id)).data, status=201)


class StartCampaign(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    class Input(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=120)

    @extend_schema(operation_id="objectives_start_campaign", request=Input, responses={201: CampaignOutput})
    def post(self, request: Request, objective_id: UUID) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        campaign = objectives.start_campaign(
            objective=_found(objective_id), **fields.validated_data, by=person_of(request), now=timezone.now()
        )
        return Response(CampaignOutput(campaign).data, status=201)


class CountObjective(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    class Input(serializers.Serializer[Any]):
        platform_metric = serializers.ChoiceField(choices=Objective.PlatformMetric.choices, allow_blank=True)

    @extend_schema(operation_id="objectives_count_by", request=Input, responses=ObjectiveOutput)
    def post(self, request: Request, objective_id: UUID) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        objectives.count_by(
            objective=_found(objective_id), **fields.validated_data, by=person_of(request), now=timezone.now()
        )
        return Response(ObjectiveOutput(_found(objective_id)).data)


class OneMeasurement(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="objectives_remove_measurement", responses={204: None})
    def delete(self, request: Request, objective_id: UUID, measurement_id: UUID) -> Response:
        known = Measurement.objects.filter(objective__public_id=objective_id).select_related("objective")
        measurement = get_object_or_404(known, public_id=measurement_id)
        objectives.remove_measurement(measurement=measurement, by=person_of(request), now=timezone.now())
        return Response(status=204)


class RenameCampaign(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    class Input(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=120)

    @extend_schema(operation_id="campaigns_rename", request=Input, responses=CampaignOutput)
    def post(self, request: Request, campaign_id: UUID) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        campaign = get_object_or_404(Campaign, public_id=campaign_id)
        objectives.rename_campaign(
            campaign=campaign, **fields.validated_data, by=person_of(request), now=timezone.now()
        )
        return Response(CampaignOutput(campaign).data)


class CloseCampaign(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="campaigns_close", request=None, responses=CampaignOutput)
    def post(self, request: Request, campaign_id: UUID) -> Response:
        campaign, now = get_object_or_404(Campaign, public_id=campaign_id), timezone.now()
        today = company.day(at=now, zone=company.current().zone)
        objectives.close_campaign(campaign=campaign, on=today, by=person_of(request), now=now)
        return Response(CampaignOutput(campaign).data)


class ReopenCampaign(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.CURATOR,)

    @extend_schema(operation_id="campaigns_reopen", request=None, responses=CampaignOutput)
    def post(self, request: Request, campaign_id: UUID) -> Response:
        campaign = get_object_or_404(Campaign, public_id=campaign_id)
        objectives.reopen_campaign(campaign=campaign, by=person_of(request), now=timezone.now())
        return Response(CampaignOutput(campaign).data)


def _found(objective_id: UUID) -> Objective:
    with_all = Objective.objects.prefetch_related("milestones", "measurements", "campaigns")
    return get_object_or_404(with_all, public_id=objective_id)

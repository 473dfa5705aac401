"""Endpoints of the studio's rules: steps of approval, topics, disclosures, blocked terms."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import HoldsRole, person_of
from accounts.models import Person, RoleGrant
from accounts.roles import Role
from content import blocked_terms, disclosures, steps, topics
from content.models import ApprovalStep, BlockedTerm, Disclosure, Topic
from content.tasks import look_after_approvals

READERS = (Role.CURATOR, Role.ADMINISTRATOR)


class StepFields(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    role = serializers.ChoiceField(choices=RoleGrant.Role.choices, default=RoleGrant.Role.APPROVER)
    rule = serializers.ChoiceField(choices=ApprovalStep.Rule.choices, default=ApprovalStep.Rule.ANY)
    people = serializers.SlugRelatedField[Person](
        slug_field="public_id",
        many=True,
        queryset=Person.objects.present(),
        default=list,  # type: ignore[arg-type]
    )
    topic = serializers.SlugRelatedField[Topic](
        slug_field="public_id", queryset=Topic.objects.all(), allow_null=True, default=None
    )


class StepOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    position = serializers.IntegerField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=RoleGrant.Role.choices)
    rule = serializers.ChoiceField(choices=ApprovalStep.Rule.choices)
    people = serializers.SerializerMethodField()
    topic = serializers.UUIDField(source="topic.public_id", default=None, allow_null=True)
    retired_at = serializers.DateTimeField(allow_null=True)

    def get_people(self, step: ApprovalStep) -> list[UUID]:
        return [person.public_id for person in step.people.all()]


class RulesView(APIView):
    """What every endpoint of the rules has in common: who may look; the rules themselves say who may write."""

    permission_classes = (HoldsRole,)
    roles = READERS


class Steps(RulesView):
    @extend_schema(operation_id="steps_list", responses=StepOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(StepOutput(steps.active(), many=True).data)

    @extend_schema(operation_id="steps_add", request=StepFields, responses={201: StepOutput})
    def post(self, request: Request) -> Response:
        fields = StepFields(data=request.data)
        fields.is_valid(raise_exception=True)
        step = steps.add(**fields.validated_data, by=person_of(request), now=timezone.now())
        look_after_approvals.delay_on_commit()
        return Response(StepOutput(step).data, status=201)


class OneStep(RulesView):
    @extend_schema(operation_id="steps_change", request=StepFields, responses=StepOutput)
    def put(self, request: Request, step_id: UUID) -> Response:
        fields = StepFields(data=request.data)
        fields.is_valid(raise_exception=True)
        step = steps.change(step=_step(step_id), **fields.validated_data, by=person_of(request), now=timezone.now())
        look_after_approvals.delay_on_commit()
        return Response(StepOutput(step).data)


class MoveStep(RulesView):
    class Input(serializers.Serializer[Any]):
        earlier = serializers.BooleanField()

    @extend_schema(operation_id="steps_move", request=Input, responses=StepOutput(many=True))
    def post(self, request: Request, step_id: UUID) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        steps.move(step=_step(step_id), **fields.validated_data, by=person_of(request), now=timezone.now())
        return Response(StepOutput(steps.active(), many=True).data)


class RetireStep(RulesView):
    @extend_schema(operation_id="steps_retire", request=None, responses=StepOutput)
    def post(self, request: Request, step_id: UUID) -> Response:
        step = steps.retire(step=_step(step_id), by=person_of(request), now=timezone.now())
        look_after_approvals.delay_on_commit()
        return Response(StepOutput(step).data)


class RestoreStep(RulesView):
    @extend_schema(operation_id="steps_restore", request=None, responses=StepOutput)
    def post(self, request: Request, step_id: UUID) -> Response:
        step = steps.restore(step=_step(step_id), by=person_of(request), now=timezone.now())
        look_after_approvals.delay_on_commit()
        return Response(StepOutput(step).data)


class TopicFields(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=60)


class TopicOutput(TopicFields):
    id = serializers.UUIDField(source="public_id")
    retired_at = serializers.DateTimeField(allow_null=True)


class Topics(generics.GenericAPIView[Topic]):
    permission_classes = (HoldsRole,)
    roles = READERS
    serializer_class = TopicOutput
    queryset = Topic.objects.order_by("name")

    @extend_schema(operation_id="topics_list", responses=TopicOutput(many=True))
    def get(self, request: Request) -> Response:
        return _paged(self, TopicOutput)

    @extend_schema(operation_id="topics_add", request=TopicFields, responses={201: TopicOutput})
    def post(self, request: Request) -> Response:
        fields = TopicFields(data=request.data)
        fields.is_valid(raise_exception=True)
        topic = topics.add(**fields.validated_data, by=person_of(request), now=timezone.now())
        return Response(TopicOutput(topic).data, status=201)


class RenameTopic(RulesView):
    @extend_schema(operation_id="topics_rename", request=TopicFields, responses=TopicOutput)
    def put(self, request: Request, topic_id: UUID) -> Response:
        fields = TopicFields(data=request.data)
        fields.is_valid(raise_exception=True)
        topic = get_object_or_404(Topic, public_id=topic_id)
        topics.rename(topic=topic, **fields.validated_data, by=person_of(request), now=timezone.now())
        return Response(TopicOutput(topic).data)


class RetireTopic(RulesView):
    @extend_schema(operation_id="topics_retire", request=None, responses=TopicOutput)
    def post(self, request: Request, topic_id: UUID) -> Response:
        topic = get_object_or_404(Topic, public_id=topic_id)
        topics.retire(topic=topic, by=person_of(request), now=timezone.now())
        return Response(TopicOutput(topic).data)


class RestoreTopic(RulesView):
    @extend_schema(operation_id="topics_restore", request=None, responses=TopicOutput)
    def post(self, request: Request, topic_id: UUID) -> Response:
        topic = get_object_or_404(Topic, public_id=topic_id)
        topics.restore(topic=topic, by=person_of(request), now=timezone.now())
        return Response(TopicOutput(topic).data)


class DisclosureFields(serializers.Serializer[Any]):
    region = serializers.CharField(max_length=60, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    text = serializers.CharField(max_length=200)


class DisclosureOutput(DisclosureFields):
    id = serializers.UUIDField(source="public_id")


class Disclosures(generics.GenericAPIView[Disclosure]):
    permission_classes = (HoldsRole,)
    roles = READERS
    serializer_class = DisclosureOutput
    queryset = Disclosure.objects.order_by("language", "region")

    @extend_schema(operation_id="disclosures_list", responses=DisclosureOutput(many=True))
    def get(self, request: Request) -> Response:
        return _paged(self, DisclosureOutput)

    @extend_schema(operation_id="disclosures_add", request=DisclosureFields, responses={201: DisclosureOutput})
    def post(self, request: Request) -> Response:
        fields = DisclosureFields(data=request.data)
        fields.is_valid(raise_exception=True)
        added = disclosures.add(**fields.validated_data, by=person_of(request), now=timezone.now())
        return Response(DisclosureOutput(added).data, status=201)


class OneDisclosure(RulesView):
    class Input(serializers.Serializer[Any]):
        text = serializers.CharField(max_length=200)

    @extend_schema(operation_id="disclosures_change", request=Input, responses=DisclosureOutput)
    def put(self, request: Request, disclosure_id: UUID) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        found = get_object_or_404(Disclosure, public_id=disclosure_id)
        disclosures.change(disclosure=found, **fields.validated_data, by=person_of(request), now=timezone.now())
        return Response(DisclosureOutput(found).data)

    @extend_schema(operation_id="disclosures_remove", responses={204: None})
    def delete(self, request: Request, disclosure_id: UUID) -> Response:
        found = get_object_or_404(Disclosure, public_id=disclosure_id)
        disclosures.remove(disclosure=found, by=person_of(request), now=timezone.now())
        return Response(status=204)


class TermFields(serializers.Serializer[Any]):
    term = serializers.CharField(max_length=80)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, allow_blank=True, default="")
    reason = serializers.CharField(max_length=200)


class TermOutput(TermFields):
    id = serializers.UUIDField(source="public_id")


class Terms(generics.GenericAPIView[BlockedTerm]):
    permission_classes = (HoldsRole,)
    roles = READERS
    serializer_class = TermOutput
    queryset = BlockedTerm.objects.order_by("term", "language")

    @extend_schema(operation_id="terms_list", responses=TermOutput(many=True))
    def get(self, request: Request) -> Response:
        return _paged(self, TermOutput)

    @extend_schema(operation_id="terms_add", request=TermFields, responses={201: TermOutput})
    def post(self, request: Request) -> Response:
        fields = TermFields(data=request.data)
        fields.is_valid(raise_exception=True)
        added = blocked_terms.add(**fields.validated_data, by=person_of(request), now=timezone.now())
        return Response(TermOutput(added).data, status=201)


class OneTerm(RulesView):
    class Input(serializers.Serializer[Any]):
        reason = serializers.CharField(max_length=200)

    @extend_schema(operation_id="terms_change", request=Input, responses=TermOutput)
    def put(self, request: Request, term_id: UUID) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        found = get_object_or_404(BlockedTerm, public_id=term_id)
        blocked_terms.change(term=found, **fields.validated_data, by=person_of(request), now=timezone.now())
        return Response(TermOutput(found).data)

    @extend_schema(operation_id="terms_remove", responses={204: None})
    def delete(self, request: Request, term_id: UUID) -> Response:
        found = get_object_or_404(BlockedTerm, public_id=term_id)
        blocked_terms.remove(term=found, by=person_of(request), now=timezone.now())
        return Response(status=204)


def _step(step_id: UUID) -> ApprovalStep:
    return get_object_or_404(ApprovalStep.objects.select_related("topic"), public_id=step_id)


def _paged(view: generics.GenericAPIView[Any], output: type[serializers.Serializer[Any]]) -> Response:
    rows: QuerySet[Any] = view.get_queryset()
    return view.get_paginated_response(output(view.paginate_queryset(rows), many=True).data)

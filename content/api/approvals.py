"""Endpoints of what waits for a yes: the list, one version, the yes, the no, and remarks at their place."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import roles
from accounts.access import person_of
from accounts.models import Person
from accounts.roles import Role
from content import approvals, audiences, changes, manuscripts, remarks, steps, stories
from content.api.words import StoryLineOutput
from content.manuscripts import Manuscript
from content.models import Approval, Remark, Story
from content.tasks import turn_stories


class AskedInAStep(IsAuthenticated):
    """Who could be asked in some step of approval."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view) or not isinstance(request.user, Person):
            return False
        return bool(steps.seats(person=request.user))


class AskedOrCurator(AskedInAStep):
    """Curators see what is asked of whom as well."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if isinstance(request.user, Person) and roles.holds(person=request.user, role=Role.CURATOR):
            return True
        return super().has_permission(request, view)


class ChangeOutput(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    before = serializers.CharField()
    after = serializers.CharField()


class AnswerOutput(serializers.Serializer[Any]):
    by = serializers.CharField()
    decision = serializers.ChoiceField(choices=Approval.Decision.choices)
    note = serializers.CharField()
    at = serializers.DateTimeField()


class AskedOutput(serializers.Serializer[Any]):
    """One step on the way out."""

    step = serializers.UUIDField(allow_null=True, help_text="Empty while nobody set up steps.")
    name = serializers.CharField()
    needs_all = serializers.BooleanField()
    is_done = serializers.BooleanField()
    is_current = serializers.BooleanField()
    asked = serializers.ListField(child=serializers.CharField(), help_text="Who may say yes and has not.")
    answers = AnswerOutput(many=True)


class RemarkOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    field = serializers.ChoiceField(choices=list(remarks.FIELDS))
    quote = serializers.CharField()
    stands = serializers.BooleanField(help_text="Do the quoted words still stand in the newest version?")
    text = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    version = serializers.IntegerField()
    settled_at = serializers.DateTimeField(allow_null=True)


class ApprovalOutput(serializers.Serializer[Any]):
    story = StoryLineOutput()
    changes = ChangeOutput(many=True)
    people = serializers.IntegerField(
        allow_null=True,
        help_text="How many would be offered it; null when an interest lets in so few that it would tell whose it is.",
    )
    steps = AskedOutput(many=True)
    remarks = RemarkOutput(many=True)
    may_approve = serializers.BooleanField()


class Approvals(APIView):
    permission_classes = (AskedInAStep,)

    @extend_schema(operation_id="approvals_list", responses=StoryLineOutput(many=True))
    def get(self, request: Request) -> Response:
        return Response(StoryLineOutput(approvals.waiting_for(person=person_of(request)), many=True).data)


class OneApproval(APIView):
    permission_classes = (AskedOrCurator,)

    @extend_schema(operation_id="approvals_read", responses=ApprovalOutput)
    def get(self, request: Request, story_id: UUID) -> Response:
        story = _shown(request, story_id)
        said = _newest(story)
        approved = story.approved_version
        is_change = approved is not None and approved != (story.waiting_version or story.version)
        before = manuscripts.of_version(story=story, number=approved) if approved and is_change else None
        way = steps.path(story=story) if story.version else ()
        now = steps.current(way)
        reach = audiences.reach(manuscript=said)
        shown = {
            "story": story,
            "changes": changes.between(before=before, after=said),
            "people": None if reach.is_private else reach.people,
            "steps": [_asked(each) for each in way],
            "remarks": [_remark(each.remark, said) for each in remarks.of(story=story, manuscript=said)],
            "may_approve": now is not None and now.asks(person_of(request)),
        }
        return Response(ApprovalOutput(shown).data)


class ApproveStory(APIView):
    permission_classes = (AskedInAStep,)

    class Input(serializers.Serializer[Any]):
        version = serializers.IntegerField(help_text="The version that was looked at.")
        step = serializers.UUIDField(
            allow_null=True, default=None, help_text="The step that was looked at; empty: whichever is asked now."
        )
        note = serializers.CharField(max_length=2000, allow_blank=True, default="")

    @extend_schema(operation_id="approvals_approve", request=Input, responses=StoryLineOutput)
    def post(self, request: Request, story_id: UUID) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        story = _found(request, story_id)
        stories.approve(story=story, by=person_of(request), now=timezone.now(), **fields.validated_data)
        turn_stories.delay_on_commit()
        return Response(StoryLineOutput(story).data)


class SendBackStory(APIView):
    permission_classes = (AskedInAStep,)

    class Input(serializers.Serializer[Any]):
        version = serializers.IntegerField(help_text="The version that was looked at.")
        note = serializers.CharField(max_length=2000, allow_blank=True, default="")

    @extend_schema(operation_id="approvals_send_back", request=Input, responses=StoryLineOutput)
    def post(self, request: Request, story_id: UUID) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        story = _found(request, story_id)
        stories.send_back(story=story, by=person_of(request), now=timezone.now(), **fields.validated_data)
        return Response(StoryLineOutput(story).data)


class AddRemark(APIView):
    permission_classes = (AskedOrCurator,)

    class Input(serializers.Serializer[Any]):
        field = serializers.ChoiceField(choices=list(remarks.FIELDS))
        quote = serializers.CharField(max_length=300, allow_blank=True, default="")
        text = serializers.CharField(max_length=2000, allow_blank=True)

    @extend_schema(operation_id="remarks_add", request=Input, responses={201: RemarkOutput})
    def post(self, request: Request, story_id: UUID) -> Response:
        fields = self.Input(data=request.data)
        fields.is_valid(raise_exception=True)
        story = _shown(request, story_id)
        said = _newest(story)
        remark = remarks.add(
            story=story,
            version=story.version,
            manuscript=said,
            by=person_of(request),
            now=timezone.now(),
            **fields.validated_data,
        )
        return Response(RemarkOutput(_remark(remark, said)).data, status=201)


class SettleRemark(APIView):
    permission_classes = (AskedOrCurator,)

    @extend_schema(operation_id="remarks_settle", request=None, responses=RemarkOutput)
    def post(self, request: Request, remark_id: UUID) -> Response:
        remark = _one_remark(request, remark_id)
        remarks.settle(remark=remark, by=person_of(request), now=timezone.now())
        return Response(RemarkOutput(_remark(remark, _newest(remark.story))).data)


class ReopenRemark(APIView):
    permission_classes = (AskedOrCurator,)

    @extend_schema(operation_id="remarks_reopen", request=None, responses=RemarkOutput)
    def post(self, request: Request, remark_id: UUID) -> Response:
        remark = _one_remark(request, remark_id)
        remarks.reopen(remark=remark, by=person_of(request), now=timezone.now())
        return Response(RemarkOutput(_remark(remark, _newest(remark.story))).data)


def _found(request: Request, story_id: UUID) -> Story:
    in_reach = steps.in_reach(person=person_of(request))
    return get_object_or_404(in_reach.select_related("author", "submitted_by", "owner_team"), public_id=story_id)


def _reachable(person: Person) -> Any:
    return steps.in_reach(person=person) | Story.objects.in_reach(person, role=Role.CURATOR)


def _shown(request: Request, story_id: UUID) -> Story:
    found = _reachable(person_of(request)).select_related("author", "submitted_by", "owner_team")
    story: Story = get_object_or_404(found, public_id=story_id)
    return story


def _one_remark(request: Request, remark_id: UUID) -> Remark:
    found = Remark.objects.filter(story__in=_reachable(person_of(request))).select_related("story__owner_team", "by")
    return get_object_or_404(found, public_id=remark_id)


def _newest(story: Story) -> Manuscript:
    number = story.waiting_version or story.version
    return manuscripts.of_version(story=story, number=number) if number else manuscripts.of_story(story=story)


def _asked(asked: steps.Asked) -> dict[str, object]:
    return {
        "step": asked.step.public_id if asked.step else None,
        "name": asked.name,
        "needs_all": asked.needs_all,
        "is_done": asked.is_done,
        "is_current": asked.is_current,
        "asked": [] if asked.is_done else [str(person) for person in asked.left[:50]],
        "answers": asked.answers,
    }


def _remark(remark: Remark, said: Manuscript) -> dict[str, object]:
    return {
        "id": remark.public_id,
        "field": remark.field,
        "quote": remark.quote,
        "stands": remarks.stands(remark=remark, manuscript=said),
        "text": remark.text,
        "by": str(remark.by),
        "at": remark.at,
        "version": remark.version,
        "settled_at": remark.settled_at,
    }

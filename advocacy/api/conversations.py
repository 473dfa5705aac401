"""Conversations and feedback over the API: the same rules as on the pages."""

import uuid

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import HoldsRole, person_of
from accounts.roles import Role
from advocacy import conversations as rules
from advocacy import feedback as feedback_rules
from advocacy.models import Conversation, ConversationTurn, Feedback, Share
from advocacy.models.conversation import CHANNELS


class TurnOutput(serializers.ModelSerializer[ConversationTurn]):
    class Meta:
        model = ConversationTurn
        fields = ("side", "text", "at")


class ConversationOutput(serializers.ModelSerializer[Conversation]):
    id = serializers.UUIDField(source="public_id")
    story = serializers.UUIDField(source="story.public_id", default=None, allow_null=True)
    share = serializers.UUIDField(source="share.public_id", default=None, allow_null=True)
    turns = TurnOutput(many=True)

    class Meta:
        model = Conversation
        fields = (
            "id",
            "story",
            "share",
            "channel",
            "counterpart",
            "thread_url",
            "state",
            "evidence",
            "outcome",
            "started_at",
            "last_turn_at",
            "answered_at",
            "remind_at",
            "turns",
        )


class Conversations(generics.ListCreateAPIView[Conversation]):
    """My conversations, the newest first; POST tells of one."""

    throttle_scope = "tell"
    serializer_class = ConversationOutput

    class Input(serializers.Serializer[Conversation]):
        share = serializers.UUIDField(required=False, allow_null=True)
        channel = serializers.ChoiceField(choices=CHANNELS, required=False, default="")
        counterpart = serializers.CharField(required=False, default="", allow_blank=True, max_length=120)
        their_words = serializers.CharField(required=False, default="", allow_blank=True, max_length=5000)
        answer_words = serializers.CharField(required=False, default="", allow_blank=True, max_length=5000)
        thread_url = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)
        form_key = serializers.UUIDField(required=False, allow_null=True, default=None)

    def get_queryset(self):  # type: ignore[no-untyped-def]
        mine = Conversation.objects.filter(person=person_of(self.request))
        return mine.select_related("story", "share").prefetch_related("turns").order_by("-started_at", "-pk")

    @extend_schema(operation_id="conversations_tell", request=Input, responses={201: ConversationOutput})
    def post(self, request: Request) -> Response:
        person = person_of(request)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        said = dict(given.validated_data)
        share_id = said.pop("share", None)
        share = get_object_or_404(Share, person=person, public_id=share_id) if share_id else None
        told = rules.tell(person=person, share=share, story=None, now=timezone.now(), **said)
        return Response(ConversationOutput(told).data, status=status.HTTP_201_CREATED)


class ConversationCommand(APIView):
    """One of my conversations, and one verb on it."""

    def own(self, request: Request, conversation_id: uuid.UUID) -> Conversation:
        mine = Conversation.objects.filter(person=person_of(request)).select_related("person", "story", "share")
        return get_object_or_404(mine, public_id=conversation_id)


class OneConversation(ConversationCommand):
    @extend_schema(operation_id="conversations_show", responses=ConversationOutput)
    def get(self, request: Request, conversation_id: uuid.UUID) -> Response:
        return Response(ConversationOutput(self.own(request, conversation_id)).data)


class TurnInput(serializers.Serializer[ConversationTurn]):
    text = serializers.CharField(max_length=5000, allow_blank=True)
    form_key = serializers.UUIDField(required=False, allow_null=True, default=None)


class AnswerConversation(ConversationCommand):
    @extend_schema(operation_id="conversations_answer", request=TurnInput, responses=ConversationOutput)
    def post(self, request: Request, conversation_id: uuid.UUID) -> Response:
        found = self.own(request, conversation_id)
        given = TurnInput(data=request.data)
        given.is_valid(raise_exception=True)
        rules.answer(conversation=found, now=timezone.now(), **given.validated_data)
        return Response(ConversationOutput(found).data)


class HearConversation(ConversationCommand):
    @extend_schema(operation_id="conversations_hear", request=TurnInput, responses=ConversationOutput)
    def post(self, request: Request, conversation_id: uuid.UUID) -> Response:
        found = self.own(request, conversation_id)
        given = TurnInput(data=request.data)
        given.is_valid(raise_exception=True)
        rules.hear(conversation=found, now=timezone.now(), **given.validated_data)
        return Response(ConversationOutput(found).data)


class LinkThread(ConversationCommand):
    class Input(serializers.Serializer[Conversation]):
        thread_url = serializers.CharField(max_length=500, allow_blank=True)

    @extend_schema(operation_id="conversations_link_thread", request=Input, responses=ConversationOutput)
    def post(self, request: Request, conversation_id: uuid.UUID) -> Response:
        found = self.own(request, conversation_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        rules.link_thread(conversation=found, url=given.validated_data["thread_url"], now=timezone.now())
        return Response(ConversationOutput(found).data)


class PostponeConversation(ConversationCommand):
    @extend_schema(operation_id="conversations_postpone", request=None, responses=ConversationOutput)
    def post(self, request: Request, conversation_id: uuid.UUID) -> Response:
        found = self.own(request, conversation_id)
        rules.postpone(conversation=found, now=timezone.now())
        return Response(ConversationOutput(found).data)


class CloseConversation(ConversationCommand):
    class Input(serializers.Serializer[Conversation]):
        outcome = serializers.ChoiceField(
            choices=[("", ""), *Conversation.Outcome.choices], required=False, default="", allow_blank=True
        )

    @extend_schema(operation_id="conversations_close", request=Input, responses=ConversationOutput)
    def post(self, request: Request, conversation_id: uuid.UUID) -> Response:
        found = self.own(request, conversation_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        rules.close(conversation=found, outcome=given.validated_data["outcome"])
        return Response(ConversationOutput(found).data)


class ReopenConversation(ConversationCommand):
    @extend_schema(operation_id="conversations_reopen", request=None, responses=ConversationOutput)
    def post(self, request: Request, conversation_id: uuid.UUID) -> Response:
        found = self.own(request, conversation_id)
        rules.reopen(conversation=found, now=timezone.now())
        return Response(ConversationOutput(found).data)


class FeedbackOutput(serializers.ModelSerializer[Feedback]):
    id = serializers.UUIDField(source="public_id")
    conversation = serializers.UUIDField(source="conversation.public_id")
    brought_by = serializers.CharField()

    class Meta:
        model = Feedback
        fields = ("id", "conversation", "brought_by", "text", "state", "answer", "created_at", "answered_at")


class TextInput(serializers.Serializer[Feedback]):
    text = serializers.CharField(max_length=5000, allow_blank=True)


class BringFeedback(ConversationCommand):
    @extend_schema(operation_id="feedback_bring", request=TextInput, responses={201: FeedbackOutput})
    def post(self, request: Request, conversation_id: uuid.UUID) -> Response:
        found = self.own(request, conversation_id)
        given = TextInput(data=request.data)
        given.is_valid(raise_exception=True)
        brought = feedback_rules.bring(conversation=found, text=given.validated_data["text"], now=timezone.now())
        return Response(FeedbackOutput(brought).data, status=status.HTTP_201_CREATED)


class FeedbackList(generics.ListAPIView[Feedback]):
    """What the market said, the newest first. For operations."""

    serializer_class = FeedbackOutput
    permission_classes = (HoldsRole,)
    roles = (Role.OPERATIONS,)
    queryset = Feedback.objects.select_related("conversation", "brought_by").order_by("-created_at", "-pk")


class FeedbackCommand(APIView):
    permission_classes = (HoldsRole,)
    roles = (Role.OPERATIONS,)

    def found(self, feedback_id: uuid.UUID) -> Feedback:
        return get_object_or_404(Feedback.objects.select_related("conversation", "brought_by"), public_id=feedback_id)


class TakeFeedback(FeedbackCommand):
    @extend_schema(operation_id="feedback_take", request=None, responses=FeedbackOutput)
    def post(self, request: Request, feedback_id: uuid.UUID) -> Response:
        brought = self.found(feedback_id)
        feedback_rules.take(feedback=brought, by=person_of(request), now=timezone.now())
        return Response(FeedbackOutput(brought).data)


class AnswerFeedback(FeedbackCommand):
    @extend_schema(operation_id="feedback_answer", request=TextInput, responses=FeedbackOutput)
    def post(self, request: Request, feedback_id: uuid.UUID) -> Response:
        brought = self.found(feedback_id)
        given = TextInput(data=request.data)
        given.is_valid(raise_exception=True)
        feedback_rules.answer(
            feedback=brought, text=given.validated_data["text"], by=person_of(request), now=timezone.now()
        )
        return Response(FeedbackOutput(brought).data)

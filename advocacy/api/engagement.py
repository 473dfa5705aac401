"""What came back to a post, over the API: its numbers, and the replies under it."""

import uuid

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import person_of
from advocacy.api.claiming import own_share
from advocacy.api.conversations import ConversationOutput
from advocacy.measuring import figures, replies, told_counts
from advocacy.models import DailyEngagement, Engagement, Reply, Share


class EngagementOutput(serializers.ModelSerializer[Engagement]):
    class Meta:
        model = Engagement
        fields = ("reactions", "reshares", "replies", "source", "read_at")


class DayOutput(serializers.ModelSerializer[DailyEngagement]):
    class Meta:
        model = DailyEngagement
        fields = ("on", "reactions", "reshares", "replies", "source", "read_at")


class KnownOutput(serializers.Serializer[figures.Known]):
    engagement = EngagementOutput(allow_null=True)
    is_read = serializers.BooleanField(help_text="It is read in public, now and again.")
    can_be_told = serializers.BooleanField()
    why = serializers.CharField(help_text="Why it is not, or no more, read in public. Empty while it is.")
    days = serializers.SerializerMethodField()

    @extend_schema_field(DayOutput(many=True))
    def get_days(self, known: figures.Known) -> object:
        """What was known at the end of each day, the newest first."""
        return DayOutput(figures.days(share=self.context["share"]), many=True).data


class ShareEngagement(APIView):
    """How many reacted to one of my posts, passed it on and replied; PUT tells it where it cannot be read."""

    throttle_scope = "engagement"

    class Input(serializers.Serializer[Engagement]):
        reactions = serializers.IntegerField(min_value=0, max_value=told_counts.MOST)
        reshares = serializers.IntegerField(min_value=0, max_value=told_counts.MOST)
        replies = serializers.IntegerField(min_value=0, max_value=told_counts.MOST)

    @extend_schema(operation_id="shares_engagement", responses=KnownOutput)
    def get(self, request: Request, share_id: uuid.UUID) -> Response:
        return self._known(own_share(request, share_id))

    @extend_schema(operation_id="shares_tell_engagement", request=Input, responses=KnownOutput)
    def put(self, request: Request, share_id: uuid.UUID) -> Response:
        share = own_share(request, share_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        told_counts.tell(share=share, now=timezone.now(), **given.validated_data)
        return self._known(share)

    def _known(self, share: Share) -> Response:
        return Response(KnownOutput(figures.of_share(share=share), context={"share": share}).data)


class ReplyOutput(serializers.ModelSerializer[Reply]):
    id = serializers.UUIDField(source="public_id")
    share = serializers.UUIDField(source="share.public_id")
    network = serializers.CharField(source="share.network")

    class Meta:
        model = Reply
        fields = (
            "id",
            "share",
            "network",
            "author_name",
            "author_handle",
            "words",
            "address",
            "said_at",
            "found_at",
            "is_colleague",
        )


@extend_schema_view(get=extend_schema(operation_id="replies_list"))
class Replies(generics.ListAPIView[Reply]):
    """Public replies under my posts that I have not decided about, the newest first, colleagues last."""

    serializer_class = ReplyOutput

    def get_queryset(self):  # type: ignore[no-untyped-def]
        return replies.waiting(person=person_of(self.request))


class ReplyCommand(APIView):
    """One reply under one of my posts, and what becomes of it."""

    def own(self, request: Request, reply_id: uuid.UUID) -> Reply:
        mine = Reply.objects.filter(share__person=person_of(request)).select_related("share__person", "share__story")
        return get_object_or_404(mine, public_id=reply_id)


class TakeReply(ReplyCommand):
    """It is a conversation."""

    throttle_scope = "tell"

    @extend_schema(operation_id="replies_take", request=None, responses={201: ConversationOutput})
    def post(self, request: Request, reply_id: uuid.UUID) -> Response:
        conversation = replies.take(reply=self.own(request, reply_id), now=timezone.now())
        return Response(ConversationOutput(conversation).data, status=status.HTTP_201_CREATED)


class PutAwayReply(ReplyCommand):
    """It is none."""

    @extend_schema(operation_id="replies_put_away", request=None, responses={204: None})
    def post(self, request: Request, reply_id: uuid.UUID) -> Response:
        replies.put_away(reply=self.own(request, reply_id))
        return Response(status=status.HTTP_204_NO_CONTENT)

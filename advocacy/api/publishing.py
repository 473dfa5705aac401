"""Connected accounts and posting with them over the API: the same rules as on the pages."""

import uuid

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import person_of, refuse_keys
from advocacy import connections, drafts, publications
from advocacy.api.claiming import own_share
from advocacy.models import Publication, SocialConnection
from advocacy.tasks import send_posts


class ConnectionOutput(serializers.ModelSerializer[SocialConnection]):
    id = serializers.UUIDField(source="public_id")

    class Meta:
        model = SocialConnection
        fields = ("id", "network", "home", "handle", "state", "connected_at", "last_used_at", "expires_at")


class PublicationOutput(serializers.ModelSerializer[Publication]):
    id = serializers.UUIDField(source="public_id")
    share = serializers.UUIDField(source="share.public_id")

    class Meta:
        model = Publication
        fields = (
            "id",
            "share",
            "handle",
            "text",
            "state",
            "attempts",
            "pressed_at",
            "next_at",
            "ended_at",
            "permalink",
            "refusal_code",
            "refusal",
        )


def own_publication(request: Request, share_id: uuid.UUID) -> Publication:
    """This will find what became of the person's press for one of his shares."""
    publication = publications.of(share=own_share(request, share_id))
    if publication is None:
        raise Http404
    return publication


@extend_schema_view(get=extend_schema(operation_id="connections_list"))
class Connections(generics.ListAPIView[SocialConnection]):
    """The accounts I connected. Connecting one is done on the page: the network asks the person there."""

    serializer_class = ConnectionOutput

    def get_queryset(self):  # type: ignore[no-untyped-def]
        return SocialConnection.objects.filter(person=person_of(self.request)).order_by("network")


class OneConnection(APIView):
    @extend_schema(operation_id="connections_disconnect", responses={204: None})
    def delete(self, request: Request, connection_id: uuid.UUID) -> Response:
        mine = SocialConnection.objects.filter(person=person_of(request)).select_related("app")
        connection = get_object_or_404(mine, public_id=connection_id)
        connections.disconnect(connection=connection, allowed=settings.OUTBOUND_ALLOWED)
        return Response(status=status.HTTP_204_NO_CONTENT)


class SharePublication(APIView):
    """Post one of my shares with my own account, at this one call for this one text; never with a key."""

    throttle_scope = "publish"

    class Input(serializers.Serializer[Publication]):
        connection = serializers.UUIDField()
        text = serializers.CharField(
            max_length=2 * drafts.LONGEST,
            trim_whitespace=False,
            help_text="The share's `text`, as the person saw it; refused when it says something else by now.",
        )

    @extend_schema(operation_id="shares_publication", responses=PublicationOutput)
    def get(self, request: Request, share_id: uuid.UUID) -> Response:
        return Response(PublicationOutput(own_publication(request, share_id)).data)

    @extend_schema(operation_id="shares_publish", request=Input, responses={202: PublicationOutput})
    def post(self, request: Request, share_id: uuid.UUID) -> Response:
        share = own_share(request, share_id)
        refuse_keys(request, sentence=_("A key cannot post. You do, on the page that shows you the text."))
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        mine = SocialConnection.objects.filter(person=person_of(request))
        publication = publications.press(
            share=share,
            connection=get_object_or_404(mine, public_id=given.validated_data["connection"]),
            text=given.validated_data["text"],
            now=timezone.now(),
        )
        send_posts.delay_on_commit()
        return Response(PublicationOutput(publication).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(operation_id="shares_stop_publication", responses={200: PublicationOutput})
    def delete(self, request: Request, share_id: uuid.UUID) -> Response:
        publication = publications.stop(publication=own_publication(request, share_id), now=timezone.now())
        return Response(PublicationOutput(publication).data)


class AnswerPublication(APIView):
    """I looked whether a post of unknown fate is out."""

    class Input(serializers.Serializer[Publication]):
        is_out = serializers.BooleanField()
        permalink = serializers.CharField(max_length=500, allow_blank=True, default="")

    @extend_schema(operation_id="shares_answer_publication", request=Input, responses=PublicationOutput)
    def post(self, request: Request, share_id: uuid.UUID) -> Response:
        publication = own_publication(request, share_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        publications.answer(publication=publication, now=timezone.now(), **given.validated_data)
        return Response(PublicationOutput(publication).data)

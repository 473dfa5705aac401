"""What a person sees and sets for himself, over the API."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import company, erasures, followers, notifications, people, policies, tokens
from accounts.access import person_of, refuse_keys
from accounts.models import ApiToken, Notification, Person


class Me(APIView):
    class Input(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=150)
        job_title = serializers.CharField(max_length=150, allow_blank=True)
        language = serializers.CharField(max_length=8)
        time_zone = serializers.CharField(max_length=60, allow_blank=True)
        wants_mail = serializers.BooleanField()
        quiet_from = serializers.TimeField(required=False, allow_null=True, help_text="With `quiet_until`; no mail.")
        quiet_until = serializers.TimeField(required=False, allow_null=True)
        networks = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=50)
        is_shown_to_team = serializers.BooleanField(required=False)

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField(source="public_id")
        email = serializers.EmailField()
        name = serializers.CharField()
        job_title = serializers.CharField()
        team = serializers.UUIDField(source="team.public_id", default=None, allow_null=True)
        language = serializers.CharField()
        time_zone = serializers.CharField()
        wants_mail = serializers.BooleanField()
        quiet_from = serializers.TimeField(allow_null=True)
        quiet_until = serializers.TimeField(allow_null=True)
        networks = serializers.ListField(child=serializers.CharField())
        is_shown_to_team = serializers.BooleanField()
        joined_at = serializers.DateTimeField()
        erase_requested_at = serializers.DateTimeField(allow_null=True)

    @extend_schema(operation_id="me_read", responses=Output)
    def get(self, request: Request) -> Response:
        return Response(self.Output(person_of(request)).data)

    @extend_schema(operation_id="me_change", request=Input, responses=Output)
    def put(self, request: Request) -> Response:
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        people.say_all(person=person_of(request), now=timezone.now(), **wanted.validated_data)
        return Response(self.Output(person_of(request)).data)


class MyErasure(APIView):
    class Output(serializers.Serializer[Any]):
        erase_requested_at = serializers.DateTimeField(allow_null=True)
        erasure_due_at = serializers.DateTimeField(allow_null=True)

    @extend_schema(operation_id="me_erasure_request", request=None, responses=Output)
    def post(self, request: Request) -> Response:
        erasures.request(person=person_of(request), now=timezone.now())
        return Response(self.Output(Person.objects.get(pk=person_of(request).pk)).data)

    @extend_schema(operation_id="me_erasure_withdraw", responses={204: None})
    def delete(self, request: Request) -> Response:
        erasures.withdraw(person=person_of(request), now=timezone.now())
        return Response(status=204)


class MyFollowers(APIView):
    class Output(serializers.Serializer[Any]):
        network = serializers.CharField()
        least = serializers.IntegerField()
        most = serializers.IntegerField()
        source = serializers.CharField()  # type: ignore[assignment]
        on = serializers.DateField()

    @extend_schema(operation_id="me_followers_list", responses=Output(many=True))
    def get(self, request: Request) -> Response:
        return Response(self.Output(list(followers.latest(person=person_of(request)).values()), many=True).data)


class MyFollowersOn(APIView):
    class Input(serializers.Serializer[Any]):
        band = serializers.ChoiceField(choices=[band.key for band in followers.BANDS])

    @extend_schema(operation_id="me_followers_tell", request=Input, responses=MyFollowers.Output)
    def put(self, request: Request, network: str) -> Response:
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        count = followers.tell(
            person=person_of(request), network=network, band=wanted.validated_data["band"], now=timezone.now()
        )
        return Response(MyFollowers.Output(count).data)

    @extend_schema(operation_id="me_followers_forget", responses={204: None})
    def delete(self, request: Request, network: str) -> Response:
        followers.forget(person=person_of(request), network=network)
        return Response(status=204)


class Policy(APIView):
    class Input(serializers.Serializer[Any]):
        version = serializers.IntegerField(help_text="The version that was read; only the current one is taken.")

    class Output(serializers.Serializer[Any]):
        text = serializers.CharField()
        version = serializers.IntegerField()
        changed_at = serializers.DateTimeField(allow_null=True)
        read_version = serializers.IntegerField(allow_null=True)
        read_at = serializers.DateTimeField(allow_null=True)
        is_current = serializers.BooleanField()

    @extend_schema(operation_id="policy_read", responses=Output)
    def get(self, request: Request) -> Response:
        settings = company.current()
        standing = policies.standing(person=person_of(request), settings=settings)
        told = {
            "text": settings.policy,
            "version": settings.policy_version,
            "changed_at": settings.policy_changed_at,
            "read_version": standing.version,
            "read_at": standing.at,
            "is_current": standing.is_current,
        }
        return Response(self.Output(told).data)

    @extend_schema(operation_id="policy_acknowledge", request=Input, responses=Output)
    def post(self, request: Request) -> Response:
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        policies.acknowledge(person=person_of(request), now=timezone.now(), **wanted.validated_data)
        return self.get(request)


class Notifications(generics.ListAPIView[Notification]):
    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField(source="public_id")
        title = serializers.CharField()
        text = serializers.CharField()
        path = serializers.CharField()
        created_at = serializers.DateTimeField()
        read_at = serializers.DateTimeField(allow_null=True)

    serializer_class = Output
    queryset = Notification.objects.none()

    def get_queryset(self) -> QuerySet[Notification]:
        return Notification.objects.filter(person=person_of(self.request)).order_by("-created_at", "-pk")

    @extend_schema(operation_id="notifications_list")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class NotificationsRead(APIView):
    class Output(serializers.Serializer[Any]):
        marked = serializers.IntegerField()

    @extend_schema(operation_id="notifications_mark_read", request=None, responses=Output)
    def post(self, request: Request) -> Response:
        return Response({"marked": notifications.mark_read(person=person_of(request), now=timezone.now())})


class Tokens(APIView):
    class Input(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=80)
        days = serializers.IntegerField(min_value=1, max_value=tokens.MOST_DAYS, default=90)

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField(source="public_id")
        name = serializers.CharField()
        prefix = serializers.CharField()
        created_at = serializers.DateTimeField()
        last_used_at = serializers.DateTimeField(allow_null=True)
        expires_at = serializers.DateTimeField()

    class Made(Output):
        key = serializers.CharField(help_text="The key itself. It is in this answer and nowhere else.")

    @extend_schema(operation_id="tokens_list", responses=Output(many=True))
    def get(self, request: Request) -> Response:
        rows = ApiToken.objects.filter(person=person_of(request), revoked_at=None)
        return Response(self.Output(rows, many=True).data)

    @extend_schema(operation_id="tokens_make", request=Input, responses={201: Made})
    def post(self, request: Request) -> Response:
        refuse_keys(request, sentence=_("A key cannot make keys. Sign in with a browser."))
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        token, key = tokens.make(person=person_of(request), now=timezone.now(), **wanted.validated_data)
        return Response({**self.Output(token).data, "key": key}, status=201)


class Token(APIView):
    @extend_schema(operation_id="tokens_revoke", responses={204: None})
    def delete(self, request: Request, token_id: UUID) -> Response:
        token = get_object_or_404(ApiToken, person=person_of(request), public_id=token_id)
        tokens.revoke(token=token, by=person_of(request), now=timezone.now())
        return Response(status=204)

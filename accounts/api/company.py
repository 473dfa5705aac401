"""Teams, the company's settings and accounts, and the audit log, for administrators."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import brand_accounts, company, policies, teams
from accounts.access import HoldsRole, person_of
from accounts.api.people import Administrators, TeamId
from accounts.models import AuditEntry, BrandAccount, CompanySettings, Team
from accounts.roles import Role


class TeamOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    parent = serializers.UUIDField(source="parent.public_id", default=None, allow_null=True)  # type: ignore[assignment]


class Teams(Administrators):
    class Input(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=120)
        parent = TeamId(allow_null=True, default=None)  # type: ignore[assignment]

    class Output(TeamOutput):
        people = serializers.IntegerField(source="people_count")

    @extend_schema(operation_id="teams_list", responses=Output(many=True))
    def get(self, request: Request) -> Response:
        return Response(self.Output(teams.tree(), many=True).data)

    @extend_schema(operation_id="teams_add", request=Input, responses={201: TeamOutput})
    def post(self, request: Request) -> Response:
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        team = teams.add(by=person_of(request), now=timezone.now(), **wanted.validated_data)
        return Response(TeamOutput(team).data, status=201)


class OneTeam(Administrators):
    class Input(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=120)
        parent = TeamId(allow_null=True)  # type: ignore[assignment]

    @extend_schema(operation_id="teams_read", responses=TeamOutput)
    def get(self, request: Request, team_id: UUID) -> Response:
        return Response(TeamOutput(get_object_or_404(Team.objects.select_related("parent"), public_id=team_id)).data)

    @extend_schema(operation_id="teams_change", request=Input, responses=TeamOutput)
    def put(self, request: Request, team_id: UUID) -> Response:
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        team = get_object_or_404(Team.objects.select_related("parent"), public_id=team_id)
        teams.move(team=team, parent=wanted.validated_data["parent"], by=person_of(request), now=timezone.now())
        teams.rename(team=team, name=wanted.validated_data["name"], by=person_of(request), now=timezone.now())
        return Response(TeamOutput(team).data)

    @extend_schema(operation_id="teams_remove", responses={204: None})
    def delete(self, request: Request, team_id: UUID) -> Response:
        team = get_object_or_404(Team, public_id=team_id)
        teams.remove(team=team, by=person_of(request), now=timezone.now())
        return Response(status=204)


class Company(Administrators):
    class Input(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=120)
        short_name = serializers.CharField(max_length=40, allow_blank=True)
        domains = serializers.ListField(child=serializers.CharField(max_length=253), max_length=200)
        colour = serializers.CharField(max_length=7, allow_blank=True)
        currency = serializers.CharField(max_length=3)
        time_zone = serializers.CharField(max_length=60)
        disclosure = serializers.CharField(max_length=200, allow_blank=True)
        policy = serializers.CharField(allow_blank=True)
        is_correction = serializers.BooleanField(
            default=False, help_text="The policy keeps its version, and nobody is asked to read it again."
        )

    class Output(serializers.ModelSerializer[CompanySettings]):
        class Meta:
            model = CompanySettings
            fields = (
                "name",
                "short_name",
                "domains",
                "colour",
                "currency",
                "time_zone",
                "disclosure",
                "policy",
                "policy_version",
            )

    @extend_schema(operation_id="company_read", responses=Output)
    def get(self, request: Request) -> Response:
        return Response(self.Output(company.current()).data)

    @extend_schema(operation_id="company_change", request=Input, responses=Output)
    def put(self, request: Request) -> Response:
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        settings = company.change(by=person_of(request), now=timezone.now(), **wanted.validated_data)
        return Response(self.Output(settings).data)


class PolicyReaders(Administrators):
    class Output(serializers.Serializer[Any]):
        class GroupOutput(serializers.Serializer[Any]):
            name = serializers.CharField()
            people = serializers.IntegerField()
            read = serializers.IntegerField(allow_null=True, help_text="Empty where it would speak of single people.")
            is_nearly_everybody = serializers.BooleanField()

        people = serializers.IntegerField()
        read = serializers.IntegerField()
        is_rounded = serializers.BooleanField(help_text="Rounded down to tens, because a group is veiled.")
        groups = GroupOutput(many=True)

    @extend_schema(operation_id="policy_readers", responses=Output)
    def get(self, request: Request) -> Response:
        return Response(self.Output(policies.readers(by=person_of(request))).data)


class BrandAccounts(Administrators):
    class Input(serializers.Serializer[Any]):
        network = serializers.CharField(max_length=20)
        handle = serializers.CharField(max_length=120)

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField(source="public_id")
        network = serializers.CharField()
        handle = serializers.CharField()
        followers = serializers.IntegerField(allow_null=True)
        counted_on = serializers.DateField(allow_null=True)

    @extend_schema(operation_id="brand_accounts_list", responses=Output(many=True))
    def get(self, request: Request) -> Response:
        rows = [
            {
                "public_id": account.public_id,
                "network": account.network,
                "handle": account.handle,
                "followers": count.followers if count else None,
                "counted_on": count.on if count else None,
            }
            for account, count in brand_accounts.latest()
        ]
        return Response(self.Output(rows, many=True).data)

    @extend_schema(operation_id="brand_accounts_add", request=Input, responses={201: Output})
    def post(self, request: Request) -> Response:
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        account = brand_accounts.add(by=person_of(request), now=timezone.now(), **wanted.validated_data)
        row = {"public_id": account.public_id, "network": account.network, "handle": account.handle}
        return Response(self.Output({**row, "followers": None, "counted_on": None}).data, status=201)


class OneBrandAccount(Administrators):
    @extend_schema(operation_id="brand_accounts_close", responses={204: None})
    def delete(self, request: Request, account_id: UUID) -> Response:
        account = get_object_or_404(BrandAccount, public_id=account_id)
        brand_accounts.close(account=account, by=person_of(request), now=timezone.now())
        return Response(status=204)


class BrandAccountFollowers(Administrators):
    class Input(serializers.Serializer[Any]):
        followers = serializers.IntegerField(min_value=0)
        on = serializers.DateField()

    @extend_schema(operation_id="brand_accounts_count", request=Input, responses=Input)
    def post(self, request: Request, account_id: UUID) -> Response:
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        account = get_object_or_404(BrandAccount, public_id=account_id, closed_at=None)
        count = brand_accounts.count(
            account=account, by=person_of(request), now=timezone.now(), **wanted.validated_data
        )
        return Response(self.Input(count).data)


class AuditEntries(generics.ListAPIView[AuditEntry]):
    class Output(serializers.Serializer[Any]):
        at = serializers.DateTimeField()
        by = serializers.UUIDField(source="by.public_id", default=None, allow_null=True)
        action = serializers.CharField()
        target_kind = serializers.CharField()
        target_id = serializers.CharField()
        target_name = serializers.CharField()
        detail = serializers.JSONField()

    permission_classes = (HoldsRole,)
    roles = (Role.ADMINISTRATOR,)
    serializer_class = Output
    queryset = AuditEntry.objects.none()

    def get_queryset(self) -> QuerySet[AuditEntry]:
        entries = AuditEntry.objects.select_related("by").order_by("-at", "-pk")
        room = self.request.query_params.get("room", "")[:60]
        return entries.filter(action__startswith=f"{room}.") if room else entries

    @extend_schema(
        operation_id="audit_entries_list",
        parameters=[OpenApiParameter("room", str, description="The part before the dot of an action.")],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

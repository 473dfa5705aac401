"""People and their roles, for administrators."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import people, roles
from accounts.access import HoldsRole, person_of
from accounts.models import Person, RoleGrant, Team
from accounts.roles import Role


class TeamId(serializers.SlugRelatedField[Team]):
    """A team by its id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="public_id", queryset=Team.objects.all(), **kwargs)


class PersonOutput(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id")
    email = serializers.EmailField()
    name = serializers.CharField()
    job_title = serializers.CharField()
    team = serializers.UUIDField(source="team.public_id", default=None, allow_null=True)
    language = serializers.CharField()
    joined_at = serializers.DateTimeField()
    left_at = serializers.DateTimeField(allow_null=True)
    erase_requested_at = serializers.DateTimeField(allow_null=True)


def found(person_id: UUID) -> Person:
    """This will find a person, or answer 404."""
    person: Person = get_object_or_404(Person.objects.select_related("team"), public_id=person_id)
    return person


class Administrators(APIView):
    """An endpoint for administrators only."""

    permission_classes = (HoldsRole,)
    roles = (Role.ADMINISTRATOR,)


class People(Administrators):
    class Input(serializers.Serializer[Any]):
        email = serializers.EmailField(max_length=254)
        name = serializers.CharField(max_length=150, allow_blank=True, default="")
        team = TeamId(allow_null=True, default=None)

    class Output(serializers.Serializer[Any]):
        results = PersonOutput(many=True)
        next_after = serializers.UUIDField(allow_null=True, help_text="Pass it as `after` for the following people.")

    @extend_schema(
        operation_id="people_list",
        parameters=[
            OpenApiParameter("search", str, description="A part of the name or of the e-mail address."),
            OpenApiParameter("after", UUID, description="Who stood last in the answer before."),
            OpenApiParameter("left", bool, description="Those who have left instead of those who are here."),
        ],
        responses=Output,
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        last = serializers.UUIDField().to_internal_value(asked["after"]) if asked.get("after") else None
        listed = people.listed(
            search=asked.get("search", "")[:150],
            after=get_object_or_404(Person, public_id=last) if last else None,
            left=asked.get("left", "").lower() in {"1", "true", "yes"},
        )
        further = listed.further.public_id if listed.further else None
        return Response(self.Output({"results": listed.people, "next_after": further}).data)

    @extend_schema(operation_id="people_invite", request=Input, responses={201: PersonOutput})
    def post(self, request: Request) -> Response:
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        invited = people.invite(by=person_of(request), now=timezone.now(), **wanted.validated_data)
        return Response(PersonOutput(invited).data, status=201)


class OnePerson(Administrators):
    @extend_schema(operation_id="people_read", responses=PersonOutput)
    def get(self, request: Request, person_id: UUID) -> Response:
        return Response(PersonOutput(found(person_id)).data)


class PersonTeam(Administrators):
    class Input(serializers.Serializer[Any]):
        team = TeamId(allow_null=True)

    @extend_schema(operation_id="people_place", request=Input, responses=PersonOutput)
    def put(self, request: Request, person_id: UUID) -> Response:
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        person = found(person_id)
        people.place(person=person, by=person_of(request), now=timezone.now(), team=wanted.validated_data["team"])
        return Response(PersonOutput(person).data)


class PersonLeaving(Administrators):
    @extend_schema(operation_id="people_deactivate", request=None, responses=PersonOutput)
    def post(self, request: Request, person_id: UUID) -> Response:
        person = found(person_id)
        people.deactivate(person=person, by=person_of(request), now=timezone.now())
        return Response(PersonOutput(person).data)

    @extend_schema(operation_id="people_reactivate", responses={200: PersonOutput})
    def delete(self, request: Request, person_id: UUID) -> Response:
        person = found(person_id)
        people.reactivate(person=person, by=person_of(request), now=timezone.now())
        return Response(PersonOutput(person).data)


class PersonRoles(Administrators):
    class Input(serializers.Serializer[Any]):
        role = serializers.ChoiceField(choices=Role.choices)
        team = TeamId(allow_null=True, default=None)

    class Output(serializers.Serializer[Any]):
        id = serializers.UUIDField(source="public_id")
        role = serializers.CharField()
        team = serializers.UUIDField(source="team.public_id", default=None, allow_null=True)
        granted_at = serializers.DateTimeField()

    @extend_schema(operation_id="roles_list", responses=Output(many=True))
    def get(self, request: Request, person_id: UUID) -> Response:
        grants: QuerySet[RoleGrant] = RoleGrant.objects.filter(person=found(person_id)).select_related("team")
        return Response(self.Output(grants.order_by("role", "pk"), many=True).data)

    @extend_schema(operation_id="roles_grant", request=Input, responses={201: Output})
    def post(self, request: Request, person_id: UUID) -> Response:
        wanted = self.Input(data=request.data)
        wanted.is_valid(raise_exception=True)
        person = get_object_or_404(Person.objects.present(), public_id=person_id)
        grant = roles.grant(person=person, by=person_of(request), now=timezone.now(), **wanted.validated_data)
        return Response(self.Output(grant).data, status=201)


class PersonRole(Administrators):
    @extend_schema(operation_id="roles_revoke", responses={204: None})
    def delete(self, request: Request, person_id: UUID, grant_id: UUID) -> Response:
        grant = get_object_or_404(RoleGrant, public_id=grant_id, person__public_id=person_id)
        roles.revoke(grant=grant, by=person_of(request), now=timezone.now())
        return Response(status=204)

"""Every page and endpoint of this room, by role."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import Person, Team
from tests.accounts.factories import ApiTokenFactory, BrandAccountFactory, PersonFactory, RoleGrantFactory

ROLES = ("employee", "curator", "approver", "leader", "operations")

OWN_PAGES = ("notifications", "settings", "tokens", "my_data")
COMPANY_PAGES = ("company", "company_settings", "brand", "audit_log", "people", "teams", "status")
OWN_ENDPOINTS = ("api_me", "api_my_followers", "api_notifications", "api_tokens")
COMPANY_ENDPOINTS = ("api_people", "api_teams", "api_company", "api_brand_accounts", "api_audit_entries")


@pytest.mark.parametrize("name", [*OWN_PAGES, *COMPANY_PAGES])
def test_page_sends_a_stranger_to_the_door(name: str, company: object) -> None:
    response = Client().get(reverse(name))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("role", [*ROLES, "administrator"])
@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_page_opens_for_everybody(
    name: str, role: str, client_of: Callable[[Person], Client], request: pytest.FixtureRequest
) -> None:
    response = client_of(request.getfixturevalue(role)).get(reverse(name))
    assert response.status_code == 200


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", COMPANY_PAGES)
def test_company_page_refuses_other_roles(
    name: str, role: str, client_of: Callable[[Person], Client], request: pytest.FixtureRequest
) -> None:
    response = client_of(request.getfixturevalue(role)).get(reverse(name))
    assert response.status_code == 403


@pytest.mark.parametrize("name", COMPANY_PAGES)
def test_company_page_opens_for_administrators(
    name: str, administrator: Person, client_of: Callable[[Person], Client]
) -> None:
    assert client_of(administrator).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", [*OWN_ENDPOINTS, *COMPANY_ENDPOINTS])
def test_endpoint_refuses_strangers(name: str, company: object) -> None:
    response = APIClient().get(reverse(name))
    assert response.status_code == 401
    assert response.json()["error"]["code"] == "not_authenticated"


@pytest.mark.parametrize("role", [*ROLES, "administrator"])
@pytest.mark.parametrize("name", OWN_ENDPOINTS)
def test_own_endpoint_answers_everybody(
    name: str, role: str, api_of: Callable[[Person], APIClient], request: pytest.FixtureRequest
) -> None:
    assert api_of(request.getfixturevalue(role)).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", COMPANY_ENDPOINTS)
def test_company_endpoint_refuses_other_roles(
    name: str, role: str, api_of: Callable[[Person], APIClient], request: pytest.FixtureRequest
) -> None:
    assert api_of(request.getfixturevalue(role)).get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", COMPANY_ENDPOINTS)
def test_company_endpoint_answers_administrators(
    name: str, administrator: Person, api_of: Callable[[Person], APIClient]
) -> None:
    assert api_of(administrator).get(reverse(name)).status_code == 200


@pytest.fixture
def changing(employee: Person, team: Team) -> list[str]:
    """The addresses that change something for others."""
    account = BrandAccountFactory.create()
    grant = RoleGrantFactory.create(person=PersonFactory.create())
    return [
        reverse("count_brand_followers", args=[account.public_id]),
        reverse("close_brand_account", args=[account.public_id]),
        reverse("grant_role", args=[employee.public_id]),
        reverse("revoke_role", args=[grant.person.public_id, grant.public_id]),
        reverse("place_person", args=[employee.public_id]),
        reverse("deactivate_person", args=[employee.public_id]),
        reverse("reactivate_person", args=[employee.public_id]),
        reverse("move_team", args=[team.public_id]),
        reverse("remove_team", args=[team.public_id]),
    ]


@pytest.mark.parametrize("role", ROLES)
def test_changes_are_refused_to_other_roles(
    role: str, changing: list[str], client_of: Callable[[Person], Client], request: pytest.FixtureRequest
) -> None:
    client = client_of(request.getfixturevalue(role))
    assert {client.post(path).status_code for path in changing} == {403}


def test_changes_are_not_made_by_looking(
    changing: list[str], administrator: Person, client_of: Callable[[Person], Client]
) -> None:
    client = client_of(administrator)
    assert {client.get(path).status_code for path in changing} == {302}


def test_changes_of_what_is_not_there_are_404(administrator: Person, client_of: Callable[[Person], Client]) -> None:
    client = client_of(administrator)
    for name in ("place_person", "deactivate_person", "reactivate_person", "grant_role"):
        assert client.post(reverse(name, args=[uuid4()])).status_code == 404


def test_other_peoples_keys_are_404(employee: Person, colleague: Person, client_of: Callable[[Person], Client]) -> None:
    token = ApiTokenFactory.create(person=colleague)
    assert client_of(employee).post(reverse("revoke_token", args=[token.public_id])).status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_who_left_is_sent_to_the_door(leaver: Person, client_of: Callable[[Person], Client]) -> None:
    assert client_of(leaver).get(reverse("settings")).status_code == 302

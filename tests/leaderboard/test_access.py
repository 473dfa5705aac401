"""Every page and endpoint of the room by role: who sees what."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import Person

EVERYBODY = ("employee", "curator", "approver", "leader", "operations", "administrator", "outsider")
LEADERS = ("leader",)
DECIDERS = ("leader", "administrator")

PAGES = {
    "me": EVERYBODY,
    "team": EVERYBODY,
    "board": EVERYBODY,
    "points": EVERYBODY,
    "report": LEADERS,
    "team_readers": LEADERS,
    "assumptions": DECIDERS,
}
POSTS = {"choose_board": EVERYBODY}
DECISIONS = {"suppose": 400, "reset_assumption": 302}
ENDPOINTS = {
    "api_standings": EVERYBODY,
    "api_points": EVERYBODY,
    "api_report": LEADERS,
    "api_team_readers": LEADERS,
    "api_assumptions": DECIDERS,
}
ENDPOINT_POSTS = {"api_choose_board": EVERYBODY}


def cases(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str, int]]:
    return [(name, role, 200 if role in accepted else 403) for name, accepted in table.items() for role in EVERYBODY]


@pytest.mark.parametrize(("name", "role", "status"), cases(PAGES))
def test_page_by_role(
    request: pytest.FixtureRequest, client_of: Callable[[Person], Client], name: str, role: str, status: int
) -> None:
    person = request.getfixturevalue(role)
    assert client_of(person).get(reverse(name)).status_code == status


@pytest.mark.parametrize(("name", "role", "status"), cases(ENDPOINTS))
def test_endpoint_by_role(
    request: pytest.FixtureRequest, api_of: Callable[[Person], APIClient], name: str, role: str, status: int
) -> None:
    person = request.getfixturevalue(role)
    assert api_of(person).get(reverse(name)).status_code == status


@pytest.mark.parametrize("role", EVERYBODY)
def test_choose_by_role(
    request: pytest.FixtureRequest,
    client_of: Callable[[Person], Client],
    api_of: Callable[[Person], APIClient],
    role: str,
) -> None:
    person = request.getfixturevalue(role)
    assert client_of(person).post(reverse("choose_board"), {"choice": "named"}).status_code == 302
    answer = api_of(person).post(reverse("api_choose_board"), {"choice": "hidden"}, format="json")
    assert answer.status_code == 200


@pytest.mark.parametrize("name", [*PAGES, *POSTS])
@pytest.mark.django_db
def test_anonymous_signs_in_first(client: Client, name: str) -> None:
    answer = client.post(reverse(name)) if name in POSTS else client.get(reverse(name))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", [*ENDPOINTS, *ENDPOINT_POSTS])
@pytest.mark.django_db
def test_anonymous_gets_no_figures(name: str) -> None:
    client = APIClient()
    answer = client.post(reverse(name)) if name in ENDPOINT_POSTS else client.get(reverse(name))
    assert answer.status_code in (401, 403)


@pytest.mark.parametrize("name", ["me", "team", "board", "points"])
def test_leaver_is_out(leaver: Person, client_of: Callable[[Person], Client], name: str) -> None:
    assert client_of(leaver).get(reverse(name)).status_code == 302


@pytest.mark.parametrize("name", [*PAGES, *POSTS])
def test_wrong_method_is_refused(leader: Person, client_of: Callable[[Person], Client], name: str) -> None:
    client = client_of(leader)
    answer = client.get(reverse(name)) if name in POSTS else client.post(reverse(name))
    assert answer.status_code == (302 if name in POSTS else 405)


@pytest.mark.parametrize("role", EVERYBODY)
@pytest.mark.parametrize(("name", "status"), DECISIONS.items())
def test_decision_by_role(
    request: pytest.FixtureRequest, client_of: Callable[[Person], Client], name: str, status: int, role: str
) -> None:
    client = client_of(request.getfixturevalue(role))
    answer = client.post(reverse(name, args=["linkedin", "colleague_share"]))
    assert answer.status_code == (status if role in DECIDERS else 403)


@pytest.mark.parametrize("role", EVERYBODY)
def test_api_assumption_by_role(
    request: pytest.FixtureRequest, api_of: Callable[[Person], APIClient], role: str
) -> None:
    client = api_of(request.getfixturevalue(role))
    address = reverse("api_assumption", args=["linkedin", "colleague_share"])
    assert client.put(address, {}, format="json").status_code == (400 if role in DECIDERS else 403)
    assert client.delete(address).status_code == (204 if role in DECIDERS else 403)

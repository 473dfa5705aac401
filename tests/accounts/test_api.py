from collections.abc import Callable

from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import Person, RoleGrant, Team
from tests.accounts.factories import NotificationFactory

ApiOf = Callable[[Person], APIClient]


def test_me_is_read_and_changed(employee: Person, api_of: ApiOf) -> None:
    client = api_of(employee)
    assert client.get(reverse("api_me")).json()["team"] == str(employee.team.public_id)
    wanted = {"name": "Marta", "job_title": "", "language": "de", "time_zone": "", "wants_mail": False}
    assert client.put(reverse("api_me"), wanted, format="json").json()["name"] == "Marta"
    refused = client.put(reverse("api_me"), {**wanted, "time_zone": "Mars/X"}, format="json")
    assert refused.status_code == 400
    assert list(refused.json()["error"]["fields"]) == ["time_zone"]


def test_erasure_and_followers(employee: Person, api_of: ApiOf) -> None:
    client = api_of(employee)
    assert client.post(reverse("api_my_erasure")).json()["erase_requested_at"]
    assert client.delete(reverse("api_my_erasure")).status_code == 204
    path = reverse("api_my_followers_on", args=["linkedin"])
    assert client.put(path, {"band": "100-499"}, format="json").json()["most"] == 499
    assert len(client.get(reverse("api_my_followers")).json()) == 1
    assert client.put(path, {"band": "7"}, format="json").status_code == 400
    assert client.put(path.replace("linkedin", "myspace"), {"band": "100-499"}, format="json").status_code == 400
    assert client.delete(path).status_code == 204


def test_notifications_are_listed_and_marked(employee: Person, api_of: ApiOf) -> None:
    NotificationFactory.create(person=employee)
    NotificationFactory.create()
    client = api_of(employee)
    assert client.get(reverse("api_notifications")).json()["count"] == 1
    assert client.post(reverse("api_notifications_read")).json() == {"marked": 1}


def test_people_are_listed_by_keyset_and_invited(administrator: Person, employee: Person, api_of: ApiOf) -> None:
    client = api_of(administrator)
    listed = client.get(reverse("api_people"), {"search": "lindq"}).json()
    assert [row["email"] for row in listed["results"]] == [employee.email]
    assert listed["next_after"] is None
    assert client.get(reverse("api_people"), {"after": "nonsense"}).status_code == 400
    made = client.post(reverse("api_people"), {"email": "nia@northwind.example"}, format="json")
    assert made.status_code == 201
    again = client.post(reverse("api_people"), {"email": "nia@northwind.example"}, format="json")
    assert "is here already" in again.json()["error"]["message"]


def test_person_gets_a_role_a_team_and_leaves(
    administrator: Person, employee: Person, other_team: Team, api_of: ApiOf
) -> None:
    client = api_of(administrator)
    given = client.post(
        reverse("api_person_roles", args=[employee.public_id]),
        {"role": "curator", "team": str(other_team.public_id)},
        format="json",
    )
    assert given.status_code == 201
    assert given.json()["team"] == str(other_team.public_id)
    roles = reverse("api_person_roles", args=[employee.public_id])
    assert len(client.get(roles).json()) == 1
    refused = client.post(roles, {"role": "leader", "team": str(other_team.public_id)}, format="json")
    assert refused.status_code == 400
    assert client.delete(reverse("api_person_role", args=[employee.public_id, given.json()["id"]])).status_code == 204
    placed = client.put(
        reverse("api_person_team", args=[employee.public_id]), {"team": str(other_team.public_id)}, format="json"
    )
    assert placed.json()["team"] == str(other_team.public_id)
    leaving = reverse("api_person_leaving", args=[employee.public_id])
    assert client.post(leaving).json()["left_at"]
    assert client.delete(leaving).json()["left_at"] is None
    assert client.get(reverse("api_person", args=[employee.public_id])).json()["email"] == employee.email


def test_last_administrator_stays(administrator: Person, api_of: ApiOf) -> None:
    grant = RoleGrant.objects.get(person=administrator)
    path = reverse("api_person_role", args=[administrator.public_id, grant.public_id])
    assert api_of(administrator).delete(path).status_code == 400
    assert RoleGrant.objects.filter(pk=grant.pk).exists()


def test_teams_are_added_changed_and_removed(administrator: Person, team: Team, api_of: ApiOf) -> None:
    client = api_of(administrator)
    made = client.post(reverse("api_teams"), {"name": "Signals", "parent": str(team.public_id)}, format="json").json()
    assert made["parent"] == str(team.public_id)
    path = reverse("api_team", args=[made["id"]])
    assert client.get(path).json()["name"] == "Signals"
    assert client.put(path, {"name": "Signalling", "parent": None}, format="json").json()["parent"] is None
    assert client.put(path, {"name": "X", "parent": made["id"]}, format="json").status_code == 400
    assert client.delete(path).status_code == 204
    assert client.delete(reverse("api_team", args=[team.public_id])).status_code == 400
    assert [row["people"] for row in client.get(reverse("api_teams")).json()] == [1]


def test_company_and_its_accounts(administrator: Person, api_of: ApiOf) -> None:
    client = api_of(administrator)
    read = client.get(reverse("api_company")).json()
    wanted = {**{key: value for key, value in read.items() if key != "policy_version"}, "policy": "Be kind."}
    assert client.put(reverse("api_company"), wanted, format="json").json()["policy_version"] == 2
    refused = client.put(reverse("api_company"), {**wanted, "domains": ["no"]}, format="json")
    assert list(refused.json()["error"]["fields"]) == ["domains"]
    made = client.post(reverse("api_brand_accounts"), {"network": "linkedin", "handle": "nw"}, format="json").json()
    count = reverse("api_brand_account_followers", args=[made["id"]])
    assert client.post(count, {"followers": 7, "on": "2026-01-01"}, format="json").status_code == 200
    assert client.get(reverse("api_brand_accounts")).json()[0]["followers"] == 7
    assert client.delete(reverse("api_brand_account", args=[made["id"]])).status_code == 204
    entries = client.get(reverse("api_audit_entries"), {"room": "brand_accounts"}).json()
    assert [entry["action"] for entry in entries["results"]] == [
        "brand_accounts.close",
        "brand_accounts.count",
        "brand_accounts.add",
    ]

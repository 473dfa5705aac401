import json
from collections.abc import Callable, Iterator
from datetime import datetime, time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts import lessons
from accounts.models import (
    AuditEntry,
    BrandAccount,
    BrandFollowers,
    Notification,
    Person,
    PolicyAcknowledgement,
    RoleGrant,
    Team,
)
from accounts.people import PAGE_SIZE
from tests.accounts.factories import THEN, BrandAccountFactory, NotificationFactory, PersonFactory, TeamFactory

ClientOf = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """Who is not signed in leaves his language to the thread; the next test gets its own back."""
    with translation.override("en"):
        yield


def test_notifications_show_ones_own_and_are_marked(employee: Person, colleague: Person, client_of: ClientOf) -> None:
    NotificationFactory.create(person=employee, title="Two people wrote back")
    NotificationFactory.create(person=colleague, title="Not for you")
    client = client_of(employee)
    page = client.get(reverse("notifications")).content.decode()
    assert "One thing is new." in page
    assert "Two people wrote back" in page
    assert "Not for you" not in page
    client.post(reverse("mark_notifications_read"))
    assert Notification.objects.filter(read_at=None).count() == 1
    assert "You have seen everything." in client.get(reverse("notifications")).content.decode()


def test_notifications_of_nobody_say_so_once(employee: Person, client_of: ClientOf) -> None:
    page = client_of(employee).get(reverse("notifications")).content.decode()
    assert page.count("Nobody has told you anything yet.") == 1
    assert "You have seen everything." not in page


def test_notification_is_opened_and_seen(employee: Person, colleague: Person, client_of: ClientOf) -> None:
    told = NotificationFactory.create(person=employee, path="/library/")
    path = reverse("open_notification", args=[told.public_id])
    assert client_of(colleague).get(path).status_code == 404
    assert client_of(employee).get(path)["Location"] == "/library/"
    told.refresh_from_db()
    assert told.read_at is not None


@pytest.mark.parametrize("path", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_notification_never_leads_elsewhere(employee: Person, client_of: ClientOf, path: str) -> None:
    told = NotificationFactory.create(person=employee, path=path)
    assert client_of(employee).get(reverse("open_notification", args=[told.public_id]))["Location"] == "/notifications/"


def test_erasure_is_asked_for_and_taken_back(employee: Person, client_of: ClientOf) -> None:
    client = client_of(employee)
    client.post(reverse("request_erasure"))
    employee.refresh_from_db()
    assert employee.erase_requested_at is not None
    assert "I changed my mind" in client.get(reverse("settings")).content.decode()
    client.post(reverse("request_erasure"), {"withdraw": "1"})
    employee.refresh_from_db()
    assert employee.erase_requested_at is None


def test_my_data_holds_mine_alone(employee: Person, colleague: Person, client_of: ClientOf) -> None:
    NotificationFactory.create(person=employee, title="Mine")
    NotificationFactory.create(person=colleague, title="Not mine")
    for person in (employee, colleague):
        lessons.mark(person=person, lesson="answering", now=THEN)
        PolicyAcknowledgement.objects.create(person=person, version=3, text_digest="x", at=THEN)
    Person.objects.filter(pk=employee.pk).update(networks=["linkedin"], quiet_from=time(22), quiet_until=time(7))
    answer = client_of(employee).get(reverse("my_data"))
    told = json.loads(answer.content)
    assert [each["lesson"] for each in told["accounts"]["lessons"]] == ["answering"]
    assert [each["version"] for each in told["accounts"]["policy_read"]] == [3]
    said = told["accounts"]["person"]
    assert (said["networks"], said["quiet_from"], said["quiet_until"]) == (["linkedin"], "22:00", "07:00")
    assert set(told) >= {"accounts", "content", "advocacy", "leaderboard"}
    assert "attachment" in answer["Content-Disposition"]
    assert told["accounts"]["person"]["email"] == employee.email
    assert [each["title"] for each in told["accounts"]["notifications"]] == ["Mine"]
    assert colleague.email not in answer.content.decode()
    assert "password" not in answer.content.decode()


def test_people_are_found_in_full_and_in_part(administrator: Person, employee: Person, client_of: ClientOf) -> None:
    client = client_of(administrator)
    whole = client.get(reverse("people"), {"search": "lindq"}).content.decode()
    assert "Marta Lindqvist" in whole
    assert administrator.email not in whole
    part = client.get(reverse("people"), {"search": "lindq"}, HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in part
    assert 'id="people"' in part
    assert client.get(reverse("people"), {"after": "nonsense", "search": "%' OR 1"}).status_code == 200


def test_people_cost_the_same_however_many(
    administrator: Person, client_of: ClientOf, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    team = TeamFactory.create()
    PersonFactory.create_batch(PAGE_SIZE + 5, team=team)
    client = client_of(administrator)
    with django_assert_max_num_queries(10):  # type: ignore[attr-defined]
        page = client.get(reverse("people")).content.decode()
    assert "after=" in page


def test_person_is_invited_given_a_role_and_placed(
    administrator: Person, other_team: Team, client_of: ClientOf
) -> None:
    client = client_of(administrator)
    client.post(reverse("people"), {"email": "new@northwind.example", "name": "Nia New", "team": ""})
    person = Person.objects.get(email="new@northwind.example")
    client.post(reverse("grant_role", args=[person.public_id]), {"role": "curator", "team": str(other_team.public_id)})
    grant = RoleGrant.objects.get(person=person)
    assert grant.team == other_team
    client.post(reverse("place_person", args=[person.public_id]), {"team": str(other_team.public_id)})
    page = client.get(reverse("person", args=[person.public_id])).content.decode()
    assert "Curator" in page
    client.post(reverse("revoke_role", args=[person.public_id, grant.public_id]))
    assert not RoleGrant.objects.filter(person=person).exists()
    again = client.post(reverse("people"), {"email": "new@northwind.example"})
    assert "is here already" in again.content.decode()


def test_last_administrator_stays(administrator: Person, client_of: ClientOf) -> None:
    grant = RoleGrant.objects.get(person=administrator)
    answer = client_of(administrator).post(
        reverse("revoke_role", args=[administrator.public_id, grant.public_id]), follow=True
    )
    assert "This is the last administrator." in answer.content.decode()
    assert RoleGrant.objects.filter(person=administrator).exists()


def test_person_leaves_and_returns(administrator: Person, employee: Person, client_of: ClientOf) -> None:
    client = client_of(administrator)
    client.post(reverse("deactivate_person", args=[employee.public_id]))
    employee.refresh_from_db()
    assert not employee.is_active
    assert "Let them in again" in client.get(reverse("person", args=[employee.public_id])).content.decode()
    client.post(reverse("reactivate_person", args=[employee.public_id]))
    employee.refresh_from_db()
    assert employee.is_active


def test_teams_are_added_renamed_moved_and_removed(administrator: Person, team: Team, client_of: ClientOf) -> None:
    client = client_of(administrator)
    client.post(reverse("teams"), {"name": "Signals", "parent": str(team.public_id)})
    signals = Team.objects.get(name="Signals")
    client.post(reverse("edit_team", args=[signals.public_id]), {"name": "Signalling"})
    client.post(reverse("move_team", args=[signals.public_id]), {"parent": ""})
    signals.refresh_from_db()
    assert (signals.name, signals.parent) == ("Signalling", None)
    circle = client.post(
        reverse("move_team", args=[signals.public_id]), {"parent": str(signals.public_id)}, follow=True
    )
    assert "cannot stand below itself" in circle.content.decode()
    assert client.get(reverse("teams")).status_code == 200
    client.post(reverse("remove_team", args=[signals.public_id]))
    assert not Team.objects.filter(name="Signalling").exists()
    refused = client.post(reverse("remove_team", args=[team.public_id]), follow=True)
    assert "Move them first" in refused.content.decode()


def test_brand_accounts_are_added_counted_and_closed(administrator: Person, client_of: ClientOf) -> None:
    client = client_of(administrator)
    client.post(reverse("brand"), {"network": "linkedin", "handle": "northwind"})
    account = BrandAccount.objects.get()
    prefix = f"count-{account.pk}"
    path = reverse("count_brand_followers", args=[account.public_id])
    client.post(path, {f"{prefix}-followers": "1000000", f"{prefix}-on": "2026-01-05"})
    assert BrandFollowers.objects.get().followers == 1_000_000
    client.post(path, {f"{prefix}-followers": "5", f"{prefix}-on": "2999-01-05"})
    assert BrandFollowers.objects.count() == 1
    assert "1,000,000" in client.get(reverse("brand")).content.decode()
    client.post(reverse("close_brand_account", args=[account.public_id]))
    assert "No account is in the list yet." in client.get(reverse("brand")).content.decode()


def test_brand_refuses_what_is_there(administrator: Person, client_of: ClientOf) -> None:
    BrandAccountFactory.create(network="linkedin", handle="northwind")
    answer = client_of(administrator).post(reverse("brand"), {"network": "linkedin", "handle": "northwind"})
    assert "in the list already" in answer.content.decode()


def test_company_settings_are_saved(administrator: Person, client_of: ClientOf) -> None:
    client = client_of(administrator)
    wanted = {
        "name": "Northwind Rail",
        "domains": "northwind.example\nrail.example",
        "currency": "EUR",
        "time_zone": "Europe/Berlin",
        "policy": "Be kind.",
    }
    assert client.post(reverse("company_settings"), wanted).status_code == 302
    page = client.get(reverse("company_settings")).content.decode()
    assert "rail.example" in page
    assert "version 2" in page
    refused = client.post(reverse("company_settings"), {**wanted, "domains": "nonsense", "policy": "New words"})
    assert "is not an e-mail domain" in refused.content.decode()
    assert "New words" in refused.content.decode()


def test_audit_log_is_filtered(administrator: Person, now: datetime, client_of: ClientOf) -> None:
    for action, name in (("teams.add", "Signals"), ("people.invite", "Nia <b>New</b>")):
        AuditEntry.objects.create(at=now, by=administrator, action=action, target_kind="x", target_name=name)
    client = client_of(administrator)
    page = client.get(reverse("audit_log"), {"room": "teams"}).content.decode()
    assert "Signals" in page
    assert "Nia" not in page
    page = client.get(reverse("audit_log"), {"search": "nia", "page": "nonsense"}).content.decode()
    assert "Nia &lt;b&gt;" in page


@pytest.mark.parametrize("name", ["company", "audit_log", "teams", "brand"])
def test_pages_stay_cheap(
    name: str, administrator: Person, client_of: ClientOf, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = client_of(administrator)
    with django_assert_max_num_queries(13):  # type: ignore[attr-defined]
        client.get(reverse(name))


def test_language_at_the_foot_is_kept_by_the_person(employee: Person, client_of: ClientOf) -> None:
    client = client_of(employee)
    client.post(reverse("set_language"), {"language": "de", "next": "/settings/"})
    employee.refresh_from_db()
    assert employee.language == "de"
    assert client.get(reverse("settings")).headers["Content-Language"] == "de"
    client.post(reverse("set_language"), {"language": "xx"})
    client.get(reverse("set_language"))
    employee.refresh_from_db()
    assert employee.language == "de"


def test_language_of_a_stranger_is_kept_by_the_browser(db: None) -> None:
    client = Client()
    client.post(reverse("set_language"), {"language": "de"})
    assert client.get("/accounts/login/").headers["Content-Language"] == "de"

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts import people, roles
from accounts.models import ApiToken, AuditEntry, Notification, Person, RoleGrant, Team
from tests.accounts.factories import ApiTokenFactory, PersonFactory, RoleGrantFactory


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("ana.kovac@northwind.example", "Ana Kovac"),
        ("li_wei@northwind.example", "Li Wei"),
        ("bo+news@northwind.example", "Bo"),
        ("..@northwind.example", ""),
    ],
)
def test_name_from_reads_the_address(email: str, name: str) -> None:
    assert people.name_from(email=email) == name


def test_invite_adds_somebody_who_is_told(administrator: Person, team: Team, now: datetime) -> None:
    person = people.invite(email=" New.Person@Partner.example ", name="", team=team, by=administrator, now=now)
    assert (person.email, person.name, person.team) == ("new.person@partner.example", "New Person", team)
    assert not person.has_usable_password()
    assert "Northwind Rail" in Notification.objects.get(person=person).title
    assert AuditEntry.objects.filter(action="people.invite", by=administrator).count() == 1


def test_invite_refuses_who_is_here(administrator: Person, employee: Person, now: datetime) -> None:
    with pytest.raises(people.AlreadyHere, match="is here already"):
        people.invite(email=employee.email.upper(), name="", team=None, by=administrator, now=now)
    assert Notification.objects.count() == 0


def test_invite_refuses_what_is_no_address(administrator: Person, now: datetime) -> None:
    with pytest.raises(ValidationError):
        people.invite(email="nobody", name="", team=None, by=administrator, now=now)


@pytest.mark.parametrize("rule", [people.deactivate, people.reactivate])
def test_rules_are_for_administrators(rule: object, employee: Person, colleague: Person, now: datetime) -> None:
    with pytest.raises(roles.NotAllowed):
        rule(person=colleague, by=employee, now=now)  # type: ignore[operator]


def test_deactivate_ends_sessions_keys_and_roles(
    administrator: Person, employee: Person, client_of: object, now: datetime
) -> None:
    RoleGrantFactory.create(person=employee)
    token = ApiTokenFactory.create(person=employee)
    client: Client = client_of(employee)  # type: ignore[operator]
    assert client.get(reverse("settings")).status_code == 200
    people.deactivate(person=Person.objects.get(pk=employee.pk), by=administrator, now=now)
    assert client.get(reverse("settings")).status_code == 302
    assert ApiToken.objects.get(pk=token.pk).revoked_at == now
    assert not RoleGrant.objects.filter(person=employee).exists()
    employee.refresh_from_db()
    assert (employee.left_at, employee.is_active) == (now, False)


def test_deactivate_again_keeps_the_first_day(administrator: Person, employee: Person, now: datetime) -> None:
    people.deactivate(person=employee, by=administrator, now=now)
    people.deactivate(person=employee, by=administrator, now=now + timedelta(days=1))
    employee.refresh_from_db()
    assert employee.left_at == now
    assert AuditEntry.objects.filter(action="people.deactivate").count() == 1


def test_deactivate_refuses_oneself(administrator: Person, now: datetime) -> None:
    with pytest.raises(people.NotYourself):
        people.deactivate(person=administrator, by=administrator, now=now)


def test_deactivate_looks_again_whether_one_is_still_an_administrator(
    administrator: Person, employee: Person, now: datetime
) -> None:
    assert roles.holds(person=administrator, role="administrator")
    RoleGrant.objects.filter(person=administrator).delete()
    with pytest.raises(roles.NotAllowed):
        people.deactivate(person=employee, by=administrator, now=now)


def test_reactivate_does_not_revive_old_sessions(
    administrator: Person, employee: Person, client_of: object, now: datetime
) -> None:
    client: Client = client_of(employee)  # type: ignore[operator]
    people.deactivate(person=Person.objects.get(pk=employee.pk), by=administrator, now=now)
    people.reactivate(person=Person.objects.get(pk=employee.pk), by=administrator, now=now)
    assert client.get(reverse("settings")).status_code == 302
    assert client_of(Person.objects.get(pk=employee.pk)).get(reverse("settings")).status_code == 200  # type: ignore[operator]


def test_place_moves_once(administrator: Person, employee: Person, other_team: Team, now: datetime) -> None:
    people.place(person=employee, team=other_team, by=administrator, now=now)
    people.place(person=employee, team=other_team, by=administrator, now=now)
    people.place(person=employee, team=None, by=administrator, now=now)
    people.place(person=employee, team=other_team, by=administrator, now=now)
    employee.refresh_from_db()
    assert employee.team == other_team
    assert AuditEntry.objects.filter(action="people.place").count() == 3


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": " "}, "name"), ({"language": "xx"}, "language"), ({"time_zone": "Mars/X"}, "time_zone")],
)
def test_change_refuses_nonsense(wrong: dict[str, str], field: str, employee: Person) -> None:
    right = {"name": "A", "job_title": "", "language": "de", "time_zone": ""}
    with pytest.raises(ValidationError) as refusal:
        people.change(person=employee, **{**right, **wrong})  # type: ignore[arg-type]
    assert field in refusal.value.message_dict


def test_listed_goes_through_everybody_once(administrator: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PAGE_SIZE", 3)
    for name in ("Bo", "Bo", "Bo", "Bo", "Cy"):
        PersonFactory.create(name=name)
    seen, after = [], None
    while True:
        found = people.listed(after=after)
        seen += found.people
        after = found.further
        if after is None:
            break
    assert len(seen) == len({person.pk for person in seen}) == Person.objects.count()


def test_listed_searches_names_and_addresses(employee: Person, colleague: Person, leaver: Person) -> None:
    assert people.listed(search="lindq").people == [employee]
    assert people.listed(search="COLLEAGUE@").people == [colleague]
    assert people.listed(left=True).people == [leaver]

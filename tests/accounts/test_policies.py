"""Reading the policy, in its version; asking again when it changed; counting without naming."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import company as company_rules
from accounts import policies
from accounts.models import CompanySettings, Notification, Person, PolicyAcknowledgement, Team
from accounts.roles import NotAllowed
from accounts.tasks import announce_policy
from tests.accounts.factories import PersonFactory, TeamFactory

ClientOf = Callable[[Person], Client]


def write(by: Person, now: datetime, policy: str, **columns: Any) -> CompanySettings:
    settings = company_rules.current()
    names = ("name", "short_name", "domains", "colour", "currency", "time_zone", "disclosure")
    same = {name: getattr(settings, name) for name in names}
    return company_rules.change(by=by, now=now, policy=policy, **same, **columns)


@pytest.fixture
def policy(administrator: Person, now: datetime) -> CompanySettings:
    return write(administrator, now, "Say who you work for.\n\nBe kind.")


def test_acknowledge_notes_version_and_text_once(policy: CompanySettings, employee: Person, now: datetime) -> None:
    assert policies.standing(person=employee, settings=policy) == policies.Standing(None, None, is_current=False)
    for later in (0, 1):
        policies.acknowledge(person=employee, version=2, now=now + timedelta(hours=later))
    noted = PolicyAcknowledgement.objects.get()
    assert (noted.version, noted.at, noted.text_digest) == (2, now, policies.digest(policy.policy))
    assert policies.standing(person=employee, settings=policy).is_current


def test_acknowledge_refuses_a_version_that_is_not_shown_any_more(
    policy: CompanySettings, employee: Person, administrator: Person, now: datetime
) -> None:
    write(administrator, now, "Be kinder.")
    with pytest.raises(policies.ChangedMeanwhile):
        policies.acknowledge(person=employee, version=2, now=now)
    assert not PolicyAcknowledgement.objects.exists()


def test_acknowledge_refuses_without_a_policy(employee: Person, now: datetime) -> None:
    with pytest.raises(policies.NoPolicy):
        policies.acknowledge(person=employee, version=1, now=now)


def test_change_asks_again_unless_it_is_a_correction(
    policy: CompanySettings, employee: Person, administrator: Person, now: datetime
) -> None:
    policies.acknowledge(person=employee, version=2, now=now)
    corrected = write(administrator, now, "Say who you work for.\n\nBe kind!", is_correction=True)
    assert policies.standing(person=employee, settings=corrected).is_current
    changed = write(administrator, now, "Be brief.")
    standing = policies.standing(person=employee, settings=changed)
    assert (standing.version, standing.is_current) == (2, False)


def test_announce_tells_each_once_in_batches(
    policy: CompanySettings, employee: Person, colleague: Person, leaver: Person, now: datetime
) -> None:
    newcomer = PersonFactory.create(joined_at=now + timedelta(days=1))
    policies.acknowledge(person=colleague, version=2, now=now)
    told = [policies.announce(now=now, most=2) for _ in range(4)]
    assert sum(told) == 2  # the employee and the administrator
    assert announce_policy() == 0
    assert CompanySettings.objects.get().policy_told_up_to is None
    assert not Notification.objects.filter(person__in=(colleague, leaver, newcomer)).exists()
    note = Notification.objects.get(person=employee)
    assert (note.path, note.mail) == ("/policy/", Notification.Mail.NONE)


def test_announce_says_nothing_of_a_policy_that_was_taken_away(
    policy: CompanySettings, administrator: Person, employee: Person, now: datetime
) -> None:
    write(administrator, now, "")
    assert policies.announce(now=now) == 0


def test_readers_are_counted_in_groups_of_five_and_more(
    policy: CompanySettings, administrator: Person, now: datetime
) -> None:
    top = TeamFactory.create(name="Northwind")
    Person.objects.update(team=None)
    large, small = (TeamFactory.create(name=name, parent=top) for name in ("Large", "Small"))
    below = TeamFactory.create(name="Below", parent=large)
    Team.objects.exclude(pk__in=(top.pk, large.pk, small.pk, below.pk)).delete()
    readers = [*PersonFactory.create_batch(6, team=large), *PersonFactory.create_batch(4, team=below)]
    PersonFactory.create_batch(4, team=small)
    for person in readers[:5]:
        policies.acknowledge(person=person, version=2, now=now)
    found = policies.readers(by=administrator)
    assert [(group.name, group.people, group.read) for group in found.groups] == [
        ("Large", 10, 5),
        ("Everybody else", 5, None),
    ]
    assert (found.people, found.read, found.is_rounded) == (15, 0, True)
    assert sum(group.people for group in found.groups) == found.people


def test_readers_of_a_tiny_company_are_not_shown(policy: CompanySettings, administrator: Person) -> None:
    found = policies.readers(by=administrator)
    assert (found.groups, found.read) == ([], 0)


def test_readers_are_for_administrators(policy: CompanySettings, leader: Person) -> None:
    with pytest.raises(NotAllowed):
        policies.readers(by=leader)


def test_readers_cost_the_same_however_many_teams(
    policy: CompanySettings, administrator: Person, django_assert_num_queries: Any
) -> None:
    for _ in range(8):
        PersonFactory.create_batch(6, team=TeamFactory.create())
    with django_assert_num_queries(4):
        assert len(policies.readers(by=administrator).groups) >= 8


def test_policy_page_is_read_and_noted(policy: CompanySettings, employee: Person, client_of: ClientOf) -> None:
    client = client_of(employee)
    page = client.get(reverse("policy")).content.decode()
    assert "<p>Say who you work for.</p>" in page
    assert "I have read it" in page
    assert client.post(reverse("policy"), {"version": "2"}).status_code == 302
    assert "I have read it" not in client.get(reverse("policy")).content.decode()


@pytest.mark.parametrize("version", ["", "1", "9" * 30, "two", "-2"])
def test_policy_page_refuses_another_version(
    policy: CompanySettings, employee: Person, client_of: ClientOf, version: str
) -> None:
    refused = client_of(employee).post(reverse("policy"), {"version": version})
    assert refused.status_code == 422
    assert "The policy was changed while you read it." in refused.content.decode()


def test_policy_is_shown_as_plain_text(
    administrator: Person, employee: Person, now: datetime, client_of: ClientOf
) -> None:
    write(administrator, now, "<script>alert(1)</script> Be kind.")
    page = client_of(employee).get(reverse("policy")).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_policy_readers_page_shows_words_for_few(
    policy: CompanySettings, administrator: Person, client_of: ClientOf
) -> None:
    PersonFactory.create_batch(8, team=TeamFactory.create(name="Signals"))
    page = client_of(administrator).get(reverse("policy_readers")).content.decode()
    assert "hardly anybody yet" in page


def test_policy_is_read_and_noted_over_the_api(policy: CompanySettings, employee: Person, api_of: Any) -> None:
    client = api_of(employee)
    told = client.get(reverse("api_policy")).json()
    assert (told["version"], told["is_current"]) == (2, False)
    assert client.post(reverse("api_policy"), {"version": 2}, format="json").json()["is_current"] is True
    assert client.post(reverse("api_policy"), {"version": 1}, format="json").status_code == 400

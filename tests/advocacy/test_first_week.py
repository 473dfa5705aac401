"""The first week: steps that are read off what somebody really did."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import CompanySettings, Person, PolicyAcknowledgement, RoleGrant
from advocacy import first_week
from advocacy.models import ConversationTurn
from content.models import Approval
from tests.advocacy.factories import (
    ConversationFactory,
    ConversationTurnFactory,
    FeedbackFactory,
    ReadingFactory,
    ShareFactory,
)
from tests.content.factories import InterestFactory, ObjectiveFactory, StoryFactory

ClientOf = Callable[[Person], Client]


def path(person: Person, company: CompanySettings, now: datetime, role: str = first_week.EMPLOYEE) -> first_week.Path:
    (found,) = first_week.paths(person=person, roles=[role], company=company, now=now)
    return found


def done(found: first_week.Path) -> list[bool]:
    return [step.is_done for step in found.steps]


def test_paths_follow_what_an_employee_did(employee: Person, company: CompanySettings, now: datetime) -> None:
    company.policy = "Be kind."
    assert done(path(employee, company, now)) == [False] * 5
    PolicyAcknowledgement.objects.create(person=employee, version=company.policy_version, text_digest="x", at=now)
    InterestFactory.create(person=employee)
    ReadingFactory.create(person=employee)
    found = path(employee, company, now)
    assert done(found) == [True, True, True, False, False]
    assert (found.done, found.next) == (3, found.steps[3])
    share = ShareFactory.create(person=employee)
    talk = ConversationFactory.create(person=employee, share=share)
    ConversationTurnFactory.create(conversation=talk, side=ConversationTurn.Side.US)
    assert path(employee, company, now).next is None


def test_paths_ask_again_after_a_new_version_of_the_policy(
    employee: Person, company: CompanySettings, now: datetime
) -> None:
    company.policy = "Be kind."
    PolicyAcknowledgement.objects.create(person=employee, version=company.policy_version, text_digest="x", at=now)
    company.policy_version += 1
    assert done(path(employee, company, now))[0] is False


def test_paths_count_nothing_of_somebody_else(
    employee: Person, colleague: Person, company: CompanySettings, now: datetime
) -> None:
    InterestFactory.create(person=colleague)
    ReadingFactory.create(person=colleague)
    ShareFactory.create(person=colleague)
    assert done(path(employee, company, now)) == [False] * 5


def test_paths_follow_a_curator(curator: Person, approver: Person, company: CompanySettings, now: datetime) -> None:
    assert path(curator, company, now, "curator").done == 0
    ObjectiveFactory.create()
    story = StoryFactory.create(author=curator)
    assert done(path(curator, company, now, "curator")) == [True, True, False, False, False]
    Approval.objects.create(story=story, version=1, by=approver, decision=Approval.Decision.APPROVED, at=now)
    StoryFactory.create(author=curator, live=True)
    assert done(path(curator, company, now, "curator")) == [True, True, True, True, False]
    assert done(path(approver, company, now, "approver"))[1:3] == [True, False]


def test_paths_follow_operations_and_administrators(
    operations: Person, administrator: Person, company: CompanySettings, now: datetime
) -> None:
    FeedbackFactory.create(taken_by=operations)
    assert done(path(operations, company, now, "operations"))[1:3] == [True, False]
    company.policy = "Be kind."
    found = path(administrator, company, now, "administrator")
    assert done(found) == [True, True, False, False, False]


def test_paths_of_all_roles_cost_one_query(
    employee: Person, company: CompanySettings, now: datetime, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        found = first_week.paths(person=employee, roles=list(first_week.PATHS), company=company, now=now)
    assert [each.role for each in found] == list(first_week.PATHS)
    assert all(4 <= len(each.steps) <= 5 for each in found)


@pytest.mark.parametrize(("days", "is_new"), [(29, True), (31, False)])
def test_paths_are_new_for_a_month(
    employee: Person, company: CompanySettings, now: datetime, days: int, is_new: bool
) -> None:
    since = now - timedelta(days=days)
    Person.objects.filter(pk=employee.pk).update(joined_at=since)
    RoleGrant.objects.create(person=employee, role="leader", granted_at=since)
    assert path(employee, company, now).is_new is is_new
    assert path(employee, company, now, "leader").is_new is is_new


def fresh(person: Person, now: datetime) -> None:
    Person.objects.filter(pk=person.pk).update(joined_at=now)


def test_today_loads_the_strip_for_new_people_only(
    employee: Person, colleague: Person, client_of: ClientOf, now: datetime, time_machine: Any
) -> None:
    time_machine.move_to(now)
    fresh(employee, now)
    Person.objects.filter(pk=colleague.pk).update(joined_at=now - timedelta(days=40))
    place = 'hx-get="/first-week/employee/"'
    assert place in client_of(employee).get(reverse("today")).content.decode()
    assert place not in client_of(colleague).get(reverse("today")).content.decode()
    strip = client_of(employee).get(reverse("first_week_strip", args=["employee"])).content.decode()
    assert "0 of 5" in strip
    assert "<html" not in strip
    assert client_of(colleague).get(reverse("first_week_strip", args=["employee"])).content == b""


def test_strip_is_put_away_and_brought_back(
    employee: Person, client_of: ClientOf, now: datetime, time_machine: Any
) -> None:
    time_machine.move_to(now)
    fresh(employee, now)
    client = client_of(employee)
    closed = client.post(reverse("close_first_week"), {"role": "employee"}, HTTP_HX_REQUEST="true").content.decode()
    assert "Bring it back" in closed
    assert "hx-get" not in client.get(reverse("today")).content.decode().split("</header>")[1]
    assert client.get(reverse("first_week_strip", args=["employee"])).content == b""
    back = client.post(reverse("reopen_first_week"), {"role": "employee"}, HTTP_HX_REQUEST="true").content.decode()
    assert "0 of 5" in back
    employee.refresh_from_db()
    assert employee.first_week_closed_at is None


def test_strip_is_of_ones_own_roles(employee: Person, client_of: ClientOf) -> None:
    client = client_of(employee)
    assert client.get(reverse("first_week_strip", args=["curator"])).content == b""
    assert client.get(reverse("first_week_strip", args=["wizard"])).status_code == 404


def test_first_week_has_a_page_without_scripts(curator: Person, client_of: ClientOf) -> None:
    client = client_of(curator)
    page = client.get(reverse("first_week")).content.decode()
    assert "Your first week as a curator" in page
    assert client.post(reverse("close_first_week")).status_code == 302
    page = client.get(reverse("first_week")).content.decode()
    assert "Show them on my pages again" in page


def test_first_week_is_read_and_closed_over_the_api(employee: Person, api_of: Any) -> None:
    client = api_of(employee)
    told = client.get(reverse("api_first_week")).json()
    assert (told["closed_at"], [each["role"] for each in told["paths"]]) == (None, ["employee"])
    assert client.put(reverse("api_first_week"), {"is_closed": True}, format="json").json()["closed_at"]
    assert client.put(reverse("api_first_week"), {"is_closed": False}, format="json").json()["closed_at"] is None

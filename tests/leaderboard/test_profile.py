"""The profile: five parts, each saved by itself, and what is still open of it."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import FollowerCount, Notification, Person
from content.models import Interest
from leaderboard import profiles
from tests.accounts.factories import FollowerCountFactory, NotificationFactory, PersonFactory
from tests.content.factories import InterestFactory, TopicFactory

ClientOf = Callable[[Person], Client]


def save(client: Client, part: str, **sent: Any) -> Any:
    return client.post(reverse("save_profile", args=[part]), sent)


def test_checklist_counts_what_is_said(employee: Person) -> None:
    employee.job_title = ""
    Person.objects.filter(pk=employee.pk).update(job_title="")
    assert profiles.checklist(person=employee).said == 0
    FollowerCountFactory.create(person=employee)
    InterestFactory.create(person=employee)
    employee.networks = ["linkedin"]
    found = profiles.checklist(person=employee)
    assert (found.said, [entry.part for entry in found.open]) == (3, ["you", "mail"])
    employee.job_title, employee.wants_mail = "Planner", False
    assert profiles.checklist(person=employee).is_complete


def test_you_is_saved_and_speaks_the_language(employee: Person, client_of: ClientOf) -> None:
    client = client_of(employee)
    wanted = {"name": "Marta L.", "job_title": "Planner", "language": "de", "time_zone": "Europe/Vienna"}
    answer = save(client, "you", **wanted)
    assert (answer.status_code, answer["Location"]) == (302, "/profile/#you")
    employee.refresh_from_db()
    assert (employee.name, employee.language, employee.wants_mail) == ("Marta L.", "de", True)
    assert client.get(reverse("profile"))["Content-Language"] == "de"


def test_you_keeps_what_was_typed_when_refused(employee: Person, client_of: ClientOf) -> None:
    answer = save(client_of(employee), "you", name=" ", job_title="Bridge keeper", language="en", time_zone="Nowhere/X")
    assert answer.status_code == 422
    assert "Bridge keeper" in answer.content.decode()
    employee.refresh_from_db()
    assert employee.name == "Marta Lindqvist"


def test_networks_are_told_and_forgotten(employee: Person, client_of: ClientOf) -> None:
    client = client_of(employee)
    assert save(client, "networks", **{"linkedin": "on", "email": "on", "linkedin-band": "100-499"}).status_code == 302
    employee.refresh_from_db()
    assert employee.networks == ["linkedin", "email"]
    assert FollowerCount.objects.get().network == "linkedin"
    page = client.get(reverse("profile")).content.decode()
    assert 'value="100-499" selected' in page
    assert "Told on" in page
    assert save(client, "networks", **{"bluesky": "on", "linkedin-band": ""}).status_code == 302
    employee.refresh_from_db()
    assert (employee.networks, FollowerCount.objects.exists()) == (["bluesky"], False)
    assert save(client, "networks", **{"linkedin-band": "lots"}).status_code == 422


def test_interests_are_chosen(employee: Person, client_of: ClientOf) -> None:
    topics = TopicFactory.create_batch(3)
    client = client_of(employee)
    save(client, "interests", topics=[str(topic.public_id) for topic in topics[:2]])
    assert set(Interest.objects.values_list("topic", flat=True)) == {topic.pk for topic in topics[:2]}
    save(client, "interests", topics=[str(topics[2].public_id)])
    assert Interest.objects.get().topic == topics[2]
    assert save(client, "interests", topics=["nonsense"]).status_code == 422
    save(client, "interests")
    assert not Interest.objects.exists()


def test_mail_keeps_quiet_hours(employee: Person, client_of: ClientOf) -> None:
    NotificationFactory.create(person=employee, mail=Notification.Mail.WAITING)
    client = client_of(employee)
    answer = save(client, "mail", wants_mail="on", quiet_from="22:00", quiet_until="07:30")
    assert answer.status_code == 302
    employee.refresh_from_db()
    assert (employee.quiet_from, employee.quiet_until) == (time(22), time(7, 30))
    assert 'value="22:00"' in client.get(reverse("profile")).content.decode()
    refused = save(client, "mail", wants_mail="on", quiet_from="21:00", quiet_until="")
    assert refused.status_code == 422
    assert "Say when they begin and when they end" in refused.content.decode()
    assert 'value="21:00"' in refused.content.decode()
    save(client, "mail", quiet_from="", quiet_until="")
    employee.refresh_from_db()
    assert (employee.wants_mail, employee.quiet_from) == (False, None)
    assert Notification.objects.get().mail == Notification.Mail.NONE


def test_visibility_is_one_decision(employee: Person, colleague: Person, client_of: ClientOf) -> None:
    client = client_of(employee)
    assert save(client, "visibility", is_shown_to_team="on", choice="pen_name", pen_name="Night Owl").status_code == 302
    employee.refresh_from_db()
    assert (employee.is_shown_to_team, employee.pen_name) == (True, "Night Owl")
    refused = save(client_of(colleague), "visibility", is_shown_to_team="on", choice="pen_name", pen_name="night owl")
    assert refused.status_code == 422
    assert "Somebody else has this pen name." in refused.content.decode()
    colleague.refresh_from_db()
    assert colleague.is_shown_to_team is False


def test_an_unknown_part_is_not_there(employee: Person, client_of: ClientOf) -> None:
    assert save(client_of(employee), "password").status_code == 404


@pytest.mark.parametrize("topics", [0, 30])
def test_profile_costs_the_same_however_many_topics(employee: Person, client_of: ClientOf, topics: int) -> None:
    for topic in TopicFactory.create_batch(topics):
        InterestFactory.create(person=employee, topic=topic)
    client = client_of(employee)
    client.get(reverse("profile"))
    with CaptureQueriesContext(connection) as caught:
        client.get(reverse("profile"))
    assert len(caught) <= 12


def test_show_is_all_or_nothing(now: datetime, company: object) -> None:
    person = PersonFactory.create()
    profiles.show(person=person, is_shown_to_team=True, choice="named", pen_name="", now=now)
    person.refresh_from_db()
    assert (person.is_shown_to_team, person.board_choice) == (True, "named")

"""Topics that people chose, and what becomes of them when somebody leaves."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import Person
from content import export, interests, leaving
from content.models import Idea, Interest
from content.tasks import sweep_left
from tests.content.factories import InterestFactory, TopicFactory


def test_choose_keeps_the_date_of_what_stays(employee: Person, now: datetime) -> None:
    one, two = TopicFactory.create_batch(2)
    interests.choose(person=employee, topics=[one.public_id], now=now)
    interests.choose(person=employee, topics=[one.public_id, two.public_id], now=now + timedelta(days=1))
    assert dict(Interest.objects.values_list("topic", "since")) == {one.pk: now, two.pk: now + timedelta(days=1)}
    assert interests.of(person=employee) == {one.public_id, two.public_id}


def test_choose_refuses_what_is_not_offered(employee: Person, now: datetime) -> None:
    kept, retired = TopicFactory.create(), TopicFactory.create(retired_at=now)
    interests.choose(person=employee, topics=[kept.public_id], now=now)
    for topics in ([retired.public_id], [uuid4()]):
        with pytest.raises(interests.UnknownTopic):
            interests.choose(person=employee, topics=topics, now=now)
    assert interests.of(person=employee) == {kept.public_id}
    assert interests.offered() == [kept]


def test_choose_changes_nobody_else(employee: Person, colleague: Person, now: datetime) -> None:
    InterestFactory.create(person=colleague)
    interests.choose(person=employee, topics=[], now=now)
    assert Interest.objects.filter(person=colleague).count() == 1


def test_interests_are_chosen_over_the_api(employee: Person, api_of: Any) -> None:
    topic = TopicFactory.create(name="Night trains")
    client = api_of(employee)
    answer = client.put(reverse("api_my_interests"), {"topics": [str(topic.public_id)]}, format="json")
    assert answer.json() == [{"id": str(topic.public_id), "name": "Night trains", "is_chosen": True}]
    refused = client.put(reverse("api_my_interests"), {"topics": [str(uuid4())]}, format="json")
    assert refused.status_code == 400


def test_export_holds_ones_own(employee: Person, colleague: Person, now: datetime) -> None:
    for person in (employee, colleague):
        InterestFactory.create(person=person, topic=TopicFactory.create(name=f"For {person.name}"))
        Idea.objects.create(person=person, text=f"By {person.name}", proposed_at=now)
    gathered = export.of(person=employee)
    assert [interest["topic"] for interest in gathered["interests"]] == [f"For {employee.name}"]
    assert [idea["text"] for idea in gathered["ideas"]] == [f"By {employee.name}"]


def test_forget_takes_what_people_who_left_wanted_and_proposed(employee: Person, leaver: Person, now: datetime) -> None:
    for person in (employee, leaver):
        InterestFactory.create(person=person)
        Idea.objects.create(person=person, text="Night trains", proposed_at=now)
        Idea.objects.create(person=person, text="Bridges", proposed_at=now, state=Idea.State.TAKEN)
    assert leaving.forget() == 0
    Person.objects.filter(pk=leaver.pk).update(erase_requested_at=now)
    assert leaving.forget() == 3
    assert sweep_left() == 0
    assert not Interest.objects.filter(person=leaver).exists()
    assert list(Idea.objects.filter(person=leaver).values_list("text", flat=True)) == [""]
    assert Idea.objects.filter(person=employee).exclude(text="").count() == 2

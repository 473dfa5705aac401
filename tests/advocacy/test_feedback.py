"""What the market said, to operations and back."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEntry, Notification, Person
from advocacy import feedback
from advocacy.models import Conversation, Feedback
from tests.advocacy.factories import ConversationFactory


@pytest.fixture
def conversation(employee: Person) -> Conversation:
    return ConversationFactory.create(person=employee)


def test_bring_tells_operations_once(conversation: Conversation, operations: Person, now: datetime) -> None:
    first = feedback.bring(conversation=conversation, text="The lift is broken.", now=now)
    assert feedback.bring(conversation=conversation, text="Again.", now=now) == first
    assert Notification.objects.filter(person=operations).count() == 1


def test_bring_refuses_nothing(conversation: Conversation, now: datetime) -> None:
    with pytest.raises(feedback.NothingSaid):
        feedback.bring(conversation=conversation, text=" ", now=now)


def test_take_names_one_person(conversation: Conversation, operations: Person, now: datetime) -> None:
    brought = feedback.bring(conversation=conversation, text="The lift is broken.", now=now)
    feedback.take(feedback=brought, by=operations, now=now)
    feedback.take(feedback=brought, by=operations, now=now)
    assert (brought.state, brought.taken_by) == (Feedback.State.TAKEN, operations)


def test_take_refuses_the_second_person(conversation: Conversation, operations: Person, now: datetime) -> None:
    from tests.accounts.factories import PersonFactory, RoleGrantFactory

    brought = feedback.bring(conversation=conversation, text="The lift is broken.", now=now)
    feedback.take(feedback=brought, by=operations, now=now)
    second = PersonFactory.create()
    RoleGrantFactory.create(person=second, role="operations")
    with pytest.raises(feedback.AlreadyTaken, match="Oskar Lund"):
        feedback.take(feedback=brought, by=second, now=now)


def test_answer_goes_back_to_who_brought_it(
    conversation: Conversation, operations: Person, employee: Person, now: datetime
) -> None:
    brought = feedback.bring(conversation=conversation, text="The lift is broken.", now=now)
    feedback.answer(feedback=brought, text="It runs again on Monday.", by=operations, now=now)
    assert (brought.state, brought.answer) == (Feedback.State.ANSWERED, "It runs again on Monday.")
    told = Notification.objects.get(person=employee)
    assert (told.title, told.text) == ("Oskar Lund answered what you brought.", "It runs again on Monday.")
    assert AuditEntry.objects.filter(action="feedback.answer", by=operations).count() == 1


def test_answer_refuses_a_second_one(
    conversation: Conversation, operations: Person, employee: Person, now: datetime
) -> None:
    brought = feedback.bring(conversation=conversation, text="The lift is broken.", now=now)
    for _press in range(2):
        feedback.answer(feedback=brought, text=" It runs again on Monday. ", by=operations, now=now)
    with pytest.raises(feedback.AlreadyTaken, match="Oskar Lund"):
        feedback.answer(feedback=brought, text="It is gone for good.", by=operations, now=now)
    assert brought.answer == "It runs again on Monday."
    assert Notification.objects.filter(person=employee).count() == 1


def test_answer_needs_the_role(conversation: Conversation, colleague: Person, now: datetime) -> None:
    brought = feedback.bring(conversation=conversation, text="The lift is broken.", now=now)
    with pytest.raises(PermissionDenied):
        feedback.answer(feedback=brought, text="Yes.", by=colleague, now=now)


def test_hand_over_leaves_nobody_without_an_answer(leaver: Person, operations: Person, now: datetime) -> None:
    waiting = ConversationFactory.create(person=leaver)
    assert (feedback.hand_over(now=now), feedback.hand_over(now=now)) == (1, 0)
    waiting.refresh_from_db()
    assert waiting.state == Conversation.State.CLOSED
    assert Feedback.objects.get().conversation == waiting
    assert Notification.objects.filter(person=operations).count() == 1

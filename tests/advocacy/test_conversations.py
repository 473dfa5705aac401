"""What can change a conversation."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Notification, Person
from advocacy import conversations
from advocacy.models import Conversation, ConversationTurn
from tests.advocacy.factories import ConversationFactory, ShareFactory

THREAD = "https://www.linkedin.com/feed/update/urn:li:share:7123456789012345678/"


def told(person: Person, now: datetime, **said: object) -> Conversation:
    return conversations.tell(person=person, share=None, story=None, channel="linkedin", now=now, **said)  # type: ignore[arg-type]


def test_tell_needs_nothing_but_a_share(employee: Person, now: datetime) -> None:
    share = ShareFactory.create(person=employee, network="bluesky")
    kept = conversations.tell(person=employee, share=share, story=None, channel="", now=now)
    assert (kept.story, kept.channel, kept.team) == (share.story, "bluesky", employee.team)
    assert (kept.state, kept.evidence) == (Conversation.State.WAITING, Conversation.Evidence.TOLD)
    assert kept.remind_at == now + timedelta(days=1)
    assert [turn.side for turn in kept.turns.all()] == [ConversationTurn.Side.THEM]


def test_tell_with_an_answer_waits_for_nobody(employee: Person, now: datetime) -> None:
    kept = told(employee, now, their_words="How?", answer_words="Like this.")
    assert (kept.state, kept.answered_at, kept.remind_at) == (Conversation.State.ANSWERED, now, None)
    assert [turn.text for turn in kept.turns.all()] == ["How?", "Like this."]


def test_tell_twice_with_one_form_is_one_conversation(employee: Person, now: datetime) -> None:
    key = uuid.uuid4()
    assert told(employee, now, form_key=key) == told(employee, now, form_key=key)
    assert Conversation.objects.count() == 1
    assert ConversationTurn.objects.count() == 1


def test_tell_with_a_thread_is_threaded(employee: Person, now: datetime) -> None:
    kept = told(employee, now, thread_url=THREAD)
    assert kept.evidence == Conversation.Evidence.THREADED
    assert kept.threaded_at == now


def test_tell_refuses_a_thread_of_another_network(employee: Person, now: datetime) -> None:
    with pytest.raises(ValidationError, match="LinkedIn"):
        told(employee, now, thread_url="https://bsky.app/profile/ana.example/post/3kabc")
    assert not Conversation.objects.exists()


def test_tell_refuses_an_unknown_channel(employee: Person, now: datetime) -> None:
    with pytest.raises(conversations.UnknownChannel):
        conversations.tell(person=employee, share=None, story=None, channel="pigeon", now=now)


def test_answer_ends_the_waiting_and_keeps_the_first_time(employee: Person, now: datetime) -> None:
    kept = told(employee, now, their_words="How?")
    conversations.answer(conversation=kept, text="Like this.", now=now + timedelta(hours=2))
    conversations.hear(conversation=kept, text="And then?", now=now + timedelta(hours=3))
    conversations.answer(conversation=kept, text="Then that.", now=now + timedelta(hours=4))
    assert kept.answered_at == now + timedelta(hours=2)
    assert (kept.state, kept.remind_at) == (Conversation.State.ANSWERED, None)


def test_answer_twice_each_way_is_a_thread(employee: Person, now: datetime) -> None:
    kept = told(employee, now, their_words="How?", answer_words="Like this.")
    conversations.hear(conversation=kept, text="And then?", now=now + timedelta(hours=1))
    assert kept.evidence == Conversation.Evidence.TOLD
    conversations.answer(conversation=kept, text="Then that.", now=now + timedelta(hours=2))
    assert kept.evidence == Conversation.Evidence.THREADED
    assert kept.threaded_at == now + timedelta(hours=2)


def test_answer_with_one_form_twice_is_one_turn(employee: Person, now: datetime) -> None:
    kept, key = told(employee, now), uuid.uuid4()
    for _press in range(2):
        conversations.answer(conversation=kept, text="Like this.", now=now, form_key=key)
    assert kept.turns.filter(side=ConversationTurn.Side.US).count() == 1


def test_answer_refuses_nothing_and_closed_conversations(employee: Person, now: datetime) -> None:
    kept = told(employee, now)
    with pytest.raises(conversations.EmptyTurn):
        conversations.answer(conversation=kept, text="  ", now=now)
    conversations.close(conversation=kept, outcome="")
    with pytest.raises(conversations.NotAnOpenConversation):
        conversations.answer(conversation=kept, text="Too late.", now=now)
    assert kept.turns.count() == 1


def test_link_thread_keeps_what_was_confirmed(employee: Person, now: datetime) -> None:
    kept = ConversationFactory.create(
        person=employee, channel="linkedin", evidence=Conversation.Evidence.CONFIRMED, thread_url=""
    )
    conversations.link_thread(conversation=kept, url=THREAD, now=now)
    assert kept.evidence == Conversation.Evidence.CONFIRMED
    assert "7123456789012345678" in kept.thread_url


def test_link_thread_taken_away_is_told_again(employee: Person, now: datetime) -> None:
    kept = told(employee, now, thread_url=THREAD)
    conversations.link_thread(conversation=kept, url="", now=now)
    assert (kept.evidence, kept.threaded_at, kept.thread_url) == (Conversation.Evidence.TOLD, None, "")


def test_link_thread_refuses_what_happened_in_person(employee: Person, now: datetime) -> None:
    kept = conversations.tell(person=employee, share=None, story=None, channel="in_person", now=now)
    with pytest.raises(ValidationError, match="in person"):
        conversations.link_thread(conversation=kept, url=THREAD, now=now)


def test_postpone_asks_again_at_nine_tomorrow(employee: Person, now: datetime) -> None:
    employee.time_zone = "Asia/Tokyo"
    employee.save(update_fields=["time_zone"])
    kept = told(employee, now)
    conversations.postpone(conversation=kept, now=now)
    assert kept.remind_at == datetime(2026, 3, 11, 0, 0, tzinfo=UTC)  # nine in Tokyo
    assert conversations.waiting_for(person=employee, now=now, most=5) == []
    assert conversations.waiting_for(person=employee, now=kept.remind_at, most=5) == [kept]


def test_postpone_refuses_when_nobody_waits(employee: Person, now: datetime) -> None:
    kept = told(employee, now, answer_words="Done.")
    with pytest.raises(conversations.NotAnOpenConversation):
        conversations.postpone(conversation=kept, now=now)


def test_close_and_reopen(employee: Person, now: datetime) -> None:
    kept = told(employee, now)
    conversations.close(conversation=kept, outcome="opportunity")
    assert (kept.state, kept.outcome) == (Conversation.State.CLOSED, "opportunity")
    with pytest.raises(ValidationError):
        conversations.close(conversation=kept, outcome="fame")
    conversations.reopen(conversation=kept, now=now)
    assert kept.state == Conversation.State.WAITING


def test_remind_tells_once_and_again_three_days_later(employee: Person, now: datetime) -> None:
    told(employee, now, counterpart="a traveller")
    due = now + timedelta(days=1)
    assert conversations.remind(now=due - timedelta(minutes=1)) == 0
    assert (conversations.remind(now=due), conversations.remind(now=due)) == (1, 0)
    assert conversations.remind(now=due + timedelta(days=3)) == 1
    titles = list(Notification.objects.filter(person=employee).values_list("title", flat=True))
    assert titles == ["a traveller waits for your answer."] * 2


def test_remind_leaves_people_alone_who_left(leaver: Person, now: datetime) -> None:
    told(leaver, now)
    assert conversations.remind(now=now + timedelta(days=9)) == 0


def test_waiting_for_lists_those_due_first(employee: Person, now: datetime) -> None:
    later = told(employee, now, their_words="Later")
    sooner = told(employee, now - timedelta(hours=2), their_words="Sooner")
    told(employee, now, answer_words="Answered")
    assert [one.opening for one in conversations.waiting_for(person=employee, now=now, most=5)] == ["Sooner", "Later"]
    assert conversations.waiting_for(person=employee, now=now, most=1) == [sooner]
    assert later in conversations.waiting_for(person=employee, now=now, most=5)

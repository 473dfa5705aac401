"""The pages of conversations and feedback, and the same over the API."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import Person
from advocacy.models import Conversation, Feedback
from tests.advocacy.factories import ConversationFactory, ConversationTurnFactory, FeedbackFactory, ShareFactory

ClientOf = Callable[[Person], Client]
ApiOf = Callable[[Person], APIClient]


@pytest.fixture
def conversation(employee: Person) -> Conversation:
    found = ConversationFactory.create(person=employee, channel="linkedin", counterpart="a traveller in Graz")
    ConversationTurnFactory.create(conversation=found, side="them", text="Does it take bicycles?")
    return found


def test_conversations_begins_with_who_waits(employee: Person, conversation: Conversation, client_of: ClientOf) -> None:
    page = client_of(employee).get(reverse("conversations")).content.decode()
    assert "One person waits for you, Marta." in page
    assert "Does it take bicycles?" in page


def test_conversations_asks_the_same_few_questions_however_many_there_are(
    employee: Person, client_of: ClientOf, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for state in ("waiting", "answered", "closed"):
        for one in ConversationFactory.create_batch(6, person=employee, state=state):
            ConversationTurnFactory.create(conversation=one, side="them", text="Hm?")
    client = client_of(employee)
    with django_assert_max_num_queries(11):  # type: ignore[attr-defined]
        client.get(reverse("conversations"))


def test_tell_conversation_keeps_it_in_two_presses(employee: Person, client_of: ClientOf) -> None:
    share = ShareFactory.create(person=employee)
    client, address = client_of(employee), reverse("tell_conversation")
    form = client.get(address, {"share": share.public_id}).context["form"]
    answer = client.post(address, {"form_key": form.initial["form_key"], "share": share.public_id})
    kept = Conversation.objects.get(person=employee)
    assert kept.share == share
    assert answer["Location"] == reverse("conversation", args=[kept.public_id])


def test_tell_conversation_keeps_the_words_when_it_refuses(employee: Person, client_of: ClientOf) -> None:
    typed = {
        "form_key": str(uuid.uuid4()),
        "channel": "linkedin",
        "their_words": "A long question",
        "thread_url": "https://example.com/nothing",
    }
    answer = client_of(employee).post(reverse("tell_conversation"), typed)
    assert answer.status_code == 400
    assert "A long question" in answer.content.decode()
    assert not Conversation.objects.exists()


def test_tell_conversation_does_not_offer_other_peoples_shares(
    employee: Person, colleague: Person, client_of: ClientOf
) -> None:
    foreign = ShareFactory.create(person=colleague)
    typed = {"form_key": str(uuid.uuid4()), "share": foreign.public_id}
    assert client_of(employee).post(reverse("tell_conversation"), typed).status_code == 400


def test_answer_conversation_shows_it_answered(
    employee: Person, conversation: Conversation, client_of: ClientOf
) -> None:
    client, address = client_of(employee), reverse("answer_conversation", args=[conversation.public_id])
    page = client.post(address, {"text": "Six hooks.", "form_key": uuid.uuid4()}, follow=True).content.decode()
    assert "Six hooks." in page
    assert "They wrote again" in page


def test_answer_conversation_without_words_says_what_to_do(
    employee: Person, conversation: Conversation, client_of: ClientOf
) -> None:
    answer = client_of(employee).post(reverse("answer_conversation", args=[conversation.public_id]), {"text": " "})
    assert answer.status_code == 400
    assert "Write a few words of what you answered." in answer.content.decode()


def test_link_thread_keeps_the_wrong_address_for_correcting(
    employee: Person, conversation: Conversation, client_of: ClientOf
) -> None:
    address = reverse("link_thread", args=[conversation.public_id])
    answer = client_of(employee).post(address, {"thread_url": "https://bsky.app/profile/a.example/post/3k"})
    assert answer.status_code == 400
    assert "https://bsky.app/profile/a.example/post/3k" in answer.content.decode()


def test_feedback_goes_there_and_back(
    employee: Person, operations: Person, conversation: Conversation, client_of: ClientOf
) -> None:
    client_of(employee).post(reverse("bring_feedback", args=[conversation.public_id]), {"text": "Say it on the page."})
    brought = Feedback.objects.get()
    desk = client_of(operations)
    assert "Say it on the page." in desk.get(reverse("feedback")).content.decode()
    desk.post(reverse("take_feedback", args=[brought.public_id]))
    desk.post(reverse("answer_feedback", args=[brought.public_id]), {"text": "From Monday on."})
    page = client_of(employee).get(reverse("conversation", args=[conversation.public_id])).content.decode()
    assert "From Monday on." in page


def test_answer_feedback_after_a_colleague_keeps_the_words(operations: Person, client_of: ClientOf) -> None:
    brought = FeedbackFactory.create(state=Feedback.State.ANSWERED, answer="Monday.", answered_at=timezone.now())
    answer = client_of(operations).post(reverse("answer_feedback", args=[brought.public_id]), {"text": "Never again."})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "looks after this already" in page
    assert "Never again." in page


def test_answer_feedback_without_words_keeps_the_page(operations: Person, client_of: ClientOf) -> None:
    brought = FeedbackFactory.create()
    answer = client_of(operations).post(reverse("answer_feedback", args=[brought.public_id]), {"text": ""})
    assert answer.status_code == 400
    assert "Write what will happen, or why nothing will." in answer.content.decode()


OWN_POSTS = (
    "answer_conversation",
    "hear_conversation",
    "link_thread",
    "postpone_conversation",
    "close_conversation",
    "reopen_conversation",
    "bring_feedback",
)


@pytest.mark.parametrize("name", OWN_POSTS)
@pytest.mark.parametrize("api", ["", "api_"])
def test_foreign_conversations_do_not_exist(
    name: str, api: str, colleague: Person, conversation: Conversation, client_of: ClientOf, api_of: ApiOf
) -> None:
    client = api_of(colleague) if api else client_of(colleague)
    assert client.post(reverse(f"{api}{name}", args=[conversation.public_id]), {"text": "x"}).status_code == 404
    assert client.get(reverse(f"{api}conversation", args=[conversation.public_id])).status_code == 404


def test_api_says_the_same_sentence_as_the_page(
    employee: Person, conversation: Conversation, client_of: ClientOf, api_of: ApiOf
) -> None:
    page = client_of(employee).post(reverse("answer_conversation", args=[conversation.public_id]), {"text": ""})
    answer = api_of(employee).post(
        reverse("api_answer_conversation", args=[conversation.public_id]), {"text": ""}, format="json"
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] in page.content.decode()


def test_api_walks_a_conversation(employee: Person, operations: Person, api_of: ApiOf) -> None:
    api = api_of(employee)
    share = ShareFactory.create(person=employee, network="linkedin")
    made = api.post(reverse("api_conversations"), {"share": str(share.public_id), "their_words": "How?"}, format="json")
    assert made.status_code == 201
    key = made.json()["id"]
    assert api.post(reverse("api_hear_conversation", args=[key]), {"text": "Hello?"}, format="json").status_code == 200
    api.post(reverse("api_answer_conversation", args=[key]), {"text": "Like this."}, format="json")
    answered = api.post(reverse("api_answer_conversation", args=[key]), {"text": "And that."}, format="json").json()
    assert (answered["state"], answered["evidence"], len(answered["turns"])) == ("answered", "threaded", 4)
    closed = api.post(reverse("api_close_conversation", args=[key]), {"outcome": "hire"}, format="json").json()
    assert closed["outcome"] == "hire"
    reopened = api.post(reverse("api_reopen_conversation", args=[key]), format="json").json()
    assert reopened["state"] == "waiting"
    assert api.post(reverse("api_postpone_conversation", args=[key]), format="json").status_code == 200
    brought = api.post(reverse("api_bring_feedback", args=[key]), {"text": "Print it."}, format="json").json()
    desk = api_of(operations)
    assert desk.get(reverse("api_feedback")).json()["results"][0]["text"] == "Print it."
    assert desk.post(reverse("api_take_feedback", args=[brought["id"]]), format="json").json()["state"] == "taken"
    done = desk.post(reverse("api_answer_feedback", args=[brought["id"]]), {"text": "Monday."}, format="json").json()
    assert done["answer"] == "Monday."
    assert api.get(reverse("api_conversations")).json()["results"][0]["id"] == key


def test_feedback_is_for_operations(employee: Person, client_of: ClientOf, api_of: ApiOf) -> None:
    assert client_of(employee).get(reverse("feedback")).status_code == 403
    assert api_of(employee).get(reverse("api_feedback")).status_code == 403

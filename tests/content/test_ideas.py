"""Ideas of colleagues: handed in, taken up or answered, told back, and nobody else's business."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertNumQueries, assertRedirects

from accounts import roles
from accounts.models import AuditEntry, Notification
from accounts.roles import Role
from content import addresses, beginnings, export, ideas
from content.models import Idea, Preview, Story
from tests.accounts.factories import PersonFactory, RoleGrantFactory
from tests.content.factories import StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def curator(company):
    return RoleGrantFactory.create(role=Role.CURATOR).person


@pytest.fixture(autouse=True)
def nudged(monkeypatch):
    task = type("Task", (), {"delay_on_commit": staticmethod(lambda: None)})
    monkeypatch.setattr("content.views.ideas.read_waiting_previews", task)


def proposed(now, url="", text="The children of Askeby named the snow plough.", person=None):
    return ideas.propose(text=text, url=url, by=person or PersonFactory.create(), now=now)


def test_propose_keeps_an_idea_once(now):
    person = PersonFactory.create()
    first = proposed(now, person=person)
    assert proposed(now + timedelta(minutes=9), person=person) == first
    assert proposed(now + timedelta(minutes=11), person=person) != first


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"text": " \n"}, ideas.TextMissing),
        ({"text": "a" * 1001}, ideas.TextTooLong),
    ],
)
def test_propose_refuses_with_a_sentence(sent, error, now):
    with pytest.raises(error):
        proposed(now, **sent)
    assert not Idea.objects.exists()


def test_propose_refuses_what_is_no_address(now):
    with pytest.raises(addresses.ValidationError) as refused:
        proposed(now, url="javascript:alert(1)")
    assert "url" in refused.value.message_dict


def test_take_begins_a_story_and_tells_the_person(curator, now):
    idea = proposed(now)
    story = ideas.take(idea=idea, by=curator, now=now)
    assert isinstance(story, Story)
    assert (story.kind, story.title, story.state) == ("article", idea.text, "draft")
    assert (idea.state, idea.story, idea.decided_by) == ("taken", story, curator)
    assert Notification.objects.get(person=idea.person).title == "Your idea is becoming a story"
    assert idea.person.name not in f"{story.title}{story.summary}{story.body}"


def test_take_reads_the_page_of_an_idea_first(curator, now):
    idea = proposed(now, url="northwind.example/plough")
    preview = ideas.take(idea=idea, by=curator, now=now)
    assert isinstance(preview, Preview)
    assert (preview.url, idea.preview) == ("https://northwind.example/plough", preview)
    story = beginnings.from_preview(preview=preview, by=curator, now=now)
    idea.refresh_from_db()
    assert idea.story == story
    assert beginnings.from_preview(preview=preview, by=curator, now=now) == story


def test_take_happens_once(curator, now):
    idea = proposed(now)
    ideas.take(idea=idea, by=curator, now=now)
    with pytest.raises(ideas.AlreadyDecided):
        ideas.take(idea=idea, by=curator, now=now)
    with pytest.raises(ideas.AlreadyDecided):
        ideas.answer(idea=idea, answer="No.", by=curator, now=now)
    assert Story.objects.count() == 1


def test_take_makes_a_short_title_of_long_words(curator, now):
    idea = proposed(now, text="word " * 100)
    story = ideas.take(idea=idea, by=curator, now=now)
    assert len(story.title) <= 120
    assert story.summary == idea.text


def test_answer_tells_the_person_why(curator, now):
    idea = proposed(now)
    with pytest.raises(ideas.AnswerMissing):
        ideas.answer(idea=idea, answer="  ", by=curator, now=now)
    ideas.answer(idea=idea, answer="We wait for the snow.", by=curator, now=now)
    assert idea.state == "declined"
    assert "We wait for the snow." in Notification.objects.get(person=idea.person).text
    assert isinstance(ideas.take(idea=idea, by=curator, now=now), Story)


def test_deciding_is_for_curators(company, now):
    idea, colleague = proposed(now), PersonFactory.create()
    with pytest.raises(roles.NotAllowed):
        ideas.take(idea=idea, by=colleague, now=now)
    with pytest.raises(roles.NotAllowed):
        ideas.answer(idea=idea, answer="No.", by=colleague, now=now)


def test_tell_live_tells_once_that_the_story_is_out(curator, now):
    idea = proposed(now)
    story = StoryFactory.create(live=True, went_live_at=now)
    Idea.objects.filter(pk=idea.pk).update(state="taken", story=story)
    assert ideas.tell_live(now=now) == 1
    assert ideas.tell_live(now=now) == 0
    told = Notification.objects.get(person=idea.person)
    assert (told.title, told.path) == (f"Your idea is a story now: {story.title}", f"/stories/{story.public_id}/")


def test_the_audit_log_does_not_repeat_the_words(curator, now):
    ideas.take(idea=proposed(now), by=curator, now=now)
    assert not AuditEntry.objects.filter(target_kind="idea", target_name__contains="plough").exists()


def test_export_gives_a_person_own_ideas(curator, now):
    mine = proposed(now)
    proposed(now, text="Somebody else's.")
    with assertNumQueries(5):
        said = export.of(person=mine.person)
    assert [idea["text"] for idea in said["ideas"]] == [mine.text]


def test_page_shows_own_ideas_and_what_became_of_them(client, curator, now):
    person = PersonFactory.create()
    own = proposed(now, person=person)
    proposed(now, text="Not mine at all.")
    ideas.answer(idea=own, answer="We wait for the snow.", by=curator, now=now)
    client.force_login(person)
    page = client.get(reverse("ideas"))
    assertContains(page, "We wait for the snow.")
    assertNotContains(page, "Not mine at all.")


def test_page_takes_an_idea_and_keeps_words_that_are_refused(client, company):
    client.force_login(PersonFactory.create())
    assertRedirects(client.post(reverse("propose_idea"), {"text": "The plough."}), reverse("ideas"))
    refused = client.post(reverse("propose_idea"), {"text": "My long thought", "url": "ftp://x"})
    assertContains(refused, "My long thought", status_code=422)
    assertContains(refused, "ftp://x", status_code=422)
    assert Idea.objects.count() == 1


def test_page_is_limited(client, company):
    client.force_login(PersonFactory.create())
    statuses = [client.post(reverse("propose_idea"), {"text": f"Idea {n}"}).status_code for n in range(21)]
    assert statuses[19:] == [302, 429]


def test_page_of_the_studio_lists_what_waits(client, curator, now, django_assert_max_num_queries):
    for number in range(5):
        proposed(now, text=f"Idea {number}")
    client.force_login(curator)
    with django_assert_max_num_queries(14):
        page = client.get(reverse("studio_ideas"))
    assertContains(page, "Five ideas wait for an answer.")
    client.force_login(PersonFactory.create())
    assert client.get(reverse("studio_ideas")).status_code == 403


def test_page_of_the_studio_takes_and_answers(client, curator, now):
    first, second, third = (proposed(now, text=text) for text in ("One", "Two", "Three"))
    Idea.objects.filter(pk=third.pk).update(url="https://northwind.example/x")
    client.force_login(curator)
    taken = client.post(reverse("take_idea", args=[first.public_id]))
    assertRedirects(taken, reverse("edit_story", args=[Story.objects.get().public_id]))
    refused = client.post(reverse("answer_idea", args=[second.public_id]), {"answer": ""})
    assertContains(refused, "Write a sentence", status_code=422)
    client.post(reverse("answer_idea", args=[second.public_id]), {"answer": "Later."})
    read = client.post(reverse("take_idea", args=[third.public_id]))
    assertRedirects(read, reverse("preview", args=[Preview.objects.get().public_id]))
    assertContains(client.get(reverse("studio_ideas"), {"state": "done"}), "Later.")

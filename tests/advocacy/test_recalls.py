"""A retracted story: everybody who told it is asked once, reminded once, and counted by name in the studio."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, Notification, Person
from advocacy import recalls
from advocacy.models import Recall, Share
from tests.accounts.factories import PersonFactory
from tests.advocacy.factories import ClaimFactory, RecallFactory, ShareFactory
from tests.content.factories import StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(company):
    return StoryFactory(retracted=True, places=90)


def test_open_asks_every_teller_once_for_all_his_posts(story, now):
    person = PersonFactory()
    claim = ClaimFactory(person=person, story=story, shared=True)
    ShareFactory(person=person, story=story, claim=claim)
    ShareFactory(person=person, story=story, claim=claim, network="bluesky", opened=True)
    ShareFactory(story=StoryFactory(live=True))
    assert recalls.open(now=now) == 2
    assert recalls.open(now=now) == 0
    told = Notification.objects.get()
    assert told.person == person
    assert "A figure was wrong." in told.text
    assert told.path == reverse("recall", args=[story.public_id])


def test_open_leaves_posts_that_were_taken_back_by_their_owner(story, now):
    ShareFactory(story=story, state=Share.State.WITHDRAWN)
    assert recalls.open(now=now) == 0


def test_remind_comes_after_two_days_once_and_only_to_who_has_not_answered(story, now):
    silent, busy = RecallFactory(share__story=story), RecallFactory(share__story=story, answer="removed")
    gone = RecallFactory(share__story=story)
    Person.objects.filter(pk=gone.share.person_id).update(left_at=now)
    assert recalls.remind(now=now + timedelta(days=1)) == 0
    assert recalls.remind(now=now + timedelta(days=2)) == 1
    assert recalls.remind(now=now + timedelta(days=3)) == 0
    assert [told.person for told in Notification.objects.all()] == [silent.share.person]
    assert busy.share.person != silent.share.person


def test_answer_is_noted_changed_and_undone(story, now):
    share = RecallFactory(share__story=story).share
    assert recalls.answer(share=share, answer="removed", now=now).answered_at == now
    assert recalls.answer(share=share, answer="removed", now=now + timedelta(hours=1)).answered_at == now
    assert recalls.answer(share=share, answer="corrected", now=now).answer == "corrected"
    undone = recalls.answer(share=share, answer="", now=now)
    assert (undone.answer, undone.answered_at) == ("", None)


def test_answer_refuses_nonsense_and_what_nobody_asked(story, now):
    with pytest.raises(recalls.UnknownAnswer):
        recalls.answer(share=RecallFactory(share__story=story).share, answer="perhaps", now=now)
    with pytest.raises(recalls.NotAsked):
        recalls.answer(share=ShareFactory(), answer="removed", now=now)


def test_progress_counts_posts_and_people(story, now):
    RecallFactory(share__story=story)
    RecallFactory(share__story=story, answer="corrected", answered_at=now)
    assert recalls.progress(story=story) == recalls.Progress(
        posts=2, open=1, people=1, removed=0, corrected=1, never_out=0
    )


@pytest.mark.parametrize("network", ["linkedin", "bluesky", "email", "copy", "x", "mastodon"])
def test_advice_says_what_can_be_done_on_each_network(network):
    assert recalls.advice(network=network).endswith(".")


def test_page_shows_own_posts_and_takes_the_answer(story, client_of, now):
    share = RecallFactory(share__story=story, share__permalink="https://www.linkedin.com/feed/update/1").share
    RecallFactory(share__story=story)
    client = client_of(share.person)
    page = client.get(reverse("recall", args=[story.public_id])).content.decode()
    assert "One post of yours" in page
    assert share.permalink in page
    assert page.count("I took it down") == 1
    client.post(reverse("answer_recall", args=[share.public_id]), {"answer": "removed"})
    assert Recall.objects.get(share=share).answer == "removed"
    assert "Nothing is left to do" in client.get(reverse("recall", args=[story.public_id])).content.decode()


def test_page_is_nobodys_who_did_not_tell_it(story, employee, client_of):
    RecallFactory(share__story=story)
    assert client_of(employee).get(reverse("recall", args=[story.public_id])).status_code == 404


def test_studio_page_lists_who_has_to_act_first(story, curator, client_of, django_assert_max_num_queries):
    RecallFactory(share__story=story, share__person__name="Ada Done", answer="removed", told_at=story.retracted_at)
    RecallFactory(share__story=story, share__person__name="Zoe Open")
    for _number in range(50):
        RecallFactory(share__story=story, share__person__name="Yan Open")
    client = client_of(curator)
    path = reverse("recall_story", args=[story.public_id])
    client.get(path)
    with django_assert_max_num_queries(14):
        page = client.get(path).content.decode()
    assert "51 people still have to act." in page
    assert "Ada Done" not in page
    assert "Ada Done" in client.get(path, {"page": "2"}).content.decode()


def test_studio_page_is_for_retracted_stories_only(curator, client_of, company):
    story = StoryFactory(live=True)
    assert client_of(curator).get(reverse("recall_story", args=[story.public_id])).status_code == 404


def test_export_is_harmless_in_a_spreadsheet_and_audited(story, curator, client_of):
    RecallFactory(share__story=story, share__person__name="=HYPERLINK(1)")
    answer = client_of(curator).get(reverse("export_recall", args=[story.public_id]))
    assert answer["Content-Type"].startswith("text/csv")
    assert "'=HYPERLINK(1)" in answer.content.decode()
    assert AuditEntry.objects.filter(action="recalls.export").exists()

"""The editor: kept while it is written, lines that come and go, and two who write at once lose nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from content import manuscripts, stories, working_copies
from content.manuscripts import Audience, CaptionWords, EvidenceLine
from content.models import Evidence, Story, StoryVersion, WorkingCopy
from tests.content.factories import (
    ApprovalStepFactory,
    AttachmentFactory,
    InterestFactory,
    PictureFactory,
    RemarkFactory,
    StoryFactory,
    TopicFactory,
)
from tests.content.test_views import posted

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
FACT = {
    "evidence-TOTAL_FORMS": 1,
    "evidence-INITIAL_FORMS": 0,
    "evidence-0-statement": "a span from 1894",
    "evidence-0-source": "Bridge register",
    "evidence-0-url": "https://northwind.example/register",
    "evidence-0-holds_until": "2026-12-31",
}


@pytest.fixture(autouse=True)
def frozen(now):
    with time_machine.travel(now, tick=False):
        yield


def address(story, verb=""):
    return f"/studio/stories/{story.public_id}/{verb}"


def newest(story):
    story.refresh_from_db()
    return working_copies.newest(story=story, copy=working_copies.of(story=story))


# -- kept while somebody writes


def test_keep_story_keeps_a_draft_and_says_when(client_of, curator):
    story = StoryFactory.create()
    answer = client_of(curator).post(address(story, "keep/"), posted(story, title="Typed"), headers=HTMX)
    assert answer.json() == {"revision": 1, "says": "Kept 10:00", "is_whole": True}
    assert newest(story).title == "Typed"


def test_keep_story_of_what_did_not_change_writes_nothing(client_of, curator):
    story = StoryFactory.create(expires_at=None)
    sent = posted(story, expires_at="", goes_live_at="2026-03-09T10:00")
    for _ in range(2):
        revision = client_of(curator).post(address(story, "keep/"), sent).json()["revision"]
        sent["seen"] = revision
    assert revision <= 1


def test_keep_story_keeps_what_can_be_read_and_names_the_rest(client_of, curator):
    story = StoryFactory.create(url="https://northwind.example/a")
    sent = posted(story, title="Typed", url="htp:/", **{"captions-0-language": "xx"})
    answer = client_of(curator).post(address(story, "keep/"), sent).json()
    assert answer["says"] == "Kept 10:00, but for: Link, Captions"
    assert (newest(story).title, newest(story).url, len(newest(story).captions)) == (
        "Typed",
        "https://northwind.example/a",
        1,
    )


def test_keep_story_that_is_out_makes_a_change_in_work(client_of, curator):
    story = StoryFactory.create(live=True, title="Out")
    client = client_of(curator)
    client.post(address(story, "keep/"), posted(story, title="Better"))
    assert (Story.objects.get().title, newest(story).title, StoryVersion.objects.count()) == ("Out", "Better", 1)
    page = client.get(address(story))
    assertContains(page, f"A change in work, last kept by {curator.name}")
    assertContains(page, "Better")


def test_keep_story_never_overwrites_and_shows_the_others_words(client_of, curator):
    story = StoryFactory.create()
    mine = posted(story, title="Mine")
    words = replace(manuscripts.of_story(story=story), title="Theirs")
    stories.edit(story=story, manuscript=words, seen=0, by=curator, now=story.updated_at)
    answer = client_of(curator).post(address(story, "keep/"), mine, headers=HTMX)
    assertContains(answer, "Theirs", status_code=409)
    assertContains(answer, "Your words are still here", status_code=409)
    assertNotContains(answer, "<html", status_code=409)
    assert (answer["X-Story-Revision"], newest(story).title) == ("1", "Theirs")


def test_keep_story_that_waits_for_a_yes_is_refused_with_its_sentence(client_of, curator):
    story = StoryFactory.create(review=True)
    answer = client_of(curator).post(address(story, "keep/"), posted(story, title="Late"))
    assertContains(answer, "no longer a draft", status_code=422)


@pytest.mark.parametrize("verb", ["", "keep/", "submit/"])
def test_words_survive_a_sign_in_that_ended(verb):
    story = StoryFactory.create()
    answer = Client().post(address(story, verb), posted(story, summary="Forty words typed."))
    assertContains(answer, "Forty words typed.", status_code=401)
    assertContains(answer, "Your words are here.", status_code=401)


def test_keeping_a_story_that_is_out_asks_nobody(client_of, curator):
    story = StoryFactory.create(live=True, title="Out")
    client = client_of(curator)
    assertRedirects(client.post(address(story), posted(story, title="Better")), address(story))
    assert (newest(story).title, story.waiting_version) == ("Better", None)
    client.post(address(story, "submit/"), posted(story, title="Better"))
    story.refresh_from_db()
    assert (story.waiting_version, WorkingCopy.objects.get().said) == (2, None)


def test_a_change_is_thrown_away_and_brought_back(client_of, curator):
    story = StoryFactory.create(live=True, title="Out")
    client = client_of(curator)
    client.post(address(story), posted(story, title="Better"))
    assertContains(client.post(address(story, "discard-change/"), follow=True), "Other words were put aside")
    assert newest(story).title == "Out"
    client.post(address(story, "bring-back/"))
    assert newest(story).title == "Better"
    assertContains(client.post(address(story, "bring-back/"), follow=True), "Nothing was put aside.")


# -- topics, interests, facts


def test_edit_story_takes_topics_interests_and_facts(client_of, curator):
    kept, other = TopicFactory.create_batch(2)
    TopicFactory.create(name="Steam", retired_at="2026-01-01T00:00Z")
    story = StoryFactory.create()
    client = client_of(curator)
    page = client.get(address(story))
    assertContains(page, kept.name)
    assertNotContains(page, "Steam")
    topics = [str(kept.public_id), str(other.public_id)]
    sent = posted(story, topics=topics, **FACT) | {"audience-0-topic": topics[0], "audience-0-everybody": ""}
    assertRedirects(client.post(address(story), sent), address(story))
    words = newest(story)
    assert set(words.topics) == set(topics)
    assert words.audience == (Audience(topic=topics[0]),)
    assert words.evidence == (
        EvidenceLine(
            statement="a span from 1894",
            source="Bridge register",
            url="https://northwind.example/register",
            holds_until="2026-12-31",
        ),
    )


def test_look_story_says_how_few_are_interested_and_not_who(client_of, curator, employee):
    topic = InterestFactory.create(person=employee).topic
    story = StoryFactory.create()
    sent = posted(story) | {"audience-0-topic": str(topic.public_id), "audience-0-everybody": ""}
    page = client_of(curator).post(address(story, "look/"), sent, headers=HTMX)
    assertContains(page, "<b>1–4</b><span>people will be offered it.</span>")
    assertContains(page, 'id="reach" hx-swap-oob="true"')


def test_a_retired_topic_stays_with_the_story_that_has_it(client_of, curator):
    story = StoryFactory.create()
    steam = TopicFactory.create(name="Steam", retired_at="2026-01-01T00:00Z")
    story.topics.add(steam)
    client = client_of(curator)
    assertContains(client.get(address(story)), "Steam")
    client.post(address(story), posted(story, topics=[str(steam.public_id)]))
    assert newest(story).topics == (str(steam.public_id),)


# -- lines that come and go, without JavaScript


def test_one_more_line_keeps_everything_that_was_typed(client_of, curator):
    story = StoryFactory.create(title="Before")
    sent = posted(story, title="Typed", more="evidence", **FACT) | {"captions-0-text": "New words."}
    page = client_of(curator).post(address(story), sent)
    assertContains(page, 'name="evidence-1-statement"')
    for text in ("Typed", "New words.", "Bridge register"):
        assertContains(page, text)
    assert Story.objects.get().title == "Before"


def test_one_line_less_takes_the_right_one(client_of, curator):
    story = StoryFactory.create()
    lines = {
        "captions-TOTAL_FORMS": 3,
        **{f"captions-{at}-text": text for at, text in enumerate(("One.", "Two.", "Three."))},
        **{f"captions-{at}-language": "en" for at in range(3)},
    }
    client = client_of(curator)
    page = client.post(address(story), posted(story, **lines) | {"less": "captions-1"})
    assertContains(page, "One.")
    assertNotContains(page, "Two.")
    assertContains(page, 'name="captions-TOTAL_FORMS" value="2"')
    client.post(address(story), posted(story, **lines))
    assert [caption.text for caption in newest(story).captions] == ["One.", "Two.", "Three."]


@pytest.mark.parametrize("odd", [{"more": "x"}, {"less": "captions-99"}, {"less": "captions"}, {"less": "x-1"}])
def test_lines_that_are_not_there_change_nothing(client_of, curator, odd):
    story = StoryFactory.create()
    assertContains(client_of(curator).post(address(story), posted(story, title="Typed", **odd)), "Typed")


def test_twenty_captions_are_kept_and_one_more_is_refused(client_of, curator):
    story = StoryFactory.create()
    client = client_of(curator)

    def lines(count):
        return {
            "captions-TOTAL_FORMS": count,
            **{f"captions-{at}-text": f"Caption number {at}." for at in range(count)},
            **{f"captions-{at}-language": "en" for at in range(count)},
        }

    page = client.post(address(story), posted(story, **lines(21)))
    assertContains(page, "At most 20 lines. Take one away.", status_code=422)
    assertContains(page, "Caption number 20.", status_code=422)
    assertRedirects(client.post(address(story), posted(story, **lines(20))), address(story))
    assert len(newest(story).captions) == 20


# -- what cannot be right: kept, and said at its field


def test_every_problem_is_said_at_its_field_and_nothing_is_lost(client_of, curator, team):
    story = StoryFactory.create()
    sent = posted(
        story,
        title="x" * 300,
        goes_live_at="2026-03-20T08:00",
        expires_at="2026-03-19T08:00",
        **{
            **FACT,
            "evidence-0-holds_until": "2026-03-12",
            "captions-0-network": "bluesky",
            "captions-0-text": "ä" * 325,
            "audience-0-everybody": "",
            "audience-0-region": "",
            "audience-0-language": "de",
        },
    )
    client = client_of(curator)
    page = client.post(address(story, "submit/"), sent)
    for sentence in (
        "25 too many for Bluesky, which takes 300.",
        "It would end before it goes live.",
        "Nobody fits these lines.",
        "holds until 12 March 2026, and the story ends on 19 March 2026.",
        "Still missing: captions that fit their networks",
    ):
        assertContains(page, sentence, status_code=422)
    html = page.content.decode()
    for place in ("id_captions-0-text", "id_expires_at", "id_audience-0-team", "id_evidence-0-holds_until"):
        assert f'id="{place}_error"' in html
    assert (newest(story).title, newest(story).captions[0].text) == ("x" * 300, "ä" * 325)
    assert newest(story).expires_at is not None
    assertContains(client.get(address(story)), "25 too many for Bluesky")


def test_moments_are_read_out_in_the_companys_zone(client_of, curator, now):
    story = StoryFactory.create(expires_at=now + timedelta(days=3), goes_live_at=None)
    assertContains(client_of(curator).get(address(story)), "Fri 13 Mar 2026, 10:00 in Berlin")


# -- a draft of another kind


def test_a_draft_turns_into_another_kind_and_keeps_every_word(client_of, curator):
    story = StoryFactory.create(kind=Story.Kind.ARTICLE, body="Long words.", title="Before")
    client = client_of(curator)
    sent = posted(story, title="Typed", body="Longer words.", to_kind="event", turn="1")
    assertContains(client.post(address(story), sent, follow=True), "Now it is of this kind: Event.")
    assert (newest(story).kind, newest(story).title, newest(story).body) == ("event", "Typed", "Longer words.")
    assertContains(client.get(address(story)), 'name="event_starts_at"')
    client.post(address(story), posted(story, to_kind="article", turn="1"))
    assertContains(client.get(address(story)), "Longer words.")


def test_a_file_of_another_kind_does_not_go_along(client_of, curator):
    video = AttachmentFactory.create(kind=Story.Kind.VIDEO)
    story = StoryFactory.create(kind=Story.Kind.VIDEO, attachment=video, attachment_text="What is said.")
    sent = posted(story, attachment=str(video.public_id), attachment_text="What is said.")
    client_of(curator).post(address(story), {**sent, "to_kind": "document", "turn": "1"})
    assert (newest(story).kind, newest(story).attachment, newest(story).attachment_text) == (
        "document",
        "",
        "What is said.",
    )


@pytest.mark.parametrize("sent", [{"to_kind": "event"}, {"turn": "1"}, {"to_kind": "poem", "turn": "1"}])
def test_a_kind_that_nobody_asked_for_changes_nothing(client_of, curator, sent):
    story = StoryFactory.create(kind=Story.Kind.LINK)
    client_of(curator).post(address(story), posted(story, title="Typed", **sent))
    assert (newest(story).kind, newest(story).title) == ("link", "Typed")


def test_a_story_that_is_out_keeps_its_kind(client_of, curator):
    story = StoryFactory.create(live=True)
    assertNotContains(client_of(curator).get(address(story)), 'name="to_kind"')
    client_of(curator).post(address(story), posted(story, title="Typed", to_kind="event", turn="1"))
    assert (newest(story).kind, newest(story).title) == ("link", "Typed")


def test_a_new_caption_begins_in_the_language_of_the_story(client_of, curator):
    story = StoryFactory.create(language="de")
    story.captions.all().delete()
    page = client_of(curator).get(address(story))
    assert page.context["editor"].captions[0]["language"].value() == "de"
    assert page.context["editor"].captions.empty_form["language"].value() == "de"


def test_a_link_is_asked_for_where_the_kind_needs_one(client_of, curator):
    client = client_of(curator)
    page = client.get(address(StoryFactory.create(kind=Story.Kind.ARTICLE, url="", title="")))
    assertContains(page, 'Link <span class="field-optional">(if you like)</span>', html=False)
    assertContains(page, "a title, the text of the article")
    page = client.get(address(StoryFactory.create(kind=Story.Kind.JOB)))
    assertNotContains(page, 'Link <span class="field-optional">')


def test_what_is_over_lacks_nothing(client_of, curator):
    page = client_of(curator).get(address(StoryFactory.create(retracted=True)))
    assertNotContains(page, "Before it goes out")


def test_the_editor_leads_to_what_came_of_the_story(client_of, curator):
    client, live, draft = client_of(curator), StoryFactory.create(live=True), StoryFactory.create()
    assertContains(client.get(address(live)), address(live, "results/"))
    assertNotContains(client.get(address(draft)), address(draft, "results/"))
    page = client.get("/studio/stories/")
    assertContains(page, address(live, "results/"))
    assertNotContains(page, address(draft, "results/"))


# -- versions


def test_story_versions_mark_words(client_of, curator, approver):
    story = StoryFactory.create(live=True, author=curator, title="A bridge in a weekend")
    words = replace(manuscripts.of_story(story=story), title="A bridge in one weekend")
    stories.change(story=story, manuscript=words, seen=0, by=curator, now=story.updated_at)
    client = client_of(curator)
    page = client.get(address(story, "versions/"))
    assertContains(page, "<del>a</del> <ins>one</ins> ")
    assertContains(page, "It was written 2 times.")
    assertContains(client.get(address(story, "versions/?before=2&after=2")), "Both say the same.")
    assert client.get(address(story, "versions/?before=9")).status_code == 404
    client.post(address(story, "versions/1/begin-again/"))
    assert newest(story).title == "A bridge in a weekend"
    assert client.post(address(story, "versions/9/begin-again/")).status_code == 404


# -- figures


def rich(curator, **more):
    story = StoryFactory.create(author=curator, picture=PictureFactory.create(), picture_alt="A bridge", **more)
    story.topics.set(TopicFactory.create_batch(3))
    Evidence.objects.create(story=story, statement="A fact", source="A source")
    words = manuscripts.of_story(story=story)
    words = replace(words, captions=tuple(CaptionWords(language="en", text=f"Caption {at}") for at in range(12)))
    manuscripts.write_lines(story=story, manuscript=words)
    return story


@pytest.mark.parametrize(("verb", "most"), [("", 33), ("look/", 27), ("keep/", 32)])
def test_the_editor_asks_few_questions(client_of, curator, verb, most):
    story = rich(curator)
    client = client_of(curator)
    sent = posted(story, title="Typed")

    def once():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = client.post(address(story, verb), sent) if verb else client.get(address(story))
        assert answer.status_code == 200
        return len(asked)

    found = once()
    assert found <= most


def test_versions_page_asks_few_questions(client_of, curator):
    story = rich(curator, live=True)
    for number in range(2, 25):
        StoryVersion.objects.create(story=story, number=number, said={}, by=curator, at=story.updated_at)
    client = client_of(curator)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address(story, "versions/?before=1&after=1")).status_code == 200
    assert len(asked) <= 14


def test_the_editor_shows_remarks_steps_and_siblings(client_of, curator):
    story = StoryFactory.create()
    remark = RemarkFactory.create(story=story, field="summary", text="Which crew?")
    settled = RemarkFactory.create(story=story, field="title", text="Too long.", settled_at=story.updated_at)
    ApprovalStepFactory.create(name="Legal")
    ApprovalStepFactory.create(name="Climate desk", topic=TopicFactory.create())
    StoryFactory.create(title="Eine Brücke", language="de", translation_of=story)
    page = client_of(curator).get(address(story))
    assertContains(page, remark.text)
    assertNotContains(page, settled.text)
    assertContains(page, "A yes in each step: Legal")
    assertNotContains(page, "Climate desk")
    assertContains(page, "Eine Brücke")
    alone = client_of(curator).get(address(StoryFactory.create()))
    assertContains(alone, "Say it in German")

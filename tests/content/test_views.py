"""The studio's pages: whole, in part, with mistakes in them."""

import io
from datetime import timedelta

import pytest
import time_machine
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains, assertNumQueries, assertRedirects

from accounts.roles import Role
from content import manuscripts, stories
from content.models import Campaign, Feed, Measurement, Objective, Picture, Preview, Story
from tests.accounts.factories import PersonFactory, RoleGrantFactory, TeamFactory
from tests.content.factories import (
    CampaignFactory,
    FeedEntryFactory,
    FeedFactory,
    ObjectiveFactory,
    PictureFactory,
    PreviewFactory,
    StoryFactory,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def frozen(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def nudged(monkeypatch):
    """Which tasks were nudged; no broker is asked."""
    names = []
    for place, name in (
        ("studio", "read_waiting_previews"),
        ("feeds", "check_due_feeds"),
        ("approvals", "turn_stories"),
    ):
        task = type("Task", (), {"delay_on_commit": staticmethod(lambda name=name: names.append(name))})
        monkeypatch.setattr(f"content.views.{place}.{name}", task)
    return names


def posted(story, **changed):
    """The editor's fields as a browser sends them, with some changed."""
    words = manuscripts.newest(story=story)
    fields = {
        "seen": story.revision,
        "picture": words.picture,
        "url": words.url,
        "title": words.title,
        "summary": words.summary,
        "language": words.language,
        "minutes": words.minutes,
        "campaign": words.campaign,
        "picture_alt": words.picture_alt,
        "value_reader": words.value_reader,
        "value_employee": words.value_employee,
        "value_company": words.value_company,
        "prompts": "\n".join(words.prompts),
        "goes_live_at": "",
        "expires_at": "2026-03-20T17:00",
        "places": words.places,
        "places_per_day": words.places_per_day or "",
        "claim_days": words.claim_days,
        "captions-TOTAL_FORMS": len(words.captions) + 1,
        "captions-INITIAL_FORMS": len(words.captions),
        "audience-TOTAL_FORMS": len(words.audience) + 1,
        "audience-INITIAL_FORMS": len(words.audience),
    }
    for count, caption in enumerate((*words.captions, manuscripts.CaptionWords(language="en", text=""))):
        fields |= {
            f"captions-{count}-text": caption.text,
            f"captions-{count}-network": caption.network,
            f"captions-{count}-language": caption.language,
        }
    for count, rule in enumerate((*words.audience, None)):
        fields |= {
            f"audience-{count}-team": rule.team if rule else "",
            f"audience-{count}-region": rule.region if rule else "",
            f"audience-{count}-language": rule.language if rule else "",
        }
        if rule == manuscripts.Audience():
            fields[f"audience-{count}-everybody"] = "on"
    return {**fields, **changed}


# -- the desk


def test_studio_shows_week_shelves_and_entries(client_of, curator):
    StoryFactory.create(live=True, title="A live one")
    StoryFactory.create(approved=True, title="A planned one")
    StoryFactory.create(title="")
    FeedEntryFactory.create(title="Fresh <b>news</b>")
    page = client_of(curator).get("/studio/")
    assertContains(page, "Colleagues can tell one story this week.")
    assertContains(page, "1 draft is begun.")
    assertNotContains(page, "0 stories wait")
    assertContains(page, "week-bar--1-7")
    assertContains(page, "week-bar--planned")
    assertContains(page, "Without a title")
    assertContains(page, "Fresh &lt;b&gt;news&lt;/b&gt;")
    assertContains(page, "Take it up")


def test_studio_teaches_when_it_is_empty(client_of, curator):
    page = client_of(curator).get("/studio/")
    assertContains(page, "Nobody has a story to tell yet.")
    assertContains(page, "Begin with a page that is there already")
    assertContains(page, "Nothing new from your feeds.")
    assertNotContains(page, "What worked")


def test_studio_names_who_waits_for_an_approver(client_of, curator):
    RoleGrantFactory.create(person=curator, role=Role.APPROVER)
    StoryFactory.create(review=True, author=PersonFactory.create(name="Lena Vogt"))
    page = client_of(curator).get("/studio/")
    assertContains(page, "Lena Vogt waits for your yes.")
    assertContains(page, "Look at it")
    assertContains(page, "Lena Vogt · asked ")
    assertNotContains(page, "Nobody can say yes")


def test_studio_asks_few_questions_however_much_there_is(client_of, curator):
    for state in ("live", "approved", "review", "ended"):
        StoryFactory.create_batch(6, **{state: True})
    StoryFactory.create_batch(6)
    FeedEntryFactory.create_batch(10)
    client = client_of(curator)
    client.get("/studio/")
    with assertNumQueries(24):
        client.get("/studio/")


def test_stories_by_state_and_words(client_of, curator):
    StoryFactory.create(live=True, title="Bridges")
    StoryFactory.create(title="Trains")
    client = client_of(curator)
    assertContains(client.get("/studio/stories/?page=zzz"), "Two stories")
    assertNotContains(client.get("/studio/stories/?state=live"), "Trains")
    assertContains(client.get("/studio/stories/?q=train"), "Trains")
    assertContains(client.get("/studio/stories/?words=plane&state=nonsense"), "No story fits.")


# -- from a link to a story


def test_start_story_asks_and_shows_the_progress(client_of, curator, nudged):
    client = client_of(curator)
    for _twice in range(2):
        answer = client.post("/studio/start/", {"url": "https://northwind.example/bridge"})
    preview = Preview.objects.get()
    assertRedirects(answer, f"/studio/previews/{preview.public_id}/")
    assert nudged == ["read_waiting_previews"] * 2
    page = client.get(f"/studio/previews/{preview.public_id}/")
    assertContains(page, "The page is read in a moment.")
    assertContains(page, "Look again")
    part = client.get(f"/studio/previews/{preview.public_id}/", headers=HTMX)
    assertContains(part, 'hx-trigger="every 1s"')
    assertNotContains(part, "<html")


def test_start_story_with_no_address_keeps_it(client_of, curator):
    page = client_of(curator).post("/studio/start/", {"url": "ftp://northwind.example/<x>"})
    assertContains(page, "begin with https:// or http://", status_code=422)
    assertContains(page, 'value="ftp://northwind.example/&lt;x&gt;"', status_code=422)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"state": "reading", "step": "page"}, "The page is being read."),
        ({"state": "reading", "step": "picture"}, "now the picture"),
        ({"state": "waiting", "attempts": 1, "error": "The site took too long."}, "Attempt 2 of 3"),
        ({"failed": True}, "Write it yourself"),
        ({"ready": True}, "Make a story of it"),
    ],
)
def test_preview_shows_every_step(client_of, curator, fields, text):
    preview = PreviewFactory.create(asked_by=curator, **fields)
    assertContains(client_of(curator).get(f"/studio/previews/{preview.public_id}/"), text)


def test_preview_points_out_an_earlier_story_with_the_same_link(client_of, curator):
    preview = PreviewFactory.create(ready=True, asked_by=curator)
    StoryFactory.create(live=True, url=preview.final_url, title="The earlier one")
    assertContains(client_of(curator).get(f"/studio/previews/{preview.public_id}/"), "The earlier one")


def test_an_entry_becomes_a_story_in_two_presses(client_of, curator, nudged):
    entry = FeedEntryFactory.create()
    client = client_of(curator)
    first = client.post(f"/studio/entries/{entry.public_id}/take/")
    preview = Preview.objects.get()
    assertRedirects(first, f"/studio/previews/{preview.public_id}/")
    Preview.objects.update(state="ready", title="A bridge", final_url=entry.url)
    for _twice in range(2):
        second = client.post(f"/studio/previews/{preview.public_id}/story/")
    story = Story.objects.get()
    assertRedirects(second, f"/studio/stories/{story.public_id}/")
    assertContains(client.get(second.url), "A bridge")


def test_dismiss_entry_whole_and_in_part(client_of, curator):
    entry = FeedEntryFactory.create(title="Old news")
    client = client_of(curator)
    part = client.post(f"/studio/entries/{entry.public_id}/dismiss/", headers=HTMX)
    assertContains(part, "Bring it back")
    assertNotContains(part, "<html")
    assertContains(client.post(f"/studio/entries/{entry.public_id}/restore/", headers=HTMX), "Take it up")
    assertContains(client.post(f"/studio/entries/{entry.public_id}/dismiss/", follow=True), "Put aside: Old news")


# -- the editor


def test_edit_story_shows_what_is_missing_and_what_colleagues_see(client_of, curator):
    story = StoryFactory.create(value_company="", campaign=None, picture=PictureFactory.create())
    PersonFactory.create(language="de")
    page = client_of(curator).get(f"/studio/stories/{story.public_id}/")
    assertContains(
        page, "3 things missing:</b> a campaign, and so a reason, a description of the picture, and one more."
    )
    assertContains(page, "Three reasons to tell it")
    assertContains(page, "What colleagues will see")
    assertContains(page, "I work at Northwind Rail.")
    assertContains(page, "No German caption yet")
    assertContains(page, "Times in Berlin.")
    assertContains(page, "of 3,000")


def test_edit_story_keeps_words_in_the_companys_zone(client_of, curator, now):
    story = StoryFactory.create(author=curator)
    PersonFactory.create(time_zone="America/New_York")
    sent = posted(story, title="Forty hours", goes_live_at="2026-03-12T08:00", prompts="One?\n\n Two? ")
    assertRedirects(
        client_of(curator).post(f"/studio/stories/{story.public_id}/", sent), f"/studio/stories/{story.public_id}/"
    )
    story.refresh_from_db()
    assert (story.title, story.prompts, story.state) == ("Forty hours", ["One?", "Two?"], "draft")
    assert story.goes_live_at == now + timedelta(days=1, hours=22)
    assert story.captions.count() == story.audience.count() == 1


def test_edit_story_adds_and_takes_away_lines(client_of, curator, team):
    story = StoryFactory.create()
    sent = posted(
        story,
        **{
            "captions-0-text": "",
            "captions-1-text": "Schau.",
            "captions-1-language": "de",
            "audience-1-team": str(team.public_id),
            "audience-1-language": "de",
        },
    )
    client_of(curator).post(f"/studio/stories/{story.public_id}/", sent)
    words = manuscripts.of_story(story=Story.objects.get())
    assert words.captions == (manuscripts.CaptionWords(language="de", text="Schau."),)
    assert words.audience == (manuscripts.Audience(), manuscripts.Audience(team=str(team.public_id), language="de"))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("url", "ftp://x", "begin with https"),
        ("places", "0", "greater than or equal to 1"),
        ("places", "many", "whole number"),
        ("expires_at", "tomorrow", "valid date"),
        ("goes_live_at", "2026-03-29T02:30", "Europe/Berlin"),
        ("title", "x" * 301, "at most 300"),
        ("language", "xx", "not one of the available choices"),
    ],
)
def test_edit_story_with_a_mistake_loses_nothing(client_of, curator, field, value, sentence):
    story = StoryFactory.create(title="Before")
    sent = posted(story, summary="Typed just now.") | {field: value}
    page = client_of(curator).post(f"/studio/stories/{story.public_id}/", sent)
    assertContains(page, sentence, status_code=422)
    assertContains(page, "Typed just now.", status_code=422)
    assert Story.objects.get().title == "Before"


def test_edit_story_by_two_shows_both(client_of, curator):
    story = StoryFactory.create()
    mine = posted(story, title="My title", summary="My summary.")
    stories.edit(
        story=story,
        manuscript=manuscripts.of_story(story=story).__class__(title="Their title"),
        seen=0,
        by=curator,
        now=story.updated_at,
    )
    client = client_of(curator)
    page = client.post(f"/studio/stories/{story.public_id}/", mine)
    for text in ("Somebody else saved this story", "Their title", "My title", "My summary."):
        assertContains(page, text, status_code=409)
    assert Story.objects.get().title == "Their title"
    client.post(f"/studio/stories/{story.public_id}/", mine | {"seen": page.context["editor"].form.data["seen"]})
    assert Story.objects.get().title == "My title"


def test_edit_story_takes_a_picture_and_keeps_it_through_a_mistake(client_of, curator):
    file = io.BytesIO()
    Image.new("RGB", (640, 400), "teal").save(file, "JPEG")
    story = StoryFactory.create()
    client = client_of(curator)
    file.seek(0)
    file.name = "bridge.jpg"
    page = client.post(f"/studio/stories/{story.public_id}/submit/", posted(story, picture_file=file))
    assertContains(page, "a description of the picture", status_code=422)
    picture = Picture.objects.get()
    assertContains(page, f'value="{picture.public_id}"', status_code=422)
    broken = io.BytesIO(b"<svg></svg>")
    broken.name = "x.svg"
    page = client.post(f"/studio/stories/{story.public_id}/", posted(Story.objects.get(), picture_file=broken))
    assertContains(page, "SVG drawing", status_code=422)
    sent = posted(Story.objects.get(), without_picture="on")
    client.post(f"/studio/stories/{story.public_id}/", sent)
    assert Story.objects.get().picture is None


def test_look_story_answers_with_the_side_and_keeps_nothing(client_of, curator):
    story = StoryFactory.create(title="Before")
    page = client_of(curator).post(
        f"/studio/stories/{story.public_id}/look/", posted(story, title="After"), headers=HTMX
    )
    assertContains(page, "After")
    assertNotContains(page, "<html")
    assert Story.objects.get().title == "Before"


def test_submit_story_keeps_the_words_and_asks(client_of, curator, approver):
    story = StoryFactory.create(author=curator)
    client = client_of(curator)
    page = client.post(f"/studio/stories/{story.public_id}/submit/", posted(story, title="Better"), follow=True)
    assertContains(page, "Sent for approval.")
    story.refresh_from_db()
    assert (story.state, story.title) == ("review", "Better")
    again = client.post(f"/studio/stories/{story.public_id}/submit/", posted(story, title="Better"))
    assertContains(again, "no longer a draft", status_code=422)
    client.post(f"/studio/stories/{story.public_id}/withdraw/")
    assert Story.objects.get().state == "draft"


def test_submit_story_that_lacks_something_names_it_and_keeps_the_words(client_of, curator):
    story = StoryFactory.create(author=curator)
    sent = posted(story, title="Kept", value_company="")
    page = client_of(curator).post(f"/studio/stories/{story.public_id}/submit/", sent)
    assertContains(page, "Still missing: three reasons to tell it.", status_code=422)
    story.refresh_from_db()
    assert (story.state, story.title) == ("draft", "Kept")
    assert page.context["editor"].form.data["seen"] == str(story.revision)


def test_change_of_a_live_story_waits(client_of, curator):
    story = StoryFactory.create(live=True, author=curator, title="Out")
    client = client_of(curator)
    client.post(f"/studio/stories/{story.public_id}/submit/", posted(story, title="Changed"))
    page = client.get(f"/studio/stories/{story.public_id}/")
    assertContains(page, "A change waits for a yes.")
    assertContains(page, "Changed")
    story.refresh_from_db()
    assert (story.title, story.waiting_version) == ("Out", 2)


def test_retract_story_with_and_without_a_reason(client_of, curator):
    story = StoryFactory.create(live=True)
    client = client_of(curator)
    assertContains(
        client.post(f"/studio/stories/{story.public_id}/retract/", {"reason": ""}, follow=True),
        "Say in a few words why",
    )
    page = client.post(f"/studio/stories/{story.public_id}/retract/", {"reason": "Wrong figure."}, follow=True)
    assertContains(page, "Wrong figure.")


def test_a_team_curator_sees_only_the_stories_of_the_team(client_of, company, team, other_team):
    person = PersonFactory.create()
    RoleGrantFactory.create(person=person, role=Role.CURATOR, team=team)
    below = TeamFactory.create(parent=team)
    mine = StoryFactory.create(owner_team=below)
    client = client_of(person)
    assert client.get(f"/studio/stories/{mine.public_id}/").status_code == 200
    for other in (StoryFactory.create(owner_team=other_team), StoryFactory.create()):
        assert client.get(f"/studio/stories/{other.public_id}/").status_code == 404
    page = client.post(
        f"/studio/stories/{mine.public_id}/", posted(mine, **{"audience-0-team": str(other_team.public_id)})
    )
    assertContains(page, "not one of the available choices", status_code=422)


# -- approvals


def test_approval_shows_what_changes_for_whom(client_of, curator, approver):
    story = StoryFactory.create(live=True, author=curator, title="Out")
    words = manuscripts.of_story(story=story)
    changed = manuscripts.from_json({**manuscripts.as_json(words), "title": "Changed"})
    stories.change(story=story, manuscript=changed, seen=0, by=curator, now=story.updated_at)
    page = client_of(approver).get(f"/approvals/{story.public_id}/")
    assertContains(page, "<del>Out</del>")
    assertContains(page, "<ins>Changed</ins>")
    assertContains(page, "wants to change a story that is out")
    assertContains(page, "Everybody")


def test_approve_and_send_back(client_of, curator, approver, nudged):
    first, second = StoryFactory.create_batch(2, review=True, author=curator)
    client = client_of(approver)
    assertContains(client.get("/approvals/"), f"{curator.name} waits for your yes.")
    other = StoryFactory(review=True)
    assertContains(client.get("/approvals/"), f"{curator.name} and others wait for your yes.")
    other.delete()
    client.post(f"/approvals/{first.public_id}/approve/", {"version": "1", "note": "Good."})
    page = client.post(f"/approvals/{second.public_id}/send-back/", {"version": "1", "note": ""})
    assertContains(page, "what should change", status_code=422)
    client.post(f"/approvals/{second.public_id}/send-back/", {"version": "1", "note": "Check the year."})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("approved", "draft")
    assert nudged == ["turn_stories"]
    assertContains(client_of(curator).get(f"/studio/stories/{second.public_id}/"), "Check the year.")
    again = client.post(f"/approvals/{first.public_id}/approve/", {"version": "1"})
    assertContains(again, "no longer waits", status_code=422)
    assertContains(client.get("/approvals/"), "Decided lately")


@pytest.mark.parametrize("version", ["", "2", "x"])
def test_approve_of_unseen_words_is_refused(client_of, curator, approver, version):
    story = StoryFactory.create(review=True, author=curator)
    page = client_of(approver).post(f"/approvals/{story.public_id}/approve/", {"version": version})
    assertContains(page, "no longer waits", status_code=422)


def test_own_story_is_not_offered_and_not_approved(client_of, approver):
    story = StoryFactory.create(review=True, author=approver)
    client = client_of(approver)
    assertContains(client.get("/approvals/"), "One of your own stories waits for somebody else.")
    assertContains(client.get(f"/approvals/{story.public_id}/"), "These are your own words.")
    assert client.post(f"/approvals/{story.public_id}/approve/", {"version": "1"}).status_code == 403


# -- feeds and objectives


def test_feeds_page_whole_and_in_part(client_of, curator, nudged):
    client = client_of(curator)
    answer = client.post("/studio/feeds/add/", {"url": "https://news.example/feed.xml"})
    assertRedirects(answer, "/studio/feeds/")
    feed = Feed.objects.get()
    assertContains(client.get("/studio/feeds/"), "not read yet")
    assertContains(client.get("/studio/feeds/", headers=HTMX), 'hx-trigger="every 3s"')
    client.post(f"/studio/feeds/{feed.public_id}/check/")
    assertContains(client.post(f"/studio/feeds/{feed.public_id}/stop/", follow=True), "No feed yet.")
    assert nudged == ["check_due_feeds"] * 2
    FeedFactory.create(error="This is a page, not a feed.", failures=1)
    FeedEntryFactory.create_batch(40)
    page = client.get("/studio/feeds/?page=2")
    assertContains(page, "This is a page, not a feed.")
    assertContains(page, "Page 2 of 2")
    assertContains(client.post("/studio/feeds/add/", {"url": "feed"}), 'value="feed"', status_code=422)


def test_objectives_from_nothing_to_a_measurement(client_of, curator):
    client = client_of(curator)
    assertContains(client.get("/studio/objectives/"), "Nobody has said yet")
    sent = {
        "title": "Travellers know",
        "reason": "visibility",
        "metric": "Aided awareness",
        "unit": "per_cent",
        "baseline": "0",
        "starts_on": "2026-01-01",
    }
    client.post("/studio/objectives/", sent)
    objective = Objective.objects.get()
    page = f"/studio/objectives/{objective.public_id}/"
    client.post(f"{page}milestones/", {"due_on": "2026-03-01", "value": "30"})
    assertContains(client.get(page), "30 was due on")
    asked = {"on": "2026-03-09", "value": "31", "source": "survey", "sample_size": "", "note": "Panel"}
    assertContains(client.post(f"{page}measurements/", asked), "how many people were asked", status_code=422)
    client.post(f"{page}measurements/", asked | {"sample_size": "1,200"})
    client.post(f"{page}measurements/", asked | {"sample_size": "1200"})
    assert Measurement.objects.get().sample_size == 1200
    assertContains(client.get(page), "The measured value reached 30")
    again = client.post(f"{page}measurements/", asked | {"sample_size": "1200"})
    assertContains(again, "measured on this day already", status_code=422)
    client.post(f"{page}campaigns/", {"name": "Night trains"})
    assert Campaign.objects.get().slug == "night-trains"
    assertContains(client.post(f"{page}campaigns/", {"name": "Night trains"}), "Choose another name", status_code=422)
    assertContains(client.get("/studio/objectives/"), "Measured 31")


def test_objectives_are_read_by_leaders_and_changed_by_company_wide_curators(client_of, leader, company, team):
    objective = ObjectiveFactory.create()
    CampaignFactory.create(objective=objective)
    page = f"/studio/objectives/{objective.public_id}/"
    limited = PersonFactory.create()
    RoleGrantFactory.create(person=limited, role=Role.CURATOR, team=team)
    for person in (leader, limited):
        client = client_of(person)
        assertNotContains(client.get(page), "Add the milestone")
        assert client.post(f"{page}milestones/", {"due_on": "2026-09-01", "value": "30"}).status_code == 403

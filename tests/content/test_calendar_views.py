"""The calendar, quiet days, other days for a story, and many stories at once, as pages."""

from datetime import date, timedelta

import pytest
import time_machine
from pytest_django.asserts import assertContains, assertNotContains, assertNumQueries, assertRedirects

from content import manuscripts
from content.models import BulkAction, QuietDay, Story, Topic
from tests.accounts.factories import PersonFactory, TeamFactory
from tests.content.factories import AudienceRuleFactory, CampaignFactory, QuietDayFactory, StoryFactory

pytestmark = pytest.mark.django_db
LIST = "/studio/stories/"
BULK = "/studio/stories/bulk/"


@pytest.fixture(autouse=True)
def frozen(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def client(client_of, curator):
    return client_of(curator)


def crowded(now, count=4):
    """Planned stories that ask more of a small team than it should be asked."""
    few = TeamFactory.create(name="Operations")
    PersonFactory.create_batch(3, team=few)
    for number in range(count):
        story = StoryFactory.create(
            approved=True, title=f"Planned {number}", places=90, everybody=False, expires_at=now + timedelta(days=4)
        )
        AudienceRuleFactory.create(story=story, team=few)


# -- the calendar


def test_calendar_shows_bars_by_state_and_quiet_days(client, now):
    StoryFactory.create(live=True, title="A <b>live</b> one")
    StoryFactory.create(approved=True, title="A planned one")
    StoryFactory.create(title="A draft")
    QuietDayFactory.create(first_on=date(2026, 3, 20), reason="Results")
    page = client.get("/studio/calendar/")
    assertContains(page, "Three stories begin in these four weeks.")
    for text in ("A &lt;b&gt;live", "calendar-bar--planned", "calendar-bar--meant", "Results", "Week 11"):
        assertContains(page, text)


@pytest.mark.parametrize(
    "text", ["2026-05-04", "0001-01-01", "9999-12-31", "2026-02-30", "yesterday", "\x00", "é" * 900]
)
def test_calendar_shows_weeks_from_any_day(client, text):
    assertContains(client.get("/studio/calendar/", {"from": text}), "begin")


def test_calendar_says_too_much_and_moves_one_by_a_week_with_a_way_back(client, now):
    crowded(now)
    page = client.get("/studio/calendar/")
    assertContains(page, "Too much is asked of Operations in week 11.")
    assertContains(page, "Operations: 4 asks a person in this week. Too much, move one.")
    assertContains(page, "Move this one by a week")
    story = Story.objects.get(title="Planned 0")
    sent = {"action": "move", "days": "7", "story": story.public_id, "to": "calendar", "from": "2026-03-09"}
    answer = client.post(BULK, sent)
    moved = BulkAction.objects.get()
    assertRedirects(answer, f"/studio/calendar/?from=2026-03-09&moved={moved.public_id}")
    assertContains(client.get(answer.url), "Moved by a week: Planned 0.")
    story.refresh_from_db()
    assert manuscripts.newest(story=story).goes_live_at == story.goes_live_at + timedelta(days=7)
    back = client.post(f"{BULK}{moved.public_id}/undo/", {"to": "calendar", "from": "2026-03-09"})
    assertRedirects(back, "/studio/calendar/?from=2026-03-09")
    story.refresh_from_db()
    assert not story.has_change_waiting


def test_calendar_says_why_one_could_not_move(client):
    story = StoryFactory.create(review=True)
    answer = client.post(BULK, {"action": "move", "days": "7", "story": story.public_id, "to": "calendar"}, follow=True)
    assertContains(answer, "It waits for a yes.")
    assertContains(client.post(BULK, {"to": "calendar"}, follow=True), "Tick the stories first.")


def test_calendar_asks_few_questions_however_much_there_is(client, now):
    crowded(now, count=12)
    for state in ("live", "approved", "review", "ended"):
        StoryFactory.create_batch(12, **{state: True})
    QuietDayFactory.create_batch(5, first_on=date(2026, 3, 11))
    client.get("/studio/calendar/")
    with assertNumQueries(15):
        client.get("/studio/calendar/")


def test_calendar_shows_a_curator_of_a_team_no_way_to_change_silence(client_of, other_team, company):
    limited = PersonFactory.create(team=other_team)
    limited.grants.create(role="curator", team=other_team, granted_at="2026-01-01T00:00Z")
    QuietDayFactory.create(first_on=date(2026, 3, 11), reason="Strike")
    page = client_of(limited).get("/studio/calendar/")
    assertContains(page, "Strike")
    assertNotContains(page, "Keep it quiet")
    assertNotContains(page, "Remove")


# -- quiet days


def test_quiet_day_is_added_removed_and_brought_back(client):
    sent = {"first_on": "2026-03-20", "last_on": "", "region": "", "reason": "Results & more"}
    assertRedirects(client.post("/studio/calendar/quiet-days/add/", sent), "/studio/calendar/?from=2026-03-20")
    quiet = QuietDay.objects.get()
    assert (quiet.last_on, quiet.reason) == (date(2026, 3, 20), "Results & more")
    answer = client.post(f"/studio/calendar/quiet-days/{quiet.public_id}/remove/", {"from": "2026-03-09"})
    assert not QuietDay.objects.exists()
    page = client.get(answer.url)
    assertContains(page, "Bring it back")
    removed = page.context["removed"]
    for _twice in range(2):
        client.post("/studio/calendar/quiet-days/restore/", {"removed": removed})
    assert QuietDay.objects.get().reason == "Results & more"


def test_quiet_day_refused_keeps_what_was_typed(client):
    sent = {"first_on": "2026-03-20", "last_on": "2026-03-19", "reason": "A <strike>", "from": "2026-03-09"}
    page = client.post("/studio/calendar/quiet-days/add/", sent)
    assertContains(page, "The last quiet day lies before the first one.", status_code=422)
    assertContains(page, 'value="A &lt;strike&gt;"', status_code=422)


@pytest.mark.parametrize("removed", ["", "x:y:z", "é" * 500])
def test_quiet_day_from_nowhere_is_not_brought_back(client, removed):
    answer = client.post("/studio/calendar/quiet-days/restore/", {"removed": removed}, follow=True)
    assertContains(answer, "too long ago")
    assert not QuietDay.objects.exists()


# -- other days


def test_move_story_without_dragging(client, now):
    story = StoryFactory.create()
    page = client.get(f"{LIST}{story.public_id}/move/")
    assertContains(page, 'type="datetime-local"')
    sent = {"seen": story.revision, "goes_live_at": "2026-03-18T08:00", "expires_at": "2026-03-25T17:00"}
    assertRedirects(client.post(f"{LIST}{story.public_id}/move/", sent), "/studio/calendar/?from=2026-03-18")
    story.refresh_from_db()
    assert story.goes_live_at == now.replace(day=18, hour=7)


def test_move_story_keeps_what_was_typed_when_it_is_refused(client):
    story = StoryFactory.create(revision=4)
    sent = {"seen": "4", "goes_live_at": "2026-03-18T08:00", "expires_at": "2026-03-17T17:00"}
    page = client.post(f"{LIST}{story.public_id}/move/", sent)
    assertContains(page, "The end lies before the beginning.", status_code=422)
    assertContains(page, 'value="2026-03-17T17:00"', status_code=422)
    stale = client.post(f"{LIST}{story.public_id}/move/", {**sent, "seen": "2", "expires_at": "2026-03-27T17:00"})
    assertContains(stale, "Somebody else saved this story", status_code=422)
    assertContains(stale, 'name="seen" value="4"', status_code=422)


def test_move_story_says_what_follows_or_why_not(client, now):
    live, waits = StoryFactory.create(live=True), StoryFactory.create(review=True)
    page = client.get(f"{LIST}{live.public_id}/move/")
    assertContains(page, "only its end can move")
    assertNotContains(page, 'name="goes_live_at"')
    assertContains(client.get(f"{LIST}{waits.public_id}/move/"), "Take it back from approval first")
    QuietDayFactory.create(first_on=date(2026, 3, 11), reason="Results")
    planned = StoryFactory.create(approved=True)
    assertContains(client.get(f"{LIST}{planned.public_id}/move/"), "quiet one: Results")


# -- all stories, and many at once


def test_stories_are_filtered_and_found_again(client):
    topic = Topic.objects.create(name="Rails")
    story = StoryFactory.create(title="With it", kind="job")
    story.topics.add(topic)
    StoryFactory.create(title="Without")
    page = client.get(LIST, {"topic": topic.public_id, "kind": "job", "sort": "title"})
    assertContains(page, "With it")
    assertNotContains(page, "Without<")
    assertContains(page, f'<option value="{topic.public_id}" selected>')


def test_stories_can_all_be_ticked_without_a_script(client):
    StoryFactory.create_batch(3)
    assertContains(client.get(LIST, {"tick": "all"}), " checked>", count=3)


def test_stories_ask_few_questions(client):
    for _number in range(30):
        StoryFactory.create(campaign=CampaignFactory.create())
    client.get(LIST)
    with assertNumQueries(13):
        client.get(LIST)


def test_bulk_says_what_was_done_what_was_refused_and_undoes_it(client):
    ready, bare = StoryFactory.create(title="Ready"), StoryFactory.create(title="Bare", campaign=None)
    answer = client.post(BULK, {"action": "submit", "story": [ready.public_id, bare.public_id]})
    entry = BulkAction.objects.get()
    assertRedirects(answer, f"{BULK}{entry.public_id}/")
    page = client.get(answer.url)
    assertContains(page, "One story is done.")
    assertContains(page, "a campaign, and so a reason")
    undone = client.post(f"{BULK}{entry.public_id}/undo/", follow=True)
    assertContains(undone, "Undone.")
    assertContains(client.post(f"{BULK}{entry.public_id}/undo/", follow=True), "This was undone already.")
    assert set(Story.objects.values_list("state", flat=True)) == {"draft"}


def test_bulk_gives_campaigns_and_topics(client):
    story, campaign, topic = StoryFactory.create(), CampaignFactory.create(), Topic.objects.create(name="Rails")
    client.post(BULK, {"action": "campaign", "story": story.public_id, "into": campaign.public_id})
    client.post(BULK, {"action": "topic", "story": story.public_id, "give": topic.public_id})
    story.refresh_from_db()
    assert (story.campaign, list(story.topics.all())) == (campaign, [topic])


def test_bulk_refused_keeps_the_ticks_and_the_list(client):
    story = StoryFactory.create(title="Still here")
    StoryFactory.create(title="Elsewhere", live=True)
    page = client.post(BULK, {"action": "move", "days": "", "state": "draft", "story": [story.public_id, "nonsense"]})
    assertContains(page, "Say by how many days", status_code=422)
    assertContains(page, f'value="{story.public_id}" checked', status_code=422)
    assertNotContains(page, "Elsewhere", status_code=422)


def test_bulk_touches_no_story_out_of_reach(client_of, other_team, team, company):
    limited = PersonFactory.create(team=other_team)
    limited.grants.create(role="curator", team=other_team, granted_at="2026-01-01T00:00Z")
    story = StoryFactory.create(owner_team=team)
    page = client_of(limited).post(BULK, {"action": "discard", "story": story.public_id})
    assertContains(page, "Tick the stories first.", status_code=422)
    story.refresh_from_db()
    assert story.discarded_at is None


def test_a_draft_that_was_thrown_away_is_gone_until_it_comes_back(client):
    story = StoryFactory.create(title="Thrown")
    client.post(BULK, {"action": "discard", "story": story.public_id})
    assert client.get(f"{LIST}{story.public_id}/").status_code == 404
    assertNotContains(client.get(LIST), "Thrown")
    client.post(f"{BULK}{BulkAction.objects.get().public_id}/undo/")
    assertContains(client.get(LIST), "Thrown")


def test_what_another_curator_did_cannot_be_seen_or_undone(client_of, curator, client):
    client.post(BULK, {"action": "submit", "story": StoryFactory.create().public_id})
    other = PersonFactory.create()
    other.grants.create(role="curator", granted_at="2026-01-01T00:00Z")
    entry = BulkAction.objects.get()
    assert client_of(other).get(f"{BULK}{entry.public_id}/").status_code == 404
    assert client_of(other).post(f"{BULK}{entry.public_id}/undo/").status_code == 404

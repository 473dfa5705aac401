"""What the telling came to: ladders beside stories like them, groups of five and more, a curator's own work."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import RoleGrant
from advocacy.models import Availability, Decline
from advocacy.results import campaigns, ladders, ranges, scorecards, work
from advocacy.results.ladders import Counts
from content.models import Approval, Story, StoryVersion
from tests.accounts.factories import TeamFactory
from tests.advocacy.factories import (
    AvailabilityFactory,
    ClaimFactory,
    ConversationFactory,
    DeclineFactory,
    ReadingFactory,
    ShareFactory,
)
from tests.content.factories import CampaignFactory, CaptionFactory, StoryFactory
from tests.leaderboard.factories import DailyClicksFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def story(company):
    return StoryFactory(live=True, places=90)


def tell(story, *, talks=0, visitors=0, **more):
    """One person who read, took a place, posted; and what came of it."""
    share = ShareFactory(story=story, **more)
    ReadingFactory(person=share.person, story=story)
    if visitors:
        DailyClicksFactory(link=share.link, human=visitors + 2, robot=50, visitors=visitors)
    for _number in range(talks):
        ConversationFactory(person=share.person, share=share, story=story)
    return share


# -- ranges ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [[], [1], [1, 2, 3, 4]])
def test_middle_half_of_fewer_than_five_says_nothing(values):
    assert ranges.middle_half(values) is None


def test_middle_half_lies_between_the_quarters():
    assert ranges.middle_half([5, 1, 3, 2, 4]) == ranges.Range(low=2, middle=3, high=4, of=5)


@given(st.lists(st.floats(0, 1e6), min_size=5, max_size=60))
def test_middle_half_holds_half_of_the_figures(values):
    found = ranges.middle_half(values)
    assert min(values) <= found.low <= found.middle <= found.high <= max(values)
    assert 2 * sum(value < found.low or value > found.high for value in values) <= len(values) + 2


# -- the ladder ------------------------------------------------------------------------------------------------------


def test_of_stories_counts_people_posts_readers_and_conversations(story, now):
    tell(story, talks=2, visitors=7)
    ClaimFactory(story=story, released=True)
    ShareFactory(story=story, opened=True)
    ReadingFactory(story=story, unread=True)
    assert ladders.of_stories([story.pk]) == {story.pk: Counts(read=1, claimed=3, told=1, clicked=7, talked=2)}
    assert ladders.together(Story.objects.filter(pk=story.pk)) == Counts(read=1, claimed=3, told=1, clicked=7, talked=2)


def test_of_stories_stops_at_an_age(story, now):
    began = story.went_live_at
    ReadingFactory(story=story, read_at=began + timedelta(hours=1))
    ReadingFactory(story=story, read_at=began + timedelta(hours=30))
    early = DailyClicksFactory(link=ShareFactory(story=story).link, visitors=3, human=3, on=began.date())
    DailyClicksFactory(link=early.link, visitors=4, human=4, on=began.date() + 3 * DAY)
    counts = ladders.of_stories([story.pk], age=DAY)[story.pk]
    assert (counts.read, counts.clicked) == (1, 3)


def test_beside_compares_with_stories_of_the_same_reason_at_the_same_age(story, now):
    for readers in range(6):
        other = StoryFactory(live=True, went_live_at=now - 3 * DAY, goes_live_at=now - 3 * DAY)
        for _reader in range(readers):
            ReadingFactory(story=other, read_at=now - 3 * DAY + timedelta(hours=1))
        ReadingFactory(story=other, read_at=now - timedelta(hours=2))
    likes = ladders.beside(story=story, now=now)
    assert (likes.stories, likes.is_same_reason, likes.is_at_this_age) == (6, True, True)
    assert (likes.steps["read"].low, likes.steps["read"].high) == (1.25, 3.75)


def test_beside_takes_other_reasons_when_there_are_too_few(story, now):
    for _number in range(5):
        StoryFactory(ended=True, campaign=CampaignFactory(objective__reason="talent"))
    likes = ladders.beside(story=story, now=now)
    assert (likes.stories, likes.is_same_reason) == (5, False)


def test_beside_says_nothing_with_fewer_than_five(story, now):
    StoryFactory(ended=True)
    assert ladders.beside(story=story, now=now).steps == {}


# -- why people passed, own words, captions --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_reasons", "expected"),
    [
        ({"time": 4}, None),
        ({"time": 5}, (5, True, [("No time for it", 5)])),
        ({"time": 6, "subject": 2}, (6, False, [("No time for it", 6)])),
        ({"time": 6, "subject": 3, "": 3}, (12, True, [("No time for it", 6)])),
        ({"time": 3, "subject": 3}, (6, True, [])),
        ({"": 5}, (5, True, [("", 5)])),
    ],
)
def test_passed_shows_groups_of_five_and_more(story, given_reasons, expected):
    for reason, count in given_reasons.items():
        for _number in range(count):
            DeclineFactory(story=story, reason=reason)
    found = scorecards.passed(declines=Decline.objects.filter(story=story))
    assert (found and (found.people, found.is_all, list(found.reasons))) == expected


def test_own_words_is_a_spread_from_five_posts_on(story, now):
    for likeness in (0.0, 0.1, 0.2, 0.4):
        tell(story, likeness=likeness)
    assert scorecards.of(story=story, now=now).own_words is None
    tell(story, likeness=0.9)
    words = scorecards.of(story=story, now=now).own_words
    assert (words.own, words.close, words.nearly_the_same) == (3, 1, 1)
    assert words.spread.middle == pytest.approx(0.8)


def test_inspirations_are_captions_near_posts_that_people_answered(story, now):
    CaptionFactory(story=story, text="A whole weekend of quiet on the line, and nobody missed a train.")
    tell(story, talks=3, words="I loved a whole weekend of quiet on the line with my crew in the rain.")
    tell(story, talks=1, words="Something entirely different about cheese.")
    found = scorecards.of(story=story, now=now).inspirations
    assert [(one.talks, one.text[:15]) for one in found] == [(3, "A whole weekend")]


def test_of_counts_places_and_who_waits(story, now):
    tell(story)
    Availability.objects.filter(story=story).update(waiting=4)
    card = scorecards.of(story=story, now=now)
    assert (card.taken, card.places, card.waiting, card.tellers) == (1, 90, 4, 1)
    assert card.asks is not None


# -- campaigns -------------------------------------------------------------------------------------------------------


def test_sums_add_up_each_campaign(story, now):
    tell(story, talks=2, visitors=5)
    tell(StoryFactory(live=True, campaign=story.campaign), talks=1)
    tell(StoryFactory(live=True), talks=9)
    found = campaigns.sums(campaigns=[story.campaign], stories=Story.objects.all())
    assert [(one.stories, one.talked, one.told, one.clicked) for one in found] == [(2, 3, 2, 5)]


def test_worked_names_the_most_talked_about_then_the_most_told(company, now):
    quiet, talked, told = (StoryFactory(live=True) for _number in range(3))
    ReadingFactory(story=quiet)
    tell(talked, talks=2)
    for _number in range(3):
        tell(told)
    tell(StoryFactory(live=True), talks=0, posted_at=now - 40 * DAY)
    found = campaigns.worked(stories=Story.objects.all(), now=now)
    assert [(one.story, one.line) for one in found] == [
        (talked, "2 conversations from 1 post"),
        (told, "3 posts, nobody answered yet"),
    ]


# -- a curator's own work --------------------------------------------------------------------------------------------


def test_of_looks_back_on_own_work(curator, now):
    never = StoryFactory(live=True, author=curator, went_live_at=now - 4 * DAY, goes_live_at=now - 4 * DAY)
    late = StoryFactory(live=True, author=curator, goes_live_at=now - 2 * DAY, went_live_at=now - DAY)
    ClaimFactory(story=late)
    left = StoryFactory(ended=True, author=curator, places=10)
    AvailabilityFactory(story=left, taken=3)
    ClaimFactory(story=left, expired=True)
    StoryFactory(live=True, went_live_at=now - 4 * DAY)
    found = work.of(person=curator, now=now)
    assert (found.out, list(found.never_claimed), list(found.too_late)) == (3, [never], [late])
    assert [(story, story.left) for story in found.left_over] == [(left, 7)]


def test_of_names_what_waited_long_for_a_yes(curator, approver, now):
    slow = StoryFactory(live=True, author=curator)
    StoryVersion.objects.filter(story=slow).update(at=now - 9 * DAY)
    for at in (now - 4 * DAY, now - DAY):
        Approval.objects.create(
            story=slow, version=1, by=approver if at < now - 2 * DAY else curator, decision="approved", at=at
        )
    still = StoryFactory(review=True, author=curator, submitted_at=now - 3 * DAY)
    StoryFactory(review=True, author=curator)
    found = work.of(person=curator, now=now).waited
    assert [(each.story, each.days, each.is_over) for each in found] == [(still, 3, False), (slow, 5, True)]


# -- pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def today(now):
    with time_machine.travel(now, tick=False):
        yield now


def test_story_page_puts_conversations_first_and_names_nobody(story, curator, client_of):
    share = tell(story, talks=2, visitors=5, person__name="Ignatius Verylonely")
    page = client_of(curator).get(reverse("story_results", args=[story.public_id])).content.decode()
    assert "Two conversations began." in page
    assert "too few to say" in page
    assert share.person.name not in page


def test_story_page_of_a_draft_says_that_it_was_not_out(company, curator, client_of):
    page = client_of(curator).get(reverse("story_results", args=[StoryFactory().public_id])).content.decode()
    assert "has not been out yet" in page


def test_story_page_asks_the_same_however_much_was_told(story, leader, client_of, django_assert_max_num_queries):
    for number in range(12):
        tell(story, talks=number % 3, visitors=number)
        tell(StoryFactory(ended=True))
        DeclineFactory(story=story, reason="time")
    client = client_of(leader)
    path = reverse("story_results", args=[story.public_id])
    client.get(path)
    with django_assert_max_num_queries(34):
        assert client.get(path).status_code == 200


def test_campaign_pages_ask_the_same_however_many_stories(story, leader, client_of, django_assert_max_num_queries):
    for number in range(30):
        tell(StoryFactory(live=True, campaign=story.campaign if number % 2 else CampaignFactory()), talks=number % 3)
    client = client_of(leader)
    list_path, path = reverse("campaign_results"), reverse("one_campaign_results", args=[story.campaign.public_id])
    client.get(list_path)
    with django_assert_max_num_queries(28):
        client.get(list_path)
    with django_assert_max_num_queries(24):
        client.get(path)


def test_curator_of_a_team_sees_its_stories_only(company, today, curator, client_of, other_team):
    RoleGrant.objects.filter(person=curator).update(team=other_team)
    mine, foreign = (
        StoryFactory(live=True, owner_team=team) for team in (TeamFactory(parent=other_team), TeamFactory())
    )
    tell(mine, talks=1)
    tell(foreign, talks=5)
    client = client_of(curator)
    assert client.get(reverse("story_results", args=[foreign.public_id])).status_code == 404
    page = client.get(reverse("campaign_results")).content.decode()
    assert mine.title in page
    assert foreign.title not in page
    assert foreign.campaign.name not in page


def test_what_worked_is_a_part_for_the_desk(story, today, curator, client_of):
    tell(story, talks=1)
    client = client_of(curator)
    part = client.get(reverse("what_worked"), headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<div")
    assert story.title in part
    assert client.get(reverse("what_worked"))["Location"] == reverse("campaign_results")


def test_api_gives_the_same_figures(story, today, curator, api_of):
    tell(story, talks=2, visitors=5)
    api = api_of(curator)
    card = api.get(reverse("api_story_results", args=[story.public_id])).json()
    assert card["counts"] == {"talked": 2, "clicked": 5, "told": 1, "claimed": 1, "read": 1}
    assert card["passed"] is None
    assert api.get(reverse("api_campaign_results")).json()["results"][0]["talked"] == 2
    assert api.get(reverse("api_one_campaign_results", args=[story.campaign.public_id])).json()["together"]["told"] == 1
    assert api.get(reverse("api_what_worked")).json()[0]["counts"]["talked"] == 2
    assert api.get(reverse("api_my_work")).json()["out"] == 0

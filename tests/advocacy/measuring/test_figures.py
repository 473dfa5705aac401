"""What is known of posts, read or told, and why something is not known."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Person
from advocacy.measuring import figures, told_counts
from advocacy.models import DailyEngagement, Engagement, Share
from tests.advocacy.factories import EngagementFactory, MeasuringFactory, ShareFactory
from tests.content.factories import StoryFactory

pytestmark = pytest.mark.django_db


def tell(share: Share, now: datetime, reactions: int = 9) -> Engagement:
    return told_counts.tell(share=share, reactions=reactions, reshares=1, replies=2, now=now)


@pytest.fixture
def linked(company, employee: Person) -> Share:
    return ShareFactory.create(person=employee, network="linkedin")


def test_of_share_says_that_linkedin_lets_nobody_read(linked: Share) -> None:
    known = figures.of_share(share=linked)
    assert (known.engagement, known.is_read, known.can_be_told) == (None, False, True)
    assert known.why == "LinkedIn does not let us read this."


@pytest.mark.parametrize(
    ("state", "can_be_told", "words"),
    [
        ("due", False, ""),
        ("closed", True, "does not let us read"),
        ("elsewhere", True, "somebody else’s post"),
        ("gone", False, "no longer there"),
        ("over", True, "for a month"),
    ],
)
def test_of_share_says_why(company, state: str, can_be_told: bool, words: str, now: datetime) -> None:
    share = MeasuringFactory.create(state=state, next_at=now if state == "due" else None).share
    known = figures.of_share(share=share)
    assert (known.is_read, known.can_be_told) == (state == "due", can_be_told)
    assert words in known.why
    if state == "over":
        EngagementFactory.create(share=share)
        assert not figures.of_share(share=share).can_be_told


def test_of_share_says_that_a_server_is_silent(company) -> None:
    share = MeasuringFactory.create(server__failures=3).share
    known = figures.of_share(share=share)
    assert (known.is_read, known.can_be_told) == (False, True)
    assert "did not answer" in known.why


def test_of_share_knows_nothing_of_an_old_address(company, now: datetime) -> None:
    share = MeasuringFactory.create(state="closed", next_at=None).share
    share.permalink = "https://social.example/@ana/2002"
    assert figures.of_share(share=share).is_read


def test_of_share_asks_for_the_address_and_for_nothing_where_there_is_none(company, settings) -> None:
    assert "its address" in figures.of_share(share=ShareFactory.create(network="mastodon")).why
    assert figures.of_share(share=ShareFactory.create(network="whatsapp")).why == ""
    assert not figures.of_share(share=ShareFactory.create(network="whatsapp")).can_be_told
    assert not figures.of_share(share=ShareFactory.create(opened=True)).can_be_told
    settings.MEASURING = False
    share = MeasuringFactory.create().share
    assert figures.of_share(share=share).can_be_told


def test_tell_keeps_the_last_numbers_of_each_day(linked: Share, now: datetime) -> None:
    tell(linked, now)
    tell(linked, now + timedelta(hours=1), reactions=10)
    known = tell(linked, now + timedelta(days=1), reactions=11)
    assert (known.reactions, known.source, known.read_at) == (11, "self_reported", now + timedelta(days=1))
    assert list(DailyEngagement.objects.order_by("on").values_list("reactions", flat=True)) == [10, 11]


def test_tell_refuses_what_is_read_in_public_and_what_is_not_out(company, now: datetime) -> None:
    for share in (MeasuringFactory.create().share, ShareFactory.create(opened=True)):
        with pytest.raises(told_counts.ReadInPublic):
            tell(share, now)
    assert not Engagement.objects.exists()


@pytest.mark.parametrize("reactions", [-1, told_counts.MOST + 1])
def test_tell_refuses_what_is_no_number_of_people(linked: Share, now: datetime, reactions: int) -> None:
    with pytest.raises(told_counts.NoCount):
        tell(linked, now, reactions=reactions)


def test_of_story_adds_up_and_says_of_how_many(company) -> None:
    story = StoryFactory.create(live=True)
    for source in ("public_api", "public_api", "self_reported"):
        EngagementFactory.create(share__story=story, source=source)
    ShareFactory.create(story=story)
    EngagementFactory.create(share__story=story, share__state=Share.State.WITHDRAWN)
    EngagementFactory.create()
    sums = figures.of_story(story=story)
    assert (sums.posts, sums.read, sums.told) == (4, 2, 1)
    assert (sums.reactions, sums.reshares, sums.replies) == (36, 9, 6)
    nothing = figures.of_story(story=StoryFactory.create(live=True))
    assert (nothing.posts, nothing.reactions) == (0, 0)


def test_of_shares_is_one_query(company, django_assert_num_queries) -> None:
    shares = [EngagementFactory.create().share for _ in range(3)] + [ShareFactory.create()]
    with django_assert_num_queries(1):
        assert len(figures.of_shares(shares)) == 3
    assert figures.of_shares([]) == {}

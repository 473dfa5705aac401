"""Rows of the advocacy room for tests."""

import uuid
from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from advocacy.models import (
    Availability,
    Claim,
    Conversation,
    ConversationTurn,
    Decline,
    Draft,
    Engagement,
    Feedback,
    Link,
    Measuring,
    NetworkServer,
    Publication,
    Reading,
    Recall,
    Reply,
    SavedSearch,
    Share,
    SocialConnection,
)
from tests.accounts.factories import PersonFactory
from tests.content.factories import StoryFactory

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


class AvailabilityFactory(DjangoModelFactory[Availability]):
    class Meta:
        model = Availability

    story = factory.SubFactory(StoryFactory, live=True)
    places = factory.SelfAttribute("story.places")
    places_per_day = factory.SelfAttribute("story.places_per_day")


class ReadingFactory(DjangoModelFactory[Reading]):
    """Opened and read an hour ago; `unread=True`: only opened, just now."""

    class Meta:
        model = Reading

    class Params:
        unread = factory.Trait(opened_at=NOW, read_at=None, proof="", dwell_seconds=0)

    person = factory.SubFactory(PersonFactory)
    story = factory.SubFactory(StoryFactory, live=True)
    opened_at = NOW - timedelta(hours=1)
    dwell_seconds = 40
    read_at = NOW - timedelta(minutes=59)
    proof = Reading.Proof.DWELL


class DeclineFactory(DjangoModelFactory[Decline]):
    class Meta:
        model = Decline

    person = factory.SubFactory(PersonFactory)
    story = factory.SubFactory(StoryFactory, live=True)
    at = NOW


class ClaimFactory(DjangoModelFactory[Claim]):
    """An open claim, its place counted; traits shared, released, expired."""

    class Meta:
        model = Claim
        skip_postgeneration_save = True

    class Params:
        shared = factory.Trait(state=Claim.State.SHARED, ended_at=NOW)
        released = factory.Trait(state=Claim.State.RELEASED, ended_at=NOW)
        expired = factory.Trait(
            state=Claim.State.EXPIRED,
            taken_at=NOW - timedelta(days=4),
            keep_until=NOW - timedelta(days=1),
            ended_at=NOW - timedelta(days=1),
        )

    person = factory.SubFactory(PersonFactory)
    story = factory.SubFactory(StoryFactory, live=True)
    story_version = 1
    taken_at = NOW - timedelta(minutes=30)
    keep_until = NOW + timedelta(days=3)

    @factory.post_generation
    def place(self, create: bool, extracted: bool | None, **kwargs: object) -> None:
        if not create or self.state not in (Claim.State.OPEN, Claim.State.SHARED):
            return
        row, _ = Availability.objects.get_or_create(story=self.story, defaults={"places": self.story.places})
        row.taken += 1
        row.save(update_fields=["taken"])


class DraftFactory(DjangoModelFactory[Draft]):
    class Meta:
        model = Draft

    person = factory.SubFactory(PersonFactory)
    story = factory.SubFactory(StoryFactory, live=True)
    words = "At four in the morning the old span hung over the river and sixty people went quiet."
    networks = factory.LazyFunction(lambda: ["linkedin"])
    revision = 1
    updated_at = NOW


class LinkFactory(DjangoModelFactory[Link]):
    class Meta:
        model = Link

    code = factory.Sequence(lambda number: f"cd{number:06d}")
    person = factory.SubFactory(PersonFactory)
    story = factory.SubFactory(StoryFactory, live=True)
    team = factory.SelfAttribute("person.team")
    network = "linkedin"
    target = factory.LazyAttribute(lambda link: f"{link.story.url}?utm_source={link.network}")
    created_at = NOW


class ShareFactory(DjangoModelFactory[Share]):
    """A post that went out an hour ago; `opened=True`: not confirmed yet."""

    class Meta:
        model = Share

    class Params:
        opened = factory.Trait(state=Share.State.OPENED, posted_at=None)

    person = factory.SubFactory(PersonFactory)
    story = factory.SubFactory(StoryFactory, live=True)
    network = "linkedin"
    claim = factory.SubFactory(
        ClaimFactory, person=factory.SelfAttribute("..person"), story=factory.SelfAttribute("..story"), shared=True
    )
    link = factory.SubFactory(
        LinkFactory,
        person=factory.SelfAttribute("..person"),
        story=factory.SelfAttribute("..story"),
        network=factory.SelfAttribute("..network"),
    )
    story_version = 1
    team = factory.SelfAttribute("person.team")
    words = "At four in the morning the old span hung over the river and sixty people went quiet."
    disclosure = "I work at Northwind Rail."
    likeness = 0.0
    state = Share.State.POSTED
    opened_at = NOW - timedelta(hours=1)
    posted_at = NOW - timedelta(hours=1)


class SocialConnectionFactory(DjangoModelFactory[SocialConnection]):
    """An account whose token nobody can use: it is sealed with nothing."""

    class Meta:
        model = SocialConnection

    person = factory.SubFactory(PersonFactory)
    network = "mastodon"
    home = "https://mastodon.example"
    remote_id = "109"
    handle = "@marta@mastodon.example"
    access_token = "sealed"
    connected_at = NOW - timedelta(days=3)


class PublicationFactory(DjangoModelFactory[Publication]):
    """A press that waits to be sent."""

    class Meta:
        model = Publication

    share = factory.SubFactory(ShareFactory, opened=True, network="mastodon")
    person = factory.SelfAttribute("share.person")
    handle = "@marta@mastodon.example"
    text = factory.SelfAttribute("share.words")
    pressed_at = NOW
    next_at = NOW


class RecallFactory(DjangoModelFactory[Recall]):
    """Asked half an hour ago, not answered."""

    class Meta:
        model = Recall

    share = factory.SubFactory(ShareFactory, story=factory.SubFactory(StoryFactory, retracted=True))
    told_at = NOW - timedelta(minutes=30)


class ConversationFactory(DjangoModelFactory[Conversation]):
    class Meta:
        model = Conversation

    person = factory.SubFactory(PersonFactory)
    team = factory.SelfAttribute("person.team")
    channel = "linkedin"
    counterpart = "A traveller in Graz"
    state = Conversation.State.WAITING
    started_at = NOW - timedelta(hours=14)
    last_turn_at = NOW - timedelta(hours=14)


class ConversationTurnFactory(DjangoModelFactory[ConversationTurn]):
    class Meta:
        model = ConversationTurn

    conversation = factory.SubFactory(ConversationFactory)
    side = ConversationTurn.Side.THEM
    text = "Does the new sleeper take bicycles, or only folded ones?"
    at = factory.SelfAttribute("conversation.started_at")
    form_key = factory.LazyFunction(uuid.uuid4)


class FeedbackFactory(DjangoModelFactory[Feedback]):
    class Meta:
        model = Feedback

    conversation = factory.SubFactory(ConversationFactory)
    brought_by = factory.SelfAttribute("conversation.person")
    text = "Travellers ask for bicycle places on the sleeper."
    created_at = NOW


class SavedSearchFactory(DjangoModelFactory[SavedSearch]):
    class Meta:
        model = SavedSearch

    person = factory.SubFactory(PersonFactory)
    name = factory.Sequence(lambda number: f"Bridges {number}")
    search = factory.LazyFunction(lambda: {"words": "bridge", "language": "en"})
    created_at = NOW


class EngagementFactory(DjangoModelFactory[Engagement]):
    class Meta:
        model = Engagement

    share = factory.SubFactory(ShareFactory)
    reactions = 12
    reshares = 3
    replies = 2
    source = "public_api"
    read_at = NOW - timedelta(minutes=10)


class NetworkServerFactory(DjangoModelFactory[NetworkServer]):
    class Meta:
        model = NetworkServer
        django_get_or_create = ("host",)

    host = "social.example"
    free_at = NOW


class MeasuringFactory(DjangoModelFactory[Measuring]):
    """A post on Mastodon that is due."""

    class Meta:
        model = Measuring

    share = factory.SubFactory(ShareFactory, network="mastodon", permalink="https://social.example/@ana/1001")
    server = factory.SubFactory(NetworkServerFactory)
    permalink = factory.SelfAttribute("share.permalink")
    next_at = NOW


class ReplyFactory(DjangoModelFactory[Reply]):
    class Meta:
        model = Reply

    share = factory.SubFactory(ShareFactory, network="mastodon", permalink="https://social.example/@ana/1001")
    digest = factory.Sequence(lambda number: f"{number:064x}")
    author_digest = factory.Sequence(lambda number: f"{number:064x}")
    author_name = "Bea Huber"
    author_handle = "@bea@rail.example"
    words = "Does the new sleeper take bicycles?"
    address = "https://social.example/@bea@rail.example/1002"
    said_at = NOW - timedelta(minutes=30)
    found_at = NOW - timedelta(minutes=10)

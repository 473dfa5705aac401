"""Rows of the content room for tests."""

from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from content import manuscripts
from content.models import (
    ApprovalStep,
    Attachment,
    AudienceRule,
    BlockedTerm,
    BulkAction,
    Campaign,
    Caption,
    Disclosure,
    Feed,
    FeedEntry,
    Idea,
    Interest,
    Milestone,
    Objective,
    Picture,
    Preview,
    QuietDay,
    Remark,
    Story,
    StoryTemplate,
    StoryVersion,
    Topic,
)
from tests.accounts.factories import PersonFactory

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


class ObjectiveFactory(DjangoModelFactory[Objective]):
    class Meta:
        model = Objective

    reason = Objective.Reason.VISIBILITY
    title = factory.Sequence(lambda n: f"Travellers know that we run night trains ({n})")
    metric = "Aided awareness, travellers aged 18 to 75"
    baseline = 0
    starts_on = NOW.date() - timedelta(days=60)


class MilestoneFactory(DjangoModelFactory[Milestone]):
    class Meta:
        model = Milestone

    objective = factory.SubFactory(ObjectiveFactory)
    due_on = NOW.date() + timedelta(days=120)
    value = 30


class CampaignFactory(DjangoModelFactory[Campaign]):
    class Meta:
        model = Campaign

    objective = factory.SubFactory(ObjectiveFactory)
    name = factory.Sequence(lambda n: f"Night trains {n}")
    slug = factory.Sequence(lambda n: f"night-trains-{n}")


class PictureFactory(DjangoModelFactory[Picture]):
    class Meta:
        model = Picture

    digest = factory.Sequence(lambda n: f"{n:064x}")
    file = factory.LazyAttribute(lambda picture: f"pictures/{picture.digest}.webp")
    small_file = factory.LazyAttribute(lambda picture: f"pictures/{picture.digest}-small.webp")
    width = 1200
    height = 675
    created_at = NOW


class FeedFactory(DjangoModelFactory[Feed]):
    class Meta:
        model = Feed

    url = factory.Sequence(lambda n: f"https://news{n}.example/feed.xml")
    title = factory.Sequence(lambda n: f"News {n}")
    added_by = factory.SubFactory(PersonFactory)
    added_at = NOW
    next_check_at = NOW


class FeedEntryFactory(DjangoModelFactory[FeedEntry]):
    class Meta:
        model = FeedEntry

    feed = factory.SubFactory(FeedFactory)
    entry_id = factory.Sequence(lambda n: f"entry-{n}")
    url = factory.Sequence(lambda n: f"https://news.example/{n}/")
    title = factory.Sequence(lambda n: f"Entry {n}")
    published_at = NOW - timedelta(hours=5)
    found_at = NOW - timedelta(hours=4)


class IdeaFactory(DjangoModelFactory[Idea]):
    class Meta:
        model = Idea

    person = factory.SubFactory(PersonFactory)
    text = factory.Sequence(lambda n: f"The children of Askeby named the snow plough ({n}).")
    proposed_at = NOW - timedelta(hours=20)


class StoryTemplateFactory(DjangoModelFactory[StoryTemplate]):
    class Meta:
        model = StoryTemplate

    name = factory.Sequence(lambda n: f"The weekly one ({n})")
    said = factory.LazyFunction(lambda: manuscripts.as_json(manuscripts.Manuscript(title="This week at the works")))
    made_by = factory.SubFactory(PersonFactory)
    made_at = NOW


class AttachmentFactory(DjangoModelFactory[Attachment]):
    """A row; no file lies behind it."""

    class Meta:
        model = Attachment

    kind = Attachment.Kind.DOCUMENT
    file = factory.Sequence(lambda n: f"attachments/{n:032x}.pdf")
    name = "The winter report.pdf"
    content_type = "application/pdf"
    size_bytes = 1_400_000
    added_by = factory.SubFactory(PersonFactory)
    added_at = NOW


class PreviewFactory(DjangoModelFactory[Preview]):
    class Meta:
        model = Preview

    class Params:
        ready = factory.Trait(
            state=Preview.State.READY,
            title="Forty-one hours to change a bridge",
            description="The night crew lifted out a span from 1894.",
            site_name="Northwind newsroom",
            language="en",
            final_url=factory.SelfAttribute("url"),
            minutes=4,
        )
        failed = factory.Trait(state=Preview.State.FAILED, error="The site took too long to answer. Try again later.")

    url = factory.Sequence(lambda n: f"https://northwind.example/news/{n}")
    asked_by = factory.SubFactory(PersonFactory)
    asked_at = NOW
    next_attempt_at = NOW


class StoryFactory(DjangoModelFactory[Story]):
    """A draft that lacks nothing, for everybody, with one caption; the traits move it on.

    Traits: review, approved (planned for tomorrow), live, ended, retracted. The versions that they need are there.
    """

    class Meta:
        model = Story
        skip_postgeneration_save = True

    class Params:
        review = factory.Trait(
            state=Story.State.REVIEW,
            version=1,
            waiting_version=1,
            submitted_by=factory.SelfAttribute("author"),
            submitted_at=NOW - timedelta(hours=2),
        )
        out = factory.Trait(
            version=1,
            approved_version=1,
            submitted_by=factory.SelfAttribute("author"),
            submitted_at=NOW - timedelta(days=2),
        )
        approved = factory.Trait(out=True, state=Story.State.APPROVED, goes_live_at=NOW + timedelta(days=1))
        live = factory.Trait(out=True, state=Story.State.LIVE, went_live_at=NOW - timedelta(days=1))
        ended = factory.Trait(
            out=True,
            state=Story.State.ENDED,
            went_live_at=NOW - timedelta(days=9),
            goes_live_at=NOW - timedelta(days=9),
            expires_at=NOW - timedelta(days=1),
            ended_at=NOW - timedelta(days=1),
        )
        retracted = factory.Trait(
            out=True,
            state=Story.State.RETRACTED,
            went_live_at=NOW - timedelta(days=1),
            retracted_at=NOW - timedelta(hours=1),
            retract_reason="A figure was wrong.",
        )

    author = factory.SubFactory(PersonFactory)
    created_at = NOW - timedelta(days=3)
    updated_at = NOW - timedelta(days=3)
    url = factory.Sequence(lambda n: f"https://northwind.example/news/{n}/")
    title = factory.Sequence(lambda n: f"Forty-one hours to change a bridge ({n})")
    summary = "The night crew lifted out a span from 1894 and had a new one in place before the Monday commute."
    site_name = "Northwind newsroom"
    language = "en"
    minutes = 4
    value_reader = "learn what a closed weekend buys them."
    value_employee = "get to show the work of your own crew."
    value_company = "explains the spring closures before they start."
    prompts = factory.LazyFunction(lambda: ["What did you see yourself?"])
    campaign = factory.SubFactory(CampaignFactory)
    goes_live_at = NOW - timedelta(days=1)
    expires_at = NOW + timedelta(days=10)

    @factory.post_generation
    def everybody(self, create: bool, extracted: bool | None, **kwargs: object) -> None:
        """One audience rule that fits everybody; `everybody=False` leaves the audience empty."""
        if create and extracted is not False:
            AudienceRuleFactory(story=self)

    @factory.post_generation
    def caption(self, create: bool, extracted: bool | None, **kwargs: object) -> None:
        if create and extracted is not False:
            CaptionFactory(story=self)

    @factory.post_generation
    def versions(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create and self.version:
            StoryVersionFactory(story=self)


class CaptionFactory(DjangoModelFactory[Caption]):
    class Meta:
        model = Caption

    story = factory.SubFactory(StoryFactory, caption=False)
    network = "linkedin"
    language = "en"
    text = "Replacing a bridge takes two years of planning and one weekend of quiet."


class AudienceRuleFactory(DjangoModelFactory[AudienceRule]):
    class Meta:
        model = AudienceRule

    story = factory.SubFactory(StoryFactory, everybody=False)


class StoryVersionFactory(DjangoModelFactory[StoryVersion]):
    class Meta:
        model = StoryVersion

    story = factory.SubFactory(StoryFactory)
    number = factory.SelfAttribute("story.version")
    said = factory.LazyAttribute(lambda version: manuscripts.as_json(manuscripts.of_story(story=version.story)))
    by = factory.SelfAttribute("story.author")
    at = NOW - timedelta(days=2)


class TopicFactory(DjangoModelFactory[Topic]):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"Night trains, part {n}")


class InterestFactory(DjangoModelFactory[Interest]):
    class Meta:
        model = Interest

    person = factory.SubFactory(PersonFactory)
    topic = factory.SubFactory(TopicFactory)
    since = NOW


class QuietDayFactory(DjangoModelFactory[QuietDay]):
    class Meta:
        model = QuietDay

    first_on = NOW.date()
    last_on = factory.SelfAttribute("first_on")
    reason = "Results are not public yet"
    added_by = factory.SubFactory(PersonFactory)


class ApprovalStepFactory(DjangoModelFactory[ApprovalStep]):
    """Any approver is enough, for every story."""

    class Meta:
        model = ApprovalStep
        skip_postgeneration_save = True

    position = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Step {n}")

    @factory.post_generation
    def people(self, create: bool, extracted: list | None, **kwargs: object) -> None:
        if create and extracted:
            self.people.set(extracted)


class DisclosureFactory(DjangoModelFactory[Disclosure]):
    class Meta:
        model = Disclosure

    region = "North"
    language = "en"
    text = "I work at Northwind Rail, in the north."


class BlockedTermFactory(DjangoModelFactory[BlockedTerm]):
    class Meta:
        model = BlockedTerm

    term = factory.Sequence(lambda n: f"guaranteed {n}")
    reason = "Nobody can promise that."


class RemarkFactory(DjangoModelFactory[Remark]):
    class Meta:
        model = Remark

    story = factory.SubFactory(StoryFactory, review=True)
    version = factory.SelfAttribute("story.version")
    field = "summary"
    quote = "a span from 1894"
    text = "Is the year right?"
    by = factory.SubFactory(PersonFactory)
    at = NOW


class BulkActionFactory(DjangoModelFactory[BulkAction]):
    class Meta:
        model = BulkAction

    action = BulkAction.Action.SUBMIT
    by = factory.SubFactory(PersonFactory)
    at = NOW
    done = factory.LazyFunction(list)

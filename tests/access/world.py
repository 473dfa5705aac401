"""One small company in which everything belongs to somebody.

Stories are meant for, and belong to, the team Network South. What a person made in it is `employee`'s, what the studio
made is `curator`'s; `outsider` and `limited`, a curator of that team only, belong to Rolling Stock.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import CompanySettings, Person, RoleGrant, Team
from tests.accounts.factories import (
    ApiTokenFactory,
    BrandAccountFactory,
    CompanyFactory,
    NotificationFactory,
    PersonFactory,
    RoleGrantFactory,
    TeamFactory,
)
from tests.advocacy.factories import (
    ClaimFactory,
    ConversationFactory,
    ConversationTurnFactory,
    DraftFactory,
    FeedbackFactory,
    PublicationFactory,
    ReadingFactory,
    RecallFactory,
    ReplyFactory,
    SavedSearchFactory,
    ShareFactory,
    SocialConnectionFactory,
)
from tests.content.factories import (
    NOW,
    ApprovalStepFactory,
    AttachmentFactory,
    AudienceRuleFactory,
    BlockedTermFactory,
    BulkActionFactory,
    CampaignFactory,
    DisclosureFactory,
    FeedEntryFactory,
    FeedFactory,
    IdeaFactory,
    PreviewFactory,
    QuietDayFactory,
    RemarkFactory,
    StoryFactory,
    StoryTemplateFactory,
    TopicFactory,
)
from tests.leaderboard.factories import MeasurementFactory

CSRF = "c" * 32
HOLDERS = ("curator", "approver", "leader", "operations", "administrator")
PRESENT = ("employee", "outsider", "limited", *HOLDERS)
EVERYBODY = ("anonymous", "leaver", *PRESENT)
__all__ = ["CSRF", "EVERYBODY", "HOLDERS", "NOW", "PRESENT", "World", "build"]


@dataclass
class World:
    company: CompanySettings
    team: Team
    other_team: Team
    people: dict[str, Person]
    objects: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def named(self, name: str) -> Any:
        return self.people.get(name) or self.objects[name]

    def id_of(self, name: str) -> str:
        return str(self.named(name).public_id)

    def address(self, name: str, about: tuple[str, ...]) -> str:
        """This will write an address with the ids of the objects; what begins with "=" stands for itself."""
        return reverse(name, args=[part[1:] if part[0] == "=" else self.id_of(part) for part in about])

    def client(self, who: str) -> Client:
        """This will make a browser that is signed in, unless it is nobody's, and knows a token for forms."""
        client = Client(enforce_csrf_checks=True)
        client.cookies["csrftoken"] = CSRF
        if who in self.sessions:
            client.cookies["sessionid"] = self.sessions[who]
        return client

    def filled(self, sent: Any) -> Any:
        """This will put ids where "@claim" or the like stands, at any depth."""
        if isinstance(sent, dict):
            return {name: self.filled(value) for name, value in sent.items()}
        if isinstance(sent, list):
            return [self.filled(value) for value in sent]
        return self.id_of(sent[1:]) if isinstance(sent, str) and sent.startswith("@") else sent


def build() -> World:
    """This will make the people, and one of everything that an address can name."""
    company, team, other_team = CompanyFactory(), TeamFactory(name="Network South"), TeamFactory(name="Rolling Stock")
    people: dict[str, Person] = {}
    for name in (*PRESENT, "colleague", "leaver"):
        own = other_team if name in {"outsider", "limited"} else team
        people[name] = PersonFactory(
            email=f"{name}@northwind.example", name=name.title(), team=own, left=name == "leaver"
        )
    for role in HOLDERS:
        RoleGrantFactory(person=people[role], role=role)
    RoleGrantFactory(person=people["limited"], role=RoleGrant.Role.CURATOR, team=other_team)
    world = World(company=company, team=team, other_team=other_team, people=people)
    _add_studio(world)
    _add_own(world)
    world.objects |= {
        "team": team,
        "empty_team": TeamFactory(name="Night Trains"),
        "account": BrandAccountFactory(),
        "grant": RoleGrantFactory(person=people["colleague"], role=RoleGrant.Role.LEADER),
    }
    people["everything"] = PersonFactory(email="everything@northwind.example", team=team)
    for role in HOLDERS:
        RoleGrantFactory(person=people["everything"], role=role)
    for name, person in people.items():
        world.keys[name] = f"fh_{ApiTokenFactory(person=person).prefix}_{'s' * 43}"
        client = Client()
        client.force_login(person)
        world.sessions[name] = client.cookies["sessionid"].value
    return world


def _add_studio(world: World) -> None:
    curator = world.people["curator"]
    campaign = CampaignFactory()

    def story(**traits: Any) -> Any:
        made = StoryFactory(author=curator, owner_team=world.team, campaign=campaign, everybody=False, **traits)
        AudienceRuleFactory(story=made, team=world.team)
        return made

    feed = FeedFactory(added_by=curator)
    review = story(review=True)
    world.objects |= {
        "draft": story(),
        "review": review,
        "remark": RemarkFactory(story=review, by=world.people["colleague"]),
        "story": story(live=True),
        "told": story(live=True),
        "full": story(live=True, places=1),
        # It stands nowhere else: an event on a page of our own, for readers without an account.
        "page": story(live=True, url="", kind="event", event_starts_at=NOW + timedelta(days=12)),
        "retracted": story(retracted=True),
        "film": story(kind="video"),
        "file": AttachmentFactory(added_by=curator),
        "template": StoryTemplateFactory(made_by=curator, owner_team=world.team),
        "removed": StoryTemplateFactory(made_by=curator, owner_team=world.team, removed_at=NOW),
        "idea": IdeaFactory(person=world.people["employee"]),
        "campaign": campaign,
        "measurement": MeasurementFactory(objective=campaign.objective),
        "objective": campaign.objective,
        "preview": PreviewFactory(asked_by=curator, ready=True),
        "feed": feed,
        "topic": (topic := TopicFactory()),
        # It asks for a topic that no story of this world has.
        "step": ApprovalStepFactory(topic=topic),
        "disclosure": DisclosureFactory(),
        "term": BlockedTermFactory(),
        "entry": FeedEntryFactory(feed=feed),
        "bulk": BulkActionFactory(by=curator),
        "quiet_day": QuietDayFactory(added_by=curator),
    }


def _add_own(world: World) -> None:
    employee, story, told = world.people["employee"], world.objects["story"], world.objects["told"]
    full = world.objects["full"]
    ClaimFactory(person=world.people["colleague"], story=full)
    for person in world.people.values():
        ReadingFactory(person=person, story=story)
        if person != world.people["colleague"]:
            ReadingFactory(person=person, story=full)
    ReadingFactory(person=employee, story=told)
    share = ShareFactory(person=employee, story=told)
    recalled = ShareFactory(person=employee, story=world.objects["retracted"])
    RecallFactory(share=recalled)
    conversation = ConversationFactory(person=employee, share=share, story=told)
    ConversationTurnFactory(conversation=conversation)
    claim = ClaimFactory(person=employee, story=story)
    ready, pressed, unknown = (
        ShareFactory(person=employee, story=story, claim=claim, network=network, opened=True)
        for network in ("mastodon", "bluesky", "threads")
    )
    PublicationFactory(share=pressed)
    PublicationFactory(share=unknown, state="uncertain", may_be_out=True)
    world.objects |= {
        "claim": claim,
        "connection": SocialConnectionFactory(person=employee),
        "ready": ready,
        "pressed": pressed,
        "unknown": unknown,
        "sheet": DraftFactory(person=employee, story=story),
        "share": share,
        "recalled": recalled,
        "search": SavedSearchFactory(person=employee),
        "link": share.link,
        "conversation": conversation,
        "reply": ReplyFactory(share=share),
        "closed": ConversationFactory(person=employee, state="closed"),
        "feedback": FeedbackFactory(conversation=ConversationFactory(person=employee)),
        "token": ApiTokenFactory(person=employee),
        "notification": NotificationFactory(person=employee),
    }

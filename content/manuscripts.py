"""All that a curator writes about a story, in one piece: it is edited, submitted, compared and approved as a whole."""

from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from accounts.models import Team
from content.models import (
    Attachment,
    AudienceRule,
    Campaign,
    Caption,
    Evidence,
    Picture,
    Story,
    StoryVersion,
    Topic,
)

Row = TypeVar("Row", bound=Model)

WORDS = (
    "kind",
    "url",
    "title",
    "summary",
    "body",
    "site_name",
    "language",
    "minutes",
    "value_reader",
    "value_employee",
    "value_company",
    "picture_alt",
    "attachment_text",
    "place",
    "event_starts_at",
    "event_ends_at",
    "deadline_at",
    "offer_code",
    "offer_stock",
    "places",
    "places_per_day",
    "claim_days",
    "goes_live_at",
    "expires_at",
)
# So many lines are looked through by a person; a page lays out a form for each.
MOST_CAPTIONS = 20
MOST_AUDIENCE = 30
MOST_EVIDENCE = 20
MOMENTS = ("goes_live_at", "expires_at", "event_starts_at", "event_ends_at", "deadline_at")


@dataclass(frozen=True)
class CaptionWords:
    language: str
    text: str
    network: str = ""  # empty: any


@dataclass(frozen=True)
class Audience:
    """Empty fields fit everybody; a team is named by its public id and stands for all teams below it; so is a topic,
    which stands for those who are interested in it.
    """

    team: str = ""
    region: str = ""
    language: str = ""
    topic: str = ""


@dataclass(frozen=True)
class EvidenceLine:
    """A fact that the story claims, where it is written, and the last day on which it holds (ISO; empty: for good)."""

    statement: str
    source: str
    url: str = ""
    holds_until: str = ""


@dataclass(frozen=True)
class Manuscript:
    kind: str = Story.Kind.LINK
    url: str = ""
    title: str = ""
    summary: str = ""
    body: str = ""
    site_name: str = ""
    language: str = "en"
    minutes: int = 1
    value_reader: str = ""
    value_employee: str = ""
    value_company: str = ""
    picture: str = ""  # public id
    picture_alt: str = ""
    attachment: str = ""  # public id
    attachment_text: str = ""
    place: str = ""
    event_starts_at: datetime | None = None
    event_ends_at: datetime | None = None
    deadline_at: datetime | None = None
    offer_code: str = ""
    offer_stock: int | None = None
    campaign: str = ""  # public id
    places: int = 12
    places_per_day: int | None = None
    claim_days: int = 3
    goes_live_at: datetime | None = None  # empty: as soon as it is approved
    expires_at: datetime | None = None
    prompts: tuple[str, ...] = ()
    captions: tuple[CaptionWords, ...] = ()
    audience: tuple[Audience, ...] = field(default=())
    topics: tuple[str, ...] = ()  # public ids
    evidence: tuple[EvidenceLine, ...] = ()

    @property
    def values(self) -> tuple[str, str, str]:
        return (self.value_reader, self.value_employee, self.value_company)


def of_story(*, story: Story) -> Manuscript:
    """This will read what a story's columns say, the approved version once there is one. Source: six queries."""
    return Manuscript(
        **{name: getattr(story, name) for name in WORDS},
        picture=str(story.picture.public_id) if story.picture else "",
        attachment=str(story.attachment.public_id) if story.attachment else "",
        campaign=str(story.campaign.public_id) if story.campaign else "",
        prompts=tuple(story.prompts),
        captions=tuple(
            CaptionWords(language=caption.language, text=caption.text, network=caption.network)
            for caption in story.captions.all()
        ),
        audience=tuple(
            Audience(
                team=str(rule.team.public_id) if rule.team else "",
                region=rule.region,
                language=rule.language,
                topic=str(rule.topic.public_id) if rule.topic else "",
            )
            for rule in story.audience.select_related("team", "topic").order_by("pk")
        ),
        topics=tuple(str(topic.public_id) for topic in story.topics.all()),
        evidence=tuple(
            EvidenceLine(
                statement=line.statement,
                source=line.source,
                url=line.url,
                holds_until=line.holds_until.isoformat() if line.holds_until else "",
            )
            for line in story.evidence.all()
        ),
    )


def of_version(*, story: Story, number: int) -> Manuscript:
    """This will read what a version of a story said. Source: one query."""
    return from_json(StoryVersion.objects.get(story=story, number=number).said)


def newest(*, story: Story) -> Manuscript:
    """This will read what the curators wrote last: a change of an approved story, or else its columns."""
    if story.approved_version is not None and story.version > story.approved_version:
        return of_version(story=story, number=story.version)
    return of_story(story=story)


def as_json(manuscript: Manuscript) -> dict[str, Any]:
    said = asdict(manuscript)
    for name in MOMENTS:
        said[name] = said[name].isoformat() if said[name] else None
    return said


def from_json(said: dict[str, Any]) -> Manuscript:
    """This will read a manuscript as it was stored; fields that came later have their defaults."""
    known = {each.name: said[each.name] for each in fields(Manuscript) if each.name in said}
    for name in MOMENTS:
        known[name] = datetime.fromisoformat(known[name]) if known.get(name) else None
    known["prompts"] = tuple(known.get("prompts", ()))
    known["captions"] = tuple(CaptionWords(**caption) for caption in known.get("captions", ()))
    known["audience"] = tuple(Audience(**rule) for rule in known.get("audience", ()))
    known["topics"] = tuple(known.get("topics", ()))
    known["evidence"] = tuple(EvidenceLine(**line) for line in known.get("evidence", ()))
    return Manuscript(**known)


def columns(manuscript: Manuscript) -> dict[str, Any]:
    """This will give the values of a story's own columns, for an update. Source: up to three queries."""
    return {
        **{name: getattr(manuscript, name) for name in WORDS},
        "prompts": list(manuscript.prompts),
        "picture": _named(Picture.objects.all(), manuscript.picture),
        "attachment": _named(Attachment.objects.all(), manuscript.attachment),
        "campaign": _named(Campaign.objects.all(), manuscript.campaign),
    }


def write_lines(*, story: Story, manuscript: Manuscript) -> None:
    """This will replace a story's captions, audience, topics and evidence; call it in the transaction that updates the
    columns.
    """
    story.captions.all().delete()
    Caption.objects.bulk_create(
        Caption(story=story, network=caption.network, language=caption.language, text=caption.text)
        for caption in manuscript.captions
    )
    story.audience.all().delete()
    teams, topics = teams_of(manuscript), topics_of(manuscript)
    AudienceRule.objects.bulk_create(
        AudienceRule(
            story=story,
            team=teams[rule.team] if rule.team else None,
            region=rule.region,
            language=rule.language,
            topic=topics[rule.topic] if rule.topic else None,
        )
        for rule in manuscript.audience
        if (not rule.team or rule.team in teams) and (not rule.topic or rule.topic in topics)
    )
    story.topics.set([topics[each] for each in manuscript.topics if each in topics])
    story.evidence.all().delete()
    Evidence.objects.bulk_create(
        Evidence(
            story=story,
            statement=line.statement,
            source=line.source,
            url=line.url,
            holds_until=date.fromisoformat(line.holds_until) if line.holds_until else None,
        )
        for line in manuscript.evidence
    )


def teams_of(manuscript: Manuscript) -> dict[str, Team]:
    """This will find the teams that the audience names, by public id, in one query."""
    named = {UUID(rule.team) for rule in manuscript.audience if rule.team}
    return {str(team.public_id): team for team in Team.objects.filter(public_id__in=named)} if named else {}


def topics_of(manuscript: Manuscript) -> dict[str, Topic]:
    """This will find the topics that a manuscript names, its own and its audience's, by public id, in one query."""
    named = {UUID(each) for each in (*manuscript.topics, *(rule.topic for rule in manuscript.audience)) if each}
    return {str(topic.public_id): topic for topic in Topic.objects.filter(public_id__in=named)} if named else {}


def _named(rows: QuerySet[Row], public_id: str) -> Row | None:
    return rows.filter(public_id=public_id).first() if public_id else None


@dataclass(frozen=True)
class Shown:
    """A manuscript with the rows that it names, as a page shows it."""

    words: Manuscript
    picture: Picture | None
    campaign: Campaign | None
    attachment: Attachment | None


def shown(manuscript: Manuscript) -> Shown:
    """This will find the picture, the campaign and the file that a manuscript names. Source: up to three queries."""
    campaigns = Campaign.objects.select_related("objective")
    return Shown(
        words=manuscript,
        picture=_named(Picture.objects.all(), manuscript.picture),
        campaign=_named(campaigns, manuscript.campaign),
        attachment=_named(Attachment.objects.all(), manuscript.attachment),
    )

"""All that a curator writes about a story, in one piece: it is edited, submitted, compared and approved as a whole."""

from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import Team
from content.models import AudienceRule, Campaign, Caption, Picture, Story, StoryVersion

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
    "places",
    "places_per_day",
    "claim_days",
    "goes_live_at",
    "expires_at",
)


@dataclass(frozen=True)
class CaptionWords:
    language: str
    text: str
    network: str = ""  # empty: any


@dataclass(frozen=True)
class Audience:
    """Empty fields fit everybody; a team is named by its public id and stands for all teams below it."""

    team: str = ""
    region: str = ""
    language: str = ""


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
    campaign: str = ""  # public id
    places: int = 12
    places_per_day: int | None = None
    claim_days: int = 3
    goes_live_at: datetime | None = None  # empty: as soon as it is approved
    expires_at: datetime | None = None
    prompts: tuple[str, ...] = ()
    captions: tuple[CaptionWords, ...] = ()
    audience: tuple[Audience, ...] = field(default=())

    @property
    def values(self) -> tuple[str, str, str]:
        return (self.value_reader, self.value_employee, self.value_company)


def of_story(*, story: Story) -> Manuscript:
    """This will read what a story's columns say, the approved version once there is one. Source: four queries."""
    return Manuscript(
        **{name: getattr(story, name) for name in WORDS},
        picture=str(story.picture.public_id) if story.picture else "",
        campaign=str(story.campaign.public_id) if story.campaign else "",
        prompts=tuple(story.prompts),
        captions=tuple(
            CaptionWords(language=caption.language, text=caption.text, network=caption.network)
            for caption in story.captions.all()
        ),
        audience=tuple(
            Audience(team=str(rule.team.public_id) if rule.team else "", region=rule.region, language=rule.language)
            for rule in story.audience.select_related("team").order_by("pk")
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
    for name in ("goes_live_at", "expires_at"):
        said[name] = said[name].isoformat() if said[name] else None
    return said


def from_json(said: dict[str, Any]) -> Manuscript:
    """This will read a manuscript as it was stored; fields that came later have their defaults."""
    known = {each.name: said[each.name] for each in fields(Manuscript) if each.name in said}
    for name in ("goes_live_at", "expires_at"):
        known[name] = datetime.fromisoformat(known[name]) if known.get(name) else None
    known["prompts"] = tuple(known.get("prompts", ()))
    known["captions"] = tuple(CaptionWords(**caption) for caption in known.get("captions", ()))
    known["audience"] = tuple(Audience(**rule) for rule in known.get("audience", ()))
    return Manuscript(**known)


def columns(manuscript: Manuscript) -> dict[str, Any]:
    """This will give the values of a story's own columns, for an update. Source: up to two queries."""
    return {
        **{name: getattr(manuscript, name) for name in WORDS},
        "prompts": list(manuscript.prompts),
        "picture": Picture.objects.filter(public_id=manuscript.picture).first() if manuscript.picture else None,
        "campaign": Campaign.objects.filter(public_id=manuscript.campaign).first() if manuscript.campaign else None,
    }


def write_lines(*, story: Story, manuscript: Manuscript) -> None:
    """This will replace a story's captions and audience; call it in the transaction that updates the columns."""
    story.captions.all().delete()
    Caption.objects.bulk_create(
        Caption(story=story, network=caption.network, language=caption.language, text=caption.text)
        for caption in manuscript.captions
    )
    story.audience.all().delete()
    teams = teams_of(manuscript)
    AudienceRule.objects.bulk_create(
        AudienceRule(
            story=story, team=teams[rule.team] if rule.team else None, region=rule.region, language=rule.language
        )
        for rule in manuscript.audience
        if not rule.team or rule.team in teams
    )


def teams_of(manuscript: Manuscript) -> dict[str, Team]:
    """This will find the teams that the audience names, by public id. Source: one query."""
    named = {UUID(rule.team) for rule in manuscript.audience if rule.team}
    return {str(team.public_id): team for team in Team.objects.filter(public_id__in=named)} if named else {}


@dataclass(frozen=True)
class Shown:
    """A manuscript with the rows that it names, as a page shows it."""

    words: Manuscript
    picture: Picture | None
    campaign: Campaign | None


def shown(manuscript: Manuscript) -> Shown:
    """This will find the picture and the campaign that a manuscript names. Source: up to two queries."""
    campaigns = Campaign.objects.select_related("objective")
    return Shown(
        words=manuscript,
        picture=Picture.objects.filter(public_id=manuscript.picture).first() if manuscript.picture else None,
        campaign=campaigns.filter(public_id=manuscript.campaign).first() if manuscript.campaign else None,
    )

"""How a story begins: from a page that was read, from nothing, from a template, or from a story in another language.

What a beginning does not know stays empty; what every story needs has a first value that the editor shows.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import company
from accounts.models import Person, Team
from accounts.roles import Role
from content import manuscripts, reach, stories, translations
from content.audiences import OutsideTeam, check_inside
from content.manuscripts import Audience, Manuscript
from content.models import Campaign, Idea, Preview, Story, StoryTemplate

DAYS = 14


class UnknownLanguage(ValidationError):
    pass


class SameLanguage(ValidationError):
    pass


class UnknownKind(ValidationError):
    pass


def blank(*, kind: str, by: Person, now: datetime, title: str = "", summary: str = "", url: str = "") -> Story:
    """This will make a draft of a kind with nothing in it but what every story begins with.

    Errors: UnknownKind; as stories.create.
    """
    if kind not in Story.Kind.values:
        raise UnknownKind(gettext_lazy("There is no such kind of story. Choose one of the eight."), code="unknown_kind")
    team = reach.home(person=by)
    words = Manuscript(kind=kind, title=title, summary=summary, url=url, language=_language(by.language))
    return stories.create(manuscript=_offered(words, team=team, now=now), by=by, now=now, owner_team=team)


def from_preview(*, preview: Preview, by: Person, now: datetime) -> Story:
    """This will make a draft of a page; one that could not be read gives a draft with nothing but its link.

    An idea whose link it was becomes this story. Safe to repeat: a preview becomes one story.
    Errors: as stories.create.
    """
    team = reach.home(person=by)
    words = Manuscript(
        url=preview.final_url or preview.url,
        title=preview.title or (preview.entry.title if preview.entry else ""),
        summary=preview.description or (preview.entry.summary if preview.entry else ""),
        site_name=preview.site_name,
        language=_language(preview.language, otherwise=by.language),
        minutes=max(1, preview.minutes),
        picture=str(preview.picture.public_id) if preview.picture else "",
    )
    manuscript = _offered(words, team=team, now=now)
    with transaction.atomic():
        story = stories.create(
            manuscript=manuscript, by=by, now=now, owner_team=team, preview=preview, entry=preview.entry
        )
        Idea.objects.filter(preview=preview, story=None).update(story=story)
    return story


def from_template(*, template: StoryTemplate, by: Person, now: datetime) -> Story:
    """This will make a draft as the template says it, with dates of its own.

    What it names and is gone falls away: a campaign that closed, an audience that this curator may not choose.
    Errors: as stories.create.
    """
    team = reach.home(person=by)
    words = manuscripts.from_json(template.said)
    if words.campaign and not Campaign.objects.filter(public_id=words.campaign, closed_on=None).exists():
        words = replace(words, campaign="")
    try:
        check_inside(manuscript=words, team=team)
    except OutsideTeam:
        words = replace(words, audience=())
    return stories.create(manuscript=_offered(words, team=team, now=now), by=by, now=now, owner_team=team)


def translation(*, story: Story, language: str, by: Person, now: datetime) -> Story:
    """This will begin a story's sibling in another language: its structure and its words, which wait to be said anew.

    Captions fall away, they belong to a language; its lines of "for whom" name the new one.
    Safe to repeat: a language that a sibling speaks already gives that one.
    Errors: reach.OutsideReach, UnknownLanguage, SameLanguage.
    """
    reach.require(person=by, role=Role.CURATOR, team=story.owner_team)
    if language not in dict(settings.LANGUAGES):
        raise UnknownLanguage(gettext_lazy("Stories are not told in this language here."), code="unknown_language")
    if language == story.language:
        raise SameLanguage(gettext_lazy("This story speaks that language already."), code="same_language")
    with transaction.atomic():
        # Locked, so that two curators begin one sibling and not two.
        root = Story.objects.select_for_update(of=("self",)).get(pk=story.translation_of_id or story.pk)
        already = next((each for each in translations.family(story=root) if each.language == language), None)
        if already is not None:
            return already
        said = manuscripts.newest(story=story)
        words = replace(
            said,
            language=language,
            captions=(),
            audience=tuple(_in_language(said.audience, language)),
            goes_live_at=_if_to_come(said.goes_live_at, now),
            expires_at=_if_to_come(said.expires_at, now),
        )
        sibling = stories.create(
            manuscript=_offered(words, team=story.owner_team, now=now), by=by, now=now, owner_team=story.owner_team
        )
        Story.objects.filter(pk=sibling.pk).update(translation_of=root)
        sibling.translation_of = root
    return sibling


def _offered(words: Manuscript, *, team: Team | None, now: datetime) -> Manuscript:
    """Questions, an audience and an end, as far as there are none."""
    zone = company.current().zone
    ends_on = company.day(at=now, zone=zone) + timedelta(days=DAYS + 1)
    return replace(
        words,
        prompts=words.prompts or (_("What did you see yourself?"), _("What surprised you?")),
        audience=words.audience or (Audience(team=str(team.public_id) if team else ""),),
        expires_at=words.expires_at or company.day_starts(on=ends_on, zone=zone),
    )


def _language(wanted: str, *, otherwise: str = "en") -> str:
    return wanted if wanted in dict(settings.LANGUAGES) else otherwise


def _in_language(audience: Iterable[Audience], language: str) -> list[Audience]:
    return list(dict.fromkeys(replace(rule, language=language) for rule in audience))


def _if_to_come(at: datetime | None, now: datetime) -> datetime | None:
    return at if at and at > now else None

"""What changed between two manuscripts, in words for the person who has to say yes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

import networks
from content import manuscripts
from content.manuscripts import Manuscript
from content.models import Campaign, Picture


@dataclass(frozen=True)
class Change:
    """One thing; an empty text was or is not there."""

    label: str
    before: str
    after: str


def between(*, before: Manuscript | None, after: Manuscript) -> tuple[Change, ...]:
    """This will name what differs, in the editor's order; without `before`, everything that is said.

    Units: dates and times in the time zone that is active. Source: up to six queries.
    """
    lines = _lines(after)
    earlier = dict(_lines(before)) if before is not None else {}
    return tuple(
        Change(label=label, before=earlier.get(label, ""), after=text)
        for label, text in lines
        if text != earlier.get(label, "")
    )


def _lines(manuscript: Manuscript) -> Sequence[tuple[str, str]]:
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    return (
        (_("Title"), manuscript.title),
        (_("In two sentences"), manuscript.summary),
        (_("Link"), manuscript.url),
        (_("Language"), languages.get(manuscript.language, manuscript.language)),
        (_("Minutes to read"), str(manuscript.minutes)),
        (_("Campaign"), _named(Campaign.objects.all(), manuscript.campaign)),
        (_("Picture"), _named(Picture.objects.all(), manuscript.picture)),
        (_("What the picture shows"), manuscript.picture_alt),
        (_("Readers"), manuscript.value_reader),
        (_("The colleague"), manuscript.value_employee),
        (_("The company"), manuscript.value_company),
        (_("Questions"), "\n".join(manuscript.prompts)),
        (_("Captions"), "\n".join(_caption(caption, languages) for caption in manuscript.captions)),
        (_("For whom"), "\n".join(audience(manuscript))),
        (_("Goes live"), _moment(manuscript.goes_live_at) or _("as soon as it is approved")),
        (_("Ends"), _moment(manuscript.expires_at)),
        (_("Places"), str(manuscript.places)),
        (_("Places a day"), str(manuscript.places_per_day or _("no limit"))),
        (_("A place is kept for"), _("%(days)s days") % {"days": manuscript.claim_days}),
    )


def audience(manuscript: Manuscript) -> list[str]:
    """This will write each audience rule as a line: "Signalling · North · German". Source: one query at most."""
    teams = manuscripts.teams_of(manuscript)
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    return [
        " · ".join(
            filter(
                None,
                (
                    str(teams.get(rule.team, _("a team that is gone"))) if rule.team else "",
                    rule.region,
                    languages.get(rule.language, rule.language),
                ),
            )
        )
        or _("Everybody")
        for rule in manuscript.audience
    ]


def _caption(caption: manuscripts.CaptionWords, languages: dict[str, str]) -> str:
    network = str(networks.get(caption.network).name) if caption.network else _("Any network")
    return f"{network}, {languages.get(caption.language, caption.language)}: {caption.text}"


def _named(rows: QuerySet[Any], public_id: str) -> str:
    return str(rows.filter(public_id=public_id).first() or "") if public_id else ""


def _moment(at: datetime | None) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT") if at else ""

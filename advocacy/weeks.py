"""A person's own week: what he read, told and talked about. Only he sees it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from accounts import company
from accounts.models import CompanySettings, Person, Team
from advocacy import statements
from advocacy.clicks import figures
from advocacy.models import Conversation, Share

# One statement: each of these numbers, asked for by the ORM, costs more to compose than to count.
_SELECT = """
SELECT team.id, team.name, team.path,
       (SELECT COUNT(*) FROM advocacy_reading WHERE person_id = %(person)s AND read_at >= %(monday)s),
       (SELECT COUNT(*) FROM advocacy_share
         WHERE person_id = %(person)s AND state = 'posted' AND posted_at >= %(monday)s),
       (SELECT COUNT(*) FROM advocacy_conversation WHERE person_id = %(person)s AND started_at >= %(monday)s),
       (SELECT COUNT(*) FROM advocacy_decline WHERE person_id = %(person)s AND at >= %(midnight)s)
           + (SELECT COUNT(*) FROM advocacy_claim WHERE person_id = %(person)s AND taken_at >= %(midnight)s),
       (SELECT COUNT(*) FROM advocacy_conversation WHERE person_id = %(person)s AND state = 'waiting'),
       (SELECT COUNT(*) FROM advocacy_claim WHERE person_id = %(person)s AND state = 'open'),
       (SELECT COUNT(*) FROM advocacy_share WHERE person_id = %(person)s AND state = 'posted')
  FROM accounts_person AS person LEFT JOIN accounts_team AS team ON team.id = person.team_id
 WHERE person.id = %(person)s
"""


@dataclass(frozen=True)
class Week:
    """`person` has the team with it. `handled_today`: stories put aside or taken up since the company's midnight.

    The last three are of all time and not of the week: they spare a page the questions that have no answer.
    """

    person: Person
    readings: int
    shares: int
    conversations: int
    handled_today: int
    waiting: int
    open_claims: int
    posts: int


@dataclass(frozen=True)
class Effect:
    """The newest post of a person, with the people who opened it and those who talked with him about it."""

    share: Share
    human: int
    conversations: int


def of(*, person: Person, settings: CompanySettings, now: datetime) -> Week:
    """This will count somebody's company week so far. Source: one query."""
    monday = company.day_starts(on=company.week(at=now, zone=settings.zone), zone=settings.zone)
    midnight = company.day_starts(on=company.day(at=now, zone=settings.zone), zone=settings.zone)
    rows = statements.ask(_SELECT, {"person": person.pk, "monday": monday, "midnight": midnight})
    team_id, name, path, *numbers = rows[0]
    if team_id and "team" not in person._state.fields_cache:  # noqa: SLF001 - what select_related would do
        person.team = Team(pk=team_id, name=name, path=path)
    return Week(person, *numbers)


def newest_effect(*, person: Person) -> Effect | None:
    """This will say what came of somebody's newest post; None before the first. Source: one query."""
    talks = Conversation.objects.filter(share=OuterRef("pk")).order_by().values("share").annotate(total=Count("pk"))
    posted = Share.objects.filter(person=person, state=Share.State.POSTED).select_related("story")
    share = (
        posted.annotate(
            human=figures.behind("link", "human"),
            talks=Coalesce(Subquery(talks.values("total")), Value(0)),
        )
        .order_by("-posted_at")
        .first()
    )
    return Effect(share=share, human=share.human, conversations=share.talks) if share else None

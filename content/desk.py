"""What lies on a curator's desk: this week, the stories by state, what came in, what waits for a yes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import company
from accounts.models import CompanySettings, Person
from accounts.roles import Role
from content import approvals, entries
from content.models import FeedEntry, Story

SHELF = 3
STATES = (Story.State.DRAFT, Story.State.REVIEW, Story.State.APPROVED, Story.State.LIVE, Story.State.ENDED)
ON_SHELF_BY = {
    Story.State.DRAFT: "-updated_at",
    Story.State.REVIEW: "submitted_at",
    Story.State.APPROVED: "goes_live_at",
    Story.State.LIVE: "expires_at",
    Story.State.ENDED: "-ended_at",
}


MOST_BARS = 8  # of the week


@dataclass(frozen=True)
class Bar:
    """A story within the week: from its first day to its last, counted 1 to 7."""

    story: Story
    first: int
    last: int
    is_planned: bool
    goes_on: bool


@dataclass(frozen=True)
class Day:
    on: date
    is_today: bool
    is_quiet: bool


@dataclass(frozen=True)
class Shelf:
    state: Story.State
    count: int
    stories: Sequence[Story]

    @property
    def more(self) -> int:
        return self.count - len(self.stories)


@dataclass(frozen=True)
class Desk:
    week_number: int
    days: Sequence[Day]
    bars: Sequence[Bar]
    bars_more: int  # stories of the week without a bar: they run all through it
    shelves: Sequence[Shelf]
    came_in: Sequence[FeedEntry]
    came_in_count: int
    waiting: Sequence[Story]

    @property
    def counts(self) -> Mapping[str, int]:
        return {shelf.state: shelf.count for shelf in self.shelves}

    @property
    def stories_count(self) -> int:
        return sum(shelf.count for shelf in self.shelves if shelf.state != Story.State.ENDED)

    @property
    def sentence(self) -> str:
        """The page begins with people: who waits, who reads, or what to begin with."""
        if self.waiting:
            first = self.waiting[0].submitted_by
            others = len(self.waiting) - 1
            if not others:
                return _("%(name)s waits for your yes.") % {"name": first}
            return ngettext(
                "%(name)s and one more wait for your yes.", "%(name)s and %(others)d more wait for your yes.", others
            ) % {"name": first, "others": others}
        live = self.counts[Story.State.LIVE]
        if live:
            return ngettext(
                "Colleagues can tell one story this week.", "Colleagues can tell %(count)d stories this week.", live
            ) % {"count": live}
        if self.counts[Story.State.APPROVED]:
            return _("Quiet now; the next story is planned.")
        return _("Nobody has a story to tell yet.")

    @property
    def lede(self) -> str:
        drafts, reviewed = self.counts[Story.State.DRAFT], self.counts[Story.State.REVIEW]
        return " ".join(
            (
                ngettext("%(count)d draft is begun.", "%(count)d drafts are begun.", drafts) % {"count": drafts},
                ngettext("%(count)d story waits for a yes.", "%(count)d stories wait for a yes.", reviewed)
                % {"count": reviewed},
            )
        )


def of(*, person: Person, now: datetime, settings: CompanySettings) -> Desk:
    """This will lay out a curator's desk.

    Shape: shelves in the order of a story's life; the week from Monday, by the company's zone; newest entries first.
    Source: content.Story and FeedEntry, about ten queries.
    """
    monday = company.week(at=now, zone=settings.zone)
    today = company.day(at=now, zone=settings.zone)
    days = [monday + timedelta(days=count) for count in range(7)]
    mine = Story.objects.in_reach(person, role=Role.CURATOR)
    came_in = entries.to_look_at()
    bars = _bars(person=person, days=days, settings=settings)
    return Desk(
        week_number=monday.isocalendar().week,
        days=[Day(on=day, is_today=day == today, is_quiet=day.weekday() > 4) for day in days],
        bars=bars[:MOST_BARS],
        bars_more=len(bars[MOST_BARS:]),
        shelves=_shelves(person=person, counts=dict(mine.values_list("state").annotate(Count("pk")))),
        came_in=list(came_in[:6]),
        came_in_count=came_in.count(),
        waiting=approvals.waiting_for(person=person),
    )


def _bars(*, person: Person, days: Sequence[date], settings: CompanySettings) -> list[Bar]:
    """The stories of the week: those that begin or end in it first, then those that run all through it."""
    starts = company.day_starts(on=days[0], zone=settings.zone)
    ends = company.day_starts(on=days[-1] + timedelta(days=1), zone=settings.zone)
    stories = (
        Story.objects.in_reach(person, role=Role.CURATOR)
        .filter(state__in=(Story.State.LIVE, Story.State.APPROVED), goes_live_at__lt=ends, expires_at__gt=starts)
        .order_by("goes_live_at", "pk")[:200]
    )
    bars = []
    for story in stories:
        if story.goes_live_at is None or story.expires_at is None:
            continue
        first = max(company.day(at=story.goes_live_at, zone=settings.zone), days[0])
        last = min(company.day(at=story.expires_at - timedelta(seconds=1), zone=settings.zone), days[-1])
        bars.append(
            Bar(
                story=story,
                first=(first - days[0]).days + 1,
                last=max((last - days[0]).days, (first - days[0]).days) + 1,
                is_planned=story.state == Story.State.APPROVED,
                goes_on=story.expires_at > ends,
            )
        )
    return sorted(bars, key=lambda bar: bar.first == 1 and bar.goes_on)


def _shelves(*, person: Person, counts: Mapping[str, int]) -> list[Shelf]:
    mine = Story.objects.in_reach(person, role=Role.CURATOR).select_related("author")
    return [
        Shelf(
            state=state,
            count=counts.get(state, 0),
            stories=list(mine.filter(state=state).order_by(ON_SHELF_BY[state], "pk")[:SHELF])
            if counts.get(state)
            else [],
        )
        for state in STATES
    ]

"""What lies on a curator's desk: this week, the stories by state, what came in, what waits for a yes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import company
from accounts.models import CompanySettings, Person
from accounts.roles import Role
from content import approvals, entries, weeks
from content.models import FeedEntry, Story
from content.weeks import Week

SHELF = 3
STATES = (Story.State.DRAFT, Story.State.REVIEW, Story.State.APPROVED, Story.State.LIVE, Story.State.ENDED)
ON_SHELF_BY = {
    Story.State.DRAFT: "-updated_at",
    Story.State.REVIEW: "submitted_at",
    Story.State.APPROVED: "goes_live_at",
    Story.State.LIVE: "expires_at",
    Story.State.ENDED: "-ended_at",
}


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
    week: Week
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
        """What else there is, without what there is none of; a company that begins reads what to do first."""
        begin = len(self.week.begins)
        drafts, reviewed = self.counts[Story.State.DRAFT], self.counts[Story.State.REVIEW]
        said = (
            (begin, ngettext("%(count)d begins this week.", "%(count)d begin this week.", begin)),
            (drafts, ngettext("%(count)d draft is begun.", "%(count)d drafts are begun.", drafts)),
            (reviewed, ngettext("%(count)d story waits for a yes.", "%(count)d stories wait for a yes.", reviewed)),
        )
        sentences = [sentence % {"count": count} for count, sentence in said if count]
        if sentences or self.counts[Story.State.LIVE]:
            return " ".join(sentences)
        return _("Begin with a page that is there already: paste its link, and the rest is filled in.")


def of(*, person: Person, now: datetime, settings: CompanySettings) -> Desk:
    """This will lay out a curator's desk.

    Shape: shelves in the order of a story's life; the week from Monday, by the company's zone; newest entries first.
    Source: content.Story and FeedEntry, about ten queries, and what weeks.of reads.
    """
    today = company.day(at=now, zone=settings.zone)
    mine = Story.objects.in_reach(person, role=Role.CURATOR)
    came_in = entries.to_look_at()
    return Desk(
        week=weeks.of(person=person, first=today, count=1, now=now, settings=settings).weeks[0],
        shelves=_shelves(person=person, counts=dict(mine.values_list("state").annotate(Count("pk")))),
        came_in=list(came_in[:6]),
        came_in_count=came_in.count(),
        waiting=approvals.waiting_for(person=person),
    )


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

"""The calendar: weeks with what is out, planned or meant in them, the days that stay quiet, and what is too much."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.humanize.templatetags.humanize import apnumber, intcomma
from django.template.defaultfilters import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import company
from accounts.models import CompanySettings, Person
from accounts.roles import Role
from content import quiet_days, saturation
from content.models import AudienceRule, QuietDay, Story
from content.saturation import Load

AT_ONCE = 4  # weeks on the page
MOST_BARS = 10  # in a week
MOST_TO_MOVE = 3
MOST_LOADS = 3
FIRST_DAY, LAST_DAY = date(2000, 1, 3), date(2099, 12, 28)
MEANT = (Story.State.DRAFT, Story.State.REVIEW)
SHOWN = (*MEANT, Story.State.APPROVED, Story.State.LIVE, Story.State.ENDED)


@dataclass(frozen=True)
class Span:
    """The company days of a story, before anything else of it is read."""

    story: int
    state: str
    first: date
    last: date

    def within(self, monday: date) -> bool:
        return self.first <= monday + timedelta(days=6) and self.last >= monday

    def runs_all_through(self, monday: date) -> bool:
        return self.first < monday and self.last > monday + timedelta(days=6)


@dataclass(frozen=True)
class Bar:
    """A story within the week: from its first day to its last, counted 1 to 7."""

    story: Story
    first: int
    last: int
    goes_on: bool
    came_on: bool

    @property
    def is_planned(self) -> bool:
        return self.story.state == Story.State.APPROVED

    @property
    def is_meant(self) -> bool:
        """Nobody said yes yet."""
        return self.story.state in MEANT

    @property
    def is_over(self) -> bool:
        return self.story.state == Story.State.ENDED

    @property
    def begins(self) -> bool:
        """Does the story begin in this week?"""
        return not self.came_on


@dataclass(frozen=True)
class Day:
    on: date
    is_today: bool
    is_weekend: bool
    quiet: Sequence[QuietDay]
    begins: Sequence[Bar]

    @property
    def is_quiet(self) -> bool:
        return self.is_weekend or bool(self.quiet)


@dataclass(frozen=True)
class Clash:
    """A story that would go live on a quiet day."""

    story: Story
    on: date
    quiet: QuietDay


@dataclass(frozen=True)
class TooMuch:
    """A group of which too much is asked, and what of it could still move."""

    load: Load
    movable: Sequence[Story]
    live: int  # stories among them that are out already


@dataclass(frozen=True)
class Week:
    monday: date
    days: Sequence[Day]
    bars: Sequence[Bar]
    bars_more: int
    load: Load | None  # of the group that is asked the most
    too_much: Sequence[TooMuch]
    clashes: Sequence[Clash]
    begins: Sequence[int]  # the keys of all stories that begin in it
    goes_on: int  # how many began before it

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def is_now(self) -> bool:
        return any(day.is_today for day in self.days)

    @property
    def level(self) -> str:
        return self.load.level if self.load else saturation.LEVELS[0]


@dataclass(frozen=True)
class Calendar:
    weeks: Sequence[Week]
    quiet: Sequence[QuietDay]

    @property
    def first(self) -> date:
        return self.weeks[0].monday

    @property
    def last(self) -> date:
        return self.weeks[-1].sunday

    @property
    def earlier(self) -> date:
        return max(FIRST_DAY, self.first - timedelta(days=7 * len(self.weeks)))

    @property
    def later(self) -> date:
        return min(LAST_DAY - timedelta(days=6), self.first + timedelta(days=7 * len(self.weeks)))

    @property
    def sentence(self) -> str:
        """The page begins with people: of whom too much is asked, or how many stories begin for them."""
        for week in self.weeks:
            for much in week.too_much:
                return _("Too much is asked of %(group)s in week %(week)d.") % {
                    "group": much.load.name,
                    "week": week.number,
                }
        begin = sum(len(week.begins) for week in self.weeks)
        if not begin:
            return _("Nothing begins in these four weeks.")
        number = capfirst(intcomma(apnumber(begin)))
        return ngettext(
            "One story begins in these four weeks.", "%(number)s stories begin in these four weeks.", begin
        ) % {"number": number}


def monday_of(day: date) -> date:
    """This will name the Monday of a day's week; a day that no calendar needs gives the nearest that one does."""
    near = min(max(day, FIRST_DAY), LAST_DAY)
    return near - timedelta(days=near.weekday())


def of(*, person: Person, first: date, count: int, now: datetime, settings: CompanySettings) -> Calendar:
    """This will lay out `count` weeks from the one in which `first` lies, by the company's days.

    Shape: a week shows ten stories at most, those that begin or end in it before those that only go on, in the order of
    time. What is asked of people counts the whole company's stories; those in the person's reach can move.
    Source: content.Story, AudienceRule, QuietDay and what saturation.of_weeks reads; at most twelve queries.
    """
    mondays = [monday_of(first) + timedelta(days=7 * number) for number in range(count)]
    spans = _spans(person=person, first=mondays[0], last=mondays[-1] + timedelta(days=6), zone=settings.zone)
    quiet = quiet_days.between(first=mondays[0], last=mondays[-1] + timedelta(days=6))
    asked = saturation.of_weeks(mondays=mondays, zone=settings.zone)
    mine = {span.story: span for span in spans}
    clashing = _clashing(spans=spans, quiet=quiet, first=mondays[0])
    heavy = {monday: [load for load in asked[monday] if load.is_too_much][:MOST_LOADS] for monday in mondays}
    seen = {monday: _in_week(spans, monday) for monday in mondays}
    drawn = {monday: _drawn(week, monday) for monday, week in seen.items()}
    movable = {
        monday: [[pk for pk, _asks in load.stories if pk in mine and _moves(mine[pk])][:MOST_TO_MOVE] for load in loads]
        for monday, loads in heavy.items()
    }
    wanted = {span.story for week in drawn.values() for span in week}
    wanted |= {pk for week in movable.values() for pks in week for pk in pks}
    wanted |= {span.story for span, _quiet in clashing}
    stories = Story.objects.select_related("author").in_bulk(wanted)
    today = company.day(at=now, zone=settings.zone)
    return Calendar(
        weeks=[
            _week(
                monday=monday,
                spans=seen[monday],
                drawn=drawn[monday],
                stories=stories,
                quiet=quiet,
                today=today,
                load=next(iter(asked[monday]), None),
                too_much=[
                    TooMuch(
                        load=load,
                        movable=[stories[pk] for pk in pks if pk in stories],
                        live=sum(1 for pk, _asks in load.stories if pk in mine and mine[pk].state == Story.State.LIVE),
                    )
                    for load, pks in zip(heavy[monday], movable[monday], strict=True)
                ],
                clashing=clashing,
            )
            for monday in mondays
        ],
        quiet=quiet,
    )


def _moves(span: Span) -> bool:
    """What is out already cannot begin later."""
    return span.state == Story.State.APPROVED


def _drawn(spans: Sequence[Span], monday: date) -> list[Span]:
    """Those that a week is about, in the order of time: what begins in it, then what ends, then what only goes on."""
    chosen = sorted(spans, key=lambda span: 0 if span.first >= monday else 2 if span.runs_all_through(monday) else 1)
    return sorted(chosen[:MOST_BARS], key=lambda span: (max(span.first, monday), span.first))


def _in_week(spans: Sequence[Span], monday: date) -> list[Span]:
    return [span for span in spans if span.within(monday)]


def _spans(*, person: Person, first: date, last: date, zone: ZoneInfo) -> list[Span]:
    """All stories in reach that have a day from `first` to `last`, the earliest first. Source: two queries."""
    starts = company.day_starts(on=first, zone=zone)
    ends = company.day_starts(on=last + timedelta(days=1), zone=zone)
    rows = (
        Story.objects.in_reach(person, role=Role.CURATOR)
        .filter(state__in=SHOWN, goes_live_at__lt=ends)
        .exclude(expires_at__lte=starts)
        .order_by("goes_live_at", "pk")
        .values_list("pk", "state", "goes_live_at", "expires_at")
    )
    spans = []
    for pk, state, goes_live_at, expires_at in rows:
        if goes_live_at is None:
            continue
        begins = company.day(at=goes_live_at, zone=zone)
        ends_on = company.day(at=expires_at - timedelta(seconds=1), zone=zone) if expires_at else begins
        if max(begins, ends_on) >= first:
            spans.append(Span(story=pk, state=state, first=begins, last=max(begins, ends_on)))
    return spans


def _clashing(*, spans: Sequence[Span], quiet: Sequence[QuietDay], first: date) -> list[tuple[Span, QuietDay]]:
    """Stories that are not out yet and begin on a quiet day. Source: one query when there may be any, else none."""
    found = [
        span
        for span in spans
        if span.state not in {Story.State.LIVE, Story.State.ENDED}
        and span.first >= first
        and any(each.first_on <= span.first <= each.last_on for each in quiet)
    ]
    if not found:
        return []
    regions: dict[int, list[str]] = defaultdict(list)
    rules = AudienceRule.objects.filter(story__in=[span.story for span in found])
    for story, region in rules.values_list("story_id", "region"):
        regions[story].append(region)
    return [
        (span, day)
        for span in found
        for day in quiet_days.against(on=span.first, regions=regions[span.story], among=quiet)
    ]


def _week(
    *,
    monday: date,
    spans: Sequence[Span],
    drawn: Sequence[Span],
    stories: Mapping[int, Story],
    quiet: Sequence[QuietDay],
    today: date,
    load: Load | None,
    too_much: Sequence[TooMuch],
    clashing: Sequence[tuple[Span, QuietDay]],
) -> Week:
    bars = [_bar(span, story=stories[span.story], monday=monday) for span in drawn if span.story in stories]
    days = []
    for number in range(7):
        on = monday + timedelta(days=number)
        days.append(
            Day(
                on=on,
                is_today=on == today,
                is_weekend=on.weekday() > 4,
                quiet=[each for each in quiet if each.first_on <= on <= each.last_on],
                begins=[bar for bar in bars if bar.begins and bar.first == number + 1],
            )
        )
    return Week(
        monday=monday,
        days=days,
        bars=bars,
        bars_more=len(spans) - len(drawn),
        load=load,
        too_much=too_much,
        clashes=[
            Clash(story=stories[span.story], on=span.first, quiet=day)
            for span, day in clashing
            if monday <= span.first <= monday + timedelta(days=6) and span.story in stories
        ],
        begins=[span.story for span in spans if span.first >= monday],
        goes_on=sum(1 for span in spans if span.first < monday),
    )


def _bar(span: Span, *, story: Story, monday: date) -> Bar:
    return Bar(
        story=story,
        first=max(0, (span.first - monday).days) + 1,
        last=min(6, (span.last - monday).days) + 1,
        goes_on=span.last > monday + timedelta(days=6),
        came_on=span.first < monday,
    )

"""The leader's figures: one frozen object that the page, the API and every later form of the report show."""

import math
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Max, Q, Sum

from accounts import company
from accounts.models import Headcount, Person
from advocacy.clicks import figures as clicked
from advocacy.models import Conversation, Feedback, Share
from charts.badges import Badge
from leaderboard import advice, headlines, verdicts
from leaderboard.amplification.intervals import Z_80
from leaderboard.headlines import Headline
from leaderboard.verdicts import Verdict

PERIOD = timedelta(days=30)
WAITING_LONG = timedelta(days=2)
HEADCOUNT_LAST = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Talks:
    """Conversations that began in the period, by evidence; `before` counts those of the period before it."""

    told: int
    threaded: int
    confirmed: int
    answered_in_a_day: int
    before: int
    badge: Badge = Badge.MEASURED

    @property
    def together(self) -> int:
        return self.told + self.threaded + self.confirmed


@dataclass(frozen=True, kw_only=True)
class Sharers:
    """Different people who shared, of how many, and how many there were in the period before."""

    people: int
    of: int
    before: int
    shares: int
    badge: Badge = Badge.MEASURED

    @property
    def part(self) -> float:
        return self.people / self.of if self.of else 0.0


@dataclass(frozen=True, kw_only=True)
class Clicks:
    """Clicks on personal links in the period; `visitors` counts each person once a day."""

    human: int
    visitors: int
    suspect: int
    robot: int
    badge: Badge = Badge.MEASURED


@dataclass(frozen=True, kw_only=True)
class NewPeople:
    """New people who could see it: the middle of the model's draws, and the range of eight in ten."""

    network: str
    middle: int
    low: int
    high: int
    is_taking_part_counted: bool
    badge: Badge = Badge.MODELLED


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Everything in the report, for the thirty days up to and with `until`."""

    since: date
    until: date
    verdicts: tuple[Verdict, ...]
    talks: Talks
    sharers: Sharers
    clicks: Clicks
    new_people: NewPeople | None
    article: Headline
    own: tuple[Headline, ...]
    next_steps: tuple[advice.Step, ...]

    @property
    def is_silent(self) -> bool:
        """Nobody shared and nobody talked."""
        return not (self.talks.together or self.sharers.people)

    @property
    def is_boring(self) -> bool:
        """Conversations and people who share differ from the period before by no more than chance would."""
        return not self.is_silent and all(
            abs(now - before) <= Z_80 * math.sqrt(now + before)
            for now, before in ((self.talks.together, self.talks.before), (self.sharers.people, self.sharers.before))
        )


def figures(*, now: datetime) -> Figures:
    """This will work out the report for the last thirty company days.

    Source: roll-ups and counts only, about fifteen queries however many objectives, people and clicks there are; the
    model's draws come from the cache when its inputs are the same.
    """
    zone = company.current().zone
    until = company.day(at=now, zone=zone)
    since = until - PERIOD + timedelta(days=1)
    start, before = company.day_starts(on=since, zone=zone), company.day_starts(on=since - PERIOD, zone=zone)
    employees = _headcount(on=until)
    by_network = _sharers_by_network(start=start, now=now)
    own = tuple(headlines.own(employees=employees, sharers=by_network, on=until))
    judged = tuple(verdicts.every(on=until))
    waiting = Conversation.objects.filter(state=Conversation.State.WAITING, last_turn_at__lte=now - WAITING_LONG)
    return Figures(
        since=since,
        until=until,
        verdicts=judged,
        talks=_talks(start=start, before=before, now=now),
        sharers=_sharers(start=start, before=before, now=now, employees=employees),
        clicks=_clicks(since=since, until=until),
        new_people=_new_people(own),
        article=headlines.article(),
        own=own,
        next_steps=tuple(
            advice.steps(
                verdicts=judged,
                own=own,
                waiting=waiting.count(),
                feedback=Feedback.objects.exclude(state=Feedback.State.ANSWERED).count(),
                on=until,
            )
        ),
    )


def _headcount(*, on: date) -> int:
    """The newest count of all teams together; a company that was never counted is counted now."""
    newest = Headcount.objects.filter(on__lte=on, on__gt=on - HEADCOUNT_LAST).aggregate(on=Max("on"))["on"]
    people = newest and Headcount.objects.filter(on=newest).aggregate(people=Sum("people"))["people"]
    return int(people or Person.objects.present().count())


def _talks(*, start: datetime, before: datetime, now: datetime) -> Talks:
    recent = Q(started_at__gte=start)
    evidence = Conversation.Evidence
    return Talks(
        **Conversation.objects.filter(started_at__gte=before, started_at__lte=now).aggregate(
            told=Count("pk", filter=recent & Q(evidence=evidence.TOLD)),
            threaded=Count("pk", filter=recent & Q(evidence=evidence.THREADED)),
            confirmed=Count("pk", filter=recent & Q(evidence=evidence.CONFIRMED)),
            answered_in_a_day=Count("pk", filter=recent & Q(answered_at__lte=F("started_at") + timedelta(days=1))),
            before=Count("pk", filter=~recent),
        )
    )


def _sharers(*, start: datetime, before: datetime, now: datetime, employees: int) -> Sharers:
    posted = Share.objects.filter(state=Share.State.POSTED, posted_at__gte=before, posted_at__lte=now)
    recent = Q(posted_at__gte=start)
    return Sharers(
        of=employees,
        **posted.aggregate(
            people=Count("person", filter=recent, distinct=True),
            before=Count("person", filter=~recent, distinct=True),
            shares=Count("pk", filter=recent),
        ),
    )


def _sharers_by_network(*, start: datetime, now: datetime) -> dict[str, int]:
    posted = Share.objects.filter(state=Share.State.POSTED, posted_at__gte=start, posted_at__lte=now)
    return dict(posted.order_by().values_list("network").annotate(Count("person", distinct=True)))


def _clicks(*, since: date, until: date) -> Clicks:
    return Clicks(**asdict(clicked.company(since, until + timedelta(days=1))))


def _new_people(own: tuple[Headline, ...]) -> NewPeople | None:
    if not own:
        return None
    largest = own[0]
    return NewPeople(
        network=largest.network,
        middle=round(largest.new_people.p50),
        low=round(largest.new_people.p10),
        high=round(largest.new_people.p90),
        is_taking_part_counted=largest.sharers is not None,
    )

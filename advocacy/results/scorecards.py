"""The scorecard of a story: how far people came, why some passed on it, how much was in own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from accounts import company, roles
from accounts.models import Person
from accounts.roles import Role
from advocacy import originality
from advocacy.measuring import figures
from advocacy.measuring.figures import Sums
from advocacy.models import Availability, Conversation, Decline, Share
from advocacy.results import ladders, ranges
from advocacy.results.ladders import Counts, Likes
from advocacy.results.ranges import ENOUGH, Range
from content import saturation
from content.models import Caption, Story

MOST_POSTS = 2000
MOST_TALKED_ABOUT = 200
BEST_CAPTIONS = 3
NEAR = 0.03  # likeness; below it a caption is not near a text at all


@dataclass(frozen=True)
class Passed:
    """Who passed on a story: only groups of five and more, so `people` may be fewer than there were.

    `is_all` says that nobody is left out of the sum.
    """

    people: int
    is_all: bool
    reasons: Sequence[tuple[str, int]]  # the label and how many, the most first; the empty label: no reason given


@dataclass(frozen=True)
class OwnWords:
    """How much of the posts was own words. Units: a part between 0 and 1; counts of posts."""

    spread: Range
    own: int
    close: int
    nearly_the_same: int


@dataclass(frozen=True)
class Inspiration:
    """A caption and how many conversations began under posts that were nearest to it."""

    text: str
    network: str
    talks: int


@dataclass(frozen=True)
class Step:
    """One rung: how many came here, of how many before, and the middle half of comparable stories."""

    key: str
    count: int
    before: int | None
    beside: Range | None

    @property
    def part(self) -> float | None:
        """The part of those before; clicks have none, for one post may be followed by many."""
        return self.count / self.before if self.before and self.key in {"claimed", "told"} else None

    @property
    def is_above(self) -> bool:
        return self.beside is not None and self.count > self.beside.high

    @property
    def is_below(self) -> bool:
        return self.beside is not None and self.count < self.beside.low


@dataclass(frozen=True)
class Scorecard:
    story: Story
    counts: Counts
    tellers: int
    likes: Likes
    engagement: Sums
    steps: Sequence[Step]
    places: int
    taken: int
    waiting: int
    asks: float | None  # of each person it is meant for, this week, with all other stories; None when it is not out
    passed: Passed | None
    own_words: OwnWords | None
    inspirations: Sequence[Inspiration]


def in_reach(*, person: Person) -> QuerySet[Story]:
    """This will keep the stories whose results a person may see: a leader all, a curator those of his reach."""
    if roles.holds(person=person, role=Role.LEADER):
        return Story.objects.all()
    return Story.objects.in_reach(person, role=Role.CURATOR)


def of(*, story: Story, now: datetime) -> Scorecard:
    """This will fill in the scorecard of a story.

    Source: counts and daily sums, about eighteen queries however often the story was told.
    """
    counts = ladders.of_stories([story.pk])[story.pk]
    likes = ladders.beside(story=story, now=now)
    row = Availability.objects.filter(story=story).first()
    posted = Share.objects.filter(story=story, state=Share.State.POSTED)
    tellers = posted.aggregate(people=Count("person", distinct=True))["people"]
    return Scorecard(
        story=story,
        counts=counts,
        tellers=tellers,
        likes=likes,
        engagement=figures.of_story(story=story),
        steps=_steps(counts, likes),
        places=story.places,
        taken=row.taken if row else 0,
        waiting=row.waiting if row else 0,
        asks=_asks(story=story, now=now),
        passed=passed(declines=Decline.objects.filter(story=story)),
        own_words=own_words(posts=posted),
        inspirations=_inspirations(story=story),
    )


def passed(*, declines: QuerySet[Decline]) -> Passed | None:
    """This will say why people passed on something; None when fewer than five did. Source: one query."""
    reasons = dict(declines.order_by().values_list("reason").annotate(Count("pk")))
    everybody = sum(reasons.values())
    if everybody < ENOUGH:
        return None
    shown = {reason: count for reason, count in reasons.items() if count >= ENOUGH}
    rest = everybody - sum(shown.values())
    # What is left over counts only when it is a group itself: else the difference would tell of fewer than five.
    is_all = rest == 0 or rest >= ENOUGH
    labels = dict(Decline.Reason.choices)
    ordered = sorted(shown.items(), key=lambda reason: -reason[1])
    return Passed(
        people=everybody if is_all else sum(shown.values()) or ENOUGH,
        is_all=is_all,
        reasons=[(str(labels.get(reason, "")), count) for reason, count in ordered],
    )


def own_words(*, posts: QuerySet[Share]) -> OwnWords | None:
    """This will say how much of some posts was own words; None for fewer than five posts. Source: one query."""
    likenesses = list(posts.exclude(words="").order_by("-posted_at").values_list("likeness", flat=True)[:MOST_POSTS])
    spread = ranges.middle_half(1 - likeness for likeness in likenesses)
    if spread is None:
        return None
    verdicts = [originality.Likeness(score, originality.Beside.NOTHING, "").verdict for score in likenesses]
    return OwnWords(
        spread=spread,
        own=verdicts.count(originality.Verdict.OWN),
        close=verdicts.count(originality.Verdict.CLOSE),
        nearly_the_same=verdicts.count(originality.Verdict.NEARLY_THE_SAME),
    )


def _asks(*, story: Story, now: datetime) -> float | None:
    """How often those whom the story is meant for are asked this week; of several groups, the one asked most."""
    if not story.is_open(now):
        return None
    zone = company.current().zone
    monday = company.week(at=now, zone=zone)
    loads = saturation.of_weeks(mondays=[monday], zone=zone)[monday]
    rules = story.audience.all()
    groups = {saturation.Group(team=rule.team_id, region=rule.region, language=rule.language) for rule in rules}
    return max((load.asks for load in loads if load.group in groups), default=None)


def _steps(counts: Counts, likes: Likes) -> list[Step]:
    before: dict[str, int | None] = {"claimed": counts.read, "told": counts.claimed}
    return [
        Step(key=name, count=getattr(counts, name), before=before.get(name), beside=likes.steps.get(name))
        for name in ladders.STEPS
    ]


def _inspirations(*, story: Story) -> list[Inspiration]:
    """Lay the conversations of posts at the caption each post was nearest to. Three queries at most."""
    under = Conversation.objects.filter(share__story=story, share__state=Share.State.POSTED).order_by()
    counted = under.values("share").annotate(count=Count("pk")).order_by("-count", "-share")
    talks: dict[int, int] = dict(counted.values_list("share", "count")[:MOST_TALKED_ABOUT])
    captions = {caption.text: caption for caption in Caption.objects.filter(story=story)} if talks else {}
    if not captions:
        return []
    found: dict[str, int] = {}
    for share in Share.objects.filter(pk__in=talks).only("words"):
        likeness = originality.compare(words=share.words, captions=captions, colleagues=())
        if likeness.score >= NEAR:
            found[likeness.nearest] = found.get(likeness.nearest, 0) + talks[share.pk]
    best = sorted(found.items(), key=lambda caption: -caption[1])[:BEST_CAPTIONS]
    return [Inspiration(text=text, network=captions[text].get_network_display(), talks=count) for text, count in best]

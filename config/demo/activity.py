"""Half a year of what people did with the stories: readings, claims, shares, clicks, conversations."""

import math
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import networks
from accounts import company as companies
from accounts.models import Notification, Person
from advocacy import links, originality
from advocacy.clicks import tallies
from advocacy.models import (
    Availability,
    Claim,
    Conversation,
    ConversationTurn,
    DailyClicks,
    Decline,
    Feedback,
    Link,
    Reading,
    Share,
)
from config.demo import words
from config.demo.fill import Tell, World, insert
from content import disclosures
from content.models import AudienceRule, Story

# Part of all people who ever tell a story; those who log on at all read more than they tell.
TELLERS, READERS = 0.13, 0.34
SATURDAY = 5
WEEKEND = 0.45  # so much of what comes on a workday
CLICKS = {"linkedin": 7.0, "bluesky": 4.0, "email": 1.6}


@dataclass
class Heap:
    """Rows that wait to be written, in the order in which they refer to each other."""

    readings: list[Reading] = field(default_factory=list)
    declines: list[Decline] = field(default_factory=list)
    availabilities: list[Availability] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    clicks: list[DailyClicks] = field(default_factory=list)
    conversations: list[Conversation] = field(default_factory=list)
    turns: list[ConversationTurn] = field(default_factory=list)


def live(world: World, tell: Tell) -> None:
    """This will let half a year pass."""
    chance, heap = world.chance, Heap()
    settings = companies.current()
    habit = {person.pk: chance.gammavariate(0.9, 1.0) for person in world.people if chance.random() < READERS}
    tellers = {pk for pk in habit if chance.random() < TELLERS / READERS}
    said = {
        language: disclosures.of(region=world.cast["curator"].region, language=language, company=settings)
        for language in ("en", "de")
    }
    shown = [story for story in world.stories if story.went_live_at]
    for number, story in enumerate(sorted(shown, key=lambda story: story.went_live_at or world.now)):
        tell("Letting half a year pass", number / len(shown))
        _story(world, heap, story=story, habit=habit, tellers=tellers, disclosure=said[story.language])
    _today_of_the_employee(world, heap)
    tell("Writing it down", 0.2)
    insert(heap.readings, Reading)
    insert(heap.declines, Decline)
    insert(heap.availabilities, Availability)
    insert(heap.claims, Claim)
    insert(heap.links, Link)
    tell("Writing it down", 0.6)
    insert(heap.shares, Share)
    insert(heap.clicks, DailyClicks)
    tallies.recount(since=date.min, until=date.max)
    insert(heap.conversations, Conversation)
    insert(heap.turns, ConversationTurn)
    _feedback(world, heap)
    _notices(world)


def _story(
    world: World, heap: Heap, *, story: Story, habit: dict[int, float], tellers: set[int], disclosure: str
) -> None:
    chance = world.chance
    starts, ends = story.went_live_at or world.now, min(story.expires_at or world.now, world.now)
    captions = [caption.text for caption in story.captions.all()]
    told: list[str] = []
    rule = story.audience.select_related("team").get()
    meant = [person for person in world.people if person.pk in habit and _is_meant(rule, person)]
    chance.shuffle(meant)
    interested = sorted(meant, key=lambda person: -habit[person.pk] * chance.random())[: round(len(meant) * 0.26)]
    taken = 0
    for person in interested:
        opened_at = _working_time(world, starts, ends)
        if (person is world.cast["employee"] and story.state == Story.State.LIVE) or person.joined_at > opened_at:
            continue
        is_read = chance.random() < 0.86
        read_at = min(opened_at + timedelta(seconds=chance.uniform(16, 240)), world.now) if is_read else None
        heap.readings.append(
            Reading(
                person=person,
                story=story,
                opened_at=opened_at,
                dwell_seconds=round((read_at - opened_at).total_seconds()) if read_at else chance.randint(1, 14),
                read_at=read_at,
                proof=Reading.Proof.DWELL if read_at else "",
            )
        )
        if read_at is None or person.pk not in tellers:
            if chance.random() < 0.12:
                reason = chance.choice(["", *Decline.Reason.values])
                heap.declines.append(Decline(person=person, story=story, reason=reason, at=opened_at))
            continue
        if taken < _places_used(story) and chance.random() < 0.6:
            taken += _claim(
                world, heap, story=story, person=person, at=read_at, captions=captions, told=told, disclosure=disclosure
            )
    heap.availabilities.append(
        Availability(story=story, places=story.places, taken=taken, places_per_day=story.places_per_day)
    )


def _is_meant(rule: AudienceRule, person: Person) -> bool:
    is_in = rule.team is None or (person.team is not None and person.team.path.startswith(rule.team.path))
    return is_in and rule.language in ("", person.language)


def _places_used(story: Story) -> int:
    """A live story keeps some of its places; one that ended may have been full."""
    return story.places if story.state != Story.State.LIVE else round(story.places * 0.8)


def _claim(
    world: World,
    heap: Heap,
    *,
    story: Story,
    person: Person,
    at: datetime,
    captions: list[str],
    told: list[str],
    disclosure: str,
) -> int:
    """This will take a place and answer with how many it keeps: 1, or 0 when it was let go or ran out."""
    chance = world.chance
    taken_at = min(at + timedelta(seconds=chance.uniform(5, 90)), world.now)
    keep_until = taken_at + timedelta(days=story.claim_days)
    fate = chance.choices(("shared", "released", "expired", "open"), (0.8, 0.08, 0.08, 0.04))[0]
    if fate in ("expired", "open"):
        fate = "open" if keep_until > world.now else "expired"
    ended = {"released": taken_at + timedelta(hours=3), "expired": keep_until}.get(fate)
    claim = Claim(
        person=person,
        story=story,
        story_version=1,
        state=fate,
        taken_at=taken_at,
        keep_until=keep_until,
        ended_at=min(ended, world.now) if ended else None,
    )
    heap.claims.append(claim)
    if fate == Claim.State.SHARED:
        for network in chance.choice((("linkedin",), ("linkedin",), ("linkedin", "bluesky"), ("bluesky",), ("email",))):
            posted_at = min(taken_at + timedelta(minutes=4 + min(chance.expovariate(1 / 70), 600)), world.now)
            _share(
                world,
                heap,
                claim=claim,
                network=network,
                at=posted_at,
                captions=captions,
                told=told,
                disclosure=disclosure,
            )
    return int(fate in (Claim.State.SHARED, Claim.State.OPEN))


def _text(chance: random.Random, *, story: Story, person: Person, captions: list[str]) -> str:
    if captions and chance.random() < 0.07:
        return chance.choice(captions)
    team = person.team.name if person.team else ""
    parts = (words.OPENINGS, words.MIDDLES, words.ENDINGS)
    return " ".join(chance.choice(part[story.language]) for part in parts).format(team=team)


def _share(
    world: World,
    heap: Heap,
    *,
    claim: Claim,
    network: str,
    at: datetime,
    captions: list[str],
    told: list[str],
    disclosure: str,
) -> None:
    chance, person, story = world.chance, claim.person, claim.story
    text = _text(chance, story=story, person=person, captions=captions)
    link = Link(
        code=_code(chance),
        person=person,
        story=story,
        team=person.team,
        network=network,
        target=links.target(story=story, network=network),
        created_at=claim.taken_at,
    )
    share = Share(
        claim=claim,
        link=link,
        person=person,
        story=story,
        story_version=1,
        team=person.team,
        network=network,
        words=text,
        disclosure=disclosure if chance.random() < 0.94 else "",
        likeness=originality.compare(words=text, captions=captions, colleagues=told[-40:]).score,
        state=Share.State.POSTED,
        opened_at=at - timedelta(seconds=50),
        posted_at=at,
        permalink=_permalink(chance, network),
    )
    told.append(text)
    heap.links.append(link)
    heap.shares.append(share)
    clicks = _clicks(world, heap, share=share, at=at)
    if chance.random() < 0.08 + clicks * 0.009:
        _conversation(world, heap, share=share, at=at)


def _code(chance: random.Random) -> str:
    return "".join(chance.choice(links.ALPHABET) for _letter in range(links.LENGTH))


def _permalink(chance: random.Random, network: str) -> str:
    number = chance.randrange(10**18, 10**19)
    if network == "linkedin" and chance.random() < 0.5:
        return networks.get(network).permalink(f"https://www.linkedin.com/feed/update/urn:li:share:{number}/")
    return ""


def _clicks(world: World, heap: Heap, *, share: Share, at: datetime) -> int:
    """This will spread a share's clicks over its first days and answer with how many people clicked."""
    chance = world.chance
    reach = chance.lognormvariate(0, 0.9) * CLICKS[share.network]
    everybody = 0
    for day in range(6):
        moment = at + timedelta(days=day)
        if moment > world.now:
            break
        is_free = moment.astimezone(world.zone).weekday() >= SATURDAY
        human = _poisson(chance, reach * 0.55 * 0.5**day * (WEEKEND if is_free else 1))
        robot, suspect = _poisson(chance, 2.4 * 0.4**day), _poisson(chance, 0.3 * 0.5**day)
        if human + robot + suspect == 0:
            continue
        everybody += human
        heap.clicks.append(
            DailyClicks(
                link=share.link,
                on=companies.day(at=moment, zone=world.zone),
                story=share.story,
                person=share.person,
                team=share.team,
                network=share.network,
                human=human,
                suspect=suspect,
                robot=robot,
                visitors=max(human - _poisson(chance, human * 0.08), min(human, 1)),
            )
        )
    return everybody


def _poisson(chance: random.Random, mean: float) -> int:
    """Knuth's way; the means here are small."""
    limit, product, count = math.exp(-min(mean, 60.0)), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def _conversation(
    world: World, heap: Heap, *, share: Share, at: datetime, is_open: bool = False
) -> Conversation | None:
    chance, language = world.chance, share.story.language
    asked_at = at + timedelta(hours=chance.uniform(1, 40))
    if asked_at > world.now:
        return None
    question, who = chance.choice(words.ASKED[language])
    answered_at = asked_at + timedelta(hours=chance.lognormvariate(1.4, 0.8))
    is_answered = answered_at < world.now and not is_open and (chance.random() < 0.9 or asked_at < world.ago(days=6))
    is_long = is_answered and chance.random() < 0.45
    turns = _turns(
        chance,
        language=language,
        question=question,
        asked_at=asked_at,
        answered_at=answered_at,
        length=1 + is_answered + 2 * is_long,
    )
    turns = [turn for turn in turns if turn.at <= world.now]
    has_thread = bool(share.permalink) and chance.random() < 0.3
    is_threaded = has_thread or len(turns) == 4
    conversation = Conversation(
        person=share.person,
        team=share.team,
        share=share,
        story=share.story,
        channel=share.network,
        counterpart=who,
        thread_url=share.permalink if has_thread else "",
        state=Conversation.State.WAITING if not is_answered else chance.choice(("answered", "closed")),
        evidence=Conversation.Evidence.THREADED if is_threaded else Conversation.Evidence.TOLD,
        threaded_at=turns[-1].at if is_threaded else None,
        outcome=chance.choice(["", "", "relationship", "opportunity", "hire", "support"]) if is_long else "",
        started_at=asked_at,
        last_turn_at=turns[-1].at,
        answered_at=answered_at if is_answered else None,
        remind_at=None if is_answered else world.now + timedelta(hours=chance.uniform(4, 20)),
        form_key=uuid.UUID(int=chance.getrandbits(128), version=4),
    )
    for turn in turns:
        turn.conversation = conversation
    heap.conversations.append(conversation)
    heap.turns += turns
    return conversation


def _turns(
    chance: random.Random, *, language: str, question: str, asked_at: datetime, answered_at: datetime, length: int
) -> list[ConversationTurn]:
    side = ConversationTurn.Side
    answer = chance.choice(words.ANSWERED[language])
    then = chance.choice(words.THEN[language])
    whole = (
        ConversationTurn(side=side.THEM, text=question, at=asked_at),
        ConversationTurn(side=side.US, text=answer, at=answered_at),
        ConversationTurn(side=side.THEM, text=then, at=answered_at + timedelta(hours=2)),
        ConversationTurn(side=side.US, text="👍", at=answered_at + timedelta(hours=3)),
    )
    return list(whole[:length])


def _working_time(world: World, starts: datetime, ends: datetime) -> datetime:
    """Somewhere in between, more often early, between half past six and eight in the evening, seldom at a weekend."""
    part = world.chance.betavariate(1.0, 2.2)
    moment = starts + (ends - starts) * part
    local = moment.astimezone(world.zone)
    if local.weekday() >= SATURDAY and world.chance.random() < 0.85:
        # To a workday before it; what began at the weekend has the days that it has.
        local -= timedelta(days=local.weekday() - SATURDAY + world.chance.randint(1, SATURDAY))
    shifted = local.replace(hour=6, minute=30) + timedelta(minutes=world.chance.triangular(0, 810, 120))
    return min(max(shifted, starts + timedelta(minutes=1)), ends - timedelta(minutes=1))


def _today_of_the_employee(world: World, heap: Heap) -> None:
    """The first screen that most people open: two who wait, a place that is kept, a note of last week that was read."""
    ana = world.cast["employee"]
    english = [story for story in world.stories if story.language == "en"]
    ours = [story for story in english if _is_meant(story.audience.select_related("team").get(), ana)]
    ended = [story for story in ours if story.state == Story.State.ENDED]
    recent = sorted(ended, key=lambda story: story.went_live_at or world.now, reverse=True)
    counters = {row.story_id: row for row in heap.availabilities}
    held = {(claim.person_id, claim.story_id) for claim in heap.claims}
    read = {(reading.person_id, reading.story_id) for reading in heap.readings}
    free = [story for story in recent if (ana.pk, story.pk) not in held]
    free = [story for story in free if counters[story.pk].taken < counters[story.pk].places]
    for number, story in enumerate(free[:3]):
        at = world.ago(days=2.2 + number)
        counters[story.pk].taken += 1
        if (ana.pk, story.pk) not in read:
            heap.readings.append(_read(ana, story, at))
        claim = Claim(
            person=ana,
            story=story,
            story_version=1,
            state=Claim.State.SHARED,
            taken_at=at,
            keep_until=at + timedelta(days=3),
        )
        heap.claims.append(claim)
        disclosure = disclosures.of(region=ana.region, language="en", company=companies.current())
        _share(
            world,
            heap,
            claim=claim,
            network=("linkedin", "bluesky", "linkedin")[number],
            at=at,
            captions=[],
            told=[],
            disclosure=disclosure,
        )
        if number < 2:
            _conversation(world, heap, share=heap.shares[-1], at=at, is_open=True)
    open_stories = [story for story in ours if story.state == Story.State.LIVE]
    for story in open_stories[:1]:
        at = world.ago(hours=5)
        heap.readings.append(_read(ana, story, at))


def _read(person: Person, story: Story, at: datetime) -> Reading:
    return Reading(
        person=person,
        story=story,
        opened_at=at - timedelta(seconds=95),
        dwell_seconds=95,
        read_at=at,
        proof=Reading.Proof.DWELL,
    )


def _feedback(world: World, heap: Heap) -> None:
    operations = world.cast["operations"]
    answered = [one for one in heap.conversations if one.state != Conversation.State.WAITING]
    newest = sorted(answered, key=lambda one: one.started_at)[-len(words.BROUGHT) :]
    rows = []
    for number, (conversation, text) in enumerate(zip(newest, words.BROUGHT, strict=False)):
        is_answered = number < len(words.ANSWERS)
        rows.append(
            Feedback(
                conversation=conversation,
                brought_by=conversation.person,
                text=text,
                state=Feedback.State.ANSWERED if is_answered else Feedback.State.NEW,
                taken_by=operations if is_answered else None,
                taken_at=conversation.last_turn_at if is_answered else None,
                answer=words.ANSWERS[number] if is_answered else "",
                answered_at=world.ago(hours=20) if is_answered else None,
                created_at=conversation.last_turn_at,
            )
        )
    insert(rows, Feedback)


def _notices(world: World) -> None:
    insert(_notice_rows(world), Notification)


def _notice_rows(world: World) -> Iterator[Notification]:
    for story in world.stories:
        if story.state == Story.State.REVIEW:
            yield Notification(
                person=world.cast["approver"],
                key=f"story-waits:{story.public_id}:1",
                title=f"“{story.title}” waits for your yes.",
                path=f"/approvals/{story.public_id}/",
                created_at=story.submitted_at or world.now,
                mail=Notification.Mail.NONE,
                next_attempt_at=world.now,
            )

"""Fill an empty database with the invented company: people, stories, and half a year of what came of them.

The rows are written in bulk, in the shape in which the rules would have left them; the points are settled by the rule.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.text import slugify

from accounts import company as companies
from accounts.models import (
    AuditEntry,
    BrandAccount,
    BrandFollowers,
    CompanySettings,
    FollowerCount,
    Headcount,
    Person,
    RoleGrant,
    Team,
)
from config.demo import company, films, pages, people, pictures
from config.demo.stories import PROMPTS, TALES, Tale
from content import manuscripts
from content import pictures as story_pictures
from content.intake import files
from content.models import (
    Approval,
    ApprovalStep,
    Attachment,
    AudienceRule,
    BlockedTerm,
    Campaign,
    Caption,
    Disclosure,
    Evidence,
    Feed,
    FeedEntry,
    Idea,
    Interest,
    Measurement,
    Milestone,
    Objective,
    Picture,
    QuietDay,
    Remark,
    Story,
    StoryVersion,
    Topic,
)

Row = TypeVar("Row", bound=models.Model)
Tell = Callable[[str, float], None]  # what is being done, and which part of it is done

BATCH = 500  # SQLite transactions stay short


@dataclass
class World:
    """What has been made so far, and the dice."""

    now: datetime
    chance: random.Random
    zone: ZoneInfo
    teams: dict[str, Team] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    cast: dict[str, Person] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    steps: list[ApprovalStep] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)

    def ago(self, **span: float) -> datetime:
        return self.now - timedelta(**span)


def insert(rows: Iterable[Row], model: type[Row]) -> list[Row]:
    """This will insert rows in batches, each a transaction of its own."""
    made: list[Row] = []
    waiting = list(rows)
    for start in range(0, len(waiting), BATCH):
        made += models.QuerySet[Row, Row](model).bulk_create(waiting[start : start + BATCH])
    return made


def organisation(world: World) -> None:
    """This will make the company, its teams, reasons, campaigns and accounts."""
    CompanySettings.objects.update_or_create(
        pk=1,
        defaults={
            "name": company.NAME,
            "short_name": company.SHORT_NAME,
            "domains": ["northwind.example"],
            "time_zone": company.ZONE,
            "policy": company.POLICY,
        },
    )
    root = _team(None, company.NAME)
    world.teams[company.NAME] = root
    for department, teams in company.DEPARTMENTS.items():
        world.teams[department] = above = _team(root, department)
        for name, _share in teams:
            world.teams[name] = _team(above, name)
    today = companies.day(at=world.now, zone=world.zone)
    for reason, (title, metric, baseline, milestones, measurements) in company.OBJECTIVES.items():
        starts_on = today - timedelta(days=183)
        objective = Objective.objects.create(
            reason=reason,
            title=title,
            metric=metric,
            baseline=Decimal(baseline),
            starts_on=starts_on,
            unit=Objective.Unit.COUNT if reason == "talent" else Objective.Unit.PER_CENT,
        )
        for month, value in milestones:
            due_on = starts_on + timedelta(days=round(month * 30.44))
            Milestone.objects.create(objective=objective, due_on=due_on, value=Decimal(value))
        for month, value, sample in measurements:
            Measurement.objects.create(
                objective=objective,
                on=min(starts_on + timedelta(days=round(month * 30.44)), today),
                value=Decimal(value),
                sample_size=sample,
                source=Measurement.Source.SURVEY if sample else Measurement.Source.COUNT,
            )
        for push in company.CAMPAIGNS:
            if push.reason == reason:
                world.campaigns[push.slug] = Campaign.objects.create(
                    objective=objective, name=push.name, slug=push.slug
                )
    for network, handle, before, after in company.BRANDS:
        account = BrandAccount.objects.create(network=network, handle=handle)
        for week in range(27):
            grown = before + (after - before) * week // 26
            BrandFollowers.objects.create(account=account, on=today - timedelta(weeks=26 - week), followers=grown)
    BlockedTerm.objects.bulk_create(
        [BlockedTerm(term=term, language=language, reason=reason) for term, language, reason in company.BLOCKED]
    )
    Disclosure.objects.bulk_create(
        [Disclosure(region=region, language=language, text=text) for region, language, text in pages.DISCLOSURES]
    )
    world.topics = {name: Topic.objects.create(name=name) for name in pages.TOPICS}


def _team(parent: Team | None, name: str) -> Team:
    team = Team.objects.create(parent=parent, name=name)
    team.path = f"{parent.path if parent else '/'}{team.pk}/"
    Team.objects.filter(pk=team.pk).update(path=team.path)
    return team


def workforce(world: World, *, size: int) -> None:
    """This will make the cast with their roles, then everybody else."""
    chance = world.chance
    unusable = make_password(None)
    joined = world.ago(days=200)
    rows = [
        Person(
            email=f"{player.key}@northwind.example",
            name=player.name,
            job_title=player.title,
            team=world.teams[player.team],
            region=player.region,
            language=player.language,
            joined_at=joined,
            password=unusable,
            board_choice=Person.BoardChoice.NAMED if player.key == "employee" else Person.BoardChoice.HIDDEN,
        )
        for player in people.CAST
    ]
    leaves = [(department, name, share) for department, teams in company.DEPARTMENTS.items() for name, share in teams]
    weights = [share for _department, _name, share in leaves]
    region_names = [name for name, _share in company.REGIONS]
    region_weights = [share for _name, share in company.REGIONS]
    for number in range(max(size - len(rows), 0)):
        first, last = chance.choice(people.FIRST), chance.choice(people.LAST)
        department, team, _share = chance.choices(leaves, weights)[0]
        choice = chance.choices(list(Person.BoardChoice), (0.68, 0.24, 0.08))[0]
        rows.append(
            Person(
                email=f"{first}.{last}.{number}@northwind.example".lower(),
                name=f"{first} {last}",
                job_title=chance.choice(company.TITLES[department]),
                team=world.teams[team],
                region=chance.choices(region_names, region_weights)[0],
                language=chance.choices(("en", "de"), (0.62, 0.38))[0],
                joined_at=world.ago(days=chance.uniform(2, 200)),
                password=unusable,
                board_choice=choice,
                pen_name=f"{last} {number}" if choice == Person.BoardChoice.PEN_NAME else "",
                wants_mail=chance.random() < 0.7,
            )
        )
    world.people = insert(rows, Person)
    insert(
        (EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in world.people),
        EmailAddress,
    )
    world.cast = {player.key: person for player, person in zip(people.CAST, world.people, strict=False)}
    roles = {key: key for key in RoleGrant.Role.values}
    RoleGrant.objects.bulk_create(
        [RoleGrant(person=world.cast[key], role=role, granted_at=joined) for role, key in roles.items()]
    )
    _followers(world)
    _headcounts(world)
    _interests(world)
    topic = world.topics[pages.WATCHED_TOPIC]
    world.steps = [
        ApprovalStep.objects.create(position=1, name="Safety reads it", topic=topic, role=RoleGrant.Role.OPERATIONS),
        ApprovalStep.objects.create(position=2, name="A second pair of eyes"),
    ]


def _interests(world: World) -> None:
    """About every second person chose one or two topics."""
    chosen = [world.cast["employee"], *(person for person in world.people if world.chance.random() < 0.5)]
    topics = list(world.topics.values())
    insert(
        (
            Interest(person=person, topic=topic, since=world.ago(days=60))
            for person in dict.fromkeys(chosen)
            for topic in world.chance.sample(topics, world.chance.choice((1, 1, 2)))
        ),
        Interest,
    )


def _followers(world: World) -> None:
    """Told by about one in four, as bands."""
    on = companies.day(at=world.now, zone=world.zone) - timedelta(days=30)
    bands = ((0, 99), (100, 499), (500, 1999), (2000, 4999))
    told = [world.cast["employee"], *(person for person in world.people if world.chance.random() < 0.25)]
    insert(
        (
            FollowerCount(
                person=person,
                network=network,
                least=band[0],
                most=band[1],
                source=FollowerCount.Source.PERSON,
                on=on,
            )
            for person in dict.fromkeys(told)
            for network in world.chance.sample(("linkedin", "bluesky"), world.chance.choice((1, 1, 2)))
            for band in world.chance.choices(bands, (0.2, 0.45, 0.28, 0.07))
        ),
        FollowerCount,
    )


def _headcounts(world: World) -> None:
    today = companies.day(at=world.now, zone=world.zone)
    counts: dict[int, int] = {}
    for person in world.people:
        if person.team_id:
            counts[person.team_id] = counts.get(person.team_id, 0) + 1
    insert(
        (
            Headcount(
                team_id=team, on=today - timedelta(days=30 * month), people=max(round(people * (1 - month * 0.008)), 1)
            )
            for team, people in counts.items()
            for month in range(7)
        ),
        Headcount,
    )


# How many of the sixty stand where: most have ended, a dozen and a half are out, the rest are on their way.
ENDED, RETRACTED, REVIEW, DRAFTS, PLANNED = 24, 2, 3, 6, 5


def newsroom(world: World, tell: Tell) -> None:
    """This will draw the pictures and make the sixty stories, in every state."""
    scenes = sorted({tale.picture for tale in TALES if tale.picture})
    drawn: dict[str, list[Picture]] = {}
    for number, scene in enumerate(scenes):
        tell("Drawing pictures", number / len(scenes))
        drawn[scene] = [
            story_pictures.keep(body=pictures.draw(scene, seed=seed), now=world.ago(days=183)) for seed in (11, 47)
        ]
    order = list(TALES)
    world.chance.shuffle(order)
    # The newest of the company's own voice stay out, so that the first screens are the best ones.
    favourites = {tale.title for tale in TALES[:9]}
    order.sort(key=lambda tale: tale.title in favourites)
    watched = next(tale for tale in order if tale.title == pages.WATCHED)
    order.remove(watched)
    order.insert(ENDED + RETRACTED + DRAFTS, watched)
    states = (
        [Story.State.ENDED] * ENDED
        + [Story.State.RETRACTED] * RETRACTED
        + [Story.State.DRAFT] * DRAFTS
        + [Story.State.REVIEW] * REVIEW
        + [Story.State.APPROVED] * PLANNED
    )
    states += [Story.State.LIVE] * (len(order) - len(states))
    _feeds(world)
    by_title: dict[str, Story] = {}
    with transaction.atomic():
        for number, (tale, state) in enumerate(zip(order, states, strict=True)):
            picture = world.chance.choice(drawn[tale.picture]) if tale.picture else None
            by_title[tale.title] = _story(world, tale=tale, state=state, number=number, picture=picture)
        for tale in order:
            if tale.translates:
                Story.objects.filter(pk=by_title[tale.title].pk).update(translation_of=by_title[tale.translates])
    world.stories = list(by_title.values())
    _week(world)


def _week(world: World) -> None:
    """Quiet days ahead, and what colleagues proposed."""
    today = companies.day(at=world.now, zone=world.zone)
    curator = world.cast["curator"]
    QuietDay.objects.bulk_create(
        [
            QuietDay(
                first_on=today + timedelta(days=ahead),
                last_on=today + timedelta(days=ahead + days - 1),
                reason=reason,
                added_by=curator,
            )
            for ahead, days, reason in pages.QUIET
        ]
    )
    Idea.objects.bulk_create(
        [
            Idea(
                person=world.people[-1 - number],
                text=text,
                url=url,
                proposed_at=world.ago(days=days),
                state=Idea.State.DECLINED if answer else Idea.State.WAITING,
                answer=answer,
                decided_by=curator if answer else None,
                decided_at=world.ago(days=days - 1) if answer else None,
            )
            for number, (text, url, answer, days) in enumerate(pages.IDEAS)
        ]
    )


def _feeds(world: World) -> None:
    """Subscriptions with what they brought; invented addresses answer nobody, so the next look is a month away."""
    for (title, url), entries in company.FEEDS.items():
        feed = Feed.objects.create(
            url=url,
            title=title,
            site_url=url.removesuffix("feed.xml"),
            added_by=world.cast["curator"],
            added_at=world.ago(days=120),
            checked_at=world.ago(minutes=20),
            next_check_at=world.now + timedelta(days=30),
        )
        FeedEntry.objects.bulk_create(
            [
                FeedEntry(
                    feed=feed,
                    entry_id=f"{url}#{number}",
                    url=f"{feed.site_url}{slugify(entry)}/",
                    title=entry,
                    summary=summary,
                    published_at=world.ago(hours=hours),
                    found_at=world.ago(hours=hours - 1),
                )
                for number, (entry, summary, hours) in enumerate(entries)
            ]
        )


def _story(world: World, *, tale: Tale, state: str, number: int, picture: Picture | None) -> Story:
    chance, curator = world.chance, world.cast["curator"]
    starts, ends = _dates(world, state=state, number=number)
    if tale.title in pages.EVENTS:
        ends = ends.replace(hour=pages.EVENTS[tale.title][1])
    submitted = starts - timedelta(days=1.5) if starts < world.now else world.ago(hours=chance.uniform(2, 40))
    is_out = state in (Story.State.APPROVED, Story.State.LIVE, Story.State.ENDED, Story.State.RETRACTED)
    is_submitted = is_out or state == Story.State.REVIEW
    values = {
        "kind": tale.kind,
        "title": tale.title,
        "summary": tale.summary,
        "url": f"https://northwind.example/{tale.language}/{slugify(tale.title)}/",
        "site_name": company.NAME,
        "language": tale.language,
        "minutes": tale.minutes,
        "value_reader": tale.reader,
        "value_employee": tale.colleague,
        "value_company": tale.company,
        "prompts": list(PROMPTS[tale.language]),
        **_of_its_kind(world, tale=tale, ends=ends),
    }
    story = Story.objects.create(
        **values,
        state=state,
        author=curator,
        created_at=submitted - timedelta(days=2),
        updated_at=submitted,
        picture=picture,
        picture_alt=tale.alt,
        campaign=world.campaigns[tale.campaign],
        places=chance.choice((6, 8, 12, 12, 20, 40)) * (1 if len(world.people) < 800 else 3),
        places_per_day=chance.choice((None, None, 12)),
        goes_live_at=starts if is_out or state == Story.State.REVIEW else None,
        expires_at=ends if is_out or state == Story.State.REVIEW else None,
        went_live_at=starts if is_out and starts < world.now else None,
        ended_at=ends if state == Story.State.ENDED else None,
        version=1 if is_submitted else 0,
        approved_version=1 if is_out else None,
        waiting_version=1 if state == Story.State.REVIEW else None,
        submitted_by=curator if is_submitted else None,
        submitted_at=submitted if is_submitted else None,
        retracted_at=ends if state == Story.State.RETRACTED else None,
        retract_reason="A figure in it turned out to be wrong. A corrected story follows."
        if state == Story.State.RETRACTED
        else "",
    )
    AudienceRule.objects.create(
        story=story,
        team=world.teams[tale.team] if tale.team else None,
        language="de" if tale.language == "de" else "",
    )
    Caption.objects.bulk_create(
        [Caption(story=story, network="", language=tale.language, text=text) for text in tale.lines]
    )
    about = {name for name, campaigns in pages.TOPICS.items() if tale.campaign in campaigns}
    about |= {pages.WATCHED_TOPIC} if tale.title == pages.WATCHED else set()
    story.topics.set(world.topics[name] for name in about)
    Evidence.objects.bulk_create(
        Evidence(
            story=story,
            statement=statement,
            source=source,
            holds_until=companies.day(at=ends, zone=world.zone) + timedelta(days=days) if days else None,
        )
        for statement, source, days in pages.FACTS.get(tale.title, ())
    )
    if is_submitted:
        said = manuscripts.as_json(manuscripts.of_story(story=story))
        StoryVersion.objects.create(story=story, number=1, said=said, by=curator, at=submitted)
    if is_out:
        approved_at = submitted + timedelta(hours=4)
        approver = world.cast["approver"]
        Approval.objects.create(
            story=story,
            version=1,
            step=world.steps[-1],
            by=approver,
            decision=Approval.Decision.APPROVED,
            at=approved_at,
        )
        AuditEntry.objects.create(
            at=approved_at,
            by=approver,
            action="stories.approve",
            target_kind="story",
            target_id=str(story.public_id),
            target_name=story.title,
        )
    if tale.title == pages.WATCHED:
        _half_approved(world, story=story, submitted=submitted)
    return story


def _half_approved(world: World, *, story: Story, submitted: datetime) -> None:
    """The first of its two steps said yes; the second has put a question beside a sentence."""
    said_at = submitted + (world.now - submitted) / 2
    Approval.objects.create(
        story=story,
        version=1,
        step=world.steps[0],
        by=world.cast["operations"],
        decision=Approval.Decision.APPROVED,
        note="The times are the ones in our own report.",
        at=said_at,
    )
    Remark.objects.create(
        story=story,
        version=1,
        field="summary",
        quote="a real tunnel with real strangers",
        text=pages.REMARK,
        by=world.cast["approver"],
        at=said_at + (world.now - said_at) / 2,
    )


def _of_its_kind(world: World, *, tale: Tale, ends: datetime) -> dict[str, object]:
    """What only this kind of story has. A tale without a page of its own stands at the newsroom's, as a link does."""
    if tale.kind == Story.Kind.ARTICLE:
        body = pages.PAGES.get(tale.title, "")
        return {"body": body, "url": ""} if body else {"kind": Story.Kind.LINK}
    if tale.title in pages.EVENTS:
        place, _hour, hours = pages.EVENTS[tale.title]
        return {"place": place, "event_starts_at": ends, "event_ends_at": ends + timedelta(hours=hours)}
    if tale.kind == Story.Kind.JOB:
        return {"place": pages.JOBS[tale.title], "deadline_at": ends}
    if tale.kind == Story.Kind.OFFER:
        code, stock = pages.OFFERS[tale.title]
        return {"offer_code": code, "offer_stock": stock, "deadline_at": ends}
    if tale.kind == Story.Kind.DOCUMENT:
        leaflet = pictures.page(tale.title, pages.SPOKEN[tale.title])
        return _file(world, tale=tale, body=leaflet, found=files.PDF)
    if tale.kind == Story.Kind.VIDEO:
        return _file(world, tale=tale, body=films.pan(pictures.draw(tale.picture, seed=5)), found=files.WEBM)
    return {}


def _file(world: World, *, tale: Tale, body: bytes, found: files.FileType) -> dict[str, object]:
    """A real file, and what it says in words."""
    attachment = Attachment(
        kind=tale.kind,
        name=f"{slugify(tale.title)}.{found.ending}",
        content_type=found.content_type,
        size_bytes=len(body),
        added_by=world.cast["curator"],
        added_at=world.ago(days=183),
    )
    attachment.file.save(f"{attachment.public_id}.{found.ending}", ContentFile(body))
    return {"attachment": attachment, "attachment_text": pages.SPOKEN[tale.title]}


def _dates(world: World, *, state: str, number: int) -> tuple[datetime, datetime]:
    """When it went or goes out, and when it ends: mornings at eight, evenings at six, company time."""
    chance = world.chance
    if state == Story.State.LIVE:
        starts, ends = chance.uniform(-9, -0.5), chance.uniform(3, 16)
    elif state in (Story.State.ENDED, Story.State.RETRACTED):
        starts = -178 + number * 6.4
        ends = min(starts + chance.uniform(8, 18), -1.0)
    else:
        starts = chance.uniform(1, 8)
        ends = starts + chance.uniform(8, 16)
    morning = (
        (world.now + timedelta(days=starts)).astimezone(world.zone).replace(hour=8, minute=0, second=0, microsecond=0)
    )
    evening = (
        (world.now + timedelta(days=ends)).astimezone(world.zone).replace(hour=18, minute=0, second=0, microsecond=0)
    )
    if state == Story.State.LIVE and morning >= world.now:
        morning -= timedelta(days=1)
    return morning, max(evening, morning + timedelta(days=1))

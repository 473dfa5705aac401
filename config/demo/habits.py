"""What people told about themselves: the policy they read, lessons, networks, quiet hours, and who may see them."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from accounts import company as companies
from accounts import lessons, policies
from accounts.models import LessonRead, Person, PolicyAcknowledgement
from config.demo.fill import BATCH, World, insert

NETWORKS = (["linkedin"], ["linkedin"], ["linkedin", "bluesky"], ["bluesky", "email"])


def learn(world: World) -> None:
    """This will let most read the policy and some do lessons; the cast has done both."""
    settings = companies.current()
    read = policies.digest(settings.policy)
    readers = [person for person in world.people if person.pk in _cast(world) or world.chance.random() < 0.6]
    insert(
        (
            PolicyAcknowledgement(
                person=person, version=settings.policy_version, text_digest=read, at=_soon_after(world, person)
            )
            for person in readers
        ),
        PolicyAcknowledgement,
    )
    insert(_lessons(world, readers), LessonRead)


def _cast(world: World) -> set[int]:
    return {person.pk for person in world.cast.values()}


def _soon_after(world: World, person: Person) -> datetime:
    return min(person.joined_at + timedelta(days=world.chance.uniform(0.1, 12)), world.now)


def _lessons(world: World, readers: list[Person]) -> Iterator[LessonRead]:
    for person in readers:
        most = len(lessons.KEYS) if person.pk in _cast(world) else world.chance.choice((0, 0, 0, 1, 2, 4))
        at = _soon_after(world, person)
        for lesson in lessons.KEYS[:most]:
            yield LessonRead(person=person, lesson=lesson, at=at)


def describe(world: World) -> None:
    """This will let half of the people say something of themselves, the employee of the cast in any case."""
    chance, said = world.chance, []
    for person in world.people:
        if person is not world.cast["employee"] and chance.random() < 0.5:
            continue
        person.networks = list(chance.choice(NETWORKS))
        person.is_shown_to_team = chance.random() < 0.6
        if chance.random() < 0.4:
            person.quiet_from, person.quiet_until = time(19), time(7)
        said.append(person)
    Person.objects.bulk_update(said, ["networks", "is_shown_to_team", "quiet_from", "quiet_until"], batch_size=BATCH)

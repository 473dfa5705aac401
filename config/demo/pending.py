"""What waits for somebody: a line before a story that is full, and posts of stories that were taken back."""

from datetime import timedelta
from itertools import cycle

from accounts.models import Person
from advocacy.models import Availability, Claim, Reading, Recall, Share, WaitingPlace
from config.demo.fill import World, insert
from content.models import Story

LINE = 3
# What one after the other answered; nothing yet: has to be asked again.
ANSWERS = ("removed", "removed", "", "corrected", "removed", "never_out", "removed", "")


def wait(world: World) -> None:
    """This will fill the places of one story that is out for everybody, and let three more wait for one."""
    counter = min(_out_for_everybody(), key=lambda row: (row.places - row.taken, row.pk))
    here = set(Claim.objects.filter(story=counter.story).values_list("person", flat=True))
    others = [person for person in world.people if person.pk not in here and person not in world.cast.values()]
    free = counter.places - counter.taken
    late, waiting = others[:free], others[free : free + LINE]
    _read(world, [*late, *waiting], story=counter.story)
    at = world.ago(hours=2)
    insert(
        (
            Claim(
                person=person,
                story=counter.story,
                story_version=1,
                state=Claim.State.OPEN,
                taken_at=at,
                keep_until=at + timedelta(days=counter.story.claim_days),
            )
            for person in late
        ),
        Claim,
    )
    insert(
        (
            WaitingPlace(person=person, story=counter.story, since=at + timedelta(minutes=20 + 25 * number))
            for number, person in enumerate(waiting)
        ),
        WaitingPlace,
    )
    Availability.objects.filter(pk=counter.pk).update(taken=counter.places, waiting=len(waiting))


def _out_for_everybody() -> list[Availability]:
    out = Story.objects.filter(state=Story.State.LIVE, language="en", audience__team=None, places_per_day=None)
    return list(Availability.objects.filter(story__in=out).select_related("story"))


def _read(world: World, people: list[Person], *, story: Story) -> None:
    Reading.objects.filter(person__in=people, story=story).delete()
    at = world.ago(hours=2, minutes=4)
    insert(
        (
            Reading(
                person=person,
                story=story,
                opened_at=at,
                dwell_seconds=180,
                read_at=at + timedelta(minutes=3),
                proof=Reading.Proof.DWELL,
            )
            for person in people
        ),
        Reading,
    )


def recall(world: World) -> None:
    """This will ask everybody who told one of the stories that were taken back, and let most of them answer."""
    shares = Share.objects.filter(story__state=Story.State.RETRACTED, state=Share.State.POSTED).select_related("story")
    rows = []
    for share, answer in zip(shares.order_by("pk"), cycle(ANSWERS), strict=False):
        told_at = share.story.retracted_at or world.now
        answered_at = told_at + min(timedelta(hours=90), world.now - told_at) * world.chance.random()
        is_slow = not answer or answered_at - told_at > timedelta(days=2)
        rows.append(
            Recall(
                share=share,
                told_at=told_at,
                answer=answer,
                answered_at=answered_at if answer else None,
                reminded_at=min(told_at + timedelta(days=2), world.now) if is_slow else None,
            )
        )
    insert(rows, Recall)

"""What the networks showed of the posts: reactions read on Bluesky, some told of LinkedIn, replies that wait."""

from datetime import timedelta

from accounts import company as companies
from advocacy.measuring import posts
from advocacy.models import DailyEngagement, Engagement, Reply, Share
from advocacy.models.engagement import Source
from config.demo import words
from config.demo.fill import Tell, World, insert

READ, TOLD = 0.8, 0.15  # part of the posts on Bluesky, on LinkedIn
STRANGERS = (("Ines Mori", "@ines.mori.example"), ("Tram & Track", "@tramandtrack.example"))


def echo(world: World, tell: Tell) -> None:
    """This will have some posts read, some told of, and the employee's newest post on Bluesky answered."""
    tell("Listening to the networks", 0.5)
    posted = Share.objects.filter(state=Share.State.POSTED, network__in=("bluesky", "linkedin")).order_by("pk")
    known = [engagement for share in posted if (engagement := _engagement(world, share))]
    insert(known, Engagement)
    insert((_last_day(world, engagement) for engagement in known), DailyEngagement)
    newest = posted.filter(person=world.cast["employee"], network="bluesky").order_by("-posted_at").first()
    if newest:
        waiting = _replies(world, newest)
        insert(waiting, Reply)
        # Read when the newest of them was found; who talks about it already replied as well.
        counts = {"reactions": 14, "reshares": 2, "replies": len(waiting) + 1}
        found_at = max(reply.found_at for reply in waiting)
        posts.note(share=newest, counts=counts, source=Source.PUBLIC_API, now=found_at)


def _engagement(world: World, share: Share) -> Engagement | None:
    chance, is_read = world.chance, share.network == "bluesky"
    if (
        share.posted_at is None
        or share.posted_at > world.ago(hours=1)
        or chance.random() >= (READ if is_read else TOLD)
    ):
        return None
    reactions = round(chance.lognormvariate(2.2 if is_read else 3.0, 0.8))
    read_at = share.posted_at + timedelta(days=chance.uniform(1, 29))
    return Engagement(
        share=share,
        reactions=reactions,
        reshares=round(reactions * chance.uniform(0, 0.25)),
        replies=round(reactions * chance.uniform(0, 0.2)),
        source=Source.PUBLIC_API if is_read else Source.SELF_REPORTED,
        read_at=min(read_at, world.now - timedelta(minutes=chance.randint(2, 50))),
    )


def _last_day(world: World, known: Engagement) -> DailyEngagement:
    return DailyEngagement(
        share=known.share,
        on=companies.day(at=known.read_at, zone=world.zone),
        reactions=known.reactions,
        reshares=known.reshares,
        replies=known.replies,
        source=known.source,
        read_at=known.read_at,
    )


def _replies(world: World, share: Share) -> list[Reply]:
    asked = world.chance.sample(words.ASKED[share.story.language], len(STRANGERS))
    return [
        Reply(
            share=share,
            digest=f"{number:064x}",
            author_digest=f"{number:064x}",
            author_name=name,
            author_handle=handle,
            words=question,
            said_at=world.ago(hours=3 + 20 * number),
            found_at=world.ago(hours=2 + 20 * number),
        )
        for number, ((name, handle), (question, _who)) in enumerate(zip(STRANGERS, asked, strict=True))
    ]

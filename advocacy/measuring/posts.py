"""The posts that are looked at in public: which ones, what was found, and when they are left alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts import company
from advocacy.measuring import known_accounts, plans, replies, servers
from advocacy.measuring.findings import Elsewhere, Gone, NotRead, Post, Unclear
from advocacy.measuring.readers import Found, Reader, Wanted
from advocacy.models import DailyEngagement, Engagement, Measuring, NetworkServer, Reply, Share
from advocacy.models.engagement import Source


def open(*, now: datetime, readers: Mapping[str, Reader], most: int = 500) -> int:  # noqa: A001 - what it does
    """This will begin to look at posts that stand in public since the last time, and say how many those are.

    Shape: posts of the last 30 days with an address, of people who work here. Safe to repeat, and by two at once.
    """
    posted = Share.objects.filter(
        state=Share.State.POSTED,
        network__in=readers,
        posted_at__gt=now - plans.LAST,
        person__is_active=True,
        person__left_at=None,
        person__erase_requested_at=None,
    ).exclude(permalink="")
    missing = posted.filter(~Exists(Measuring.objects.filter(share=OuterRef("pk"))))
    hosts = {}
    for share in missing.only("pk", "network", "permalink").order_by("posted_at", "pk")[:most]:
        try:
            hosts[share] = readers[share.network].host(share.permalink)
        except Unclear:
            continue
    known = servers.known(hosts.values(), now=now)
    Measuring.objects.bulk_create(
        [
            Measuring(share=share, server=known[host], permalink=share.permalink, next_at=now)
            for share, host in hosts.items()
        ],
        ignore_conflicts=True,
    )
    return len(hosts)


def drop(*, now: datetime, most: int = 500) -> int:
    """This will stop looking at posts that were taken back or whose writer left, and at old addresses of others.

    Shape: how many. Counts stay as facts, those of an address that was wrong go; replies that wait go in any case.
    Safe to repeat, and by two at once.
    """
    due = Measuring.objects.filter(next_at__isnull=False).fallen()
    moved = Measuring.objects.standing().filter(
        ~Q(permalink=F("share__permalink")), share__posted_at__gt=now - plans.LAST
    )
    dropped = 0
    for measuring in [*due.order_by("pk")[:most], *moved.order_by("pk")[:most]]:
        with transaction.atomic():
            mine = Measuring.objects.filter(pk=measuring.pk, permalink=measuring.permalink)
            is_moved = mine.standing().exists()
            if not mine.delete()[0]:
                continue
            Reply.objects.filter(share=measuring.share_id, state=Reply.State.WAITING).delete()
            if is_moved:
                Engagement.objects.filter(share=measuring.share_id, source=Source.PUBLIC_API).delete()
                DailyEngagement.objects.filter(share=measuring.share_id, source=Source.PUBLIC_API).delete()
        dropped += 1
    return dropped


def due(*, server: NetworkServer, network: str, now: datetime, most: int) -> list[Measuring]:
    """This will list the posts of a server whose time has come, the longest due first. Source: one query."""
    waiting = Reply.objects.filter(share=OuterRef("share"), state=Reply.State.WAITING)
    mine = Measuring.objects.standing().filter(server=server, next_at__lte=now, share__network=network)
    mine = mine.filter(permalink=F("share__permalink")).annotate(has_answers=Exists(waiting))
    return list(mine.select_related("share__person").order_by("next_at", "pk")[:most])


def wanted(measuring: Sequence[Measuring]) -> dict[int, Wanted]:
    """This will say what a reader has to know of posts that `due` gave. Shape: by the row's key."""
    return {
        row.pk: Wanted(
            key=row.pk,
            permalink=row.permalink,
            remote_id=row.remote_id,
            has_answers=row.has_answers,  # type: ignore[attr-defined]  # from `due`
        )
        for row in measuring
    }


def keep(*, measuring: Measuring, found: Found, now: datetime) -> bool:
    """This will write down what was found of a post, and say whether it was still this worker's to write.

    Safe to repeat, and by two at once: the row's time is this reading's alone, who comes second writes nothing.
    """
    if isinstance(found.refusal, Unclear):
        put_off(measuring=measuring, asked=None, now=now)
        return False
    with transaction.atomic():
        if found.post is None:
            return _refuse(measuring=measuring, refusal=found.refusal or Gone())
        next_at = plans.after_reading(posted_at=_posted_at(measuring), now=now, key=measuring.pk)
        changed = _own(measuring).update(
            state=Measuring.State.DUE if next_at else Measuring.State.OVER,
            next_at=next_at,
            read_at=now,
            failures=0,
            remote_id=found.post.remote_id,
        )
        if not changed:
            return False
        note(share=measuring.share, counts=_counts(found.post), source=Source.PUBLIC_API, now=now)
        known_accounts.see(measuring=measuring, author=found.post.author, now=now)
        if found.thread:
            replies.keep(share=measuring.share, thread=found.thread, now=now)
    return True


def put_off(*, measuring: Measuring, asked: timedelta | None, now: datetime) -> None:
    """This will try a post again later, after its server did not answer; not beyond the month."""
    if now - _posted_at(measuring) >= plans.LAST:
        _own(measuring).update(state=Measuring.State.OVER, next_at=None)
        return
    again = plans.after_failure(failures=measuring.failures, asked=asked, now=now, key=measuring.pk)
    _own(measuring).update(failures=F("failures") + 1, next_at=again)


def note(*, share: Share, counts: Mapping[str, int], source: str, now: datetime) -> None:
    """This will write the counts of a post as they are known now; of each company day the last ones stay."""
    values = {**counts, "source": source, "read_at": now}
    on = company.day(at=now, zone=company.current().zone)
    with transaction.atomic():
        Engagement.objects.bulk_create(
            [Engagement(share=share, **values)], update_conflicts=True, unique_fields=["share"], update_fields=[*values]
        )
        DailyEngagement.objects.bulk_create(
            [DailyEngagement(share=share, on=on, **values)],
            update_conflicts=True,
            unique_fields=["share", "on"],
            update_fields=[*values],
        )


def _own(measuring: Measuring) -> QuerySet[Measuring]:
    """The row, as long as nobody else read it, the address is the same and the post still stands."""
    mine = Measuring.objects.standing().filter(pk=measuring.pk, permalink=measuring.permalink)
    return mine.filter(next_at=measuring.next_at, state=Measuring.State.DUE)


def _refuse(*, measuring: Measuring, refusal: NotRead) -> bool:
    state = Measuring.State.CLOSED
    if isinstance(refusal, Elsewhere):
        state = Measuring.State.ELSEWHERE
    elif isinstance(refusal, Gone) and measuring.read_at:
        state = Measuring.State.GONE
    if not _own(measuring).update(state=state, next_at=None):
        return False
    Reply.objects.filter(share=measuring.share_id, state=Reply.State.WAITING).delete()
    return True


def _counts(post: Post) -> dict[str, int]:
    return {"reactions": post.reactions, "reshares": post.reshares, "replies": post.replies}


def _posted_at(measuring: Measuring) -> datetime:
    posted_at = measuring.share.posted_at
    if posted_at is None:
        raise ValueError("a post that is looked at was posted")
    return posted_at

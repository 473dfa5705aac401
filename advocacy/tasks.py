"""The sweeps of the advocacy room. Each is safe to repeat and to run twice at once."""

from datetime import date, timedelta

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.utils import timezone

from accounts import company
from advocacy import claims, connections, conversations, feedback, leaving, places, publications, recalls, waiting
from advocacy.clicks import again, drain, hosts, retention, tallies
from advocacy.measuring import known_accounts, readers, replies, visits


@shared_task
def expire_claims() -> int:
    """This will give back the places whose time is over."""
    return claims.expire(now=timezone.now())


@shared_task
def warn_claims() -> int:
    """This will tell people once that their place ends soon."""
    return claims.warn(now=timezone.now())


@shared_task
def serve_waiting() -> int:
    """This will give free places to those who wait for one, and close the lines of stories that are over."""
    return waiting.serve(now=timezone.now())


@shared_task
def follow_recalls() -> int:
    """This will ask who told a story that was taken back to act, and remind once."""
    now = timezone.now()
    return recalls.open(now=now) + recalls.remind(now=now)


@shared_task
def open_places() -> int:
    """This will lay out the places of stories that came out, and follow what curators changed."""
    return places.follow(now=timezone.now())


@shared_task
def sweep_left() -> int:
    """This will give back the places and accounts of people who left, and take out the words of those to be erased."""
    now = timezone.now()
    return (
        claims.release_of_leavers(now=now)
        + feedback.hand_over(now=now)
        + leaving.forget_words()
        + connections.forget_leavers(allowed=settings.OUTBOUND_ALLOWED)
    )


@shared_task
def send_posts() -> int:
    """This will send what people pressed for."""
    return publications.send(now=timezone.now(), allowed=settings.OUTBOUND_ALLOWED)


@shared_task
def look_after_connections() -> int:
    """This will end connections that ran out, say before they do, and read anew how long posts may be."""
    return connections.look_after(now=timezone.now(), allowed=settings.OUTBOUND_ALLOWED)


@shared_task
def remind() -> int:
    """This will tell people whose answer somebody waits for."""
    return conversations.remind(now=timezone.now())


@shared_task
def read_posts() -> int:
    """This will read what the networks show in public of posts, if the company wants that."""
    if not settings.MEASURING:
        return 0
    asked = readers.every(mastodon_address=settings.MASTODON_ADDRESS, bluesky_address=settings.BLUESKY_APPVIEW)
    return visits.sweep(now=timezone.now(), readers=asked, allowed=settings.OUTBOUND_ALLOWED)


@shared_task
def forget_replies() -> int:
    """This will delete replies and accounts that were found long ago."""
    now = timezone.now()
    return replies.forget(now=now) + known_accounts.forget(now=now)


@shared_task
def drain_clicks() -> int:
    """This will store the clicks that wait on this host, and ask the workers of the other hosts for theirs."""
    now = timezone.now()
    for name in hosts.others(name=settings.SPOOL_HOST, now=now):
        drain_host.apply_async(queue=hosts.queue(name), expires=hosts.ASKED_EVERY_SECONDS)
    stored: int = drain_host()
    return stored


@shared_task
def drain_host() -> int:
    """This will store the clicks that wait on this host; other hosts' spools cannot be seen from here."""
    return drain.sweep(now=timezone.now()) if hosts.has_spool(settings.SPOOL_DIR) else 0


@shared_task
def judge_clicks() -> int:
    """This will judge the clicks of the last two days again, by today's rules and by what came together.

    Then it counts the visitors of stories anew where some were taken away.
    """
    zone = company.current().zone
    today = company.day(at=timezone.now(), zone=zone)
    judged = again.judge_names() + again.judge(since=today - timedelta(days=2), until=today, zone=zone)
    tallies.rebuild(since=date.min, until=date.max, zone=zone)
    return judged


@shared_task
def forget_clicks() -> int:
    """This will delete the clicks that are older than they are kept; their sums stay."""
    return retention.forget(now=timezone.now())


@worker_ready.connect
def announce_host(**_: object) -> None:
    """This will make a host known whose worker listens to a queue of its own."""
    if hosts.has_spool(settings.SPOOL_DIR):
        hosts.announce(name=settings.SPOOL_HOST, now=timezone.now())

"""The parts that work in the background, each with one sentence on how it is doing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery.schedules import crontab, schedule
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from kombu.exceptions import ChannelError, OperationalError

from accounts.models import Notification, SweepRun
from advocacy import checks
from advocacy.models import SpoolHost
from config.celery import app
from content.models import Feed

QUEUE_IS_LONG = 500
SPOOL_IS_LATE = timedelta(minutes=2)


# What each planned task does, as administrators read it.
DOES = {
    "content.tasks.read_waiting_previews": gettext_lazy("Reads the pages that somebody pasted a link to"),
    "content.tasks.check_due_feeds": gettext_lazy("Looks into the feeds for something new"),
    "content.tasks.turn_stories": gettext_lazy("Lets stories go live and end at their times"),
    "content.tasks.look_after_approvals": gettext_lazy("Tells who is asked for a yes, and lets out what has every yes"),
    "content.tasks.tell_ending_facts": gettext_lazy("Tells of facts that stop holding while their story is out"),
    "content.tasks.sweep_discards": gettext_lazy("Deletes drafts that were thrown away a month ago, each night"),
    "content.tasks.sweep_attachments": gettext_lazy("Deletes files that no story took up within a week"),
    "content.tasks.tell_ideas": gettext_lazy("Tells people that their idea became a story that is out"),
    "content.tasks.sweep_left": gettext_lazy("Takes out the ideas and interests of people who are forgotten"),
    "advocacy.tasks.warn_claims": gettext_lazy("Tells people once that their place ends soon"),
    "advocacy.tasks.serve_waiting": gettext_lazy("Gives free places to those who wait in line"),
    "advocacy.tasks.follow_recalls": gettext_lazy("Tells who shared a story that it was taken back, and reminds once"),
    "advocacy.tasks.send_posts": gettext_lazy("Posts what people pressed for, by the accounts they connected"),
    "advocacy.tasks.look_after_connections": gettext_lazy("Says when a connected account has to be connected again"),
    "advocacy.tasks.expire_claims": gettext_lazy("Gives back the places whose time is over"),
    "advocacy.tasks.open_places": gettext_lazy("Lays out the places of stories that came out"),
    "advocacy.tasks.drain_clicks": gettext_lazy("Counts the clicks that wait on the web hosts"),
    "advocacy.tasks.judge_clicks": gettext_lazy("Judges the clicks of the last two days once more"),
    "advocacy.tasks.read_posts": gettext_lazy("Reads what the networks show in public of posts and their replies"),
    "advocacy.tasks.forget_replies": gettext_lazy("Deletes replies that were found three months ago, each night"),
    "advocacy.tasks.forget_clicks": gettext_lazy("Deletes clicks that are older than they are kept, each night"),
    "advocacy.tasks.remind": gettext_lazy("Reminds people whose answer somebody waits for"),
    "advocacy.tasks.sweep_left": gettext_lazy("Hands over what people who left had begun, and takes out erased words"),
    "leaderboard.tasks.settle_points": gettext_lazy("Gives points for what happened"),
    "leaderboard.tasks.check_all_points": gettext_lazy("Checks every total against what happened, each night"),
    "leaderboard.tasks.sweep_left": gettext_lazy("Takes people who left off the board"),
    "leaderboard.tasks.measure_objectives": gettext_lazy("Counts objectives that are measured here, month by month"),
    "accounts.tasks.announce_policy": gettext_lazy("Tells people that the policy has changed"),
    "accounts.tasks.sweep_notifications": gettext_lazy("Deletes notifications that are old, each night"),
    "accounts.tasks.mail_notifications": gettext_lazy("Sends the mails that wait"),
    "accounts.tasks.sweep_left": gettext_lazy("Erases who asked to be forgotten a week ago, or has left since"),
    "accounts.tasks.count_heads": gettext_lazy("Notes how many people each team has, each night"),
    "accounts.tasks.sweep_sessions": gettext_lazy("Deletes sessions that ran out, each night"),
}


class BrokerSilent(Exception):
    """The queue cannot be reached."""


@dataclass(frozen=True)
class Part:
    """`state` is good, care (look at it) or stop (it does not work)."""

    name: str
    says: str
    state: str
    at: datetime | None = None


@dataclass(frozen=True)
class Parts:
    queue: Part
    hosts: list[Part]
    sweeps: list[Part]
    mail: Part
    feeds: list[Part]
    networks: list[Part]

    @property
    def worst(self) -> str:
        every = (self.queue, self.mail, *self.hosts, *self.sweeps, *self.feeds, *self.networks)
        states = {part.state for part in every}
        return next(state for state in ("stop", "care", "good") if state in states)


def parts(*, now: datetime) -> Parts:
    """This will look at every part.

    Source: SweepRun, SpoolHost, Notification and Feed, one or two queries each; the queue's length from the broker.
    """
    return Parts(
        queue=queue(),
        hosts=[spool(host=host, now=now) for host in SpoolHost.objects.order_by("name")],
        sweeps=list(sweeps(now=now)),
        mail=mail(),
        feeds=[
            Part(name=str(feed), says=feed.error, state="care", at=feed.checked_at)
            for feed in Feed.objects.filter(stopped_at=None, failures__gt=0).order_by("-failures")[:20]
        ],
        networks=list(networks(now=now)),
    )


def queue() -> Part:
    """This will count the tasks that wait for a worker."""
    name = _("Tasks")
    try:
        waiting = queue_length()
    except BrokerSilent:
        return Part(name=name, says=_("The queue cannot be reached, so nothing new is worked on."), state="stop")
    says = ngettext("%(waiting)d task waits for a worker.", "%(waiting)d tasks wait for a worker.", waiting)
    return Part(name=name, says=says % {"waiting": waiting}, state="care" if waiting > QUEUE_IS_LONG else "good")


def queue_length() -> int:
    """This will count what lies in the broker. Errors: BrokerSilent when it does not answer."""
    with app.connection_for_read(connect_timeout=2) as connection:
        try:
            connection.ensure_connection(max_retries=1, timeout=2)
            return int(
                connection.default_channel.queue_declare(app.conf.task_default_queue, passive=True).message_count
            )
        except ChannelError:
            return 0  # an empty queue does not exist in Redis
        except (OperationalError, OSError, *connection.connection_errors) as error:
            raise BrokerSilent(str(error)) from error


def spool(*, host: SpoolHost, now: datetime) -> Part:
    """This will say how far the clicks that a host wrote down are behind."""
    if host.clicks_lost:
        says = ngettext(
            "%(lost)d click was sent on without being counted, because it could not be written down.",
            "%(lost)d clicks were sent on without being counted, because they could not be written down.",
            host.clicks_lost,
        )
        return Part(name=host.name, says=says % {"lost": host.clicks_lost}, state="stop", at=host.drained_at)
    if host.drained_at is None or (host.bytes_waiting and now - host.drained_at > SPOOL_IS_LATE):
        size = filesizeformat(host.bytes_waiting)
        return Part(
            name=host.name,
            says=_("%(size)s of clicks wait to be counted. Is a worker running on this host?") % {"size": size},
            state="stop",
            at=host.drained_at,
        )
    if host.lines_quarantined:
        says = ngettext(
            "%(lines)d line could not be read and was put aside.",
            "%(lines)d lines could not be read and were put aside.",
            host.lines_quarantined,
        )
        return Part(name=host.name, says=says % {"lines": host.lines_quarantined}, state="care", at=host.drained_at)
    says = ngettext(
        "All caught up: %(events)d click counted so far.",
        "All caught up: %(events)d clicks counted so far.",
        host.events_drained,
    )
    return Part(name=host.name, says=says % {"events": host.events_drained}, state="good", at=host.drained_at)


def sweeps(*, now: datetime) -> Iterator[Part]:
    """This will say of each planned task whether it runs when it should. Shape: as in the settings."""
    runs = {run.name: run for run in SweepRun.objects.all()}
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        name = str(entry["task"])
        yield sweep(name=name, run=runs.get(name), late_after=patience(entry["schedule"]), now=now)


def sweep(*, name: str, run: SweepRun | None, late_after: timedelta, now: datetime) -> Part:
    """This will say how one planned task is doing. `name` is the task's own, as in the logs."""
    does = str(DOES.get(name, name))
    if run is None:
        return Part(name=does, says=_("It has not run yet."), state="good" if late_after.days else "care")
    at = run.finished_at
    if run.error:
        says = ngettext(
            "It broke off with %(error)s the last time.",
            "It broke off with %(error)s %(times)d times in a row.",
            run.failures,
        ) % {"error": run.error, "times": run.failures}
        return Part(name=does, says=says, state="stop" if run.failures > 2 else "care", at=at)
    if at is None or now - at > late_after:
        return Part(
            name=does, says=_("It should have run again since. Is a worker with beat running?"), state="stop", at=at
        )
    return Part(name=does, says=_("It runs on time."), state="good", at=at)


def patience(planned: object) -> timedelta:
    """This will say how long a task may be silent: three turns and a minute; a nightly one, a day and an hour."""
    if isinstance(planned, crontab):
        return timedelta(days=1, hours=1)
    seconds = planned.run_every.total_seconds() if isinstance(planned, schedule) else float(str(planned))
    return timedelta(seconds=3 * seconds + 60)


def networks(*, now: datetime) -> Iterator[Part]:
    """This will say what of posting by a network's interface needs somebody; nothing when all is well."""
    if said := checks.linkedin_says(today=now.date()):
        yield Part(name="LinkedIn", says=said, state="care")


def mail() -> Part:
    """This will count the mails that wait or were given up."""
    name = _("Mail")
    failed = Notification.objects.filter(mail=Notification.Mail.FAILED).count()
    waiting = Notification.objects.filter(mail__in=(Notification.Mail.WAITING, Notification.Mail.SENDING)).count()
    if failed:
        says = ngettext(
            "%(failed)d mail could not be delivered; it stands in the product only.",
            "%(failed)d mails could not be delivered; they stand in the product only.",
            failed,
        )
        return Part(name=name, says=says % {"failed": failed}, state="care")
    says = ngettext("%(waiting)d mail waits to be sent.", "%(waiting)d mails wait to be sent.", waiting)
    return Part(name=name, says=says % {"waiting": waiting}, state="good")

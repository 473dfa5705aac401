"""What can happen to a story besides its approval: it is begun, edited, goes live, ends, is taken back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit, notifications
from accounts.models import Person, Team
from accounts.roles import Role
from content import approvals, attachments, audiences, manuscripts, reach, working_copies
from content.approvals import approve, send_back, submit, withdraw
from content.manuscripts import Manuscript
from content.models import FeedEntry, Preview, Story
from content.working_copies import ChangedMeanwhile

__all__ = [
    "ChangedMeanwhile",
    "NotADraft",
    "NotOut",
    "ReasonMissing",
    "approve",
    "change",
    "create",
    "edit",
    "retract",
    "save",
    "send_back",
    "submit",
    "turn",
    "with_same_link",
    "withdraw",
]
TURNED_AT_ONCE = 500


class NotADraft(ValidationError):
    pass


class NotOut(ValidationError):
    pass


class ReasonMissing(ValidationError):
    pass


def create(
    *,
    manuscript: Manuscript,
    by: Person,
    now: datetime,
    owner_team: Team | None = None,
    preview: Preview | None = None,
    entry: FeedEntry | None = None,
) -> Story:
    """This will begin a story as a draft.

    Safe to repeat: a preview becomes one story, and a second call gives that one.
    Errors: reach.OutsideReach, audiences.OutsideTeam, attachments.NotToName.
    """
    reach.require(person=by, role=Role.CURATOR, team=owner_team)
    audiences.check_inside(manuscript=manuscript, team=owner_team)
    attachments.check(manuscript=manuscript, story=None, by=by)
    try:
        with transaction.atomic():
            story = Story.objects.create(
                **manuscripts.columns(manuscript),
                author=by,
                owner_team=owner_team,
                preview=preview,
                feed_entry=entry,
                created_at=now,
                updated_at=now,
            )
            manuscripts.write_lines(story=story, manuscript=manuscript)
            if entry is not None:
                FeedEntry.objects.filter(pk=entry.pk, taken_at=None).update(taken_at=now)
            audit.record(by=by, action="stories.create", target=story, at=now)
    except IntegrityError:
        already = Story.objects.filter(preview=preview).first() if preview else None
        if already is None:
            raise
        return already
    return story


def edit(*, story: Story, manuscript: Manuscript, seen: int, by: Person, now: datetime) -> Story:
    """This will save what a draft says. `seen` is the story's revision when the person opened it.

    Errors: reach.OutsideReach, audiences.OutsideTeam, attachments.NotToName; NotADraft when it was submitted;
    ChangedMeanwhile when somebody else saved it since.
    """
    reach.require(person=by, role=Role.CURATOR, team=story.owner_team)
    audiences.check_inside(manuscript=manuscript, team=story.owner_team)
    attachments.check(manuscript=manuscript, story=story, by=by)
    with transaction.atomic():
        saved = Story.objects.filter(pk=story.pk, state=Story.State.DRAFT, revision=seen).update(
            **manuscripts.columns(manuscript), updated_at=now, revision=F("revision") + 1
        )
        if saved:
            manuscripts.write_lines(story=story, manuscript=manuscript)
    story.refresh_from_db()
    if saved:
        return story
    if story.state != Story.State.DRAFT:
        raise NotADraft(
            gettext_lazy("This story is no longer a draft. Take it back from approval first, or ask for a change."),
            code="not_a_draft",
        )
    raise working_copies.changed_meanwhile()


def save(*, story: Story, manuscript: Manuscript, seen: int, by: Person, now: datetime) -> Story:
    """This will keep what somebody writes: of a draft in the draft, of a planned or live story as a change in work.

    Errors: reach.OutsideReach, audiences.OutsideTeam, NotADraft, working_copies.NotOutToChange, ChangedMeanwhile.
    """
    keep = working_copies.keep if story.state in working_copies.OUT else edit
    return keep(story=story, manuscript=manuscript, seen=seen, by=by, now=now)


def change(*, story: Story, manuscript: Manuscript, seen: int, by: Person, now: datetime) -> Story:
    """This will ask for approval of a change, as approvals.change does; a change in work is done with then."""
    with transaction.atomic():
        approvals.change(story=story, manuscript=manuscript, seen=seen, by=by, now=now)
        working_copies.submitted(story=story)
    return story


def with_same_link(*, urls: set[str], person: Person, apart_from: Story | None = None) -> Story | None:
    """This will find the newest other story in a curator's reach with one of these links. Source: one query."""
    bare = {url.partition("#")[0].rstrip("/") for url in urls if url}
    found = (
        Story.objects.in_reach(person, role=Role.CURATOR)
        .filter(url__in=bare | {f"{url}/" for url in bare})
        .exclude(state=Story.State.RETRACTED)
        .order_by("-created_at", "-pk")
    )
    return (found.exclude(pk=apart_from.pk) if apart_from else found).first()


def retract(*, story: Story, by: Person, reason: str, now: datetime) -> Story:
    """This will take an approved story back at once, and with it a change that waits.

    Errors: reach.OutsideReach unless a curator's or approver's role reaches the story; ReasonMissing; NotOut.
    """
    try:
        reach.require(person=by, role=Role.CURATOR, team=story.owner_team)
    except reach.OutsideReach:
        reach.require(person=by, role=Role.APPROVER, team=story.owner_team)
    if not reason.strip():
        raise ReasonMissing(
            gettext_lazy("Say in a few words why; colleagues who took it up will read it."), code="reason_missing"
        )
    with transaction.atomic():
        retracted = Story.objects.filter(
            pk=story.pk, state__in=(Story.State.APPROVED, Story.State.LIVE, Story.State.ENDED)
        ).update(
            state=Story.State.RETRACTED,
            retracted_at=now,
            retract_reason=reason.strip()[:300],
            waiting_version=None,
            updated_at=now,
            revision=F("revision") + 1,
        )
        story.refresh_from_db()
        if not retracted:
            raise NotOut(gettext_lazy("Only a story that was approved can be retracted."), code="not_out")
        audit.record(by=by, action="stories.retract", target=story, detail={"reason": story.retract_reason}, at=now)
        if story.author != by:
            with translation.override(story.author.language):
                notifications.add(
                    person=story.author,
                    key=f"story-retracted:{story.public_id}",
                    title=_("Your story was retracted: %(title)s") % {"title": story.title},
                    text=story.retract_reason,
                    path=reverse("edit_story", args=[story.public_id]),
                    now=now,
                )
    return story


def turn(*, now: datetime) -> int:
    """This will let approved stories go live at their time, and live ones end at theirs; it says how many turned.

    Safe to repeat: each turn is a conditional update. A change that waits when its story ends waits no more; its words
    stay.
    """
    ended = Story.objects.filter(
        state__in=(Story.State.LIVE, Story.State.APPROVED), approved_version__isnull=False, expires_at__lte=now
    ).update(state=Story.State.ENDED, ended_at=now, waiting_version=None, updated_at=now, revision=F("revision") + 1)
    return ended + sum(
        _go_live(story=story, now=now)
        for story in Story.objects.filter(
            Q(goes_live_at__lte=now), state=Story.State.APPROVED, approved_version__isnull=False, expires_at__gt=now
        ).select_related("author")[:TURNED_AT_ONCE]
    )


def _go_live(*, story: Story, now: datetime) -> int:
    with transaction.atomic():
        turned = Story.objects.filter(
            pk=story.pk, state=Story.State.APPROVED, goes_live_at__lte=now, expires_at__gt=now
        ).update(state=Story.State.LIVE, went_live_at=now, updated_at=now, revision=F("revision") + 1)
        if turned:
            with translation.override(story.author.language):
                notifications.add(
                    person=story.author,
                    key=f"story-live:{story.public_id}",
                    title=_("Your story is live: %(title)s") % {"title": story.title},
                    path=reverse("edit_story", args=[story.public_id]),
                    now=now,
                    by_mail=False,
                )
    return turned

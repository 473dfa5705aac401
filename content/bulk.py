"""One thing done to many stories, each by the same rule as alone, and all of it undone where nobody went on since."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit, roles
from accounts.models import Person
from accounts.roles import Role
from content import discards, manuscripts, moves, stories
from content.models import BulkAction, Campaign, Preview, Story, Topic

MOST = 100
MOST_DAYS = 365
Action = BulkAction.Action
# What somebody did to one story, and what it takes to undo it; None says that nothing was to do.
Before = dict[str, Any]


class NothingChosen(ValidationError):
    pass


class TooMany(ValidationError):
    pass


class NotUnderstood(ValidationError):
    """The action needs something that was not said: a campaign, a topic, a number of days."""


class UndoneAlready(ValidationError):
    pass


@dataclass(frozen=True)
class Line:
    """What happened to one story; `reason` says why it did not."""

    story: UUID
    title: str
    reason: str = ""
    is_there: bool = True  # it can still be opened


@dataclass(frozen=True)
class Outcome:
    done: Sequence[Line]
    refused: Sequence[Line]


def do(
    *,
    action: str,
    chosen: Sequence[Story],
    by: Person,
    now: datetime,
    days: int = 0,
    campaign: Campaign | None = None,
    topic: Topic | None = None,
) -> BulkAction:
    """This will do one thing to each of the stories, by the rule that holds for it alone, and keep how to undo it.

    A story that its rule refuses stays as it is; the others are done. Each has its own transaction.
    Shape: `outcome` reads from the result what was done and what was refused, and why.
    Errors: NotAllowed unless `by` is a curator; NothingChosen, TooMany (a hundred at once), NotUnderstood.
    """
    roles.require(person=by, role=Role.CURATOR)
    if not chosen:
        raise NothingChosen(_("Tick the stories first."), code="nothing_chosen")
    if len(chosen) > MOST:
        raise TooMany(_("A hundred stories at once are the most. Tick fewer."), code="too_many")
    rule = _rule(action=action, by=by, now=now, days=days, campaign=campaign, topic=topic)
    entry = BulkAction.objects.create(action=action, by=by, at=now)
    kept: list[dict[str, Any]] = []
    for story in chosen:
        line: dict[str, Any] = {"story": str(story.public_id), "title": story.title}
        try:
            with transaction.atomic():
                before = rule(story)
        except (ValidationError, PermissionDenied, IntegrityError) as error:
            kept.append({**line, "refused": _sentence(error)})
            continue
        story.refresh_from_db()
        kept.append({**line, "revision": story.revision, "before": before})
        # Written after each: what was done before a crash can be undone.
        BulkAction.objects.filter(pk=entry.pk).update(done=kept)
    entry.done = kept
    with transaction.atomic():
        entry.save(update_fields=["done"])
        detail = {"action": action, "stories": [each["story"] for each in kept if "refused" not in each]}
        audit.record(by=by, action="bulk.do", target=entry, detail=detail, at=now)
    return entry


def outcome(*, entry: BulkAction) -> Outcome:
    """This will say what was done and what was refused. Source: one query, which of them can still be opened."""
    there = set(
        Story.objects.filter(public_id__in=[line["story"] for line in entry.done], discarded_at=None).values_list(
            "public_id", flat=True
        )
    )
    lines = [
        Line(
            story=UUID(line["story"]),
            title=line["title"],
            reason=line.get("refused") or line.get("kept") or "",
            is_there=UUID(line["story"]) in there,
        )
        for line in entry.done
    ]
    is_refused = ["refused" in line for line in entry.done]
    return Outcome(
        done=[line for line, refused in zip(lines, is_refused, strict=True) if not refused],
        refused=[line for line, refused in zip(lines, is_refused, strict=True) if refused],
    )


def undo(*, entry: BulkAction, by: Person, now: datetime) -> BulkAction:
    """This will put each story back that nobody touched since; the others keep what they have, and it says why.

    Shape: lines that could not be undone carry a reason in `outcome`.
    Errors: NotAllowed unless `by` did it himself; UndoneAlready.
    """
    roles.require(person=by, role=Role.CURATOR)
    if entry.by_id != by.pk:
        raise roles.NotAllowed(_("Only who did it can undo it."))
    if not BulkAction.objects.filter(pk=entry.pk, undone_at=None).update(undone_at=now):
        raise UndoneAlready(_("This was undone already."), code="undone_already")
    kept = []
    for line in entry.done:
        if "refused" in line:
            kept.append(line)
            continue
        try:
            with transaction.atomic():
                _undo_one(action=entry.action, line=line, by=by, now=now)
        except (ValidationError, PermissionDenied, IntegrityError) as error:
            kept.append({**line, "kept": _sentence(error)})
        else:
            kept.append(line)
    entry.done, entry.undone_at = kept, now
    with transaction.atomic():
        entry.save(update_fields=["done", "undone_at"])
        audit.record(by=by, action="bulk.undo", target=entry, detail={"action": entry.action}, at=now)
    return entry


def _sentence(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, PermissionDenied):
        return str(error)
    return str(_("Somebody else changed this story at the same moment. Look again."))


def _rule(
    *, action: str, by: Person, now: datetime, days: int, campaign: Campaign | None, topic: Topic | None
) -> Callable[[Story], Before]:
    """What is done to one story: it answers with what it takes to undo it."""

    def submit(story: Story) -> Before:
        stories.submit(story=story, by=by, now=now)
        return {}

    def withdraw(story: Story) -> Before:
        before = _words(story)
        stories.withdraw(story=story, by=by, now=now)
        return before

    def move(story: Story) -> Before:
        return _changed(story, lambda: moves.by_days(story=story, days=days, seen=story.revision, by=by, now=now))

    def put(story: Story) -> Before:
        wanted = str(campaign.public_id) if campaign else ""
        return _changed(story, lambda: _rewrite(story, by=by, now=now, campaign=wanted))

    def give(story: Story) -> Before:
        topics = manuscripts.newest(story=story).topics
        wanted = tuple(dict.fromkeys((*topics, str(topic.public_id) if topic else "")))
        return _changed(story, lambda: _rewrite(story, by=by, now=now, topics=wanted))

    def discard(story: Story) -> Before:
        preview = str(story.preview.public_id) if story.preview else ""
        discards.discard(story=story, by=by, now=now)
        return {"preview": preview}

    if action == Action.MOVE and not 0 < abs(days) <= MOST_DAYS:
        raise NotUnderstood(_("Say by how many days, up to a year."), code="no_days")
    if action == Action.CAMPAIGN and (campaign is None or campaign.closed_on):
        raise NotUnderstood(_("Choose a campaign that is open."), code="no_campaign")
    if action == Action.TOPIC and (topic is None or topic.retired_at):
        raise NotUnderstood(_("Choose a topic."), code="no_topic")
    found = {
        Action.SUBMIT: submit,
        Action.WITHDRAW: withdraw,
        Action.MOVE: move,
        Action.CAMPAIGN: put,
        Action.TOPIC: give,
        Action.DISCARD: discard,
    }
    if action not in Action.values:
        raise NotUnderstood(_("Choose what to do with them."), code="no_action")
    return found[Action(action)]


def _words(story: Story) -> Before:
    """What the curators had written last, and whether that waited for a yes."""
    return {
        "said": manuscripts.as_json(manuscripts.newest(story=story)),
        "waited": story.waiting_version is not None,
    }


def _changed(story: Story, change: Callable[[], Story]) -> Before:
    """Errors: NotUnderstood when nothing changes by it: what is so already is not done, and not undone."""
    before, revision = _words(story), story.revision
    if change().revision == revision:
        raise NotUnderstood(_("It is so already."), code="no_change")
    return before


def _rewrite(story: Story, *, by: Person, now: datetime, **fields: Any) -> Story:
    """Write over the newest words, as the editor does: a draft has them at once, for the others a yes is asked for."""
    said = manuscripts.newest(story=story)
    changed = replace(said, **fields)
    if changed == said:
        return story
    save = stories.change if story.state in moves.OUT else stories.edit
    return save(story=story, manuscript=changed, seen=story.revision, by=by, now=now)


def _undo_one(*, action: str, line: dict[str, Any], by: Person, now: datetime) -> None:
    story = Story.objects.filter(public_id=line["story"]).first()
    if story is None:
        raise discards.NotToRestore(_("It was thrown away too long ago to come back."), code="gone")
    if story.revision != line["revision"]:
        raise stories.ChangedMeanwhile(_("It went on since, so it stays as it is."), code="changed_meanwhile")
    before = line["before"]
    if action == Action.DISCARD:
        preview = Preview.objects.filter(public_id=before["preview"]).first() if before["preview"] else None
        discards.restore(story=story, by=by, now=now, preview=preview)
    elif action == Action.SUBMIT:
        stories.withdraw(story=story, by=by, now=now)
    elif action == Action.WITHDRAW:
        _ask_again(story, said=before["said"], by=by, now=now)
    elif story.state in moves.OUT:
        # The change that was asked for is taken back; one that it replaced is asked for again.
        stories.withdraw(story=story, by=by, now=now)
        if before["waited"]:
            _ask_again(story, said=before["said"], by=by, now=now)
    else:
        said = manuscripts.from_json(before["said"])
        stories.edit(story=story, manuscript=said, seen=story.revision, by=by, now=now)


def _ask_again(story: Story, *, said: dict[str, Any], by: Person, now: datetime) -> None:
    if story.state in moves.OUT:
        stories.change(story=story, manuscript=manuscripts.from_json(said), seen=story.revision, by=by, now=now)
    else:
        stories.submit(story=story, by=by, now=now)

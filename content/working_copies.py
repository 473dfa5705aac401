"""A change of an approved story while it is written: one for each story, kept apart from what is out.

What is thrown away or replaced is put aside and can be brought back, of a draft as well.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import Person
from accounts.roles import Role
from content import attachments, audiences, manuscripts, reach
from content.manuscripts import Manuscript
from content.models import Story, StoryVersion, WorkingCopy

OUT = (Story.State.APPROVED, Story.State.LIVE)


class ChangedMeanwhile(ValidationError):
    """Somebody else saved the story since this person opened it."""


class NotOutToChange(ValidationError):
    """The story is neither planned nor live any more."""


class NothingInWork(ValidationError):
    pass


def of(*, story: Story) -> WorkingCopy | None:
    """This will find the change in work and the words put aside, if there are any. Source: one query."""
    return WorkingCopy.objects.filter(story=story).select_related("by").first()


def newest(*, story: Story, copy: WorkingCopy | None) -> Manuscript:
    """This will read what the curators wrote last, a change in work before everything else."""
    if copy is not None and copy.said is not None and story.state in OUT:
        return manuscripts.from_json(copy.said)
    return manuscripts.newest(story=story)


def keep(*, story: Story, manuscript: Manuscript, seen: int, by: Person, now: datetime) -> Story:
    """This will keep a change of a planned or live story, of which nobody is told yet; what was approved stays out.

    `seen` is the story's revision when the person opened it.
    Errors: reach.OutsideReach, audiences.OutsideTeam; NotOutToChange when the story is no longer out; ChangedMeanwhile
    when somebody else kept other words since.
    """
    reach.require(person=by, role=Role.CURATOR, team=story.owner_team)
    audiences.check_inside(manuscript=manuscript, team=story.owner_team)
    attachments.check(manuscript=manuscript, story=story, by=by)
    with transaction.atomic():
        _move(story=story, seen=seen, now=now)
        said = manuscripts.as_json(manuscript)
        WorkingCopy.objects.update_or_create(story=story, defaults={"said": said, "by": by, "at": now})
    return story


def discard(*, story: Story, by: Person, now: datetime) -> Story:
    """This will throw a change in work away; its words are put aside.

    Errors: reach.OutsideReach; NotOutToChange; NothingInWork, also when it was thrown away already.
    """
    reach.require(person=by, role=Role.CURATOR, team=story.owner_team)
    with transaction.atomic():
        thrown = WorkingCopy.objects.filter(story=story, said__isnull=False).update(
            aside=F("said"), aside_at=now, said=None, by=by, at=now
        )
        if not thrown:
            raise NothingInWork(gettext_lazy("No change of this story is in work."), code="nothing_in_work")
        _move(story=story, seen=None, now=now)
        audit.record(by=by, action="stories.discard_change", target=story, at=now)
    return story


def put_aside(*, story: Story, manuscript: Manuscript, by: Person, now: datetime) -> None:
    """This will keep words that are about to be replaced; call it in the transaction that replaces them.

    What the newest version says already needs no other place.
    """
    version = StoryVersion.objects.filter(story=story, number=story.version).first()
    if version is not None and manuscripts.from_json(version.said) == manuscript:
        WorkingCopy.objects.filter(story=story).update(aside=None, aside_at=None)
        return
    aside = manuscripts.as_json(manuscript)
    WorkingCopy.objects.update_or_create(
        story=story,
        defaults={"aside": aside, "aside_at": now},
        create_defaults={"aside": aside, "aside_at": now, "by": by, "at": now},
    )


def submitted(*, story: Story) -> None:
    """This will remove a change in work, because a version holds its words now; call it in the submitting transaction.

    What was put aside stays.
    """
    WorkingCopy.objects.filter(story=story, said__isnull=False).update(said=None)


def _move(*, story: Story, seen: int | None, now: datetime) -> None:
    """The story's revision goes up, and with it everybody else's words are no longer the newest."""
    unseen = Story.objects.filter(pk=story.pk, state__in=OUT)
    if seen is not None:
        unseen = unseen.filter(revision=seen)
    moved = unseen.update(updated_at=now, revision=F("revision") + 1)
    story.refresh_from_db(fields=("state", "revision", "updated_at"))
    if moved:
        return
    if story.state not in OUT:
        raise NotOutToChange(
            gettext_lazy("This story is neither planned nor live any more. Your words are still here."),
            code="not_out_to_change",
        )
    raise changed_meanwhile()


def changed_meanwhile() -> ChangedMeanwhile:
    """This will word the refusal to overwrite what nobody here has seen."""
    sentence = gettext_lazy(
        "Somebody else saved this story while you wrote. Your words are still here; look at both, then save."
    )
    return ChangedMeanwhile(sentence, code="changed_meanwhile")

"""What a story said before: every version with who, when and what became of it; and a new beginning from an old one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import Person
from content import manuscripts, stories, working_copies
from content.changes import Change, between
from content.manuscripts import Manuscript
from content.models import Approval, Story, StoryVersion

NOW = 0  # stands for the words as they are now, submitted or not


class NoSuchVersion(ValidationError):
    pass


class NothingAside(ValidationError):
    pass


@dataclass(frozen=True)
class Line:
    """A version and what became of it."""

    version: StoryVersion
    decisions: Sequence[Approval]
    is_out: bool
    is_waiting: bool


def lines(*, story: Story, versions: Sequence[StoryVersion]) -> list[Line]:
    """This will add to each version what was decided on it, in the order of the versions. Source: one query."""
    decided: dict[int, list[Approval]] = {}
    numbers = [version.number for version in versions]
    for approval in story.approvals.filter(version__in=numbers).select_related("by", "step").order_by("at", "pk"):
        decided.setdefault(approval.version, []).append(approval)
    return [
        Line(
            version=version,
            decisions=decided.get(version.number, ()),
            is_out=version.number == story.approved_version,
            is_waiting=version.number == story.waiting_version,
        )
        for version in versions
    ]


def said(*, story: Story, number: int) -> Manuscript:
    """This will read a version, or with NOW what the curators wrote last.

    Errors: NoSuchVersion.
    """
    if number == NOW:
        return working_copies.newest(story=story, copy=working_copies.of(story=story))
    version = StoryVersion.objects.filter(story=story, number=number).first()
    if version is None:
        raise NoSuchVersion(gettext_lazy("This story has no such version."), code="no_such_version")
    return manuscripts.from_json(version.said)


def difference(*, story: Story, before: int, after: int) -> tuple[Change, ...]:
    """This will name what differs between two versions, in the editor's order; NOW stands for the words of today.

    Errors: NoSuchVersion.
    """
    return between(before=said(story=story, number=before), after=said(story=story, number=after))


def begin_again(*, story: Story, number: int, by: Person, now: datetime) -> Story:
    """This will bring the words of an old version into the draft, or into the change in work; nobody is asked yet.

    The words that stood there are put aside.
    Errors: reach.OutsideReach; NoSuchVersion; stories.NotADraft; stories.ChangedMeanwhile.
    """
    return _replace(
        story=story, manuscript=said(story=story, number=number), by=by, now=now, detail={"version": number}
    )


def bring_back(*, story: Story, by: Person, now: datetime) -> Story:
    """This will bring back the words that were put aside last; those that stand there now are put aside for them.

    Errors: reach.OutsideReach; NothingAside; stories.NotADraft; stories.ChangedMeanwhile.
    """
    copy = working_copies.of(story=story)
    if copy is None or copy.aside is None:
        raise NothingAside(gettext_lazy("Nothing was put aside."), code="nothing_aside")
    return _replace(story=story, manuscript=manuscripts.from_json(copy.aside), by=by, now=now, detail={})


def _replace(*, story: Story, manuscript: Manuscript, by: Person, now: datetime, detail: dict[str, object]) -> Story:
    with transaction.atomic():
        current = said(story=story, number=NOW)
        stories.save(story=story, manuscript=manuscript, seen=story.revision, by=by, now=now)
        working_copies.put_aside(story=story, manuscript=current, by=by, now=now)
        audit.record(by=by, action="stories.begin_again", target=story, detail=detail, at=now)
    return story

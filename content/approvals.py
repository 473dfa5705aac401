"""From a draft to an approved story, and every later change: a second person says yes or no to one version."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit, notifications, roles
from accounts.models import Person
from accounts.roles import Role
from content import audiences, checks, manuscripts, reach
from content.manuscripts import Manuscript
from content.models import Approval, Story, StoryVersion


class NotToSubmit(ValidationError):
    """The story is not a draft."""


class NotToChange(ValidationError):
    """The story is neither planned nor live, or somebody else asked for a change meanwhile."""


class NotWaiting(ValidationError):
    """No version of the story waits, or another one than the approver looked at."""


class OwnWords(PermissionDenied):
    """Nobody approves what he wrote or submitted himself."""


class NoteMissing(ValidationError):
    pass


class EndPassed(ValidationError):
    pass


def submit(*, story: Story, by: Person, now: datetime) -> Story:
    """This will ask for approval of a draft: its words become a version, and the approvers are told.

    Errors: reach.OutsideReach; audiences.OutsideTeam; checks.NotReady, naming what is missing; NotToSubmit.
    """
    reach.require(person=by, role=Role.CURATOR, team=story.owner_team)
    with transaction.atomic():
        # The row is turned first: from here on nobody edits the words that are copied below.
        submitted = Story.objects.filter(pk=story.pk, state=Story.State.DRAFT).update(
            state=Story.State.REVIEW,
            version=F("version") + 1,
            waiting_version=F("version") + 1,
            submitted_by=by,
            submitted_at=now,
            revision=F("revision") + 1,
        )
        if not submitted:
            raise NotToSubmit(
                gettext_lazy("This story is not a draft, so it cannot be submitted again."), code="not_to_submit"
            )
        story.refresh_from_db()
        manuscript = manuscripts.of_story(story=story)
        audiences.check_inside(manuscript=manuscript, team=story.owner_team)
        checks.require_ready(manuscript=manuscript, now=now)
        _keep_version(story=story, manuscript=manuscript, by=by, now=now)
        audit.record(by=by, action="stories.submit", target=story, detail={"version": story.version}, at=now)
        _tell_approvers(story=story, by=by, now=now)
    return story


def change(*, story: Story, manuscript: Manuscript, seen: int, by: Person, now: datetime) -> Story:
    """This will ask for approval of a change to a planned or live story; what was approved stays out meanwhile.

    A change that already waits is replaced. `seen` is the story's revision when the person opened it.
    Errors: reach.OutsideReach; audiences.OutsideTeam; checks.NotReady; NotToChange.
    """
    reach.require(person=by, role=Role.CURATOR, team=story.owner_team)
    audiences.check_inside(manuscript=manuscript, team=story.owner_team)
    checks.require_ready(manuscript=manuscript, now=now)
    with transaction.atomic():
        asked = Story.objects.filter(
            pk=story.pk, state__in=(Story.State.APPROVED, Story.State.LIVE), revision=seen
        ).update(
            version=F("version") + 1,
            waiting_version=F("version") + 1,
            submitted_by=by,
            submitted_at=now,
            updated_at=now,
            revision=F("revision") + 1,
        )
        story.refresh_from_db()
        if not asked:
            raise NotToChange(
                gettext_lazy(
                    "This story turned meanwhile, or somebody else changed it. Your words are still here; look at both."
                ),
                code="not_to_change",
            )
        _keep_version(story=story, manuscript=manuscript, by=by, now=now)
        audit.record(by=by, action="stories.change", target=story, detail={"version": story.version}, at=now)
        _tell_approvers(story=story, by=by, now=now)
    return story


def withdraw(*, story: Story, by: Person, now: datetime) -> Story:
    """This will take a version back from approval: a first one is a draft again, a change no longer waits.

    Errors: reach.OutsideReach, NotWaiting.
    """
    reach.require(person=by, role=Role.CURATOR, team=story.owner_team)
    with transaction.atomic():
        _decide(story=story, version=story.waiting_version, now=now)
        audit.record(by=by, action="stories.withdraw", target=story, detail={"version": story.version}, at=now)
    return story


def approve(*, story: Story, by: Person, note: str = "", now: datetime, version: int | None = None) -> Story:
    """This will say yes to the waiting version: a first one is planned, a change goes out at once.

    `version` is the one the approver looked at, the waiting one when it is left out.
    Errors: roles.NotAllowed, reach.OutsideReach; OwnWords for author, submitter and who wrote the version; NotWaiting;
    EndPassed.
    """
    number = _require_waiting(story=story, by=by, version=version)
    manuscript = manuscripts.of_version(story=story, number=number)
    starts_at = manuscript.goes_live_at or now
    if story.approved_version is not None:
        # When it went live is a fact; and a planned story keeps a beginning.
        starts_at = story.goes_live_at or now if story.state == Story.State.LIVE else starts_at
    if manuscript.expires_at is None or manuscript.expires_at <= max(now, starts_at):
        raise EndPassed(
            gettext_lazy("The end of this story has passed. Send it back and ask for a later one."), code="end_passed"
        )
    with transaction.atomic():
        values = {**manuscripts.columns(manuscript), "goes_live_at": starts_at, "approved_version": number}
        if story.state == Story.State.REVIEW:
            values["state"] = Story.State.APPROVED
        _turn(story=story, version=number, now=now, values=values)
        manuscripts.write_lines(story=story, manuscript=manuscript)
        _record(story=story, version=number, by=by, decision=Approval.Decision.APPROVED, note=note, now=now)
    return story


def send_back(*, story: Story, by: Person, note: str, now: datetime, version: int | None = None) -> Story:
    """This will say no to the waiting version, with a reason: a first one is a draft again; a change stays a proposal.

    Errors: roles.NotAllowed, reach.OutsideReach; OwnWords; NoteMissing; NotWaiting.
    """
    number = _require_waiting(story=story, by=by, version=version)
    if not note.strip():
        raise NoteMissing(gettext_lazy("Say in a few words what should change."), code="note_missing")
    with transaction.atomic():
        _decide(story=story, version=number, now=now)
        _record(story=story, version=number, by=by, decision=Approval.Decision.SENT_BACK, note=note, now=now)
    return story


def may_decide(*, story: Story, person: Person) -> bool:
    """This will say whether a person could approve the waiting version. Source: up to three queries."""
    try:
        _require_waiting(story=story, by=person, version=None)
    except (PermissionDenied, ValidationError):
        return False
    return True


def _require_waiting(*, story: Story, by: Person, version: int | None) -> int:
    roles.require(person=by, role=Role.APPROVER)
    reach.require(person=by, role=Role.APPROVER, team=story.owner_team)
    number = story.waiting_version if version is None else version
    if number is None or number != story.waiting_version:
        raise _not_waiting()
    wrote = StoryVersion.objects.filter(story=story, number=number, by=by).exists()
    if wrote or by.pk in {story.author_id, story.submitted_by_id}:
        raise OwnWords(gettext_lazy("These are your own words. A second person has to look at them."))
    return number


def _not_waiting() -> NotWaiting:
    sentence = gettext_lazy(
        "This version no longer waits for a yes: it was decided, taken back or changed. Look again."
    )
    return NotWaiting(sentence, code="not_waiting")


def _decide(*, story: Story, version: int | None, now: datetime) -> None:
    """Let a version wait no more, without a yes."""
    if version is None:
        raise _not_waiting()
    is_first = story.state == Story.State.REVIEW
    _turn(story=story, version=version, now=now, values={"state": Story.State.DRAFT} if is_first else {})


def _turn(*, story: Story, version: int, now: datetime, values: dict[str, object]) -> None:
    turned = Story.objects.filter(pk=story.pk, waiting_version=version, state=story.state).update(
        waiting_version=None, updated_at=now, revision=F("revision") + 1, **values
    )
    story.refresh_from_db()
    if not turned:
        raise _not_waiting()


def _keep_version(*, story: Story, manuscript: Manuscript, by: Person, now: datetime) -> None:
    StoryVersion.objects.create(story=story, number=story.version, said=manuscripts.as_json(manuscript), by=by, at=now)


def _tell_approvers(*, story: Story, by: Person, now: datetime) -> None:
    for person in reach.approvers(story=story):
        with translation.override(person.language):
            notifications.add(
                person=person,
                key=f"story-submitted:{story.public_id}:{story.version}",
                title=_("%(name)s asks for your yes: %(title)s") % {"name": by, "title": story.title},
                path=reverse("approval", args=[story.public_id]),
                now=now,
            )


def _record(*, story: Story, version: int, by: Person, decision: str, note: str, now: datetime) -> None:
    Approval.objects.create(story=story, version=version, by=by, decision=decision, note=note.strip(), at=now)
    is_yes = decision == Approval.Decision.APPROVED
    action = "stories.approve" if is_yes else "stories.send_back"
    audit.record(by=by, action=action, target=story, detail={"version": version, "note": note.strip()}, at=now)
    told = {person.pk: person for person in (story.author, story.submitted_by) if person and person != by}
    for person in told.values():
        with translation.override(person.language):
            sentence = _("%(name)s said yes: %(title)s") if is_yes else _("%(name)s sent it back: %(title)s")
            notifications.add(
                person=person,
                key=f"story-{'approved' if is_yes else 'sent-back'}:{story.public_id}:{version}",
                title=sentence % {"name": by, "title": story.title},
                text=note.strip(),
                path=reverse("edit_story", args=[story.public_id]),
                now=now,
            )

"""From a draft to an approved story, and every later change: others say yes or no to one version, in steps."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit, notifications, roles
from accounts.models import Notification, Person
from accounts.roles import Role
from content import attachments, audiences, checks, manuscripts, reach, steps
from content.manuscripts import Manuscript
from content.models import Approval, Story, StoryVersion
from content.steps import Asked


class NotToSubmit(ValidationError):
    """The story is not a draft."""


class NotToChange(ValidationError):
    """The story is neither planned nor live, or somebody else asked for a change meanwhile."""


class NotWaiting(ValidationError):
    """No version of the story waits, or another one than the approver looked at."""


class OwnWords(PermissionDenied):
    """Nobody approves what he wrote or submitted himself."""


class NotAsked(PermissionDenied):
    """Another step is asked now, or others in it."""


class AlreadySaid(ValidationError):
    """The yes of this person is there; others of the step are asked."""


class NoteMissing(ValidationError):
    pass


class EndPassed(ValidationError):
    pass


def submit(*, story: Story, by: Person, now: datetime) -> Story:
    """This will ask for approval of a draft: its words become a version, and the approvers are told.

    Errors: reach.OutsideReach; audiences.OutsideTeam; checks.NotReady, naming what is missing; NotToSubmit;
    steps.NobodyToAsk for a step in which nobody may say yes.
    """
    reach.require(person=by, role=Role.CURATOR, team=story.owner_team)
    with transaction.atomic():
        # The row is turned first: from here on nobody edits the words that are copied below.
        submitted = Story.objects.filter(pk=story.pk, state=Story.State.DRAFT, discarded_at=None).update(
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
        steps.require_people(story=story)
        audit.record(by=by, action="stories.submit", target=story, detail={"version": story.version}, at=now)
        _tell(story=story, now=now)
    return story


def change(*, story: Story, manuscript: Manuscript, seen: int, by: Person, now: datetime) -> Story:
    """This will ask for approval of a change to a planned or live story; what was approved stays out meanwhile.

    A change that already waits is replaced. `seen` is the story's revision when the person opened it.
    Errors: reach.OutsideReach; audiences.OutsideTeam; checks.NotReady; NotToChange; steps.NobodyToAsk.
    """
    reach.require(person=by, role=Role.CURATOR, team=story.owner_team)
    audiences.check_inside(manuscript=manuscript, team=story.owner_team)
    attachments.check(manuscript=manuscript, story=story, by=by)
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
        steps.require_people(story=story)
        audit.record(by=by, action="stories.change", target=story, detail={"version": story.version}, at=now)
        _tell(story=story, now=now)
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


def approve(
    *, story: Story, by: Person, note: str = "", now: datetime, version: int | None = None, step: UUID | None = None
) -> Story:
    """This will say yes to the waiting version in the step that is asked now. When it was the last that was missing, a
    first version is planned and a change goes out at once; otherwise the next who are asked are told.

    `version` is the one the person looked at, the waiting one when it is left out; so is `step`, by its public id.
    Errors: roles.NotAllowed, reach.OutsideReach; OwnWords for author, submitter and who wrote the version; NotAsked;
    NotWaiting; AlreadySaid; EndPassed.
    """
    with transaction.atomic():
        # The row is taken first: of two who say yes at once, the second sees the yes of the first.
        number = _take(story=story, by=by, version=version)
        way = steps.path(story=story)
        asked = _require_asked(way=way, by=by)
        if step is not None and (asked.step is None or asked.step.public_id != step):
            raise _not_waiting()
        _require_end_ahead(story=story, number=number, now=now)
        _record(
            story=story, version=number, by=by, asked=asked, decision=Approval.Decision.APPROVED, note=note, now=now
        )
        if not _finish(story=story, number=number, by=by, now=now):
            _tell_of_yes(story=story, number=number, by=by, asked=asked, note=note, now=now)
            _tell(story=story, now=now)
    return story


def send_back(*, story: Story, by: Person, note: str, now: datetime, version: int | None = None) -> Story:
    """This will say no to the waiting version, with a reason: a first one is a draft again; a change stays a proposal.

    A no counts from everybody who is asked now or would be asked later.
    Errors: roles.NotAllowed, reach.OutsideReach; OwnWords; NotAsked; NotWaiting; NoteMissing.
    """
    with transaction.atomic():
        number = _take(story=story, by=by, version=version)
        asked = _require_ahead(way=steps.path(story=story), by=by)
        if not note.strip():
            raise NoteMissing(gettext_lazy("Say in a few words what should change."), code="note_missing")
        _decide(story=story, version=number, now=now)
        _record(
            story=story, version=number, by=by, asked=asked, decision=Approval.Decision.SENT_BACK, note=note, now=now
        )
        _tell_authors(story=story, number=number, by=by, is_yes=False, note=note, now=now)
    return story


def asking(*, person: Person) -> list[Story]:
    """This will list all stories with a version that waits and that this person could be asked about, oldest first.

    Source: about four queries.
    """
    found = steps.in_reach(person=person).waiting()
    return list(found.select_related("author", "submitted_by", "owner_team"))


def waiting_for(*, person: Person) -> list[Story]:
    """This will list the stories that ask this person now, the longest waiting first: never his own.

    Source: content.ApprovalStep, Approval and StoryVersion, about twelve queries, however many stories.
    """
    stories = asking(person=person)
    if not stories:
        return []
    ways = steps.paths(stories=stories)
    return [story for story in stories if (asked := steps.current(ways[story.pk])) and asked.asks(person)]


def look_after(*, now: datetime) -> int:
    """This will go through all that waits: what no step holds up any more is approved, who is asked newly is told, and
    a step that lost everybody is told to the administrators, once. It says how many were approved.

    Safe to repeat: each approval is a conditional update, and nobody is told twice.
    """
    approved = 0
    waiting = list(Story.objects.waiting().select_related("author", "submitted_by", "owner_team"))
    ways = steps.paths(stories=waiting)
    for story in waiting:
        asked = steps.current(ways[story.pk])
        if asked is None:
            approved += _finish_late(story=story, now=now)
        elif not asked.people:
            _tell_administrators(story=story, asked=asked, now=now)
        else:
            _tell_asked(story=story, asked=asked, now=now)
    return approved


def _finish_late(*, story: Story, now: datetime) -> int:
    with transaction.atomic():
        number = story.waiting_version
        if number is None or not _hold(story=story, number=number):
            return 0
        try:
            _require_end_ahead(story=story, number=number, now=now)
            return int(_finish(story=story, number=number, by=None, now=now))
        except (EndPassed, NotWaiting):
            return 0


def _finish(*, story: Story, number: int, by: Person | None, now: datetime) -> bool:
    """Let the version out when every step that applies now has its yes; the row is held."""
    if steps.current(steps.path(story=story)) is not None:
        return False
    manuscript = manuscripts.of_version(story=story, number=number)
    starts_at = _starts_at(story=story, manuscript=manuscript, now=now)
    values = {**manuscripts.columns(manuscript), "goes_live_at": starts_at, "approved_version": number}
    if story.state == Story.State.REVIEW:
        values["state"] = Story.State.APPROVED
    _turn(story=story, version=number, now=now, values=values)
    manuscripts.write_lines(story=story, manuscript=manuscript)
    if by is None:
        audit.record(by=None, action="stories.approve", target=story, detail={"version": number}, at=now)
    last = Approval.objects.filter(story=story, version=number).select_related("by").order_by("-at", "-pk").first()
    if last is not None:
        _tell_authors(story=story, number=number, by=last.by, is_yes=True, note=last.note, now=now)
    return True


def _starts_at(*, story: Story, manuscript: Manuscript, now: datetime) -> datetime:
    starts_at = manuscript.goes_live_at or now
    if story.approved_version is not None:
        # When it went live is a fact; and a planned story keeps a beginning.
        starts_at = story.goes_live_at or now if story.state == Story.State.LIVE else starts_at
    return starts_at


def _require_end_ahead(*, story: Story, number: int, now: datetime) -> None:
    manuscript = manuscripts.of_version(story=story, number=number)
    starts_at = _starts_at(story=story, manuscript=manuscript, now=now)
    if manuscript.expires_at is None or manuscript.expires_at <= max(now, starts_at):
        raise EndPassed(
            gettext_lazy("The end of this story has passed. Send it back and ask for a later one."), code="end_passed"
        )


def _take(*, story: Story, by: Person, version: int | None) -> int:
    """Hold the row of the waiting version that this person may decide on, in the open transaction."""
    seats = steps.seats(person=by)
    if not seats:
        roles.require(person=by, role=Role.APPROVER)
    if not any(roles.covers(person=by, role=role, team=story.owner_team) for role in seats):
        reach.require(person=by, role=Role.APPROVER, team=story.owner_team)
    number = story.waiting_version if version is None else version
    if number is None or not _hold(story=story, number=number):
        raise _not_waiting()
    wrote = StoryVersion.objects.filter(story=story, number=number, by=by).exists()
    if wrote or by.pk in {story.author_id, story.submitted_by_id}:
        raise OwnWords(gettext_lazy("These are your own words. A second person has to look at them."))
    return number


def _hold(*, story: Story, number: int) -> bool:
    """Take the row for the rest of the transaction, and read what it says now."""
    is_held = Story.objects.filter(pk=story.pk, waiting_version=number).update(waiting_version=number)
    story.refresh_from_db()
    return bool(is_held)


def _require_asked(*, way: tuple[Asked, ...], by: Person) -> Asked:
    asked = steps.current(way)
    if asked is None:
        raise _not_waiting()
    if asked.asks(by):
        return asked
    if any(answer.by_id == by.pk for answer in asked.answers):
        raise AlreadySaid(gettext_lazy("You have said yes. The others of this step are asked."), code="already_said")
    raise _not_asked(asked)


def _require_ahead(*, way: tuple[Asked, ...], by: Person) -> Asked:
    """Find the step, the current one first, in which this person could say no."""
    asked = steps.current(way)
    if asked is None:
        raise _not_waiting()
    ahead = way[way.index(asked) :]
    found = next((each for each in ahead if each.asks(by)), None)
    if found is None:
        raise _not_asked(asked)
    return found


def _not_asked(asked: Asked) -> NotAsked:
    return NotAsked(_("Others are asked now: %(step)s.") % {"step": asked.name})


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


def _record(
    *, story: Story, version: int, by: Person, asked: Asked, decision: str, note: str, now: datetime
) -> Approval:
    try:
        with transaction.atomic():
            kept = Approval.objects.create(
                story=story, version=version, step=asked.step, by=by, decision=decision, note=note.strip(), at=now
            )
    except IntegrityError:
        sentence = gettext_lazy("You have said yes. The others of this step are asked.")
        raise AlreadySaid(sentence, code="already_said") from None
    detail = {"version": version, "note": note.strip(), **({"step": asked.step.name} if asked.step else {})}
    action = "stories.approve" if decision == Approval.Decision.APPROVED else "stories.send_back"
    audit.record(by=by, action=action, target=story, detail=detail, at=now)
    return kept


# -- who is told


def _tell(*, story: Story, now: datetime) -> None:
    """Tell who is asked now."""
    asked = steps.current(steps.path(story=story))
    if asked is not None and asked.people:
        _tell_asked(story=story, asked=asked, now=now)
    elif asked is not None:
        _tell_administrators(story=story, asked=asked, now=now)


def _tell_asked(*, story: Story, asked: Asked, now: datetime) -> None:
    key = f"story-submitted:{story.public_id}:{story.waiting_version}"
    key = f"{key}:{asked.step.pk}" if asked.step else key
    told = set(Notification.objects.filter(key=key, person__in=asked.left).values_list("person_id", flat=True))
    for person in (each for each in asked.left if each.pk not in told):
        with translation.override(person.language):
            notifications.add(
                person=person,
                key=key,
                title=_("%(name)s asks for your yes: %(title)s") % {"name": story.submitted_by, "title": story.title},
                text=_("Step: %(step)s") % {"step": asked.name} if asked.step else "",
                path=reverse("approval", args=[story.public_id]),
                now=now,
            )


def _tell_administrators(*, story: Story, asked: Asked, now: datetime) -> None:
    step = asked.step.pk if asked.step else 0
    for person in roles.people_with(role=Role.ADMINISTRATOR):
        with translation.override(person.language):
            notifications.add(
                person=person,
                key=f"approval-nobody:{story.public_id}:{story.waiting_version}:{step}",
                title=_("Nobody can say yes to: %(title)s") % {"title": story.title},
                text=_("The step “%(step)s” has nobody who may say yes. Change the step, or give somebody the role.")
                % {"step": asked.name},
                path=reverse("studio_rules"),
                now=now,
            )


def _tell_of_yes(*, story: Story, number: int, by: Person, asked: Asked, note: str, now: datetime) -> None:
    for person in _authors(story=story, by=by):
        with translation.override(person.language):
            notifications.add(
                person=person,
                key=f"story-yes:{story.public_id}:{number}:{asked.step.pk if asked.step else 0}:{by.pk}",
                title=_("%(name)s said yes, others are still asked: %(title)s") % {"name": by, "title": story.title},
                text=note.strip(),
                path=reverse("edit_story", args=[story.public_id]),
                now=now,
                by_mail=False,
            )


def _tell_authors(*, story: Story, number: int, by: Person, is_yes: bool, note: str, now: datetime) -> None:
    for person in _authors(story=story, by=by):
        with translation.override(person.language):
            sentence = _("%(name)s said yes: %(title)s") if is_yes else _("%(name)s sent it back: %(title)s")
            notifications.add(
                person=person,
                key=f"story-{'approved' if is_yes else 'sent-back'}:{story.public_id}:{number}",
                title=sentence % {"name": by, "title": story.title},
                text=note.strip(),
                path=reverse("edit_story", args=[story.public_id]),
                now=now,
            )


def _authors(*, story: Story, by: Person) -> list[Person]:
    return list({each.pk: each for each in (story.author, story.submitted_by) if each and each != by}.values())

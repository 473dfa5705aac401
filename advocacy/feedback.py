"""What the market said, brought to operations, acted on, and answered to the colleague who brought it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import audit, notifications, roles
from accounts.models import Person
from advocacy.models import Conversation, ConversationTurn, Feedback


class NothingSaid(ValidationError):
    pass


class AlreadyTaken(ValidationError):
    """A colleague was first."""


def bring(*, conversation: Conversation, text: str, now: datetime) -> Feedback:
    """This will bring what somebody said to operations and tell its people.

    Safe to repeat: a conversation is brought once; the second call answers with the first one's row.
    Errors: NothingSaid for an empty text.
    """
    if not text.strip():
        raise NothingSaid(_("Write in a sentence what the company should know. Nothing has been sent."))
    try:
        with transaction.atomic():
            brought = Feedback.objects.create(
                conversation=conversation, brought_by=conversation.person, text=text.strip()[:5000], created_at=now
            )
            for person in roles.people_with(role=roles.Role.OPERATIONS):
                with translation.override(person.language):
                    notifications.add(
                        person=person,
                        key=f"feedback:{brought.public_id}",
                        title=_("The market said something: %(text)s") % {"text": brought.text[:120]},
                        path=reverse("feedback"),
                        now=now,
                    )
    except IntegrityError:
        return Feedback.objects.get(conversation=conversation)
    return brought


def take(*, feedback: Feedback, by: Person, now: datetime) -> None:
    """This will put a name to a piece of feedback: somebody looks after it.

    Errors: NotAllowed without the role; AlreadyTaken when a colleague was first.
    """
    roles.require(person=by, role=roles.Role.OPERATIONS)
    changed = Feedback.objects.filter(pk=feedback.pk, state=Feedback.State.NEW).update(
        state=Feedback.State.TAKEN, taken_by=by, taken_at=now
    )
    feedback.refresh_from_db()
    if not changed and feedback.taken_by_id != by.pk:
        raise _taken(feedback)


def answer(*, feedback: Feedback, text: str, by: Person, now: datetime) -> None:
    """This will answer the colleague who brought the feedback, and tell him.

    Safe to repeat: the same words again change nothing.
    Errors: NotAllowed without the role; NothingSaid for an empty text; AlreadyTaken when it has another answer.
    """
    roles.require(person=by, role=roles.Role.OPERATIONS)
    if not text.strip():
        raise NothingSaid(_("Write what will happen, or why nothing will. Nothing has been sent."))
    text = text.strip()[:5000]
    with transaction.atomic():
        changed = (
            Feedback.objects.filter(pk=feedback.pk)
            .exclude(state=Feedback.State.ANSWERED)
            .update(state=Feedback.State.ANSWERED, answer=text, answered_at=now, taken_by=by)
        )
        if changed:
            audit.record(by=by, action="feedback.answer", target=feedback, at=now)
            person = feedback.brought_by
            with translation.override(person.language):
                notifications.add(
                    person=person,
                    key=f"feedback-answered:{feedback.public_id}",
                    title=_("%(name)s answered what you brought.") % {"name": by},
                    text=text[:1000],
                    path=reverse("conversation", args=[feedback.conversation.public_id]),
                    now=now,
                )
    feedback.refresh_from_db()
    if not changed and feedback.answer != text:
        raise _taken(feedback)


def _taken(feedback: Feedback) -> AlreadyTaken:
    return AlreadyTaken(_("%(name)s looks after this already.") % {"name": feedback.taken_by or _("A colleague")})


def hand_over(*, now: datetime) -> int:
    """This will bring the open conversations of people who left to operations: nobody stays without an answer.

    Safe to repeat. Shape: how many were handed over.
    """
    waiting = Conversation.objects.filter(state=Conversation.State.WAITING, person__left_at__isnull=False)
    handed = 0
    for conversation in waiting.select_related("person").order_by("pk")[:200]:
        with transaction.atomic():
            closed = Conversation.objects.filter(pk=conversation.pk, state=Conversation.State.WAITING).update(
                state=Conversation.State.CLOSED, remind_at=None
            )
            if not closed:
                continue
            # Who asks to be forgotten hands nobody's words over.
            wants_silence = conversation.person.erase_requested_at is not None
            said = (
                ConversationTurn.objects.filter(conversation=conversation, side=ConversationTurn.Side.THEM)
                .order_by("-at", "-pk")
                .values_list("text", flat=True)
                .first()
            )
            bring(
                conversation=conversation,
                text=said if said and not wants_silence else _("Somebody waits for an answer; the colleague has left."),
                now=now,
            )
            audit.record(by=None, action="feedback.hand_over", target=conversation, at=now)
            handed += 1
    return handed

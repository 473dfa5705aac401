"""What can change a conversation: telling of it, answering, hearing more, putting it off, its thread, its end."""

import uuid
import zoneinfo
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

import networks
from accounts import company, notifications
from accounts.models import Person
from advocacy.models import Conversation, ConversationTurn, Share
from advocacy.models.conversation import CHANNELS
from content.models import Story

Side = ConversationTurn.Side

REMIND_AFTER = timedelta(days=1)
REMIND_AGAIN_AFTER = timedelta(days=3)
TURNS_EACH_WAY = 2
MOST_WORDS = 5000


class NotAnOpenConversation(ValidationError):
    pass


class EmptyTurn(ValidationError):
    pass


class UnknownChannel(ValidationError):
    pass


def tell(
    *,
    person: Person,
    share: Share | None,
    story: Story | None,
    channel: str,
    now: datetime,
    counterpart: str = "",
    their_words: str = "",
    answer_words: str = "",
    thread_url: str = "",
    form_key: uuid.UUID | None = None,
    source: str = Conversation.Source.SELF_REPORTED,
) -> Conversation:
    """This will keep that somebody wrote, called or asked because of a share; nothing but where it happened is needed.

    With a share, story and channel are the share's. With an answer, nobody waits any more. `source` says whether the
    person told of it or took it up from a reply that was read in public.
    Safe to repeat: the same person and form_key is the same conversation.
    Errors: UnknownChannel; the network's PermalinkError for a thread of another network.
    """
    if share is not None:
        story, channel = share.story, share.network
    if channel not in dict(CHANNELS):
        raise UnknownChannel(_("Say where it happened: choose one of the networks, or in person."))
    thread_url = _thread(channel=channel, url=thread_url)
    conversation = Conversation(
        person=person,
        team=person.team,
        share=share,
        story=story,
        channel=channel,
        counterpart=counterpart.strip()[:120],
        thread_url=thread_url,
        evidence=Conversation.Evidence.THREADED if thread_url else Conversation.Evidence.TOLD,
        threaded_at=now if thread_url else None,
        state=Conversation.State.ANSWERED if answer_words.strip() else Conversation.State.WAITING,
        started_at=now,
        last_turn_at=now,
        answered_at=now if answer_words.strip() else None,
        remind_at=None if answer_words.strip() else now + REMIND_AFTER,
        form_key=form_key,
        source=source,
    )
    try:
        with transaction.atomic():
            conversation.save(force_insert=True)
            ConversationTurn.objects.create(
                conversation=conversation, side=Side.THEM, text=their_words.strip()[:MOST_WORDS], at=now
            )
            if answer_words.strip():
                ConversationTurn.objects.create(
                    conversation=conversation, side=Side.US, text=answer_words.strip()[:MOST_WORDS], at=now
                )
    except IntegrityError:
        if form_key is None:
            raise
        return Conversation.objects.get(person=person, form_key=form_key)
    return conversation


def answer(*, conversation: Conversation, text: str, now: datetime, form_key: uuid.UUID | None = None) -> None:
    """This will keep what the person answered; nobody waits any more.

    Safe to repeat with the same form_key. Errors: EmptyTurn, NotAnOpenConversation.
    """
    if not text.strip():
        raise EmptyTurn(_("Write a few words of what you answered. Nothing has been changed."))
    _add_turn(conversation=conversation, side=Side.US, text=text, now=now, form_key=form_key)


def hear(*, conversation: Conversation, text: str, now: datetime, form_key: uuid.UUID | None = None) -> None:
    """This will keep what the other side wrote next; the conversation waits for an answer again.

    Safe to repeat with the same form_key. Errors: EmptyTurn, NotAnOpenConversation.
    """
    if not text.strip():
        raise EmptyTurn(_("Write a few words of what they said. Nothing has been changed."))
    _add_turn(conversation=conversation, side=Side.THEM, text=text, now=now, form_key=form_key)


def _add_turn(*, conversation: Conversation, side: str, text: str, now: datetime, form_key: uuid.UUID | None) -> None:
    is_answer = side == Side.US
    try:
        with transaction.atomic():
            ConversationTurn.objects.create(
                conversation=conversation, side=side, text=text.strip()[:MOST_WORDS], at=now, form_key=form_key
            )
            changed = (
                Conversation.objects.filter(pk=conversation.pk)
                .exclude(state=Conversation.State.CLOSED)
                .update(
                    state=Conversation.State.ANSWERED if is_answer else Conversation.State.WAITING,
                    last_turn_at=now,
                    remind_at=None if is_answer else now + REMIND_AFTER,
                )
            )
            if not changed:
                raise NotAnOpenConversation(_("This conversation is closed. Open it again to go on."))
            if is_answer:
                Conversation.objects.filter(pk=conversation.pk, answered_at=None).update(answered_at=now)
            _settle_evidence(conversation=conversation, now=now)
    except IntegrityError:
        if form_key is None:
            raise
    conversation.refresh_from_db()


def _settle_evidence(*, conversation: Conversation, now: datetime) -> None:
    """A public address is a thread; two turns each way are one without it. What the other side confirmed stays."""
    turns = ConversationTurn.objects.filter(conversation=conversation).aggregate(
        us=Count("pk", filter=Q(side=Side.US)), them=Count("pk", filter=Q(side=Side.THEM))
    )
    if conversation.thread_url or min(turns["us"], turns["them"]) >= TURNS_EACH_WAY:
        Conversation.objects.filter(pk=conversation.pk, evidence=Conversation.Evidence.TOLD).update(
            evidence=Conversation.Evidence.THREADED, threaded_at=now
        )
    else:
        Conversation.objects.filter(pk=conversation.pk, evidence=Conversation.Evidence.THREADED).update(
            evidence=Conversation.Evidence.TOLD, threaded_at=None
        )


def link_thread(*, conversation: Conversation, url: str, now: datetime) -> None:
    """This will keep where the thread can be read in public; without an address, what is told counts again as told.

    Errors: the network's PermalinkError when the address is not one of its posts.
    """
    conversation.thread_url = _thread(channel=conversation.channel, url=url)
    with transaction.atomic():
        Conversation.objects.filter(pk=conversation.pk).update(thread_url=conversation.thread_url)
        _settle_evidence(conversation=conversation, now=now)
    conversation.refresh_from_db()


def _thread(*, channel: str, url: str) -> str:
    if not url.strip():
        return ""
    if channel not in dict(networks.CHOICES):
        raise ValidationError(
            _("What happened in person has no address. Leave the address empty, or choose a network.")
        )
    return networks.get(channel).permalink(url.strip())


def postpone(*, conversation: Conversation, now: datetime) -> None:
    """This will ask again tomorrow at nine, in the person's own time zone. Errors: NotAnOpenConversation."""
    person = conversation.person
    zone = zoneinfo.ZoneInfo(person.time_zone) if person.time_zone else company.current().zone
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    nine = datetime.combine(tomorrow, time(9), tzinfo=zone)
    changed = Conversation.objects.filter(pk=conversation.pk, state=Conversation.State.WAITING).update(
        remind_at=nine, put_off_until=nine
    )
    if not changed:
        raise NotAnOpenConversation(_("Nobody waits in this conversation. There is nothing to put off."))
    conversation.refresh_from_db()


def close(*, conversation: Conversation, outcome: str) -> None:
    """This will end a conversation with what came of it, which may be nothing. Safe to repeat.

    Errors: ValidationError for an outcome that does not exist.
    """
    if outcome and outcome not in Conversation.Outcome.values:
        raise ValidationError(_("Choose one of the outcomes, or leave it open."))
    Conversation.objects.filter(pk=conversation.pk).update(
        state=Conversation.State.CLOSED, outcome=outcome, remind_at=None
    )
    conversation.refresh_from_db()


def reopen(*, conversation: Conversation, now: datetime) -> None:
    """This will open a closed conversation again, as one that waits. Safe to repeat."""
    Conversation.objects.filter(pk=conversation.pk, state=Conversation.State.CLOSED).update(
        state=Conversation.State.WAITING, remind_at=now + REMIND_AFTER
    )
    conversation.refresh_from_db()


def remind(*, now: datetime, most: int = 500) -> int:
    """This will tell people whose answer somebody waits for, and count them. Safe to repeat.

    The next reminder moves three days on in the same transaction, so two workers tell nobody twice.
    """
    due = Conversation.objects.filter(state=Conversation.State.WAITING, remind_at__lte=now, person__left_at=None)
    reminded = 0
    for conversation in due.select_related("person").order_by("remind_at")[:most]:
        with transaction.atomic():
            taken = Conversation.objects.filter(pk=conversation.pk, remind_at=conversation.remind_at).update(
                remind_at=now + REMIND_AGAIN_AFTER
            )
            if not taken:
                continue
            reminded += 1
            person = conversation.person
            with translation.override(person.language):
                notifications.add(
                    person=person,
                    key=f"conversation-waits:{conversation.public_id}:{conversation.remind_at:%Y%m%d%H%M}",
                    title=_("%(who)s waits for your answer.") % {"who": conversation.counterpart or _("Somebody")},
                    path=reverse("conversation", args=[conversation.public_id]),
                    now=now,
                )
    return reminded


def waiting_for(*, person: Person, now: datetime, most: int) -> list[Conversation]:
    """This will list who waits for a person's answer, without those put off until later.

    Shape: those due first. Each has `opening`, the other side's newest words.
    Source: one query.
    """
    return list(
        Conversation.objects.filter(person=person, state=Conversation.State.WAITING)
        .exclude(put_off_until__gt=now)
        .with_opening()
        .select_related("story")
        .order_by("remind_at", "last_turn_at")[:most]
    )

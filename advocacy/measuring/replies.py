"""Public replies under a person's posts: suggestions, of which that person alone makes a conversation, or not."""

import hashlib
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

import networks
from accounts import notifications
from accounts.models import Person
from advocacy import conversations
from advocacy.measuring import known_accounts
from advocacy.measuring.findings import Thread
from advocacy.models import Conversation, Reply, Share

KEPT = timedelta(days=90)
MOST_OF_A_POST = 200


class NoLongerThere(ValidationError):
    """The reply was decided about, or has gone meanwhile."""


def waiting(*, person: Person) -> QuerySet[Reply]:
    """This will list the replies a person has not decided about, the newest first; a colleague's come last."""
    mine = Reply.objects.filter(share__person=person, share__state=Share.State.POSTED, state=Reply.State.WAITING)
    return mine.select_related("share__story").order_by("is_colleague", "-said_at", "-pk")


def keep(*, share: Share, thread: Thread, now: datetime) -> int:
    """This will suggest replies that were not known, and take back those that are gone; say how many are new.

    The person is told once for a post. Safe to repeat, and by two at once. Nothing becomes a conversation by itself.
    """
    answers = {_digest(answer.key): answer for answer in thread.answers}
    known = Reply.objects.filter(share=share)
    if thread.is_whole:
        known.filter(state=Reply.State.WAITING).exclude(digest__in=answers).delete()
    digests = set(known.values_list("digest", flat=True))
    new = {digest: answer for digest, answer in answers.items() if digest not in digests}
    if not new or len(digests) >= MOST_OF_A_POST:
        return 0
    colleagues = known_accounts.colleagues(network=share.network, answers=new.values())
    made = Reply.objects.bulk_create(
        [
            Reply(
                share=share,
                digest=digest,
                author_digest=_digest(answer.author.name),
                author_name=answer.author_name,
                author_handle=answer.author_handle,
                words=answer.words,
                address=answer.address if len(answer.address) <= 500 else share.permalink,
                said_at=answer.said_at,
                found_at=now,
                is_colleague=answer.author.name in colleagues,
            )
            for digest, answer in new.items()
        ],
        ignore_conflicts=True,
    )
    if any(not reply.is_colleague for reply in made):
        _announce(share=share, now=now)
    return len(made)


def take(*, reply: Reply, now: datetime) -> Conversation:
    """This will make a conversation of a reply, with the public thread as its evidence.

    Shape: who is in conversation under this post already is heard further there, as one conversation.
    Safe to repeat: a reply that was taken gives its conversation. Errors: NoLongerThere.
    """
    share = reply.share
    with transaction.atomic():
        # Two replies of one author, taken at once, would else begin two conversations.
        Share.objects.select_for_update(no_key=True).get(pk=share.pk)
        if not _decide(reply, Reply.State.TAKEN):
            taken = Reply.objects.filter(pk=reply.pk, state=Reply.State.TAKEN).select_related("conversation").first()
            if taken and taken.conversation:
                return taken.conversation
            raise NoLongerThere(_("This reply is not waiting any more. It was decided about, or it is gone."))
        conversation = _begun(reply)
        if conversation:
            conversations.reopen(conversation=conversation, now=now)
            conversations.hear(
                conversation=conversation, text=reply.words or _("(no words)"), now=now, form_key=reply.public_id
            )
        else:
            conversation = conversations.tell(
                person=share.person,
                share=share,
                story=None,
                channel="",
                now=now,
                counterpart=_who(reply),
                their_words=reply.words,
                thread_url=_thread(reply),
                form_key=reply.public_id,
                source=Conversation.Source.API_PUBLIC,
            )
        Reply.objects.filter(pk=reply.pk).update(conversation=conversation)
    return conversation


def put_away(*, reply: Reply) -> None:
    """This will put a reply away for good: it is no conversation. Safe to repeat. Errors: NoLongerThere."""
    if _decide(reply, Reply.State.PUT_AWAY):
        return
    if not Reply.objects.filter(pk=reply.pk, state=Reply.State.PUT_AWAY).exists():
        raise NoLongerThere(_("This reply is not waiting any more. It was decided about, or it is gone."))


def forget(*, now: datetime) -> int:
    """This will delete replies that nobody is asked about any more. Safe to repeat.

    Shape: those found three months ago, whatever was decided; waiting ones under posts that were taken back, and of
    people who left.
    """
    old = Reply.objects.filter(found_at__lt=now - KEPT)
    left = Reply.objects.filter(state=Reply.State.WAITING).exclude(
        share__state=Share.State.POSTED, share__person__left_at=None
    )
    return old.delete()[0] + left.delete()[0]


def _announce(*, share: Share, now: datetime) -> None:
    """Say that there is a reply, and not what it says: it may be gone when the mail is read."""
    with translation.override(share.person.language):
        notifications.add(
            person=share.person,
            key=f"replies:{share.public_id}",
            title=_("Somebody replied to your post about “%(story)s”.") % {"story": share.story.title},
            path=reverse("conversations") + "#replies",
            now=now,
        )


def _decide(reply: Reply, state: str) -> bool:
    """What was said stays with the conversation, or nowhere."""
    waiting = Reply.objects.filter(pk=reply.pk, state=Reply.State.WAITING)
    return bool(waiting.update(state=state, author_name="", author_handle="", words="", address=""))


def _begun(reply: Reply) -> Conversation | None:
    """The conversation that the same author began under the same post, if there is one."""
    taken = Reply.objects.filter(
        share=reply.share_id, author_digest=reply.author_digest, conversation__isnull=False
    ).order_by("pk")
    first = taken.select_related("conversation__person").first()
    return first.conversation if first else None


def _who(reply: Reply) -> str:
    return " ".join(part for part in (reply.author_name, reply.author_handle) if part)


def _thread(reply: Reply) -> str:
    """Where it can be read: the reply itself, else the post that it stands under."""
    try:
        return networks.get(reply.share.network).permalink(reply.address)
    except networks.PermalinkError:
        return reply.share.permalink


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()

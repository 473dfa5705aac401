"""Publications: one text, posted at one press of the person, by the account that he connected; never twice.

A press writes a row, a sweep sends it. Where a network knows a post again by its key, a send without an answer is
repeated; where it does not, the person is asked to look.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from types import ModuleType

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

import networks
from accounts import notifications
from advocacy import connections, links, shares
from advocacy.models import Publication, Share, SocialConnection
from advocacy.publishing import bluesky, linkedin, mastodon
from advocacy.publishing.posts import Card, Post, Posted
from advocacy.publishing.refusals import NotNow, Refused, SignedOut, Stale
from content.models import Story

logger = logging.getLogger(__name__)

PUBLISHERS: dict[str, ModuleType] = {"mastodon": mastodon, "bluesky": bluesky, "linkedin": linkedin}
LEASE = timedelta(minutes=10)
# The lease is counted from the sweep's beginning: a post that is begun by then is out or given up before it ends.
BUDGET_SECONDS = 120.0
# Together shorter than the shortest time for which a network knows a post again.
WAITS = tuple(timedelta(seconds=seconds) for seconds in (30, 120, 300, 600, 900))
ATTEMPTS = len(WAITS) + 1
LONGEST_WAIT = timedelta(hours=1)
LARGEST_PICTURE = 1_000_000

State = Publication.State


class NoAccount(ValidationError):
    """No account of that network is connected, or it has to be connected again."""


class TextChanged(ValidationError):
    """What was shown is not what the post says now."""


class AlreadyOut(ValidationError):
    """It is posted already."""


class NotKnown(ValidationError):
    """Whether the last press left a post is not known yet."""


class NothingToSay(ValidationError):
    """There is nothing to stop, or nothing that was asked."""


@dataclass(frozen=True)
class _Ending:
    """Why nothing is sent, in one word and one sentence."""

    code: str
    sentence: str


def press(*, share: Share, connection: SocialConnection, text: str, now: datetime) -> Publication:
    """This will note that the person pressed for this very text to be posted by this account.

    Shape: `text` is what he was shown. Safe to repeat while it is on its way.
    Errors: AlreadyOut; NoAccount; TextChanged; NotKnown; shares.PlaceGone; claims.Retracted; claims.Over.
    """
    with transaction.atomic():
        # Locked, so that the words cannot change between the look and the row.
        held = Share.objects.select_for_update(of=("self",)).select_related("link", "story", "claim", "person")
        share = held.get(pk=share.pk)
        if share.state != Share.State.OPENED:
            raise AlreadyOut(_("This is posted already."), code="already_out")
        rows = Publication.objects.filter(share=share)
        before = rows.first()
        if before and before.is_running:
            return before
        if before and before.state == State.UNCERTAIN:
            raise NotKnown(_("Look first whether the last one is out, and say so."), code="not_known")
        shares.require_place(claim=share.claim, now=now)
        if connection.person_id != share.person_id or connection.network != share.network or not connection.is_usable:
            raise NoAccount(_("Connect your account again, then press once more."), code="no_account")
        if _plain(text) != _plain(shares.text(share=share)):
            raise TextChanged(
                _("The text changed since you saw it. Read it again, then press once more."), code="text_changed"
            )
        values = {
            "connection": connection,
            "handle": connection.handle,
            "text": shares.text(share=share),
            "state": State.WAITING,
            "pressed_at": now,
            "next_at": now,
            "attempts": 0,
            "begun_at": None,
            "may_be_out": False,
            "refusal": "",
            "refusal_code": "",
            "ended_at": None,
        }
        if before:
            rows.filter(state=State.REFUSED, press=before.press).update(press=F("press") + 1, **values)
            return rows.get()
        try:
            with transaction.atomic():
                return Publication.objects.create(share=share, person=share.person, **values)
        except IntegrityError:
            return rows.get()


def of(*, share: Share) -> Publication | None:
    """This will find what became of the person's press, if there was one. Source: one query."""
    return Publication.objects.filter(share=share).select_related("connection").first()


def stop(*, publication: Publication, now: datetime) -> Publication:
    """This will keep a post back that was not sent yet; what may have arrived is asked about.

    Errors: NothingToSay when it is being sent or has its answer.
    """
    rows = Publication.objects.filter(pk=publication.pk, state=State.WAITING)
    ended = rows.filter(may_be_out=False).update(
        state=State.REFUSED, refusal_code="stopped", refusal=_("You stopped it. Nothing was posted."), ended_at=now
    ) or rows.update(state=State.UNCERTAIN, ended_at=now)
    if not ended:
        raise NothingToSay(_("It is too late to stop it."), code="too_late")
    publication.refresh_from_db()
    return publication


def answer(*, publication: Publication, is_out: bool, permalink: str, now: datetime) -> Publication:
    """This will note what the person saw when he looked whether a post of unknown fate is out.

    Errors: NothingToSay when nothing is unknown; networks.PermalinkError.
    """
    rows = Publication.objects.filter(pk=publication.pk, state=State.UNCERTAIN)
    with transaction.atomic():
        if is_out:
            done = rows.update(state=State.PUBLISHED, ended_at=now)
        else:
            sentence = _("You looked, and it is not there. Nothing was posted.")
            done = rows.update(
                state=State.REFUSED, refusal_code="not_there", refusal=sentence, may_be_out=False, ended_at=now
            )
        if not done:
            raise NothingToSay(_("Nobody asked you about this post."), code="not_asked")
        if is_out:
            shares.confirm(share=publication.share, permalink=permalink, now=now)
    publication.refresh_from_db()
    return publication


def send(*, now: datetime, allowed: Sequence[str], most: int = 20) -> int:
    """This will send what people pressed for and what is to be tried again, and say how many were looked at.

    Safe to repeat, and by two at once: a worker takes a row by a conditional update and has it for ten minutes. What an
    overtaken worker finds out counts only when the post is out.
    """
    stop_at = monotonic() + BUDGET_SECONDS
    due = Publication.objects.filter(state__in=(State.WAITING, State.SENDING), next_at__lte=now)
    looked_at = 0
    for publication in due.select_related(
        "connection__app", "connection__person", "person", "share__link", "share__claim", "share__story__picture"
    ).order_by("next_at")[:most]:
        if monotonic() >= stop_at:
            break
        with translation.override(publication.person.language):
            looked_at += _take(publication=publication, now=now, allowed=allowed)
    return looked_at


def _take(*, publication: Publication, now: datetime, allowed: Sequence[str]) -> int:
    mine = Publication.objects.filter(
        pk=publication.pk, state=publication.state, next_at=publication.next_at, attempts=publication.attempts
    )
    connection, may_be_out = publication.connection, publication.may_be_out
    ending = _ending(publication=publication, connection=connection, now=now)
    if ending or connection is None:
        return _give_up(mine, publication=publication, why=ending, may_be_out=may_be_out, now=now)
    if may_be_out and not _may_repeat(publication=publication, at=now):
        return _give_up(mine, publication=publication, why=None, may_be_out=True, now=now)
    taken = mine.update(
        state=State.SENDING,
        attempts=F("attempts") + 1,
        next_at=now + LEASE,
        begun_at=Coalesce("begun_at", now),
        # Until there is an answer: who takes the row over has to know.
        may_be_out=True,
    )
    if not taken:
        return 0
    publication.attempts += 1
    publication.begun_at = publication.begun_at or now
    row = Publication.objects.filter(pk=publication.pk, state=State.SENDING, attempts=publication.attempts)
    try:
        posted = _send(publication=publication, connection=connection, allowed=allowed)
    except Refused as error:
        _give_up(row, publication=publication, why=_Ending(error.code, str(error)), may_be_out=False, now=now)
    except SignedOut:
        connections.revoke(connection=connection, now=now)
        _give_up(row, publication=publication, why=_signed_out(connection), may_be_out=may_be_out, now=now)
    except NotNow as error:
        _put_off(row, publication=publication, error=error, may_be_out=may_be_out or error.may_be_out, now=now)
    except Exception:
        # The kind of failure is ours; whether the post arrived is as unknown as without an answer.
        logger.exception("A post could not be sent")
        _put_off(row, publication=publication, error=NotNow(may_be_out=True), may_be_out=True, now=now)
    else:
        _note_out(publication=publication, posted=posted, now=now)
    return 1


def _send(*, publication: Publication, connection: SocialConnection, allowed: Sequence[str]) -> Posted:
    publisher = PUBLISHERS[connection.network]
    post = _post(publication)
    account = connections.account(connection=connection)
    try:
        token = connections.opened(connection.access_token)
        posted: Posted = publisher.publish(account=account, token=token, post=post, allowed=allowed)
    except Stale:
        renewed = connections.renew(connection=connection, allowed=allowed)
        token = connections.opened(renewed.access_token)
        try:
            posted = publisher.publish(account=account, token=token, post=post, allowed=allowed)
        except Stale as error:
            raise SignedOut from error
    return posted


def _note_out(*, publication: Publication, posted: Posted, now: datetime) -> None:
    # Also when another worker gave it up meanwhile: that it is out is certain.
    rows = Publication.objects.filter(
        pk=publication.pk, state__in=(State.SENDING, State.UNCERTAIN), attempts=publication.attempts
    )
    with transaction.atomic():
        if not rows.update(
            state=State.PUBLISHED,
            remote_id=posted.remote_id,
            permalink=posted.permalink,
            refusal="",
            refusal_code="",
            may_be_out=True,
            ended_at=now,
        ):
            return
        shares.confirm(share=publication.share, permalink=posted.permalink, now=now)
        if publication.connection_id:
            SocialConnection.objects.filter(pk=publication.connection_id).update(last_used_at=now)


def _put_off(
    row: QuerySet[Publication], *, publication: Publication, error: NotNow, may_be_out: bool, now: datetime
) -> None:
    """Try again later, as long as a second send cannot be a second post."""
    if publication.attempts < ATTEMPTS:
        wait = WAITS[publication.attempts - 1]
        if error.retry_after_seconds:
            wait = min(max(wait, timedelta(seconds=error.retry_after_seconds)), LONGEST_WAIT)
        if not may_be_out or _may_repeat(publication=publication, at=now + wait):
            row.update(state=State.WAITING, next_at=now + wait, may_be_out=may_be_out)
            return
    names = {"network": publication.share.get_network_display()}
    why = _Ending("unreachable", _("%(network)s did not answer. Your text is kept; try again later.") % names)
    _give_up(row, publication=publication, why=why, may_be_out=may_be_out, now=now)


def _give_up(
    row: QuerySet[Publication], *, publication: Publication, why: _Ending | None, may_be_out: bool, now: datetime
) -> int:
    """Nothing more is sent: refused when nothing can be out, else not known."""
    state = State.UNCERTAIN if may_be_out else State.REFUSED
    with transaction.atomic():
        ended = row.update(
            state=state,
            refusal=why.sentence[:500] if why else "",
            refusal_code=why.code if why else "",
            may_be_out=may_be_out,
            ended_at=now,
        )
        if ended and (why is None or why.code != "by_hand"):
            _tell(publication=publication, state=state, now=now)
    return ended


def _ending(*, publication: Publication, connection: SocialConnection | None, now: datetime) -> _Ending | None:
    """Why this is not to be sent, if there is something; looked at right before it goes."""
    share, story = publication.share, publication.share.story
    if share.state != Share.State.OPENED:
        return _Ending("by_hand", _("You posted it yourself."))
    if story.state == Story.State.RETRACTED:
        return _Ending("retracted", _("The story was taken back before your post went out. Nothing was posted."))
    if not story.is_open(now):
        return _Ending("over", _("The story ended before your post went out. Nothing was posted."))
    if not publication.person.is_active or publication.person.left_at:
        return _Ending("left", _("Nothing was posted."))
    if connection is None:
        return _Ending("disconnected", _("The account is not connected any more. Nothing was posted."))
    if not connection.is_usable:
        return _signed_out(connection)
    if _plain(shares.text(share=share)) != _plain(publication.text):
        return _Ending("text_changed", _("The text changed after you pressed. Nothing was posted."))
    return None


def _signed_out(connection: SocialConnection) -> _Ending:
    names = {"network": connection.get_network_display()}
    return _Ending("signed_out", _("%(network)s asks you to sign in again. Connect your account anew.") % names)


def _may_repeat(*, publication: Publication, at: datetime) -> bool:
    """Whether the network still knows a post again that it may have got before."""
    known_for: timedelta | None = PUBLISHERS[publication.share.network].REPEATS_FOR
    begun_at = publication.begun_at or at
    return publication.attempts < ATTEMPTS and (known_for is None or at - begun_at < known_for)


def _post(publication: Publication) -> Post:
    share, story = publication.share, publication.share.story
    picture = story.picture.medium_file or story.picture.file if story.picture else None
    body, kind = _picture(picture) if picture and share.network == "bluesky" else (b"", "")
    return Post(
        text=publication.text,
        language=story.language,
        card=Card(
            url=links.address(code=share.link.code),
            title=story.title,
            description=story.summary,
            picture=body,
            picture_type=kind,
        ),
        key=publication.key,
        pressed_at=publication.pressed_at,
    )


def _picture(file: FieldFile) -> tuple[bytes, str]:
    kinds = {"webp": "image/webp", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}
    kind = kinds.get(str(file.name).rsplit(".", 1)[-1].lower(), "")
    try:
        if not kind or file.size > LARGEST_PICTURE:
            return b"", ""
        with file.open("rb") as opened:
            return opened.read(), kind
    except OSError:
        return b"", ""


def _tell(*, publication: Publication, state: str, now: datetime) -> None:
    share = publication.share
    names = {"network": share.get_network_display(), "story": share.story.title}
    if state == State.UNCERTAIN:
        title = _("Is your post out on %(network)s?") % names
        text = _("%(network)s did not answer. Look there, and tell us what you see.") % names
    else:
        title = _("Your post on %(network)s did not go out") % names
        text = _("“%(story)s”: your text is kept, and you can post it by hand.") % names
    notifications.add(
        person=publication.person,
        key=f"publication:{publication.public_id}:{publication.press}:{state}",
        title=title,
        text=text,
        path=reverse("share", args=[share.public_id]),
        now=now,
    )


def _plain(text: str) -> str:
    """Forms send two characters for the end of a line."""
    return networks.network.one_kind_of_line(text).strip()

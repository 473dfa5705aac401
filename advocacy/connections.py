"""Accounts that people connected: kept with encrypted tokens, looked after, and let go of without a trace."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

import networks
from accounts import notifications
from accounts.models import Person
from advocacy.models import InstanceApp, Publication, SocialConnection
from advocacy.publishing import bluesky, linkedin, mastodon, seals
from advocacy.publishing.posts import Account, Tokens
from advocacy.publishing.refusals import SignedOut

REMIND_BEFORE = timedelta(days=10)
LIMITS_HOLD_FOR = timedelta(days=1)


def of(*, person: Person) -> dict[str, SocialConnection]:
    """This will give a person's accounts by network. Source: one query."""
    mine = SocialConnection.objects.filter(person=person).select_related("app")
    return {connection.network: connection for connection in mine}


def fitting(*, network: networks.Network, connection: SocialConnection | None) -> networks.Network:
    """This will give a network with the limits of the server that a person's account lives on."""
    if connection is None or connection.app is None or not connection.is_usable:
        return network
    return replace(network, limit=connection.app.most_characters, url_counts_as=connection.app.characters_per_url)


def account(*, connection: SocialConnection) -> Account:
    """This will say whose account it is."""
    return Account(home=connection.home, remote_id=connection.remote_id, handle=connection.handle)


def save(
    *,
    person: Person,
    network: str,
    account: Account,
    tokens: Tokens,
    app: InstanceApp | None = None,
    now: datetime,
    allowed: Sequence[str],
) -> SocialConnection:
    """This will keep an account of a person: one for each network, the last one that was connected.

    Safe to repeat, and by two at once. The same account connected again stays the same row; another one is a new row,
    so that nothing goes out by it that was pressed for under the old one's name. The old token is given back.
    """
    values = {
        "app": app,
        "home": account.home,
        "remote_id": account.remote_id,
        "handle": account.handle,
        "scopes": tokens.scopes[:300],
        "access_token": seals.seal(tokens.access),
        "refresh_token": seals.seal(tokens.refresh),
        "expires_at": now + tokens.lasts if tokens.lasts else None,
        "state": SocialConnection.State.CONNECTED,
        "connected_at": now,
    }
    rows = SocialConnection.objects.filter(person=person, network=network)
    before = rows.select_related("app").first()
    rows.exclude(home=account.home, remote_id=account.remote_id).delete()
    if not rows.update(**values):
        try:
            with transaction.atomic():
                SocialConnection.objects.create(person=person, network=network, **values)
        except IntegrityError:
            rows.update(**values)
    # A server may give the very token again that it gave before.
    if before and _tokens(before) != (tokens.access, tokens.refresh):
        _give_back(connection=before, allowed=allowed)
    return rows.select_related("app").get()


def disconnect(*, connection: SocialConnection, allowed: Sequence[str]) -> None:
    """This will erase an account here, stop what waits for it, and give its token back where the network takes it.

    Safe to repeat.
    """
    if SocialConnection.objects.filter(pk=connection.pk).delete()[0]:
        _give_back(connection=connection, allowed=allowed)


def renew(*, connection: SocialConnection, allowed: Sequence[str]) -> SocialConnection:
    """This will trade the token that renews for a new pair. Safe by two at once: the second takes what the first got.

    Errors: SignedOut; NotNow.
    """
    used = connection.refresh_token
    try:
        tokens = bluesky.refresh(home=connection.home, token=opened(used), allowed=allowed)
    except SignedOut:
        connection.refresh_from_db(fields=["access_token", "refresh_token"])
        if connection.refresh_token == used:
            raise
        return connection
    pair = {"access_token": seals.seal(tokens.access), "refresh_token": seals.seal(tokens.refresh)}
    SocialConnection.objects.filter(pk=connection.pk, refresh_token=used).update(**pair)
    connection.refresh_from_db(fields=["access_token", "refresh_token"])
    return connection


def opened(sealed: str) -> str:
    """This will read a token. Errors: SignedOut when no key opens it: to us it is as good as gone."""
    try:
        return seals.unseal(sealed)
    except seals.Unreadable as error:
        raise SignedOut from error


def revoke(*, connection: SocialConnection, now: datetime) -> bool:
    """This will note that the network does not take the token any more, and tell the person once. Safe to repeat."""
    return _end(connection=connection, state=SocialConnection.State.REVOKED, now=now)


def look_after(*, now: datetime, allowed: Sequence[str], most: int = 50) -> int:
    """This will end what ran out, say ten days before what will, read anew how long posts may be, and count all of it.

    Safe to repeat, and by two at once.
    """
    connected = SocialConnection.objects.filter(state=SocialConnection.State.CONNECTED).select_related("person")
    over = connected.filter(expires_at__lte=now).order_by("expires_at")[:most]
    ended = sum(_end(connection=each, state=SocialConnection.State.EXPIRED, now=now) for each in over)
    ending = connected.filter(expires_at__gt=now, expires_at__lte=now + REMIND_BEFORE).order_by("expires_at")
    told = sum(_remind(connection=each, now=now) for each in ending.iterator(chunk_size=200))
    used = SocialConnection.objects.filter(app__isnull=False).values("app")
    old = InstanceApp.objects.filter(pk__in=used, read_at__lte=now - LIMITS_HOLD_FOR).order_by("read_at")[:most]
    return ended + told + sum(_read_limits(app=app, now=now, allowed=allowed) for app in old)


def forget_leavers(*, allowed: Sequence[str], most: int = 50) -> int:
    """This will let go of the accounts of people who left, and of what those who asked to be forgotten posted.

    Shape: how many rows went. Safe to repeat.
    """
    left = Q(person__left_at__isnull=False) | Q(person__is_active=False)
    gone = list(SocialConnection.objects.filter(left).select_related("app")[:most])
    for connection in gone:
        disconnect(connection=connection, allowed=allowed)
    texts = Publication.objects.filter(person__in=Person.objects.forgotten())
    running = Q(state__in=(Publication.State.WAITING, Publication.State.SENDING))
    first = list(texts.exclude(running).order_by("pk").values_list("pk", flat=True)[:most])
    return len(gone) + Publication.objects.filter(pk__in=first).delete()[0]


def reseal(*, most: int = 200) -> int:
    """This will encrypt every token anew with the first of TOKEN_KEYS, and say how many rows it concerned.

    Shape: in batches; a token that changed meanwhile was written with the first key anyway. What no key opens stays.
    """
    return _reseal(SocialConnection.objects.order_by("pk"), ("access_token", "refresh_token"), most) + _reseal(
        InstanceApp.objects.order_by("pk"), ("client_secret",), most
    )


def unreadable() -> int:
    """This will count the rows that no key opens."""
    rows = [*SocialConnection.objects.values_list("access_token", flat=True).iterator(chunk_size=500)]
    rows += [*InstanceApp.objects.values_list("client_secret", flat=True).iterator(chunk_size=500)]
    return sum(not _opens(sealed) for sealed in rows)


def _opens(sealed: str) -> bool:
    try:
        seals.unseal(sealed)
    except seals.Unreadable:
        return False
    return True


def _reseal(rows: QuerySet[SocialConnection] | QuerySet[InstanceApp], columns: tuple[str, ...], most: int) -> int:
    changed = last = 0
    while batch := list(rows.filter(pk__gt=last)[:most]):
        for row in batch:
            old = {column: getattr(row, column) for column in columns}
            try:
                new = {column: seals.reseal(value) for column, value in old.items()}
            except seals.Unreadable:
                continue
            changed += rows.filter(pk=row.pk, **old).update(**new)
        last = batch[-1].pk
    return changed


def _tokens(connection: SocialConnection) -> tuple[str, str]:
    try:
        return seals.unseal(connection.access_token), seals.unseal(connection.refresh_token)
    except seals.Unreadable:
        return "", ""


def _give_back(*, connection: SocialConnection, allowed: Sequence[str]) -> None:
    """The network may not hear it; here the token is gone either way."""
    access, refresh = _tokens(connection)
    if not access:
        return
    if connection.network == "mastodon" and connection.app:
        app = app_of(row=connection.app)
        if app:
            mastodon.revoke(home=connection.home, app=app, token=access, allowed=allowed)
    elif connection.network == "bluesky":
        bluesky.revoke(home=connection.home, token=refresh, allowed=allowed)
    elif connection.network == "linkedin":
        linkedin.revoke(token=access, allowed=allowed)


def app_of(*, row: InstanceApp) -> mastodon.App | None:
    """This will give what a server knows us by; nothing when no key opens the secret."""
    try:
        return mastodon.App(row.client_id, seals.unseal(row.client_secret), row.scopes)
    except seals.Unreadable:
        return None


def _end(*, connection: SocialConnection, state: str, now: datetime) -> bool:
    rows = SocialConnection.objects.filter(
        pk=connection.pk, state=SocialConnection.State.CONNECTED, access_token=connection.access_token
    )
    with transaction.atomic():
        if not rows.update(state=state):
            return False
        with translation.override(connection.person.language):
            names = {"network": connection.get_network_display()}
            if state == SocialConnection.State.EXPIRED:
                text = _("%(network)s lets nobody stay signed in for longer than 60 days.") % names
            else:
                text = _("%(network)s does not accept the sign-in any more. Nothing is posted until then.") % names
            _tell(connection=connection, title=_("Connect %(network)s again") % names, text=text, why=state, now=now)
    return True


def _remind(*, connection: SocialConnection, now: datetime) -> bool:
    with translation.override(connection.person.language):
        names = {"network": connection.get_network_display(), "handle": connection.handle}
        title = _("%(network)s soon asks you to sign in again") % names
        text = _("The account %(handle)s stops working here within ten days. Connect it again, and it goes on.") % names
        return _tell(connection=connection, title=title, text=text, why="soon", now=now)


def _tell(*, connection: SocialConnection, title: str, text: str, why: str, now: datetime) -> bool:
    key = f"connection-{why}:{connection.public_id}:{connection.connected_at:%Y%m%d%H%M%S}"
    path = reverse("connections")
    return bool(notifications.add(person=connection.person, key=key, title=title, text=text, path=path, now=now))


def _read_limits(*, app: InstanceApp, now: datetime, allowed: Sequence[str]) -> int:
    taken = InstanceApp.objects.filter(pk=app.pk, read_at=app.read_at).update(read_at=now)
    if taken:
        said = mastodon.limits(home=app.home, allowed=allowed)
        if said:
            InstanceApp.objects.filter(pk=app.pk).update(
                most_characters=said.characters, characters_per_url=said.characters_per_url
            )
    return taken

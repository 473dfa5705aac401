"""Connecting an account: the network asks the person, the person comes back with a code, the code becomes a token.

The other side is asked while the person waits, for seconds at most: a code and a password are written down nowhere.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

import networks
from accounts.models import Person
from advocacy import connections
from advocacy.models import InstanceApp, SocialConnection
from advocacy.publishing import bluesky, homes, linkedin, mastodon, seals
from advocacy.publishing.refusals import NotConnected, UnknownApp


class NotAsked(NotConnected):
    """Somebody came back who was not sent, or was sent from another browser."""


class NotOffered(NotConnected):
    """This network cannot be connected here."""


@dataclass(frozen=True)
class Consent:
    """What somebody was sent away with. It stays in his session: who comes back must be who left."""

    network: str
    home: str
    address: str  # where the network asks him
    state: str = field(repr=False)
    verifier: str = field(repr=False)

    @property
    def where(self) -> str:
        return homes.shown(self.home)


def offered() -> list[networks.Network]:
    """This will list the networks to which an account can be connected, in the order in which networks are offered."""
    keys = {"mastodon", "bluesky"} | ({"linkedin"} if linkedin.is_offered() else set())
    return [network for network in networks.every() if network.key in keys]


def ask_mastodon(*, typed: str, redirect_uri: str, now: datetime, allowed: Sequence[str]) -> Consent:
    """This will find the page on which a Mastodon server asks the person; what makes us known there is kept.

    Errors: networks.HomeError; NotConnected.
    """
    home = homes.address(typed, network="mastodon", allowed=allowed)
    row = _app(home=home, redirect_uri=redirect_uri, now=now, allowed=allowed)
    app = connections.app_of(row=row)
    if app is None:
        raise NotConnected(_("It did not work. Try again."), code="unreadable")
    state = secrets.token_urlsafe(32)
    verifier = mastodon.new_verifier() if row.has_pkce else ""
    address = mastodon.consent_address(home=home, app=app, redirect_uri=redirect_uri, state=state, verifier=verifier)
    return Consent(network="mastodon", home=home, address=address, state=state, verifier=verifier)


def return_from_mastodon(
    *, person: Person, consent: Consent, said: dict[str, str], redirect_uri: str, now: datetime, allowed: Sequence[str]
) -> SocialConnection:
    """This will connect the account of somebody who came back. Errors: NotAsked; NotConnected."""
    code = _code(consent=consent, said=said)
    row = InstanceApp.objects.filter(home=consent.home).first()
    app = connections.app_of(row=row) if row else None
    if row is None or app is None:
        raise NotAsked(_("It did not work. Try again."), code="unreadable")
    try:
        tokens = mastodon.exchange(
            home=consent.home,
            app=app,
            redirect_uri=redirect_uri,
            code=code,
            verifier=consent.verifier,
            allowed=allowed,
        )
    except UnknownApp as error:
        # The next attempt begins by asking whether we are known, and registers anew.
        raise NotConnected(
            _("%(where)s did not confirm it. Begin again."), code="unknown_app", params={"where": consent.where}
        ) from error
    account = mastodon.account(home=consent.home, token=tokens.access, allowed=allowed)
    return connections.save(
        person=person, network="mastodon", account=account, tokens=tokens, app=row, now=now, allowed=allowed
    )


def sign_in_to_bluesky(
    *, person: Person, handle: str, password: str, typed_home: str, now: datetime, allowed: Sequence[str]
) -> SocialConnection:
    """This will connect a Bluesky account by an app password, which is used once and not kept. Errors: NotConnected."""
    identity = bluesky.find(handle=handle, typed_home=typed_home, allowed=allowed)
    account, tokens = bluesky.sign_in(identity=identity, password=password.strip(), allowed=allowed)
    return connections.save(person=person, network="bluesky", account=account, tokens=tokens, now=now, allowed=allowed)


def ask_linkedin(*, redirect_uri: str) -> Consent:
    """This will find the page on which LinkedIn asks the person. Errors: NotOffered."""
    if not linkedin.is_offered():
        raise NotOffered(_("LinkedIn cannot be connected here."), code="not_offered")
    state = secrets.token_urlsafe(32)
    address = linkedin.consent_address(redirect_uri=redirect_uri, state=state)
    return Consent(network="linkedin", home=settings.LINKEDIN_SIGN_IN, address=address, state=state, verifier="")


def return_from_linkedin(
    *, person: Person, consent: Consent, said: dict[str, str], redirect_uri: str, now: datetime, allowed: Sequence[str]
) -> SocialConnection:
    """This will connect the account of somebody who came back. Errors: NotAsked; NotConnected."""
    code = _code(consent=consent, said=said)
    tokens = linkedin.exchange(redirect_uri=redirect_uri, code=code, allowed=allowed)
    account = linkedin.account(token=tokens.access, allowed=allowed)
    return connections.save(person=person, network="linkedin", account=account, tokens=tokens, now=now, allowed=allowed)


def _code(*, consent: Consent, said: dict[str, str]) -> str:
    if not constant_time_compare(said.get("state", ""), consent.state):
        raise NotAsked(_("This answer belongs to no question of yours. Begin again."), code="not_asked")
    if said.get("error") or not said.get("code"):
        raise NotConnected(
            _("%(where)s was told no, so nothing is connected."), code="denied", params={"where": consent.where}
        )
    return said["code"][:2_000]


def _app(*, home: str, redirect_uri: str, now: datetime, allowed: Sequence[str]) -> InstanceApp:
    """Registered once for each server, and anew when it forgot us or our own address changed."""
    row = InstanceApp.objects.filter(home=home).first()
    if row and row.redirect_uri == redirect_uri:
        app = connections.app_of(row=row)
        if app and mastodon.is_known(home=home, app=app, allowed=allowed):
            return row
    made = mastodon.register(home=home, redirect_uri=redirect_uri, website=settings.SITE_URL, allowed=allowed)
    limits = mastodon.limits(home=home, allowed=allowed) or mastodon.Limits()
    values: dict[str, Any] = {
        "client_id": made.client_id,
        "client_secret": seals.seal(made.client_secret),
        "scopes": made.scopes,
        "redirect_uri": redirect_uri,
        "has_pkce": mastodon.has_pkce(home=home, allowed=allowed),
        "most_characters": limits.characters,
        "characters_per_url": limits.characters_per_url,
        "read_at": now,
    }
    rows = InstanceApp.objects.filter(home=home)
    if row:
        rows.filter(client_id=row.client_id).update(**values)
    else:
        try:
            with transaction.atomic():
                return InstanceApp.objects.create(home=home, **values)
        except IntegrityError:
            pass  # another person was the first there; his registration is as good
    return rows.get()

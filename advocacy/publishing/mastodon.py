"""Mastodon's interface. Source: docs.joinmastodon.org, methods apps, oauth, accounts, instance and statuses."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

import networks
import outbound
from advocacy.publishing import answers, homes
from advocacy.publishing.posts import Account, Post, Posted, Tokens
from advocacy.publishing.refusals import NotConnected, NotNow, UnknownApp

NAME = "Mastodon"
CLIENT_NAME = "Firsthand"
# As little as is needed; servers that know no finer ones are asked for the broad ones.
SCOPES = "read:accounts write:statuses"
BROAD_SCOPES = "read write"
# A server remembers a post's key for an hour; beyond that, the same post would be a second one.
REPEATS_FOR = timedelta(minutes=50)
MOST_CHARACTERS = 100_000


@dataclass(frozen=True)
class App:
    """What a server knows us by."""

    client_id: str
    client_secret: str = field(repr=False)
    scopes: str = SCOPES


@dataclass(frozen=True)
class Limits:
    characters: int = 500
    characters_per_url: int = 23


def register(*, home: str, redirect_uri: str, website: str, allowed: Sequence[str]) -> App:
    """This will make us known to a server. Errors: NotConnected."""
    for scopes in (SCOPES, BROAD_SCOPES):
        told = {"client_name": CLIENT_NAME, "redirect_uris": redirect_uri, "scopes": scopes, "website": website}
        answer = answers.asked(homes.shown(home), "POST", f"{home}/api/v1/apps", form=told, allowed=allowed)
        found = answers.fields(answer)
        client_id, secret = (answers.text(found, name) for name in ("client_id", "client_secret"))
        if answer.status == 200 and client_id and secret:
            return App(client_id, secret, scopes)
        if answer.status not in {400, 403, 422}:
            break
    raise NotConnected(
        _("There is no Mastodon at %(home)s, or it lets nobody in this way."),
        code="no_mastodon",
        params={"home": homes.shown(home)},
    )


def is_known(*, home: str, app: App, allowed: Sequence[str]) -> bool:
    """This will ask whether a server still knows us; old ones forget. Errors: NotConnected."""
    told = {
        "grant_type": "client_credentials",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "scope": app.scopes,
    }
    answer = answers.asked(homes.shown(home), "POST", f"{home}/oauth/token", form=told, allowed=allowed)
    return answers.fields(answer).get("error") != "invalid_client"


def limits(*, home: str, allowed: Sequence[str]) -> Limits | None:
    """This will read how long posts may be on a server; a number that makes no sense is as usual, no answer is None.

    Source: /api/v2/instance, configuration.statuses.
    """
    try:
        answer = outbound.call(
            "GET", f"{home}/api/v2/instance", allowed=allowed, timeout_seconds=answers.CONNECT_SECONDS
        )
    except outbound.OutboundError:
        return None
    configuration = answers.fields(answer).get("configuration")
    said = configuration.get("statuses") if isinstance(configuration, dict) else None
    if answer.status != 200 or not isinstance(said, dict):
        return None
    return Limits(
        characters=_number(said, "max_characters", Limits.characters),
        characters_per_url=_number(said, "characters_reserved_per_url", Limits.characters_per_url),
    )


def has_pkce(*, home: str, allowed: Sequence[str]) -> bool:
    """This will ask whether a server checks that who comes back with a code is who left for it (from 4.3 on)."""
    try:
        answer = outbound.call(
            "GET",
            f"{home}/.well-known/oauth-authorization-server",
            allowed=allowed,
            timeout_seconds=answers.CONNECT_SECONDS,
        )
    except outbound.OutboundError:
        return False
    methods = answers.fields(answer).get("code_challenge_methods_supported")
    return isinstance(methods, list) and "S256" in methods


def new_verifier() -> str:
    """This will draw what only who left can show when he comes back. Source: RFC 7636."""
    return secrets.token_urlsafe(48)


def consent_address(*, home: str, app: App, redirect_uri: str, state: str, verifier: str) -> str:
    """This will give the page of the server that asks the person. No PKCE without a verifier."""
    asked = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": redirect_uri,
        "scope": app.scopes,
        "state": state,
    }
    if verifier:
        digest = hashlib.sha256(verifier.encode("ascii")).digest()
        asked["code_challenge"] = urlsafe_b64encode(digest).decode("ascii").rstrip("=")
        asked["code_challenge_method"] = "S256"
    return f"{home}/oauth/authorize?{urlencode(asked)}"


def exchange(*, home: str, app: App, redirect_uri: str, code: str, verifier: str, allowed: Sequence[str]) -> Tokens:
    """This will trade the code that the person came back with for a token. Errors: UnknownApp; NotConnected."""
    told = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "redirect_uri": redirect_uri,
        "scope": app.scopes,
    }
    if verifier:
        told["code_verifier"] = verifier
    answer = answers.asked(homes.shown(home), "POST", f"{home}/oauth/token", form=told, allowed=allowed)
    found = answers.fields(answer)
    if found.get("error") == "invalid_client":
        raise UnknownApp
    token = answers.text(found, "access_token", most=2_000)
    if answer.status != 200 or not token:
        raise NotConnected(
            _("%(where)s did not confirm it. Begin again."), code="no_token", params={"where": homes.shown(home)}
        )
    return Tokens(access=token, scopes=answers.text(found, "scope") or app.scopes)


def account(*, home: str, token: str, allowed: Sequence[str]) -> Account:
    """This will ask whose token it is. Errors: NotConnected."""
    answer = answers.asked(
        homes.shown(home),
        "GET",
        f"{home}/api/v1/accounts/verify_credentials",
        headers=_bearer(token),
        allowed=allowed,
    )
    found = answers.fields(answer)
    number, name = answers.text(found, "id", most=64), answers.text(found, "username", most=100)
    if answer.status != 200 or not number or not name:
        raise NotConnected(
            _("%(where)s did not say whose account it is. Begin again."),
            code="no_account",
            params={"where": homes.shown(home)},
        )
    return Account(home=home, remote_id=number, handle=f"@{name}@{homes.shown(home)}")


def publish(*, account: Account, token: str, post: Post, allowed: Sequence[str]) -> Posted:
    """This will post. Safe to repeat within REPEATS_FOR: the server knows the post by its key.

    Errors: SignedOut; NotNow; Refused.
    """
    answer = answers.sent(
        NAME,
        "POST",
        f"{account.home}/api/v1/statuses",
        json={"status": post.text, "language": post.language},
        headers={**_bearer(token), "Idempotency-Key": post.key},
        allowed=allowed,
    )
    if not 200 <= answer.status < 300:
        raise answers.refused(NAME, answer)
    found = answers.fields(answer)
    number = answers.text(found, "id", most=64)
    if not number:
        # Something between us and the server answered in its place.
        raise NotNow(may_be_out=True)
    return Posted(number, _permalink(answers.text(found, "url", most=500)))


def revoke(*, home: str, app: App, token: str, allowed: Sequence[str]) -> bool:
    """This will give a token back, and say whether the server took it."""
    told = {"client_id": app.client_id, "client_secret": app.client_secret, "token": token}
    try:
        answer = outbound.call(
            "POST", f"{home}/oauth/revoke", form=told, allowed=allowed, timeout_seconds=answers.CONNECT_SECONDS
        )
    except outbound.OutboundError:
        return False
    return answer.status == 200


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _number(said: dict[str, Any], name: str, usual: int) -> int:
    value = said.get(name)
    return value if isinstance(value, int) and 0 < value <= MOST_CHARACTERS else usual


def _permalink(url: str) -> str:
    try:
        return networks.get("mastodon").permalink(url) if url else ""
    except ValidationError:
        return ""

"""Bluesky's interface, by app password. Source: the lexicons com.atproto.server, .repo, .identity, app.bsky.feed.post.

A record's key is drawn from the press itself, so that the same press can never leave two posts.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.translation import gettext as _

import networks
import outbound
from advocacy.publishing import answers, facets, homes
from advocacy.publishing.posts import Account, Post, Posted, Tokens
from advocacy.publishing.refusals import NotConnected, NotNow, Refused, SignedOut, Stale

NAME = "Bluesky"
COLLECTION = "app.bsky.feed.post"
# The network keeps a record's key for good.
REPEATS_FOR = None
LARGEST_PICTURE = 1_000_000
STALE = frozenset({"ExpiredToken", "InvalidToken"})

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HANDLE = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?")
_PLC = re.compile(r"did:plc:[a-z2-7]{24}")
_WEB = re.compile(rf"did:web:((?:{_LABEL}\.)+{_LABEL})")
_APP_PASSWORD = re.compile(r"[a-z0-9]{4}(?:-[a-z0-9]{4}){3}")
_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Identity:
    """Where an account lives. `remote_id` is empty when the person named the server himself."""

    home: str
    handle: str
    remote_id: str = ""


def find(*, handle: str, typed_home: str, allowed: Sequence[str]) -> Identity:
    """This will find the server of a handle: the one that was typed, or by the public record of the handle.

    Errors: NotConnected; networks.HomeError for a server that makes no sense.
    """
    # Bluesky's own pages copy an invisible mark along with a handle.
    name = "".join(letter for letter in handle if unicodedata.category(letter) != "Cf").strip().removeprefix("@")
    name = name.lower().removesuffix(".")
    if not _HANDLE.fullmatch(name) or len(name) > 253:
        raise NotConnected(_("This is not a Bluesky handle. It looks like %(example)s."), "handle", _example())
    if typed_home.strip():
        return Identity(home=_typed(typed_home, allowed=allowed), handle=name)
    number = _number_of(name, allowed=allowed)
    document = _document(number, allowed=allowed)
    names = document.get("alsoKnownAs")
    if not isinstance(names, list) or f"at://{name}" not in [each.lower() for each in names if isinstance(each, str)]:
        raise _unknown(name)
    return Identity(home=_home_of(document, allowed=allowed), handle=name, remote_id=number)


def sign_in(*, identity: Identity, password: str, allowed: Sequence[str]) -> tuple[Account, Tokens]:
    """This will trade an app password for tokens. Errors: NotConnected."""
    if not _APP_PASSWORD.fullmatch(password):
        raise NotConnected(
            _("This is not an app password. It looks like %(example)s; never type your own password here."),
            code="password",
            params={"example": "abcd-efgh-ijkl-mnop"},
        )
    answer = answers.asked(
        homes.shown(identity.home),
        "POST",
        _method(identity.home, "com.atproto.server.createSession"),
        json={"identifier": identity.remote_id or identity.handle, "password": password},
        allowed=allowed,
    )
    found = answers.fields(answer)
    number, access, refresh = (answers.text(found, name, most=4_000) for name in ("did", "accessJwt", "refreshJwt"))
    if answer.status in {400, 401, 403}:
        raise NotConnected(_("Bluesky does not accept this handle with this app password."), code="password")
    if answer.status != 200 or not _is_number(number) or not access or not refresh:
        raise NotConnected(
            _("There is no Bluesky server at %(home)s."), code="home", params={"home": homes.shown(identity.home)}
        )
    if identity.remote_id and number != identity.remote_id:
        raise _unknown(identity.handle)
    name = answers.text(found, "handle", most=253) or identity.handle
    return Account(home=identity.home, remote_id=number, handle=f"@{name}"), Tokens(access=access, refresh=refresh)


def refresh(*, home: str, token: str, allowed: Sequence[str]) -> Tokens:
    """This will trade the token that renews for a new pair. Errors: SignedOut; NotNow; Refused."""
    try:
        answer = answers.sent(
            NAME, "POST", _method(home, "com.atproto.server.refreshSession"), headers=_bearer(token), allowed=allowed
        )
    except NotNow as error:
        # Nothing was posted by it.
        raise NotNow(may_be_out=False, retry_after_seconds=error.retry_after_seconds) from error
    found = answers.fields(answer)
    access, renewed = (answers.text(found, name, most=4_000) for name in ("accessJwt", "refreshJwt"))
    if answer.status != 200 or not access or not renewed:
        raise SignedOut
    return Tokens(access=access, refresh=renewed)


def publish(*, account: Account, token: str, post: Post, allowed: Sequence[str]) -> Posted:
    """This will post. Safe to repeat: what stands under the press's key already is read back.

    Errors: Stale; NotNow; Refused.
    """
    key = tid(at=post.pressed_at, key=post.key)
    thumb = _uploaded(account=account, token=token, post=post, allowed=allowed)
    record = {
        "repo": account.remote_id,
        "collection": COLLECTION,
        "rkey": key,
        "record": _record(post=post, thumb=thumb),
    }
    try:
        answer = _sent(account.home, "com.atproto.repo.createRecord", token=token, json=record, allowed=allowed)
        if answer.status == 200 and _uri(answers.fields(answer), account, key):
            return _posted(account, key)
        refusal: Exception = NotNow(may_be_out=True) if answer.status < 300 else answers.refused(NAME, answer)
    except NotNow as error:
        if not error.may_be_out:
            raise
        refusal = error
    stands = _stands(account=account, key=key, allowed=allowed)
    if stands:
        return _posted(account, key)
    # A refusal is one only when nothing stands there: the server refuses a key that it holds already.
    raise refusal if stands is False else NotNow(may_be_out=True)


def revoke(*, home: str, token: str, allowed: Sequence[str]) -> bool:
    """This will end the session that a token renews, and say whether the server took it."""
    try:
        answer = outbound.call(
            "POST",
            _method(home, "com.atproto.server.deleteSession"),
            headers=_bearer(token),
            allowed=allowed,
            timeout_seconds=answers.CONNECT_SECONDS,
        )
    except outbound.OutboundError:
        return False
    return answer.status == 200


def tid(*, at: datetime, key: str) -> str:
    """This will write the record key of a press: its microsecond, and ten bits of its own key.

    Source: atproto.com/specs/tid, 64 bits in 13 letters that sort by time.
    """
    clock = int.from_bytes(hashlib.sha256(key.encode()).digest()[:2], "big") % 1024
    delta = at.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    micros = (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds
    number = (micros % 2**53) << 10 | clock
    return "".join(_SORTABLE[number >> shift & 31] for shift in range(60, -1, -5))


def _record(*, post: Post, thumb: dict[str, Any] | None) -> dict[str, Any]:
    external: dict[str, Any] = {
        "uri": post.card.url,
        "title": post.card.title,
        "description": post.card.description,
    }
    if thumb:
        external["thumb"] = thumb
    return {
        "$type": COLLECTION,
        "text": post.text,
        "createdAt": post.pressed_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "langs": [post.language],
        "facets": facets.of(post.text),
        "embed": {"$type": "app.bsky.embed.external", "external": external},
    }


def _uploaded(*, account: Account, token: str, post: Post, allowed: Sequence[str]) -> dict[str, Any] | None:
    """A card does without its picture when the server does not want it."""
    if not post.card.picture or len(post.card.picture) > LARGEST_PICTURE:
        return None
    try:
        answer = _sent(
            account.home,
            "com.atproto.repo.uploadBlob",
            token=token,
            body=post.card.picture,
            kind=post.card.picture_type,
            allowed=allowed,
        )
    except NotNow as error:
        raise NotNow(may_be_out=False, retry_after_seconds=error.retry_after_seconds) from error
    except Refused:
        return None
    blob = answers.fields(answer).get("blob")
    return blob if answer.status == 200 and isinstance(blob, dict) else None


def _sent(home: str, method: str, *, token: str, kind: str = "", **said: Any) -> outbound.Response:
    """This will send something in the person's name. Errors: Stale; NotNow; Refused."""
    headers = _bearer(token) | ({"Content-Type": kind} if kind else {})
    try:
        answer = answers.sent(NAME, "POST", _method(home, method), headers=headers, **said)
    except SignedOut as error:
        raise Stale from error
    if answer.status == 400 and answers.fields(answer).get("error") in STALE:
        raise Stale
    return answer


def _stands(*, account: Account, key: str, allowed: Sequence[str]) -> bool | None:
    """Whether a record is there, which anybody may ask; None when there is no answer to it."""
    asked = urlencode({"repo": account.remote_id, "collection": COLLECTION, "rkey": key})
    try:
        answer = outbound.call(
            "GET",
            f"{_method(account.home, 'com.atproto.repo.getRecord')}?{asked}",
            allowed=allowed,
            timeout_seconds=answers.CALL_SECONDS,
        )
    except outbound.OutboundError:
        return None
    found = answers.fields(answer)
    if answer.status == 200 and _uri(found, account, key):
        return True
    return False if answer.status == 400 and found.get("error") in {"RecordNotFound", "InvalidRequest"} else None


def _uri(found: dict[str, Any], account: Account, key: str) -> bool:
    return found.get("uri") == f"at://{account.remote_id}/{COLLECTION}/{key}"


def _posted(account: Account, key: str) -> Posted:
    uri = f"at://{account.remote_id}/{COLLECTION}/{key}"
    return Posted(uri, networks.get("bluesky").permalink(uri))


def _number_of(name: str, *, allowed: Sequence[str]) -> str:
    url = f"{_method(settings.BLUESKY_URL, 'com.atproto.identity.resolveHandle')}?handle={quote(name)}"
    answer = answers.asked(homes.shown(settings.BLUESKY_URL), "GET", url, allowed=allowed)
    number = answers.text(answers.fields(answer), "did")
    if answer.status != 200 or not _is_number(number):
        raise _unknown(name)
    return number


def _document(number: str, *, allowed: Sequence[str]) -> dict[str, Any]:
    web = _WEB.fullmatch(number)
    url = f"https://{web[1]}/.well-known/did.json" if web else f"{settings.BLUESKY_IDENTITIES}/{number}"
    answer = answers.asked(homes.shown(url).split("/")[0], "GET", url, allowed=allowed)
    document = answers.fields(answer)
    return document if answer.status == 200 and document.get("id") == number else {}


def _home_of(document: dict[str, Any], *, allowed: Sequence[str]) -> str:
    services = document.get("service")
    for service in services if isinstance(services, list) else []:
        if isinstance(service, dict) and str(service.get("id", "")).endswith("#atproto_pds"):
            try:
                return homes.given(str(service.get("serviceEndpoint", "")), allowed=allowed)
            except outbound.OutboundError as error:
                raise NotConnected(str(error), code=error.code) from error
    raise NotConnected(_("Nobody says on which server this account lives. Name the server."), code="no_home")


def _typed(typed: str, *, allowed: Sequence[str]) -> str:
    try:
        return homes.address(typed, network="mastodon", allowed=allowed)
    except networks.HomeError as error:
        raise NotConnected(_("This is not the name of a server. It looks like %(example)s."), "home", _pds()) from error


def _is_number(number: str) -> bool:
    return bool(_PLC.fullmatch(number) or _WEB.fullmatch(number))


def _unknown(name: str) -> NotConnected:
    return NotConnected(_("Bluesky knows no account %(handle)s."), code="unknown", params={"handle": f"@{name}"})


def _example() -> dict[str, str]:
    return {"example": "name.bsky.social"}


def _pds() -> dict[str, str]:
    return {"example": "bsky.social"}


def _method(home: str, name: str) -> str:
    return f"{home}/xrpc/{name}"


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}

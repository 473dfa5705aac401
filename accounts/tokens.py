"""Keys to the API: made by a person for himself, shown once, kept as a digest."""

import hashlib
import hmac
import re
import secrets
import time
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from accounts import audit
from accounts.models import ApiToken, Person
from web import client_address, rates

KEY = re.compile(r"fh_([a-z0-9]{8})_([A-Za-z0-9_-]{43})")
MOST_TOKENS = 20
MOST_DAYS = 366
USED_EVERY = timedelta(minutes=1)
REFUSALS = rates.Rate(limit=30, seconds=60)


class TooManyTokens(ValidationError):
    pass


def make(*, person: Person, name: str, days: int, now: datetime) -> tuple[ApiToken, str]:
    """This will make a key that is good for so many days.

    Shape: the row, and the key itself, which nobody can read again.
    Errors: TooManyTokens; ValidationError without a name or with a time that is not between one day and a year.
    """
    name = name.strip()
    if not name or len(name) > 80:
        raise ValidationError({"name": _("Say what the key is for, in at most 80 characters.")})
    if not 1 <= days <= MOST_DAYS:
        raise ValidationError({"days": _("A key is good for one day to one year.")})
    prefix = secrets.token_hex(4)
    key = f"fh_{prefix}_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        if ApiToken.objects.filter(person=person, revoked_at=None, expires_at__gt=now).count() >= MOST_TOKENS:
            raise TooManyTokens(_("You have %(most)d keys. Revoke one that you no longer use.") % {"most": MOST_TOKENS})
        token = ApiToken.objects.create(
            person=person,
            name=name,
            prefix=prefix,
            digest=digest(key),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        audit.record(by=person, action="tokens.make", target=token, at=now)
    return token, key


def revoke(*, token: ApiToken, by: Person, now: datetime) -> None:
    """This will make a key useless from this moment. Safe to repeat."""
    with transaction.atomic():
        if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
            audit.record(by=by, action="tokens.revoke", target=token, at=now)


def digest(key: str) -> str:
    """This will name a key without giving it away.

    Source: SHA-256; a key has 256 random bits, so it needs no salt.
    """
    return hashlib.sha256(key.encode()).hexdigest()


def use(*, key: str, now: datetime) -> ApiToken | None:
    """This will find whom a key belongs to, and note at most once a minute that it was used.

    Shape: None for a key that is unknown, revoked, over, or whose person has left. Source: one query, at times two.
    """
    match = KEY.fullmatch(key)
    token = ApiToken.objects.select_related("person").filter(prefix=match[1]).first() if match else None
    # Compared in constant time, with something in any case.
    is_right = hmac.compare_digest(token.digest if token else "0" * 64, digest(key))
    if token is None or not is_right:
        return None
    if token.revoked_at or token.expires_at <= now or not token.person.is_active or token.person.left_at:
        return None
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - USED_EVERY)
    if token.last_used_at is None or token.last_used_at <= now - USED_EVERY:
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    return token


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer fh_<prefix>_<secret>`. Every refusal reads the same."""

    def authenticate(self, request: Request) -> tuple[Person, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        key = parts[1].decode("latin-1") if len(parts) == 2 else ""
        token = use(key=key, now=timezone.now())
        if token is None:
            network = client_address.limited_network(client_address.of_request(request))
            wait_seconds = rates.spend(scope="token-refusals", whom=network, rate=REFUSALS, now=time.time())
            if wait_seconds:
                raise Throttled(wait=wait_seconds)
            raise AuthenticationFailed(_("This key is not good, or not any more. Make a new one under Settings."))
        # Until the end of the request: PersonMiddleware sets it back.
        translation.activate(token.person.language)
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"

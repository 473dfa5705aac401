"""LinkedIn's interface for a person's own posts (w_member_social). Source: learn.microsoft.com, Posts API, OpenID."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

import networks
import outbound
from advocacy.publishing import answers, little_text
from advocacy.publishing.posts import Account, Post, Posted, Tokens
from advocacy.publishing.refusals import NotConnected, NotNow

NAME = "LinkedIn"
SCOPES = "openid profile w_member_social"
# Nothing there knows a post again: what may have arrived is never sent twice.
REPEATS_FOR = timedelta(0)
# A version is switched off about twelve months after its own.
OLD_AFTER_MONTHS = 10
LASTS = timedelta(days=60)
LONGEST_TITLE = 400
LONGEST_DESCRIPTION = 4_000

_SUBJECT = re.compile(r"[\w-]{1,100}", re.ASCII)


def is_offered() -> bool:
    """This will say whether this site has an application of its own at LinkedIn."""
    return bool(settings.LINKEDIN_CLIENT_ID and settings.LINKEDIN_CLIENT_SECRET)


def months_old(*, version: str, today: date) -> int | None:
    """This will say how old a version of the interface is, such as 202610; None for what is none."""
    if not re.fullmatch(r"20\d\d(?:0[1-9]|1[0-2])", version):
        return None
    return (today.year - int(version[:4])) * 12 + today.month - int(version[4:])


def consent_address(*, redirect_uri: str, state: str) -> str:
    """This will give the page on which LinkedIn asks the person."""
    asked = {
        "response_type": "code",
        "client_id": settings.LINKEDIN_CLIENT_ID,
        "redirect_uri": redirect_uri,
        "scope": SCOPES,
        "state": state,
    }
    return f"{settings.LINKEDIN_SIGN_IN}/oauth/v2/authorization?{urlencode(asked)}"


def exchange(*, redirect_uri: str, code: str, allowed: Sequence[str]) -> Tokens:
    """This will trade the code that the person came back with for a token. Errors: NotConnected."""
    told = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, **_secrets()}
    answer = answers.asked(
        NAME, "POST", f"{settings.LINKEDIN_SIGN_IN}/oauth/v2/accessToken", form=told, allowed=allowed
    )
    found = answers.fields(answer)
    token, seconds = answers.text(found, "access_token", most=4_000), found.get("expires_in")
    if answer.status != 200 or not token:
        raise NotConnected(_("%(where)s did not confirm it. Begin again."), code="no_token", params={"where": NAME})
    lasts = timedelta(seconds=seconds) if isinstance(seconds, int) and 0 < seconds < 10**8 else LASTS
    return Tokens(access=token, scopes=answers.text(found, "scope"), lasts=lasts)


def account(*, token: str, allowed: Sequence[str]) -> Account:
    """This will ask whose token it is. Errors: NotConnected."""
    answer = answers.asked(NAME, "GET", f"{settings.LINKEDIN_API}/v2/userinfo", headers=_bearer(token), allowed=allowed)
    found = answers.fields(answer)
    subject = answers.text(found, "sub", most=100)
    if answer.status != 200 or not _SUBJECT.fullmatch(subject):
        raise NotConnected(
            _("%(where)s did not say whose account it is. Begin again."), code="no_account", params={"where": NAME}
        )
    return Account(
        home=settings.LINKEDIN_API, remote_id=f"urn:li:person:{subject}", handle=answers.text(found, "name") or NAME
    )


def publish(*, account: Account, token: str, post: Post, allowed: Sequence[str]) -> Posted:
    """This will post. Never repeat it when it raises NotNow with `may_be_out`. Errors: SignedOut; NotNow; Refused."""
    answer = answers.sent(
        NAME,
        "POST",
        f"{settings.LINKEDIN_API}/rest/posts",
        json=_body(account=account, post=post),
        headers={
            **_bearer(token),
            "LinkedIn-Version": settings.LINKEDIN_VERSION,
            "X-Restli-Protocol-Version": "2.0.0",
        },
        allowed=allowed,
    )
    if not 200 <= answer.status < 300:
        raise answers.refused(NAME, answer)
    urn = answer.headers.get("x-restli-id", "")
    if answer.status != 201:
        raise NotNow(may_be_out=True)
    return Posted(urn[:300], _permalink(urn))


def revoke(*, token: str, allowed: Sequence[str]) -> bool:
    """This will give a token back, and say whether LinkedIn took it."""
    try:
        answer = outbound.call(
            "POST",
            f"{settings.LINKEDIN_SIGN_IN}/oauth/v2/revoke",
            form={"token": token, **_secrets()},
            allowed=allowed,
            timeout_seconds=answers.CONNECT_SECONDS,
        )
    except outbound.OutboundError:
        return False
    return answer.status == 200


def _body(*, account: Account, post: Post) -> dict[str, object]:
    return {
        "author": account.remote_id,
        "commentary": little_text.write(post.text),
        "visibility": "PUBLIC",
        "distribution": {"feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": []},
        "content": {
            "article": {
                "source": post.card.url,
                "title": post.card.title[:LONGEST_TITLE],
                "description": post.card.description[:LONGEST_DESCRIPTION],
            }
        },
        "lifecycleState": "PUBLISHED",
        "isReshareDisabledByAuthor": False,
    }


def _permalink(urn: str) -> str:
    try:
        return networks.get("linkedin").permalink(f"https://www.linkedin.com/feed/update/{urn}/") if urn else ""
    except ValidationError:
        return ""


def _secrets() -> dict[str, str]:
    return {"client_id": settings.LINKEDIN_CLIENT_ID, "client_secret": settings.LINKEDIN_CLIENT_SECRET}


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}

"""Addresses as people paste them."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from content.intake import texts
from outbound import HasCredentials, NotHttp


class UnusableAddress(ValidationError):
    """This is no address of the web."""


def checked(url: str) -> str:
    """This will make an absolute http(s) address of what was pasted; a missing https:// is added.

    Errors: UnusableAddress.
    """
    pasted = url.strip()
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?", pasted):
        pasted = f"https://{pasted}"
    address = texts.absolute(pasted, base="") if re.match(r"https?://", pasted, re.IGNORECASE) else ""
    if address:
        return address
    has_credentials = pasted.lower().startswith(("http://", "https://")) and "@" in _network_location(pasted)
    refusal = HasCredentials() if has_credentials else NotHttp()
    raise UnusableAddress(str(refusal), code=refusal.code)


def _network_location(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""

"""Strangers' text and links, made fit to be shown and stored."""

import html
import re
import unicodedata
from urllib.parse import quote, urljoin, urlsplit

import nh3

MAX_URL_LENGTH = 2000
# Marks that turn or hide text, and code points that are no characters; the joiners that emoji and Persian need stay.
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_WHITESPACE = re.compile(r"\s+")


def clean(text: str, *, max_length: int) -> str:
    """Make one line of plain text: entities read, invisible marks gone, cut at a word with "…" when too long."""
    # Four times the limit is plenty, and bounds the work that a megabyte in a title would cause.
    unescaped = html.unescape(text[: max_length * 4 + 1000])
    visible = _INVISIBLE.sub("", _CONTROL.sub(" ", unescaped))
    line = _WHITESPACE.sub(" ", unicodedata.normalize("NFC", visible)).strip()
    if len(line) <= max_length:
        return line
    start = line[: max_length - 1]
    words = start.rpartition(" ")[0]
    return (words if len(words) > max_length // 2 else start).rstrip(" ,;:–—-") + "…"


def plain(markup: str, *, max_length: int) -> str:
    """Take the text out of HTML; what stood in scripts and styles is gone with them."""
    spaced = re.sub(r"<(?=/?(?:p|br|div|li|h[1-6]|td|tr|blockquote)\b)", " <", markup, flags=re.IGNORECASE)
    return clean(html.unescape(nh3.clean(spaced, tags=set(), attributes={})), max_length=max_length)


def absolute(link: str, *, base: str) -> str:
    """Resolve a link against the page that it stands on.

    Shape: an http(s) address without credentials or fragment, or "" when it is none.
    """
    try:
        resolved = urljoin(base, re.sub(r"[\x00-\x20\x7f]+", "", link) if "\n" in link else link.strip())
        parts = urlsplit(resolved)
        has_credentials = parts.username is not None or parts.password is not None
        host, _port = parts.hostname, parts.port
        address = quote(parts._replace(fragment="").geturl(), safe="%/:=&?~+!$,;'@()*[]")
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme not in {"http", "https"} or not host or has_credentials or re.search(r"[\s<>\"%\\^`{|}]", host):
        return ""
    return address if len(address) <= MAX_URL_LENGTH else ""


def language(tag: str) -> str:
    """Give the primary language of a tag ("en" for "en-US" and "en_GB"), or "" for nonsense."""
    primary = re.split(r"[-_]", tag.strip(), maxsplit=1)[0].lower()
    return primary if re.fullmatch(r"[a-z]{2,3}", primary) else ""

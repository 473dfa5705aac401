"""What a network sees in a text besides letters: web addresses, and mentions of people elsewhere."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from pathlib import Path

_LISTED = Path(__file__).resolve().parent.parent / "static" / "networks" / "top-level-domains.txt"

_HOST = r"(?:[A-Za-z0-9_\u00C0-\u024F-]+\.)+[A-Za-z0-9-]+"
_IN_PATH = r"A-Za-z0-9!*';:=+,.$/%#\[\]\u2013_~@|&\u00C0-\u024F\u0400-\u04FF-"
_AT_END = r"A-Za-z0-9=_#/+\u00C0-\u024F\u0400-\u04FF-"
_ROUND = rf"\([{_IN_PATH}]+\)"
_CANDIDATE = re.compile(
    rf"(?<![A-Za-z0-9_\u00C0-\u024F-])(https?://)?({_HOST})"
    rf"((?::[0-9]+)?(?:/(?:(?:[{_IN_PATH}]|{_ROUND})*(?:[{_AT_END}]|{_ROUND}))?)?"
    r"(?:\?[A-Za-z0-9!?*'@():;&=+$/%#\[\]_.,~|-]*[A-Za-z0-9_&=#/-])?)",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(r"[A-Za-z0-9@\uFF20$#\uFF03]")
_NOT_BEFORE_A_BARE_ONE = re.compile(r"[A-Za-z0-9@\uFF20$#\uFF03_./-]")
_NOT_AFTER = re.compile(r"[A-Za-z0-9@+-]")
_MENTION = re.compile(r"(?<![=/\w])@([a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)@\w+(?:[.-]+\w+)*", re.IGNORECASE)


class Links(StrEnum):
    """Which addresses a network takes for links: only the post's own, those with a scheme, or bare names as well."""

    OWN = "own"
    WITH_SCHEME = "with_scheme"
    BARE = "bare"


@cache
def top_level_domains() -> frozenset[str]:
    """Give the last parts that a host's name may have. Source: the list that the browser is given as well."""
    return frozenset(_LISTED.read_text(encoding="ascii").split())


def replace_links(text: str, links: Links, filling: str) -> str:
    """Put a filling in the place of every web address.

    Source: the pattern of twitter-text, for names of Latin letters; Mastodon uses the same.
    """
    if links is Links.OWN:
        return text
    pieces: list[str] = []
    done = at = 0
    while found := _CANDIDATE.search(text, at):
        start, end = found.span()
        name_start, name_end = found.span(2)
        name = _domain(found[2], after=text[name_end : name_end + 1])
        before = text[start - 1 : start]
        at = end
        if found[1]:
            is_link = not _NOT_BEFORE.match(before)
        else:
            is_link = links is Links.BARE and not _NOT_BEFORE_A_BARE_ONE.match(before)
        if not is_link or not name or found[2][0] in "_-":
            continue
        if not found[1]:
            start += name.rfind("_") + 1
        # Without a scheme, what follows the name belongs to it only from a slash on.
        has_path = name == found[2] and (found[1] or "/" in found[3])
        at = end if has_path else name_start + len(name)
        pieces += [text[done:start], filling]
        done = at
    return "".join([*pieces, text[done:]])


def shorten_mentions(text: str) -> str:
    """Leave the servers of mentioned people out. Source: Mastodon counts the local part of a mention only."""
    return _MENTION.sub(r"@\1", text)


def _domain(host: str, *, after: str) -> str:
    """Give the longest beginning of a host that is a domain, or nothing."""
    labels = host.split(".")
    for many in range(len(labels), 1, -1):
        last, owner = labels[many - 1].lower(), labels[many - 2]
        follows = after if many == len(labels) else "."
        is_known = last in top_level_domains() or re.fullmatch(r"xn--[a-z0-9-]+", last)
        if is_known and "_" not in owner and not _NOT_AFTER.match(follows):
            return ".".join(labels[:many])
    return ""

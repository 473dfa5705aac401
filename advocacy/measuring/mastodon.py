"""Mastodon's public interface, and that of other servers which speak it: a post, its thread, an account.

Source: docs.joinmastodon.org, methods/statuses and methods/accounts, entities Status, Context and Account; all without
a token. A server may close them to strangers. Without a token a thread has at most 60 descendants, 20 deep.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from advocacy.measuring import asking, findings
from advocacy.measuring.asking import Said
from advocacy.measuring.findings import Answer, Author, Closed, Elsewhere, Post, Thread, Unclear
from content.intake import texts

MOST_DESCENDANTS = 60
PUBLIC = ("public", "unlisted")
_PERMALINK = re.compile(r"https://([^/]+)/@([^/]+)/(?:statuses/)?([0-9A-Z]+)")


def host(permalink: str) -> str:
    """This will name the server that a post is read from. Errors: Unclear for the address of something else."""
    return _parts(permalink)[0]


def post(*, permalink: str, address: str, allowed: Sequence[str]) -> tuple[Post, Said]:
    """This will read the counts of a post. `address` is where servers are asked, with {server} in it.

    Errors: Closed; Gone; Elsewhere when somebody else wrote it; Unclear; Busy; outbound.OutboundError.
    """
    server, name, key = _parts(permalink)
    said = asking.ask(address.format(server=server), f"/api/v1/statuses/{key}", allowed=allowed)
    status = _object(said)
    if status.get("id") != key:
        raise Unclear
    if status.get("visibility", "public") not in PUBLIC:
        raise Closed
    author = _author(status.get("account"), server=server)
    written_by = name if "@" in name else f"{name}@{server}"
    if author.name != written_by.lower():
        raise Elsewhere
    quotes = status.get("quotes_count")
    return Post(
        remote_id=key,
        author=author,
        reactions=findings.count(status.get("favourites_count")),
        reshares=findings.count(status.get("reblogs_count")) + (0 if quotes is None else findings.count(quotes)),
        replies=findings.count(status.get("replies_count")),
    ), said


def thread(*, permalink: str, author: Author, address: str, allowed: Sequence[str]) -> tuple[Thread, Said]:
    """This will read who replied to a post, or to what its author wrote under it.

    Shape: the earliest first. What the author wrote himself is not in it. Errors: as of `post`.
    """
    server, _name, key = _parts(permalink)
    said = asking.ask(address.format(server=server), f"/api/v1/statuses/{key}/context", allowed=allowed)
    descendants = _object(said).get("descendants")
    if not isinstance(descendants, list):
        raise Unclear
    answers = []
    for status in descendants[:MOST_DESCENDANTS]:
        is_to_author = isinstance(status, dict) and (
            status.get("in_reply_to_id") == key or status.get("in_reply_to_account_id") == author.remote_id
        )
        if is_to_author and (answer := _answer(status, server=server)) and answer.author != author:
            answers.append(answer)
    answers.sort(key=lambda answer: answer.said_at)
    return Thread(answers=tuple(answers), is_whole=len(descendants) < MOST_DESCENDANTS), said


def followers(*, host: str, remote_id: str, address: str, allowed: Sequence[str]) -> tuple[int, Said]:
    """This will read how many people follow an account. Errors: as of `post`."""
    if not re.fullmatch(r"[0-9A-Za-z]{1,64}", remote_id):
        raise Unclear
    said = asking.ask(address.format(server=host), f"/api/v1/accounts/{remote_id}", allowed=allowed)
    account = _object(said)
    if account.get("id") != remote_id:
        raise Unclear
    return findings.count(account.get("followers_count")), said


def _parts(permalink: str) -> tuple[str, str, str]:
    found = _PERMALINK.fullmatch(permalink)
    if found is None:
        raise Unclear
    return found[1], found[2], found[3]


def _object(said: Said) -> Mapping[str, Any]:
    if said.status != 200 or not isinstance(said.content, dict):
        raise Unclear
    return said.content


def _author(account: object, *, server: str) -> Author:
    if not isinstance(account, dict):
        raise Unclear
    name = findings.handle(account.get("acct"))
    if not name:
        raise Unclear
    return Author(
        name=(name if "@" in name else f"{name}@{server}").lower(), remote_id=findings.text(account.get("id"))
    )


def _answer(status: Mapping[str, Any], *, server: str) -> Answer | None:
    """One reply; None for what cannot be shown. Its address is on the post's server, where the thread is."""
    try:
        account = status.get("account")
        author, key = _author(account, server=server), findings.text(status.get("id"))
        said_at = findings.moment(status.get("created_at"))
    except Unclear:
        return None
    if status.get("visibility") not in PUBLIC or not isinstance(account, dict):
        return None
    warning, content = status.get("spoiler_text"), status.get("content")
    # Who hides his words behind a warning is not shown without it.
    shown = warning if isinstance(warning, str) and warning.strip() else content
    return Answer(
        key=f"{server}/{key}",
        author=author,
        author_name=findings.shown_name(account.get("display_name")),
        author_handle=f"@{author.name}",
        words=texts.plain(shown, max_length=findings.LONGEST_WORDS) if isinstance(shown, str) else "",
        address=f"https://{server}/@{account['acct']}/{key}",
        said_at=said_at,
    )

"""Bluesky's public interface, the AppView: posts, threads, accounts.

Source: the lexicons app.bsky.feed.getPosts (25 posts at most), getPostThread and app.bsky.actor.getProfile, with
app.bsky.feed.defs#postView and #threadViewPost; all without signing in.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from advocacy.measuring import asking, findings
from advocacy.measuring.asking import Said
from advocacy.measuring.findings import Answer, Author, Broken, Closed, Gone, Post, Thread, Unclear
from content.intake import texts

MOST_POSTS = 25
DEPTH = 10
MOST_ANSWERS = 100
# What an account sets that wants to be shown to nobody who is not signed in.
ONLY_SIGNED_IN = "!no-unauthenticated"
_PERMALINK = re.compile(r"https://bsky\.app/profile/([^/]+)/post/([^/]+)")
_RECORD = re.compile(r"at://(did:[a-z]+:[A-Za-z0-9._:%-]{1,250})/app\.bsky\.feed\.post/([A-Za-z0-9._~:-]{1,512})")


def actor(permalink: str) -> str:
    """This will name whose post it is: a handle or a DID. Errors: Unclear for the address of something else."""
    return _parts(permalink)[0]


def record(*, permalink: str, did: str) -> str:
    """This will give the network's own name of a post."""
    return f"at://{did}/app.bsky.feed.post/{_parts(permalink)[1]}"


def profile(*, actor: str, address: str, allowed: Sequence[str]) -> tuple[Author, int, Said]:
    """This will find an account and how many follow it.

    Errors: Gone when there is none; Closed; Unclear; Busy; outbound.OutboundError.
    """
    said = asking.ask(address, "/xrpc/app.bsky.actor.getProfile", query={"actor": actor}, allowed=allowed)
    content = said.content
    if not isinstance(content, dict):
        raise Unclear
    if said.status == 400:
        # One word for what is wrong with the question, and several for accounts that are not there any more.
        raise Gone
    did = findings.text(content.get("did"))
    if not did.startswith("did:"):
        raise Unclear
    # An account that was never followed may leave the number out.
    return Author(name=did, remote_id=did), findings.count(content.get("followersCount", 0)), said


def posts(*, records: Sequence[str], address: str, allowed: Sequence[str]) -> tuple[dict[str, Post], Said]:
    """This will read the counts of up to 25 posts at once.

    Shape: by record; a post that is not there is absent.
    Errors: Broken when one of them spoils the answer, as those of suspended accounts do (bluesky-social/atproto#4341);
    Closed; Unclear; Busy; outbound.OutboundError.
    """
    query = [("uris", record) for record in records[:MOST_POSTS]]
    said = asking.ask(address, "/xrpc/app.bsky.feed.getPosts", query=query, allowed=allowed)
    if said.status == 400:
        raise Broken
    found = said.content.get("posts") if isinstance(said.content, dict) else None
    if not isinstance(found, list):
        raise Unclear
    read = [_post(view) for view in found]
    return {post.remote_id: post for post in read if post.remote_id in records}, said


def thread(*, record: str, author: Author, address: str, allowed: Sequence[str]) -> tuple[Thread, Said]:
    """This will read who replied to a post, or to what its author wrote under it.

    Shape: the earliest first, a hundred at most. What the author wrote himself is not in it.
    Errors: Gone; Closed when the author's account is hidden from strangers; Unclear; Busy; outbound.OutboundError.
    """
    query = {"uri": record, "depth": str(DEPTH), "parentHeight": "0"}
    said = asking.ask(address, "/xrpc/app.bsky.feed.getPostThread", query=query, allowed=allowed)
    if not isinstance(said.content, dict):
        raise Unclear
    if said.status == 400:
        raise Gone if said.content.get("error") == "NotFound" else Unclear
    root = said.content.get("thread")
    if not isinstance(root, dict):
        raise Unclear
    if root.get("notFound") is True:
        raise Gone
    if root.get("blocked") is True:
        raise Closed
    answers = []
    is_whole = True
    for above, node in _walk(root):
        is_whole = is_whole and _is_whole(node)
        if above is not None and _did(above) == author.name and (answer := _answer(node)) and answer.author != author:
            answers.append(answer)
    answers.sort(key=lambda answer: answer.said_at)
    return Thread(answers=tuple(answers[:MOST_ANSWERS]), is_whole=is_whole and len(answers) <= MOST_ANSWERS), said


def _parts(permalink: str) -> tuple[str, str]:
    found = _PERMALINK.fullmatch(permalink)
    if found is None:
        raise Unclear
    return found[1], found[2]


def _walk(root: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any] | None, Mapping[str, Any]]]:
    """Each post of a thread with the one above it. A loop, for a thread may be deeper than Python likes to call."""
    waiting: list[tuple[Mapping[str, Any] | None, Mapping[str, Any]]] = [(None, root)]
    while waiting:
        above, node = waiting.pop()
        if not isinstance(node.get("post"), dict):
            continue
        yield above, node
        replies = node.get("replies")
        if isinstance(replies, list):
            waiting += [(node, reply) for reply in replies if isinstance(reply, dict)]


def _is_whole(node: Mapping[str, Any]) -> bool:
    told, replies = node["post"].get("replyCount", 0), node.get("replies")
    return isinstance(told, int) and told <= (len(replies) if isinstance(replies, list) else 0)


def _did(node: Mapping[str, Any]) -> str:
    author = node["post"].get("author")
    did = author.get("did") if isinstance(author, dict) else None
    return did if isinstance(did, str) else ""


def _post(view: object) -> Post:
    if not isinstance(view, dict):
        raise Unclear
    did = _did({"post": view})
    record = findings.text(view.get("uri"))
    if not record.startswith(f"at://{did}/"):
        raise Unclear
    counts = {name: findings.count(view.get(name, 0)) for name in ("likeCount", "repostCount", "quoteCount")}
    return Post(
        remote_id=record,
        author=Author(name=did, remote_id=did),
        reactions=counts["likeCount"],
        reshares=counts["repostCount"] + counts["quoteCount"],
        replies=findings.count(view.get("replyCount", 0)),
    )


def _answer(node: Mapping[str, Any]) -> Answer | None:
    """One reply; None for what cannot be shown, or is not meant for strangers."""
    post = node["post"]
    author, record = post.get("author"), post.get("record")
    named = _RECORD.fullmatch(post.get("uri", "")) if isinstance(post.get("uri"), str) else None
    if named is None or not isinstance(author, dict) or not isinstance(record, dict) or named[1] != author.get("did"):
        return None
    if _is_hidden(author):
        return None
    try:
        said_at = findings.moment(post.get("indexedAt"))
    except Unclear:
        return None
    words, handle = record.get("text"), findings.handle(author.get("handle"))
    return Answer(
        key=named[0],
        author=Author(name=named[1], remote_id=named[1]),
        author_name=findings.shown_name(author.get("displayName")),
        author_handle=f"@{handle}" if handle else "",
        words=texts.clean(words, max_length=findings.LONGEST_WORDS) if isinstance(words, str) else "",
        address=f"https://bsky.app/profile/{named[1]}/post/{named[2]}",
        said_at=said_at,
    )


def _is_hidden(author: Mapping[str, Any]) -> bool:
    labels = author.get("labels")
    return isinstance(labels, list) and any(
        isinstance(label, dict) and label.get("val") == ONLY_SIGNED_IN and not label.get("neg") for label in labels
    )

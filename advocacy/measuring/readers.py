"""The networks that can be read in public, each asked in its own way, all answering alike. LinkedIn is not one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Protocol
from urllib.parse import urlsplit

import outbound
from advocacy.measuring import bluesky, mastodon
from advocacy.measuring.asking import Said
from advocacy.measuring.findings import Broken, Busy, Closed, Elsewhere, Gone, NotRead, Post, Thread, Unclear

VISIT_SECONDS = 15.0
BREATHER = timedelta(minutes=2)


@dataclass
class Visit:
    """One worker's turn at one server: how long it lasts, and how long the server wants to be left alone then."""

    allowed: Sequence[str]
    wait: timedelta | None = None
    _began: float = field(default_factory=monotonic)

    @property
    def lasted(self) -> timedelta:
        return timedelta(seconds=monotonic() - self._began)

    @property
    def is_over(self) -> bool:
        return self.wait is not None or self.lasted.total_seconds() >= VISIT_SECONDS

    def note(self, said: Said) -> None:
        self.wait = said.wait or self.wait


@dataclass(frozen=True)
class Wanted:
    """A post to be read; `has_answers` says that replies are known, which may be gone."""

    key: int
    permalink: str
    remote_id: str
    has_answers: bool


@dataclass(frozen=True)
class Found:
    """What became of it: the post, with its thread where there is one; or why it cannot be read."""

    wanted: Wanted
    post: Post | None = None
    thread: Thread | None = None
    refusal: NotRead | None = None


class Reader(Protocol):
    """One network."""

    @property
    def most(self) -> int:
        """How many posts it gives in one visit."""

    def host(self, permalink: str) -> str:
        """This will name the server that is asked for a post. Errors: Unclear."""

    def read(self, wanted: Sequence[Wanted], visit: Visit) -> Iterator[Found]:
        """This will read posts one after the other, as many as the visit allows.

        Errors: Busy, Unclear and outbound.OutboundError, which say that the server is not well.
        """

    def followers(self, host: str, remote_id: str, visit: Visit) -> int:
        """This will read how many people follow an account. Errors: NotRead; outbound.OutboundError."""


@dataclass(frozen=True)
class MastodonReader:
    """`address` is where servers are asked, with {server} in it."""

    address: str
    most: int = 4  # two questions each, then a pause: a server allows one a second

    def host(self, permalink: str) -> str:
        return mastodon.host(permalink)

    def read(self, wanted: Sequence[Wanted], visit: Visit) -> Iterator[Found]:
        for each in wanted:
            if visit.is_over:
                return
            try:
                post, said = mastodon.post(permalink=each.permalink, address=self.address, allowed=visit.allowed)
                visit.note(said)
                thread = self._thread(each, post, visit)
            except (Closed, Gone, Elsewhere) as refusal:
                yield Found(each, refusal=refusal)
            except (outbound.InternalAddress, outbound.NotHttp):
                yield Found(each, refusal=Closed())
            else:
                yield Found(each, post=post, thread=thread)

    def followers(self, host: str, remote_id: str, visit: Visit) -> int:
        followers, said = mastodon.followers(
            host=host, remote_id=remote_id, address=self.address, allowed=visit.allowed
        )
        visit.note(said)
        return followers

    def _thread(self, wanted: Wanted, post: Post, visit: Visit) -> Thread | None:
        if not (post.replies or wanted.has_answers) or visit.is_over:
            return None
        return _if_there(
            lambda: mastodon.thread(
                permalink=wanted.permalink, author=post.author, address=self.address, allowed=visit.allowed
            ),
            visit,
        )


@dataclass(frozen=True)
class BlueskyReader:
    """`address` is the AppView's."""

    address: str
    most: int = bluesky.MOST_POSTS

    def host(self, permalink: str) -> str:
        bluesky.actor(permalink)
        return urlsplit(self.address).hostname or ""

    def read(self, wanted: Sequence[Wanted], visit: Visit) -> Iterator[Found]:
        records: dict[str, list[Wanted]] = {}
        for each in wanted:
            if visit.is_over:
                break
            try:
                records.setdefault(each.remote_id or self._record(each, visit), []).append(each)
            except (Closed, Gone) as refusal:
                yield Found(each, refusal=refusal)
        if not records or visit.is_over:
            return
        posts, spoilt = self._posts(list(records), visit)
        for record, several in records.items():
            post = posts.get(record)
            for each in several:
                if post:
                    yield self._found(each, post, visit)
                else:
                    yield Found(each, refusal=Unclear() if record in spoilt else Gone())

    def followers(self, host: str, remote_id: str, visit: Visit) -> int:
        _author, followers, said = bluesky.profile(actor=remote_id, address=self.address, allowed=visit.allowed)
        visit.note(said)
        return followers

    def _record(self, wanted: Wanted, visit: Visit) -> str:
        actor = bluesky.actor(wanted.permalink)
        if not actor.startswith("did:"):
            author, _followers, said = bluesky.profile(actor=actor, address=self.address, allowed=visit.allowed)
            visit.note(said)
            actor = author.name
        return bluesky.record(permalink=wanted.permalink, did=actor)

    def _posts(self, records: Sequence[str], visit: Visit) -> tuple[dict[str, Post], set[str]]:
        """The posts that are there, and those that spoil the answer for all: then each half is asked for by itself.

        Errors: Broken when nothing at all is answered, which is the server's fault.
        """
        try:
            posts, said = bluesky.posts(records=records, address=self.address, allowed=visit.allowed)
        except Broken:
            if len(records) == 1 or visit.is_over:
                raise
        else:
            visit.note(said)
            return posts, set()
        middle = len(records) // 2
        found: dict[str, Post] = {}
        spoilt: set[str] = set()
        for half in (records[:middle], records[middle:]):
            try:
                posts, too = self._posts(half, visit)
            except Broken:
                posts, too = {}, set(half)
            found, spoilt = found | posts, spoilt | too
        if len(spoilt) == len(records):
            raise Broken
        return found, spoilt

    def _found(self, wanted: Wanted, post: Post, visit: Visit) -> Found:
        if not (post.replies or wanted.has_answers) or visit.is_over:
            return Found(wanted, post=post)
        thread = _if_there(
            lambda: bluesky.thread(
                record=post.remote_id, author=post.author, address=self.address, allowed=visit.allowed
            ),
            visit,
        )
        return Found(wanted, post=post, thread=thread)


def _if_there(ask: Callable[[], tuple[Thread, Said]], visit: Visit) -> Thread | None:
    """The thread, or nothing: the counts are worth keeping where it is closed, or the server had enough of us."""
    try:
        thread, said = ask()
    except (Closed, Gone, Unclear):
        return None
    except (Busy, outbound.OutboundError) as error:
        visit.wait = (error.wait if isinstance(error, Busy) else None) or BREATHER
        return None
    visit.note(said)
    return thread


def every(*, mastodon_address: str, bluesky_address: str) -> dict[str, Reader]:
    """This will give the reader of each network that can be read, by the network's key."""
    return {"bluesky": BlueskyReader(bluesky_address), "mastodon": MastodonReader(mastodon_address)}

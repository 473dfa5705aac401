"""What a network's public interface says, as values, and the ways in which it can refuse to."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.intake import texts

MOST_COUNT = 10**12
LONGEST_NAME = 80
LONGEST_ACCOUNT = 300
LONGEST_ID = 1000
LONGEST_WORDS = 500
_HANDLE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.@:-]{0,298}[A-Za-z0-9_])?")


class NotRead(Exception):
    """The post could not be read this time."""


class Closed(NotRead):
    """The other side does not let strangers read it."""


class Gone(NotRead):
    """There is no such post, or there is none any more."""


class Elsewhere(NotRead):
    """The address leads to somebody else's post."""


class Unclear(NotRead):
    """The answer is not one that this interface gives: a page, half a message, a redirection."""


class Busy(NotRead):
    """The other side asks to be left alone, for `wait` if it says how long."""

    def __init__(self, wait: timedelta | None = None) -> None:
        super().__init__(wait)
        self.wait = wait


class Broken(Busy):
    """The other side fails at this very question; of several things asked for together, one may be to blame."""


@dataclass(frozen=True)
class Author:
    """Who wrote a post. `name` is the same on every server, `remote_id` this server's word for the account."""

    name: str
    remote_id: str

    def __post_init__(self) -> None:
        if not 0 < len(self.name) <= LONGEST_ACCOUNT or not 0 < len(self.remote_id) <= LONGEST_ACCOUNT:
            raise Unclear


@dataclass(frozen=True)
class Post:
    """A post as the network counts it. `remote_id` is the network's own name of it."""

    remote_id: str
    author: Author
    reactions: int
    reshares: int
    replies: int


@dataclass(frozen=True)
class Answer:
    """A reply under a post, by somebody else than its author. Shape: plain text in one line, names shortened."""

    key: str
    author: Author
    author_name: str
    author_handle: str
    words: str
    address: str
    said_at: datetime


@dataclass(frozen=True)
class Thread:
    """The replies under a post; `is_whole` says that none was left out of the answer."""

    answers: tuple[Answer, ...]
    is_whole: bool


def count(value: object) -> int:
    """This will read a number of reactions. Errors: Unclear for what is none."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Unclear
    return min(value, MOST_COUNT)


def text(value: object) -> str:
    """This will read a word that names something. Errors: Unclear for what is none."""
    if not isinstance(value, str) or not value or len(value) > LONGEST_ID:
        raise Unclear
    return value


def handle(value: object) -> str:
    """This will read the name of an account, or give nothing for what can be none."""
    return value if isinstance(value, str) and _HANDLE.fullmatch(value) else ""


def shown_name(value: object) -> str:
    """This will make a stranger's name fit to be shown."""
    return texts.clean(value, max_length=LONGEST_NAME) if isinstance(value, str) else ""


def moment(value: object) -> datetime:
    """This will read a time. Errors: Unclear for what is none, or has no zone."""
    try:
        at = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise Unclear from error
    if at.tzinfo is None:
        raise Unclear
    return at

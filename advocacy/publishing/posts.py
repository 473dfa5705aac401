"""What goes to a network and what comes back. Secrets show up in no representation."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Card:
    """The page behind the link, for networks that do not look for themselves. `picture` is a JPEG, PNG or WebP."""

    url: str
    title: str
    description: str
    picture: bytes = field(default=b"", repr=False)
    picture_type: str = ""


@dataclass(frozen=True)
class Post:
    """One text for one network. `key` is the same each time that this very post is sent, and never another's."""

    text: str
    language: str
    card: Card
    key: str
    pressed_at: datetime


@dataclass(frozen=True)
class Posted:
    """Where a post stands: its number there, and its page, empty when the network named none that can be believed."""

    remote_id: str
    permalink: str


@dataclass(frozen=True)
class Tokens:
    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    scopes: str = ""
    lasts: timedelta | None = None


@dataclass(frozen=True)
class Account:
    """Whose account it is. `handle` is how people write it there: @ana@mastodon.social."""

    home: str
    remote_id: str
    handle: str

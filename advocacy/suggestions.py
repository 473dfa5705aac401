"""Words to take or leave: tags out of what a story is about, and the company's own accounts."""

import re
from dataclasses import dataclass

from accounts.models import BrandAccount
from content.models import Story

MOST = 4
_NO_TAG = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Mention:
    network: str
    handle: str  # as it is written in a post


def tags(*, story: Story) -> list[str]:
    """This will make tags of a story's topics, then of its campaign: "Night trains" becomes "#NightTrains".

    Shape: each once, at most four. Every word begins with a capital, so that it can be read out aloud.
    Source: one query.
    """
    names = [topic.name for topic in story.topics.filter(retired_at=None)]
    if story.campaign:
        names.append(story.campaign.name)
    made = dict.fromkeys(tag for tag in map(tag_of, names) if tag)
    return list(made)[:MOST]


def tag_of(name: str) -> str:
    """This will write a name as a tag; what would be a number alone is none."""
    words = [word for word in _NO_TAG.split(name) if word]
    joined = "".join(word[:1].upper() + word[1:] for word in words)
    return f"#{joined}" if joined and not joined.isdecimal() else ""


def mentions() -> list[Mention]:
    """This will list the company's open accounts as they are mentioned, by network. Source: one query."""
    accounts = BrandAccount.objects.filter(closed_at=None).order_by("network", "handle")
    return [Mention(network=account.network, handle="@" + account.handle.lstrip("@")) for account in accounts]

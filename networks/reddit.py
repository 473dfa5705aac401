"""Reddit."""

from __future__ import annotations

import re
from urllib.parse import quote

from networks import addresses
from networks.counting import Unit, measure
from networks.network import Network, Way

TITLE_LIMIT = 300

_HOST = re.compile(r"(?:(?:www|old|new|np|sh|m|amp|[a-z]{2})\.)?reddit\.com")
_KEY = r"[0-9a-z]{3,12}"
_POST = re.compile(rf"(?:/(r|u|user)/([\w-]{{2,30}}))?/comments/({_KEY})(?:/[^/]*(?:/({_KEY}))?)?", re.ASCII)
_COPIED = re.compile(r"/(r|u|user)/([\w-]{2,30})/s/([A-Za-z0-9]{4,20})", re.ASCII)
_SHORT = re.compile(rf"/({_KEY})")


class Reddit(Network):
    """Its composer takes the link and a title; the words below them come from the clipboard."""

    def intent(self, text: str, url: str, subject: str = "", home: str = "") -> str:
        """Open the composer with the link and the story's title, as much of it as fits."""
        link, title = quote(url, safe="", errors="replace"), quote(_title(subject), safe="", errors="replace")
        return f"https://www.reddit.com/submit?url={link}&title={title}"

    def permalink(self, url: str) -> str:
        """Accept a post or a comment on any of Reddit's faces, and the short forms that are copied."""
        address = addresses.read(url)
        if address is None:
            raise self.refusal()
        if address.host == "redd.it" and (short := _SHORT.fullmatch(address.path)):
            return f"https://redd.it/{short[1]}"
        if not _HOST.fullmatch(address.host):
            raise self.refusal()
        if post := _POST.fullmatch(address.path):
            place = f"{_kind(post[1])}/{post[2]}/" if post[1] else ""
            comment = f"_/{post[4]}/" if post[4] else ""
            return f"https://www.reddit.com/{place}comments/{post[3]}/{comment}"
        if copied := _COPIED.fullmatch(address.path):
            return f"https://www.reddit.com/{_kind(copied[1])}/{copied[2]}/s/{copied[3]}"
        raise self.refusal()


def _kind(place: str) -> str:
    return "r" if place == "r" else "user"


def _title(subject: str) -> str:
    """Keep a title on one line and within what Reddit takes."""
    title = " ".join(subject.split())
    if measure(title, Unit.CODE_UNITS) <= TITLE_LIMIT:
        return title
    while measure(title, Unit.CODE_UNITS) >= TITLE_LIMIT:
        title = title[:-1]
    return f"{title.rstrip()}…"


# Source: reddit's own code (reddit-archive/reddit): 40,000 characters for the text, 300 for the title.
REDDIT = Reddit(
    key="reddit",
    name="Reddit",
    unit=Unit.CODE_UNITS,
    limit=40_000,
    way=Way.LINK,
    post_example="https://www.reddit.com/r/trains/comments/1abc23d/",
)

"""Facebook, a person's own profile."""

from __future__ import annotations

import re
from urllib.parse import quote

from networks import addresses
from networks.addresses import Address
from networks.counting import Unit
from networks.network import Network, Way

_HOST = re.compile(r"(?:(?:www|m|mbasic|mobile|touch|web|[a-z]{2}-[a-z]{2})\.)?facebook\.com")
_NAME = r"[A-Za-z0-9.]{1,80}"
_KEY = r"(?:\d{5,25}|pfbid[A-Za-z0-9]{20,120})"
_POST = re.compile(rf"/(?!groups/)({_NAME})/posts/(?:[^/]+/)?({_KEY})", re.ASCII)
_IN_GROUP = re.compile(rf"/groups/({_NAME})/(?:posts|permalink)/({_KEY})", re.ASCII)
_SHORT = re.compile(r"/share/((?:p/)?[A-Za-z0-9]{6,40})")


class Facebook(Network):
    """Its composer takes an address only, and shows the card of that page."""

    def intent(self, text: str, url: str, subject: str = "", home: str = "") -> str:
        """Open the composer with the link; the words come from the clipboard."""
        return f"https://www.facebook.com/sharer/sharer.php?u={quote(url, safe='', errors='replace')}"

    def permalink(self, url: str) -> str:
        """Accept posts of people and in groups, photos with words, and the short form that the app copies."""
        address = addresses.read(url)
        if address is None or not _HOST.fullmatch(address.host):
            raise self.refusal()
        if post := _POST.fullmatch(address.path):
            return f"https://www.facebook.com/{post[1]}/posts/{post[2]}"
        if post := _IN_GROUP.fullmatch(address.path):
            return f"https://www.facebook.com/groups/{post[1]}/posts/{post[2]}/"
        if short := _SHORT.fullmatch(address.path):
            return f"https://www.facebook.com/share/{short[1]}/"
        if numbered := _numbered(address):
            return f"https://www.facebook.com{numbered}"
        raise self.refusal()


def _numbered(address: Address) -> str:
    """Read the addresses that name the post in their query; everything else there is tracking."""
    post, owner, photo = (address.query.get(name, "") for name in ("story_fbid", "id", "fbid"))
    if address.path in {"/permalink.php", "/story.php"}:
        if re.fullmatch(_KEY, post, re.ASCII) and re.fullmatch(r"\d{5,25}", owner, re.ASCII):
            return f"/permalink.php?story_fbid={post}&id={owner}"
    elif address.path in {"/photo", "/photo.php"} and re.fullmatch(r"\d{5,25}", photo, re.ASCII):
        return f"/photo/?fbid={photo}"
    return ""


# Facebook documents no limit; 63,206 is what lists of limits agree on.
FACEBOOK = Facebook(
    key="facebook",
    name="Facebook",
    unit=Unit.CODE_UNITS,
    limit=63_206,
    way=Way.LINK,
    has_followers=True,
    post_example="https://www.facebook.com/name/posts/1234567890123456",
)

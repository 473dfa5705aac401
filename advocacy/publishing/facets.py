"""What is a link and what is a tag in a Bluesky post: the network does not look for itself.

Source: the lexicon app.bsky.richtext.facet; positions are bytes of UTF-8, the end excluded.
"""

import re
from typing import Any

_LINK = re.compile(r"(?<![\w@])https?://[^\s<>\"“”]+", re.IGNORECASE)
_TAG = re.compile(r"(?:(?<=\s)|(?<=^)|(?<=[(]))[#＃]([^\s#＃]+)", re.MULTILINE)
_AFTER_LINK = ".,;:!?'’)]}»…"
_AFTER_TAG = re.compile(r"[\W]+$")
LONGEST_TAG = 64


def of(text: str) -> list[dict[str, Any]]:
    """This will find the links and tags of a text. Shape: in the order of the text; a tag within a link is none."""
    found = []
    links = [(match.start(), match.start() + len(_link(match[0]))) for match in _LINK.finditer(text)]
    for start, end in links:
        found.append((start, end, {"$type": "app.bsky.richtext.facet#link", "uri": text[start:end]}))
    for match in _TAG.finditer(text):
        tag = _AFTER_TAG.sub("", match[1])
        is_within = any(start <= match.start() < end for start, end in links)
        if tag and not tag.isdecimal() and len(tag) <= LONGEST_TAG and not is_within:
            feature = {"$type": "app.bsky.richtext.facet#tag", "tag": tag}
            found.append((match.start(), match.start() + 1 + len(tag), feature))
    return [
        {"index": {"byteStart": _bytes(text[:start]), "byteEnd": _bytes(text[:end])}, "features": [feature]}
        for start, end, feature in sorted(found, key=lambda each: each[0])
    ]


def _link(text: str) -> str:
    """A bracket at the end belongs to the address when it was opened in it."""
    while text and text[-1] in _AFTER_LINK and not (text[-1] == ")" and text.count("(") >= text.count(")")):
        text = text[:-1]
    return text


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))

"""LinkedIn's way of writing a post: what has a meaning there is escaped, or the post is cut without a word."""

import re

# Source: learn.microsoft.com, "little text format". A tag is written as an element of its own.
_RESERVED = re.compile(r"[\\|{}@\[\]()<>#*_~]")
_TAG = re.compile(r"(?:(?<=\s)|(?<=^))#(\w*[^\W\d_]\w*)", re.MULTILINE)


def write(text: str) -> str:
    """This will write a text so that it appears there letter by letter, its hashtags as hashtags."""
    pieces, done = [], 0
    for match in _TAG.finditer(text):
        pieces += [_escaped(text[done : match.start()]), rf"{{hashtag|\#|{_escaped(match[1])}}}"]
        done = match.end()
    return "".join([*pieces, _escaped(text[done:])])


def _escaped(text: str) -> str:
    return _RESERVED.sub(lambda match: "\\" + match[0], text)

"""Bytes to text, believing the bytes before what is said about them."""

import codecs
import re

# What the web calls these names is the larger set that contains them.
_LARGER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
    "utf-16-le": "utf-8",  # said inside the text, which could not be read if it were true
    "utf-16-be": "utf-8",
    "utf-16": "utf-8",
}
# No others: some of Python's codecs (utf-7, unicode_escape, punycode) are ways to smuggle markup.
_KNOWN = frozenset(
    {"utf-8", "gb18030", "cp932", "cp949", "big5", "euc_jp", "iso2022_jp", "koi8-r", "koi8-u", "cp866", "cp874"}
    | {f"cp{number}" for number in range(1250, 1259)}
    | {f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED_WITHIN = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_BYTES_LOOKED_AT = 4096
_FALLBACK = "cp1252"


def decode(body: bytes, *, declared: str = "") -> str:
    """Read bytes whose encoding is declared by the server, by themselves, wrongly, or not at all.

    Order: byte order mark; UTF-8 when the bytes prove it; the server's word; the document's own; UTF-8 with a
    few broken places; Windows-1252. A declaration under which the bytes cannot be read is not believed.
    Shape: text; what could not be read in it is U+FFFD.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    within = _DECLARED_WITHIN.search(body[:_BYTES_LOOKED_AT])
    candidates = [_known(declared), _known(within.group(1).decode("ascii", "replace")) if within else ""]
    if not body.isascii():
        candidates.insert(0, "utf-8")
    for candidate in filter(None, candidates):
        try:
            return body.decode(candidate)
        except UnicodeDecodeError:
            continue
    text = body.decode("utf-8", "replace")
    foreign = sum(character > "\x7f" for character in text)
    if "utf-8" in candidates[1:] and text.count("\ufffd") * 5 <= foreign:
        return text
    return body.decode(_FALLBACK, "replace")


def _known(label: str) -> str:
    try:
        name = codecs.lookup(label.strip()).name if label else ""
    except (LookupError, ValueError):
        return ""
    name = _LARGER.get(name, name)
    return name if name in _KNOWN else ""

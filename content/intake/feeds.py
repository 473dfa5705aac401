"""A feed as a list of entries, read from bytes that were fetched elsewhere."""

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import feedparser
from django.utils.translation import gettext_lazy as _

from content.intake import charsets, texts
from content.intake.refusals import Refusal

MAX_BYTES = 2_000_000
# A feed of 500 entries has some 10,000 elements; ten times as many keep the parser busy for seconds.
MAX_TAGS = 100_000
MAX_ENTRIES = 500
MAX_CATEGORIES = 20
MAX_SUMMARY_MARKUP = 100_000
ENTRY_ID_MAX_LENGTH = 500
TITLE_MAX_LENGTH = 300
SUMMARY_MAX_LENGTH = 1000
CATEGORY_MAX_LENGTH = 60
YEARS = range(1990, 2100)


class UnreadableFeed(Refusal):
    reason = "unreadable_feed"
    sentence = _("This feed could not be read. Check the address.")


class EmptyFeed(UnreadableFeed):
    reason = "empty_feed"
    sentence = _("There is nothing at the address of this feed. Check the address.")


class FeedTooLarge(UnreadableFeed):
    reason = "feed_too_large"
    sentence = _("This feed is too large to be read. Look for one with fewer or shorter entries.")


class IsAPage(UnreadableFeed):
    reason = "is_a_page"
    sentence = _("This is a page, not a feed. Look on it for a link called RSS, Atom or feed, and give its address.")


class NotAFeed(UnreadableFeed):
    reason = "not_a_feed"
    sentence = _("This is no feed. The address of an RSS or Atom feed is needed.")


class FeedWithDeclarations(UnreadableFeed):
    reason = "feed_with_declarations"
    sentence = _(
        "This feed declares its own entities (DOCTYPE), which is not accepted. Ask its publisher for a plain one."
    )


@dataclass(frozen=True)
class EntryDetails:
    """One entry: plain text, an absolute http(s) address, a time in UTC if a credible one was given."""

    entry_id: str
    url: str
    title: str
    summary: str
    published_at: datetime | None
    language: str
    categories: tuple[str, ...]


@dataclass(frozen=True)
class FeedDetails:
    """A feed and its entries in the feed's order, with the count of what was left out."""

    title: str
    site_url: str
    entries: list[EntryDetails]
    without_link: int
    repeated: int
    beyond_limit: int


def read_feed(*, body: bytes, url: str) -> FeedDetails:
    """Read an RSS or Atom feed as it came over the wire; `url` is the address that finally answered.

    Shape: the feed's order, at most 500 entries; of entries with one id the first; entries without a link left out.
    A feed without entries is a feed.
    Errors: UnreadableFeed: EmptyFeed, FeedTooLarge, IsAPage, NotAFeed, FeedWithDeclarations.
    """
    parsed = _parsed(_markup(body))
    entries: dict[str, EntryDetails] = {}
    without_link = repeated = beyond_limit = 0
    feed_language = str(parsed.feed.get("language") or "")
    for number, raw in enumerate(parsed.entries):
        if len(entries) >= MAX_ENTRIES:
            beyond_limit = len(parsed.entries) - number
            break
        entry = _entry(raw, url=url, feed_language=feed_language)
        if entry is None:
            without_link += 1
        elif entry.entry_id in entries:
            repeated += 1
        else:
            entries[entry.entry_id] = entry
    return FeedDetails(
        title=texts.plain(str(parsed.feed.get("title") or ""), max_length=TITLE_MAX_LENGTH),
        site_url=texts.absolute(str(parsed.feed.get("link") or ""), base=url) or texts.absolute(url, base=url),
        entries=list(entries.values()),
        without_link=without_link,
        repeated=repeated,
        beyond_limit=beyond_limit,
    )


def _markup(body: bytes) -> str:
    """Decode, and refuse what must not reach the parser."""
    if len(body) > MAX_BYTES:
        raise FeedTooLarge
    text = charsets.decode(body).replace("\x00", "").lstrip("\ufeff \t\r\n")
    if not text:
        raise EmptyFeed
    declared = "".join(_outside_cdata_and_comments(text))
    start = declared[:2048].lower()
    if re.search(r"<!doctype\s+html|<html[\s>]", start):
        raise IsAPage
    if re.search(r"<!\s*(?:doctype|entity)", declared, re.IGNORECASE):
        raise FeedWithDeclarations
    if not re.search(r"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", start):
        raise NotAFeed
    if sum(1 for _tag in re.finditer(r"<[a-zA-Z]", declared)) > MAX_TAGS:
        raise FeedTooLarge
    # The text is Unicode by now, so the encoding that it names would be a lie.
    return re.sub(r"^<\?xml[^>]*\?>", "", text)


def _outside_cdata_and_comments(text: str) -> Iterator[str]:
    """Give the parts in which a declaration would count; in one pass, whatever is left open."""
    position = 0
    for opening in re.finditer(r"<!\[CDATA\[|<!--", text):
        if opening.start() < position:
            continue
        yield text[position : opening.start()]
        closing = "]]>" if opening.group() == "<![CDATA[" else "-->"
        end = text.find(closing, opening.end())
        if end < 0:
            position = opening.start()
            break
        position = end + len(closing)
    yield text[position:]


def _parsed(markup: str) -> Any:
    try:
        # Always a stream: given a string, feedparser would open the file or the address of that name.
        parsed = feedparser.parse(
            io.BytesIO(markup.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # strangers' bytes make the parser raise nearly anything
        raise UnreadableFeed from error
    if not parsed.get("version") and not parsed.entries:
        raise NotAFeed
    return parsed


def _entry(raw: Mapping[str, Any], *, url: str, feed_language: str) -> EntryDetails | None:
    link = texts.absolute(str(raw.get("link") or ""), base=url) if raw.get("link") else ""
    if not link:
        return None
    entry_id = texts.clean(str(raw.get("id") or ""), max_length=MAX_SUMMARY_MARKUP) or link
    if len(entry_id) > ENTRY_ID_MAX_LENGTH:
        entry_id = f"sha256:{hashlib.sha256(entry_id.encode()).hexdigest()}"
    summary = texts.plain(_summary(raw), max_length=SUMMARY_MAX_LENGTH)
    title = texts.plain(str(raw.get("title") or "")[:MAX_SUMMARY_MARKUP], max_length=TITLE_MAX_LENGTH)
    detail = raw.get("title_detail") or {}
    return EntryDetails(
        entry_id=entry_id,
        url=link,
        title=title or texts.clean(summary, max_length=100) or texts.clean(link, max_length=TITLE_MAX_LENGTH),
        summary=summary,
        published_at=_published_at(raw),
        language=texts.language(str(raw.get("language") or detail.get("language") or feed_language or "")),
        categories=_categories(raw),
    )


def _summary(raw: Mapping[str, Any]) -> str:
    summary = str(raw.get("summary") or "")
    if not summary and raw.get("content"):
        summary = str(raw["content"][0].get("value") or "")
    return summary[:MAX_SUMMARY_MARKUP]


def _categories(raw: Mapping[str, Any]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for tag in (raw.get("tags") or ())[: MAX_CATEGORIES * 5]:
        label = str(tag.get("label") or tag.get("term") or "")[:MAX_SUMMARY_MARKUP]
        found.setdefault(texts.plain(label, max_length=CATEGORY_MAX_LENGTH))
    found.pop("", None)
    return tuple(found)[:MAX_CATEGORIES]


def _published_at(raw: Mapping[str, Any]) -> datetime | None:
    # Membership first: feedparser answers for an absent update with the publication, and warns.
    moments = (_moment(raw[key]) for key in ("published_parsed", "updated_parsed") if key in raw)
    return next((moment for moment in moments if moment is not None), None)


def _moment(parsed: Any) -> datetime | None:
    try:
        year, month, day, hour, minute, second = parsed[:6]
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None
    return moment if moment.year in YEARS else None

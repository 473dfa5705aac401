"""A web page as a story's raw material: what it is called, what it says of itself, how long it takes to read."""

import itertools
import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from selectolax.lexbor import LexborHTMLParser, LexborNode

from content.intake import charsets, structured, texts
from content.intake.refusals import Refusal

TITLE_MAX_LENGTH = 300
DESCRIPTION_MAX_LENGTH = 1000
SITE_NAME_MAX_LENGTH = 100
WORDS_PER_MINUTE = 238
YEARS = range(1990, 2100)
# The parser's time grows with the square of the depth: 200,000 open elements took it 100 s, 25,000 take it a second.
MAX_TAGS = 25_000

_HTML_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "application/octet-stream", "text/plain"})
_TITLES = ("og:title", "twitter:title")
_DESCRIPTIONS = ("og:description", "twitter:description", "description", "dc.description")
_PICTURES = ("og:image:secure_url", "og:image:url", "og:image", "twitter:image", "twitter:image:src")
_SITE_NAMES = ("og:site_name", "application-name")
_LANGUAGES = ("content-language", "og:locale", "dc.language")
_DATES = ("article:published_time", "date", "dc.date", "dc.date.issued", "datepublished", "publish-date", "pubdate")
_NOT_READ = ["script", "style", "noscript", "template", "nav", "footer", "aside", "svg", "iframe", "button"]
_CHARACTER_SCRIPTS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_CHARACTER_SCRIPTS}]|[^\W_{_CHARACTER_SCRIPTS}]+(?:[’'.@/-][^\W_{_CHARACTER_SCRIPTS}]+)*")


class UnreadablePage(Refusal):
    reason = "unreadable_page"
    sentence = _("This page could not be read. Check the link, or write title and description yourself.")


class EmptyPage(UnreadablePage):
    reason = "empty_page"
    sentence = _("There is nothing on this page. Check the link.")


class NotAPage(UnreadablePage):
    reason = "not_a_page"
    sentence = _("This is a file, not a web page. Give the address of the page on which it can be found.")


class IsAFeed(UnreadablePage):
    reason = "is_a_feed"
    sentence = _("This is a feed, not a page. Subscribe to it, or give the address of one of its articles.")


class WithoutTitle(UnreadablePage):
    reason = "without_title"
    sentence = _("This page has no title. Write the title yourself, or check the link.")


@dataclass(frozen=True)
class PageDetails:
    """What a page says. Texts are one plain line each, "" when unknown; addresses are absolute http(s) or ""."""

    title: str
    description: str
    picture_url: str
    site_name: str
    language: str
    published_on: date | None
    canonical_url: str
    words: int
    minutes: int
    oembed_url: str = ""  # where the site says more of it


def read_page(*, body: bytes, content_type: str, url: str) -> PageDetails:
    """Read a page as it came over the wire.

    `content_type` is the server's header, `charset` included; `url` the address that finally answered.
    Units: minutes of silent reading, at least 1. Source: 238 words a minute, Brysbaert 2019 (English non-fiction).
    A page without a title that names an oEmbed address has title "", for that address to fill in.
    Errors: UnreadablePage: EmptyPage, NotAPage, IsAFeed, WithoutTitle.
    """
    markup = _markup(body, content_type)
    try:
        tree = LexborHTMLParser(markup)
    except (ValueError, RuntimeError) as error:
        raise UnreadablePage from error
    metas = _metas(tree)
    article = structured.article(_scripts(tree))
    site_name = texts.clean(_first(metas, _SITE_NAMES) or article.publisher, max_length=SITE_NAME_MAX_LENGTH)
    title = texts.clean(_first(metas, _TITLES) or article.headline, max_length=TITLE_MAX_LENGTH)
    title = title or _plain_title(tree, site_name)
    base = texts.absolute(_attribute(tree, "base[href]", "href"), base=url) or url
    oembed = _attribute(tree, "link[type='application/json+oembed' i]", "href")
    oembed_url = texts.absolute(oembed, base=base) if oembed else ""
    if not title and not oembed_url:
        raise WithoutTitle
    picture = _first(metas, _PICTURES) or article.picture or _attribute(tree, "link[rel='image_src']", "href")
    canonical = _attribute(tree, "link[rel~='canonical' i]", "href")
    published_on = _date(_first(metas, _DATES)) or _date(article.published) or _date(_time(tree))
    language = texts.language(_attribute(tree, "html[lang]", "lang")) or texts.language(_first(metas, _LANGUAGES))
    # From here on the tree is only its main part.
    main = _main(tree)
    description = _first(metas, _DESCRIPTIONS) or article.description or _first_paragraph(main)
    words = len(_WORD.findall(main.text(separator=" ") if main is not None else ""))
    return PageDetails(
        title=title,
        description=texts.clean(description, max_length=DESCRIPTION_MAX_LENGTH),
        picture_url=texts.absolute(picture, base=base) if picture else "",
        site_name=site_name or texts.clean(_host(url), max_length=SITE_NAME_MAX_LENGTH),
        language=language,
        published_on=published_on,
        canonical_url=(texts.absolute(canonical, base=base) if canonical else "")
        or texts.absolute(metas.get("og:url", "").strip() or url, base=base)
        or texts.absolute(url, base=url),
        words=words,
        minutes=max(1, round(words / WORDS_PER_MINUTE)),
        oembed_url=oembed_url,
    )


def _markup(body: bytes, content_type: str) -> str:
    media_type, _separator, parameters = content_type.partition(";")
    media_type = media_type.strip().lower()
    start = body[:1024].lstrip().lower()
    if not start:
        raise EmptyPage
    if start.startswith((b"%pdf-", b"pk\x03\x04", b"\x89png", b"\xff\xd8\xff", b"gif8", b"{\\rtf", b"\x1f\x8b")):
        raise NotAPage
    if re.search(rb"<(?:rss|feed|rdf:rdf)[\s>]", start):
        raise IsAFeed
    if media_type not in _HTML_TYPES:
        raise NotAPage
    charset = re.search(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", parameters, re.IGNORECASE)
    markup = charsets.decode(body, declared=charset.group(1) if charset else "").replace("\x00", "")
    if not markup.strip():
        raise EmptyPage
    if media_type not in {"text/html", "application/xhtml+xml"} and "<" not in markup[:4096]:
        raise NotAPage
    beyond = next(itertools.islice(re.finditer(r"<[a-zA-Z]", markup), MAX_TAGS, None), None)
    return markup if beyond is None else markup[: beyond.start()]


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    """Collect what meta elements say: the first that says something wins."""
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        content = (attributes.get("content") or "").strip()
        for kind in ("property", "name", "itemprop", "http-equiv"):
            key = (attributes.get(kind) or "").strip().lower()
            if key and content:
                found.setdefault(key, content)
    return found


def _first(metas: dict[str, str], keys: tuple[str, ...]) -> str:
    return next((metas[key] for key in keys if key in metas), "")


def _attribute(tree: LexborHTMLParser, query: str, name: str) -> str:
    node = tree.css_first(query)
    return ((node.attributes.get(name) if node is not None else "") or "").strip()


def _scripts(tree: LexborHTMLParser) -> list[str]:
    return [node.text() for node in tree.css("script[type='application/ld+json' i]")]


def _plain_title(tree: LexborHTMLParser, site_name: str) -> str:
    """Fall back to the title element, without the site's name behind it, or to the first heading."""
    for query in ("head > title", "title", "h1"):
        node = tree.css_first(query)
        text = texts.clean(node.text(separator=" "), max_length=TITLE_MAX_LENGTH) if node is not None else ""
        start, separator, end = text.rpartition(" | ")
        if text:
            return start if separator and end == site_name and start else text
    return ""


def _time(tree: LexborHTMLParser) -> str:
    return _attribute(tree, "article time[datetime]", "datetime") or _attribute(tree, "time[datetime]", "datetime")


def _date(text: str) -> date | None:
    match = re.match(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)", text, re.ASCII)
    if match is None:
        return None
    try:
        found = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _main(tree: LexborHTMLParser) -> LexborNode | None:
    """Reduce the tree to what a person came to read: the longest article, else the main part, else the body."""
    tree.strip_tags(_NOT_READ, recursive=True)
    for query in ("article", "main, [role='main']", "body"):
        found = max(tree.css(query), key=lambda node: len(node.text()), default=None)
        if found is not None and len(found.text().strip()) > 200:
            return found
    return tree.body


def _first_paragraph(main: LexborNode | None) -> str:
    for node in main.css("p") if main is not None else ():
        text = node.text(separator=" ").strip()
        if len(text) >= 60:
            return text
    return ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""

"""Our own pages: Markdown in, a small and harmless part of HTML out."""

import re
from functools import lru_cache

import nh3
from django.core.exceptions import ValidationError
from django.template import Library
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

register = Library()

MAX_LENGTH = 40_000
MAX_LINKS = 60
MAX_NESTING = 12
_INLINE = ("a", "br", "code", "del", "em", "s", "strong")
_BLOCKS = ("p", "h2", "h3", "h4", "blockquote", "ul", "ol", "li", "pre", "hr")
_TABLES = ("table", "thead", "tbody", "tr", "th", "td")
TAGS = frozenset({*_INLINE, *_BLOCKS, *_TABLES})
SCHEMES = frozenset({"http", "https", "mailto"})
_WORD = re.compile(r"\w+")


class TextTooLong(ValidationError):
    pass


class TooManyLinks(ValidationError):
    pass


def check(body: str) -> None:
    """This will do nothing when a page of our own can be made of the text.

    Errors: TextTooLong, TooManyLinks.
    """
    if len(body) > MAX_LENGTH:
        raise TextTooLong(
            _("This text has %(length)s characters. A page of our own takes up to %(limit)s; make two stories of it.")
            % {"length": _number(len(body)), "limit": _number(MAX_LENGTH)},
            code="text_too_long",
        )
    links = len(re.findall(r"<a\s", str(prose(body))))
    if links > MAX_LINKS:
        raise TooManyLinks(
            _("This text has %(links)s links. Keep the best %(limit)s; nobody follows more.")
            % {"links": _number(links), "limit": _number(MAX_LINKS)},
            code="too_many_links",
        )


@register.filter(is_safe=True)
@lru_cache(maxsize=256)
def prose(body: str) -> SafeString:
    """This will write Markdown as HTML that may stand in a page.

    Headings begin at the second level, pictures and HTML fall away, links lead to http, https and mailto only. What is
    longer than a page may be is cut: it was written by nobody who was told so.
    """
    tokens = _MARKDOWN.parse(body[:MAX_LENGTH])
    markup = _MARKDOWN.renderer.render(_shifted(tokens), _MARKDOWN.options, {})
    clean = nh3.clean(
        markup,
        tags=set(TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=set(SCHEMES),
        link_rel="noopener nofollow",
    )
    return SafeString(clean)


def words(body: str) -> int:
    """This will count the words of a text, for the minutes that it takes to read."""
    return len(_WORD.findall(nh3.clean(str(prose(body)), tags=set())))


def _parser() -> MarkdownIt:
    # Not linkify: an address that somebody writes out stays text, and ten thousand of them stay quick.
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    return parser.disable(["html_block", "html_inline"])


def _shifted(tokens: list[Token]) -> list[Token]:
    """The page has its own first heading: what the author calls the first is the second here."""
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = 2 - min(levels, default=2)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(4, max(2, int(token.tag[1]) + shift))}"
    return tokens


def _number(number: int) -> str:
    return number_format(number, force_grouping=True)


_MARKDOWN = _parser()

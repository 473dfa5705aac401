"""What a page says of itself in JSON-LD."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAX_SCRIPT_LENGTH = 200_000
MAX_NODES = 2_000
_ARTICLES = frozenset({"blogposting", "socialmediaposting", "report", "liveblogposting", "howto", "review"})
_PAGES = frozenset({"webpage", "itempage", "aboutpage", "videoobject", "event", "podcastepisode", "course"})


@dataclass(frozen=True)
class Article:
    """The page's subject; "" for all that is not said."""

    headline: str = ""
    description: str = ""
    picture: str = ""
    published: str = ""
    publisher: str = ""


def article(scripts: Sequence[str]) -> Article:
    """Find the article that JSON-LD scripts describe, or else the page; broken scripts count as absent.

    Source: schema.org Article and WebPage (headline, name, description, image, datePublished, publisher).
    """
    page: Article | None = None
    for node in _nodes(scripts):
        kinds = {kind.lower() for kind in _texts(node.get("@type"))}
        if any(kind.endswith("article") or kind in _ARTICLES for kind in kinds):
            return _read(node)
        if page is None and kinds & _PAGES:
            page = _read(node)
    return page or Article()


def _nodes(scripts: Sequence[str]) -> Iterator[dict[str, object]]:
    """Walk all objects breadth first, whether they stand alone, in a list, in @graph or inside one another."""
    waiting: list[object] = []
    for script in scripts:
        if len(script) <= MAX_SCRIPT_LENGTH:
            try:
                waiting.append(json.loads(script, strict=False))
            except (ValueError, RecursionError):
                continue
    seen = 0
    while waiting and seen < MAX_NODES:
        seen += 1
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node[:100])
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def _read(node: dict[str, object]) -> Article:
    return Article(
        headline=_text(node.get("headline")) or _text(node.get("name")),
        description=_text(node.get("description")),
        picture=_text(node.get("image"), "url", "contentUrl", "@id") or _text(node.get("thumbnailUrl")),
        published=_text(node.get("datePublished")) or _text(node.get("uploadDate")),
        publisher=_text(node.get("publisher"), "name"),
    )


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str)]


def _text(value: object, *keys: str) -> str:
    """Take the text out of a value: itself, the first of a list, or an object's first of `keys`."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = next((value[key] for key in keys if isinstance(value.get(key), str)), "")
    return value.strip() if isinstance(value, str) else ""

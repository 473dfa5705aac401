"""The questions that every network answers."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from networks import entities
from networks.counting import Count, Unit, against, measure
from networks.entities import Links

# What every server along the way should take. Source: RFC 9110, section 4.1.
LONGEST_INTENT = 8_000

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_SERVER = re.compile(rf"(?:{_LABEL}\.)+(?!\d+$){_LABEL}")


class Way(StrEnum):
    """How a post gets there: into a composer that takes the whole text, or the link alone, so that the words come from
    the clipboard; by the share sheet of the person's device; or from the clipboard to wherever the person likes.
    """

    TEXT = "text"
    LINK = "link"
    SHEET = "sheet"
    COPY = "copy"


class PermalinkError(ValidationError):
    """The address is not that of a post on this network."""


class HomeError(ValidationError):
    """That is not the name of a server."""


class Rule(TypedDict):
    """The counting rule as plain data, so that a browser counts the same.

    A text is over when it has more than ``limit`` of ``unit`` or more than ``byte_limit`` bytes of UTF-8. Its own link,
    and whatever else ``links`` takes for one, counts ``url_counts_as``, or in full when that is None. Of mentions with
    a server only the name counts where ``shortens_mentions``.
    """

    unit: str
    limit: int | None
    byte_limit: int | None
    url_counts_as: int | None
    links: str
    shortens_mentions: bool


@dataclass(frozen=True, kw_only=True)
class Network(ABC):
    """One network.

    ``can_publish`` says whether it lets programs publish for a personal account, for nothing and without a review;
    ``is_measurable`` whether replies and counts can be read from a public interface; ``has_followers`` whether people
    follow a person there. ``post_example`` is what a post's address looks like, empty where posts have none.
    ``home_example`` is what the name of one's server looks like on a network of many servers, empty elsewhere.
    """

    key: str
    name: str | Promise
    unit: Unit
    way: Way
    limit: int | None = None
    byte_limit: int | None = None
    url_counts_as: int | None = None
    links: Links = Links.OWN
    shortens_mentions: bool = False
    can_publish: bool = False
    is_measurable: bool = False
    has_followers: bool = False
    post_example: str = ""
    home_example: str = ""

    @property
    def has_homes(self) -> bool:
        """This will say whether a person has to name the server that the account lives on."""
        return bool(self.home_example)

    @property
    def has_permalinks(self) -> bool:
        """This will say whether a post has an address at all."""
        return bool(self.post_example)

    @property
    def rule(self) -> Rule:
        """This will give the counting rule for the browser."""
        return {
            "unit": self.unit.value,
            "limit": self.limit,
            "byte_limit": self.byte_limit,
            "url_counts_as": self.url_counts_as,
            "links": self.links.value,
            "shortens_mentions": self.shortens_mentions,
        }

    def count(self, text: str, url: str = "") -> Count:
        """Count a text as this network does.

        Shape: ``text`` is the whole post, the link ``url`` included. Bytes are given instead of the usual unit only
        where they alone are over.
        """
        text = (
            unicodedata.normalize("NFC", one_kind_of_line(text))
            if self.unit is Unit.WEIGHTED
            else one_kind_of_line(text)
        )
        count = against(measure(self._countable(text, url), self.unit), self.limit, self.unit)
        if self.byte_limit is None or count.is_over:
            return count
        size = against(measure(text, Unit.BYTES), self.byte_limit, Unit.BYTES)
        return size if size.is_over else count

    def compose(self, words: str, disclosure: str = "", url: str = "") -> str:
        """Put a post together: the disclosure first, then the person's words, then the link.

        Shape: the parts that there are, with an empty line between them; what the words contain already is not said
        twice.
        """
        words = one_kind_of_line(words).strip()
        disclosure = one_kind_of_line(disclosure).strip()
        if disclosure and words.startswith(disclosure):
            disclosure = ""
        if url and re.search(_own(url), words):
            url = ""
        return "\n\n".join(part for part in (disclosure, words, url) if part)

    def _countable(self, text: str, url: str) -> str:
        """Put as many letters in the place of every link as it counts, and shorten what counts short."""
        if self.url_counts_as is not None:
            filling = "x" * self.url_counts_as
            if url:
                text = re.sub(_own(url), filling, text)
            text = entities.replace_links(text, self.links, filling)
        return entities.shorten_mentions(text) if self.shortens_mentions else text

    @abstractmethod
    def intent(self, text: str, url: str, subject: str = "", home: str = "") -> str | None:
        """Give the address that opens this network's own composer, or None where there is none.

        Shape: ``home`` is the name of the person's server on a network of many; without it there is no composer there.
        """

    def home(self, typed: str) -> str:
        """Read the name of a server out of what a person typed: the name, an address on it, or ana@name.

        Errors: ``HomeError``.
        """
        name = typed.strip().split("://")[-1].split("/")[0].rsplit("@", 1)[-1].rstrip(".").lower()
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            name = ""
        if not self.has_homes or not _SERVER.fullmatch(name) or len(name) > 253:
            raise HomeError(
                _("This is not the name of a server. It looks like %(example)s."),
                code="home",
                params={"example": self.home_example},
            )
        return name

    @abstractmethod
    def permalink(self, url: str) -> str:
        """Bring the address of a post into its one form.

        Errors: ``PermalinkError`` when it is not the address of a post on this network.
        """

    def refusal(self) -> PermalinkError:
        """Word the refusal of an address."""
        if not self.has_permalinks:
            return PermalinkError(
                _("What is sent this way has no address on the web. Leave this empty."), code="no_permalink"
            )
        return PermalinkError(
            _("This is not the address of a post on %(network)s. It looks like %(example)s."),
            code="permalink",
            params={"network": self.name, "example": self.post_example},
        )


def one_kind_of_line(text: str) -> str:
    """Turn every end of line into one character: forms send two."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _own(url: str) -> str:
    """Match the link, but not as the beginning of a longer one."""
    return re.escape(url) + r"(?![\w/%-])"

"""Finding stories by their words: one way to ask PostgreSQL's full text and SQLite's FTS5.

English and German are treated alike, without a dictionary: accents and case do not count, ß is ss, the ending of a
longer word is left off, and what is left is the beginning of a word. So "Brücken" finds "Brücke".
"""

import re
import unicodedata
from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from content.search_index import TABLE

MOST_LETTERS = 1000
MOST_WORDS = 8
LONGEST_WORD = 40
WORD = re.compile(r"[^\W_]+")
# What is left must be as long as the number says; the first that fits is cut.
ENDINGS = (("ungen", 5), ("ings", 5), ("ing", 5), ("ern", 5), ("ers", 5), ("er", 5), ("ed", 5))
SHORT_ENDINGS = (("es", 4), ("en", 4), ("em", 4), ("e", 4), ("s", 4))


def words(text: str) -> list[str]:
    """This will cut what somebody typed into the beginnings of words to look for.

    Shape: lower case, letters and digits only, each once, at most eight; empty when there is no letter in it.
    """
    plain = unicodedata.normalize("NFD", text[:MOST_LETTERS].casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    found = [_beginning(word[:LONGEST_WORD]) for word in WORD.findall(plain)]
    return list(dict.fromkeys(found))[:MOST_WORDS]


def find(*, stories: QuerySet[Any, Any], text: str) -> QuerySet[Any, Any]:
    """This will keep the stories in which every word is found, and give each `nearness`.

    Shape: nearness 0 when all stand in the title, 1 in title, summary and topics, 2 when the site or the text is
    needed; order by it, then by freshness. Without a single letter to look for, nothing is found.
    Source: content.search_index, as uncorrelated subqueries.
    """
    wanted = words(text)
    if not wanted:
        nothing: QuerySet[Any, Any] = stories.none().annotate(nearness=Value(2))
        return nothing
    parts = [RawSQL(*_matching(wanted, where)) for where in range(3)]  # noqa: S611 - the words are parameters
    nearness = Case(
        When(pk__in=parts[0], then=Value(0)),
        When(pk__in=parts[1], then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found: QuerySet[Any, Any] = stories.filter(pk__in=parts[2]).annotate(nearness=nearness)
    return found


def _beginning(word: str) -> str:
    if not word.isascii() or word.isdigit():
        return word
    for ending, least in (*ENDINGS, *SHORT_ENDINGS):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


def _matching(wanted: list[str], where: int) -> tuple[str, list[str]]:
    """The keys of the stories that match, as a subquery: in the title, near the title, or anywhere (0, 1, 2)."""
    if connection.vendor == "postgresql":
        weights = ("A", "AB", "")[where]
        asked = " & ".join(f"'{word}':*{weights}" for word in wanted)
        return "SELECT id FROM content_story WHERE search_document @@ to_tsquery('simple', %s)", [asked]
    columns = ("{title} : ", "{title summary topics} : ", "")[where]
    asked = " AND ".join(f'"{word}" *' for word in wanted)
    return f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", [f"{columns}({asked})"]  # noqa: S608 - a constant

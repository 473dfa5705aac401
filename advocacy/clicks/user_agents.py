"""The rows of browsers' names: each name is judged once, then known by its digest."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from advocacy.clicks import robots
from advocacy.models import UserAgent


class Known(NamedTuple):
    pk: int
    rule: str  # "" for a person's browser


def known(*, texts: Iterable[str], now: datetime) -> dict[str, Known]:
    """Find or make the rows of these names.

    Shape: text → row. Safe to repeat, and for two at once. Source: one query; for new names two statements more.
    """
    digests = {text: digest(text) for text in sorted(set(texts))}
    rows = _found(digests.values())
    missing = [text for text, of_text in digests.items() if of_text not in rows]
    if missing:
        judged = [(text, _rule_of(text)) for text in missing]
        UserAgent.objects.bulk_create(
            [
                UserAgent(digest=digests[text], text=text, is_robot=bool(rule), rule=rule, seen_at=now)
                for text, rule in judged
            ],
            ignore_conflicts=True,
        )
        rows |= _found(digests[text] for text in missing)
    return {text: rows[of_text] for text, of_text in digests.items()}


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _found(digests: Iterable[str]) -> dict[str, Known]:
    rows = UserAgent.objects.filter(digest__in=list(digests)).values_list("digest", "pk", "rule")
    return {of_text: Known(pk, rule) for of_text, pk, rule in rows}


_rule_of = lru_cache(maxsize=20_000)(robots.rule_of)

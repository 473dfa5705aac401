"""The rows of browsers' names: each name is judged once, then known by its digest."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from advocacy.clicks import robots
from advocacy.clicks.lists import among
from advocacy.models import UserAgent

NOTED_EVERY = timedelta(days=1)


class Known(NamedTuple):
    pk: int
    rule: str  # "" for a person's browser


def known(*, texts: Iterable[str], now: datetime) -> dict[str, Known]:
    """Find or make the rows of these names.

    Shape: text → row. Safe to repeat, and for two at once. Source: two statements; for new names two more.
    """
    digests = {text: digest(text) for text in sorted(set(texts))}
    if not digests:
        return {}
    # Before they are read: what was seen just now is not forgotten in between.
    old = UserAgent.objects.filter(digest__in=among(digests.values()), seen_at__lt=now - NOTED_EVERY)
    old.update(seen_at=now)
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


def forget(*, before: datetime) -> int:
    """Remove the names that nobody had since. Shape: how many."""
    return UserAgent.objects.filter(seen_at__lt=before - NOTED_EVERY).delete()[0]


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _found(digests: Iterable[str]) -> dict[str, Known]:
    rows = UserAgent.objects.filter(digest__in=among(digests)).values_list("digest", "pk", "rule")
    return {of_text: Known(pk, rule) for of_text, pk, rule in rows}


_rule_of = lru_cache(maxsize=20_000)(robots.rule_of)
